/* Search and counting over the columns of papers (explorer/papers.json).

   A paper matches a query if it passes every constraint: each term of the text, the categories, each keyword, the
   venues, the years, code, a selection. For each paper the constraints that it fails are counted. None: it is a result.
   One: it would be a result without that constraint, which gives the numbers of the choices of a facet, and the
   relaxations to offer where nothing is found, in one pass over the papers. */

import { Column } from "./column.js";
import { parseQuery, significantWords } from "./query.js";
import { plain } from "./text.js";

/**
 * The columns of papers, newest first; numbers in them are rows of the tables. Rare values are kept by number.
 * @typedef {object} Papers
 * @property {string[]} key
 * @property {string[]} title
 * @property {string[][]} authors
 * @property {number[]} others the numbers of papers with more authors than are named
 * @property {number[]} editors the numbers of papers whose people are editors
 * @property {Record<string, string>} html titles that need more than text
 * @property {Record<string, string>} former titles
 * @property {Record<string, string>} added additions of the project to cards, as HTML
 * @property {Record<string, string>} address where a title leads, unless that follows from the key
 * @property {number[]} year 0 where none is known
 * @property {number[]} venue -1 where none is known
 * @property {number[][]} categories
 * @property {number[][]} keywords
 * @property {(number | string)[][]} links kind and URL in turn
 */

/**
 * @typedef {object} Data
 * @property {boolean} hasPages whether papers have pages of their own
 * @property {boolean} hasProse whether Pagefind has indexed the pages of prose
 * @property {string[]} page the text before and after the key in the URL of a paper's page
 * @property {number} perFile papers in a file of BibTeX
 * @property {[id: string, title: string, parent: number, url: string][]} categories
 * @property {[id: string, name: string, group: string, url: string, aliases: string[], gist: string][]} keywords
 * @property {[name: string, full: string][]} venues
 * @property {string[]} kinds of links
 * @property {Papers} papers
 */

/**
 * @typedef {object} Search
 * @property {string} text as it was typed
 * @property {number[]} categories rows; a paper must have any of them; likewise venues and keys
 * @property {number[]} keywords rows that a paper must have all
 * @property {number[]} venues
 * @property {import("./years.js").Years | null} years
 * @property {boolean} hasCode
 * @property {string[]} keys
 * @property {string} sort
 */

/** @typedef {"term" | "category" | "keyword" | "venue" | "year" | "code" | "key"} Kind */

/**
 * @typedef {object} Constraint
 * @property {Kind} kind
 * @property {(paper: number) => boolean} test
 * @property {string} [name] the text of a term
 * @property {Float32Array} [scores] how well each paper matches a term
 * @property {(number | string)[]} [rows] of the table of its kind
 * @property {number} [from] year
 * @property {number} [to] year
 */

/** @typedef {Constraint & {total: number}} Relaxation a constraint, and how many papers there are without it */

/** @typedef {{category: Int32Array, keyword: Int32Array, venue: Int32Array, year: Map<number, number>, code: number}} Counts */

// How much a word counts by where it is found, and how much a beginning of a word counts of a whole one.
/** @type {Record<string, number>} */
const WEIGHTS = { key: 9, title: 8, keyword: 6, former: 5, venue: 5, year: 5, authors: 4, category: 2 };
const BEGINNING = 0.6;
const AS_WRITTEN = 12; // where the title holds the whole text
const REMEMBERED = 40; // terms

/**
 * Return the search term: a phrase as it is; else the beginning of a word, without the s of a plural.
 * @param {import("./query.js").Term} term
 */
function needle({ words, isPhrase }) {
  return isPhrase ? ` ${words} ` : ` ${words.length > 3 ? words.replace(/(?<![su])s$/, "") : words}`;
}

export class SearchIndex {
  /** @param {Data} data */
  constructor(data) {
    const { papers } = data;
    this.data = data;
    this.papers = papers;
    this.size = papers.key.length;
    this.titles = papers.title.map(plain);
    this.columns = {
      key: new Column(papers.key.map(plain)),
      title: new Column(this.titles),
      authors: new Column(papers.authors.map((names) => plain(names.join(" , ")))),
      former: new Column(papers.key.map((_key, number) => plain(papers.former[number] ?? ""))),
      year: new Column(papers.year.map((year) => (year ? String(year) : ""))),
    };
    this.categories = papers.categories.map((rows) => this.withParents(rows));
    const code = data.kinds.indexOf("Code");
    this.code = Uint8Array.from(papers.links, (links) => Number(links.some((kind, at) => at % 2 === 0 && kind === code)));
    this.tables = {
      keyword: this.table(data.keywords.map(([, name, , , aliases]) => [name, ...aliases]), papers.keywords),
      category: this.table(data.categories.map(([, title]) => [title]), this.categories),
      venue: this.table(data.venues, papers.venue.map((row) => (row < 0 ? [] : [row]))),
    };
    /** @type {Map<string, Float32Array>} */
    this.matches = new Map();
  }

