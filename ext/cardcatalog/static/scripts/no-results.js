/* Nothing found: which constraint to give up, and how many papers that finds. */

import { make, makeButton } from "./dom.js";
import { countPapers, gettext } from "./messages.js";
import { describeWidths, readState, relax } from "./state.js";
import { describeYears } from "./years.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./search-index.js").Relaxation} Relaxation */

export class NoResults {
  /**
   * @param {import("./columns.js").Data} data
   * @param {import("./state.js").Rows} rows
   * @param {(some: Partial<State>) => void} change
   * @param {HTMLElement} next takes the focus after a choice
   */
  constructor(data, rows, change, next) {
    this.data = data;
    this.rows = rows;
    this.apply = (/** @type {Partial<State>} */ some) => {
      change(some);
      next.focus();
    };
    this.element = make("div", { class: "cc-none", hidden: true });
  }

  /**
   * @param {State} state
   * @param {number} found papers
   * @param {Relaxation[]} relaxations
   * @param {import("./search-index.js").Note | null} note
   */
  show(state, found, relaxations, note) {
    this.element.hidden = found > 0 || (note?.kind ?? "").match(/^(absent|unlinked)$/) !== null;
    if (this.element.hidden) {
      return;
    }
    const useful = relaxations.filter(({ total }) => total).sort((a, b) => b.total - a.total);
    const items = useful.map((relaxation) => {
      const act = () => this.apply(relax(state, relaxation, this.rows));
      const button = makeButton({ class: "cc-quiet" }, this.label(state, relaxation), act);
      return make("li", {}, button, ` ${countPapers(relaxation.total)}`);
    });
    const nothing = gettext("No paper matches all of this, even without any one part of it.");
    const line = make("p", {}, items.length ? gettext("No paper matches all of this. Try one of these:") : nothing);
    const again = makeButton({ class: "cc-quiet" }, gettext("Start over"), () => this.apply(readState("")));
    this.element.replaceChildren(line, ...(items.length ? [make("ul", {}, ...items)] : []), make("p", {}, again));
  }

  /**
   * @param {State} state
   * @param {Relaxation} relaxation
   */
  label(state, { kind, name = "", rows = [], from = 0, to = 0 }) {
    const { categories, keywords, venues } = this.data;
    const join = (/** @type {(row: number) => string | undefined} */ text, /** @type {string[]} */ ids) =>
      rows.map((row, at) => text(Number(row)) ?? ids[at]).join(gettext(" or "));
    const texts = {
      term: () => gettext("Without “{text}”", { text: name.replaceAll('"', "") }),
      category: () => gettext("Without the category {names}", { names: join((row) => categories[row]?.[1], state.category) }),
      keyword: () => gettext("Without the keyword {names}", { names: join((row) => keywords[row]?.[1], state.keyword) }),
      venue: () => gettext("Without the venue {names}", { names: join((row) => venues[row]?.[0], state.venue) }),
      weights: () => gettext("Without “{text}”", { text: describeWidths("weights", state.weights) }),
      activations: () => gettext("Without “{text}”", { text: describeWidths("activations", state.activations) }),
      cache: () => gettext("Without “{text}”", { text: describeWidths("cache", state.cache) }),
      year: () => gettext("Without the years ({years})", { years: describeYears(from, to) }),
      code: () => gettext("Without requiring code"),
      key: () => gettext("Without the selection"),
    };
    return texts[kind]();
  }
}
