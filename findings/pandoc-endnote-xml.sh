#!/usr/bin/env bash
# Question: what does Pandoc print of an article that EndNote has exported as XML?
# Guess: none was written; Pandoc was run to compare it with another program.
# Seen: "Journal of Bits 12: 3", as if the article were on page 3. That is the issue; the pages 123-129, the DOI and the
#   address are not printed. BibTeX made from it has no pages either, and in CSL JSON they are "pages", the issue is
#   "number". The same article from RIS has issue, pages and DOI.
# Cause: the reader names pages and issue as the elements of the XML are named, "pages" and "number", and looks for no
#   DOI, URL, keywords and day (recordToReference in Readers/EndNote.hs). A style prints the variable number where an
#   article has one and no issue.
# Surprising: the CSL 1.0.2 specification (Appendix IV) names these variables page and issue, and has none called pages.
#   endnotexml is among Pandoc's formats for input, and there is no warning.
# Instead: export RIS from EndNote, or rename both variables in the CSL JSON.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check pypandoc-binary==1.17
cat >list.ris <<'EOF'
TY  - JOUR
AU  - Doe, Ann
AU  - Roe, Bo
TI  - Few bits
T2  - Journal of Bits
VL  - 12
IS  - 3
SP  - 123
EP  - 129
PY  - 2020
DO  - 10.1000/182
ER  - 
EOF
cat >list.xml <<'EOF'
<?xml version="1.0" encoding="UTF-8"?>
<xml><records><record>
<rec-number>1</rec-number><ref-type name="Journal Article">17</ref-type>
<contributors><authors><author>Doe, Ann</author><author>Roe, Bo</author></authors></contributors>
<titles><title>Few bits</title><secondary-title>Journal of Bits</secondary-title></titles>
<periodical><full-title>Journal of Bits</full-title></periodical>
<pages>123-129</pages><volume>12</volume><number>3</number>
<dates><year>2020</year><pub-dates><date>May 6</date></pub-dates></dates>
<urls><related-urls><url>https://example.org/</url></related-urls></urls>
<electronic-resource-num>10.1000/182</electronic-resource-num>
</record></records></xml>
EOF
cat >probe.py <<'EOF'
import json

import pypandoc

print("pandoc", pypandoc.get_pandoc_version())
for kind, name in (("endnotexml", "list.xml"), ("ris", "list.ris")):
    print(kind, "|", pypandoc.convert_file(name, "plain", kind, ["--wrap=none", "--citeproc"]).strip())
    (item,) = json.loads(pypandoc.convert_file(name, "csljson", kind))
    print("  ", {key: value for key, value in item.items() if key not in {"author", "id", "issued", "title"}})
    print("  ", " ".join(pypandoc.convert_file(name, "bibtex", kind).split()))
EOF
venv/bin/python probe.py | tee seen
cat >expected <<'EOF'
pandoc 3.9
endnotexml | Doe, Ann, and Bo Roe. 2020. “Few Bits.” Journal of Bits 12: 3.
   {'container-title': 'Journal of Bits', 'number': '3', 'pages': '123-129', 'type': 'article-journal', 'volume': '12'}
   @article{1, author = {Doe, Ann and Roe, Bo}, title = {Few Bits}, journal = {Journal of Bits}, volume = {12}, number = {3}, year = {2020} }
ris | Doe, Ann, and Bo Roe. 2020. “Few Bits.” Journal of Bits 12 (3): 123–29. https://doi.org/10.1000/182.
   {'DOI': '10.1000/182', 'container-title': 'Journal of Bits', 'issue': '3', 'page': '123-129', 'type': 'article-journal', 'volume': '12'}
   @article{Doe_Roe_2020, author = {Doe, Ann and Roe, Bo}, title = {Few Bits}, journal = {Journal of Bits}, volume = {12}, number = {3}, pages = {123-129}, year = {2020} }
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
