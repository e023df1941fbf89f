/* The commands of LaTeX that cite, and the sets that documents define; the twin of
   cardcatalog_tools/extract/commands.py, whose comments give the reasons. */

import TABLE from "./citing-commands.json" with { type: "json" };
import { GAP, lowerBound, setDefault, skip } from "./scan.js";

export const KEYS = "k";
export const UNKNOWN = "?";

const COMMAND = /\\(begin\{[A-Za-z]+\}|[A-Za-z@]+)\*{0,2}/g;
const LOOKS_CITING = /[Cc]ite|cquote/;
const LOADED = /\\(?:usepackage|RequirePackage)[ \t\n]*(?:\[[^\]]{0,2000}\])?[ \t\n]*\{([^{}]*)\}/g;
const SUFFIXES = /\\newcites[ \t\n]*\{([^{}]*)\}/g;
const SET = /\\defbibentryset[ \t\n]*\{([^{}\\#]*)\}[ \t\n]*\{([^{}\\#]*)\}/g;
const CITE_COMMAND = /\\Declare(Multi)?CiteCommand\*?[ \t\n]*\{?\\([A-Za-z]+)/g;
const ALIAS = new RegExp(
  String.raw`\\(?:let[ \t]*\\([A-Za-z]+)[ \t]*=?[ \t]*` +
    String.raw`|(?:(?:re)?new|provide)command\*?[ \t]*\{?\\([A-Za-z]+)\}?[ \t]*\{` +
    String.raw`|def[ \t]*\\([A-Za-z]+)[ \t]*\{)\\([A-Za-z]+)(?![A-Za-z@{\[(])`,
  "g",
);
const DEFINITION = new RegExp(
  String.raw`\\(?:(?:(?:re)?new|provide)(?:command|robustcmd)|DeclareRobustCommand|[egx]?def` +
    String.raw`|(?:New|Renew|Provide|Declare)DocumentCommand)\*?[ \t]*\{?\\(?<name>[A-Za-z]+)\}?[ \t\n]*` +
    String.raw`(?:\[(?<number>[0-9])\][ \t\n]*(?<default>\[[^\]]{0,200}\])?|(?<marks>(?:#[0-9]){1,9})` +
    String.raw`|\{(?<letters>[^{}]{0,200}(?:\{[^{}]{0,200}\}[^{}]{0,200}){0,9})\}(?=[ \t\n]*\{))[ \t\n]*\{`,
  "g",
);
const BRACKET = /\\[^]|[{}[\]()<>]/g;
const PAIRS = new Map([["[", "]"], ["(", ")"], ["<", ">"]]);

/** @typedef {{role: string, command: RegExpExecArray, start: number, end: number}} Argument where the text of an argument is */
/** @typedef {{package?: string, arguments: string, commands: string[]}} Row */

export class Commands {
  /** @param {string[]} texts the LaTeX of the documents */
  constructor(texts) {
    const all = (/** @type {RegExp} */ form) => texts.flatMap((text) => [...text.matchAll(form)]);
    const loaded = new Set(all(LOADED).flatMap((match) => words(match[1])));
    const rows = /** @type {Row[]} */ (TABLE).filter((row) => !row.package || loaded.has(row.package));
    this.patterns = new Map(
      rows.flatMap((row) => row.commands.flatMap((part) => part.split(" ").map((name) => /** @type {const} */ ([name, row.arguments])))),
    );
    this.longest = Math.max(...Array.from(this.patterns.keys(), (name) => name.length));
    this.suffixes = new Set(all(SUFFIXES).flatMap((match) => words(match[1])));
    this.sets = new Map(all(SET).map((match) => [match[1], words(match[2])]));
    texts.forEach((text) => this.define(text));
  }

  /**
   * Find the arguments that hold keys, or may do so.
   * @param {string} text
   * @param {Map<number, number>} [closers]
   * @returns {Generator<Argument>}
   */
  *arguments(text, closers = findClosers(text)) {
    for (const command of text.matchAll(COMMAND)) {
      for (const [role, start] of groups(text, command.index + command[0].length, closers, this.pattern(command[1]))) {
        if (role !== "-") {
          yield { role, command, start: start + 1, end: /** @type {number} */ (closers.get(start)) };
        }
      }
    }
  }

  /**
   * Return the arguments of a command.
   * @param {string} name
   */
  pattern(name) {
    const small = name[0].toLowerCase() + name.slice(1);
    const known = [name, small, ...this.withoutSuffix(small)].find((each) => this.patterns.has(each));
    if (known !== undefined) {
      return /** @type {string} */ (this.patterns.get(known));
    }
    return LOOKS_CITING.test(name) && !name.includes("@") && !name.startsWith("if") ? UNKNOWN : "";
  }

  /** @param {string} name */
  withoutSuffix(name) {
    const last = this.suffixes.size ? Math.min(name.length - 1, this.longest) : 0;
    const ends = Array.from({ length: last }, (_, index) => index + 1);
    return ends.filter((end) => this.suffixes.has(name.slice(end))).map((end) => name.slice(0, end));
  }

  /** @param {string} text */
  define(text) {
    for (const match of text.matchAll(CITE_COMMAND)) {
      this.patterns.set(match[2], match[1] ? "k+" : "k");
    }
    for (const match of text.matchAll(ALIAS)) {
      this.patterns.set(match[1] ?? match[2] ?? match[3], this.pattern(match[4]));
    }
    const definitions = [...text.matchAll(DEFINITION)];
    const starts = definitions.map((match) => match.index + match[0].length);
    const closers = findClosers(text);
    /** @type {Map<number, Set<string>>} */
    const cited = new Map();
    for (const { role, start, end } of this.arguments(text, closers)) {
      const last = lowerBound(starts, start + 1) - 1;
      const used = role === KEYS && last >= 0 ? Array.from(text.slice(start, end).matchAll(/#([1-9])/g), (match) => match[1]) : [];
      if (used.length && end < (closers.get(starts[last] - 1) ?? 0)) {
        used.forEach((number) => setDefault(cited, last, new Set()).add(number));
        this.patterns.set(definitions[last].groups?.name ?? "", patternOf(definitions[last], setDefault(cited, last, new Set())));
      }
    }
  }
}

/**
 * Return the arguments of a defined command, some of which it cites.
 * @param {RegExpExecArray} definition
 * @param {Set<string>} cited
 */
function patternOf({ groups: parts = {} }, cited) {
  const letters = parts.number
    ? (parts.default ? "o" : "m") + "m".repeat(Math.max(0, Number(parts.number) - 1))
    : "m".repeat((parts.marks ?? "").length / 2) + (parts.letters ?? "").replace(/\{[^{}]*\}/g, "").replace(/[^A-Za-z]/g, "");
  const roles = Array.from(letters, (letter, index) => ("mv".includes(letter) ? (cited.has(`${index + 1}`) ? KEYS : "-") : ""));
  return roles.join("").replace(/-+$/, "");
}

/** @param {string} list */
function words(list) {
  return list.split(",").map((part) => part.replace(/^[ \t\n]+|[ \t\n]+$/g, "")).filter(Boolean);
}

/**
 * Find role and start of each argument in braces from a position on.
 * @param {string} text
 * @param {number} position
 * @param {Map<number, number>} closers
 * @param {string} pattern
 * @returns {Generator<[string, number]>}
 */
function* groups(text, position, closers, pattern) {
  const isRepeated = pattern.endsWith("+");
  const roles = isRepeated ? pattern.slice(0, -1) : pattern;
  position = skip(GAP, text, position);
  for (let read = 0; (isRepeated || read < roles.length) && closers.has(position) && (isRepeated || text[position] !== "("); ) {
    if (text[position] === "{") {
      yield [roles[read % roles.length], position];
      read += 1;
    }
    position = skip(GAP, text, /** @type {number} */ (closers.get(position)) + 1);
  }
}

/**
 * Return where each bracket of a text is closed.
 * @param {string} text
 * @returns {Map<number, number>}
 */
function findClosers(text) {
  /** @typedef {{start: number, open: Map<string, number[]>}} Group */
  const closers = new Map();
  /** @type {Group[]} */
  const levels = [{ start: -1, open: new Map() }];
  for (const { 0: char, index } of text.matchAll(BRACKET)) {
    const { open } = levels[levels.length - 1];
    if (char === "{") {
      levels.push({ start: index, open: new Map() });
    } else if (char === "}" && levels.length > 1) {
      closers.set(/** @type {Group} */ (levels.pop()).start, index);
    } else if (PAIRS.has(char)) {
      setDefault(open, /** @type {string} */ (PAIRS.get(char)), []).push(index);
    } else if (open.has(char)) {
      open.get(char)?.forEach((start) => closers.set(start, index));
      open.delete(char);
    }
  }
  return closers;
}
