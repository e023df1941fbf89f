/* The filters that are set, each a button that removes it. */

import { make, makeButton } from "./dom.js";
import { countPapers, gettext } from "./messages.js";
import { NO_FILTERS, describeWidths, filtersOf, withoutFilter } from "./state.js";
import { describeYears, readYears } from "./years.js";

/** @typedef {import("./state.js").State} State */

export class Filters {
  /**
   * @param {import("./columns.js").Data} data
   * @param {import("./state.js").Rows} rows
   * @param {(some: Partial<State>) => void} change
   * @param {HTMLElement} next takes the focus when the last filter is removed
   */
  constructor(data, rows, change, next) {
    this.data = data;
    this.rows = rows;
    this.change = change;
    this.next = next;
    this.element = make("ul", { class: "cc-filters", "aria-label": gettext("Filters"), hidden: true });
    this.total = make("span", { class: "cc-count" });
  }

  /**
   * @param {State} state
   * @param {import("./state.js").Filter} filter
   */
  name(state, { kind, value = "" }) {
    const { categories, keywords } = this.data;
    switch (kind) {
      case "category":
        return categories[this.rows.category.get(value) ?? -1]?.[1] ?? value;
      case "keyword":
        return keywords[this.rows.keyword.get(value) ?? -1]?.[1] ?? value;
      case "year":
        return describeYears(.../** @type {import("./years.js").Years} */ (readYears(state.year)));
      case "code":
        return gettext("with code");
      case "keys":
        return gettext("selection of {papers}", { papers: countPapers(state.keys.length) });
      case "weights":
      case "activations":
      case "cache":
        return describeWidths(kind, [value]);
      default:
        return value;
    }
  }

  /** @param {State} state */
  show(state) {
    const filters = filtersOf(state);
    const buttons = filters.map((filter, at) => this.remover(state, filter, at));
    if (state.keys.length) {
      buttons.push(makeButton({ class: "cc-quiet" }, gettext("Add these to my selection"), () => this.select(state.keys)));
    }
    if (filters.length > 1) {
      buttons.push(makeButton({ class: "cc-quiet" }, gettext("Clear filters"), () => {
        this.change({ ...NO_FILTERS });
        this.next.focus();
      }));
    }
    this.element.replaceChildren(...buttons.map((button) => make("li", {}, button)));
    this.element.hidden = !filters.length;
    this.total.textContent = filters.length ? String(filters.length) : "";
  }

  /**
   * @param {State} state
   * @param {import("./state.js").Filter} filter
   * @param {number} at
   */
  remover(state, filter, at) {
    const name = this.name(state, filter);
    return makeButton({ "aria-label": gettext("Remove filter: {filter}", { filter: name }) }, name, () => {
      this.change(withoutFilter(state, filter));
      const left = this.element.querySelectorAll("button");
      (left[Math.min(at, left.length - 1)] ?? this.next).focus();
    });
  }

  /** @param {string[]} keys */
  select(keys) {
    const known = keys.filter((key) => this.data.papers.key.includes(key));
    document.dispatchEvent(new CustomEvent("cardcatalog:select", { detail: known }));
  }
}
