#!/usr/bin/env bash
# Question: in which order does a CSL style sort the volumes 2, 9, 10 and 100?
# Guess, written before the run: by number in Pandoc, citeproc-js and Typst.
# Seen: Pandoc prints 10, 100, 2, 9. With the volumes as JSON numbers instead of strings it prints 2, 9, 10, 100.
#   citeproc-js, whose output is below too, sorts the strings by number.
# Cause: Pandoc's citeproc compares a value as number only if the JSON has a number there; a string is compared as text
#   (evalSortKey in Citeproc/Eval.hs). From .bib files, too, every volume comes as text.
# Surprising: the CSL 1.0.2 specification (Sorting) has number variables "returned as integers" to sort by, and
#   CSL JSON allows strings and numbers for volume alike.
# Instead: write volume, issue and number as JSON numbers where they are numbers, for Pandoc alone: citeproc-js 2.4.63
#   fails on them.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check pypandoc-binary==1.17
npm install --silent --no-audit --no-fund citeproc@2.4.63 >npm.log
cat >style.csl <<'EOF'
<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0" default-locale="en-US">
  <info><title>Volumes</title><id>volumes</id><updated>2026-01-01T00:00:00+00:00</updated></info>
  <citation><layout><text variable="title"/></layout></citation>
  <bibliography>
    <sort><key variable="volume"/></sort>
    <layout><text variable="volume"/></layout>
  </bibliography>
</style>
EOF
cat >locale.xml <<'EOF'
<?xml version="1.0" encoding="utf-8"?>
<locale xmlns="http://purl.org/net/xbiblio/csl" version="1.0" xml:lang="en-US"><terms/></locale>
EOF
cat >js.cjs <<'EOF'
const { Engine } = require("citeproc");
const { readFileSync } = require("fs");
const items = JSON.parse(readFileSync("items.json", "utf8"));
const system = {
  retrieveLocale: () => readFileSync("locale.xml", "utf8"),
  retrieveItem: (id) => items.find((item) => item.id === id),
};
const engine = new Engine(system, readFileSync("style.csl", "utf8"));
engine.setOutputFormat("text");
engine.updateItems(items.map((item) => item.id));
console.log(engine.makeBibliography()[1].map((line) => line.match(/\d+/)[0]).join(" "));
EOF
cat >probe.py <<'EOF'
import json
import subprocess

import pypandoc


def pandoc(volumes):
    items = [{"id": f"v{v}", "type": "book", "title": "Bits", "volume": v} for v in volumes]
    with open("items.json", "w", encoding="utf-8") as file:
        json.dump(items, file)
    options = ["--citeproc", "--bibliography=items.json", "--csl=style.csl"]
    return pypandoc.convert_text("---\nnocite: '@*'\n---\n", "plain", format="markdown", extra_args=options).split()


print("pandoc", pypandoc.get_pandoc_version())
print("pandoc, numbers:", *pandoc([9, 100, 2, 10]))
print("pandoc, strings:", *pandoc(["9", "100", "2", "10"]))
js = subprocess.run(["node", "js.cjs"], capture_output=True, text=True, check=True)
print("citeproc-js, strings:", js.stdout.strip())
EOF
venv/bin/python probe.py | tee seen
cat >expected <<'EOF'
pandoc 3.9
pandoc, numbers: 2 9 10 100
pandoc, strings: 10 100 2 9
citeproc-js, strings: 2 9 10 100
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
