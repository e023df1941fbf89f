/* Text made plain, so that case, accents and punctuation do not matter when it is compared. */

/** @type {Record<string, string>} */
const SPELLED = { "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ß": "ss" };

/**
 * Return text in lower case without accents, its words divided by single spaces; "2bit" is "2 bit".
 * @param {string} text
 */
export function plain(text) {
  return text
    .toLowerCase()
    .replace(/[æœøłđðþıß]/g, (char) => SPELLED[char])
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .replace(/(\d)(?=bits?(?!\p{L}))/gu, "$1 ")
    .trim();
}
