/* The explorer: the URL of the page holds the query; each change searches and shows the results. */

import { Cards } from "./cards.js";
import { unpack } from "./columns.js";
import { make } from "./dom.js";
import { Facets } from "./facets.js";
import { Filters } from "./filters.js";
import { identify } from "./identifiers.js";
import { firstPaint, pause } from "./lazy.js";
import { countPapers, formatNumber, gettext } from "./messages.js";
import { NoResults } from "./no-results.js";
import { People } from "./people.js";
import { Results, keepFocus } from "./results.js";
import { parseQuery } from "./query.js";
import { SearchIndex } from "./search-index.js";
import { SitePages } from "./site-pages.js";
import { Sheet } from "./sheet.js";
import { fetchJson, urlOf } from "./site.js";
import { choose, readState, rowsOf, toSearch, withPresentIds, writeState } from "./state.js";
import { Interpretation, Topic } from "./topic.js";
import { Understanding } from "./understanding.js";

const PAUSE = 250; // milliseconds without a key press
const LATER = { html: {}, added: {}, gist: {}, coins: [], starts: {}, inverted: {} }; // what, with links, the first results do without
const place = /** @type {HTMLElement} */ (document.querySelector(".cc-explorer"));

// The scripts of every page run before this event; they follow what this one does.
const otherScripts = new Promise((resolve) => {
  document.addEventListener("DOMContentLoaded", resolve, { once: true });
  addEventListener("load", resolve, { once: true }); // comes even where something has put this script off until after the first
});
const absent = /** @type {HTMLElement | null} */ (place.querySelector(".cc-explorer-absent")); // what the project offers

/** @param {string} selector of an element that templates/explorer.html has */
const find = (selector) => /** @type {HTMLElement} */ (place.querySelector(selector));
const input = /** @type {HTMLInputElement} */ (find("#cc-search"));
const order = /** @type {HTMLSelectElement} */ (find("#cc-sort"));
const [results, summary, total] = [".cc-results", ".cc-summary", ".cc-summary [role=status]"].map(find);
input.value ||= readState(location.search).q;

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./columns.js").Data} Data */

/**
 * Call a function once, when the focus is or comes there.
 * @param {HTMLElement} element
 * @param {() => void} act
 */
function whenFocused(element, act) {
  if (document.activeElement === element) {
    act();
  } else {
    element.addEventListener("focus", act, { once: true });
  }
}

class Explorer {
  /** @param {SearchIndex} index */
  constructor(index) {
    const { data } = index;
    /** @type {(some: Partial<State>) => void} */
    const change = (some) => this.change(some);
    const rows = rowsOf(data);
    this.rows = rows;
    this.index = index;
    this.state = withPresentIds(readState(location.search), data, rows);
    this.isTyping = false;
    this.timer = 0;
    this.facets = new Facets(this.index, (kind, value, isOn) => change(choose(this.state, kind, value, isOn)));
    this.interpretation = new Interpretation(rows, change, input);
    this.topic = new Topic(this.index, rows, change);
    this.people = new People(data.papers.authors, change, input);
    this.fullText = make("a", { class: "cc-full-text reference internal", hidden: true }, gettext("Search the full text of all pages"));
    this.pages = data.hasProse ? new SitePages() : null;
    this.filters = new Filters(data, rows, change, input);
    this.none = new NoResults(data, rows, change, input);
    this.sheet = new Sheet(this.facets.element, this.filters.total);
    this.note = new Understanding(change, input, absent);
    this.cards = new Cards(data);
    this.results = new Results(this.cards, find(".cc-cards"));
  }

  start() {
    const typed = input.value; // since the page is there
    const { path, named } = this.index.papers;
    [...order.options].forEach((option) => { option.hidden = option.value === "recommended" && !named.length && !Object.keys(path).length; });
    this.results.adopt();
    this.build();
    this.listen();
    this.search();
    this.results.restore(history.state);
    document.documentElement.classList.remove("cc-asked");
    if (typed !== this.state.q) {
      this.type(typed);
    }
  }

  /** Put what searches show around what is there, of which nothing moves: it would lose the focus. */
  build() {
    results.previousElementSibling?.replaceWith(this.sheet.element);
    const elsewhere = make("div", { class: "cc-elsewhere" }, this.fullText, this.pages?.element ?? null);
    summary.before(this.interpretation.element, this.topic.element, this.people.element, elsewhere, this.filters.element);
    summary.after(this.note.element, this.none.element);
    results.append(this.results.more);
  }

  listen() {
    find(".cc-search").addEventListener("submit", (event) => {
      event.preventDefault();
      this.isTyping = false;
      this.results.titles()[0]?.focus();
    });
    input.addEventListener("input", () => this.type(input.value));
    whenFocused(input, () => {
      this.pages?.prepare().catch(() => {});
      this.index.prepare();
    });
    input.addEventListener("blur", () => { this.isTyping = false; });
    order.addEventListener("change", () => this.change({ sort: order.value }));
    this.results.drawByScrolling();
    addEventListener("popstate", (event) => this.goTo(event.state));
    addEventListener("pagehide", () => {
      clearTimeout(this.timer);
      history.replaceState(this.results.position(), "", this.url());
    });
    place.addEventListener("keydown", (event) => this.results.walk(event, input));
    this.cards.attend(this.results.list, (problem) => { total.textContent = problem; });
  }

