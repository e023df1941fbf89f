#!/usr/bin/env bash
# Question: how does the Speech Rule Engine read (-1)^{\mathrm{sign}}, as KaTeX, Temml and MathJax write it?
# Guess, implied before the run, which was of other formulas, and written after it: "sign" is one word in all three.
# Seen: from KaTeX it is "raised to the normal s normal i normal g of normal n power" in ClearSpeak, so that g is taken
#   for a function of n. From Temml and MathJax it is "raised to the sign power". The hat of Temml's \hat{W} is read as
#   the bare character, "W ˆ", from KaTeX and MathJax as "W hat".
# Cause: KaTeX writes each letter as an <mi mathvariant="normal"> of its own, Temml and MathJax write one <mi> for the
#   name. Temml's accent is U+02C6, and KaTeX's is "^".
# Surprising: MathML 3 (section 3.2.3) has mi for a whole name such as sin, and KaTeX's documentation gives its MathML
#   as what is there for the accessibility of its output.
# Instead: write \operatorname{sign} in formulas for KaTeX, which is one <mi> in all three.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
npm install --silent --no-audit --no-fund katex@0.19.1 temml@0.13.5 @mathjax/src@4.1.3 speech-rule-engine@4.1.5 >npm.log
cat >probe.mjs <<'EOF'
import { createRequire } from "node:module";
import katex from "katex";
import temml from "temml";
const require = createRequire(import.meta.url);
const sre = require("speech-rule-engine");
const MathJax = require("@mathjax/src");
const version = (name) => `${name} ${require(`./node_modules/${name}/package.json`).version}`;
console.log(["katex", "temml", "@mathjax/src", "speech-rule-engine"].map(version).join(", "));
await MathJax.init({ loader: { load: ["input/tex"] } });
const writers = {
  KaTeX: (tex) => katex.renderToString(tex, { output: "mathml" }).match(/<math.*<\/math>/)[0].replace(/<annotation.*?<\/annotation>/, ""),
  Temml: (tex) => temml.renderToString(tex),
  MathJax: (tex) => MathJax.tex2mml(tex),
};
for (const domain of ["clearspeak", "mathspeak"]) {
  await sre.setupEngine({ locale: "en", domain });
  for (const tex of ["(-1)^{\\mathrm{sign}}", "(-1)^{\\operatorname{sign}}", "\\hat{W}"]) {
    for (const [name, write] of Object.entries(writers)) console.log(`${domain} | ${tex} | ${name} | ${sre.toSpeech(write(tex))}`);
  }
}
process.exit(0);
EOF
node probe.mjs 2>/dev/null | tee seen
cat >expected <<'EOF'
katex 0.19.1, temml 0.13.5, @mathjax/src 4.1.3, speech-rule-engine 4.1.5
clearspeak | (-1)^{\mathrm{sign}} | KaTeX | open paren negative 1 close paren raised to the normal s normal i normal g of normal n power
clearspeak | (-1)^{\mathrm{sign}} | Temml | open paren negative 1 close paren raised to the sign power
clearspeak | (-1)^{\mathrm{sign}} | MathJax | open paren negative 1 close paren raised to the sign power
clearspeak | (-1)^{\operatorname{sign}} | KaTeX | open paren negative 1 close paren raised to the sign power
clearspeak | (-1)^{\operatorname{sign}} | Temml | open paren negative 1 close paren raised to the sign power
clearspeak | (-1)^{\operatorname{sign}} | MathJax | open paren negative 1 close paren raised to the sign power
clearspeak | \hat{W} | KaTeX | W hat
clearspeak | \hat{W} | Temml | W ˆ
clearspeak | \hat{W} | MathJax | W hat
mathspeak | (-1)^{\mathrm{sign}} | KaTeX | left parenthesis negative 1 right parenthesis Superscript normal s normal i normal g normal n
mathspeak | (-1)^{\mathrm{sign}} | Temml | left parenthesis negative 1 right parenthesis Superscript sign
mathspeak | (-1)^{\mathrm{sign}} | MathJax | left parenthesis negative 1 right parenthesis Superscript sign
mathspeak | (-1)^{\operatorname{sign}} | KaTeX | left parenthesis negative 1 right parenthesis Superscript sign
mathspeak | (-1)^{\operatorname{sign}} | Temml | left parenthesis negative 1 right parenthesis Superscript sign
mathspeak | (-1)^{\operatorname{sign}} | MathJax | left parenthesis negative 1 right parenthesis Superscript sign
mathspeak | \hat{W} | KaTeX | ModifyingAbove upper W With caret
mathspeak | \hat{W} | Temml | ModifyingAbove upper W With ˆ
mathspeak | \hat{W} | MathJax | ModifyingAbove upper W With caret
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
