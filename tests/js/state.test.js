import assert from "node:assert/strict";
import { test } from "node:test";

import { choose, filtersOf, readState, relax, rowsOf, toSearch, withPresentIds, withoutFilter, writeState } from "../../ext/cardcatalog/static/scripts/state.js";
import { describeYears, labelYear, readYears, writeYears, yearText } from "../../ext/cardcatalog/static/scripts/years.js";
import { catalog } from "./catalog.js";

const FULL = "?q=two+words&category=nets&keyword=ptq&keyword=rotation&venue=ICLR&year=2020-2023&code=yes&keys=a,b&sort=title";
const rows = rowsOf(catalog());

test("a URL gives the state that wrote it", () => {
  for (const query of ["", FULL, "?venue=A%26B", "?year=-2020", "?q=%22a+phrase%22"]) {
    assert.equal(writeState(readState(query)), query);
  }
});

test("what a URL holds wrongly, twice or empty is left out", () => {
  const state = readState("?keyword=ptq&keyword=ptq&keyword=&year=20x0&code=no&keys=,a,&sort=size&other=1");
  assert.equal(writeState(state), "?keyword=ptq&keys=a");
});

test("spans of years are read and written", () => {
  for (const [text, years] of /** @type {[string, number[] | null][]} */ ([
    ["2024", [2024, 2024]], ["2020-2023", [2020, 2023]], ["2024-", [2024, 9999]], ["-2016", [-9999, 2016]], ["-0044 BCE", [-9999, -43]],
    ["0044 BCE", [-43, -43]], ["0044 BCE-0010 BCE", [-43, -9]], ["0044 BCE-0950", [-43, 950]], ["0010 BCE-0044 BCE", null],
    ["2023-2020", null], ["20202021", null], ["-", null], ["", null], ["024", null],
  ])) {
    assert.deepEqual(readYears(text), years, text);
  }
  assert.deepEqual([["2024", "2024"], ["2020", ""], ["", "2020"], ["", ""], ["2020", "2021"]].map(([from, to]) => writeYears(from, to)),
    ["2024", "2020-", "-2020", "", "2020-2021"]);
  assert.deepEqual([describeYears(-9999, 2020), describeYears(2020, 9999), describeYears(2020, 2020), describeYears(2020, 2021)],
    ["until 2020", "since 2020", "2020", "2020–2021"]);
});

test("a state becomes a search by the numbers of rows", () => {
  const search = toSearch(readState(`${FULL}&venue=Nowhere`), rows);
  assert.deepEqual(search, {
    text: "two words",
    chosen: { category: [0], keyword: [0, 2], venue: [0, -2], weights: [], activations: [], cache: [] },
    years: [2020, 2023], hasCode: true, keys: ["a", "b"], sort: "title",
  });
});

test("a former category is the present one", () => {
  assert.deepEqual(toSearch(readState("?category=models"), rows).chosen.category, [0]);
});

test("a state names a former category by its present id, once", () => {
  const state = withPresentIds(readState("?category=models&category=nets&category=unknown"), catalog(), rows);
  assert.deepEqual(state.category, ["nets", "unknown"]);
});

test("results are sorted by relevance where there is a term, else by year", () => {
  assert.deepEqual(["?q=gptq", "?q=since+2024", "", "?q=gptq&sort=oldest"].map((query) => toSearch(readState(query), rows).sort),
    ["relevance", "year", "year", "oldest"]);
});

test("a choice is added and removed", () => {
  const state = readState("?keyword=ptq");
  assert.deepEqual(choose(state, "keyword", "rotation", true), { keyword: ["ptq", "rotation"] });
  assert.deepEqual(choose(state, "keyword", "ptq", true), { keyword: ["ptq"] });
  assert.deepEqual(choose(state, "keyword", "ptq", false), { keyword: [] });
  assert.deepEqual(choose(state, "year", "2020-", true), { year: "2020-" });
  assert.deepEqual(choose(state, "code", "yes", false), { code: false });
});

test("every filter can be removed, and only that one goes", () => {
  const state = readState(FULL);
  const filters = filtersOf(state);
  assert.deepEqual(filters.map(({ kind }) => kind), ["category", "keyword", "keyword", "venue", "year", "code", "keys"]);
  for (const filter of filters) {
    const left = filtersOf({ ...state, ...withoutFilter(state, filter) });
    assert.deepEqual(left, filters.filter((other) => other !== filter));
  }
});

test("a relaxation removes its constraint, from the text where it is written there", () => {
  const test = () => true;
  /** @type {[string, any, string][]} */
  const cases = [
    ["?q=two+words", { kind: "term", name: "two" }, "?q=words"],
    ["?keyword=ptq&keyword=rotation", { kind: "keyword", rows: [0] }, "?keyword=rotation"],
    ["?category=nets&venue=ICLR", { kind: "category", rows: [0] }, "?venue=ICLR"],
    ["?q=gptq&year=2020", { kind: "year" }, "?q=gptq"],
    ["?q=gptq+since+2020", { kind: "year" }, "?q=gptq"],
    ["?q=gptq+with+code", { kind: "code" }, "?q=gptq"],
    ["?q=gptq+code+since+2024", { kind: "code" }, "?q=gptq&year=2024-"],
    ["?q=gptq+code+until+2024", { kind: "year" }, "?q=gptq&code=yes"],
    ["?q=gptq+code+before+2024&year=2022", { kind: "code" }, "?q=gptq&year=2022"],
    ["?q=gptq&code=yes", { kind: "code" }, "?q=gptq"],
    ["?q=gptq&keys=a", { kind: "key", rows: ["a"] }, "?q=gptq"],
  ];
  for (const [before, constraint, after] of cases) {
    const state = readState(before);
    assert.equal(writeState({ ...state, ...relax(state, { test, ...constraint }, rows) }), after, before);
  }
});

test("a year before the first is named by its era, and found by what its bar writes", () => {
  assert.deepEqual([-43, 0, 950, 2020].map(labelYear), ["44 BCE", "1 BCE", "950", "2020"]);
  for (const year of [-43, 0, 950, 2020]) {
    assert.deepEqual(readYears(yearText(year)), [year, year]);
  }
  assert.equal(describeYears(-43, -9), "44 BCE–10 BCE");
  assert.equal(describeYears(-9999, -43), "until 44 BCE");
});
