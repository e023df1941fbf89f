/* The entries of the site, found by key or by work, and the nearest key; the twin of cardcatalog/catalog/lookup.py. */

import { identifiersAndTitles, surnames } from "./duplicates.js";
import { gettext } from "./messages.js";
import { setDefault, splitList } from "./scan.js";

const LEAST = 0.6;
const LONGEST = 200;

/** @typedef {import("./source-bib.js").SourceEntry} SourceEntry */

/**
 * @typedef {object} Row the data of an entry on the site
 * @property {string} key
 * @property {string[]} formerKeys
 * @property {string[]} marks identifiers and titles, each after its kind
 * @property {string[]} surnames
 * @property {string} publication where it was published; empty for a preprint
 * @property {string[]} parents keys of the entries that it refers to
 * @property {string[]} members keys of the entries that a set joins
 * @property {string} bibtex
 */

/** @typedef {{row: Row, by: string}} Match an entry of the site, and the identifier by which it was found */

export class Index {
  /** @type {Map<string, Row>} */
  #keys = new Map();
  /** @type {Map<string, Row[]>} */
  #marks = new Map();

  /** @param {Row[]} rows */
  constructor(rows) {
    rows.forEach((row) => this.#keys.set(row.key, row));
    for (const row of rows) {
      row.formerKeys.forEach((key) => setDefault(this.#keys, key, row));
      row.marks.forEach((mark) => setDefault(this.#marks, mark, []).push(row));
    }
  }

  get keys() {
    return [...this.#keys.keys()];
  }

  /**
   * @param {string} key
   * @returns {Match | undefined}
   */
  byKey(key) {
    const row = this.#keys.get(key);
    return row && { row, by: row.key === key ? "key" : "former key" };
  }

  /**
   * @param {SourceEntry} entry
   * @returns {Match | undefined}
   */
  byWork(entry) {
    const names = surnames(entry.get("author"));
    for (const [kind, value] of identifiersAndTitles(entry)) {
      for (const row of this.#marks.get(`${kind} ${value}`) ?? []) {
        const agree = !names.length || !row.surnames.length || names.some((name) => row.surnames.includes(name));
        if (kind !== "title" || agree) {
          return { row, by: kind };
        }
      }
    }
    return undefined;
  }

  /**
   * Return the keys of the entries that a set joins.
   * @param {string} key
   */
  members(key) {
    return this.#keys.get(key)?.members ?? [];
  }
}

/** @param {SourceEntry} entry */
export function parentsOf(entry) {
  return splitList(["crossref", "xdata", "xref"].map(entry.get).filter(Boolean).join(","));
}

/** Finds the nearest of some words: the one with most in common of three letters in a row. */
export class Nearest {
  /** @type {Map<string, number>} */
  #sizes = new Map();
  /** @type {Map<string, string[]>} */
  #holders = new Map();

  /** @param {Iterable<string>} words */
  constructor(words) {
    for (const word of words) {
      const pieces = piecesOf(word);
      if (!this.#sizes.has(word)) {
        this.#sizes.set(word, pieces.length);
        pieces.forEach((piece) => setDefault(this.#holders, piece, []).push(word));
      }
    }
  }

  /**
   * Return " (did you mean 'x'?)", or an empty string if no word is near.
   * @param {string} word
   */
  hint(word) {
    const pieces = piecesOf(word);
    /** @type {Map<string, number>} */
    const shared = new Map();
    for (const holder of pieces.flatMap((piece) => this.#holders.get(piece) ?? [])) {
      shared.set(holder, (shared.get(holder) ?? 0) + 1);
    }
    let [best, most] = ["", LEAST];
    for (const [name, number] of shared) {
      const share = (2 * number) / (pieces.length + (this.#sizes.get(name) ?? 0));
      if (share > most || (share === most && (!best || name < best))) {
        [best, most] = [name, share];
      }
    }
    return best ? gettext(" (did you mean '{word}'?)", { word: best }) : "";
  }
}

/** @param {string} word */
function piecesOf(word) {
  const small = word.length <= LONGEST ? word.toLowerCase() : "";
  return [...new Set(Array.from({ length: Math.max(0, small.length - 2) }, (_, start) => small.slice(start, start + 3)))];
}
