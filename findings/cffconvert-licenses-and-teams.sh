#!/usr/bin/env bash
# Question: what becomes of two licenses, a team of authors and a suffix when cffconvert converts a CITATION.cff?
# Guess, written before the run: BibTeX has @misc with the names given name first, or with von and Jr. where BibTeX has
#   them; the license was not thought of.
# Seen: in schema.org and CodeMeta the license is the address https://spdx.org/licenses/['Apache-2.0', 'MIT']. A
#   dataset is a SoftwareSourceCode. In BibTeX the team has no braces, so that it is a person of the family Team, first
#   name The Levels; Jr. is a part of the family name. The version is lost.
# Cause: the list is put into a text as it is in Python (schemaorg and codemeta of cffconvert), and names are joined as
#   particle, family and suffix with a comma after them.
# Surprising: the schema of the Citation File Format 1.2.0 lets license be a list of SPDX identifiers, and cffconvert
#   --validate accepts the file. BibTeX's documentation (section on names) puts the suffix between commas, and a name
#   in braces where it must not be taken apart.
# Instead: put braces around teams and move suffixes in the BibTeX; for JSON replace the list by addresses, one for
#   each license.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check cffconvert==2.0.0 pybtex==0.26.1 setuptools==80.9.0
cat >CITATION.cff <<'EOF'
cff-version: 1.2.0
message: Please cite it.
type: dataset
title: Levels of Small Floats
version: 2.1.0
date-released: 2024-05-07
license: [Apache-2.0, MIT]
authors:
  - {family-names: Roe, given-names: Ann, name-particle: van der, name-suffix: Jr.}
  - {name: The Levels Team}
EOF
cat >probe.py <<'EOF'
import json
import subprocess
from importlib.metadata import version

from pybtex.database import parse_string


def converted(*arguments):
    return subprocess.run(["venv/bin/cffconvert", *arguments], capture_output=True, text=True, check=True).stdout


print("cffconvert", version("cffconvert"), "pybtex", version("pybtex"))
print(converted("--validate").strip())
for name in ("schema.org", "codemeta"):
    data = json.loads(converted("-f", name))
    print(f"{name}:", data["@type"], data["license"])
source = converted("-f", "bibtex")
print(source.strip())
(entry,) = parse_string(source, "bibtex").entries.values()
for person in entry.persons["author"]:
    print("pybtex:", person.first_names + person.middle_names, person.prelast_names, person.last_names, person.lineage_names)
EOF
venv/bin/python -W ignore probe.py | tee seen
cat >expected <<'EOF'
cffconvert 2.0.0 pybtex 0.26.1
Citation metadata are valid according to schema version 1.2.0.
schema.org: SoftwareSourceCode https://spdx.org/licenses/['Apache-2.0', 'MIT']
codemeta: SoftwareSourceCode https://spdx.org/licenses/['Apache-2.0', 'MIT']
@misc{YourReferenceHere,
author = {van der Roe Jr., Ann and The Levels Team},
month = {5},
title = {Levels of Small Floats},
year = {2024}
}
pybtex: ['Ann'] ['van', 'der'] ['Roe', 'Jr.'] []
pybtex: ['The', 'Levels'] [] ['Team'] []
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
