import assert from "node:assert/strict";
import { test } from "node:test";

const texts = {
  "since {year}": "seit {year}",
  "until {year}": "bis {year}",
  "with code": "mit Code",
  "{number} paper": ["{number} Arbeit", "{number} Arbeiten"],
};
Object.assign(globalThis, { cardcatalogTranslations: { language: "de", form: (/** @type {number} */ n) => Number(n !== 1), texts } });

const { countPapers, formatNumber, gettext } = await import("../../ext/cardcatalog/static/scripts/messages.js");
const { parseQuery } = await import("../../ext/cardcatalog/static/scripts/query.js");

test("a text is shown in the language of the site, with its values; one without a translation in English", () => {
  assert.equal(gettext("since {year}", { year: 2020 }), "seit 2020");
  assert.equal(gettext("{number} paper"), "{number} Arbeit");
  assert.equal(gettext("Unknown {text} {other}", { text: "x" }), "Unknown x {other}");
});

test("a number takes its plural form and the digits of the language", () => {
  assert.deepEqual([countPapers(1), countPapers(2000), formatNumber(1234567)], ["1 Arbeit", "2.000 Arbeiten", "1.234.567"]);
});

test("years and code are read in the language of the site, and in English", () => {
  for (const [text, years, hasCode] of /** @type {[string, number[] | null, boolean][]} */ ([
    ["Rotation seit 2020 mit  Code", [2020, 9999], true],
    ["bis 2019", [-9999, 2019], false],
    ["since 2020 with code", [2020, 9999], true],
  ])) {
    const query = parseQuery(text);
    assert.deepEqual([query.years, query.hasCode], [years, hasCode], text);
  }
  assert.deepEqual(parseQuery("Rotation seit 2020 mit Code").terms.map((term) => term.text), ["Rotation"]);
});
