/* How well each paper matches a term: where the term, or another form of it, is found, and whether it is a name. */

import { Column } from "./column.js";
import { lazily } from "./lazy.js";
import { plain } from "./text.js";
import { innerWords, stems } from "./words.js";

/** @typedef {import("./query.js").Term} Term */
/** @typedef {{text: string, part: number}} Needle a text to find, and how much it counts */
/** @typedef {{names: Column, members: number[][]}} Table the names of rows, and the papers of each */

// How much a word counts by where it is found, and how much a beginning or another form of a word counts of a whole one.
/** @type {Record<string, number>} */
const WEIGHTS = { key: 9, title: 8, bits: 7, keyword: 6, former: 6, repository: 6, venue: 5, year: 5, inner: 4.5, author: 4, category: 3, gist: 2 };
const BEGINNING = 0.6;
const OTHER_FORM = 0.4;
const PERSON = 2; // of an author found by several words
const SHORT = 3; // letters; a term no longer than that is a whole word of names and keys, which begin with anything

/**
 * Return whether a word is so short that many others begin with it; in scripts without spaces between words two letters are a family.
 * @param {string} word
 */
const isShort = (word) => word.length <= SHORT && !/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(word);
const WHOLE_ONLY = new Set(["author", "key"]);
const LABELS = new Set(["keyword", "category"]); // of which a term with a digit must be a whole name: "4-bit" is no "4-bit float"
const LONGEST_NAME = 4; // words
const REMEMBERED = 60; // terms

/**
 * Return a name and a number as they may be written, too: "gpt 2" for "gpt2", and the reverse; else "".
 * @param {string} words
 */
function otherSpelling(words) {
  const [, name, space, number] = /^(\p{L}{2,})( ?)(\d{1,3})$/u.exec(words) ?? [];
  return name ? name + (space ? "" : " ") + number : "";
}

/**
 * Return what a term may be found by: a phrase as it is; a word as the beginning of a word, without the s of a plural;
 * a name and a number together and apart; and other forms of it.
 * @param {Term} term
 * @returns {Needle[]}
 */
function needles({ words, isPhrase }) {
  if (isPhrase || /^\d{1,2}$/.test(words)) {
    return [{ text: ` ${words} `, part: 1 }];
  }
  const word = words.length > 3 ? words.replace(/(?<![su])s$/, "") : words;
  const forms = stems(words).filter((stem) => !word.startsWith(stem) || stem.length < word.length);
  const other = otherSpelling(words);
  return [{ text: ` ${word}`, part: 1 }, ...(other ? [{ text: ` ${other} `, part: 1 }] : []), ...forms.map((stem) => ({ text: ` ${stem}`, part: OTHER_FORM }))];
}

/**
 * Return the names of a person as they are searched: without case, and Chinese ones in both orders without a space.
 * @param {string} name
 */
function spellings(name) {
  const words = plain(name);
  const isChinese = /^[\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana} ]+$/u.test(words);
  return isChinese ? [words, words.replaceAll(" ", ""), words.split(" ").reverse().join("")].join(" , ") : words;
}

/**
 * Return the last parts of the URLs of code, which are often the name of a method that its title does not give.
 * @param {(number | string)[]} links
 * @param {number} code the number of their kind
 */
function repositories(links, code) {
  return links.filter((_url, at) => links[at - 1] === code).map((url) => String(url).replace(/\/+$/, "").split("/").pop());
}

/**
 * Return the names of the rows of a table, and the papers of each.
 * @param {string[][]} names plain
 * @param {number[][]} rows of each paper
 */
function tableOf(names, rows) {
  /** @type {number[][]} */
  const members = names.map(() => []);
  rows.forEach((some, paper) => some.forEach((row) => members[row].push(paper)));
  return { names: new Column(names.map((some) => `, ${some.join(" , ")} ,`)), members };
}

/**
 * @param {string[][]} authors of each paper
 * @returns {Table}
 */
function peopleOf(authors) {
  /** @type {Map<string, number>} */
  const people = new Map();
  const rows = authors.map((names) => names.map((name) => people.get(name) ?? (people.set(name, people.size), people.size - 1)));
  return tableOf([...people.keys()].map((name) => [spellings(name)]), rows);
}

export class Matcher {
  /**
   * @param {import("./columns.js").Data} data
   * @param {Record<string, string[]>} titles plain, and their beginnings, which may be names of methods
   * @param {Record<string, number[][]>} rows of each paper in the tables
   */
  constructor(data, titles, rows) {
    const { papers } = data;
    this.data = data;
    this.titles = titles;
    this.size = papers.key.length;
    this.columns = lazily({
      key: () => new Column(papers.key.map((key, number) => plain(`${key} ${papers.ids[number] ?? ""}`))),
      title: () => new Column(titles.plain),
      inner: () => new Column(papers.title.map((title) => plain(innerWords(title)))),
      former: () => new Column(papers.key.map((_key, number) => plain(papers.former[number] ?? ""))),
      year: () => new Column(papers.year.map((year) => (year ? String(year) : ""))),
    });
    this.tables = lazily({
      author: () => peopleOf(papers.authors),
      keyword: () => tableOf(data.keywords.map(([, name, , , aliases]) => [name, ...aliases].map(plain)), rows.keyword),
      category: () => tableOf(data.categories.map(([, title, , , aliases]) => [title, ...aliases].map(plain)), rows.category),
      venue: () => tableOf(data.venues.map((names) => names.map(plain)), rows.venue),
      bits: () => tableOf(data.bits.map(([name, , , , names]) => [name, ...names].map(plain)), rows.bits),
    });
    /** @type {Map<string, Float32Array>} */
    this.matches = new Map();
    this.readLinks();
  }

