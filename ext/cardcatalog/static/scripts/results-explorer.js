/* The explorer of measured results: a list for each facet; the numbers found, by source, each with its reference row. */

import { make, makeButton } from "./dom.js";
import { saveText } from "./download.js";
import { formatNumber, gettext, ngettext } from "./messages.js";
import { ResultsIndex, UNSTATED, linesOf, readChoices, writeChoices } from "./results-index.js";
import { fetchJson, urlOf } from "./site.js";

const BATCH = 100; // numbers drawn at a time
const place = /** @type {HTMLElement} */ (document.querySelector(".cc-ask"));

/** @type {[name: string, heading: string][]} */
const COLUMNS = [
  ["method", gettext("Method")], ["model", gettext("Model")], ["setting", gettext("Setting")], ["value", gettext("Value")],
  ["baseline", gettext("Reference")], ["difference", gettext("Difference")],
];

class ResultsExplorer {
  /** @param {import("./results-index.js").ResultsData} data */
  constructor(data) {
    this.data = data;
    this.index = new ResultsIndex(data);
    const { chosen, order } = readChoices(location.search, data.facets);
    this.chosen = chosen;
    this.order = order;
    /** @type {number[]} */
    this.rows = [];
    /** @type {number[][]} */
    this.left = [];
    this.total = make("p", { role: "status", class: "cc-ask-total" });
    this.lists = data.facets.map((facet) => this.list(facet));
    this.found = make("div", { class: "cc-ask-results" });
    this.more = makeButton({ class: "cc-more", hidden: true }, "", () => this.draw());
    this.clear = makeButton({ class: "cc-quiet", hidden: true }, gettext("Clear all filters"), () => this.change({}, ""));
    const save = place.dataset.files ? ["csv", "json"].map((form) => this.save(form)) : [];
    const tools = make("div", { class: "cc-ask-tools" }, this.total, this.clear, ...save);
    const form = make("form", { class: "cc-ask-form", "aria-label": gettext("Filters") }, ...this.lists.map(({ field }) => field));
    form.addEventListener("submit", (event) => event.preventDefault());
    place.replaceChildren(form, tools, this.found, this.more);
    addEventListener("popstate", () => {
      Object.assign(this, readChoices(location.search, data.facets));
      this.search();
    });
    this.search();
  }

  /** @param {import("./results-index.js").Facet} facet */
  list({ id, name, values }) {
    const options = values.map(([value, text], number) => ({ number, option: make("option", { value: value || UNSTATED }), text: value ? text : gettext("not stated") }));
    options.sort((a, b) => a.text.localeCompare(b.text, undefined, { numeric: true }));
    const select = make("select", { name: id, id: `cc-ask-${id}` });
    select.addEventListener("change", () => this.change({ ...this.chosen, [id]: select.value }, this.order));
    return { id, select, options, field: make("div", {}, make("label", { for: select.id }, name), select) };
  }

  /**
   * @param {import("./results-index.js").Chosen} chosen
   * @param {string} order
   */
  change(chosen, order) {
    this.chosen = chosen;
    this.order = order;
    history.pushState(null, "", writeChoices(chosen, order) || location.pathname);
    this.search();
  }

  search() {
    const { rows, counts } = this.index.search(this.chosen);
    this.rows = rows;
    this.lists.forEach(({ id, select, options }, at) => {
      const shown = options.filter(({ number, option }) => counts[at][number] || option.value === this.chosen[id]);
      shown.forEach(({ number, option, text }) => { option.textContent = `${text} (${formatNumber(counts[at][number])})`; });
      select.replaceChildren(make("option", { value: "" }, gettext("any")), ...shown.map(({ option }) => option));
      select.value = this.chosen[id] ?? "";
    });
    this.clear.hidden = !Object.values(this.chosen).some(Boolean);
    this.left = this.index.groups(rows, this.order);
    const sources = new Set(rows.map((row) => this.index.name("source", row))).size;
    const found = ngettext("{number} number", "{number} numbers", rows.length);
    this.total.textContent = rows.length
      ? gettext("{numbers} from {sources}", { numbers: found, sources: ngettext("{number} source", "{number} sources", sources) })
      : gettext("No matching numbers.");
    this.found.replaceChildren();
    this.draw();
  }

  /** Draw the next groups; one that is longer than a batch is drawn in parts. */
  draw() {
    for (let room = BATCH; room > 0 && this.left.length; ) {
      const group = this.left[0].splice(0, room);
      if (!this.left[0].length) {
        this.left.shift();
      }
      this.found.append(this.table(group));
      room -= group.length;
    }
    const number = this.left.reduce((sum, group) => sum + group.length, 0);
    this.more.hidden = number === 0;
    this.more.textContent = gettext("Show {shown} more ({number} left)", { shown: Math.min(number, BATCH), number: formatNumber(number) });
  }

