import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { STORE, citeCommand, completeBibtex, keyOf, linkTo, loadSelection, saveSelection } from "../../ext/cardcatalog/static/scripts/selection-store.js";

/** @type {Map<string, string>} */
const storage = new Map();

beforeEach(() => {
  storage.clear();
  Object.defineProperty(globalThis, "localStorage", {
    configurable: true,
    value: {
      getItem: (/** @type {string} */ name) => storage.get(name) ?? null,
      setItem: (/** @type {string} */ name, /** @type {string} */ value) => storage.set(name, value),
    },
  });
});

test("a selection that earlier versions stored is read", () => {
  assert.equal(STORE, "cardcatalog-selection");
  storage.set("cardcatalog-selection", '{"a2020":"@misc{a2020,}","b2021":""}');
  assert.deepEqual([...loadSelection()], [["a2020", "@misc{a2020,}"], ["b2021", ""]]);
});

test("a selection is stored in its order", () => {
  saveSelection(new Map([["b", "B"], ["a", ""]]));
  assert.deepEqual([...loadSelection()], [["b", "B"], ["a", ""]]);
});

test("nothing is selected where storage is empty, broken or off", () => {
  assert.equal(loadSelection().size, 0);
  for (const text of ["{", "null", "3x"]) {
    storage.set(STORE, text);
    assert.equal(loadSelection().size, 0, text);
  }
  Object.defineProperty(globalThis, "localStorage", { configurable: true, get: () => { throw new Error("denied"); } });
  assert.equal(loadSelection().size, 0);
  saveSelection(new Map([["a", ""]])); // raises nothing
});

test("the key of an entry is read from its BibTeX", () => {
  for (const [text, key] of [["@misc{a2020,\n", "a2020"], ["@article{x:y+z, title", "x:y+z"], ["misc{a,", ""], ["", ""]]) {
    assert.equal(keyOf(text), key);
  }
});

test("a selection is cited and linked to", () => {
  const selection = new Map([["a2020", ""], ["x&y", ""]]);
  assert.equal(citeCommand(selection), "\\cite{a2020,x&y}");
  const link = linkTo(selection, new URL("https://example.org/explore.html?q=old"));
  assert.equal(link, "https://example.org/explore.html?keys=a2020,x%26y");
});

test("BibTeX that is missing is loaded, each file once, in the order of the selection", async () => {
  /** @type {string[]} */
  const asked = [];
  /** @type {Record<string, any>} */
  const files = {
    "explorer/papers.json": { perFile: 2, papers: { key: "a b c d", words: "", title: ";;;", names: "", authors: ";;;", year: [[0, 4]], categories: ";;;", keywords: ";;;", path: [], named: [], code: [] } },
    "explorer/bibtex-0.json": { a: "A", b: "B" },
    "explorer/bibtex-1.json": { c: "C", d: "D" },
  };
  const load = async (/** @type {string} */ path) => {
    asked.push(path);
    return files[path];
  };
  const selection = new Map([["c", ""], ["own", "OWN"], ["a", ""], ["b", ""], ["gone", ""]]);
  const { texts, loaded } = await completeBibtex(selection, load);
  assert.deepEqual(texts, ["C", "OWN", "A", "B"]);
  assert.deepEqual([...loaded.keys()], ["c", "a", "b"]);
  assert.deepEqual(asked, ["explorer/papers.json", "explorer/bibtex-1.json", "explorer/bibtex-0.json"]);
});

test("nothing is loaded where all BibTeX is there", async () => {
  const { texts, loaded } = await completeBibtex(new Map([["a", "A"]]), () => Promise.reject(new Error("asked")));
  assert.deepEqual([texts, loaded.size], [["A"], 0]);
});
