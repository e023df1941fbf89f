import assert from "node:assert/strict";
import { test } from "node:test";

import { ResultsIndex, linesOf, readChoices, writeChoices } from "../../ext/cardcatalog/static/scripts/results-index.js";

/** @returns {import("../../ext/cardcatalog/static/scripts/results-index.js").ResultsData} */
function data() {
  const texts = (/** @type {string} */ text) => ({ values: [text], rows: [0, 0, 0, 0, 0] });
  return {
    facets: [
      { id: "benchmark", name: "Benchmark", values: [["pull", "Pull"], ["push", "Push"]], rows: [0, 0, 0, 1, 0] },
      { id: "model", name: "Model", values: [["arm", "Arm"]], rows: [0, 0, 0, 0, 0] },
      { id: "method", name: "Method", values: [["none", "none"], ["B", "B"], ["A", "A"]], rows: [0, 1, 2, 2, 2] },
      { id: "w", name: "Bits", values: [["", ""], ["4", "4"], ["16", "16"]], rows: [2, 1, 0, 1, 1] },
      { id: "source", name: "Source", values: [["lab/x", "x"], ["lab/y", "y"]], rows: [0, 0, 0, 0, 1] },
      { id: "relation", name: "Relation", values: [["baseline", "reference"], ["own", "own"]], rows: [0, 1, 1, 1, 1] },
    ],
    about: { pull: "N", push: "N" },
    links: { "lab/x": ["https://example.org/x/{path}#L{line}", ""], "lab/y": ["https://example.org/y/{path}#L{line}", ""] },
    metric: texts("mean"), setting: texts("S"), note: texts(""), path: texts("a b/c.md"),
    line: [5, 6, 7, 8, 9], value: ["9.0", "8.5", "10", "3", "7"], baseline: [-1, 0, 0, -1, -1], id: ["a", "b", "c", "d", "e"],
  };
}

const index = new ResultsIndex(data());

test("reference rows are found only where they are asked for", () => {
  assert.deepEqual(index.search({}).rows, [1, 2, 3, 4]);
  assert.deepEqual(index.search({ relation: "baseline" }).rows, [0]);
});

test("rows meet every choice", () => {
  assert.deepEqual(index.search({ benchmark: "pull", w: "4" }).rows, [1, 4]);
  assert.deepEqual(index.search({ w: "-" }).rows, [2]);
  assert.deepEqual(index.search({ w: "5" }).rows, []);
});

test("a choice counts the rows that there would be with it, given all other choices", () => {
  const { counts } = index.search({ benchmark: "pull", w: "4" });
  assert.deepEqual([...counts[0]], [2, 1]);
  assert.deepEqual([...counts[3]], [1, 2, 0]);
  assert.deepEqual([...counts[2]], [0, 1, 1]);
});

test("every count is that of the search with the choice", () => {
  const { facets } = data();
  for (const chosen of /** @type {Record<string, string>[]} */ ([{}, { w: "4" }, { benchmark: "pull", w: "4" }, { relation: "own", source: "lab/y" }])) {
    const { counts } = index.search(chosen);
    facets.forEach(({ id, values }, at) => values.forEach(([value], number) => {
      assert.equal(counts[at][number], index.search({ ...chosen, [id]: value || "-" }).rows.length, `${JSON.stringify(chosen)} ${id}=${value}`);
    }));
  }
});

test("numbers are sorted within one source, benchmark and metric, never across", () => {
  const { rows } = index.search({});
  assert.deepEqual(index.groups(rows, ""), [[1, 2], [3], [4]]);
  assert.deepEqual(index.groups(rows, "-value"), [[2, 1], [3], [4]]);
  assert.deepEqual(index.groups(rows, "value"), [[1, 2], [3], [4]]);
  assert.deepEqual(index.groups(rows, "method"), [[2, 1], [3], [4]]);
});

test("a number links to its line, and is compared with its reference row", () => {
  assert.equal(index.link(1), "https://example.org/x/a%20b/c.md#L6");
  assert.equal(index.difference(1), -0.5);
  assert.equal(index.difference(3), null);
});

test("lines of a file are those of the ids, also where a cell has commas, quotes and breaks", () => {
  const text = 'source,id,note\nx,a,1\ny,b,"2, ""two""\nlines"\nz,c,3\n';
  assert.equal(linesOf(text, new Set(["b"])), 'source,id,note\ny,b,"2, ""two""\nlines"\n');
});

test("a URL gives the choices that wrote it", () => {
  const { facets } = data();
  const { chosen, order } = readChoices("?benchmark=pull&w=-&sort=-value&other=1&model=", facets);
  assert.deepEqual(chosen, { benchmark: "pull", w: "-" });
  assert.equal(writeChoices(chosen, order), "?benchmark=pull&w=-&sort=-value");
  assert.equal(writeChoices({ model: "" }, ""), "");
});