  /**
   * Return categories with all their ancestors.
   * @param {number[]} rows
   */
  withParents(rows) {
    const found = new Set();
    for (let row of rows) {
      for (; row >= 0; row = this.data.categories[row][2]) {
        found.add(row);
      }
    }
    return [...found];
  }

  /**
   * Return the names of the rows of a table, and the papers of each.
   * @param {string[][]} names
   * @param {number[][]} rows of each paper
   */
  table(names, rows) {
    /** @type {number[][]} */
    const members = names.map(() => []);
    rows.forEach((some, paper) => some.forEach((row) => members[row].push(paper)));
    return { names: new Column(names.map((some) => some.map(plain).join(" , "))), members };
  }

  /**
   * Return for each paper how well it matches a term, 0 if not at all.
   * @param {import("./query.js").Term} term
   */
  match(term) {
    const sought = needle(term);
    let scores = this.matches.get(sought);
    if (!scores) {
      if (this.matches.size >= REMEMBERED) {
        this.matches.delete(/** @type {string} */ (this.matches.keys().next().value));
      }
      scores = this.weigh(sought);
      this.matches.set(sought, scores);
    }
    return scores;
  }

  /**
   * A rare word counts more than a common one.
   * @param {string} sought
   */
  weigh(sought) {
    const scores = new Float32Array(this.size);
    /** @type {(paper: number, field: string, isWhole: boolean) => void} */
    const raise = (paper, field, isWhole) => {
      scores[paper] = Math.max(scores[paper], WEIGHTS[field] * (isWhole ? 1 : BEGINNING));
    };
    for (const [field, column] of Object.entries(this.columns)) {
      column.find(sought, (paper, isWhole) => raise(paper, field, isWhole));
    }
    for (const [field, { names, members }] of Object.entries(this.tables)) {
      names.find(sought, (row, isWhole) => members[row].forEach((paper) => raise(paper, field, isWhole)));
    }
    const found = scores.reduce((sum, score) => sum + Number(score > 0), 0);
    const rarity = Math.log(1 + this.size / (found + 1));
    return scores.map((score) => score * rarity);
  }

  /**
   * Return the constraints of a search.
   * @param {Search} search
   * @returns {Constraint[]}
   */
  constraints(search) {
    const { terms, years, hasCode } = parseQuery(search.text);
    /** @type {Constraint[]} */
    const list = terms.map((term) => {
      const scores = this.match(term);
      return { kind: "term", name: term.text, scores, test: (paper) => scores[paper] > 0 };
    });
    /** @type {(kind: Kind, rows: (number | string)[], of: (paper: number) => (number | string)[]) => void} */
    const addAny = (kind, rows, of) => {
      if (rows.length) {
        const wanted = new Set(rows);
        list.push({ kind, rows, test: (paper) => of(paper).some((row) => wanted.has(row)) });
      }
    };
    addAny("category", search.categories, (paper) => this.categories[paper]);
    search.keywords.forEach((row) => addAny("keyword", [row], (paper) => this.papers.keywords[paper]));
    addAny("venue", search.venues, (paper) => [this.papers.venue[paper]]);
    for (const span of [search.years, years]) {
      if (span) {
        const [from, to] = span;
        list.push({ kind: "year", from, to, test: (paper) => this.papers.year[paper] >= from && this.papers.year[paper] <= to });
      }
    }
    if (search.hasCode || hasCode) {
      list.push({ kind: "code", test: (paper) => this.code[paper] === 1 });
    }
    addAny("key", search.keys, (paper) => [this.papers.key[paper]]);
    return list;
  }

