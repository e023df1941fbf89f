#!/usr/bin/env bash
# Question: does what tex2typst makes of the formulas of quantization compile in Typst, and is it the same formula?
# Guess, written before the run: \lfloor x \rceil, \operatorname*{arg\,min}, \lVert x \rVert, \hat{W}, cases and sums
#   are all valid Typst.
# Seen: \lVert x \rVert_2^2 becomes lVert x rVert_2^2, at which Typst stops: unknown variable. \operatorname*{arg\,min}
#   compiles, and prints the TeX command for the space: arg\,min. {a \over b} becomes "a over b", again unknown. \|x\|,
#   \lfloor x \rceil, \hat{W} and cases are right.
# Cause: \lVert and \rVert are in no table of symbols, and unknown commands lose their backslash instead of stopping
#   the conversion; the name of an operator is copied as it is written.
# Surprising: amsmath's guide has \lVert and \rVert as the delimiters of a norm, and amsopn, which defines
#   \operatorname, writes its own \liminf as lim\,inf. The conversion itself raises no error.
# Instead: write \| and \operatorname*{argmin} before the conversion, and compile each formula.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check typst==0.15.2
npm install --silent --no-audit --no-fund tex2typst@0.6.2 >npm.log
cat >probe.mjs <<'EOF'
import { readFileSync, writeFileSync } from "node:fs";
import { tex2typst } from "tex2typst";
const formulas = ["\\left\\lfloor \\frac{x}{s} \\right\\rceil", "\\hat{W}", "\\|x\\|_2", "\\lVert x \\rVert_2^2", "\\operatorname*{arg\\,min}_x", "\\operatorname*{argmin}_x", "{a \\over b}"];
console.log("tex2typst", JSON.parse(readFileSync("node_modules/tex2typst/package.json")).version);
writeFileSync("formulas.json", JSON.stringify(formulas.map((tex) => [tex, tex2typst(tex)])));
EOF
cat >probe.py <<'EOF'
import json
import re
from importlib.metadata import version

import typst

print("typst", version("typst"))
with open("formulas.json", encoding="utf-8") as file:
    formulas = json.load(file)
for tex, source in formulas:
    try:
        page = typst.compile(f"$ {source} $".encode(), format="html").decode()
        seen = re.sub("<[^>]*>", "", page[page.index("<body") :])
    except typst.TypstError as error:
        seen = f"error: {error.message}"
    print(f"{tex} | {source} | {seen}")
EOF
{ node probe.mjs && venv/bin/python -W ignore probe.py; } | tee seen
cat >expected <<'EOF'
tex2typst 0.6.2
typst 0.15.2
\left\lfloor \frac{x}{s} \right\rceil | round(x/s) | ⌊𝑥𝑠⌉
\hat{W} | hat(W) | 𝑊̂
\|x\|_2 | bar.v.double x bar.v.double_2 | ‖𝑥‖2
\lVert x \rVert_2^2 | lVert x rVert_2^2 | error: unknown variable: lVert
\operatorname*{arg\,min}_x | op("arg\,min", limits: #true)_x | arg\,min𝑥
\operatorname*{argmin}_x | op("argmin", limits: #true)_x | argmin𝑥
{a \over b} | a over b | error: unknown variable: over
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
