import assert from "node:assert/strict";
import { test } from "node:test";

import { SearchIndex } from "../../ext/cardcatalog/static/scripts/search-index.js";
import { readState, rowsOf, toSearch } from "../../ext/cardcatalog/static/scripts/state.js";
import { catalog } from "./catalog.js";

const data = catalog();
const index = new SearchIndex(data);
const { key } = data.papers;

/** @param {string} query the query string of the explorer */
const ask = (query) => index.search(toSearch(readState(query), rowsOf(data)));
/** @param {string} query */
const keys = (query) => ask(query).numbers.map((number) => key[number]);

test("without a query all papers are found, newest first", () => {
  assert.deepEqual(keys(""), key);
});

test("case, accents and special letters do not matter", () => {
  assert.deepEqual(keys("?q=UBER"), ["abel2021rounding"]);
  assert.deepEqual(keys("?q=Muller"), ["eco2020survey"]);
});

test("a word matches the beginning of a word, and a plural its singular", () => {
  assert.deepEqual(keys("?q=round"), ["abel2021rounding"]);
  assert.deepEqual(keys("?q=surveys"), ["eco2020survey"]);
  assert.deepEqual(keys("?q=caches"), ["berg2023scales", "abel2021rounding"]);
  assert.deepEqual(keys("?q=ound"), []);
});

test("a phrase is found exactly, and only in its order", () => {
  assert.deepEqual(keys('?q="large networks"'), ["eco2020survey"]);
  assert.deepEqual(keys('?q="networks large"'), []);
  assert.equal(ask('?q="large network"').note?.kind, "corrected");
});

test("keys, former keys, identifiers and URLs find their paper alone, and say so if it is not here", () => {
  for (const text of ["eco2020survey", "ECO2020Survey", "eco2019survey"]) {
    assert.deepEqual([keys(`?q=${text}`), ask(`?q=${text}`).note?.kind], [["eco2020survey"], "identifier"], text);
  }
  assert.deepEqual(keys("?q=https://example.org/paper/"), ["cole2024smooth"]);
  assert.equal(ask("?q=https://example.org/none").note?.kind, "unlinked");
  assert.deepEqual([keys("?q=2210.17323"), ask("?q=2210.17323").note], [[], { kind: "absent", text: "2210.17323" }]);
});

test("the words of a name are those of one person, in any order; other words may be of several", () => {
  assert.deepEqual(keys("?q=berg bo"), ["cole2024smooth", "berg2023scales"]);
  assert.deepEqual(keys("?q=ann berg"), ["cole2024smooth"]);
  assert.deepEqual(keys('?q=author:"Ann Berg"'), []);
  assert.deepEqual(keys('?q=author:"B. Berg" activations'), ["cole2024smooth"]);
  assert.deepEqual(keys("?q=author:weights"), []);
  assert.deepEqual([keys("?q=author:ber"), keys("?q=author:col"), keys("?q=author:cole")], [[], [], ["cole2024smooth"]]);
});

test("a Chinese name is found in both orders, with and without a space", () => {
  const papers = { ...data.papers, authors: data.papers.authors.map((names, at) => (at === 2 ? ["小明 张"] : names)) };
  const chinese = new SearchIndex({ ...data, papers });
  for (const text of ["张小明", "小明张", "小明 张", "张 小明"]) {
    const { numbers } = chinese.search(toSearch({ ...readState(""), q: text }, rowsOf(data)));
    assert.deepEqual(numbers, [2], text);
  }
});

test("a short word is a whole word of names; elsewhere it goes on only if no word is it", () => {
  assert.deepEqual(keys("?q=ab"), []);
  assert.deepEqual(keys("?q=ro&sort=year"), ["dorn2025rotating", "abel2021rounding"]);
  assert.deepEqual(keys("?q=bo"), ["cole2024smooth", "berg2023scales"]);
});

test("settings are found whole, by their parts, and in words", () => {
  assert.deepEqual(keys("?q=W4A8&sort=year"), ["dorn2025rotating", "berg2023scales"]);
  assert.deepEqual(keys("?q=2-bit"), ["dorn2025rotating"]);
  assert.deepEqual(keys("?q=W2A16"), ["dorn2025rotating"]);
  assert.deepEqual(keys("?weights=4&cache=4"), ["dorn2025rotating", "berg2023scales"]);
  assert.deepEqual(keys("?weights=2&activations=8"), ["dorn2025rotating"]);
});

test("words that no paper has are replaced by near ones, else left out", () => {
  const { note } = ask("?q=rotatig weights");
  assert.deepEqual(note, { kind: "corrected", text: "rotating weights", words: ["rotatig"] });
  assert.deepEqual(keys("?q=rotatig weights"), ["dorn2025rotating"]);
  assert.deepEqual([keys("?q=survey xqzvwk"), ask("?q=survey xqzvwk").note?.kind], [["eco2020survey"], "without"]);
});

test("words without a paper in common find the papers that have any, unless filters are the reason", () => {
  assert.deepEqual(ask("?q=survey rounding").note?.kind, "some");
  assert.deepEqual(keys("?q=survey rounding&sort=title"), ["eco2020survey", "abel2021rounding"]);
  assert.deepEqual(keys("?q=rotating weights survey"), ["dorn2025rotating"]);
  assert.deepEqual([keys("?q=rotating weights&venue=ICML"), ask("?q=rotating weights&venue=ICML").note], [[], null]);
});

test("a family of two Chinese or Japanese letters is found at the beginning of a name", () => {
  const papers = { ...data.papers, authors: data.papers.authors.map((names, at) => (at === 2 ? ["佐藤太郎", "施雅风"] : names)) };
  const index = new SearchIndex({ ...data, papers });
  for (const text of ["佐藤", "施", "author:佐藤"]) {
    const found = index.search(toSearch(readState(`?q=${text}`), rowsOf(data)));
    assert.deepEqual(found.numbers, [2], text);
  }
});

