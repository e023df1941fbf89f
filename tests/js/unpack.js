/* Unpacks the columns of explorer/papers.json from standard input as the scripts of pages do. */

import { readFileSync } from "node:fs";

import { unpack } from "../../ext/cardcatalog/static/scripts/columns.js";

process.stdout.write(JSON.stringify(unpack(JSON.parse(readFileSync(0, "utf8")))));
