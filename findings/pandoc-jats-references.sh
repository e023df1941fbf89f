#!/usr/bin/env bash
# Question: what does Pandoc read of the references of an article in JATS, the XML of PubMed Central and of publishers?
# Guess, written before the run, of a file by Pandoc itself: names with their suffix, teams, the date and the pages. The
#   other forms of a month, the chapter and the names without a group were tried after it.
# Seen: with the month as 5 or May the year is gone, too; only two digits, 05, are read. The day is gone in any case, as
#   are the suffix Jr., a team (collab), an article number (elocation-id) and the title of a chapter: the book is cited
#   instead. Authors that have no person-group around them are gone. Pandoc's own references lose the same; the article
#   number e101 is written as the first page of a range, and comes back as the pages "e101-". There is no warning.
# Cause: as the output shows, year and month are put together to a date such as 2020-5, and a date that is not ISO 8601
#   is dropped as a whole. Elements that the reader does not look for are passed over.
# Surprising: the JATS tag library has the textual name of a month, its abbreviation or its number in <month>, and
#   <year>2003</year><month>May</month> in its example of a reference. It has collab for a team, elocation-id for
#   articles without pages, and chapter-title for the chapter.
# Instead: take the references by their DOI, or write months with two digits and compare the output with the article.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check pypandoc-binary==1.17
cat >probe.py <<'EOF'
import json
import subprocess

import pypandoc

PANDOC = pypandoc.get_pandoc_path()
ANN = "<name><surname>Roe</surname><given-names>Ann</given-names></name>"
JUNIOR = "<name><surname>Doe</surname><given-names>Bo</given-names><suffix>Jr.</suffix></name>"
AUTHORS = f'<person-group person-group-type="author">{ANN}</person-group>'
PAPER = "<article-title>Bits</article-title><source>Codes</source>"
REFERENCES = {
    "month 05": f"{AUTHORS}{PAPER}<year>2020</year><month>05</month><day>04</day>",
    "month 5": f"{AUTHORS}{PAPER}<year>2020</year><month>5</month>",
    "month May": f"{AUTHORS}{PAPER}<year>2020</year><month>May</month>",
    "team": f'<person-group person-group-type="author">{JUNIOR}<collab>Team of Bits</collab></person-group>{PAPER}',
    "article number": f"{AUTHORS}{PAPER}<elocation-id>e101</elocation-id>",
    "chapter": f"{AUTHORS}<chapter-title>Scales</chapter-title><source>Handbook</source>",
    "no group": f"{ANN}{PAPER}",
}
OWN = [
    {
        "id": "own",
        "type": "article-journal",
        "title": "Bits",
        "page": "e101",
        "author": [{"family": "Doe", "given": "Bo", "suffix": "Jr."}, {"literal": "Team of Bits"}],
        "issued": {"date-parts": [[2020, 5, 4]]},
    }
]


def pandoc(text, *options):
    return subprocess.run([PANDOC, *options], input=text, capture_output=True, text=True, check=True).stdout


def show(name, item):
    names = [" ".join(part.values()) for part in item.get("author", [])]
    rest = {key: item.get(key) for key in ("title", "page", "type") if key in item}
    print(f"{name}: authors {names}, date {item.get('issued', {}).get('date-parts')},", json.dumps(rest))


def references(article):
    return json.loads(pandoc(article, "-f", "jats", "-t", "csljson"))


def read(reference):
    title = "<title-group><article-title>Sums</article-title></title-group>"
    back = f"<back><ref-list><ref id='r'>{reference}</ref></ref-list></back>"
    return references(f"<article><front><article-meta>{title}</article-meta></front>{back}</article>")[0]


print("Pandoc", pypandoc.get_pandoc_version())
for name, content in REFERENCES.items():
    kind = "book" if name == "chapter" else "journal"
    show(name, read(f"<element-citation publication-type='{kind}'>{content}</element-citation>"))
with open("own.json", "w", encoding="utf-8") as file:
    json.dump(OWN, file)
source = '---\nbibliography: own.json\nnocite: "@own"\n---\n'
own = pandoc(source, "-f", "markdown", "-t", "jats+element_citations", "--standalone", "--citeproc")
show("written by Pandoc", references(own)[0])
EOF
venv/bin/python probe.py | tee seen
cat >expected <<'EOF'
Pandoc 3.9
month 05: authors ['Roe Ann'], date [[2020, 5]], {"title": "Bits", "type": "article-journal"}
month 5: authors ['Roe Ann'], date [], {"title": "Bits", "type": "article-journal"}
month May: authors ['Roe Ann'], date [], {"title": "Bits", "type": "article-journal"}
team: authors ['Doe Bo'], date None, {"title": "Bits", "type": "article-journal"}
article number: authors ['Roe Ann'], date None, {"title": "Bits", "type": "article-journal"}
chapter: authors ['Roe Ann'], date None, {"title": "Handbook", "type": "book"}
no group: authors [], date None, {"title": "Bits", "type": "article-journal"}
written by Pandoc: authors ['Doe Bo'], date [[2020, 5]], {"title": "Bits", "page": "e101-", "type": "article-journal"}
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
