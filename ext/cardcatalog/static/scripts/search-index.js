/* Search and counting over the columns of papers (explorer/papers.json).

   A paper matches a query if it passes every constraint: each term of the text, the choices of each facet, the years,
   code, a selection. For each paper the constraints that it fails are counted. None: it is a result. One: it would be a
   result without that constraint, which gives the numbers of the choices of a facet, and the relaxations to offer where
   nothing is found, in one pass over the papers. */

import { FACETS, FacetValues } from "./facet-values.js";
import { identify } from "./identifiers.js";
import { inSteps } from "./lazy.js";
import { Matcher } from "./matcher.js";
import { Names } from "./names.js";
import { parseQuery } from "./query.js";
import { Ranking } from "./ranking.js";
import { Speller } from "./speller.js";

/** @typedef {import("./columns.js").Data} Data */
/** @typedef {import("./facet-values.js").Counts} Counts */
/** @typedef {import("./facet-values.js").Facet} Facet */
/** @typedef {import("./facet-values.js").Kind} Kind */
/** @typedef {import("./query.js").Term} Term */

/**
 * @typedef {object} Search
 * @property {string} text as it was typed
 * @property {Record<Facet, number[]>} chosen rows; a paper must have all keywords, and of other facets any row
 * @property {import("./years.js").Years | null} years
 * @property {boolean} hasCode
 * @property {string[]} keys
 * @property {string} sort
 */

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

/**
 * How a text was understood, where it was not searched as it is: as an identifier of papers here, or of none, or as a URL
 * of none; with other words for those that no paper has; without such words; or with papers that have only some of the words.
 * @typedef {object} Note
 * @property {"identifier" | "absent" | "unlinked" | "corrected" | "without" | "some"} kind
 * @property {string} [text] the corrected text, or an identifier
 * @property {string[]} [words] that no paper has
 */

/** @typedef {{numbers: number[], counts: Counts, relaxations: Relaxation[], note: Note | null}} Answer */

const NUMBER = /^v?\d{1,3}$/i; // or a version, which finds nothing alike without its word: "v2" of "MobileNet v2"

export class SearchIndex {
  /** @param {Data} data */
  constructor(data) {
    const { papers } = data;
    this.data = data;
    this.papers = papers;
    this.size = papers.key.length;
    this.ranking = new Ranking(data);
    this.values = new FacetValues(data);
    this.matcher = new Matcher(data, this.ranking.titles, this.values.rows);
    this.names = new Names(papers);
    this.speller = new Speller(data, this.matcher);
  }

  /**
   * Return the constraints of the terms of a text.
   * @param {Term[]} terms
   * @returns {Constraint[]}
   */
  requirements(terms) {
    return terms.map((term) => {
      const scores = this.matcher.match(term);
      return { kind: "term", name: term.text, scores, test: (paper) => scores[paper] > 0 };
    });
  }

  /**
   * Return the constraints of a search other than those of its terms.
   * @param {Search} search
   * @param {import("./query.js").Query} query
   * @returns {Constraint[]}
   */
  filters(search, query) {
    /** @type {Constraint[]} */
    const list = [];
    /** @type {(kind: Kind, rows: (number | string)[], of: (paper: number) => (number | string)[]) => void} */
    const addAny = (kind, rows, of) => {
      if (rows.length) {
        const wanted = new Set(rows);
        list.push({ kind, rows, test: (paper) => of(paper).some((row) => wanted.has(row)) });
      }
    };
    for (const kind of FACETS) {
      const groups = kind === "keyword" ? search.chosen[kind].map((row) => [row]) : [search.chosen[kind]];
      groups.forEach((rows) => addAny(kind, rows, (paper) => this.values.rows[kind][paper]));
    }
    for (const span of [search.years, query.years]) {
      if (span) {
        const [from, to] = span;
        list.push({ kind: "year", from, to, test: (paper) => this.papers.year[paper] >= from && this.papers.year[paper] <= to });
      }
    }
    if (search.hasCode || query.hasCode) {
      list.push({ kind: "code", test: (paper) => this.values.code[paper] === 1 });
    }
    addAny("key", search.keys, (paper) => [this.papers.key[paper]]);
    return list;
  }

  /**
   * Return the papers found, in order; how many there would be with each choice; and without each constraint.
   * @param {Search} search
   * @returns {Answer}
   */
  search(search) {
    const query = parseQuery(search.text);
    const filters = this.filters(search, query);
    const named = this.names.find(search.text);
    if (named) {
      const papers = new Set(named);
      const missing = identify(search.text)?.kind === "URL" ? "unlinked" : "absent";
      const note = /** @type {Note} */ ({ kind: papers.size ? "identifier" : missing, text: search.text.trim() });
      return { ...this.answer(search, [{ kind: "term", name: search.text.trim(), test: (paper) => papers.has(paper) }, ...filters]), note };
    }
    const joined = this.joined(search, filters);
    if (joined) {
      return joined;
    }
    const terms = this.matcher.joinNames(query.terms);
    const found = this.answer(search, [...this.requirements(terms), ...filters]);
    return found.numbers.length ? found : this.forgive(search, terms, filters) ?? found;
  }

