/* The .bib file of the author of a document; the twin of cardcatalog_tools/extract/source_bib.py. */

import { gettext } from "./messages.js";
import { LineIndex, matchAt, setDefault, skip, splitList, trim } from "./scan.js";

const START = /(?<![^\n])(?=[ \t]*@[ \t]*[A-Za-z]+[ \t\n]*[{(])/g;
const BLOCK = /[ \t]*@[ \t]*([A-Za-z]+)[ \t\n]*([{(])/y;
const ENTRY_KEY = /[ \t\n]*([^ \t\n,={}"#%\\]+)[ \t\n]*(?=[,}])/y;
const JUNK = /[ \t\n,]*/y;
const FIELD = /([^ \t\n,={}"#%()\\]+)[ \t\n]*=[ \t\n]*/y;
const NAME = /[^ \t\n,={}"#%()\\]+/y;
const WORD = /[^ \t\n,={}"#()]+/y;
const JOINT = /[ \t\n]*(#[ \t\n]*)?/y;
const BRACE = /[{}]/g;
const QUOTE = /[{}"]/g;
const PARENTHESIS = /[{})]/g;
/** @typedef {import("./documents.js").Document} Document */
/** @typedef {{place: string, message: string, kind: string}} Problem */
/** @typedef {{kind: string, text: string, body: string, offset: number, place: string}} Block */
/** @typedef {{text: string, strings: string[], end: number}} Value the strings are the names of those used */
/** @typedef {{value: string, text: string, strings: string[]}} StringDefinition */

/**
 * @typedef {object} SourceEntry
 * @property {string} key
 * @property {string} type
 * @property {(field: string) => string} get returns the value of a field, empty if there is none
 * @property {string} place
 * @property {string} text as it was written
 * @property {string[]} strings
 */

const LONGEST = 100_000; // characters that strings may put into a value

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
  read(document) {
    const lines = new LineIndex(document);
    const starts = [0, ...Array.from(document.text.matchAll(START), (match) => match.index), document.text.length];
    for (let number = 0; number + 1 < starts.length; number += 1) {
      const part = document.text.slice(starts[number], starts[number + 1]);
      let position = 0;
      for (let block; (block = matchAt(BLOCK, part, position)); ) {
        position = this.#readBlock(part, block, lines, starts[number]);
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
   * Return the preambles and the strings that some entries need.
   * @param {SourceEntry[]} entries
   */
  prelude(entries) {
    const wanted = new Set();
    const names = entries.flatMap((own) => own.strings);
    while (names.length) {
      const name = /** @type {string} */ (names.pop());
      names.push(...(wanted.has(name) ? [] : this.#strings.get(name)?.strings ?? []));
      wanted.add(name);
    }
    const strings = [...this.#strings].filter(([name]) => wanted.has(name));
    return [...this.#preambles, ...strings.map(([, string]) => string.text)];
  }

  /**
   * @param {string} place
   * @param {string} message
   */
  #report(place, message) {
    this.problems.push({ place, message, kind: "syntax" });
  }

  /**
   * @param {string} part
   * @param {RegExpExecArray} start
   * @param {LineIndex} lines
   * @param {number} offset of the part
   * @returns {number} where the block ends
   */
  #readBlock(part, start, lines, offset) {
    const kind = start[1].toLowerCase();
    const begin = start.index + start[0].length;
    const end = start[2] === "{" ? endOf(part, begin, BRACE, "}") : endOf(part, begin, PARENTHESIS, ")");
    const place = lines.at(offset + start.index);
    if (end) {
      const text = trim(part.slice(start.index, end));
      this.#read({ kind, text, body: part.slice(begin, end - 1), offset: offset + begin, place }, lines);
    } else if (kind !== "comment") {
      const headline = trim(part.slice(start.index)).split("\n", 1)[0].replace(/(?<![, \t])[, \t]+$/, "");
      this.#report(place, gettext("'{text}' has no end; look for a missing brace", { text: headline.slice(0, 60) }));
    }
    return end || part.length;
  }

  /**
   * @param {Block} block
   * @param {LineIndex} lines
   */
  #read(block, lines) {
    if (block.kind === "preamble") {
      this.#preambles.push(block.text);
    } else if (block.kind === "string") {
      for (const [name, value] of this.#fields(block, 0, lines)) {
        setDefault(this.#strings, name, { value: value.text, text: block.text, strings: value.strings });
      }
    } else if (block.kind !== "comment") {
      this.#readEntry(block, lines);
    }
  }

  /**
   * @param {Block} block
   * @param {LineIndex} lines
   */
  #readEntry(block, lines) {
    const match = matchAt(ENTRY_KEY, `${block.body}}`, 0);
    if (!match) {
      this.#report(block.place, gettext("this entry has no proper key; begin it with '@type{key,'"));
      return;
    }
    const [whole, key] = match;
    const values = this.#fields(block, whole.length, lines);
    const get = (/** @type {string} */ name) => values.get(name)?.text ?? "";
    const strings = [...new Set([...values.values()].flatMap((value) => value.strings))];
    setDefault(this.entries, key, { key, type: block.kind, get, place: block.place, text: block.text, strings });
    for (const alias of splitList(get("ids"))) {
      setDefault(this.#aliases, alias, key);
    }
  }

  /**
   * @param {Block} block
   * @param {number} start
   * @param {LineIndex} lines
   */
  #fields(block, start, lines) {
    /** @type {Map<string, Value>} */
    const fields = new Map();
    let position = start;
    while ((position = skip(JUNK, block.body, position)) < block.body.length) {
      const name = matchAt(FIELD, block.body, position);
      const value = name && this.#value(block.body, position + name[0].length);
      if (!name || !value) {
        this.#report(lines.at(block.offset + position), expectedAt(block.body, position, name?.[1]));
        break;
      }
      setDefault(fields, name[1].toLowerCase(), value);
      position = value.end;
    }
    return fields;
  }

  /**
   * @param {string} body
   * @param {number} start
   * @returns {Value | null}
   */
  #value(body, start) {
    /** @type {string[]} */
    const pieces = [];
    /** @type {string[]} */
    const strings = [];
    let room = LONGEST;
    let position = start;
    for (;;) {
      const mark = body[position];
      let end;
      if (mark === "{" || mark === '"') {
        end = mark === "{" ? endOf(body, position + 1, BRACE, "}") : endOf(body, position + 1, QUOTE, '"');
        pieces.push(body.slice(position + 1, end - 1));
      } else {
        end = skip(WORD, body, position);
        const word = body.slice(position, end);
        const string = this.#strings.get(word.toLowerCase());
        room -= string ? string.value.length : 0;
        pieces.push(string && room >= 0 ? string.value : word);
        strings.push(...(string ? [word.toLowerCase()] : []));
      }
      if (end <= position) {
        return null;
      }
      const joint = matchAt(JOINT, body, end);
      if (!joint?.[1]) {
        return { text: pieces.join("").replace(/[ \t\n]+/g, " ").replace(/^ | $/g, ""), strings, end };
      }
      position = end + joint[0].length;
    }
  }
}

/**
 * Return what is wrong where a field should be.
 * @param {string} body of a block
 * @param {number} position
 * @param {string} [field] the name, where "=" follows it
 */
function expectedAt(body, position, field) {
  if (field) {
    return gettext("expected a value of '{name}'; write it in braces, or remove the field", { name: field });
  }
  const name = body.slice(position, skip(NAME, body, position));
  return name
    ? gettext("expected '=' after '{name}'; add it", { name })
    : gettext("expected a field here; look for a missing comma, brace or quote");
}

/**
 * Return the position after what closes a value, or 0.
 * @param {string} text
 * @param {number} position
 * @param {RegExp} form of braces and what may close
 * @param {string} closing
 */
function endOf(text, position, form, closing) {
  let depth = 0;
  /** @type {RegExpExecArray | null} */
  let mark = null;
  for (; (mark = matchAt(form, text, mark ? form.lastIndex : position)); ) {
    if (!depth && mark[0] === closing) {
      return form.lastIndex;
    }
    depth += mark[0] === "{" ? 1 : Number(mark[0] === "}") * -1;
    if (depth < 0) {
      return 0;
    }
  }
  return 0;
}
