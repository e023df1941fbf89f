/* The facet of years: a bar for each, to click, and two lists for spans. */

import { make, makeButton } from "./dom.js";
import { group } from "./facet-parts.js";
import { countPapers, gettext } from "./messages.js";
import { FIRST, LAST, labelYear, readYears, writeYears, yearText } from "./years.js";

const MOST_YEARS = 120; // up to which the gaps between them are shown; beyond, one ancient work would fill the row with gaps

export class YearFacet {
  /**
   * @param {import("./facet-values.js").Counts} all
   * @param {(span: string) => void} change
   */
  constructor(all, change) {
    const known = [...all.year.keys()].sort((a, b) => a - b);
    /** @type {Map<number, HTMLElement>} */
    this.bars = new Map();
    /** @type {string} */
    this.chosen = ""; // the only year, if one is
    this.change = change;
    this.from = this.list(known, gettext("From year"), gettext("from"), change);
    this.to = this.list(known, gettext("To year"), gettext("to"), change);
    this.element = known.length < 2 ? null : this.build(known);
  }

  /**
   * @param {number[]} years
   * @param {string} label
   * @param {string} none
   * @param {(span: string) => void} change
   */
  list(years, label, none, change) {
    const options = years.map((year) => make("option", { value: yearText(year) }, labelYear(year)));
    const select = make("select", { "aria-label": label }, make("option", { value: "" }, none), ...options.reverse());
    select.addEventListener("change", () => {
      const [from, to] = [this.from.value, this.to.value];
      change(from && to && !readYears(writeYears(from, to)) ? writeYears(to, from) : writeYears(from, to));
    });
    return select;
  }

  /** @param {number[]} known */
  build(known) {
    const bars = make("div", { class: "cc-years-bars" });
    const span = known[known.length - 1] - known[0] + 1;
    for (const year of span > MOST_YEARS ? known : Array.from({ length: span }, (_, place) => known[0] + place)) {
      const bar = makeButton({}, "", () => this.change(this.chosen === yearText(year) ? "" : yearText(year)));
      this.bars.set(year, bar);
      bars.append(bar);
    }
    const row = make("div", { class: "cc-span" }, this.from, make("span", { "aria-hidden": "true" }, "–"), this.to);
    return group(gettext("Year"), make("div", {}, bars, row), { open: true });
  }

  /**
   * @param {Map<number, number>} counts
   * @param {import("./years.js").Years | null} years
   */
  show(counts, years) {
    this.chosen = years && years[0] === years[1] ? yearText(years[0]) : "";
    this.from.value = years && years[0] !== FIRST ? yearText(years[0]) : "";
    this.to.value = years && years[1] !== LAST ? yearText(years[1]) : "";
    const most = Math.max(1, ...counts.values());
    if (this.element) {
      this.element.hidden = !counts.size && !years; // nothing to choose from
    }
    for (const [year, bar] of this.bars) {
      const total = counts.get(year) ?? 0;
      bar.style.setProperty("--cc-part", String(total / most));
      bar.title = `${labelYear(year)}: ${countPapers(total)}`;
      bar.setAttribute("aria-label", bar.title);
      bar.setAttribute("aria-pressed", String(this.chosen === yearText(year)));
      bar.classList.toggle("cc-outside", years !== null && (year < years[0] || year > years[1]));
    }
  }
}