  /** Make what every search for words needs. */
  prepareWords() {
    const { columns, tables } = this.matcher;
    return inSteps([this.ranking.titles, columns, tables].flatMap((some) => Object.keys(some).map((name) => () => some[name])));
  }

  /** Make what a search may need later. */
  async prepare() {
    await this.prepareWords();
    await inSteps([() => this.names.prepare(), () => this.speller.prepare()]);
  }

  /** Search the links, too, which have come after the first search. */
  complete() {
    this.matcher.readLinks();
    this.names = new Names(this.papers);
    const { columns } = this.matcher;
    return inSteps([() => columns.repository, () => columns.gist, () => this.names.prepare()]);
  }

  /**
   * Return the answer to a text with numbers joined to their words as titles have them ("llama 3"), or null. A number alone
   * is found in many places, as that of bits.
   * @param {Search} search
   * @param {Constraint[]} filters
   * @returns {Answer | null}
   */
  joined(search, filters) {
    const text = this.speller.joinNumbers(search.text);
    if (text === search.text) {
      return null;
    }
    const terms = this.matcher.joinNames(parseQuery(text).terms);
    const answer = this.answer({ ...search, text }, [...this.requirements(terms), ...filters]);
    return answer.numbers.length ? answer : null;
  }

  /**
   * Return the answer to a text of which no paper has all words, or null: with other spellings or the parts of words
   * that no paper has, else without them and numbers, else with the papers that have most of the words.
   * @param {Search} search
   * @param {Term[]} terms
   * @param {Constraint[]} filters
   * @returns {Answer | null}
   */
  forgive(search, terms, filters) {
    const { known, unknown } = this.partition(terms);
    const words = unknown.map(({ text }) => text);
    if (!unknown.length && this.answer(search, known).numbers.length) {
      return null; // the words are not to blame
    }
    const doubtful = unknown.length ? unknown : terms;
    const text = doubtful.reduce((left, term) => left.replace(term.text, this.speller.correct(term)), search.text);
    if (text !== search.text) {
      const note = /** @type {Note} */ ({ kind: "corrected", text, words: words.length ? words : [search.text.trim()] });
      const again = this.matcher.joinNames(parseQuery(text).terms);
      const answer = this.answer({ ...search, text }, [...this.requirements(again), ...filters]);
      if (answer.numbers.length) {
        return { ...answer, note };
      }
      if (!known.length) {
        const nearest = this.forgive({ ...search, text }, again, filters);
        return nearest && { ...nearest, note };
      }
    }
    for (const some of [known, known.filter(({ name }) => !NUMBER.test(name ?? ""))].filter((one) => one.length && one.length < terms.length)) {
      const answer = this.answer(search, [...some, ...filters]);
      if (answer.numbers.length) {
        const without = terms.map(({ text }) => text).filter((one) => !some.some(({ name }) => name === one));
        return { ...answer, note: { kind: "without", words: without } };
      }
    }
    const some = this.answer(search, [this.mostOf(known, filters), ...filters], known);
    return known.length > 1 && some.numbers.length ? { ...some, note: { kind: "some", words } } : null;
  }

  /**
   * Return the constraints of the terms that papers have, and the terms that none has.
   * @param {Term[]} terms
   */
  partition(terms) {
    const found = this.requirements(terms);
    const isKnown = found.map(({ scores }) => scores?.some((score) => score > 0));
    return { known: found.filter((_one, at) => isKnown[at]), unknown: terms.filter((_one, at) => !isKnown[at]) };
  }

  /**
   * Return a constraint that the papers pass which pass the most of some.
   * @param {Constraint[]} some
   * @param {Constraint[]} filters what they must pass, too
   * @returns {Constraint}
   */
  mostOf(some, filters) {
    const passed = Uint8Array.from({ length: this.size }, (_, paper) =>
      filters.every(({ test }) => test(paper)) ? some.filter(({ test }) => test(paper)).length : 0);
    const most = Math.max(1, passed.reduce((a, b) => Math.max(a, b), 0));
    return { kind: "term", test: (paper) => passed[paper] === most };
  }

  /**
   * @param {Search} search
   * @param {Constraint[]} constraints
   * @param {Constraint[]} sorters what the order is made of
   * @returns {Answer}
   */
  answer(search, constraints, sorters = constraints) {
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
    const counts = this.values.noCounts();
    for (let paper = 0; paper < this.size; paper += 1) {
      if (fails[paper] === 0) {
        numbers.push(paper);
        this.values.count(paper, counts);
      } else if (fails[paper] === 1) {
        more[failed[paper]] += 1;
        this.values.count(paper, counts, constraints[failed[paper]].kind);
      }
    }
    const relaxations = constraints.map((constraint, number) => ({ ...constraint, total: numbers.length + more[number] }));
    return { numbers: this.ranking.sort(numbers, search, sorters), counts, relaxations, note: null };
  }
}
