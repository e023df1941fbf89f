/* The citations of a document, and the files that it includes; the twin of cardcatalog_tools/extract/documents.py.

   Names and order are those of the Python, whose comments give the reasons; shared cases (tests/unit/data/extract.toml)
   hold the two in step. Lines of a text end in "\n". */

import { Commands, KEYS, UNKNOWN } from "./commands.js";
import { LineIndex, splitList } from "./scan.js";

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
    String.raw`\\let[ \t]*\\[A-Za-z@]+[ \t]*=?[ \t]*\\iffalse(?![A-Za-z@])`,
    String.raw`\\iffalse(?![A-Za-z@}])[^]*?(?:\\(?:fi|else)(?![A-Za-z@])|$)`,
    String.raw`\\bibitem[ \t\n]*\[[^\]]{0,1000}\]`,
    String.raw`\\[^]`,
    String.raw`%[^\n]*`,
  ].join("|"),
  "g",
);
const KEY_LIST = /^[^{}\\#]*$/;
const KEY = /(?:\*(?=[^, \t\n]))?([^, \t\n](?:[^,\n]*[^, \t\n])?)/dg;
const NOTED = new Map([
  ["aux", /\\(?:citation|abx@aux@cite(?:\{[0-9]+\})?)\{([^{}]*)\}/dg],
  ["bcf", /<bcf:citekey[^<>]*>([^<>]*)<\/bcf:citekey>/dg],
]);
const CONTROL = /^(?:(?:REVTEX|a[ip][ps])[A-Za-z0-9_-]*Control|achemso-control|abnt-[^,=]*=.*)$/;
const SET = /<bcf:citekey[^<>]* members="([^"<>]*)"[^<>]*>([^<>]*)<\/bcf:citekey>/g;
const ENTITIES = new Map([["amp", "&"], ["lt", "<"], ["gt", ">"], ["quot", '"'], ["apos", "'"]]);
const INCLUDING = new Map([
  ["tex", new RegExp(
    String.raw`\\(?:input|include|subfile|subfileinclude|(?:sub)?(?:import|inputfrom|includefrom)\*?[ \t]*\{[^{}]*\})(?:` +
      String.raw`[ \t\n]*\{([^{}\\#\n]+)\}` +
      String.raw`|(?<=put)[ \t]+(?:"([^"\n]+)"|([^ \t\n{}\\%#"~]+)))`,
    "g",
  )],
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

/** @param {Document[]} documents */
export function commandsOf(documents) {
  return new Commands(documents.filter(({ kind }) => kind === "tex").map(readable));
}

/**
 * @param {Document} document
 * @param {Commands} commands
 * @returns {Generator<Citation>}
 */
export function* findCitations(document, commands) {
  const lines = new LineIndex(document);
  const text = readable(document);
  for (const [start, end] of document.kind === "tex" ? lists(text, commands) : noted(document)) {
    for (const { 1: key, indices } of text.slice(start, end).matchAll(KEY)) {
      if (!CONTROL.test(key)) {
        yield { key: decoded(key, document), place: lines.at(start + (indices?.[1]?.[0] ?? 0)) };
      }
    }
  }
}

/**
 * @param {string} text LaTeX
 * @param {Commands} commands
 * @returns {Generator<[number, number]>} where keys are
 */
function* lists(text, commands) {
  for (const { role, start, end } of commands.arguments(text)) {
    if (role === KEYS && KEY_LIST.test(text.slice(start, end))) {
      yield [start, end];
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
 * @param {string} text
 * @param {Document} document
 */
function decoded(text, { kind }) {
  return kind === "bcf" ? text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name) => ENTITIES.get(name) ?? "") : text;
}

/**
 * Find the commands that look like citations and are not read as such.
 * @param {Document} document
 * @param {Commands} commands
 * @returns {Generator<Citation>}
 */
export function* findUnknown(document, commands) {
  const lines = new LineIndex(document);
  const text = document.kind === "tex" ? readable(document) : "";
  for (const { role, command, start, end } of commands.arguments(text)) {
    const list = text.slice(start, end);
    if (role === UNKNOWN && KEY_LIST.test(list) && list.search(KEY) >= 0) {
      yield { key: `\\${command[1]}`, place: lines.at(command.index) };
    }
  }
}

/**
 * Return the sets that documents define, and their members.
 * @param {Document[]} documents
 * @param {Commands} commands
 */
export function findSets(documents, commands) {
  const sets = new Map(commands.sets);
  for (const document of documents.filter(({ kind }) => kind === "bcf")) {
    for (const [, members, key] of document.text.matchAll(SET)) {
      sets.set(decoded(key, document), splitList(decoded(members, document)));
    }
  }
  return sets;
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
    const name = match.slice(1).find(Boolean) ?? "";
    yield { name: name.replace(/^[ \t]+/, "").replace(/(?<![ \t])[ \t]+$/, ""), place: lines.at(match.index) };
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
