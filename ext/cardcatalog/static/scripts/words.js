/* The forms of a word: by which beginnings of words it may also be found, and what its parts are. */

const STEM = 4; // letters that are left of a word at least
const INNER = 3; // letters of a part of a word at least

// Endings, the longest first, and what the beginning of the other forms has in their place.
/** @type {[RegExp, string[]][]} */
const ENDINGS = [
  [/i[sz](?:ations?|ers?|ing|e[ds]?)$/, ["iz", "is"]], // quantization, quantiser, quantized
  [/at(?:ions?|ors?|ing|ive|e[ds]?)$/, ["at"]], // calibration, calibrated
  [/(?<double>[bdgmnprt])\k<double>(?:ing|e[drs]|ers)$/, ["$<double>", "$<double>$<double>"]], // embedding, mapped
  [/(?:ing|ings|ers?|e[ds]?|ions?|it(?:y|ies)|ive|s)$/, [""]], // training, trained, caches, sparsity, compression
  [/(?:y|ies)$/, [""]], // binary, memories
];

/**
 * Return the beginnings of the other forms of a word: "train" for "trained" and "training".
 * @param {string} word plain
 * @returns {string[]}
 */
export function stems(word) {
  const ending = /^\p{L}+$/u.test(word) ? ENDINGS.find(([form]) => form.test(word)) : undefined;
  const found = ending ? ending[1].map((start) => word.replace(ending[0], start)) : [];
  return found.filter((stem) => stem.length >= STEM);
}

/**
 * Return the parts of words that begin with a capital or after a digit, and those that end before a digit or a
 * capitalized part: "QVLA" and "VLA" of "AutoQVLA", "PTQ" and "DiT" of "PTQ4DiT", "MoE" and "Quant" of "MoEQuant".
 * @param {string} title
 */
export function innerWords(title) {
  const found = [];
  for (const [word] of title.matchAll(/[\p{L}\p{N}]*\p{Lu}[\p{L}\p{N}]*/gu)) {
    const begins = [...word.matchAll(/(?<=.)\p{Lu}|(?<=\d)\p{L}/gu)].map(({ index }) => word.slice(index));
    const ends = [...word.matchAll(/(?<=\p{L})\d|(?<=\p{L})\p{Lu}(?=\p{Ll})/gu)].map(({ index }) => word.slice(0, index));
    found.push(...[...begins, ...ends].filter((part) => part.length >= INNER));
  }
  return found.join(" ");
}