  /**
   * Return the papers found, in order; how many there would be with each choice; and without each constraint.
   * @param {Search} search
   * @returns {{numbers: number[], counts: Counts, relaxations: Relaxation[]}}
   */
  search(search) {
    const constraints = this.constraints(search);
    const fails = new Uint8Array(this.size);
    const failed = new Uint8Array(this.size);
    constraints.forEach(({ test }, number) => {
      for (let paper = 0; paper < this.size; paper += 1) {
        if (!test(paper)) {
          fails[paper] += 1;
          failed[paper] = number;
        }
      }
    });
    const more = new Int32Array(constraints.length); // further results without each constraint
    const numbers = [];
    const counts = this.emptyCounts();
    for (let paper = 0; paper < this.size; paper += 1) {
      if (fails[paper] === 0) {
        numbers.push(paper);
        this.count(paper, counts, "");
      } else if (fails[paper] === 1) {
        more[failed[paper]] += 1;
        this.count(paper, counts, constraints[failed[paper]].kind);
      }
    }
    const relaxations = constraints.map((constraint, number) => ({ ...constraint, total: numbers.length + more[number] }));
    return { numbers: this.sort(numbers, search, constraints), counts, relaxations };
  }

  /** @returns {Counts} */
  emptyCounts() {
    const { categories, keywords, venues } = this.data;
    return {
      category: new Int32Array(categories.length),
      keyword: new Int32Array(keywords.length),
      venue: new Int32Array(venues.length),
      year: new Map(),
      code: 0,
    };
  }

  /** Return the counts of all papers. */
  countAll() {
    const counts = this.emptyCounts();
    for (let paper = 0; paper < this.size; paper += 1) {
      this.count(paper, counts, "");
    }
    return counts;
  }

  /**
   * Count a paper: a result in every facet, one that fails a single constraint in the facet of that alone.
   * @param {number} paper
   * @param {Counts} counts
   * @param {Kind | ""} only
   */
  count(paper, counts, only) {
    /** @type {(kind: Kind) => boolean} */
    const counted = (kind) => !only || only === kind;
    if (counted("category")) {
      this.categories[paper].forEach((row) => { counts.category[row] += 1; });
    }
    if (!only) { // each further keyword narrows
      this.papers.keywords[paper].forEach((row) => { counts.keyword[row] += 1; });
    }
    if (counted("venue") && this.papers.venue[paper] >= 0) {
      counts.venue[this.papers.venue[paper]] += 1;
    }
    if (counted("year") && this.papers.year[paper]) {
      const year = this.papers.year[paper];
      counts.year.set(year, (counts.year.get(year) ?? 0) + 1);
    }
    if (counted("code")) {
      counts.code += this.code[paper];
    }
  }

  /**
   * @param {number[]} numbers
   * @param {Search} search
   * @param {Constraint[]} constraints
   */
  sort(numbers, search, constraints) {
    const { year, venue } = this.papers;
    /** @typedef {(a: number, b: number) => number} Order */
    /** @type {Order} */
    const newest = (a, b) => a - b; // the order of the columns
    const last = (/** @type {number} */ value) => (value < 0 ? Infinity : value);
    /** @type {Record<string, () => Order>} */
    const orders = {
      relevance: () => {
        const scores = this.scores(numbers, search, constraints);
        return (a, b) => scores[b] - scores[a] || newest(a, b);
      },
      year: () => newest,
      oldest: () => (a, b) => (year[a] || Infinity) - (year[b] || Infinity) || newest(a, b),
      venue: () => (a, b) => last(venue[a]) - last(venue[b]) || newest(a, b),
      title: () => (a, b) => (this.titles[a] < this.titles[b] ? -1 : Number(this.titles[a] > this.titles[b])),
    };
    return numbers.sort(orders[search.sort]());
  }

  /**
   * Return how well papers match the text of a search, by their numbers.
   * @param {number[]} numbers
   * @param {Search} search
   * @param {Constraint[]} constraints
   */
  scores(numbers, search, constraints) {
    const sums = new Float64Array(this.size);
    const whole = plain(search.text);
    for (const paper of numbers) {
      sums[paper] = constraints.reduce((sum, { scores }) => sum + (scores?.[paper] ?? 0), 0);
      if (whole && ` ${this.titles[paper]} `.includes(` ${whole} `)) {
        sums[paper] += AS_WRITTEN;
      }
    }
    return sums;
  }

  /**
   * Return the row of the keyword whose definition a text requests by any of its names ("what is smoothing?"), else -1.
   * @param {string} text
   */
  topic(text) {
    const words = significantWords(text).join(" ");
    return words ? this.data.keywords.findIndex(([, name, , , aliases]) => [name, ...aliases].some((one) => plain(one) === words)) : -1;
  }
}
