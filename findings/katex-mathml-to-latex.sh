#!/usr/bin/env bash
# Question: does a formula come back when KaTeX writes its MathML and mathml-to-latex reads it?
# Guess, written before the run: \overline{x}, \binom{n}{k} and accents come back as they were, or as their equals.
# Seen: \overline{x} comes back as \overset{\overline}{x}, which TeX refuses. In x \bmod y the word mod is gone, and
#   \underset{x}{\max} is an empty string. No error is raised. \binom{n}{k} is well.
# Cause: KaTeX puts elements into <mo>, where mathml-to-latex looks for text and finds none. For the bar over x it has
#   the command \overline for the sign and sets it as a sign.
# Surprising: MathML 3 (section 3.2, token elements) lets mo hold text, no such elements; a reader that keeps to it
#   loses what KaTeX wrote. Temml writes text, and its mod comes back.
# Instead: take the TeX source from KaTeX's <annotation encoding="application/x-tex">, which is next to it.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
npm install --silent --no-audit --no-fund katex@0.19.1 temml@0.13.5 mathml-to-latex@1.8.0 >npm.log
cat >probe.mjs <<'EOF'
import { createRequire } from "node:module";
import katex from "katex";
import temml from "temml";
const require = createRequire(import.meta.url);
const { MathMLToLaTeX } = require("mathml-to-latex");
const version = (name) => `${name} ${require(`./node_modules/${name}/package.json`).version}`;
console.log(["katex", "temml", "mathml-to-latex"].map(version).join(", "));
for (const tex of ["\\overline{x}", "x\\bmod y", "\\underset{x}{\\max}", "\\binom{n}{k}"]) {
  const mathml = katex.renderToString(tex, { output: "mathml" }).match(/<math.*<\/math>/)[0];
  const back = [mathml, temml.renderToString(tex)].map((source) => MathMLToLaTeX.convert(source).trim());
  console.log(`${tex} | katex: "${back[0]}" | temml: "${back[1]}"`);
}
console.log(katex.renderToString("x\\bmod y", { output: "mathml" }).match(/<mo .*<\/mo>/)[0]);
EOF
node probe.mjs | tee seen
cat >expected <<'EOF'
katex 0.19.1, temml 0.13.5, mathml-to-latex 1.8.0
\overline{x} | katex: "\overset{\overline}{x}" | temml: "\overline{x}"
x\bmod y | katex: "x \textrm{ } \textrm{ } y" | temml: "x mod y"
\underset{x}{\max} | katex: "" | temml: "\underset{x}{max }"
\binom{n}{k} | katex: "\left(\genfrac{}{}{0pt}{}{n}{k}\right)" | temml: "\left(\genfrac{}{}{0pt}{}{n}{k}\right)"
<mo lspace="0.22em" rspace="0.22em"><mrow><mi mathvariant="normal">m</mi><mi mathvariant="normal">o</mi><mi mathvariant="normal">d</mi></mrow></mo>
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
