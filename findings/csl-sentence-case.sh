#!/usr/bin/env bash
# Question: what is left of BERT, GPTQ and FP8 in a title that a CSL style sets in sentence case?
# Guess, written before the run: all three, in every processor; citeproc-js lowers words with digits at most, since
#   W4A4 had been seen to become w4a4.
# Seen: citeproc-js lowers them all, "Quantizing bert with gptq and fp8 on a gpu", as it does LLMs and LLaMA; it keeps
#   the first word alone, so that THE END is "THE end". citeproc-py keeps words of capitals and lowers mixed ones:
#   Quarot, llms. Pandoc lowers plain words and none of these. citeproc-rs lowers titles of capitals alone. No two
#   agree.
# Cause: as the results show, each has its own rule of what is a name: citeproc-js the first word, citeproc-py what has
#   no small letter, Pandoc what has a capital or a digit after its first letter.
# Surprising: the CSL 1.0.2 specification (Sentence Case Conversion) has one rule: in mixed case only the first word
#   changes, the case of all others stays the same. Of the four only citeproc-rs does that.
# Instead: put <span class="nocase"> around the names, which all four respect.
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
<info><title>Titles</title><id>https://list.example/titles</id><updated>2026-01-01T00:00:00+00:00</updated></info>
<citation><layout><text variable="title"/></layout></citation>
<bibliography><layout><text variable="title" text-case="sentence"/></layout></bibliography>
</style>
EOF
cat >list.json <<'EOF'
[{"id": "a", "type": "book", "language": "en", "title": "Quantizing BERT with GPTQ and FP8 on a GPU"},
 {"id": "b", "type": "book", "language": "en", "title": "GPTQ: Accurate Quantization of LLMs"},
 {"id": "c", "type": "book", "language": "en", "title": "QuaRot: Low-Bit Inference in LLaMA"},
 {"id": "d", "type": "book", "language": "en", "title": "THE END"},
 {"id": "e", "type": "book", "language": "en", "title": "On <span class=\"nocase\">FP8</span> Grids"}]
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
print("citeproc-py", version("citeproc-py"))
print("", *(str(entry) for entry in library.bibliography()), sep="\n  ")
command = [pypandoc.get_pandoc_path(), "--citeproc", "-f", "markdown", "-t", "plain", "--wrap=none"]
source = '---\nnocite: "@*"\nbibliography: list.json\ncsl: style.csl\n---\n'
text = subprocess.run(command, input=source, capture_output=True, text=True, check=True).stdout
print("Pandoc", pypandoc.get_pandoc_version())
print("", *re.split(r"\n+", text.strip()), sep="\n  ")
EOF
cat >probe.cjs <<'EOF'
const CSL = require("citeproc");
const { Driver } = require("@citeproc-rs/wasm");
const { readFileSync, readdirSync } = require("node:fs");
const read = (path) => readFileSync(path, "utf8");
const [path] = readdirSync("venv/lib").map((name) => `venv/lib/${name}/site-packages/citeproc/data/locales/locales-en-US.xml`);
const [locale, style, list] = [read(path), read("style.csl"), JSON.parse(read("list.json"))];
const items = Object.fromEntries(list.map((item) => [item.id, item]));
const show = (name, entries) => console.log([name, ...entries.map((entry) => entry.trim())].join("\n  "));
const engine = new CSL.Engine({ retrieveLocale: () => locale, retrieveItem: (id) => items[id] }, style);
engine.setOutputFormat("text");
engine.updateItems(Object.keys(items));
show(`citeproc-js ${CSL.PROCESSOR_VERSION}`, engine.makeBibliography()[1]);
(async () => {
  const made = new Driver({ style, format: "plain", fetcher: { fetchLocale: async () => locale } });
  const driver = made.unwrap ? made.unwrap() : made;
  await driver.fetchLocales();
  driver.insertReferences(list);
  driver.includeUncited("All");
  const entries = driver.makeBibliography();
  const { version } = JSON.parse(read("node_modules/@citeproc-rs/wasm/package.json"));
  show(`citeproc-rs ${version}`, (entries.unwrap ? entries.unwrap() : entries).map((entry) => entry.value));
})();
EOF
{ venv/bin/python -W ignore probe.py && node probe.cjs; } | sed '/^$/d' | tee seen
cat >expected <<'EOF'
citeproc-py 0.11.1
  Quantizing BERT with GPTQ and FP8 on a GPU
  GPTQ: accurate quantization of llms
  Quarot: low-bit inference in llama
  THE END
  On FP8 grids
Pandoc 3.9
  Quantizing BERT with GPTQ and FP8 on a GPU
  GPTQ: Accurate quantization of LLMs
  QuaRot: Low-bit inference in LLaMA
  THE END
  On FP8 grids
citeproc-js 1.4.61
  Quantizing bert with gptq and fp8 on a gpu
  GPTQ: accurate quantization of llms
  QuaRot: low-bit inference in llama
  THE end
  On FP8 grids
citeproc-rs 0.2.0
  Quantizing BERT with GPTQ and FP8 on a GPU
  GPTQ: Accurate Quantization of LLMs
  QuaRot: Low-Bit Inference in LLaMA
  The end
  On FP8 Grids
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
