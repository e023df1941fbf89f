#!/usr/bin/env bash
# Question: does citeproc-py print the ordinals of English?
# Guess, written before the run: 21st, 111th, 112th, 113th, like every other CSL program.
# Seen: 111st, 112nd, 113rd, 211st and 1013rd. 11th to 13th are right.
# Cause: to_ordinal looks for a term with the whole number, ordinal-111, and then with the last digit, ordinal-01; it never
#   asks for the last two digits (citeproc/model.py).
# Surprising: the CSL 1.0.2 specification (Ordinal Suffixes) matches ordinal-10 to ordinal-99 with the last two digits
#   unless the term says otherwise, and the English locale has ordinal-11 to ordinal-13 for this.
# Instead: give such editions as text, "111th ed.", or use another processor.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check citeproc-py==0.11.1
cat >style.csl <<'EOF'
<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0" default-locale="en-US">
  <info><title>Editions</title><id>editions</id><updated>2026-01-01T00:00:00+00:00</updated></info>
  <citation><layout><text variable="title"/></layout></citation>
  <bibliography><layout><number variable="edition" form="ordinal"/></layout></bibliography>
</style>
EOF
cat >probe.py <<'EOF'
import warnings
from importlib.metadata import version

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

warnings.simplefilter("ignore")
print("citeproc-py", version("citeproc-py"))
editions = (1, 2, 3, 11, 12, 13, 21, 22, 111, 112, 113, 211, 1013)
items = [{"id": f"e{e}", "type": "book", "title": "Bits", "edition": str(e)} for e in editions]
style = CitationStylesStyle("style.csl", validate=False)
bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
for item in items:
    bibliography.register(Citation([CitationItem(item["id"])]))
print(*(str(line) for line in bibliography.bibliography()))
EOF
venv/bin/python probe.py | tee seen
cat >expected <<'EOF'
citeproc-py 0.11.1
1st 2nd 3rd 11th 12th 13th 21st 22nd 111st 112nd 113rd 211st 1013rd
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
