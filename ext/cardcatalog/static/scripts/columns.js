/* The columns of papers, unpacked to a value for each paper. formats/packed_columns.py describes how they are packed. */

/**
 * The columns of papers, newest first; numbers in them are rows of the tables. Rare values are kept by number.
 * @typedef {object} Papers
 * @property {string[]} key
 * @property {string[]} title
 * @property {string[][]} authors
 * @property {number[]} others the numbers of papers with more authors than are named
 * @property {Record<string, string>} dates what is shown in place of the year, by the number of the paper
 * @property {number[]} editors the numbers of papers whose people are editors
 * @property {Record<string, string>} html titles that need more than text
 * @property {Record<string, string>} former titles
 * @property {Record<string, string>} gist a sentence on the paper
 * @property {Record<string, string>} path the URL of its place in a reading path
 * @property {number[]} named the numbers of papers that the prose of the site names
 * @property {Record<string, string>} ids former keys, after commas
 * @property {Record<string, string>} added additions of the project to cards, as HTML
 * @property {Record<string, string>} address where a title leads, unless that follows from the key
 * @property {number[]} year 0 where none is known
 * @property {number[]} venue -1 where none is known
 * @property {number[][]} categories
 * @property {number[][]} keywords
 * @property {Record<string, number[]>} bits rows of the settings
 * @property {number[]} code the numbers of papers with code
 * @property {[start: number, rest: string, link: number][]} coins row of the beginning of a ContextObject, rest, and the link to the paper
 * @property {Record<string, [start: string, role: string]>} starts beginnings, with the key of people
 * @property {Record<string, Record<string, string>>} inverted names that do not end with the family name alone
 * @property {(number | string)[][]} links kind and URL in turn; these, and what else cards alone show, may come later
 */

/**
 * @typedef {object} Data
 * @property {boolean} hasPages whether papers have pages of their own
 * @property {boolean} hasProse whether Pagefind has indexed the pages of prose
 * @property {string} search the page of the full-text search, empty if there is none
 * @property {string[]} page the text before and after the key in the URL of a paper's page
 * @property {number} perFile papers in a file of BibTeX
 * @property {string} find the URL of a search, before what to find
 * @property {[id: string, title: string, parent: number, url: string, aliases: string[], ids: string[]][]} categories with their former ids
 * @property {[id: string, name: string, group: string, url: string, aliases: string[], gist: string][]} keywords
 * @property {[name: string, full: string][]} venues
 * @property {Record<Width, string[]>} widths
 * @property {[name: string, weights: number, activations: number, cache: number, names: string[]][]} bits settings; widths
 *   are rows of their tables, or -1
 * @property {string[]} kinds of links
 * @property {Papers} papers
 */

/** @typedef {"weights" | "activations" | "cache"} Width */

const BASE = 36; // of the numbers in lists

/**
 * @param {Record<string, any>} data as it is loaded
 * @returns {any} the same with the columns of `Papers`
 */
export function unpack({ papers: { names, words, ...packed }, ...rest }) {
  const title = textsOf(lists(packed.title), words.split(" ")).map((row) => row.join(" "));
  const authors = textsOf(lists(packed.authors), names.split("\n"));
  const year = packed.year.flatMap((/** @type {[number, number]} */ [value, length]) => Array(length).fill(value));
  const number = year.length;
  /** @type {string[]} */
  const endings = packed.key.split(" ").slice(0, number);
  const key = endings.map((ending, paper) => keyOf(ending, authors[paper], year[paper], title[paper]));
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
 * @param {number[][]} rows of texts, and below 0 how many follow that no row before has
 * @param {string[]} texts
 */
function textsOf(rows, texts) {
  let seen = 0;
  return rows.map((row) => {
    const found = [];
    for (const place of row) { // flatMap takes twice as long
      if (place >= 0) {
        found.push(texts[place]);
      } else {
        found.push(...texts.slice(seen, seen - place));
        seen -= place;
      }
    }
    return found;
  });
}

/** @param {string} text */
function letters(text) {
  return text.normalize("NFKD").replace(/[^A-Za-z0-9]/g, "").toLowerCase();
}

/**
 * @param {string} ending the place of a word of the title and, after a comma, what follows it; or the key itself
 * @param {string[]} names
 * @param {number} year
 * @param {string} title
 */
function keyOf(ending, names, year, title) {
  const [word, rest] = (ending || "0,").split(",");
  return rest === undefined ? ending : letters(names[0]?.split(" ").at(-1) ?? "") + year + letters(title.split(" ")[parseInt(word, BASE)]) + rest;
}

/**
 * @param {[parts: string[], numbers: number[]][]} groups
 * @param {string[]} keys
 * @returns {Record<string, string>}
 */
function urlsOf(groups, keys) {
  return Object.fromEntries(groups.flatMap(([parts, numbers]) => numbers.map((number) => [number, parts.join(keys[number])])));
}
