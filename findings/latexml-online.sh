#!/usr/bin/env bash
# Question: what does LaTeXML, which makes HTML of LaTeX, print of the types of biblatex, which its .bib reader takes?
# Guess, written before the run: all types are printed like their nearest one of BibTeX: an online page like misc,
#   software and data, too; fields that are named otherwise (journaltitle) are read as in biblatex.
# Seen: of @online the title is missing: author, year, "(Website)" and the link are all. Of @software author and year are
#   missing, title and link are left. Of @dataset and @patent nothing is left but a number, for which there is a
#   warning. journaltitle and the suffix Jr are dropped without one. @misc with the same fields is complete.
# Cause: the format of websites in MakeBibliography.pm asks for an element ltx:title, where the entry has ltx:bib-title, and
#   that of software has key and title only; for data and patents there is none. The suffix becomes an element that no
#   format asks for, and BibTeX.pool.ltxml has no journaltitle.
# Surprising: the reader takes biblatex's types, of which @online is an alias of website, and its field date, and only
#   the title of the page goes.
# Instead: process the .bbl of BibTeX, which LaTeXML reads as it is, or write @misc, and journal for journaltitle.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
packages=(latexml=0.8.7-2)
packages+=(libparse-recdescent-perl=1.967015+dfsg-4 libxml-libxml-perl=2.0207+dfsg+really+2.0134-1+deb12u1 libxml-libxslt-perl=2.002001-1)
packages+=(libxslt1.1=1.1.35-1+deb12u4 libxml2=2.9.14+dfsg-1.3~deb12u6 libicu72=72.1-3+deb12u1)
packages+=(libuuid-tiny-perl=1.0400-3 libarchive-zip-perl=1.68-1 libio-string-perl=1.08-4)
packages+=(libjson-xs-perl=4.040-1~deb12u1 libcommon-sense-perl=3.75-3 libtypes-serialiser-perl=1.01-1)
packages+=(libfile-which-perl=1.27-2 libimage-size-perl=3.300-3 libtext-unidecode-perl=1.30-3)
packages+=(libpod-parser-perl=1.65-1 liburi-perl=5.17-1 libxml-namespacesupport-perl=1.12-2)
packages+=(libxml-sax-perl=1.02+dfsg-3 libxml-sax-base-perl=1.09-3)
packages+=(libwww-perl=6.68-1 libhttp-message-perl=6.44-1 libhttp-date-perl=6.05-2)
packages+=(libencode-locale-perl=1.05-3 libclone-perl=0.46-1 libtry-tiny-perl=0.31-2)
packages+=(libtimedate-perl=2.3300-2 libhtml-parser-perl=3.81-1+deb12u1 liblwp-mediatypes-perl=6.04-2)
apt-get download -qq "${packages[@]}" 2>apt.log
for package in *.deb; do dpkg-deb -x "$package" root; done
export LD_LIBRARY_PATH=$PWD/root/usr/lib/x86_64-linux-gnu
export PERL5LIB=$PWD/root/usr/share/perl5:$PWD/root/usr/lib/x86_64-linux-gnu/perl5/5.36
cat >list.bib <<'EOF'
@misc{a, author = {Able, Ann}, title = {A Page of Samples}, url = {https://example.org/}, year = {2020}}
@online{b, author = {Able, Ann}, title = {A Page of Samples}, url = {https://example.org/}, year = {2020}}
@software{c, author = {Able, Ann}, title = {A Program}, url = {https://example.org/}, year = {2020}}
@dataset{d, author = {Able, Ann}, title = {A Set of Samples}, url = {https://example.org/}, year = {2020}}
@patent{e, author = {Able, Ann}, title = {A Machine}, number = {1}, year = {2020}}
@article{f, author = {Able, Jr, Ann}, title = {An Article}, journaltitle = {Journal of Samples}, date = {2020-02}}
EOF
cat >paper.tex <<'EOF'
\documentclass{article}
\begin{document}
\cite{a,b,c,d,e,f}
\bibliographystyle{plain}
\bibliography{list}
\end{document}
EOF
perl root/usr/bin/latexml --VERSION 2>&1 | grep -o 'version 0[0-9.]*' >seen
perl root/usr/bin/latexml --dest=paper.xml paper.tex 2>log1
perl root/usr/bin/latexmlpost --dest=paper.html paper.xml 2>log2
cat >probe.py <<'EOF'
import html
import re
from pathlib import Path

for key, text in re.findall(r'<li id="bib\.(bib\d+)"[^>]*>(.*?)</li>', Path("paper.html").read_text(), re.DOTALL):
    words = " ".join(html.unescape(re.sub("<[^>]+>", " ", text)).split())
    print(key, re.sub(r" (External Links|Cited by).*", "", words), "with a link" if "External" in words else "")
EOF
python3 probe.py | sort | sed 's/ *$//' >>seen
grep -ho "No formatting specification for bibentry of type '[a-z]*'" log2 | sort >>seen
cat seen
cat >expected <<'EOF'
version 0.8.7
bib1 [2] A. Able (2020) A page of samples . with a link
bib2 [3] A. Able (2020) (Website) with a link
bib3 [4] A program with a link
bib4 [5]
bib5 [1]
bib6 [6] A. Able (2020-02) An article .
No formatting specification for bibentry of type 'dataset'
No formatting specification for bibentry of type 'patent'
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
