/* The state of the explorer: the query in the URL of its page, and its changes. */

import { gettext } from "./messages.js";
import { parseQuery } from "./query.js";
import { FACETS } from "./facet-values.js";
import { FIRST, LAST, readYears, writeYears, yearText } from "./years.js";

/**
 * @typedef {object} State
 * @property {string} q the typed text
 * @property {string[]} category ids
 * @property {string[]} keyword ids
 * @property {string[]} venue names
 * @property {string[]} weights bits or formats; so activations and cache
 * @property {string[]} activations
 * @property {string[]} cache
 * @property {string} year a span, as years.js reads it
 * @property {boolean} code
 * @property {string[]} keys
 * @property {string} sort empty for the usual order
 */

/** @typedef {import("./facet-values.js").Facet} Facet */
/** @typedef {keyof State} Part */
/** @typedef {Record<Facet, Map<string, number>>} Rows the numbers of rows by their ids */

const SORTS = ["relevance", "recommended", "year", "oldest", "venue", "title"]; // as templates/explorer.html calls them

const UNKNOWN = -2; // the row of an id that the site does not have; no paper is in it

/**
 * Return a state with the present ids of categories in place of former ones.
 * @param {State} state
 * @param {import("./columns.js").Data} data
 * @param {Rows} rows
 * @returns {State}
 */
export function withPresentIds(state, { categories }, rows) {
  const ids = state.category.map((id) => categories[rows.category.get(id) ?? UNKNOWN]?.[0] ?? id);
  return { ...state, category: [...new Set(ids)] };
}

/**
 * @param {string} search the query string of a URL
 * @returns {State}
 */
export function readState(search) {
  const values = new URLSearchParams(search);
  const all = (/** @type {string} */ name) => [...new Set(values.getAll(name).filter(Boolean))];
  const [year, sort] = [values.get("year") ?? "", values.get("sort") ?? ""];
  return {
    q: values.get("q") ?? "",
    category: all("category"),
    keyword: all("keyword"),
    venue: all("venue"),
    weights: all("weights"),
    activations: all("activations"),
    cache: all("cache"),
    year: readYears(year) ? year : "",
    code: values.get("code") === "yes",
    keys: (values.get("keys") ?? "").split(",").filter(Boolean),
    sort: SORTS.includes(sort) ? sort : "",
  };
}

/**
 * Return the query string of a state, empty for the state at first.
 * @param {State} state
 */
export function writeState(state) {
  const values = new URLSearchParams();
  const add = (/** @type {string} */ name, /** @type {string} */ value) => value && values.append(name, value);
  add("q", state.q.trim());
  for (const name of FACETS) {
    state[name].forEach((value) => values.append(name, value));
  }
  add("year", state.year);
  add("code", state.code ? "yes" : "");
  add("keys", state.keys.join(","));
  add("sort", state.sort);
  const text = values.toString().replaceAll("%2C", ",");
  return text && `?${text}`;
}

/**
 * @param {import("./columns.js").Data} data
 * @returns {Rows}
 */
export function rowsOf({ categories, keywords, venues, widths }) {
  const rows = (/** @type {(string | [string, ...any[]])[]} */ table) =>
    new Map(table.map((one, row) => [typeof one === "string" ? one : one[0], row]));
  const [weights, activations, cache] = [widths.weights, widths.activations, widths.cache].map(rows);
  const former = categories.flatMap(([, , , , , ids], row) => ids.map((id) => /** @type {[string, number]} */ ([id, row])));
  return { category: new Map([...former, ...rows(categories)]), keyword: rows(keywords), venue: rows(venues), weights, activations, cache };
}

/**
 * Return the search that a state asks for.
 * @param {State} state
 * @param {Rows} rows
 * @returns {import("./search-index.js").Search}
 */
