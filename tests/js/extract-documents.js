/* Extracts from documents as the browser does, for tests that compare it with Python: JSON from the standard input, an
   index and lists of files; for each list, the report and the .bib as JSON. */

import { readFileSync } from "node:fs";

import { report } from "../../ext/cardcatalog/static/scripts/extract-report.js";
import { extract, toBib } from "../../ext/cardcatalog/static/scripts/extract.js";
import { Index } from "../../ext/cardcatalog/static/scripts/lookup.js";

const { rows, given } = JSON.parse(readFileSync(0, "utf-8"));
const index = new Index(rows);
const results = given.map((/** @type {{name: string, text: string}[]} */ files) => {
  const extraction = extract(files, index);
  return [report(extraction), toBib(extraction)];
});
process.stdout.write(JSON.stringify(results));
