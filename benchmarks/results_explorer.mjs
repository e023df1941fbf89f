/* Measure the explorer of measured results: from a choice to the rows, the counts and the groups, at several sizes.

   node benchmarks/results_explorer.mjs build/html/explorer/results.json [ROWS...]

   The rows are those of the file, repeated. The goal is a median of 50 ms at 100,000 rows. */

import { readFileSync } from "node:fs";
import { ResultsIndex } from "../ext/cardcatalog/static/scripts/results-index.js";

const GOAL = 50; // milliseconds
const [file, ...sizes] = process.argv.slice(2);
const data = JSON.parse(readFileSync(file, "utf-8"));

/** @param {number} size */
function grown(size) {
  const at = Array.from({ length: size }, (_, row) => row % data.line.length);
  const take = (/** @type {any[]} */ column) => at.map((row) => column[row]);
  const texts = (/** @type {{values: string[], rows: number[]}} */ column) => ({ ...column, rows: take(column.rows) });
  return {
    ...data,
    facets: data.facets.map((/** @type {any} */ facet) => ({ ...facet, rows: take(facet.rows) })),
    metric: texts(data.metric), setting: texts(data.setting), note: texts(data.note), path: texts(data.path),
    ...Object.fromEntries(["line", "value", "baseline", "id"].map((name) => [name, take(data[name])])),
  };
}

for (const size of sizes.length ? sizes.map(Number) : [data.line.length, 100_000]) {
  const index = new ResultsIndex(grown(size));
  const choices = [{}, { w: "4" }, { benchmark: "wikitext2-ppl" }, { model: "llama-2-7b", w: "4" }, { relation: "own" }, { w: "-" }];
  const times = [];
  for (let run = 0; run < 20; run += 1) {
    for (const chosen of choices) {
      for (const order of ["", "-value"]) {
        const begin = performance.now();
        index.groups(index.search(chosen).rows, order);
        times.push(performance.now() - begin);
      }
    }
  }
  times.sort((a, b) => a - b);
  const [middle, most] = [0.5, 0.95].map((share) => times[Math.floor(share * times.length)]);
  console.log(`${size} rows: median ${middle.toFixed(1)} ms, 95 % ${most.toFixed(1)} ms; goal ${GOAL} ms: ${middle <= GOAL ? "held" : "missed"}`);
}
