/* The citations of a document, and the files that it includes; the twin of cardcatalog_tools/extract/documents.py.

   Names and order are those of the Python, whose comments give the reasons; shared cases (tests/unit/data/extract.toml)
   hold the two in step. Lines of a text end in "\n". */

import { GAP, LineIndex, matchAt, setDefault, skip } from "./scan.js";

/** @typedef {"tex" | "aux" | "bcf" | "bib"} DocumentKind */
/** @typedef {{name: string, text: string, kind: DocumentKind}} Document */
/** @typedef {{key: string, place: string}} Citation a key and where it is cited, as "name:line" */

export const EVERYTHING = "*";
/** @type {Map<string, DocumentKind>} */
const ENDINGS = new Map([["tex", "tex"], ["ltx", "tex"], ["aux", "aux"], ["bcf", "bcf"], ["bib", "bib"]]);
/** @type {[DocumentKind, RegExp][]} */
const SIGNS = [
  ["bcf", /<bcf:citekey/],
  ["aux", /\\citation\{|\\abx@aux@cite\{/],
  ["bib", /(?<![^\n])[ \t]*@[A-Za-z]+[ \t\n]*[{(]/],
];
const UNREAD = new RegExp(
  [
    String.raw`\\(?:verb|lstinline)\*?([^A-Za-z*{\[ \t\n])[^\n]{0,300}?\1`,
    String.raw`\\begin\{(verbatim\*?|Verbatim|lstlisting|minted|comment|filecontents\*?)\}[^]*?(?:\\end\{\2\}|$)`,
    String.raw`\\end\{document\}[^]*`,
    String.raw`\\[^]`,
    String.raw`%[^\n]*`,
  ].join("|"),
  "g",
);
const PREFIXES =
  "[Aa]uto|block|[Ff]oot|footfull|full|inline|new|no|[FfPp]?[Nn]ote|online|[Pp]aren|possessive|short|[Ss]mart" +
  "|[Ss]uper|[Tt]ext";
const SUFFIXES =
  "p|t|alp|alt|[Aa]uthor(?:NP)?|year(?:NP|par)?|fullauthor|date|title|url|num|n|N|NP|A|ANP|asnoun|online|poss|gen" +
  "|[pt]alias|list|name|field|(?<many>s)";
const CITING = new RegExp(
  String.raw`\\(?:(?<volume>[PpFfSsTtAa]?[Vv]olcite)|(?:${PREFIXES})?[Cc]ite(?:${SUFFIXES})?` +
    String.raw`|footcitetext(?<notes>s)?|bibentry)(?![A-Za-z@])\*?`,
  "g",
);
const BRACKET = /\\[^]|[{}[\]()<>]/g;
const PAIRS = new Map([["[", "]"], ["(", ")"], ["<", ">"]]);
const KEYS = /\{([^{}\\#]*)\}/y;
const KEY = /[^, \t\n](?:[^,\n]*[^, \t\n])?/g;
const NOTED = new Map([
  ["aux", /\\(?:citation|abx@aux@cite(?:\{[0-9]+\})?)\{([^{}]*)\}/dg],
  ["bcf", /<bcf:citekey[^<>]*>([^<>]*)<\/bcf:citekey>/dg],
]);
const INCLUDING = new Map([
  ["tex", /\\(?:input|include|subfile|(?:sub)?import[ \t]*\{[^{}]*\})[ \t]*\{([^{}\\#\n]+)\}/g],
  ["aux", /\\@input\{([^{}\n]+)\}/g],
]);

/**
 * Return the kind of a file by the ending of its name, else by its text.
 * @param {{name: string, text: string}} file
 * @returns {DocumentKind}
 */
export function kindOf({ name, text }) {
  const ending = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
  return ENDINGS.get(ending) ?? SIGNS.find(([, form]) => form.test(text))?.[0] ?? "tex";
}

/** @param {string} path */
export function stemOf(path) {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1).replace(/\.[A-Za-z]+$/, "");
}

/**
 * @param {Document} document
 * @returns {Generator<Citation>}
 */
export function* findCitations(document) {
  const lines = new LineIndex(document);
  const text = readable(document);
  for (const [start, end] of document.kind === "tex" ? lists(text) : noted(document)) {
    for (const key of text.slice(start, end).matchAll(KEY)) {
      yield { key: key[0], place: lines.at(start + key.index) };
    }
  }
}

/**
 * @param {Document} document an .aux or .bcf file
 * @returns {Generator<[number, number]>} where keys are
 */
function* noted(document) {
  for (const match of document.text.matchAll(NOTED.get(document.kind) ?? /(?!)/g)) {
    yield /** @type {[number, number]} */ (match.indices?.[1]);
  }
}

/**
 * Find the files that a document includes.
 * @param {Document} document
 * @returns {Generator<{name: string, place: string}>}
 */
export function* findInclusions(document) {
  const form = INCLUDING.get(document.kind);
  const lines = new LineIndex(document);
  for (const match of form ? readable(document).matchAll(form) : []) {
    yield { name: match[1].replace(/^[ \t]+/, "").replace(/(?<![ \t])[ \t]+$/, ""), place: lines.at(match.index) };
  }
}

/**
 * Return the text of a document with spaces in place of the parts that LaTeX skips.
 * @param {Document} document
 */
function readable(document) {
  const blank = (/** @type {string} */ match) => (match[0] === "\\" && match.length === 2 ? match : match.replace(/[^\n]/g, " "));
  return document.kind === "tex" ? document.text.replace(UNREAD, blank) : document.text;
}

/**
 * Find the lists of keys in LaTeX.
 * @param {string} text
 * @returns {Generator<[number, number]>}
 */
function* lists(text) {
  const closers = findClosers(text);
  for (const command of text.matchAll(CITING)) {
    const hasMany = Boolean(command.groups?.many ?? command.groups?.notes);
    let skips = Boolean(command.groups?.volume);
    let position = skip(GAP, text, command.index + command[0].length);
    while (closers.has(position) && (hasMany || text[position] !== "(")) {
      if (text[position] === "{") {
        const keys = matchAt(KEYS, text, position);
        if (keys && !skips) {
          yield [position + 1, position + 1 + keys[1].length];
        }
        if (!skips && !hasMany) {
          break;
        }
        skips = false;
      }
      position = skip(GAP, text, /** @type {number} */ (closers.get(position)) + 1);
    }
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
  const groups = [{ start: -1, open: new Map() }];
  for (const { 0: char, index } of text.matchAll(BRACKET)) {
    const { open } = groups[groups.length - 1];
    if (char === "{") {
      groups.push({ start: index, open: new Map() });
    } else if (char === "}" && groups.length > 1) {
      closers.set(/** @type {Group} */ (groups.pop()).start, index);
    } else if (PAIRS.has(char)) {
      setDefault(open, /** @type {string} */ (PAIRS.get(char)), []).push(index);
    } else if (open.has(char)) {
      open.get(char)?.forEach((start) => closers.set(start, index));
      open.delete(char);
    }
  }
  return closers;
}