  /** Make searchable what comes with the links: the names of repositories, and the sentences on papers. */
  readLinks() {
    const { kinds, papers } = this.data;
    const code = kinds.indexOf("Code");
    lazily({
      repository: () => new Column(papers.links.map((links) => plain(repositories(links, code).join(" , ")))),
      gist: () => new Column(papers.key.map((_key, number) => plain(papers.gist[number] ?? ""))),
    }, this.columns);
    this.matches.clear();
  }

  /**
   * Return for each paper how well it matches a term, 0 if not at all.
   * @param {Term} term
   */
  match(term) {
    const id = `${term.field} ${term.isPhrase} ${term.name} ${term.words}`;
    let scores = this.matches.get(id);
    if (!scores) {
      if (this.matches.size >= REMEMBERED) {
        this.matches.delete(/** @type {string} */ (this.matches.keys().next().value));
      }
      scores = this.weigh(term);
      this.matches.set(id, scores);
    }
    return scores;
  }

  /**
   * A rare word counts more than a common one.
   * @param {Term} term
   */
  weigh(term) {
    const scores = term.name ? this.matchName(term.name, term) : this.matchFields(term);
    const found = scores.reduce((sum, score) => sum + Number(score > 0), 0);
    const rarity = Math.log(1 + this.size / (found + 1));
    return scores.map((score) => score * rarity);
  }

  /**
   * Return how well papers match a term by the field where it is found. A short term goes on only if no word is it.
   * A sentence mentions numbers and methods that its paper is not about.
   * @param {Term} term
   * @param {(field: string) => boolean} [isSought]
   */
  matchFields(term, isSought = (field) => (!term.field || term.field === field) && (field !== "gist" || this.isTopic(term.words))) {
    const scores = new Float32Array(this.size);
    const fields = [this.columns, this.tables].flatMap((some) => Object.keys(some).filter(isSought).map((field) => /** @type {const} */ ([field, some[field]])));
    for (const { text, part } of needles(term)) {
      const isWord = isShort(text.trim());
      const isFound = isWord && fields.filter(([field, column]) => this.raise(scores, field, column, text, part, true)).length > 0;
      for (const [field, column] of isFound ? [] : fields) {
        this.raise(scores, field, column, text, part, isWord && WHOLE_ONLY.has(field));
      }
    }
    return scores;
  }

  /**
   * Return whether words are neither a number nor the name of a method.
   * @param {string} words
   */
  isTopic(words) {
    return !/\d/.test(words) && !this.titles.heads.includes(words);
  }

  /**
   * Raise the scores of the papers that have a text in a field, and return whether any has.
   * @param {Float32Array} scores
   * @param {string} field
   * @param {Column | Table} column
   * @param {string} text
   * @param {number} part how much it counts
   * @param {boolean} onlyWhole whether a word must end where the text does
   */
  raise(scores, field, column, text, part, onlyWhole) {
    const [names, members] = column instanceof Column ? [column, null] : [column.names, column.members];
    let isFound = false;
    names.find(LABELS.has(field) && /\d/.test(text) ? `,${text.trimEnd()} ,` : text, (row, isWhole) => {
      if (isWhole || !onlyWhole) {
        const score = WEIGHTS[field] * part * (isWhole ? 1 : BEGINNING);
        for (const paper of members?.[row] ?? [row]) {
          scores[paper] = Math.max(scores[paper], score);
          isFound = true;
        }
      }
    });
    return isFound;
  }

  /**
   * Return how well papers match the words of a name: one person has all of them, or, where any field may, all are found
   * elsewhere.
   * @param {string[]} words
   * @param {Term} term
   */
  matchName(words, { field, isPhrase }) {
    const scores = new Float32Array(this.size);
    if (!field) {
      const elsewhere = words.map((word) => this.matchFields({ words: word, text: word, isPhrase: false }, (name) => !WHOLE_ONLY.has(name)));
      scores.forEach((_score, paper) => { scores[paper] = Math.min(...elsewhere.map((some) => some[paper])); });
    }
    for (const person of this.people(words, Boolean(field) && !isPhrase)) {
      this.tables.author.members[person].forEach((paper) => { scores[paper] = WEIGHTS.author * PERSON; });
    }
    return scores;
  }

  /**
   * Return the rows of the people who have all words in their names, in any order; a single letter is an initial.
   * @param {string[]} words
   * @param {boolean} isOpen whether words may go on
   */
  people(words, isOpen = false) {
    const found = words.map((word) => {
      /** @type {Set<number>} */
      const rows = new Set();
      this.tables.author.names.find(` ${word}`, (row, isWhole) => (isWhole || word.length === 1 || (isOpen && !isShort(word))) && rows.add(row));
      return rows;
    });
    return [...found[0]].filter((row) => found.every((rows) => rows.has(row)));
  }

  /**
   * Join neighbouring words that are a name of one person.
   * @param {Term[]} terms
   * @returns {Term[]}
   */
  joinNames(terms) {
    for (let length = Math.min(LONGEST_NAME, terms.length); length > 1; length -= 1) {
      for (let start = 0; start + length <= terms.length; start += 1) {
        const run = terms.slice(start, start + length);
        const name = run.flatMap(({ words }) => words.split(" "));
        if (run.every(({ words, isPhrase, field }) => !isPhrase && !field && /^[\p{L} ]+$/u.test(words)) && this.people(name).length) {
          const joined = { words: name.join(" "), isPhrase: false, text: run.map(({ text }) => text).join(" "), name };
          return [...this.joinNames(terms.slice(0, start)), joined, ...this.joinNames(terms.slice(start + length))];
        }
      }
    }
    return terms;
  }
}
