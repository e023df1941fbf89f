#!/usr/bin/env bash
# Question: which year does citation-js read from EndNote's tagged format (.enw), as bibutils writes it?
# Guess, written before the run: that of the file, with month and day.
# Seen: the article of 6 May 2020 is of the year 6, and one of 24 December 2019 of the year 24. Where the day is missing,
#   the month is all that is left, as text: a thesis of January 2018 is of "January". A conference paper is a book of
#   "July", whose event was in 2023. Only the book without a month is of its year.
# Cause: the plugin takes the tag %8, if there is one, for the whole date and drops %D (DATE_YEAR in mapping.js); "May 06"
#   is read as a month with a year. The type Conference Proceedings is a book, and its %D is the date of the event alone.
# Surprising: EndNote's documentation of its import format has %D for the year and %8 for the date. bibutils writes both,
#   here from a .bib file, and the ACL Anthology offers files of this format for its papers.
# Instead: take RIS, in which the same two programs keep year, month and day, as the lower half shows; or delete the
#   lines with %8, and write Conference Paper for Conference Proceedings.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
apt-get download -qq bibutils=7.2-2 libbibutils8=7.2-2 2>apt.log
for package in *.deb; do dpkg-deb -x "$package" root; done
export LD_LIBRARY_PATH=$PWD/root/usr/lib/x86_64-linux-gnu
npm install --silent --no-audit --no-fund --legacy-peer-deps @citation-js/core@0.9.0 @citation-js/plugin-enw@0.3.0 @citation-js/plugin-ris@0.8.2 >npm.log
cat >list.bib <<'EOF'
@article{roe2020, author = {Roe, Bo}, title = {Few Bits}, journal = {Journal of Bits}, year = {2020}, month = {5}, day = {6}}
@article{poe2019, author = {Poe, Cy}, title = {Late}, journal = {Journal of Bits}, year = {2019}, month = dec # "~24"}
@phdthesis{coe2018, author = {Coe, Di}, title = {Scales}, school = {U}, year = {2018}, month = jan}
@inproceedings{doe2023, author = {Doe, Ann}, title = {Codes}, booktitle = {Proceedings of Bits}, editor = {Moe, Ed}, year = {2023}, month = jul}
@book{noe2017, author = {Noe, Flo}, title = {Tables}, publisher = {P}, year = {2017}}
EOF
for to in end ris; do root/usr/bin/bib2xml list.bib 2>>log | "root/usr/bin/xml2$to" 2>>log | sed '1s/^\xef\xbb\xbf//' >"list.$to"; done
cat >probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Cite } from "@citation-js/core";
import "@citation-js/plugin-enw";
import "@citation-js/plugin-ris";

const require = createRequire(import.meta.url);
for (const name of ["core", "plugin-enw", "plugin-ris"]) {
  console.log(name, require(`@citation-js/${name}/package.json`).version);
}
for (const name of ["list.end", "list.ris"]) {
  for (const { title, type, issued, "event-date": event } of new Cite(readFileSync(name, "utf8")).data) {
    console.log(name, title, type, JSON.stringify(issued), event ? `event ${JSON.stringify(event)}` : "");
  }
}
EOF
grep -E '^%(0|8|D)' list.end | tee seen
node probe.mjs | tee -a seen
cat >expected <<'EOF'
%0 Journal Article
%D 2020
%8 May 06
%0 Journal Article
%D 2019
%8 dec 24
%0 Thesis
%D 2018
%8 January
%0 Conference Proceedings
%D 2023
%8 July
%0 Book
%D 2017
core 0.9.0
plugin-enw 0.3.0
plugin-ris 0.8.2
list.end Few Bits article-journal {"date-parts":[[6,5]]} 
list.end Late article-journal {"date-parts":[[24,12]]} 
list.end Scales thesis {"raw":"January"} 
list.end Codes book {"raw":"July"} event {"date-parts":[[2023]]}
list.end Tables book {"date-parts":[[2017]]} 
list.ris Few Bits article-journal {"date-parts":[[2020,5,6]]} 
list.ris Late article-journal {"date-parts":[[2019,12,24]]} 
list.ris Scales thesis {"date-parts":[[2018,1]]} 
list.ris Codes paper-conference {"date-parts":[[2023,7]]} event {"date-parts":[[2023]]}
list.ris Tables book {"date-parts":[[2017]]} 
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
