/* Read a bibliography with Citation.js from standard input, and write what it makes of each work. */

import "@citation-js/plugin-bibtex";
import "@citation-js/plugin-csl";
import "@citation-js/plugin-ris";

import { readFileSync } from "node:fs";

import { Cite } from "@citation-js/core";

const works = new Cite(readFileSync(0, "utf8")).data.map((work) => {
  const year = work.issued?.["date-parts"]?.[0]?.[0];
  const names = (work.author ?? []).map((person) => person.family ?? person.literal);
  return [work.id, work.type, work.title, Number(year), names, work["container-title"] ?? "", work["event-place"] ?? "", work.URL ?? ""];
});
process.stdout.write(JSON.stringify(works));