export function toSearch(state, rows) {
  const numbers = (/** @type {Facet} */ facet) => state[facet].map((id) => rows[facet].get(id) ?? UNKNOWN);
  return {
    text: state.q,
    chosen: /** @type {Record<Facet, number[]>} */ (Object.fromEntries(FACETS.map((facet) => [facet, numbers(facet)]))),
    years: readYears(state.year),
    hasCode: state.code,
    keys: state.keys,
    sort: state.sort || (parseQuery(state.q).terms.length ? "relevance" : "year"),
  };
}

/**
 * Return the part of a state that a choice in a facet changes.
 * @param {State} state
 * @param {Facet | "year" | "code"} kind
 * @param {string} value
 * @param {boolean} isOn
 * @returns {Partial<State>}
 */
export function choose(state, kind, value, isOn) {
  if (kind === "year") {
    return { year: value };
  }
  if (kind === "code") {
    return { code: isOn };
  }
  const rest = state[kind].filter((other) => other !== value);
  return { [kind]: isOn ? [...rest, value] : rest };
}

/** @typedef {{kind: Facet | "year" | "code" | "keys", value?: string}} Filter */

/**
 * Return the filters of a state.
 * @param {State} state
 * @returns {Filter[]}
 */
export function filtersOf(state) {
  return [
    ...FACETS.flatMap((kind) => state[kind].map((value) => ({ kind, value }))),
    ...(state.year ? [/** @type {Filter} */ ({ kind: "year" })] : []),
    ...(state.code ? [/** @type {Filter} */ ({ kind: "code" })] : []),
    ...(state.keys.length ? [/** @type {Filter} */ ({ kind: "keys" })] : []),
  ];
}

/** @type {Readonly<Omit<State, "q" | "sort">>} */
export const NO_FILTERS = { category: [], keyword: [], venue: [], weights: [], activations: [], cache: [], year: "", code: false, keys: [] };

/**
 * Return the part of a state that removing a filter changes.
 * @param {State} state
 * @param {Filter} filter
 * @returns {Partial<State>}
 */
export function withoutFilter(state, { kind, value }) {
  if (kind === "year" || kind === "code" || kind === "keys") {
    return { [kind]: NO_FILTERS[kind] };
  }
  return { [kind]: state[kind].filter((other) => other !== value) };
}

/**
 * Return the part of a state that changes when a constraint is relaxed.
 * @param {State} state
 * @param {Omit<import("./search-index.js").Constraint, "test">} constraint
 * @param {Rows} rows
 * @returns {Partial<State>}
 */
export function relax(state, { kind, name, rows: chosen }, rows) {
  switch (kind) {
    case "term":
      return { q: state.q.replace(name ?? "", " ").replace(/\s+/g, " ").trim() };
    case "keyword":
      return { keyword: state.keyword.filter((id) => (rows.keyword.get(id) ?? UNKNOWN) !== chosen?.[0]) };
    case "year":
      return { year: "", ...(state.year ? {} : { q: termsOf(state.q), code: state.code || parseQuery(state.q).hasCode }) };
    case "code":
      return { code: false, ...(state.code ? {} : { q: termsOf(state.q), year: state.year || spanOf(state.q) }) };
    case "key":
      return { keys: [] };
    default:
      return { [kind]: [] };
  }
}

/**
 * Return a text without the constraints on years and code that it spells out.
 * @param {string} text
 */
function termsOf(text) {
  return parseQuery(text).terms.map((term) => term.text).join(" ");
}

/**
 * Return the span of years that a text spells out, as a URL has it.
 * @param {string} text
 */
function spanOf(text) {
  const [from, to] = parseQuery(text).years ?? [FIRST, LAST];
  return writeYears(from === FIRST ? "" : yearText(from), to === LAST ? "" : yearText(to));
}

/** @type {Record<import("./columns.js").Width, string>} */
export const WIDTH_NAMES = {
  weights: gettext("Bits of weights"),
  activations: gettext("Bits of activations"),
  cache: gettext("Bits of the KV cache"),
};

/**
 * @param {import("./columns.js").Width} kind
 * @param {string[]} values
 */
export function describeWidths(kind, values) {
  return `${WIDTH_NAMES[kind]}: ${values.join(gettext(" or "))}`;
}
