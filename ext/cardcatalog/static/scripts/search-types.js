/* The types of the explorer's data (explorer/papers.json), of a search in it, and of the answer. */

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
/** @typedef {"category" | "keyword" | "venue" | Width} Facet a facet with several selectable values */
/** @typedef {"term" | Facet | "year" | "code" | "key"} Kind */

/**
 * @typedef {object} Search
 * @property {string} text as it was typed
 * @property {Record<Facet, number[]>} chosen rows; a paper must have all keywords, and of other facets any row
 * @property {import("./years.js").Years | null} years
 * @property {boolean} hasCode
 * @property {string[]} keys
 * @property {string} sort
 */

/**
 * @typedef {object} Constraint
 * @property {Kind} kind
 * @property {(paper: number) => boolean} test
 * @property {string} [name] the text of a term
 * @property {Float32Array} [scores] how well each paper matches a term
 * @property {(number | string)[]} [rows] of the table of its kind
 * @property {number} [from] year
 * @property {number} [to] year
 */

/** @typedef {Constraint & {total: number}} Relaxation a constraint, and how many papers there are without it */

/** @typedef {Record<Facet, Int32Array> & {year: Map<number, number>, code: number}} Counts */

/**
 * How a text was understood, where it was not searched as it is: as an identifier of papers here, or of none, or as a URL
 * of none; with other words for those that no paper has; without such words; or with papers that have only some of the words.
 * @typedef {object} Note
 * @property {"identifier" | "absent" | "unlinked" | "corrected" | "without" | "some"} kind
 * @property {string} [text] the corrected text, or an identifier
 * @property {string[]} [words] that no paper has
 */

/** @typedef {{numbers: number[], counts: Counts, relaxations: Relaxation[], note: Note | null}} Answer */

export {};
