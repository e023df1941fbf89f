/* The typed query, divided into search terms and constraints. */

import { gettext, language } from "./messages.js";
import { plain } from "./text.js";
import { LAST } from "./years.js";

/** @typedef {import("./years.js").Years} Years */

/**
 * @typedef {object} Term
 * @property {string} words the words to find, plain
 * @property {boolean} isPhrase whether the words must be found exactly; else the last may go on
 * @property {string} text as it was typed
 */

/** @typedef {{terms: Term[], years: Years | null, hasCode: boolean}} Query */

const YEAR = "((?:19|20)\\d\\d)";
const FILLERS = new Set(
  ("a about an and any are as by can do does for from has have how i in into is it its method methods of on or paper " +
    "papers that the there to using what when which who why with work works").split(" "),
);

/** @type {[RegExp, (match: string[]) => Years][]} */
const YEAR_PHRASES = [
  [new RegExp(`\\b(?:since|from)\\s+${YEAR}\\b`, "i"), ([, year]) => [Number(year), LAST]],
  [new RegExp(`\\bafter\\s+${YEAR}\\b`, "i"), ([, year]) => [Number(year) + 1, LAST]],
  [new RegExp(`\\b(?:until|up to)\\s+${YEAR}\\b`, "i"), ([, year]) => [0, Number(year)]],
  [new RegExp(`\\bbefore\\s+${YEAR}\\b`, "i"), ([, year]) => [0, Number(year) - 1]],
  [new RegExp(`\\b(?:between\\s+)?${YEAR}\\s*(?:-|–|to|and)\\s*${YEAR}\\b`, "i"), ([, a, b]) => [Number(a), Number(b)]],
];
const CODE_PHRASES = [/\bwith\s+(?:(?:open|source|public)\s+)*code\b/i];

// The same in the language of the site, as the explorer words it.
if (language !== "en") {
  YEAR_PHRASES.push([phraseForm(gettext("since {year}")), ([, year]) => [Number(year), LAST]]);
  YEAR_PHRASES.push([phraseForm(gettext("until {year}")), ([, year]) => [0, Number(year)]]);
  CODE_PHRASES.push(phraseForm(gettext("with code")));
}

/** @param {string} text */
function phraseForm(text) {
  const escaped = text.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
  return new RegExp(escaped.replace(/\s*\{year\}\s*/, `\\s*${YEAR}\\s*`).replace(/ +/g, "\\s+"), "i");
}

/**
 * Return the significant words of a text, plain.
 * @param {string} text
 */
export function significantWords(text) {
  return plain(text).split(" ").filter((word) => word && !FILLERS.has(word));
}

/**
 * Read the typed query.
 *
 * A term is a phrase in quotation marks, which must be found exactly, or a word, which may go on; words joined by a
 * hyphen are one term. Words without meaning for the search are left out, unless in quotation marks.
 * @param {string} text
 * @returns {Query}
 */
export function parseQuery(text) {
  const [phrases, unquoted] = takePhrases(text);
  const [years, timeless] = takeYears(unquoted);
  const hasCode = CODE_PHRASES.some((form) => form.test(timeless));
  const rest = CODE_PHRASES.reduce((left, form) => left.replace(form, " "), timeless);
  const seen = new Set();
  const terms = [...phrases, ...readWords(rest)].filter(({ words }) => !seen.has(words) && seen.add(words));
  return { terms, years, hasCode };
}

/**
 * @param {string} text
 * @returns {[Term[], string]} the phrases in quotation marks, and the text without them
 */
function takePhrases(text) {
  /** @type {Term[]} */
  const terms = [];
  const rest = text.replace(/["“”„]([^"“”„]*)["“”„]?/g, (_all, phrase) => {
    if (plain(phrase)) {
      terms.push({ words: plain(phrase), isPhrase: true, text: `"${phrase.trim()}"` });
    }
    return " ";
  });
  return [terms, rest];
}

/**
 * @param {string} text
 * @returns {[Years | null, string]} the first span of years, and the text without any
 */
function takeYears(text) {
  /** @type {Years | null} */
  let years = null;
  let rest = text;
  for (const [form, make] of YEAR_PHRASES) {
    rest = rest.replace(form, (...match) => {
      years = years ?? make(match);
      return " ";
    });
  }
  return [years, rest];
}

/**
 * @param {string} text
 * @returns {Term[]}
 */
function readWords(text) {
  return text
    .split(/\s+/)
    .filter((word) => plain(word) && !FILLERS.has(plain(word)))
    .map((word) => ({ words: plain(word), isPhrase: false, text: word.replace(/[?!.,;:]+$/, "") }));
}
