#!/usr/bin/env bash
# Question: what do CSL processors print for a date from 5 to 9 January 2020 where a style asks for month and year?
# Guess, written before the run: January 2020, in all of them.
# Seen: citeproc-py prints nothing, and nothing for the years 2020 to 2020 either; citeproc-rs prints "January –2020".
#   citeproc-js and Pandoc print January 2020. A range over two months is right in all four.
# Cause: citeproc-py prints what differs between the ends and then what they share, and returns nothing at all if
#   nothing differs (render_date_range in citeproc/model.py). citeproc-rs, as the result shows, puts the dash where the
#   days would be.
# Surprising: the CSL 1.0.2 specification (Date Ranges) lets a style leave out parts that the ends share, not the date.
#   A conference of five days is such a range, and its papers then have no year.
# Instead: keep the first of the two dates in date-parts before these two processors see it.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check citeproc-py==0.11.1 pypandoc-binary==1.17 setuptools==80.9.0
npm install --silent --no-audit --no-fund citeproc@2.4.63 @citeproc-rs/wasm@0.2.0 >npm.log
cat >style.csl <<'EOF'
<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0" default-locale="en-US">
<info><title>Dates</title><id>https://list.example/dates</id><updated>2026-01-01T00:00:00+00:00</updated></info>
<citation><layout><text variable="title"/></layout></citation>
<bibliography><layout><text variable="title" suffix=": "/><date variable="issued" form="text" date-parts="year-month"/></layout></bibliography>
</style>
EOF
cat >list.json <<'EOF'
[{"id": "a", "type": "book", "title": "A", "issued": {"date-parts": [[2020, 1, 5], [2020, 1, 9]]}},
 {"id": "b", "type": "book", "title": "B", "issued": {"date-parts": [[2020, 1], [2020, 1]]}},
 {"id": "c", "type": "book", "title": "C", "issued": {"date-parts": [[2020], [2020]]}},
 {"id": "d", "type": "book", "title": "D", "issued": {"date-parts": [[2020, 1, 5], [2020, 2, 9]]}},
 {"id": "e", "type": "book", "title": "E", "issued": {"date-parts": [[2020, 1, 5]]}}]
EOF
cat >probe.py <<'EOF'
import json
import re
import subprocess
from importlib.metadata import version

import pypandoc
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

with open("list.json", encoding="utf-8") as file:
    items = json.load(file)
library = CitationStylesBibliography(CitationStylesStyle("style.csl", validate=False), CiteProcJSON(items), formatter.plain)
for item in items:
    library.register(Citation([CitationItem(item["id"])]))
print("citeproc-py", version("citeproc-py"), [str(entry) for entry in library.bibliography()])
command = [pypandoc.get_pandoc_path(), "--citeproc", "-f", "markdown", "-t", "plain"]
source = '---\nnocite: "@*"\nbibliography: list.json\ncsl: style.csl\n---\n'
text = subprocess.run(command, input=source, capture_output=True, text=True, check=True).stdout
print("Pandoc", pypandoc.get_pandoc_version(), re.split(r"\n+", text.strip()))
EOF
cat >probe.cjs <<'EOF'
const CSL = require("citeproc");
const { Driver } = require("@citeproc-rs/wasm");
const { readFileSync, readdirSync } = require("node:fs");
const read = (path) => readFileSync(path, "utf8");
const [path] = readdirSync("venv/lib").map((name) => `venv/lib/${name}/site-packages/citeproc/data/locales/locales-en-US.xml`);
const [locale, style, list] = [read(path), read("style.csl"), JSON.parse(read("list.json"))];
const items = Object.fromEntries(list.map((item) => [item.id, item]));
const engine = new CSL.Engine({ retrieveLocale: () => locale, retrieveItem: (id) => items[id] }, style);
engine.setOutputFormat("text");
engine.updateItems(Object.keys(items));
console.log("citeproc-js", CSL.PROCESSOR_VERSION, JSON.stringify(engine.makeBibliography()[1].map((entry) => entry.trim())));
(async () => {
  const made = new Driver({ style, format: "plain", fetcher: { fetchLocale: async () => locale } });
  const driver = made.unwrap ? made.unwrap() : made;
  await driver.fetchLocales();
  driver.insertReferences(list);
  driver.includeUncited("All");
  const entries = driver.makeBibliography();
  const { version } = JSON.parse(read("node_modules/@citeproc-rs/wasm/package.json"));
  console.log("citeproc-rs", version, JSON.stringify((entries.unwrap ? entries.unwrap() : entries).map((entry) => entry.value)));
})();
EOF
{ venv/bin/python -W ignore probe.py && node probe.cjs; } | tee seen
cat >expected <<'EOF'
citeproc-py 0.11.1 ['A: ', 'B: ', 'C: ', 'D: January–February 2020', 'E: January 2020']
Pandoc 3.9 ['A: January 2020', 'B: January 2020', 'C: 2020', 'D: January–February 2020', 'E: January 2020']
citeproc-js 1.4.61 ["A: January 2020","B: January 2020","C: 2020","D: January–February 2020","E: January 2020"]
citeproc-rs 0.2.0 ["A: January –2020","B: January 2020","C: 2020","D: January–February 2020","E: January 2020"]
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
