/* The order of the papers that a search finds: by how well they match its text, by date, venue or title. */

import { lazily } from "./lazy.js";
import { significantWords } from "./query.js";
import { plain } from "./text.js";
import { abbreviationsIn, runsOf, stems } from "./words.js";

/** @typedef {import("./search-index.js").Constraint} Constraint */
/** @typedef {import("./search-index.js").Search} Search */

const AS_WRITTEN = 12; // where the title holds the whole text
const JOINED = 20; // where the title holds it as one word: "smooth quant" for SmoothQuant
const AT_THE_START = 6; // where the title begins with it
const NAME = 10; // where the text or a term is what the title has before its colon
const IN_PATH = 12; // where a reading path has the paper, if the text is the name of a keyword
const NAMED_IN_PATH = 24; // more, where its title has a form of the name as well: SmoothQuant for "smoothing"
const PUNCTUATED = 6; // where the title holds a term with its punctuation
const ABBREVIATED = 4; // where the title has an abbreviation in place of neighbouring words: LUT for "lookup table"

/** @param {string} text */
function squeeze(text) {
  return text.toLowerCase().replace(/[\s-]+/g, "");
}

export class Ranking {
  /** @param {import("./columns.js").Data} data */
  constructor({ keywords, papers }) {
    this.keywords = keywords;
    this.papers = papers;
    this.named = new Set(papers.named);
    this.titles = lazily({
      plain: () => papers.title.map(plain),
      written: () => papers.title.map((title) => title.toLowerCase()),
      abbreviations: () => papers.title.map(abbreviationsIn),
      heads: () => papers.title.map((title) => squeeze(title.split(":")[0])), // which are often the name of a method
    });
  }

  /**
   * Return the papers found in the order that a search asks for.
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
      recommended: () => {
        const scores = this.scores(numbers, search, constraints);
        const rank = (/** @type {number} */ paper) => (this.papers.path[paper] ? 2 : Number(this.named.has(paper)));
        return (a, b) => rank(b) - rank(a) || scores[b] - scores[a] || newest(a, b);
      },
      oldest: () => (a, b) => (year[a] || Infinity) - (year[b] || Infinity) || newest(a, b),
      venue: () => (a, b) => last(venue[a]) - last(venue[b]) || newest(a, b),
      title: () => {
        const titles = this.titles.plain;
        return (a, b) => (titles[a] < titles[b] ? -1 : Number(titles[a] > titles[b]));
      },
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
    const sums = new Float64Array(this.papers.key.length);
    const whole = plain(search.text);
    const topic = this.topic(search.text);
    const isTopic = topic >= 0 && plain(this.keywords[topic][1]) === significantWords(search.text).join(" ");
    const forms = isTopic ? significantWords(search.text).map((word) => [word, ...stems(word)]) : [];
    const joined = whole.includes(" ") ? whole.replaceAll(" ", "") : "";
    const typed = [search.text, ...constraints.map(({ name = "" }) => name)].map(squeeze);
    const punctuated = search.text.toLowerCase().split(/\s+/).filter((word) => /[^\p{L}\p{N}"]./u.test(word) || /[)\]+#]$/.test(word));
    const runs = runsOf(significantWords(search.text));
    for (const paper of numbers) {
      const title = `${this.titles.plain[paper]} `;
      const written = this.titles.written[paper];
      sums[paper] = constraints.reduce((sum, { scores }) => sum + (scores?.[paper] ?? 0), 0);
      if (isTopic && this.papers.path[paper]) {
        const isNamed = forms.every((some) => some.some((form) => ` ${title}`.includes(` ${form}`)));
        sums[paper] += IN_PATH + (isNamed ? NAMED_IN_PATH : 0);
      }
      sums[paper] += whole && ` ${title}`.includes(` ${whole} `) ? AS_WRITTEN : 0;
      sums[paper] += joined && ` ${title}`.includes(` ${joined} `) ? JOINED : 0;
      sums[paper] += whole && title.startsWith(`${whole} `) ? AT_THE_START : 0;
      sums[paper] += typed.includes(this.titles.heads[paper]) ? NAME : 0;
      sums[paper] += runs.some((run) => this.abbreviates(paper, run)) ? ABBREVIATED : 0;
      sums[paper] += punctuated.filter((word) => written.includes(word)).length * PUNCTUATED;
    }
    return sums;
  }

  /**
   * Return whether the title of a paper has an abbreviation of words and none of them.
   * @param {number} paper
   * @param {import("./words.js").Run} run
   */
  abbreviates(paper, { words, abbreviation }) {
    return abbreviation.test(this.titles.abbreviations[paper])
      && !words.some((word) => ` ${this.titles.plain[paper]}`.includes(` ${word}`));
  }

  /**
   * Return the row of the keyword whose definition a text requests by any of its names ("what is smoothing?"), else -1.
   * @param {string} text
   */
  topic(text) {
    const words = significantWords(text).join(" ");
    return words ? this.keywords.findIndex(([, name, , , aliases]) => [name, ...aliases].some((one) => plain(one) === words)) : -1;
  }
}
