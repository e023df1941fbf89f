/* The forms of words: the beginnings by which one may also be found, its parts, and abbreviations. */

const STEM = 4; // letters that are left of a word at least
const INNER_START = /.[\p{Lu}\p{N}]/u; // which few words have, so that the others cost no time
const INNER = 3; // letters of a part of a word at least
const ABBREVIATION = /^(?=(?:\P{Lu}*\p{Lu}){2})\p{Lu}\p{L}{2,5}$/u; // as LUT, LUTs, ViT and LoRA, but not Net
const ABBREVIATED = 12; // letters at the beginning of a word that its abbreviation may have
const LONGEST_RUN = 5; // words that one abbreviation replaces at most

/** @typedef {{words: string[], abbreviation: RegExp}} Run neighbouring words, and the form of their abbreviations */

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
  for (const word of title.split(/[^\p{L}\p{N}]+/u).filter((one) => INNER_START.test(one) && /\p{Lu}/u.test(one))) {
    const begins = [...word.matchAll(/(?<=.)\p{Lu}|(?<=\d)\p{L}/gu)].map(({ index }) => word.slice(index));
    const ends = [...word.matchAll(/(?<=\p{L})\d|(?<=\p{L})\p{Lu}(?=\p{Ll})/gu)].map(({ index }) => word.slice(0, index));
    found.push(...[...begins, ...ends].filter((part) => part.length >= INNER));
  }
  return found.join(" ");
}

/**
 * Return the parts of a name in capitals and small letters that are words by themselves: "Auto" and "GPTQ" of "AutoGPTQ".
 * @param {string} text
 */
export function humps(text) {
  const parts = text.split(/(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u);
  return parts.length > 1 ? parts.filter((part) => part.length >= INNER) : [];
}

/**
 * Return the words of a title that may be abbreviations: "LUT" and "GEMM" of "LUT-GEMM", "PTQ" and "ViT" of "PTQ4ViT".
 * @param {string} title
 */
export function abbreviationsIn(title) {
  return title.split(/\P{L}+/u).filter((word) => ABBREVIATION.test(word)).join(" ");
}

/**
 * Return the runs of two or more neighbouring words of letters. An abbreviation of them has the first letter of each
 * word, and any others of it in order.
 * @param {string[]} words plain
 * @returns {Run[]}
 */
export function runsOf(words) {
  const forms = words.map(abbreviationForm);
  return words.flatMap((_word, start) => words.slice(start + 1, start + LONGEST_RUN).flatMap((_next, more) => {
    const end = start + more + 2;
    const run = forms.slice(start, end);
    return run.every(Boolean) ? [{ words: words.slice(start, end), abbreviation: new RegExp(`(?<!\\S)${run.join("")}s?(?!\\S)`, "iu") }] : [];
  }));
}

/**
 * Return the form of the letters that may replace a word, empty if it has other characters than letters.
 * @param {string} word
 */
function abbreviationForm(word) {
  const [first, ...others] = [...word].slice(0, ABBREVIATED);
  return /^\p{L}+$/u.test(word) ? first + others.map((letter) => `${letter}?`).join("") : "";
}
