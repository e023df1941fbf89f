#!/usr/bin/env bash
# Question: which fields does bibliography-io read for each entry of a .bib file?
# Guess: none was written; that entries are kept apart was not doubted.
# Seen: those of the last entry, for every entry. Of two articles the first keeps its key and becomes the second in all
#   else: author, title and year; the pages, which only the first has, stay beside them. Written as RIS it is two records
#   of the same paper. No error is raised.
# Cause: whether an entry ends with a brace or a parenthesis is decided by the last character before its fields, which
#   is the comma after the key and never a brace; so the closing brace is not recognized, and the fields are read up to
#   the end of the file (_bib_records in core.py). A later value replaces an earlier one.
# Surprising: the README has BibTeX first among the formats that are read and written, and this file is as plain as one
#   can be.
# Instead: read the file with pybtex, whose output is below, or split it into one file for each entry.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check bibliography-io==0.1.0 pybtex==0.26.1
cat >list.bib <<'EOF'
@article{doe2019,
  author = {Doe, Ann},
  title = {Four Bits},
  journal = {Journal of Bits},
  year = {2019},
  pages = {1--9}
}

@article{roe2020,
  author = {Roe, Bo},
  title = {Eight Bits},
  journal = {Journal of Bits},
  year = {2020}
}
EOF
cat >probe.py <<'EOF'
from importlib.metadata import version

from bibliography_io import dumps, load_records
from pybtex.database import parse_file

print("bibliography-io", version("bibliography-io"), "pybtex", version("pybtex"))
for key, entry in parse_file("list.bib").entries.items():
    print("pybtex:", key, "|", *entry.persons["author"], "|", " | ".join(entry.fields.values()))
records = load_records("list.bib")
for key, record in records.items():
    print("bibliography-io:", key, "|", " | ".join(value for part, value in record.items() if part not in {"ID", "ENTRYTYPE"}))
print(dumps(records, format="ris"))
EOF
venv/bin/python probe.py | tee seen
cat >expected <<'EOF'
bibliography-io 0.1.0 pybtex 0.26.1
pybtex: doe2019 | Doe, Ann | Four Bits | Journal of Bits | 2019 | 1--9
pybtex: roe2020 | Roe, Bo | Eight Bits | Journal of Bits | 2020
bibliography-io: doe2019 | Roe, Bo | Eight Bits | Journal of Bits | 2020 | 1--9
bibliography-io: roe2020 | Roe, Bo | Eight Bits | Journal of Bits | 2020
TY  - JOUR
A1  - Roe, Bo
T1  - Eight Bits
T2  - Journal of Bits
DA  - 2020
PA  - 1--9
ID  - doe2019
ER  - 

TY  - JOUR
A1  - Roe, Bo
T1  - Eight Bits
T2  - Journal of Bits
DA  - 2020
ID  - roe2020
ER  -
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
