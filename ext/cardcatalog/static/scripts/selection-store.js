/* The selection as it is kept in this browser: for each citation key its BibTeX, empty until it is needed. */

import { unpack } from "./columns.js";

export const STORE = "cardcatalog-selection";

/** @typedef {Map<string, string>} Selection */

/** @returns {Selection} */
export function loadSelection() {
  try {
    return new Map(Object.entries(JSON.parse(localStorage.getItem(STORE) ?? "{}")));
  } catch {
    return new Map(); // storage is off, or holds something else
  }
}

/** @param {Selection} selection */
export function saveSelection(selection) {
  try {
    localStorage.setItem(STORE, JSON.stringify(Object.fromEntries(selection)));
  } catch {
    // storage is off or full: the selection holds for this page only
  }
}

/**
 * Return the citation key of a BibTeX entry, or an empty string.
 * @param {string} bibtex
 */
export function keyOf(bibtex) {
  return /^@\w+\{([^,\s]+),/.exec(bibtex)?.[1] ?? "";
}

/** @param {Selection} selection */
export function citeCommand(selection) {
  return `\\cite{${[...selection.keys()].join(",")}}`;
}

/**
 * Return the URL at which the explorer shows a selection.
 * @param {Selection} selection
 * @param {URL} explorer
 */
export function linkTo(selection, explorer) {
  const link = new URL(explorer);
  link.search = `keys=${[...selection.keys()].map(encodeURIComponent).join(",")}`;
  return link.href;
}

/**
 * Return the BibTeX of a whole selection, and the texts that had to be loaded, by key.
 * @param {Selection} selection
 * @param {(path: string) => Promise<any>} load reads JSON from the root of the site
 * @returns {Promise<{texts: string[], loaded: Selection}>}
 */
export async function completeBibtex(selection, load) {
  const missing = [...selection].filter(([, text]) => !text).map(([key]) => key);
  const loaded = missing.length ? await loadBibtex(missing, load) : new Map();
  const texts = [...selection].map(([key, text]) => loaded.get(key) ?? text);
  return { texts: texts.filter(Boolean), loaded };
}

/**
 * @param {string[]} keys
 * @param {(path: string) => Promise<any>} load
 * @returns {Promise<Selection>} without the keys that the site does not have
 */
async function loadBibtex(keys, load) {
  const { papers, perFile } = unpack(await load("explorer/papers.json"));
  const numbers = new Map(papers.key.map((/** @type {string} */ key, /** @type {number} */ number) => [key, number]));
  const known = keys.filter((key) => numbers.has(key));
  const names = new Set(known.map((key) => `explorer/bibtex-${Math.floor(numbers.get(key) / perFile)}.json`));
  const found = Object.assign({}, ...(await Promise.all([...names].map(load))));
  return new Map(known.map((key) => [key, found[key]]));
}
