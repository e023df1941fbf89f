/* The typed query, divided into search terms and constraints. */

import { gettext, language } from "./messages.js";
import { plain } from "./text.js";
import { FIRST, LAST } from "./years.js";

/** @typedef {import("./years.js").Years} Years */

/**
 * @typedef {object} Term
 * @property {string} words the words to find, plain
 * @property {boolean} isPhrase whether the words must be found exactly; else the last may go on
 * @property {string} text as it was typed
 * @property {string} [field] the only field to search
 * @property {string[]} [name] the words of a name, of one person in any order
 */

/** @typedef {{terms: Term[], years: Years | null, hasCode: boolean, asksWho: boolean}} Query */

const YEAR = "((?:19|20)\\d\\d)";
const FILLERS = new Set(
  ("a about an and any are as at best by can choose compare compared comparing comparison define definition did do does explain " +
    "find for from has have how i in into is it its latest me mean meaning means method methods new newest of on or paper papers " +
    "recent run should show that the there to together using versus vs was were what when where which who why with work works").split(" "),
);

// What a reader may write before a colon, and the fields of the index.
/** @type {Record<string, string>} */
const FIELDS = { author: "author", authors: "author", title: "title", venue: "venue", keyword: "keyword", category: "category", year: "year", bits: "bits" };

/** @type {[RegExp, (match: string[]) => Years][]} */
const YEAR_PHRASES = [
  [new RegExp(`\\b(?:since|from)\\s+${YEAR}\\b`, "i"), ([, year]) => [Number(year), LAST]],
  [new RegExp(`\\bafter\\s+${YEAR}\\b`, "i"), ([, year]) => [Number(year) + 1, LAST]],
  [new RegExp(`\\b(?:until|up to)\\s+${YEAR}\\b`, "i"), ([, year]) => [FIRST, Number(year)]],
  [new RegExp(`\\bbefore\\s+${YEAR}\\b`, "i"), ([, year]) => [FIRST, Number(year) - 1]],
  [new RegExp(`\\b(?:between\\s+)?${YEAR}\\s*(?:-|–|to|and)\\s*${YEAR}\\b`, "i"), ([, a, b]) => [Number(a), Number(b)]],
];
const TOP = /(?<!\S)top(?:[\s-]+\d{1,3})?(?!\S)/gi; // as "best": "top 5 papers on rotation"
const CODE_PHRASES = [/\bwith\s+(?:(?:open|source|public)\s+)*code\b/i];

// A question about people begins so: "who works on", "people behind"; not "people counting".
const WHO = new RegExp("^\\s*(?:who(?:\\s+(?:is|are|has|have))?|(?:(?:leading|main|top)\\s+)?(?:authors?|experts?|people|researchers?)" +
  "(?=\\s+(?:behind|for|in|of|on|that|who|with|working)\\b))(?:\\s+(?:who|that|are|behind|invented|proposed|publish(?:ed|es)?|working|wrote))*(?!\\S)", "i");

// Without "with" only where code is hardly the subject, as in "code generation", "LLMs for code" or "Huffman code".
const CODE_WORDS = [
  /^\s*code\s+(?:for|of)\b/i,
  new RegExp("(?<!\\b(?:for|of|in|on|to|binary|convolutional|correcting|hash|huffman|lattice|morton|trellis)\\s+)" +
    "(?<!\\S)(?:(?:and|has|have|available|official|open|open-source|public|source)\\s+)*code(?:\\s+available)?[\\s?!.,;]*$", "i"),
];

// The same in the language of the site, as the explorer words it.
if (language !== "en") {
  YEAR_PHRASES.push([phraseForm(gettext("since {year}")), ([, year]) => [Number(year), LAST]]);
  YEAR_PHRASES.push([phraseForm(gettext("until {year}")), ([, year]) => [FIRST, Number(year)]]);
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
  return plain(text.replace(TOP, " ")).split(" ").filter((word) => word && !FILLERS.has(word));
}

/**
 * Read the typed query.
 *
 * A term is a phrase in quotation marks, which must be found exactly, or a word, which may go on; words joined by a
 * hyphen are one term. After the name of a field and a colon, only that field is searched. Words without meaning for
 * the search are left out, unless in quotation marks.
 * @param {string} text
 * @returns {Query}
 */
export function parseQuery(text) {
  const asked = text.replace(WHO, " ");
  const [fields, free] = takeFields(asked);
  const [phrases, unquoted] = takePhrases(free);
  const [years, timeless] = takeYears(unquoted);
  const [hasCode, rest] = takeCode(timeless.replace(TOP, " "), years !== null || fields.length + phrases.length > 0);
  const seen = new Set();
  const terms = [...fields, ...phrases, ...readWords(rest)];
  return { terms: terms.filter(({ words, field }) => !seen.has(`${field} ${words}`) && seen.add(`${field} ${words}`)), years, hasCode, asksWho: asked !== text };
}

/**
 * @param {string} text
 * @returns {[Term[], string]} the terms with a field, and the text without them
 */
function takeFields(text) {
  /** @type {Term[]} */
  const terms = [];
  const rest = text.replace(/(?<!\S)([a-z]+):\s*(?:["“”„]([^"“”„]*)["“”„]?|([^\s"“”„]+))/gi, (all, name, phrase, word) => {
    const field = FIELDS[name.toLowerCase()];
    const words = plain(phrase ?? word);
    if (!field || !words) {
      return all;
    }
    const whole = field === "author" ? { name: words.split(" ") } : {};
    terms.push({ words, isPhrase: phrase !== undefined, text: all, field, ...whole });
    return " ";
  });
  return [terms, rest];
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
 * The word "code" asks for code only together with something else.
 * @param {string} text
 * @param {boolean} hasMore whether there is more than this text
 * @returns {[boolean, string]} whether papers must have code, and the text without that
 */
function takeCode(text, hasMore) {
  const without = (/** @type {RegExp[]} */ forms) => forms.reduce((left, form) => left.replace(form, " "), text);
  const rest = without(CODE_PHRASES);
  const bare = rest === text ? without(CODE_WORDS) : rest;
  return hasMore || rest !== text || readWords(bare).length ? [bare !== text, bare] : [false, text];
}

/**
 * @param {string} text
 * @returns {Term[]}
 */
function readWords(text) {
  const words = text.match(/\d\s+bits?(?!\S)|post\s+\p{L}\S*|\S+/giu) ?? [];
  return words
    .filter((word) => plain(word) && !FILLERS.has(plain(word)))
    .map((word) => ({ words: plain(word), isPhrase: false, text: word.replace(/[?!.,;:]+$/, "") }));
}
