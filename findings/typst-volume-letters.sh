#!/usr/bin/env bash
# Question: which volume does Typst print for one that is a letter, such as C of five volumes A to E, or a Roman number?
# Guess, implied before the run and written after it: the one in the file; another program on the same parser had made 4
#   of IV then.
# Seen: C is volume 100 and D is volume 500, of a book as of a journal, MIX is 1009 and IV is 4; A, B, E and E98-D stay.
#   The edition C is the 100th. The number of an issue stays as it is. There is no warning.
# Cause: the parser of .bib files takes the text of an integer field for a Roman number if it is not an Arabic one (impl
#   Type for i64 in types.rs of biblatex), and Hayagriva keeps that number alone (impl From<&PermissiveType<i64>> in
#   interop.rs).
# Surprising: the biblatex manual (section 2.2.2, field volume) has an integer that need not be in Arabic numerals and is
#   converted "internally for sorting purposes", and warns that C may be a letter. Pandoc prints C.
# Instead: hand Typst such entries in Hayagriva's own YAML, where volume: C stays C, as the last line shows.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check typst==0.15.2 pypandoc-binary==1.17
cat >probe.py <<'EOF'
import re
from importlib.metadata import version

import pypandoc
import typst

print("typst", version("typst"), "pandoc", pypandoc.get_pandoc_version())


def references(entries, name="list.bib"):
    with open(name, "w", encoding="utf-8") as file:
        file.write(entries)
    with open("list.typ", "w", encoding="utf-8") as file:
        file.write(f'#bibliography("{name}", full: true, style: "ieee", title: none)\n')
    page = typst.compile("list.typ", format="html").decode()
    lines = (re.sub("<[^>]*>", "", line).strip() for line in re.split("</li>|</p>", page[page.index("<body") :]))
    return " ".join(line.replace("\u00a0", " ") for line in lines if line)


ARTICLE = "@article{{a, author = {{Doe, Ann}}, title = {{Few Bits}}, journal = {{J}}, volume = {{{0}}}, number = {{{0}}}, date = {{2001}}}}"
BOOK = "@book{{a, author = {{Doe, Ann}}, title = {{Bits}}, edition = {{{0}}}, volume = {{{0}}}, date = {{2001}}}}"
for volume in ("A", "B", "C", "D", "E", "IV", "MIX", "E98-D"):
    print(f"{volume} | {references(ARTICLE.format(volume))}")
print(f"C | {references(BOOK.format('C'))}")
print("Pandoc |", pypandoc.convert_text(ARTICLE.format("C"), "plain", "biblatex", ["--citeproc", "--wrap=none"]).strip())
print("YAML |", references('a: {type: article, title: Few Bits, author: "Doe, Ann", date: 2001, parent: {type: periodical, title: J, volume: C}}', "list.yml"))
EOF
venv/bin/python probe.py | tee seen
cat >expected <<'EOF'
typst 0.15.2 pandoc 3.9
A | [1] A. Doe, “Few Bits,” J, vol. A, no. A, 2001.
B | [1] A. Doe, “Few Bits,” J, vol. B, no. B, 2001.
C | [1] A. Doe, “Few Bits,” J, vol. 100, no. C, 2001.
D | [1] A. Doe, “Few Bits,” J, vol. 500, no. D, 2001.
E | [1] A. Doe, “Few Bits,” J, vol. E, no. E, 2001.
IV | [1] A. Doe, “Few Bits,” J, vol. 4, no. IV, 2001.
MIX | [1] A. Doe, “Few Bits,” J, vol. 1009, no. MIX, 2001.
E98-D | [1] A. Doe, “Few Bits,” J, vol. E98-D, no. E98-D, 2001.
C | [1] A. Doe, Bits, 100th ed., vol. 100. 2001.
Pandoc | Doe, Ann. 2001. “Few Bits.” J C (C).
YAML | [1] A. Doe, “Few Bits,” J, vol. C, 2001.
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
