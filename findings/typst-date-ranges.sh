#!/usr/bin/env bash
# Question: which year does Typst print for a range, a decade, a season, and an open end?
# Guess, written before the run: the season prints its year, and of a range both ends or the first are printed.
# Seen: the range 1999-01/2001-12 is "2001", only its end; the decade 199X is "1999"; the season 2020-22 has no date,
#   "n.d."; the open range 2020/.. is "2020" as if it had ended.
# Cause: Hayagriva keeps one date. Of a range it takes the second (impl From<tex::Date> for Date in interop.rs).
# Surprising: the biblatex manual (section 2.3.8) takes these forms from ISO 8601-2 (EDTF) and prints both ends of a
#   range; a reader who looks for a work of 1999 to 2001 expects to find it under 1999.
# Instead: give the first year alone in date and the range in a note.
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


dates = {"Range": "1999-01/2001-12", "Decade": "199X", "Season": "2020-22", "Open": "2020/..", "Plain": "2020-05-07"}
for title, date in dates.items():
    print(date, "|", *references(f"@book{{a, author = {{Roe, Bo}}, title = {{{title}}}, date = {{{date}}}}}", "apa"))
EOF
venv/bin/python probe.py | tee seen
cat >expected <<'EOF'
typst 0.15.2
1999-01/2001-12 | Roe, B. (2001). Range.
199X | Roe, B. (1999). Decade.
2020-22 | Roe, B. (n.d.). Season.
2020/.. | Roe, B. (2020). Open.
2020-05-07 | Roe, B. (2020). Plain.
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
