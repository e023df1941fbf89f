#!/usr/bin/env bash
# Question: which CSL variable does biblatex-csl-converter make of the number of an article?
# Guess, written before the run: issue.
# Seen: collection-number, the place in a book series, and the item is of the type article; issue stays empty, so
#   styles print no issue. A field issue = {Spring} does become issue.
# Cause: every @article is read as CSL's article, not article-journal, and the table of fields has issue for
#   article-journal alone (number in src/const.ts).
# Surprising: the biblatex manual (section 2.2.2) calls number "the number of a journal or the volume/number of a book in
#   a series"; the CSL 1.0.2 specification (Appendix III and IV) has article-journal and issue for the former.
# Instead: in the result, set type article-journal and move collection-number to issue wherever there is a
#   container-title and the type is article.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
npm install --silent --no-audit --no-fund biblatex-csl-converter@3.6.0 >npm.log
cat >probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import { BibLatexParser, CSLExporter } from "biblatex-csl-converter";
const { version } = JSON.parse(readFileSync("node_modules/biblatex-csl-converter/package.json", "utf8"));
console.log("biblatex-csl-converter", version);
for (const field of ["number = {3}", "number = {3-4}", "issue = {Spring}"]) {
  const source = `@article{a, author = {Roe, Bo}, title = {Bits}, journaltitle = {Journal}, date = {2001}, volume = {12}, ${field}}`;
  const { entries } = new BibLatexParser(source, { processUnexpected: true }).parse();
  const { issue, volume, type, "collection-number": collection } = Object.values(new CSLExporter(entries).parse())[0];
  console.log(`${field} | ${type}, volume ${volume}, issue ${issue}, collection-number ${collection}`);
}
EOF
node probe.mjs | tee seen
cat >expected <<'EOF'
biblatex-csl-converter 3.6.0
number = {3} | article, volume 12, issue undefined, collection-number 3
number = {3-4} | article, volume 12, issue undefined, collection-number 3-4
issue = {Spring} | article, volume 12, issue Spring, collection-number undefined
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
