#!/usr/bin/env bash
# Question: how does Typst print the pages 1--2, 5--6 of a paper in two parts?
# Guess, written before the run: as they are, 1–2, 5–6.
# Seen: "pp. 1–25–6". The comma is gone and the numbers run together.
# Cause: Hayagriva has a part for the comma in its list of pages, but makes the list from BibTeX without one
#   (the use of PageRangesPart in interop.rs), and prints the parts one after the other. With letters in it, such as
#   S1--S2, 5, it keeps the text and all is well.
# Surprising: BibTeX's documentation (btxdoc, field pages) names "one or more page numbers or range of numbers, such as
#   42--111 or 7,41,73--97".
# Instead: write the list in Hayagriva's YAML form, page-range: 1-2, 5-6, which is printed well.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check typst==0.15.2
cat >probe.py <<'EOF'
import re
from importlib.metadata import version

import typst

print("typst", version("typst"))


def references(entries, style, language="en"):
    with open("list.bib", "w", encoding="utf-8") as file:
        file.write(entries)
    with open("list.typ", "w", encoding="utf-8") as file:
        file.write(f"#set text(lang: \"{language}\")\n#bibliography(\"list.bib\", full: true, style: \"{style}\", title: none)\n")
    page = typst.compile("list.typ", format="html").decode()
    lines = (re.sub("<[^>]*>", "", line).strip() for line in re.split("</li>|</p>", page[page.index("<body") :]))
    return [line.replace("&amp;", "&").replace("\u00a0", " ") for line in lines if line]


for pages in ("1--2, 5--6", "7,41,73--97", "S1--S2, 5", "12+"):
    entry = f"@article{{a, author = {{Roe, Bo}}, title = {{Bits}}, journal = {{Journal}}, date = {{2001}}, pages = {{{pages}}}}}"
    print(pages, "|", *references(entry, "ieee"))
with open("list.yml", "w", encoding="utf-8") as file:
    file.write("a:\n  type: article\n  title: Bits\n  author: Roe, Bo\n  date: 2001\n  page-range: 1-2, 5-6\n")
    file.write("  parent: { type: periodical, title: Journal }\n")
with open("list.typ", "w", encoding="utf-8") as file:
    file.write('#bibliography("list.yml", full: true, style: "ieee", title: none)\n')
page = typst.compile("list.typ", format="html").decode()
print("YAML |", re.search(r"pp\. [^<]*, 2001", page).group(0))
EOF
venv/bin/python probe.py | tee seen
cat >expected <<'EOF'
typst 0.15.2
1--2, 5--6 | [1] B. Roe, “Bits,” Journal, pp. 1–25–6, 2001.
7,41,73--97 | [1] B. Roe, “Bits,” Journal, pp. 74173–97, 2001.
S1--S2, 5 | [1] B. Roe, “Bits,” Journal, pp. S1–S2, 5, 2001.
12+ | [1] B. Roe, “Bits,” Journal, p. 12+, 2001.
YAML | pp. 1–2, 5–6, 2001
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
