#!/usr/bin/env bash
# Question: is a master's thesis still one after Pandoc has read and written a bibliography?
# Guess, written before the run: a round trip keeps what the log names, dates and names; a changed type was not
#   thought of.
# Seen: @mastersthesis in, @phdthesis out, in BibTeX and in biblatex, without a warning. A diploma or bachelor's thesis
#   from CSL JSON becomes @phdthesis as well.
# Cause: on reading, the kind becomes the words "Master's thesis" in CSL's genre; on writing, only the genre
#   "mathesis" gives @mastersthesis and every other thesis @phdthesis.
# Surprising: Pandoc's manual names BibTeX, biblatex and CSL JSON as formats to convert bibliographies between, and BibTeX
#   knows just these two kinds of theses. A reference list then claims a doctorate that nobody has.
# Instead: set "genre": "mathesis" in the CSL JSON before the conversion, or correct the written file.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check pypandoc-binary==1.17
cat >probe.py <<'EOF'
import json

import pypandoc

print("pandoc", pypandoc.get_pandoc_version())
entry = "@mastersthesis{roe, author = {Roe, Bo}, title = {Eight bits}, school = {Some University}, year = 2001}"
for target in ("bibtex", "biblatex"):
    print("@mastersthesis to", target, pypandoc.convert_text(entry, target, format="bibtex").split("{")[0])
for genre in ("Master's thesis", "Diploma thesis", "PhD thesis", "mathesis"):
    item = [{"id": "roe", "type": "thesis", "title": "Eight bits", "genre": genre}]
    print("CSL genre", genre, "to bibtex", pypandoc.convert_text(json.dumps(item), "bibtex", format="csljson").split("{")[0])
EOF
venv/bin/python probe.py | tee seen
cat >expected <<'EOF'
pandoc 3.9
@mastersthesis to bibtex @phdthesis
@mastersthesis to biblatex @phdthesis
CSL genre Master's thesis to bibtex @phdthesis
CSL genre Diploma thesis to bibtex @phdthesis
CSL genre PhD thesis to bibtex @phdthesis
CSL genre mathesis to bibtex @mastersthesis
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
