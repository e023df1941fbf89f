/* Other spellings of words that no paper has. */

import { plain } from "./text.js";
import { Vocabulary } from "./vocabulary.js";

export class Speller {
  /**
   * @param {import("./search-index.js").Data} data
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
   * Return the text of a term with the words that no paper has replaced by the nearest that papers have.
   * @param {import("./query.js").Term} term
   */
  correct({ words, isPhrase, text }) {
    const vocabulary = this.prepare();
    const { words: known } = vocabulary;
    const joined = words.replaceAll(" ", "");
    const parts = known.has(joined) ? [joined] : words.split(" ").map((word) => (known.has(word) ? word : vocabulary.nearest(word)));
    const isSame = !isPhrase && parts.join(" ") === words && !text.includes("-");
    const spelled = parts.map((word) => word && this.asSpelled(word, text)).join(" ");
    return !isSame && parts.every(Boolean) ? (isPhrase ? `"${spelled}"` : spelled) : text;
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
