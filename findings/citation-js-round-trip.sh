#!/usr/bin/env bash
# Question: what is left of a BibTeX entry after citation-js has read and written it?
# Guess, written before the run: types, dates and formulas come back: a thesis as a thesis, 24 December as December at
#   least, x^2 raised.
# Seen: both kinds of theses come back as @misc with type = {phdthesis} or {mathesis}, a work of no kind for BibTeX's
#   styles, which do not print their school. $x^2$ comes back as x2. month = dec # "~24" takes the month away with the
#   day. A thin space, \,, is left as TeX in the CSL and escaped on the way back, so that a backslash is printed. "in
#   press" is no year any more.
# Cause: reading makes CSL's type thesis with a genre, and the table that writes knows other genres; the exponent
#   becomes the character ², which the writer turns into a plain 2.
# Surprising: BibTeX's documentation (btxdoc, section on entry types) has phdthesis and mastersthesis, and (section on
#   other fields) gives month = jul # "~4" as the way to write a day. citation-js lists BibTeX as a format that it
#   reads and writes.
# Instead: keep the .bib file and export from it; after a conversion compare the types, and look for digits after
#   letters.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
npm install --silent --no-audit --no-fund @citation-js/core@0.8.2 @citation-js/plugin-bibtex@0.8.2
cat >probe.js <<'EOF'
const { Cite } = require('@citation-js/core')
require('@citation-js/plugin-bibtex')

for (const name of ['core', 'plugin-bibtex']) {
  console.log(name, require(`@citation-js/${name}/package.json`).version)
}
const entries = [
  '@phdthesis{a, author={Roe, Bo}, title={Few Bits}, school={U}, year={2019}, month=jan}',
  '@mastersthesis{b, author={Roe, Bo}, title={Few Bits}, school={U}, year={2018}}',
  '@article{c, author={Doe, Ann}, title={Of $x^2$ and $a_i$}, journal={J}, year={2020}}',
  '@article{d, author={Doe, Ann}, title={Late}, journal={J}, year={2020}, month=dec # "~24"}',
  '@article{e, author={Doe, Ann}, title={At 5\\,\\% of H\\textsubscript{2}O}, journal={J}, year={2020}}',
  '@article{f, author={Doe, Ann}, title={Soon}, journal={J}, year={in press}}'
]
for (const entry of entries) {
  const cite = new Cite(entry)
  const { type, genre, title, issued } = cite.data[0]
  console.log('read ', entry)
  console.log('  CSL', JSON.stringify({ type, genre, title, issued }))
  console.log('  BibTeX', cite.format('bibtex').replace(/\s+/g, ' ').trim())
}
EOF
node probe.js | tee seen
cat >expected <<'EOF'
core 0.8.2
plugin-bibtex 0.8.2
read  @phdthesis{a, author={Roe, Bo}, title={Few Bits}, school={U}, year={2019}, month=jan}
  CSL {"type":"thesis","genre":"phdthesis","title":"Few Bits","issued":{"date-parts":[[2019,1]]}}
  BibTeX @misc{a, author = {Roe, Bo}, year = {2019}, month = {1}, school = {U}, title = {Few {Bits}}, type = {phdthesis}, }
read  @mastersthesis{b, author={Roe, Bo}, title={Few Bits}, school={U}, year={2018}}
  CSL {"type":"thesis","genre":"mathesis","title":"Few Bits","issued":{"date-parts":[[2018]]}}
  BibTeX @misc{b, author = {Roe, Bo}, year = {2018}, school = {U}, title = {Few {Bits}}, type = {mathesis}, }
read  @article{c, author={Doe, Ann}, title={Of $x^2$ and $a_i$}, journal={J}, year={2020}}
  CSL {"type":"article-journal","title":"Of x² and a<sub>i</sub>","issued":{"date-parts":[[2020]]}}
  BibTeX @article{c, author = {Doe, Ann}, journal = {J}, year = {2020}, title = {Of x2 and a\textsubscript{i}}, }
read  @article{d, author={Doe, Ann}, title={Late}, journal={J}, year={2020}, month=dec # "~24"}
  CSL {"type":"article-journal","title":"Late","issued":{"date-parts":[[2020]]}}
  BibTeX @article{d, author = {Doe, Ann}, journal = {J}, year = {2020}, title = {Late}, }
read  @article{e, author={Doe, Ann}, title={At 5\,\% of H\textsubscript{2}O}, journal={J}, year={2020}}
  CSL {"type":"article-journal","title":"At 5\\,% of H<sub>2</sub>O","issued":{"date-parts":[[2020]]}}
  BibTeX @article{e, author = {Doe, Ann}, journal = {J}, year = {2020}, title = {At 5\textbackslash{},\% of {H}\textsubscript{2}{O}}, }
read  @article{f, author={Doe, Ann}, title={Soon}, journal={J}, year={in press}}
  CSL {"type":"article-journal","title":"Soon","issued":{"literal":"in press"}}
  BibTeX @article{f, author = {Doe, Ann}, journal = {J}, title = {Soon}, }
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
