#!/usr/bin/env bash
# Question: how do readers of BibTeX take the names Jae-sun Kim, al-Roe and Ann Bo-yu Roe apart?
# Guess, written before the run: all alike; al-Roe is a family name and printed so, and what is after a hyphen belongs
#   to the given name.
# Seen: BibTeX takes the part after the hyphen for a name of its own: sun and yu are prefixes, as in "van", so that Kim
#   is sorted under sun, and al-Roe has the prefix al. The hyphen is printed as a blank: "Jae sun Kim", "al Roe". The
#   parser of Biber, pybtex and bibtexparser keep the word whole. citation-js has the prefix, too, and moves the hyphen
#   to the family: given Ann, prefix yu, family Bo-Roe. Pandoc has Jae-sun, and al- as a prefix.
# Cause: in bibtex.web the hyphen is a separator of tokens (sep_char), as are blank and tie, and a token that begins
#   with a small letter begins the prefix. Only the text of the tokens and what is between given names survives.
# Surprising: biblatex takes either program, and the same file is sorted under Kim by Biber and under sun by BibTeX.
#   Korean and Chinese names in Latin letters often have a small letter after the hyphen, and al- and el- are the usual
#   Arabic articles.
# Instead: write Kim, Jae-sun and {al-Roe}, Ann: with a comma the given names are safe, and braces keep a word whole.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
version=2022.20220321.62855-5.1+deb12u2
apt-get download -qq "texlive-binaries=$version" "libkpathsea6=$version" libtext-bibtex-perl=0.89-1 libbtparse2=0.89-1 2>apt.log
for package in *.deb; do dpkg-deb -x "$package" root; done
export LD_LIBRARY_PATH=$PWD/root/usr/lib/x86_64-linux-gnu:$PWD/root/usr/lib
perl5=$(dirname "$(find root -path '*Text/BibTeX.pm')")
export PERL5LIB=$PWD/${perl5%/Text}
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check pybtex==0.26.1 bibtexparser==2.1.0 pypandoc-binary==1.17 setuptools==80.9.0
npm install --silent --no-audit --no-fund @citation-js/core@0.8.2 @citation-js/plugin-bibtex@0.8.2 >npm.log
names=("Jae-sun Kim" "Kim, Jae-sun" "Ann Bo-yu Roe" "al-Roe, Ann" "{al-Roe}, Ann")
for name in "${names[@]}"; do
  number=$((${number:-0} + 1))
  printf '@misc{n%d, author = {%s}, title = {T}, year = 2001}\n' "$number" "$name" >>list.bib
done
cat >parts.bst <<'EOF'
ENTRY { author } {} {}
FUNCTION {misc} { author #1 "{ff}|{vv}|{ll}" format.name$ " printed as " * author #1 "{ff~}{vv~}{ll}" format.name$ * write$ newline$ }
READ
ITERATE {call.type$}
EOF
printf '%s\n' '\citation{*}' '\bibstyle{parts}' '\bibdata{list}' >list.aux
cat >probe.py <<'EOF'
import json
import subprocess
from importlib.metadata import version

import bibtexparser
import pypandoc
from bibtexparser.middlewares import SeparateCoAuthors, SplitNameParts
from pybtex.database import parse_file

print("pybtex", version("pybtex"))
for entry in parse_file("list.bib").entries.values():
    (one,) = entry.persons["author"]
    print("", " ".join(one.first_names + one.middle_names), "|", *one.prelast_names, "|", *one.last_names)
print("bibtexparser", version("bibtexparser"))
for entry in bibtexparser.parse_file("list.bib", append_middleware=[SeparateCoAuthors(), SplitNameParts()]).entries:
    (one,) = entry["author"]
    print("", *one.first, "|", *one.von, "|", *one.last)
print("Pandoc", pypandoc.get_pandoc_version())
command = [pypandoc.get_pandoc_path(), "list.bib", "-f", "bibtex", "-t", "csljson"]
for entry in json.loads(subprocess.run(command, capture_output=True, check=True).stdout):
    (one,) = entry["author"]
    print("", one["given"], "|", one.get("non-dropping-particle", ""), "|", one["family"])
EOF
cat >probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import { Cite } from "@citation-js/core";
import "@citation-js/plugin-bibtex";
console.log("citation-js", JSON.parse(readFileSync("node_modules/@citation-js/core/package.json")).version);
for (const { author } of new Cite(readFileSync("list.bib", "utf8")).data)
  console.log("", author[0].given, "|", author[0]["non-dropping-particle"] ?? "", "|", author[0].family);
EOF
{
  ./root/usr/bin/bibtex.original --version | head -n 1
  ./root/usr/bin/bibtex.original list >list.log 2>/dev/null && sed 's/^/ /' list.bbl
  # shellcheck disable=SC2016
  perl -MText::BibTeX -e 'print "Text::BibTeX $Text::BibTeX::VERSION, of Biber\n"; for (@ARGV) { my $name = Text::BibTeX::Name->new($_); print " ", join(" | ", map { join(" ", grep { defined } $name->part($_)) } qw(first von last)), "\n" }' "${names[@]}"
  venv/bin/python -W ignore probe.py
  node probe.mjs
} | tee seen
cat >expected <<'EOF'
BibTeX 0.99d (TeX Live 2022/Debian)
 Jae|sun|Kim printed as Jae sun Kim
 Jae-sun||Kim printed as Jae-sun Kim
 Ann~Bo|yu|Roe printed as Ann~Bo yu~Roe
 Ann|al|Roe printed as Ann al~Roe
 Ann||{al-Roe} printed as Ann {al-Roe}
Text::BibTeX 0.89, of Biber
 Jae-sun |  | Kim
 Jae-sun |  | Kim
 Ann Bo-yu |  | Roe
 Ann |  | al-Roe
 Ann |  | {al-Roe}
pybtex 0.26.1
 Jae-sun | | Kim
 Jae-sun | | Kim
 Ann Bo-yu | | Roe
 Ann | | al-Roe
 Ann | | {al-Roe}
bibtexparser 2.1.0
 Jae-sun | | Kim
 Jae-sun | | Kim
 Ann Bo-yu | | Roe
 Ann | | al-Roe
 Ann | | {al-Roe}
Pandoc 3.9
 Jae-sun |  | Kim
 Jae-sun |  | Kim
 Ann Bo-yu |  | Roe
 Ann | al- | Roe
 Ann | al- | Roe
citation-js 0.8.2
 undefined | sun | Jae-Kim
 Jae-sun |  | Kim
 Ann | yu | Bo-Roe
 Ann | al | Roe
 Ann |  | al-Roe
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
