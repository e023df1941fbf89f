#!/usr/bin/env bash
# Question: which numbers are left of a paper in JATS, the XML of PubMed Central and of publishers, when the package
#   jats converts it to Markdown?
# Guess, written before the run: raised and lowered figures, formulas and teams of authors are kept in some form.
# Seen: 10 to the 6th is 106, 10 to the -3rd is 10-3, s squared over 12 is s212 in the abstract, and 2 to the b in the
#   title is 2b. The team is no author, in the metadata either. Formulas in the text after the abstract are right.
#   litdown keeps all of it.
# Cause: text is taken from all elements one after the other, from sup and sub as from any, and in an abstract from
#   those of a formula as well (itertext in parser.py of jats); an author without a name is passed over.
# Surprising: JATS (Publishing Tag Library 1.3) has sup as superscript and collab as a group of authors under one name.
#   Markdown has HTML's sup, and the package writes HTML for a table.
# Instead: convert with litdown, whose output is below.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check jats==0.2.2 litdown==0.7.0
cat >paper.xml <<'END'
<article xmlns:mml="http://www.w3.org/1998/Math/MathML" article-type="research-article" dtd-version="1.3">
<front>
<journal-meta><journal-title-group><journal-title>Journal of Bits</journal-title></journal-title-group></journal-meta>
<article-meta>
<title-group><article-title>Rounding 2<sup>b</sup> Levels</article-title></title-group>
<contrib-group>
<contrib contrib-type="author"><name><surname>Roe</surname><given-names>Ann</given-names></name></contrib>
<contrib contrib-type="author"><collab>The Team of Levels</collab></contrib>
</contrib-group>
<pub-date><day>5</day><month>5</month><year>2020</year></pub-date>
<abstract><p>The error is <inline-formula
><mml:math><mml:mfrac><mml:msup><mml:mi>s</mml:mi><mml:mn>2</mml:mn></mml:msup><mml:mn>12</mml:mn></mml:mfrac></mml:math></inline-formula>.</p></abstract>
</article-meta>
</front>
<body><sec><title>Result</title><p>Of 10<sup>6</sup> weights 10<sup>-3</sup> are lost.</p></sec></body>
</article>
END
{
  for program in jats litdown; do
    venv/bin/pip list 2>/dev/null | grep "^$program " | tr -s ' '
    if [ "$program" = jats ]; then set -- convert; else set --; fi
    "venv/bin/$program" "$@" paper.xml | grep '[[:alnum:]]'
  done
  venv/bin/jats metadata paper.xml | grep -E '"(title|abstract|surname)"'
} | tee seen
cat >expected <<'END'
jats 0.2.2
# Rounding 2b Levels
## Authors
- Ann Roe
† Corresponding author
## Abstract
The error is s212.
## Result
Of 106 weights 10-3 are lost.
litdown 0.7.0
# Rounding 2<sup>b</sup> Levels
Ann Roe, The Team of Levels
**Journal:** Journal of Bits
## Abstract
The error is $\frac{s^2}{12}$.
## Result
Of 10<sup>6</sup> weights 10<sup>-3</sup> are lost.
  "title": "Rounding 2b Levels",
  "abstract": "The error is s212.",
      "surname": "Roe",
END
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
