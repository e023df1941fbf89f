#!/usr/bin/env bash
# Question: which days do the two libraries for EDTF, edtf.js and edtf for Python, give for a third of a year, and for a
#   list that ends with a range?
# Guess, written before the run: the same in both: four months for a third, and the last day of the last year.
# Seen: in edtf.js the first third of 2020 is January to May and the second May to September: five months each, of which
#   May and September belong to two thirds. [1667,1668,1670..1672], one of six years, ends with 1670, and [1667..1672]
#   with 1667, although both list 1672 when they are walked through. With the years in another order, [1990,1980], the
#   end is before the beginning in edtf.js. Python has four months, 1672 and 1980 to 1990. Quarters and halves agree;
#   for seasons, which have no months in the standard, each has its own.
# Cause: as the output shows, a third has five months; the end of a list is that of the first year of its last range
#   (last in src/list.js), and the first and the last are taken for the earliest and the latest.
# Surprising: the specification of EDTF (Library of Congress, level 2, sub-year groupings) has 37 to 39 as
#   quadrimesters, 4 months in duration. The README of edtf.js has min and max as an EDTF's minimum and maximum.
# Instead: write thirds as intervals, 2020-01/2020-04, and take the largest max among the years of a list:
#   Math.max(...[...list].map((year) => year.max)).
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check edtf==5.0.2
npm install --silent --no-audit --no-fund edtf@4.11.1
cat >probe.mjs <<'END'
import { readFileSync } from "node:fs";
import edtf from "edtf";

console.log("edtf.js", JSON.parse(readFileSync("node_modules/edtf/package.json")).version);
const day = (time) => new Date(time).toISOString().slice(0, 10);
for (const text of process.argv.slice(2)) {
  const date = edtf(text);
  const years = text.startsWith("[") ? `, ${[...date].map((year) => year.edtf).join(" ")}` : "";
  console.log(`${text}: ${day(date.min)} to ${day(date.max)}${years}`);
}
END
cat >probe.py <<'END'
import sys
from importlib.metadata import version

from edtf import parse_edtf

print("edtf for Python", version("edtf"))
for text in sys.argv[1:]:
    date = parse_edtf(text)
    ends = (f"{day.tm_year}-{day.tm_mon:02}-{day.tm_mday:02}" for day in (date.lower_strict(), date.upper_strict()))
    print(f"{text}:", " to ".join(ends))
END
dates=(2020-33 2020-37 2020-38 2020-39 2020-40 '[1667,1668,1670..1672]' '[1667..1672]' '[1990,1980]')
{
  node probe.mjs "${dates[@]}"
  venv/bin/python probe.py "${dates[@]}"
} | tee seen
cat >expected <<'END'
edtf.js 4.11.1
2020-33: 2020-01-01 to 2020-03-31
2020-37: 2020-01-01 to 2020-05-31
2020-38: 2020-05-01 to 2020-09-30
2020-39: 2020-09-01 to 2020-12-31
2020-40: 2020-01-01 to 2020-06-30
[1667,1668,1670..1672]: 1667-01-01 to 1670-12-31, 1667 1668 1670 1671 1672
[1667..1672]: 1667-01-01 to 1667-12-31, 1667 1668 1669 1670 1671 1672
[1990,1980]: 1990-01-01 to 1980-12-31, 1990 1980
edtf for Python 5.0.2
2020-33: 2020-01-01 to 2020-03-31
2020-37: 2020-01-01 to 2020-04-30
2020-38: 2020-05-01 to 2020-08-31
2020-39: 2020-09-01 to 2020-12-31
2020-40: 2020-01-01 to 2020-06-30
[1667,1668,1670..1672]: 1667-01-01 to 1672-12-31
[1667..1672]: 1667-01-01 to 1672-12-31
[1990,1980]: 1980-01-01 to 1990-12-31
END
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