  /** Return whether papers have all of the words, so that what comes with the links does not change how they are understood. */
  isUnderstood() {
    const { numbers, note } = this.index.search(this.query());
    return numbers.length > 0 && !note;
  }

  /** Search again when the links and sentences have come: they complete the cards, and are searched, too. */
  showAll() {
    const { shown } = this.results.position();
    keepFocus(() => {
      this.results.forget();
      this.search();
      this.results.restore({ shown, top: 0 });
    });
  }

  url() {
    return writeState(this.state) || location.pathname;
  }

  /* Typing is one step of the history, however long it takes; each choice is a step of its own. */

  /** @param {string} text */
  type(text) {
    this.state = { ...this.state, q: text };
    this.keep(this.isTyping);
    this.isTyping = true;
    this.search();
  }

  /** @param {Partial<State>} some */
  change(some) {
    this.isTyping = false;
    history.replaceState(history.state, "", this.url()); // the text may not have got there yet
    this.state = { ...this.state, ...some };
    input.value = this.state.q;
    this.keep(false);
    this.search();
  }

  /**
   * Browsers allow a URL to change only so often, so that of a text follows when the reader pauses.
   * @param {boolean} isSameStep
   */
  keep(isSameStep) {
    clearTimeout(this.timer);
    if (isSameStep) {
      this.timer = window.setTimeout(() => history.replaceState(null, "", this.url()), PAUSE);
    } else {
      history.replaceState(this.results.position(), ""); // where the reader is, to come back to
      history.pushState(null, "", this.url());
    }
  }

  /** @param {import("./results.js").Position | null} position */
  goTo(position) {
    clearTimeout(this.timer);
    this.isTyping = false;
    this.state = withPresentIds(readState(location.search), this.index.data, this.rows);
    input.value = this.state.q;
    this.search();
    this.results.restore(position);
  }

  query() {
    return toSearch(this.state, this.rows);
  }

  /** Lead to the search of Sphinx in the full text of all pages. */
  showFullText() {
    const { search } = this.index.data;
    const words = parseQuery(this.state.q).terms.map(({ words }) => words).join(" ");
    this.fullText.hidden = !search || !words;
    this.fullText.href = `${urlOf(search)}?q=${encodeURIComponent(words)}`;
  }

  search() {
    const search = this.query();
    const { numbers, counts, relaxations, note } = this.index.search(search);
    this.facets.show(this.state, counts, search.years); // before the cards, which take the browser longer
    this.results.show(numbers);
    order.value = search.sort;
    total.textContent = numbers.length ? countPapers(numbers.length) : gettext("No paper");
    this.interpretation.show(this.state);
    this.topic.show(this.state);
    this.people.show(this.state.q, numbers);
    this.pages?.show(this.state.q);
    this.filters.show(this.state);
    this.sheet.show(numbers.length);
    this.showFullText();
    this.note.show(note);
    this.none.show(this.state, numbers.length, relaxations, note);
  }
}

/** @param {...(Node | string)} content */
function explain(...content) {
  place.prepend(make("div", { class: "cc-problem", role: "alert" }, make("p", {}, ...content)));
  document.documentElement.classList.add("cc-broken"); // shows the content for readers without JavaScript
}

async function begin() {
  if (location.protocol === "file:") {
    const text = gettext("Browsers do not let a page that is opened as a file read other files. Run {command} in the folder of the site, then open the address that it prints.");
    const [before, after] = text.split("{command}");
    explain(before, make("code", {}, "python3 -m http.server"), after);
    return;
  }
  await (location.search ? pause() : firstPaint()); // without a search the page has its papers, and data would delay its style sheets
  try {
    const loading = fetchJson("explorer/papers.json");
    formatNumber(0); // the first takes browsers long: while the data load
    const data = unpack(await loading);
    const isByWords = location.search && !identify(readState(location.search).q); // an identifier is found by links
    const rest = isByWords ? { ...LATER, links: data.papers.key.map(() => []) } : await fetchJson("explorer/cards.json");
    const byTitle = data.find;
    Object.assign(data, { find: isByWords ? "" : byTitle }); // which papers have no link is not known yet
    Object.assign(data.papers, rest);
    await pause();
    const index = new SearchIndex(data);
    if (isByWords) {
      await index.prepareWords();
    }
    await pause();
    const explorer = new Explorer(index);
    await otherScripts;
    await pause();
    const isEarly = isByWords && explorer.isUnderstood();
    if (isEarly) {
      explorer.start();
    }
    if (isByWords) {
      Object.assign(data.papers, await fetchJson("explorer/cards.json"));
      data.find = byTitle;
      await index.complete();
      await pause();
    }
    if (isEarly) {
      explorer.showAll();
    } else {
      explorer.start();
    }
    Object.assign(window, { cardcatalogExplorer: explorer }); // for the console, the tests and the benchmark
  } catch (error) {
    const reason = /** @type {Error} */ (error).message;
    explain(gettext("The search data could not be loaded ({reason}).", { reason }));
  }
}

begin();
