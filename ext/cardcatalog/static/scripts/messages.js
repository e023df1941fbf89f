/* Texts that scripts show, in the language of the site. On sites that are not in English, cardcatalog-words.js, which
   loads before every other script, holds the translations. Values are in braces. */

/**
 * @typedef {object} Translations
 * @property {string} language a BCP 47 tag
 * @property {Record<string, string | string[]>} texts by English text; a list where the text has plural forms
 * @property {(n: number) => number} form the plural form of a number, an index into such a list
 */

/** @type {Translations} */
const translations = /** @type {any} */ (globalThis).cardcatalogTranslations ?? {
  language: "en",
  texts: {},
  form: (/** @type {number} */ n) => Number(n !== 1),
};

export const language = translations.language;

/** @typedef {Record<string, string | number>} Values */

/** @type {Intl.NumberFormat | undefined} */
let numbers; // made when it is needed: the browser takes longer for it than for all else that a page without numbers does

/**
 * Return a number as the language groups its digits.
 * @param {number} number
 */
export function formatNumber(number) {
  numbers ??= new Intl.NumberFormat(language);
  return numbers.format(number);
}

/**
 * @param {string} text
 * @param {Values} values
 */
function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (all, name) => String(values[name] ?? all));
}

/**
 * Return a text in the language of the site; of a text with plural forms, the singular.
 * @param {string} text in English
 * @param {Values} [values]
 */
export function gettext(text, values = {}) {
  const found = translations.texts[text] ?? text;
  return fill(Array.isArray(found) ? found[translations.form(1)] : found, values);
}

/**
 * Return the form of a text that a number takes; {number} in the text is the number itself.
 * @param {string} one
 * @param {string} many
 * @param {number} number
 * @param {Values} [values]
 */
export function ngettext(one, many, number, values = {}) {
  const forms = translations.texts[one] ?? [one, many];
  return fill(forms[translations.form(number)], { number: formatNumber(number), ...values });
}

/** @param {number} number */
export function countPapers(number) {
  return ngettext("{number} paper", "{number} papers", number);
}
