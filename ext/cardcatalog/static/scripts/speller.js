/* Other spellings of words that no paper has. */

import { plain } from "./text.js";
import { Vocabulary } from "./vocabulary.js";
import { humps } from "./words.js";

export class Speller {
  /**
   * @param {import("./columns.js").Data} data
   * @param {import("./matcher.js").Matcher} matcher
   */
  constructor(data, matcher) {
    this.data = data;
    this.papers = data.papers;
    this.columns = matcher.columns;
    this.tables = matcher.tables;
    /** @type {Vocabulary | undefined} */
    this.vocabulary = undefined; // made when it is needed
  }

  prepare() {
    this.vocabulary ??= this.allWords();
    return this.vocabulary;
  }

  allWords() {
    const { author, keyword, category } = this.tables;
    return new Vocabulary([this.columns.title, this.columns.former, author.names, keyword.names, category.names]);
  }

  /**
   * Return the text of a term with the words that no paper has replaced by their parts, by the nearest that papers have, or
   * by what is before their version.
   * @param {import("./query.js").Term} term
   */
  correct({ words, isPhrase, text }) {
    const vocabulary = this.prepare();
    const { words: known } = vocabulary;
    const joined = words.replaceAll(" ", "");
    const inner = words.includes(" ") ? [] : humps(text).map(plain);
    const whole = inner.length && inner.every((part) => known.has(part)) ? inner : words.split(" ");
    const version = words.includes(" ") && vocabulary.withoutVersion(joined);
    const parts = known.has(joined) ? [joined] : version ? [version]
      : whole.map((word) => (known.has(word) ? word : vocabulary.nearest(word) || vocabulary.withoutVersion(word)));
    const isSame = !isPhrase && parts.join(" ") === words && !/[\p{L}\p{N}][-./_+][\p{L}\p{N}]/u.test(text);
    const spelled = parts.map((word) => word && this.asSpelled(word, text)).join(" ");
    return !isSame && parts.every(Boolean) ? (isPhrase ? `"${spelled}"` : spelled) : text;
  }

  /**
   * Return a text with numbers joined to the words before them where a title has both together: "llama 3" as "llama3".
   * @param {string} text
   */
  joinNumbers(text) {
    const { text: titles } = this.columns.title;
    return text.replace(/(?<!\S)(\p{L}+)\s+(\d{1,2})(?!\S|\s+bits?(?!\S))/giu, (all, word, number) => {
      const isNamed = titles.includes(` ${plain(word + number)}`) || titles.includes(` ${plain(word)} ${number} `);
      return isNamed ? word + number : all;
    });
  }

  /**
   * Return a plain word as the first title or name that has it spells it, without a capital alone if there was none.
   * @param {string} word
   * @param {string} text as it was typed
   */
  asSpelled(word, text) {
    const texts = [...this.papers.title, ...this.data.keywords.flatMap(([, name, , , aliases]) => [name, ...aliases])];
    const names = this.papers.authors.flat();
    for (const one of this.columns.title.text.includes(` ${word} `) ? texts : names.concat(texts)) {
      const found = one.split(/[^\p{L}\p{M}\p{N}]+/u).find((part) => plain(part) === word);
      if (found) {
        return /\p{Lu}/u.test(text) || /.\p{Lu}/u.test(found) ? found : found.toLowerCase();
      }
    }
    return word;
  }
}