test("the sentences on papers are searched, but not for numbers and names of methods", () => {
  const gist = { 2: "Runs on phones in 16 bits, and beats smoothing and the survey." };
  const title = data.papers.title.map((one, at) => (at === 4 ? "Survey: Large Networks" : one));
  const said = new SearchIndex({ ...data, papers: { ...data.papers, gist, title } });
  const found = (/** @type {string} */ q) => said.search(toSearch(readState(`?q=${q}`), rowsOf(data))).numbers;
  assert.deepEqual(found("phone"), [2]);
  assert.deepEqual(found('"16 bits"'), []);
  assert.deepEqual(found("survey"), [4]);
});

test("former titles, authors, keys, venues, years and other names of keywords are searched", () => {
  assert.deepEqual(keys("?q=common"), ["berg2023scales"]);
  assert.deepEqual(keys("?q=cole"), ["cole2024smooth"]);
  assert.deepEqual(keys("?q=eco2020survey"), ["eco2020survey"]);
  assert.deepEqual(keys("?q=ICML&sort=year"), ["cole2024smooth", "abel2021rounding"]);
  assert.deepEqual(keys("?q=2025"), ["dorn2025rotating"]);
  assert.deepEqual(keys('?q="post-training quantization"&sort=year'), ["dorn2025rotating", "cole2024smooth", "abel2021rounding"]);
});

test("a title counts more than a category, and a whole word more than a beginning", () => {
  assert.equal(keys("?q=caches")[0], "berg2023scales");
  assert.equal(keys("?q=rotat")[0], "dorn2025rotating");
  assert.equal(keys("?q=smooth")[0], "cole2024smooth");
});

test("venues widen, keywords narrow, and a category holds its subcategories", () => {
  assert.equal(keys("?venue=ICLR&venue=ICML").length, 4);
  assert.deepEqual(keys("?keyword=ptq&keyword=smoothing"), ["cole2024smooth"]);
  assert.equal(keys("?category=nets").length, 4);
  assert.deepEqual(keys("?category=caches"), ["berg2023scales", "abel2021rounding"]);
});

test("an id that the site does not have finds nothing", () => {
  for (const query of ["?category=x", "?keyword=x", "?venue=x", "?keys=x"]) {
    assert.deepEqual(keys(query), [], query);
  }
});

test("years and code are asked for in words or by choice", () => {
  assert.deepEqual(keys("?q=since 2024"), ["dorn2025rotating", "cole2024smooth"]);
  assert.deepEqual(keys("?year=2021-2023"), ["berg2023scales", "abel2021rounding"]);
  assert.deepEqual(keys("?q=with code"), ["dorn2025rotating", "abel2021rounding"]);
  assert.deepEqual(keys("?code=yes&year=-2024"), ["abel2021rounding"]);
});

test("results are sorted as asked; what is unknown comes last", () => {
  assert.deepEqual(keys("?sort=oldest"), [key[3], key[2], key[1], key[0], key[4]]);
  assert.deepEqual(keys("?sort=venue"), [key[0], key[2], key[1], key[3], key[4]]);
  assert.deepEqual(keys("?sort=title"), [key[4], key[0], key[3], key[2], key[1]]);
});

test("papers of reading paths come first, then those that prose names, if recommended ones are to", () => {
  const papers = { ...data.papers, path: { 3: "guide.html" }, named: [2, 3] };
  const index = new SearchIndex({ ...data, papers });
  const { numbers } = index.search(toSearch(readState("?sort=recommended"), rowsOf(data)));
  assert.deepEqual(numbers, [3, 2, 0, 1, 4]);
});

test("the number of each choice is the number of papers that the choice finds", () => {
  for (const query of ["", "?q=weights", "?venue=ICLR&keyword=ptq", "?year=2023-&code=yes", "?category=caches&year=2021", "?q=since 2023&venue=ICML"]) {
    const { counts } = ask(query);
    const search = toSearch(readState(query), rowsOf(data));
    const total = (/** @type {Partial<typeof search>} */ some) => index.search({ ...search, ...some }).numbers.length;
    data.categories.forEach((_row, row) => assert.equal(counts.category[row], total({ chosen: { ...search.chosen, category: [row] } }), `${query} category ${row}`));
    data.venues.forEach((_row, row) => assert.equal(counts.venue[row], total({ chosen: { ...search.chosen, venue: [row] } }), `${query} venue ${row}`));
    data.keywords.forEach((_row, row) => {
      assert.equal(counts.keyword[row], total({ chosen: { ...search.chosen, keyword: [...search.chosen.keyword, row] } }), `${query} keyword ${row}`);
    });
    assert.equal(counts.code, total({ hasCode: true }), `${query} code`);
  }
});

test("the counts of the years are those of the papers without a choice of years", () => {
  assert.deepEqual([...ask("?category=weights&year=2025").counts.year], [[2025, 1], [2024, 1], [2021, 1]]);
});

test("each relaxation tells how many papers there are without that constraint", () => {
  const { numbers, relaxations } = ask("?q=weights&venue=ICML&keyword=rotation");
  assert.deepEqual(numbers, []);
  assert.deepEqual(relaxations.map(({ kind, total }) => [kind, total]), [["term", 0], ["keyword", 2], ["venue", 1]]);
});

test("a question for a keyword is recognized by any of its names", () => {
  assert.equal(index.ranking.topic("What is smoothing?"), 1);
  assert.equal(index.ranking.topic("post-training quantization"), 0);
  assert.equal(index.ranking.topic("smoothing networks"), -1);
  assert.equal(index.ranking.topic("what is"), -1);
});
