#!/usr/bin/env bash
# Question: what remains of given names that are already initials, J.R.R. without blanks?
# Guess, written before the run: Typst prints the same initials as citeproc-js and Pandoc do, here J. R. R.
# Seen: Typst prints "J." alone in IEEE, APA and Nature. "J. R. R." with blanks keeps all three.
#   Two people, A.B. Roe and A.C. Roe, become one "A. Roe".
# Cause: Hayagriva takes the first letter of what stands between blanks or hyphens (Person::initials in persons.rs).
# Surprising: the CSL 1.0.2 specification (initialize-with) lets initials be formatted, not dropped, and many publishers
#   export names without blanks.
# Instead: put blanks between the initials in the .bib file.
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


for name in ("Roe, J.R.R.", "Roe, J. R. R.", "Roe, Jean-Luc"):
    for style in ("ieee", "apa", "nature"):
        print(f"{name} | {style} |", *references(f"@book{{a, author = {{{name}}}, title = {{Bits}}, date = {{2001}}}}", style))
two = "@book{a, author = {Roe, A.B. and Roe, A.C.}, title = {Bits}, date = {2001}}"
print("two |", *references(two, "ieee"))
EOF
venv/bin/python probe.py | tee seen
cat >expected <<'EOF'
typst 0.15.2
Roe, J.R.R. | ieee | [1] J. Roe, Bits. 2001.
Roe, J.R.R. | apa | Roe, J. (2001). Bits.
Roe, J.R.R. | nature | 1. Roe, J. Bits. (2001).
Roe, J. R. R. | ieee | [1] J. R. R. Roe, Bits. 2001.
Roe, J. R. R. | apa | Roe, J. R. R. (2001). Bits.
Roe, J. R. R. | nature | 1. Roe, J. R. R. Bits. (2001).
Roe, Jean-Luc | ieee | [1] J.-L. Roe, Bits. 2001.
Roe, Jean-Luc | apa | Roe, J.-L. (2001). Bits.
Roe, Jean-Luc | nature | 1. Roe, J.-L. Bits. (2001).
two | [1] A. Roe and A. Roe, Bits. 2001.
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
