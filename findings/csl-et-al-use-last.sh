#!/usr/bin/env bash
# Question: which of seven or eight authors does a CSL style print that shortens from seven to the first six and the
#   last?
# Guess, written before the run, of eight: the first six, an ellipsis and the eighth in citeproc-js, citeproc-rs and
#   Pandoc; seven were tried after it.
# Seen: of eight, citeproc-js prints five and the eighth. Of seven, Pandoc prints six and an ellipsis with no name
#   after it, citeproc-rs six and "et al.", and citeproc-js five and the seventh. With seven and more shortened from
#   eight to six, all three agree.
# Cause: only one name would be left out of seven; citeproc-js then lowers et-al-use-first by one for lists of all
#   lengths, and Pandoc drops the last name but not the ellipsis, as the results show.
# Surprising: the CSL 1.0.2 specification (et-al-use-last) has the ellipsis and the last name only if the list has at
#   least two names more than are printed first: citeproc-rs alone keeps to it.
# Instead: set et-al-min two or more above et-al-use-first, as APA's style does with 21 and 19.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check citeproc-py==0.11.1 pypandoc-binary==1.17 setuptools==80.9.0
npm install --silent --no-audit --no-fund citeproc@2.4.63 @citeproc-rs/wasm@0.2.0 >npm.log
cat >template.csl <<'EOF'
<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0" default-locale="en-US">
<info><title>Authors</title><id>https://list.example/authors</id><updated>2026-01-01T00:00:00+00:00</updated></info>
<citation><layout><text variable="title"/></layout></citation>
<bibliography et-al-min="MIN" et-al-use-first="6" et-al-use-last="true"><layout><names variable="author"><name form="short" delimiter=", "/></names></layout></bibliography>
</style>
EOF
python3 - <<'EOF'
import json

names = [{"family": name} for name in ("Aa", "Bb", "Cc", "Dd", "Ee", "Ff", "Gg", "Hh")]
items = [{"id": f"n{number}", "type": "book", "title": "T", "author": names[:number]} for number in (6, 7, 8)]
with open("list.json", "w", encoding="utf-8") as file:
    json.dump(items, file)
EOF
cat >probe.py <<'EOF'
import re
import subprocess

import pypandoc

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
for minimum in 7 8; do
  sed "s/MIN/$minimum/" template.csl >style.csl
  echo "From $minimum:"
  venv/bin/python -W ignore probe.py
  node probe.cjs
done | tee seen
cat >expected <<'EOF'
From 7:
Pandoc 3.9 ['Aa, Bb, Cc, Dd, Ee, Ff', 'Aa, Bb, Cc, Dd, Ee, Ff, …', 'Aa, Bb, Cc, Dd, Ee, Ff, … Hh']
citeproc-js 1.4.61 ["Aa, Bb, Cc, Dd, Ee, Ff","Aa, Bb, Cc, Dd, Ee, … Gg","Aa, Bb, Cc, Dd, Ee, … Hh"]
citeproc-rs 0.2.0 ["Aa, Bb, Cc, Dd, Ee, Ff","Aa, Bb, Cc, Dd, Ee, Ff, et al.","Aa, Bb, Cc, Dd, Ee, Ff, … Hh"]
From 8:
Pandoc 3.9 ['Aa, Bb, Cc, Dd, Ee, Ff', 'Aa, Bb, Cc, Dd, Ee, Ff, Gg', 'Aa, Bb, Cc, Dd, Ee, Ff, … Hh']
citeproc-js 1.4.61 ["Aa, Bb, Cc, Dd, Ee, Ff","Aa, Bb, Cc, Dd, Ee, Ff, Gg","Aa, Bb, Cc, Dd, Ee, Ff, … Hh"]
citeproc-rs 0.2.0 ["Aa, Bb, Cc, Dd, Ee, Ff","Aa, Bb, Cc, Dd, Ee, Ff, Gg","Aa, Bb, Cc, Dd, Ee, Ff, … Hh"]
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
