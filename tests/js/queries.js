/* Answers queries by the data of the explorer, both as JSON on standard input: how each was understood, and the keys found. */

import { readFileSync } from "node:fs";

import { SearchIndex } from "../../ext/cardcatalog/static/scripts/search-index.js";
import { readState, rowsOf, toSearch } from "../../ext/cardcatalog/static/scripts/state.js";

const [data, queries] = JSON.parse(readFileSync(0, "utf8"));
const index = new SearchIndex(data);
const rows = rowsOf(data);

/** @param {string} query the text, or the query string of the explorer */
function answer(query) {
  const state = query.startsWith("?") ? readState(query) : { ...readState(""), q: query };
  const { numbers, note } = index.search(toSearch(state, rows));
  return { kind: note?.kind ?? "", text: note?.text ?? "", words: note?.words ?? [], keys: numbers.map((number) => data.papers.key[number]) };
}

process.stdout.write(JSON.stringify(queries.map(answer)));
