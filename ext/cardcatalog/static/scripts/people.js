/* The authors of most of the papers found, where the reader asks who. */

import { make, makeButton } from "./dom.js";
import { formatNumber, gettext } from "./messages.js";
import { parseQuery } from "./query.js";
import { plain } from "./text.js";

const SHOWN = 6; // authors
const LEAST = 2; // papers, since most authors have one

/**
 * Return the authors of most of some papers, with their numbers of these; of equal numbers first the author of an earlier
 * paper. Those whom the reader named are left out.
 * @param {string[][]} authors of each paper
 * @param {number[]} papers
 * @param {string} text what was typed
 * @returns {[name: string, total: number][]}
 */
export function mostFrequent(authors, papers, text) {
  const words = new Set(plain(text).split(" "));
  /** @type {Map<string, number>} */
  const totals = new Map();
  papers.forEach((paper) => authors[paper].forEach((name) => totals.set(name, (totals.get(name) ?? 0) + 1)));
  const isNamed = (/** @type {string} */ name) => plain(name).split(" ").every((word) => words.has(word));
  return [...totals].filter(([name, total]) => total >= LEAST && !isNamed(name)).sort(([, a], [, b]) => b - a).slice(0, SHOWN);
}

export class People {
  /**
   * @param {string[][]} authors of each paper
   * @param {(some: Partial<import("./state.js").State>) => void} change
   * @param {HTMLElement} next takes the focus after a choice
   */
  constructor(authors, change, next) {
    this.authors = authors;
    this.choose = (/** @type {string} */ name) => {
      change({ q: `author:"${name}"` });
      next.focus();
    };
    this.element = make("div", { class: "cc-people", hidden: true });
  }

  /**
   * @param {string} text what was typed
   * @param {number[]} papers found
   */
  show(text, papers) {
    const found = parseQuery(text).asksWho ? mostFrequent(this.authors, papers, text) : [];
    this.element.hidden = !found.length;
    const items = found.map(([name, total]) =>
      make("li", {}, makeButton({ class: "cc-quiet" }, name, () => this.choose(name)), ` (${formatNumber(total)})`));
    this.element.replaceChildren(make("span", {}, gettext("Most frequent authors:")), make("ul", {}, ...items));
  }
}
