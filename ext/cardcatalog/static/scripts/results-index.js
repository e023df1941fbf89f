/* The numbers that meet a choice in each facet, and how many there would be with every other choice. */

/**
 * @typedef {object} Facet
 * @property {string} id
 * @property {string} name
 * @property {[id: string, name: string][]} values an empty id is that of rows which do not state it
 * @property {number[]} rows the number of the value of each row
 */

/** @typedef {{values: string[], rows: number[]}} Texts */

/**
 * @typedef {object} ResultsData
 * @property {Facet[]} facets
 * @property {Record<string, string>} about the unit and direction of each benchmark
 * @property {Record<string, [link: string, url: string]>} links of sources; link has the places {path} and {line}
 * @property {Texts} metric
 * @property {Texts} setting
 * @property {Texts} note
 * @property {Texts} path
 * @property {number[]} line
 * @property {string[]} value
 * @property {number[]} baseline the number of the reference row, or -1
 * @property {string[]} id
 */

/** @typedef {Record<string, string>} Chosen the id of a value by the id of its facet */

export const UNSTATED = "-"; // the value of a URL for rows that do not state a setting

const UNKNOWN = -2; // no row has it

export class ResultsIndex {
  /** @param {ResultsData} data */
  constructor(data) {
    this.data = data;
    this.columns = data.facets.map(({ rows }) => Uint16Array.from(rows));
    this.numbers = data.facets.map(({ values }) => new Map(values.map(([id], number) => [id, number])));
    const relation = data.facets.findIndex(({ id }) => id === "relation");
    this.reference = this.numbers[relation]?.get("baseline") ?? UNKNOWN;
    this.relation = relation;
  }

  /**
   * Return the rows that meet all choices, and for each facet how many rows each of its values would have. Reference
   * rows are found only where they are asked for.
   * @param {Chosen} chosen
   */
  search(chosen) {
    const { columns, data } = this;
    const wanted = data.facets.map(({ id }, at) => this.wanted(at, chosen[id]));
    const counts = data.facets.map(({ values }) => new Uint32Array(values.length));
    const set = wanted.flatMap((value, at) => (value === null ? [] : [at]));
    const free = wanted.flatMap((value, at) => (value === null ? [at] : []));
    const isHidden = wanted[this.relation] === null ? this.reference : UNKNOWN;
    const rows = [];
    for (let row = 0; row < data.line.length; row += 1) {
      let missed = -1;
      let misses = 0;
      for (let at = 0; at < set.length && misses < 2; at += 1) {
        const facet = set[at];
        if (columns[facet][row] !== wanted[facet]) {
          missed = facet;
          misses += 1;
        }
      }
      if (misses > 1) {
        continue;
      }
      const isReference = columns[this.relation]?.[row] === isHidden;
      if (misses === 1) {
        counts[missed][columns[missed][row]] += Number(!isReference);
        continue;
      }
      for (let at = 0; at < free.length; at += 1) {
        const facet = free[at];
        counts[facet][columns[facet][row]] += Number(!isReference || facet === this.relation);
      }
      if (!isReference) {
        rows.push(row);
        for (let at = 0; at < set.length; at += 1) {
          counts[set[at]][columns[set[at]][row]] += 1;
        }
      }
    }
    return { rows, counts };
  }

  /**
   * @param {number} at
   * @param {string | undefined} id
   */
  wanted(at, id) {
    return id ? this.numbers[at].get(id === UNSTATED ? "" : id) ?? UNKNOWN : null;
  }

  /**
   * Return rows by source, benchmark and metric, in the order of first rows; within a group sorted as asked.
   * @param {number[]} rows
   * @param {string} order a column, with - before it for the reverse; empty for the order of the source
   */
  groups(rows, order) {
    const [source, benchmark] = ["source", "benchmark"].map((name) => this.columns[this.data.facets.findIndex(({ id }) => id === name)]);
    const metric = this.data.metric.rows;
    const [benchmarks, metrics] = [this.data.facets.find(({ id }) => id === "benchmark")?.values.length ?? 0, this.data.metric.values.length];
    /** @type {Map<number, number[]>} */
    const groups = new Map();
    for (const row of rows) {
      const key = (source[row] * benchmarks + benchmark[row]) * metrics + metric[row];
      const group = groups.get(key);
      if (group) {
        group.push(row);
      } else {
        groups.set(key, [row]);
      }
    }
    const compare = this.order(order);
    return [...groups.values()].map((group) => (compare ? group.sort(compare) : group));
  }

  /**
   * @param {string} order
   * @returns {((a: number, b: number) => number) | null}
   */
  order(order) {
    const name = order.replace(/^-/, "");
    const sign = order.startsWith("-") ? -1 : 1;
    const at = this.data.facets.findIndex(({ id }) => id === name);
    if (name === "value" || name === "difference") {
      const number = name === "value" ? (/** @type {number} */ row) => Number(this.data.value[row]) : (/** @type {number} */ row) => this.difference(row) ?? Infinity;
      return (a, b) => sign * (number(a) - number(b)) || a - b;
    }
    if (name === "setting") {
      const { values, rows } = this.data.setting;
      return (a, b) => sign * values[rows[a]].localeCompare(values[rows[b]]) || a - b;
    }
    if (at < 0) {
      return null;
    }
    const { values } = this.data.facets[at];
    return (a, b) => sign * values[this.columns[at][a]][1].localeCompare(values[this.columns[at][b]][1]) || a - b;
  }

  /**
   * Return the value less that of the reference row.
   * @param {number} row
   */
  difference(row) {
    const other = this.data.baseline[row];
    return other < 0 ? null : Number(this.data.value[row]) - Number(this.data.value[other]);
  }

  /**
   * Return the URL of the line of a row.
   * @param {number} row
   */
  link(row) {
    const { links, path, line } = this.data;
    const where = path.values[path.rows[row]].split("/").map(encodeURIComponent).join("/");
    return links[this.name("source", row)][0].replace("{path}", where).replace("{line}", String(line[row]));
  }

  /**
   * Return the id of the value that a row has in a facet.
   * @param {string} facet
   * @param {number} row
   */
  name(facet, row) {
    return this.value(facet, row)[0];
  }

  /**
   * @param {string} facet
   * @param {number} row
   */
  value(facet, row) {
    const at = this.data.facets.findIndex(({ id }) => id === facet);
    return this.data.facets[at].values[this.columns[at][row]];
  }
}

/**
 * Return the lines of a CSV file whose id is among some, below its heading.
 * @param {string} text with a heading that names a column id
 * @param {Set<string>} ids
 */
export function linesOf(text, ids) {
  const [heading, ...records] = text.match(/(?:"(?:[^"]|"")*"|[^"\n])*\n/g) ?? [];
  const place = (heading ?? "").trimEnd().split(",").indexOf("id");
  return [heading, ...records.filter((record) => ids.has(record.split(",", place + 1)[place]))].join("");
}

/**
 * @param {string} search the query string of a URL
 * @param {Facet[]} facets
 * @returns {{chosen: Chosen, order: string}}
 */
export function readChoices(search, facets) {
  const values = new URLSearchParams(search);
  const chosen = facets.flatMap(({ id }) => (values.get(id) ? [[id, String(values.get(id))]] : []));
  return { chosen: Object.fromEntries(chosen), order: values.get("sort") ?? "" };
}

/**
 * @param {Chosen} chosen
 * @param {string} order
 */
export function writeChoices(chosen, order) {
  const values = new URLSearchParams(Object.entries(chosen).filter(([, value]) => value));
  if (order) {
    values.set("sort", order);
  }
  const text = values.toString();
  return text && `?${text}`;
}
