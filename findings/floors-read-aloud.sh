#!/usr/bin/env bash
# Question: how does the Speech Rule Engine read the floor and the ceiling of x?
# Guess, written before the run: as "the floor of x" and "the ceiling of x" in ClearSpeak, as it reads |x| as "the
#   absolute value of x".
# Seen: as "x". 1 minus the floor of x is "1 minus x", the ceiling of the logarithm is "the log base 2 of n", and b
#   times the ceiling of n is "b of n". The floor of a quotient is right, as are MathSpeak and the coming version,
#   5.0.0-rc.4.
# Cause: as the results show, version 4.1.5 has no words in ClearSpeak for a floor or a ceiling around a single thing;
#   where they hold more, it reads the two signs.
# Surprising: the reading is another formula, and nothing tells the listener that a sign is missing. Version 4.1.5 is
#   the one that npm calls latest, and mathjax-full 3.2.2 asks for ^4.0.6.
# Instead: choose MathSpeak, or the release candidate; or write \operatorname{floor}(x) where the text is to be heard.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
cat >probe.mjs <<'EOF'
import { createRequire } from "node:module";
import katex from "katex";
const require = createRequire(import.meta.url);
const module = await import("speech-rule-engine");
const engine = module.toSpeech ? module : module.default;
const { version } = require("./node_modules/speech-rule-engine/package.json");
for (const domain of ["clearspeak", "mathspeak"]) {
  await engine.setupEngine({ locale: "en", domain });
  for (const tex of ["\\lfloor x \\rfloor", "\\lceil x \\rceil", "1 - \\lfloor x \\rfloor", "\\lceil \\log_2 n \\rceil", "b \\lceil n \\rceil", "\\lfloor x / s \\rfloor", "|x|"]) {
    const mathml = katex.renderToString(tex, { output: "mathml" }).match(/<math.*<\/math>/)[0].replace(/<annotation.*?<\/annotation>/, "");
    console.log(`${version} | ${domain} | ${tex} | ${engine.toSpeech(mathml)}`);
  }
}
process.exit(0);
EOF
for version in 4.1.5 5.0.0-rc.4; do
  mkdir "$version"
  cp probe.mjs "$version"
  npm install --prefix "$version" --silent --no-audit --no-fund katex@0.19.1 "speech-rule-engine@$version" >npm.log
  (cd "$version" && node probe.mjs 2>node.log)
done | tee seen
cat >expected <<'EOF'
4.1.5 | clearspeak | \lfloor x \rfloor | x
4.1.5 | clearspeak | \lceil x \rceil | x
4.1.5 | clearspeak | 1 - \lfloor x \rfloor | 1 minus x
4.1.5 | clearspeak | \lceil \log_2 n \rceil | the log base 2 of n
4.1.5 | clearspeak | b \lceil n \rceil | b of n
4.1.5 | clearspeak | \lfloor x / s \rfloor | left floor x divided by s right floor
4.1.5 | clearspeak | |x| | the absolute value of x
4.1.5 | mathspeak | \lfloor x \rfloor | left floor x right floor
4.1.5 | mathspeak | \lceil x \rceil | left ceiling x right ceiling
4.1.5 | mathspeak | 1 - \lfloor x \rfloor | 1 minus left floor x right floor
4.1.5 | mathspeak | \lceil \log_2 n \rceil | left ceiling log Subscript 2 Baseline n right ceiling
4.1.5 | mathspeak | b \lceil n \rceil | b left ceiling n right ceiling
4.1.5 | mathspeak | \lfloor x / s \rfloor | left floor x divided by s right floor
4.1.5 | mathspeak | |x| | StartAbsoluteValue x EndAbsoluteValue
5.0.0-rc.4 | clearspeak | \lfloor x \rfloor | floor of x
5.0.0-rc.4 | clearspeak | \lceil x \rceil | ceiling of x
5.0.0-rc.4 | clearspeak | 1 - \lfloor x \rfloor | 1 minus floor of x
5.0.0-rc.4 | clearspeak | \lceil \log_2 n \rceil | ceiling of the log base 2 of n
5.0.0-rc.4 | clearspeak | b \lceil n \rceil | b of ceiling of n
5.0.0-rc.4 | clearspeak | \lfloor x / s \rfloor | floor of x divided by s
5.0.0-rc.4 | clearspeak | |x| | the absolute value of x
5.0.0-rc.4 | mathspeak | \lfloor x \rfloor | left floor x right floor
5.0.0-rc.4 | mathspeak | \lceil x \rceil | left ceiling x right ceiling
5.0.0-rc.4 | mathspeak | 1 - \lfloor x \rfloor | 1 minus left floor x right floor
5.0.0-rc.4 | mathspeak | \lceil \log_2 n \rceil | left ceiling log Subscript 2 Baseline n right ceiling
5.0.0-rc.4 | mathspeak | b \lceil n \rceil | b left ceiling n right ceiling
5.0.0-rc.4 | mathspeak | \lfloor x / s \rfloor | left floor x divided by s right floor
5.0.0-rc.4 | mathspeak | |x| | StartAbsoluteValue x EndAbsoluteValue
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
