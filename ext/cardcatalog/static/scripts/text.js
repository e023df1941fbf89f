/* Text made plain, so that case, accents and punctuation do not matter when it is compared. */

/** @type {Record<string, string>} */
const SPELLED = { "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ß": "ss" };

/**
 * Return text in lower case without accents, its words divided by single spaces; "2bit" is "2 bit".
 * @param {string} text
 */
export function plain(text) {
  const lower = text.toLowerCase();
  const words = /^[\0-\x7f]*$/.test(lower) ? lower.replace(/[^a-z0-9]+/g, " ") : unaccented(lower).replace(/[^\p{L}\p{N}]+/gu, " ");
  return words.replace(/(\d)(?=bits?(?!\p{L}))/gu, "$1 ").trim();
}

/** @param {string} text in lower case */
function unaccented(text) {
  return text.replace(/[æœøłđðþıß]/g, (char) => SPELLED[char]).normalize("NFKD").replace(/\p{M}+/gu, "");
}