  /** @param {number[]} rows of one source, benchmark and metric */
  table(rows) {
    const { data, index } = this;
    const [source, sourceName] = index.value("source", rows[0]);
    const [benchmark, title] = index.value("benchmark", rows[0]);
    const metric = data.metric.values[data.metric.rows[rows[0]]];
    const link = make("a", { href: data.links[source][1] || null, class: "reference external" }, sourceName);
    const about = [metric, data.about[benchmark]].filter(Boolean).join(", ");
    const head = make("h2", {}, title, " · ", link);
    const table = make("table", { class: "docutils cc-table cc-results" },
      make("thead", {}, make("tr", {}, ...this.columns().map(([name, heading]) => this.heading(name, heading)))),
      make("tbody", {}, ...rows.map((row) => this.row(row))));
    const scroll = make("div", { class: "cc-scroll", role: "region", tabindex: 0, "aria-label": gettext("Numbers: {name}", { name: `${title}, ${sourceName}` }) }, table);
    return make("section", { class: "cc-measured" }, head, make("p", { class: "cc-about" }, about), scroll);
  }

  /** Return the columns that say more than the filters do. */
  columns() {
    return COLUMNS.filter(([name]) => !this.chosen[name]);
  }

  /**
   * Return a heading; a press sorts the numbers of each source by it, a second press the other way round.
   * @param {string} name
   * @param {string} heading
   */
  heading(name, heading) {
    const sort = this.order === name ? "ascending" : this.order === `-${name}` ? "descending" : null;
    const content = name === "baseline" ? heading : makeButton({ class: "cc-quiet" }, heading, () => {
      this.change(this.chosen, sort === "ascending" ? `-${name}` : sort === "descending" ? "" : name);
    });
    return make("th", { scope: "col", class: `cc-${name}`, "aria-sort": sort }, content);
  }

  /** @param {number} row */
  row(row) {
    const { data, index } = this;
    const other = data.baseline[row];
    const note = data.note.values[data.note.rows[row]];
    const value = make("a", { class: "cc-result reference external", href: index.link(row) }, data.value[row]);
    const mark = note ? make("abbr", { title: note, tabindex: 0 }, "*") : null;
    const reference = other < 0 ? gettext("not printed") : make("a", { class: "cc-result reference external", href: index.link(other) }, data.value[other]);
    /** @type {Record<string, (Node | string | null)[]>} */
    const cells = {
      method: [index.value("method", row)[1]],
      model: [index.value("model", row)[1]],
      setting: [data.setting.values[data.setting.rows[row]]],
      value: [value, mark],
      baseline: [reference],
      difference: [this.difference(row)],
    };
    return make("tr", {}, ...this.columns().map(([name]) => make("td", { class: `cc-${name}` }, ...cells[name])));
  }

  /** @param {number} row */
  difference(row) {
    const found = this.index.difference(row);
    if (found === null) {
      return "";
    }
    const texts = [this.data.value[row], this.data.value[this.data.baseline[row]]];
    const text = found.toFixed(Math.min(10, Math.max(...texts.map((each) => (each.split(".")[1] ?? "").length))));
    return Number(text) ? `${found > 0 ? "+" : "−"}${text.replace("-", "")}` : text.replace("-", "");
  }

  /** @param {string} form the ending of the file: csv or json */
  save(form) {
    return makeButton({ class: "cc-ask-save" }, gettext("Download as {format}", { format: form.toUpperCase() }), async () => {
      const ids = new Set(this.rows.map((row) => this.data.id[row]));
      try {
        if (form === "csv") {
          const response = await fetch(urlOf("results.csv"));
          saveText("results.csv", linesOf(await response.text(), ids));
        } else {
          const whole = await fetchJson("results.json");
          const some = { ...whole, results: whole.results.filter((/** @type {{id: string}} */ { id }) => ids.has(id)) };
          saveText("results.json", `${JSON.stringify(some, null, 1)}\n`);
        }
      } catch (error) {
        this.total.textContent = gettext("The search data could not be loaded ({reason}).", { reason: /** @type {Error} */ (error).message });
      }
    });
  }
}

fetchJson("explorer/results.json").then((data) => {
  Object.assign(window, { cardcatalogResults: new ResultsExplorer(data) }); // for the tests and the benchmark
}, (error) => {
  place.prepend(make("p", { role: "alert" }, gettext("The search data could not be loaded ({reason}).", { reason: error.message })));
});
