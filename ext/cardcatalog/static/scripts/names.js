/* The papers that a text names: by an identifier, the URL of any of their links, a key or a former key. */

import { identify } from "./identifiers.js";

const SHORTEST_ID = 5; // letters of an identifier or key

export class Names {
  /** @param {import("./columns.js").Papers} papers */
  constructor(papers) {
    this.papers = papers;
    /** @type {Map<string, number[]> | undefined} */
    this.known = undefined; // made when it is needed
  }

  prepare() {
    this.known ??= this.allNames();
    return this.known;
  }

  /**
   * Return the papers that a text names by an identifier, URL or key; null for any other text.
   * @param {string} text
   * @returns {number[] | null}
   */
  find(text) {
    const word = text.trim();
    if (word.length < SHORTEST_ID) {
      return null;
    }
    const known = this.prepare();
    const identifier = identify(word);
    return known.get(identifier ? `${identifier.kind} ${identifier.value}` : ` ${word.toLowerCase()}`) ?? (identifier && []);
  }

  /** Return papers by the identifiers and URLs of their links, and by their keys. */
  allNames() {
    /** @type {Map<string, number[]>} */
    const names = new Map();
    const add = (/** @type {string} */ name, /** @type {number} */ paper) => names.set(name, [...new Set([...(names.get(name) ?? []), paper])]);
    this.papers.links.forEach((links, paper) => {
      add(` ${this.papers.key[paper].toLowerCase()}`, paper);
      (this.papers.ids[paper] ?? "").split(",").filter(Boolean).forEach((key) => add(` ${key.trim().toLowerCase()}`, paper));
      links.filter((_link, at) => at % 2).map((url) => identify(String(url))).forEach((found) => {
        if (found) {
          add(`${found.kind} ${found.value}`, paper);
          add(` ${found.value.toLowerCase()}`, paper);
        }
      });
    });
    return names;
  }
}
