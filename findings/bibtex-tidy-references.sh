#!/usr/bin/env bash
# Question: do entries that refer to each other still do so after bibtex-tidy has renamed or sorted them?
# Guess, written before the run: yes; crossref, xdata, related and \cite in a note follow a new key, and sorting leaves
#   parents after their children, as BibTeX needs them, or warns.
# Seen: with --generate-keys the entries get new keys, but crossref, related and \cite keep the old ones. BibTeX then
#   reports that the parent does not exist, and the chapter loses its publisher. With --sort alone a parent whose key
#   comes first is put before its child; BibTeX reports the same error, although the key is there. Both commands end
#   with status 0.
# Cause: the key generator changes the key of each entry and no field; the sorter compares keys and types only.
# Surprising: btxdoc (section 2.1, item 3) says that a cross-referenced entry must occur later in the file
#   than every entry that refers to it; bibtex-tidy calls itself a cleaner and formatter for BibTeX.
# Instead: --sort=-key, or another order with parents last, where the file has crossref; give keys before the first
#   reference is written; run BibTeX before and after.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
version=2022.20220321.62855-5.1+deb12u2
apt-get download -qq "texlive-binaries=$version" "libkpathsea6=$version" 2>apt.log
for package in *.deb; do dpkg-deb -x "$package" root; done
export LD_LIBRARY_PATH=$PWD/root/usr/lib/x86_64-linux-gnu:$PWD/root/usr/lib
npm install --silent --no-audit --no-fund bibtex-tidy@1.14.0
cat >list.bib <<'BIB'
@inbook{rounding, author = {Roe, Bea}, title = {Rounding Downwards}, pages = {7--9}, year = {2024}, crossref = {levels}}
@misc{clipping, author = {Zed, Zoe}, title = {Clipping Twice}, year = {2023}, note = {Continues \cite{rounding}}, related = {rounding}}
@book{levels, author = {Poe, Eve}, title = {Levels of Numbers}, publisher = {Invented Press}, year = {2024}}
BIB
cat >parts.bst <<'BST'
ENTRY { title publisher } {} {}
FUNCTION {inbook} { cite$ ": " * title missing$ { "-" } { title } if$ * ", " * publisher missing$ { "no publisher" } { publisher } if$ * write$ newline$ }
FUNCTION {book} { }
READ
ITERATE {call.type$}
BST
cite() { # FILE KEY: BibTeX's view of one chapter that is cited
  printf '%s\n' "\\citation{$2}" '\bibstyle{parts}' "\\bibdata{$1}" >"$1.aux"
  root/usr/bin/bibtex.original -terse "$1" || true
  cat "$1.bbl"
}
node -p '"bibtex-tidy " + require("bibtex-tidy/package.json").version' | tee seen
{
  echo "as written"
  cite list rounding
  echo "--generate-keys"
  npx bibtex-tidy list.bib --output renamed.bib --generate-keys --quiet
  grep -E '^@|crossref|note|related' renamed.bib
  cite renamed roe2024rounding
  echo "--sort"
  npx bibtex-tidy list.bib --output sorted.bib --sort --quiet
  grep '^@' sorted.bib
  cite sorted rounding
} 2>&1 | tee -a seen
cat >expected <<'END'
bibtex-tidy 1.14.0
as written
rounding: Rounding Downwards, Invented Press
--generate-keys
@inbook{roe2024rounding,
  crossref      = {levels}
@misc{zed2023clipping,
  note          = {Continues \cite{rounding}},
  related       = {rounding}
@book{poe2024levels,
A bad cross reference---entry "roe2024rounding"
refers to entry "levels", which doesn't exist
Warning--I didn't find a database entry for "levels"
(There was 1 error message)
roe2024rounding: Rounding Downwards, no publisher
--sort
@misc{clipping,
@book{levels,
@inbook{rounding,
A bad cross reference---entry "rounding"
refers to entry "levels", which doesn't exist
Warning--I didn't find a database entry for "levels"
(There was 1 error message)
rounding: Rounding Downwards, no publisher
END
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
