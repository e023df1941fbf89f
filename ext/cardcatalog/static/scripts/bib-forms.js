/* The forms of the pieces of a .bib file; the twin of cardcatalog/bibtex/forms.py.

   The short cuts that make Python faster are left out: regular expressions here may go back. */

const SPACE = String.raw`\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000`;
const KEY = String.raw`[^\s"#%,={}~\\]+`;
const NAME = String.raw`[^\s"#%'(),={}\\@]+`;
const KIND = String.raw`[\p{L}\p{N}_:.+\-]`;
const HEAD = String.raw`@\s*(?<kind>${KIND}*)\s*(?<opening>[{(])`;
const NO_COMMA = String.raw`\s*[^${SPACE},()\{\}]+\s*`;
export const MARK = form(String.raw`(?:\s*\n)?(?<block>[ \t]*${HEAD})`, "uy");
export const LINE_MARK = form(String.raw`\n[ \t]*${HEAD}`, "gu");
export const OUTSIDE = form(String.raw`%[^\n]*|^[ \t]*${HEAD}|@[\p{L}\p{N}_][\p{L}\p{N}_-]*[ \t]*(?=\{)|@[ \t]*\n\s*${KIND}+\s*[{(]${NO_COMMA},`, "gmu");

const GAP = String.raw`\s*(?:%[^\n]*(?:\n|$)\s*)*(?![\s%])`;

/** @type {Record<string, RegExp>} */
export const KEYED = {
  "}": form(String.raw`${GAP}(${KEY})${GAP}(?:,|(?=\}))`, "y"),
  ")": form(String.raw`${GAP}([^\s"#%,={}~\\)]+)${GAP}(?:,|(?=\)))`, "y"),
};
export const KEY_WITHOUT_COMMA = form(String.raw`${GAP}(${KEY})\s+(?=${NAME}\s*=)`, "y");
export const WITHOUT_KEY = form(String.raw`${GAP}(?:(?=${NAME}\s*=)|(?:[^,={}()\n]|\{[^,{}\n]*\})*(?:,|(?=[})])))`, "y");
export const NAMED = form(NAME, "y");
export const ASSIGNED = form(String.raw`${NAME}\s*=`, "y");
export const ASSIGNMENT = form(String.raw`(${NAME})${GAP}(?:(=)${GAP}|(?=[{"]))`, "y");
export const JUNK = form(String.raw`\s+|(?<comma>,)|(?<comment>%[^\n]*)`, "y");
export const JOINT = form(String.raw`${GAP}#${GAP}`, "y");
export const FOLLOWED = form(String.raw`\s*[,#%})]`, "y");
const BEGUN = String.raw`(?=${NAME}\s*=\s*["{\p{L}\p{N}_])`;
export const CONTINUED = form(String.raw`(?:\s*,\s*|[ \t]*\n\s*)${BEGUN}`, "yu");
export const RESUMED = form(String.raw`[,\n](?:(?!\n)[\s])*${BEGUN}`, "gu");
export const CONFLICT = form(String.raw`^(?:<{7}|>{7}|\|{7})(?=[ \n]|$(?![^]))`, "my");
export const HIDDEN = form(String.raw`@[ \t]*(?!comment(?![\p{L}\p{N}_]))[\p{L}\p{N}_][\p{L}\p{N}_-]*\s*[{(]`, "giu");

/**
 * Return a regular expression in which \s is white space as Python has it, without the byte-order mark.
 * @param {string} source
 * @param {string} flags
 */
function form(source, flags) {
  return new RegExp(source.replace(/\\s([*+])/g, `[${SPACE}]$1`).replaceAll("\\s", SPACE), flags);
}
