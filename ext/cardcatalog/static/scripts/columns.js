/* The columns of papers, unpacked to a value for each paper. formats/packed_columns.py describes how they are packed. */

const BASE = 36; // of the numbers in lists

/** @typedef {import("./search-types.js").Papers} Papers */

/**
 * @param {Record<string, any>} data as it is loaded
 * @returns {any} the same with the columns of `Papers`
 */
export function unpack({ papers: { names, ...packed }, ...rest }) {
  /** @type {string[]} */
  const title = packed.title.split("\n");
  const authors = namesOf(lists(packed.authors), names.split("\n"));
  const year = packed.year.flatMap((/** @type {[number, number]} */ [value, length]) => Array(length).fill(value));
  const number = year.length;
  const key = Array.from({ length: number }, (_, paper) => keyOf(packed.key[paper] ?? 0, authors[paper], year[paper], title[paper]));
  const [categories, keywords] = [packed.categories, packed.keywords].map((text) => lists(text).slice(0, number));
  const [code, named] = [packed.code, packed.named].map(sums);
  const columns = { key, title: title.slice(0, number), authors: authors.slice(0, number), year, categories, keywords, code, named, path: urlsOf(packed.path, key) };
  return { ...rest, papers: { ...packed, ...columns } };
}

/**
 * @param {string} text lists after semicolons, numbers after commas
 * @returns {number[][]}
 */
function lists(text) {
  return text.split(";").map((row) => (row ? row.split(",").map((number) => parseInt(number, BASE)) : []));
}

/**
 * @param {number[]} steps
 * @returns {number[]} the sum up to each
 */
function sums(steps) {
  let sum = 0;
  return steps.map((step) => { sum += step; return sum; });
}

/**
 * @param {number[][]} rows of names, and below 0 how many follow that no row before has
 * @param {string[]} names
 */
function namesOf(rows, names) {
  let seen = 0;
  return rows.map((row) => row.flatMap((place) => {
    if (place >= 0) {
      return [names[place]];
    }
    seen -= place;
    return names.slice(seen + place, seen);
  }));
}

/** @param {string} text */
function letters(text) {
  return text.normalize("NFKD").replace(/[^A-Za-z0-9]/g, "").toLowerCase();
}

/**
 * @param {number | string} word of the title with which the key ends, or the key itself
 * @param {string[]} names
 * @param {number} year
 * @param {string} title
 */
function keyOf(word, names, year, title) {
  return typeof word === "string" ? word : letters(names[0]?.split(" ").at(-1) ?? "") + year + letters(title.split(" ")[word]);
}

/**
 * @param {[parts: string[], numbers: number[]][]} groups
 * @param {string[]} keys
 * @returns {Record<string, string>}
 */
function urlsOf(groups, keys) {
  return Object.fromEntries(groups.flatMap(([parts, numbers]) => numbers.map((number) => [number, parts.join(keys[number])])));
}
