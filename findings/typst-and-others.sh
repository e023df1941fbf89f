#!/usr/bin/env bash
# Question: what does Typst print for "and others" at the end of an author list?
# Guess, written before the run: et al., or what the language has for it.
# Seen: a third author called "others". English: "Doe, A., Roe, B., & others". German: "Doe, Ann, Bo Roe, und others".
#   In MLA, which shortens by itself, it is "u. a.": only there the name is not shown.
# Cause: the parser of .bib files returns others as a person, and nothing behind it asks for the word.
#   Pandoc, citation-js, pybtex and bibtexparser hand on a person of that name as well.
# Surprising: BibTeX's documentation (btxdoc, section on names) gives "and others" as the way to say et al., and the
#   biblatex manual (section 2.3.3) does so too.
# Instead: write all names; a style shortens them itself and in its own language.
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


entry = "@book{a, author = {Doe, Ann and Roe, Bo and others}, title = {Bits}, date = {2001}}"
for style, language in (("apa", "en"), ("ieee", "de"), ("chicago-author-date", "de"), ("mla", "de")):
    print(style, language, "|", *references(entry, style, language))
EOF
venv/bin/python probe.py | tee seen
cat >expected <<'EOF'
typst 0.15.2
apa en | Doe, A., Roe, B., & others. (2001). Bits.
ieee de | [1] A. Doe, B. Roe, und others, Bits. 2001.
chicago-author-date de | Doe, Ann, Bo Roe, und others. 2001. Bits.
mla de | Doe, Ann, u. a. Bits. 2001.
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
