#!/usr/bin/env bash
# Question: does bibtex-tidy --remove-braces take only the braces that protect letters from a change of case?
# Guess, written before the run: yes; the braces in a formula and around a quotation mark stay, since TeX and BibTeX read
#   another text without them.
# Seen: {GPTQ} loses its braces and {\ss} keeps them, as the help of the program promises for commands. But $2^{-k}$
#   becomes $2^-k$, in which the minus alone is raised, and $x_{ij}$ becomes $x_ij$. In a value between quotation marks
#   {"} becomes ", where BibTeX ends the value: it reports an error, and the entry loses the rest of its title and all
#   that follows, here the journal and the year. The program ends with status 0, and refuses its own output in a
#   second run with a syntax error.
# Cause: braces are kept only around a command; neither dollar signs nor the delimiter of the value are looked at.
# Surprising: the program's help promises to keep braces that are part of a command, and does; but the output of a
#   formatter is not BibTeX any more.
# Instead: leave the braces of titles with formulas, and add --curly, with which the quotation marks are harmless.
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
@article{names, title = {{GPTQ} in the Stra{\ss}e}, journal = {Levels}, year = {2021}}
@article{raised, title = {Steps of $2^{-k}$ for $x_{ij}$}, journal = {Levels}, year = {2022}}
@article{quoted, title = "On {"}Lossless{"} Codes", journal = {Levels}, year = {2023}}
BIB
cat >parts.bst <<'BST'
ENTRY { title journal year } {} {}
FUNCTION {or.none} { duplicate$ missing$ { pop$ "none" } { } if$ }
FUNCTION {article} { cite$ ": " * title or.none * " | " * journal or.none * " | " * year or.none * write$ newline$ }
READ
ITERATE {call.type$}
BST
read_with_bibtex() { # FILE without .bib
  printf '%s\n' '\citation{*}' '\bibstyle{parts}' "\\bibdata{$1}" >"$1.aux"
  root/usr/bin/bibtex.original -terse "$1" || true
  cat "$1.bbl"
}
{
  node -p '"bibtex-tidy " + require("bibtex-tidy/package.json").version'
  read_with_bibtex list
  npx bibtex-tidy list.bib --output tidy.bib --remove-braces=title --quiet
  echo "status $?"
  grep title tidy.bib
  read_with_bibtex tidy
  npx bibtex-tidy tidy.bib --output again.bib --quiet 2>&1 | grep -o '^BibTeXSyntaxError.*Line [0-9]*' || true
  npx bibtex-tidy list.bib --output curly.bib --remove-braces=title --curly --quiet
  grep Lossless curly.bib
} 2>&1 | tee seen
cat >expected <<'END'
bibtex-tidy 1.14.0
names: {GPTQ} in the Stra{\ss}e | Levels | 2021
raised: Steps of $2^{-k}$ for $x_{ij}$ | Levels | 2022
quoted: On {"}Lossless{"} Codes | Levels | 2023
status 0
  title         = {GPTQ in the Stra{\ss}e},
  title         = {Steps of $2^-k$ for $x_ij$},
  title         = "On "Lossless" Codes",
I was expecting a `,' or a `}'---line 12 of file tidy.bib
 :   title         = "On "
 :                        Lossless" Codes",
I'm skipping whatever remains of this entry
(There was 1 error message)
names: GPTQ in the Stra{\ss}e | Levels | 2021
raised: Steps of $2^-k$ for $x_ij$ | Levels | 2022
quoted: On | none | none
BibTeXSyntaxError [Syntax Error]: Line 12
  title         = {On "Lossless" Codes},
END
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
