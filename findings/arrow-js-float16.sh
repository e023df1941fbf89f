#!/usr/bin/env bash
# Question: which half-precision number does Apache Arrow for JavaScript store for a number that is too large, too small
#   or halfway between two?
# Guess, written before the run: the nearest, ties to even, and infinity from 65520 on, like NumPy.
# Seen: 70000 is stored as 2.13, 100000 as 3.05 and 131072 as 2; infinity comes from 65520 to below 65536, and for
#   doubles with one of their lower 32 bits set, as 1e38 has. Far below the smallest number the result may be anything:
#   1e-8 becomes -infinity, 1e-9 0.000042 and 1e-38 NaN, where zero is the nearest. 0.00006102, just below the smallest
#   normal number, becomes -infinity, too. Ties go away from zero: 2049 becomes 2050.
# Cause: float64ToUint16 (util/math.ts) writes the upper bits of a large exponent as they are instead of infinity, and
#   shifts the fraction of a small number by a count that JavaScript takes modulo 32. An internal comment expects a
#   double that "is logically a float16"; no caller sees to that.
# Surprising: IEEE 754 rounds to the nearest, ties to even, to infinity above the range and to zero below it. The type
#   of a builder and of vectorFromArray is number, and another comment in that function has infinity "like numpy".
# Instead: make the bits with @petamoriken/float16, whose output is below, and give Arrow a Uint16Array of them.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
npm install --silent --no-audit --no-fund apache-arrow@21.2.0 @petamoriken/float16@3.9.3 >npm.log
cat >probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import { Float16, makeData, makeVector, vectorFromArray } from "apache-arrow";
import { Float16Array } from "@petamoriken/float16";

const version = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")).version;
console.log("apache-arrow", version("apache-arrow"), "@petamoriken/float16", version("@petamoriken/float16"));
const numbers = [
  0.1, 65519, 65520, 65536, 70000, 100000, 131072, 1e6, -1e6, 1e38, 2 ** -24, 2 ** -25, 1e-8, 1e-9, 1e-38,
  2 ** -14 - 2 ** -26, 1 + 2 ** -11, 2049,
];
const stored = vectorFromArray(numbers, new Float16());
const bits = new Uint16Array(Float16Array.from(numbers).buffer);
const given = makeVector(makeData({ type: new Float16(), length: numbers.length, data: bits }));
numbers.forEach((number, index) => console.log(number, "stored:", stored.get(index), "from bits:", given.get(index)));
EOF
node probe.mjs | tee seen
cat >expected <<'EOF'
apache-arrow 21.2.0 @petamoriken/float16 3.9.3
0.1 stored: 0.0999755859375 from bits: 0.0999755859375
65519 stored: 65504 from bits: 65504
65520 stored: Infinity from bits: Infinity
65536 stored: 2 from bits: Infinity
70000 stored: 2.134765625 from bits: Infinity
100000 stored: 3.05078125 from bits: Infinity
131072 stored: 2 from bits: Infinity
1000000 stored: 3.814453125 from bits: Infinity
-1000000 stored: -3.814453125 from bits: -Infinity
1e+38 stored: Infinity from bits: Infinity
5.960464477539063e-8 stored: 5.960464477539063e-8 from bits: 5.960464477539063e-8
2.9802322387695312e-8 stored: 5.960464477539063e-8 from bits: 0
1e-8 stored: -Infinity from bits: 0
1e-9 stored: 0.000041961669921875 from bits: 0
1e-38 stored: NaN from bits: 0
0.00006102025508880615 stored: -Infinity from bits: 0.00006103515625
1.00048828125 stored: 1.0009765625 from bits: 1
2049 stored: 2050 from bits: 2048
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
