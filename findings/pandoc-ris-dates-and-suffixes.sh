#!/usr/bin/env bash
# Question: does Pandoc read the year and the suffix of a name as the RIS format writes them?
# Guess, written before the run: dates with slashes are read (2020/05// as May 2020), and names as the format has them.
# Seen: PY 2018/07/09/ and PY 2019///Spring give no date at all, only the made-up key has them. The given name becomes
#   "Jr." and the suffix "Ann". citation-js reads 9 July 2018, and Jr. as the suffix.
# Cause: the reader takes PY for a bare year, and hands AU to the parser of BibTeX names, where the suffix is in the
#   middle: last, suffix, first.
# Surprising: the RIS specification has years as YYYY/MM/DD/other information and authors as
#   Lastname, Firstname, Suffix. Older exports of databases hold both.
# Instead: cut PY to four digits and put the suffix second before reading, e.g. with sed; or read with citation-js.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check pypandoc-binary==1.17
npm install --silent --no-audit --no-fund @citation-js/core@0.9.0 @citation-js/plugin-ris@0.8.2 --legacy-peer-deps >npm.log
cat >list.ris <<'EOF'
TY  - BOOK
AU  - Doe, Ann, Jr.
TI  - Eight bits
PY  - 2018/07/09/
ER  - 

TY  - BOOK
AU  - Roe, Bo
TI  - Four bits
PY  - 2019///Spring
ER  - 

TY  - BOOK
AU  - Poe, Cy
TI  - Two bits
PY  - 2020
ER  - 
EOF
cat >js.mjs <<'EOF'
import { readFileSync } from "node:fs";
import { Cite } from "@citation-js/core";
import "@citation-js/plugin-ris";
for (const item of new Cite(readFileSync("list.ris", "utf8")).data)
  console.log("citation-js:", JSON.stringify(item.author[0]), JSON.stringify(item.issued));
EOF
cat >probe.py <<'EOF'
import json
import subprocess

import pypandoc

print("pandoc", pypandoc.get_pandoc_version())
for item in json.loads(pypandoc.convert_file("list.ris", "csljson", format="ris")):
    print("pandoc:", json.dumps(item["author"][0]), json.dumps(item.get("issued")), item["id"])
print(subprocess.run(["node", "js.mjs"], capture_output=True, text=True, check=True).stdout, end="")
EOF
venv/bin/python probe.py | tee seen
cat >expected <<'EOF'
pandoc 3.9
pandoc: {"family": "Doe", "given": "Jr.", "suffix": "Ann"} {"date-parts": []} Doe_2018/07/09/
pandoc: {"family": "Roe", "given": "Bo"} {"date-parts": []} Roe_2019///Spring
pandoc: {"family": "Poe", "given": "Cy"} {"date-parts": [[2020]]} Poe_2020
citation-js: {"family":"Doe","given":"Ann","suffix":"Jr."} {"date-parts":[[2018,7,9]]}
citation-js: {"family":"Roe","given":"Bo"} {"date-parts":[[2019]]}
citation-js: {"family":"Poe","given":"Cy"} {"date-parts":[[2020]]}
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
