#!/usr/bin/env bash
# Question: how does citeproc-py shorten the given names Yu-hsin, 明, bo and Ann de la?
# Guess, written before the run: to Y.-h. or Y. for Yu-hsin, as citeproc-js does; 明 stays, or is followed by a full
#   stop.
# Seen: Yu-hsin becomes "Y.-. hsin .", 明 becomes ". 明 .", bo ". bo ." and "Ann de la" "A. de . la .". citeproc-js and
#   Pandoc have "Y.", 明, "bo" and "A. de la", Pandoc with a full stop after 李明. Names with a capital in every part are
#   right.
# Cause: a part without a capital is taken for a particle and not shortened, but the sign of initialize-with is put
#   before and after it all the same (initialize in citeproc/model.py). Chinese characters are not capitals.
# Surprising: the CSL 1.0.2 specification (initialize-with) has the sign after initials; what is no initial has none.
# Instead: write a capital after the hyphen, "given": "Yu-Hsin", and Chinese names with their Latin spelling; or use
#   another processor.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check citeproc-py==0.11.1 pypandoc-binary==1.17 setuptools==80.9.0
npm install --silent --no-audit --no-fund citeproc@2.4.63 >npm.log
cat >style.csl <<'EOF'
<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0" default-locale="en-US">
<info><title>Names</title><id>https://list.example/names</id><updated>2026-01-01T00:00:00+00:00</updated></info>
<citation><layout><text variable="title"/></layout></citation>
<bibliography><layout><names variable="author"><name initialize-with=". "/></names></layout></bibliography>
</style>
EOF
cat >list.json <<'EOF'
[{"id": "a", "type": "book", "title": "A", "author": [{"family": "Roe", "given": "Yu-Hsin"}]},
 {"id": "b", "type": "book", "title": "B", "author": [{"family": "Roe", "given": "Yu-hsin"}]},
 {"id": "c", "type": "book", "title": "C", "author": [{"family": "李", "given": "明"}]},
 {"id": "d", "type": "book", "title": "D", "author": [{"family": "Roe", "given": "Ann de la"}]},
 {"id": "e", "type": "book", "title": "E", "author": [{"family": "Roe", "given": "bo"}]}]
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
const { readFileSync, readdirSync } = require("node:fs");
const read = (path) => readFileSync(path, "utf8");
const [library] = readdirSync("venv/lib").map((name) => `venv/lib/${name}/site-packages/citeproc/data/locales/locales-en-US.xml`);
const items = Object.fromEntries(JSON.parse(read("list.json")).map((item) => [item.id, item]));
const engine = new CSL.Engine({ retrieveLocale: () => read(library), retrieveItem: (id) => items[id] }, read("style.csl"));
engine.setOutputFormat("text");
engine.updateItems(Object.keys(items));
console.log("citeproc-js", CSL.PROCESSOR_VERSION, JSON.stringify(engine.makeBibliography()[1].map((entry) => entry.trim())));
EOF
{ venv/bin/python -W ignore probe.py && node probe.cjs; } | tee seen
cat >expected <<'EOF'
citeproc-py 0.11.1 ['Y.-H. Roe', 'Y.-. hsin . Roe', '. 明 . 李', 'A. de . la . Roe', '. bo . Roe']
Pandoc 3.9 ['Y.-H. Roe', 'Y. Roe', '李明.', 'A. de la Roe', 'bo Roe']
citeproc-js 1.4.61 ["Y.-H. Roe","Y. Roe","李明","A. de la Roe","bo Roe"]
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
