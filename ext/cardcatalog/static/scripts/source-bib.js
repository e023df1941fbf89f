/* The .bib file of the author of a document; the twin of cardcatalog_tools/extract/source_bib.py. */

import { scanBib } from "./bib-scanner.js";
import { setDefault, splitList } from "./scan.js";

/** @typedef {import("./documents.js").Document} Document */
/** @typedef {import("./bib-scanner.js").Block} Block */
/** @typedef {{place: string, message: string, kind: string}} Problem */
/** @typedef {{text: string, strings: string[]}} Value the strings are the names of those used */
/** @typedef {{value: Value, text: string}} StringDefinition */

/**
 * @typedef {object} SourceEntry
 * @property {string} key
 * @property {string} type
 * @property {(field: string) => string} get returns the value of a field, empty if there is none
 * @property {string} place
 * @property {string} text as it was written
 * @property {string[]} strings
 */

const MAX_JOINED = 100_000; // characters that strings may put into a value

export class SourceBib {
  /** @type {Map<string, SourceEntry>} */
  entries = new Map();
  /** @type {Problem[]} */
  problems = [];
  /** @type {Map<string, string>} */
  #aliases = new Map();
  /** @type {Map<string, StringDefinition>} */
  #strings = new Map();
  /** @type {string[]} */
  #preambles = [];

  /** @param {Document} document */
  read({ name, text }) {
    for (const block of scanBib(text).filter(({ kind }) => kind)) {
      for (const { line, message, kind } of block.faults) {
        this.problems.push({ place: `${name}:${line}`, message, kind });
      }
      if (block.kind === "string") {
        for (const field of block.fields) {
          setDefault(this.#strings, field.name.toLowerCase(), { value: this.#join(field.parts), text: block.text.trim() });
        }
      } else if (block.kind === "preamble" && block.isClosed) {
        this.#preambles.push(block.text.trim());
      } else if (block.kind !== "preamble" && block.kind !== "comment" && block.isClosed && block.key) {
        this.#add(block, `${name}:${block.line}`);
      }
    }
  }

  /**
   * Return the entry that has a key, or once had it.
   * @param {string} key
   */
  find(key) {
    return this.entries.get(key) ?? this.entries.get(this.#aliases.get(key) ?? "");
  }

  /**
   * Return the keys of the entries that a set joins.
   * @param {string} key
   */
  members(key) {
    const own = this.find(key);
    return own?.type === "set" ? splitList(own.get("entryset")) : [];
  }

  /**
   * Return the preambles and the strings that some entries need.
   * @param {SourceEntry[]} entries
   */
  prelude(entries) {
    const wanted = new Set();
    const names = entries.flatMap((own) => own.strings);
    while (names.length) {
      const name = /** @type {string} */ (names.pop());
      names.push(...(wanted.has(name) ? [] : this.#strings.get(name)?.value.strings ?? []));
      wanted.add(name);
    }
    const strings = [...this.#strings].filter(([name]) => wanted.has(name));
    return [...this.#preambles, ...strings.map(([, string]) => string.text)];
  }

  /**
   * @param {Block} block
   * @param {string} place
   */
  #add({ kind, key, fields, text }, place) {
    /** @type {Map<string, Value>} */
    const values = new Map();
    fields.forEach(({ name, parts }) => setDefault(values, name.toLowerCase(), this.#join(parts)));
    const get = (/** @type {string} */ name) => values.get(name)?.text ?? "";
    const strings = [...new Set([...values.values()].flatMap((value) => value.strings))];
    setDefault(this.entries, key, { key, type: kind, get, place, text: text.trim(), strings });
    for (const alias of splitList(get("ids"))) {
      setDefault(this.#aliases, alias, key);
    }
  }

  /**
   * Return the value that parts make; a string that makes it too long stays as its name.
   * @param {string[]} parts
   * @returns {Value}
   */
  #join(parts) {
    const strings = [];
    let joined = "";
    let room = MAX_JOINED;
    for (const part of parts) {
      const name = part.toLowerCase();
      const value = this.#strings.get(name)?.value.text;
      if (part[0] === "{" || part[0] === '"') {
        joined += part.slice(1, -1);
      } else if (value === undefined) {
        joined += part;
      } else {
        room -= value.length;
        joined += room >= 0 ? value : part;
        strings.push(name);
      }
    }
    return { text: joined.replace(/\s+/g, " ").trim(), strings };
  }
}
