import assert from "node:assert/strict";
import { test } from "node:test";

import { mostFrequent } from "../../ext/cardcatalog/static/scripts/people.js";

const AUTHORS = [["Ann Cole", "Bo Berg"], ["Bo Berg", "Ann Cole", "Dan Dorn"], ["Dan Dorn"], ["Bo Berg", "Ada Abel"]];

test("the authors of most of some papers come first, and none who has a single one", () => {
  assert.deepEqual(mostFrequent(AUTHORS, [0, 1, 2, 3], "who"), [["Bo Berg", 3], ["Ann Cole", 2], ["Dan Dorn", 2]]);
  assert.deepEqual(mostFrequent(AUTHORS, [2, 3], "who"), []);
});

test("of equal numbers the author of an earlier paper comes first", () => {
  assert.deepEqual(mostFrequent(AUTHORS, [2, 1, 0], "who").map(([name]) => name), ["Dan Dorn", "Bo Berg", "Ann Cole"]);
});

test("people whom the reader names are left out", () => {
  assert.deepEqual(mostFrequent(AUTHORS, [0, 1, 3], "who works with Bo BERG?"), [["Ann Cole", 2]]);
});
