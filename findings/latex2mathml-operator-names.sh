#!/usr/bin/env bash
# Question: how does latex2mathml write an operator of two words, \operatorname*{arg\,min}?
# Guess, written before the run: as one operator "arg min" with x below it.
# Seen: an empty operator, an operator "*", and the letters a r g m i n as six variables; read aloud or set, it is
#   "star a r g m i n". \operatorname{arg\,min} loses its name as well. \operatorname*{argmin} is right.
# Cause: the tokenizer knows \operatorname only with letters, blanks and stars in the braces; everything else falls back
#   to \operatorname, * and a group.
# Surprising: names with a space are what the command is for: amsopn, which defines it, writes its own \liminf as
#   lim\,inf. KaTeX and Temml take them.
# Instead: write \operatorname*{arg min}; latex2mathml keeps one operator, and TeX drops the blank.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check latex2mathml==3.81.1
cat >probe.py <<'EOF'
import re
from importlib.metadata import version

from latex2mathml.converter import convert

print("latex2mathml", version("latex2mathml"))
for tex in (r"\operatorname*{arg\,min}_x", r"\operatorname{arg\,min}", r"\operatorname*{argmin}_x"):
    print(tex, re.sub("</?(math|mrow)[^>]*>", "", convert(tex)))
EOF
venv/bin/python probe.py | tee seen
cat >expected <<'EOF'
latex2mathml 3.81.1
\operatorname*{arg\,min}_x <mo /><mo>&#x0002A;</mo><msub><mi>a</mi><mi>r</mi><mi>g</mi><mspace width="0.167em" /><mi>m</mi><mi>i</mi><mi>n</mi><mi>x</mi></msub>
\operatorname{arg\,min} <mo /><mi>a</mi><mi>r</mi><mi>g</mi><mspace width="0.167em" /><mi>m</mi><mi>i</mi><mi>n</mi>
\operatorname*{argmin}_x <msub><mo movablelimits="true">argmin</mo><mi>x</mi></msub>
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
