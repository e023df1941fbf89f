/* The values of papers in each facet, and how many papers have each. */

/** @typedef {import("./columns.js").Data} Data */
/** @typedef {import("./columns.js").Width} Width */
/** @typedef {"category" | "keyword" | "venue" | Width} Facet a facet with several selectable values */
/** @typedef {"term" | Facet | "year" | "code" | "key"} Kind */
/** @typedef {Record<Facet, Int32Array> & {year: Map<number, number>, code: number}} Counts */

/** @type {Width[]} */
export const WIDTHS = ["weights", "activations", "cache"];
/** @type {Facet[]} */
export const FACETS = ["category", "keyword", "venue", ...WIDTHS];

/**
 * Return categories with all their ancestors.
 * @param {number[]} rows
 * @param {Data["categories"]} categories
 */
function withParents(rows, categories) {
  const found = new Set();
  for (let row of rows) {
    for (; row >= 0; row = categories[row][2]) {
      found.add(row);
    }
  }
  return [...found];
}

/**
 * @param {number[]} numbers
 * @param {number} size
 * @returns {Uint8Array} 1 at each of the numbers, else 0
 */
function flags(numbers, size) {
  const set = new Set(numbers);
  return Uint8Array.from({ length: size }, (_, number) => Number(set.has(number)));
}

export class FacetValues {
  /** @param {Data} data */
  constructor(data) {
    const { papers } = data;
    this.data = data;
    this.code = flags(papers.code, papers.key.length);
    const bits = papers.key.map((_key, number) => papers.bits[number] ?? []);
    const widths = (/** @type {number} */ at) => bits.map((rows) => [...new Set(rows.map((row) => Number(data.bits[row][at])))].filter((row) => row >= 0));
    /** @type {Record<Facet | "bits", number[][]>} the rows of each paper */
    this.rows = {
      category: papers.categories.map((rows) => withParents(rows, data.categories)),
      keyword: papers.keywords,
      venue: papers.venue.map((row) => (row < 0 ? [] : [row])),
      weights: widths(1),
      activations: widths(2),
      cache: widths(3),
      bits,
    };
  }

  /** @returns {Counts} */
  noCounts() {
    const { categories, keywords, venues, widths } = this.data;
    const zeros = (/** @type {{length: number}} */ rows) => new Int32Array(rows.length);
    return {
      category: zeros(categories),
      keyword: zeros(keywords),
      venue: zeros(venues),
      weights: zeros(widths.weights),
      activations: zeros(widths.activations),
      cache: zeros(widths.cache),
      year: new Map(),
      code: 0,
    };
  }

  /** Return the counts of all papers. */
  countAll() {
    const counts = this.noCounts();
    this.code.forEach((_code, paper) => this.count(paper, counts));
    return counts;
  }

  /**
   * Count a paper: a result in every facet, one that fails a single constraint in the facet of that alone.
   * @param {number} paper
   * @param {Counts} counts
   * @param {Kind} [only]
   */
  count(paper, counts, only) {
    for (const kind of FACETS) {
      if (!only || (only === kind && kind !== "keyword")) { // each further keyword narrows
        for (const row of this.rows[kind][paper]) {
          counts[kind][row] += 1;
        }
      }
    }
    const year = this.data.papers.year[paper];
    if (year && (!only || only === "year")) {
      counts.year.set(year, (counts.year.get(year) ?? 0) + 1);
    }
    if (!only || only === "code") {
      counts.code += this.code[paper];
    }
  }
}
