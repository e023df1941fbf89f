#!/usr/bin/env bash
# Question: what is raised in x^23?
# Guess, written before the run: the 2 alone, in Pandoc, KaTeX, Temml and latex2mathml.
# Seen: Pandoc raises 23, in MathML, HTML, Word and Typst alike, and lowers 12 in x_12. KaTeX raises the 2.
#   So one source is x to the 23rd on the web page and, through LaTeX, x squared times three in the PDF.
# Cause: Pandoc's texmath takes a run of digits for one number where TeX takes one token (number in Readers/TeX.hs),
#   while \frac123 and \sqrt23 are read as TeX reads them.
# Surprising: The TeXbook, chapter 16: ^ and _ apply to the next single character unless it is in braces.
# Instead: put braces around every exponent and index of more than one character.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check pypandoc-binary==1.17
npm install --silent --no-audit --no-fund katex@0.19.1 >npm.log
cat >js.cjs <<'EOF'
const katex = require("katex");
for (const tex of process.argv.slice(2)) {
  const page = katex.renderToString(tex, { output: "mathml" });
  console.log(page.match(/<semantics>(.*)<annotation/)[1].replace(/<\/?mrow>/g, ""));
}
EOF
cat >probe.py <<'EOF'
import re
import subprocess

import pypandoc

print("pandoc", pypandoc.get_pandoc_version())
for tex in ("x^23", "x_12", r"\sqrt23"):
    page = pypandoc.convert_text(f"${tex}$", "html", format="markdown", extra_args=["--mathml"])
    mathml = re.search("<semantics>(.*)<annotation", page, re.DOTALL).group(1)
    print(tex, "pandoc", re.sub("</?mrow>", "", mathml))
    print(tex, "katex", subprocess.run(["node", "js.cjs", tex], capture_output=True, text=True, check=True).stdout.strip())
    print(tex, "typst", pypandoc.convert_text(f"${tex}$", "typst", format="markdown").strip())
EOF
venv/bin/python probe.py | tee seen
cat >expected <<'EOF'
pandoc 3.9
x^23 pandoc <msup><mi>x</mi><mn>23</mn></msup>
x^23 katex <msup><mi>x</mi><mn>2</mn></msup><mn>3</mn>
x^23 typst $x^23$
x_12 pandoc <msub><mi>x</mi><mn>12</mn></msub>
x_12 katex <msub><mi>x</mi><mn>1</mn></msub><mn>2</mn>
x_12 typst $x_12$
\sqrt23 pandoc <msqrt><mn>2</mn></msqrt><mn>3</mn>
\sqrt23 katex <msqrt><mn>2</mn></msqrt><mn>3</mn>
\sqrt23 typst $sqrt(2) 3$
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
