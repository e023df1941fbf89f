/* The facets of the explorer: choices, each with the number of papers that there would be with it. */

import { make } from "./dom.js";
import { FoldedList, group, uncover, unfolding } from "./facet-parts.js";
import { WIDTHS } from "./facet-values.js";
import { formatNumber, gettext, ngettext } from "./messages.js";
import { WIDTH_NAMES } from "./state.js";
import { YearFacet } from "./year-facet.js";

const VENUES_SHOWN = 8;
const KEYWORDS_SHOWN = 20; // of a glossary without groups

/** @typedef {[row: number, value: string, name: string]} Row of a table: its number, and how the URL and the page call it */
/** @typedef {import("./state.js").Facet} Facet */
/** @typedef {import("./facet-values.js").Counts} Counts */

/**
 * @typedef {object} Choice
 * @property {Facet | "code"} kind
 * @property {number} row of the table of its kind
 * @property {string} value as the URL has it
 * @property {HTMLInputElement} box
 * @property {HTMLElement} item
 * @property {HTMLElement} number
 */

/* Built once; each search only changes numbers and marks. */
export class Facets {
  /**
   * @param {import("./search-index.js").SearchIndex} index
   * @param {(kind: Facet | "year" | "code", value: string, isOn: boolean) => void} change is called at each choice
   */
  constructor(index, change) {
    this.data = index.data;
    this.change = change;
    /** @type {Choice[]} */
    this.choices = [];
    /** @type {FoldedList[]} */
    this.folded = [];
    this.all = index.values.countAll();
    this.years = new YearFacet(this.all, (span) => change("year", span, true));
    const parts = [this.categories(), this.years.element, this.code(), ...WIDTHS.map((kind) => this.widths(kind)), ...this.keywords(), this.venues()];
    this.element = make("div", { class: "cc-facet-list" }, ...parts);
    this.groups = [...this.element.querySelectorAll("details")].filter((details) => details.querySelector("li"));
  }

  /**
   * @param {Facet | "code"} kind
   * @param {number} row
   * @param {string} value
   * @param {string} name
   */
  choice(kind, row, value, name) {
    const box = make("input", { type: "checkbox", name: kind, value });
    const number = make("span", { class: "cc-count" });
    const item = make("label", { class: "cc-choice" }, box, make("span", {}, name), number);
    this.choices.push({ kind, row, value, box, item, number });
    box.addEventListener("change", () => this.change(kind, value, box.checked));
    return item;
  }

  categories() {
    const { categories } = this.data;
    const isYears = categories.every(([id]) => /^(\d{4}(s|-\d{4})?|bce|other)$/.test(id));
    if (categories.length < 2 || isYears) {
      return null; // derived from nothing but the years, which have a facet of their own
    }
    return group(gettext("Category"), this.tree(-1), { open: true, note: gettext("Match any") });
  }

  /**
   * @param {number} parent
   * @returns {HTMLUListElement}
   */
  tree(parent) {
    const items = this.data.categories.flatMap(([id, title, above], row) => {
      if (above !== parent || !this.all.category[row]) {
        return [];
      }
      const item = make("li", {}, this.choice("category", row, id, title));
      const below = this.tree(row);
      if (below.childElementCount) {
        item.prepend(unfolding(title, below));
        item.append(below);
      }
      return [item];
    });
    return make("ul", { class: "cc-choices" }, ...items);
  }

  code() {
    return this.all.code ? make("div", { class: "cc-facet" }, this.choice("code", 0, "yes", gettext("With code"))) : null;
  }

  /** @param {import("./columns.js").Width} kind */
  widths(kind) {
    const values = this.data.widths[kind];
    const items = values.map((value, row) => make("li", {}, this.choice(kind, row, value, value)));
    return items.length ? group(WIDTH_NAMES[kind], make("ul", { class: "cc-choices" }, ...items), { note: gettext("Match any") }) : null;
  }

  keywords() {
    /** @type {Map<string, Row[]>} */
    const groups = new Map();
    this.data.keywords.forEach(([id, name, title], row) => {
      groups.set(title, [...(groups.get(title) ?? []), [row, id, name]]);
    });
    return [...groups].map(([title, rows], at) => {
      const isShort = title || rows.length <= KEYWORDS_SHOWN;
      const label = (/** @type {number} */ number) => ngettext("All {number} keyword", "All {number} keywords", number);
      const list = isShort ? this.list("keyword", rows) : this.mostFirst("keyword", rows, KEYWORDS_SHOWN, label);
      return group(title || gettext("Keywords"), list, { open: at === 0, note: gettext("Match all") });
    });
  }

  venues() {
    /** @type {Row[]} */
    const rows = this.data.venues.map(([name], row) => [row, name, name]);
    if (!rows.length) {
      return null;
    }
    const label = (/** @type {number} */ number) => ngettext("All {number} venue", "All {number} venues", number);
    return group(gettext("Venue"), this.mostFirst("venue", rows, VENUES_SHOWN, label), { note: gettext("Match any") });
  }

  /**
   * @param {"keyword" | "venue"} kind
   * @param {Row[]} rows
   */
  list(kind, rows) {
    return make("ul", { class: "cc-choices" }, ...rows.map((row) => make("li", {}, this.choice(kind, ...row))));
  }

  /**
   * Return the choices with most papers, and a button that shows the others.
   * @param {"keyword" | "venue"} kind
   * @param {Row[]} rows
   * @param {number} shown how many are shown at once
   * @param {(number: number) => string} label
   */
  mostFirst(kind, rows, shown, label) {
    const list = this.list(kind, [...rows].sort(([a], [b]) => this.all[kind][b] - this.all[kind][a] || a - b));
    const folded = new FoldedList(list, shown, label);
    this.folded.push(folded);
    return make("div", {}, list, folded.button);
  }

  /**
   * Show the state, and with each choice how many papers there would be with it.
   * @param {import("./state.js").State} state
   * @param {Counts} counts
   * @param {import("./years.js").Years | null} years
   */
  show(state, counts, years) {
    for (const { kind, row, value, box, item, number } of this.choices) {
      const total = kind === "code" ? counts.code : counts[kind][row];
      const place = /** @type {HTMLElement} */ (item.parentElement);
      box.checked = kind === "code" ? state.code : state[kind].includes(value);
      number.textContent = formatNumber(total);
      place.hidden = !total && !box.checked;
      place.classList.toggle("cc-empty", place.hidden);
    }
    this.folded.forEach((list) => list.show());
    this.choices.forEach(({ box }) => box.checked && uncover(box));
    for (const details of this.groups) {
      details.hidden = !details.querySelector("li:not(.cc-empty)");
    }
    this.years.show(counts.year, years);
  }
}
