#!/usr/bin/env bash
# Question: does ORCID's BibTeX parser for JavaScript read the forms of values that BibTeX's own documentation shows?
# Guess, written before the run: yes; an abbreviation, a concatenation, a quotation mark in braces, parentheses.
# Seen: of these only a concatenation, if it has no abbreviation but a month. A file with @string is refused with
#   "this.string is not a function". In title = "On {"}Lossless{"} Codes" the value ends at the first inner quotation
#   mark: the title is `On {`, the fields after it are gone, and no error is raised. An entry in parentheses and a space
#   before the comma after the key are refused. pybtex reads all of them as BibTeX does.
# Cause: the branch for @string calls a method that does not exist; a value in quotation marks ends at the next one that
#   has no backslash before it, which is TeX's way to write accents and not BibTeX's to quote; and what follows an entry
#   up to the next @ is skipped.
# Surprising: the module is named for the parsing of BibTeX, and its README mentions no limits. The examples of btxdoc
#   (section 2.1, items 2 and 3) have @STRING, concatenation and parentheses.
# Instead: resolve abbreviations and write values in braces before such a file is given to it, as
#   `bibtex-tidy --curly` or an export without @string does.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
npm install --silent --no-audit --no-fund @orcid/bibtex-parse-js@0.0.25
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check pybtex==0.26.1 setuptools==80.9.0
cat >list.txt <<'END'
@string{lev = "Levels"} @misc{a, title = lev # " of Codes", year = 2024}
@misc{a, title = "On {"}Lossless{"} Codes", year = 2024}
@misc(a, title = {Levels}, year = 2024)
@misc{a , title = {Levels}, year = 2024}
@misc{a, title = {Levels}, year = 2024, month = dec # "~10"}
END
cat >probe.mjs <<'END'
import { readFileSync } from "node:fs";
import orcid from "@orcid/bibtex-parse-js";
console.log("@orcid/bibtex-parse-js", JSON.parse(readFileSync("node_modules/@orcid/bibtex-parse-js/package.json")).version);
for (const entry of readFileSync("list.txt", "utf8").trim().split("\n")) {
  try {
    console.log(...Object.entries(orcid.toJSON(entry)[0].entryTags).flat());
  } catch (error) {
    console.log(String(error.message ?? error));
  }
}
END
cat >probe.py <<'END'
from importlib.metadata import version
from pathlib import Path

from pybtex.database import parse_string

print("pybtex", version("pybtex"))
for entry in Path("list.txt").read_text().splitlines():
    print(*(part for field in parse_string(entry, "bibtex").entries["a"].fields.items() for part in field))
END
{
  node probe.mjs
  venv/bin/python probe.py
} | tee seen
cat >expected <<'END'
@orcid/bibtex-parse-js 0.0.25
this.string is not a function
title On {
Token mismatch: match
Value expected, equals sign missing: key_equals_value
title Levels year 2024 month dec~10
pybtex 0.26.1
title Levels of Codes year 2024
title On {"}Lossless{"} Codes year 2024
title Levels year 2024
title Levels year 2024
title Levels year 2024 month December~10
END
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
