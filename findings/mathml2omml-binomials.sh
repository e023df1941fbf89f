#!/usr/bin/env bash
# Question: does a binomial coefficient keep its missing bar on the way from KaTeX or Temml into Word?
# Guess, written before the run: yes, mathml2omml writes a fraction of the type noBar.
# Seen: it writes the type bar: n over k becomes n divided by k, in parentheses. With linethickness="0" it is noBar,
#   with "0px", as KaTeX and Temml write it, or "0em" it is bar.
# Cause: mathml2omml compares the attribute with the text "0".
# Surprising: MathML Core gives linethickness as a length, and 0px is a length of zero; the bar must not be drawn.
# Instead: replace linethickness="0px" by linethickness="0" before the conversion.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
npm install --silent --no-audit --no-fund katex@0.19.1 temml@0.13.5 mathml2omml@0.5.0 >npm.log
cat >probe.mjs <<'EOF'
import { createRequire } from "node:module";
import katex from "katex";
import { mml2omml } from "mathml2omml";
import temml from "temml";
const version = (name) => `${name} ${createRequire(import.meta.url)(`./node_modules/${name}/package.json`).version}`;
console.log(["katex", "temml", "mathml2omml"].map(version).join(", "));
const tex = "\\binom{n}{k}";
const show = (name, mathml) =>
  console.log(name, mathml.match(/linethickness="[^"]*"/)[0], mml2omml(mathml).match(/<m:type [^>]*>/)[0]);
show("katex", katex.renderToString(tex, { output: "mathml" }).match(/<math.*<\/math>/)[0]);
show("temml", temml.renderToString(tex));
for (const width of ["0", "0px", "0em"])
  show("by hand", `<math><mfrac linethickness="${width}"><mi>n</mi><mi>k</mi></mfrac></math>`);
EOF
node probe.mjs | tee seen
cat >expected <<'EOF'
katex 0.19.1, temml 0.13.5, mathml2omml 0.5.0
katex linethickness="0px" <m:type m:val="bar"/>
temml linethickness="0px" <m:type m:val="bar"/>
by hand linethickness="0" <m:type m:val="noBar"/>
by hand linethickness="0px" <m:type m:val="bar"/>
by hand linethickness="0em" <m:type m:val="bar"/>
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
