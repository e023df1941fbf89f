/* How a query was interpreted, and the definition of the keyword that it asks for. */

import { make, makeButton } from "./dom.js";
import { gettext } from "./messages.js";
import { parseQuery } from "./query.js";
import { urlOf } from "./site.js";
import { relax } from "./state.js";
import { describeYears } from "./years.js";

/** @typedef {import("./state.js").State} State */

export class Interpretation {
  /**
   * @param {import("./state.js").Rows} rows
   * @param {(some: Partial<State>) => void} change
   * @param {HTMLElement} next takes the focus after a choice
   */
  constructor(rows, change, next) {
    this.rows = rows;
    this.change = change;
    this.next = next;
    this.element = make("p", { class: "cc-read", hidden: true });
  }

  /** @param {State} state */
  show(state) {
    const { years, hasCode } = parseQuery(state.q);
    const parts = [...(hasCode ? [gettext("with code")] : []), ...(years ? [describeYears(...years)] : [])];
    this.element.hidden = !parts.length;
    const text = parts.length ? gettext("Interpreted as: {words}", { words: parts.join(", ") }) : "";
    this.element.replaceChildren(text, ...(hasCode ? [" ", this.without(state)] : []));
  }

  /** @param {State} state */
  without(state) {
    return makeButton({ class: "cc-quiet" }, gettext("Without requiring code"), () => {
      this.change(relax({ ...state, code: false }, { kind: "code" }, this.rows));
      this.next.focus();
    });
  }
}

export class Topic {
  /**
   * @param {import("./search-index.js").SearchIndex} index
   * @param {import("./state.js").Rows} rows
   * @param {(some: Partial<State>) => void} change
   */
  constructor(index, rows, change) {
    this.index = index;
    this.rows = rows;
    this.change = change;
    this.element = make("div", { class: "cc-topic", hidden: true });
  }

  /** @param {State} state */
  show({ q, keyword }) {
    const row = q ? this.index.ranking.topic(q) : this.rows.keyword.get(keyword.length === 1 ? keyword[0] : "") ?? -1;
    const [id, name, , url, , summary] = this.index.data.keywords[row] ?? [];
    this.element.hidden = !summary;
    if (!summary) {
      return;
    }
    const term = url ? make("a", { class: "reference internal", href: urlOf(url) }, name) : name;
    this.element.replaceChildren(make("p", {}, make("strong", {}, term), `: ${summary}`));
    if (!keyword.includes(id)) {
      const label = gettext("Only papers with the keyword {keyword}", { keyword: name });
      const narrow = () => this.change({ q: "", keyword: [...keyword, id] });
      this.element.append(makeButton({ class: "cc-quiet" }, label, narrow));
    }
  }
}
