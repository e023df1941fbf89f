#!/usr/bin/env bash
# Question: to which number does libSQL, SQLite with vectors, convert a component of a vector in 16 bits?
# Guess, written before the run: the nearest one, in both of its types, half precision and bfloat16.
# Seen: half precision is rounded to the nearest, bfloat16 is cut off: 0.1 becomes 0.0996 instead of 0.1001, 1.0078
#   becomes 1, although 1.0078125 is a number of the type. So all components shrink: a vector of the length 1 has 0.9971
#   as bfloat16, and 0.9997 in eight bits, which take half the space.
# Cause: as the numbers show, the lower half of the float32 is dropped.
# Surprising: IEEE 754 (section 4.3.3) has rounding to the nearest as the default, ml_dtypes and PyTorch round bfloat16
#   so, and libSQL rounds its other type of 16 bits. Errors of rounding cancel out in a sum of many products; these do
#   not, and a limit for a distance that was found with float32 is off.
# Instead: vector16 for numbers below 65520, or vector8; or round to bfloat16 with ml_dtypes before, as the last line
#   does.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check libsql==0.1.11 ml_dtypes==0.6.0 numpy==2.4.6
cat >probe.py <<'END'
import json
from importlib.metadata import version

import libsql
import numpy as np
from ml_dtypes import bfloat16

print("libsql", version("libsql"), "ml_dtypes", version("ml_dtypes"))
database = libsql.connect(":memory:")


def select(expression):
    return database.execute(f"select {expression}").fetchone()[0]


def length(kind, vector):
    zero = json.dumps([0.0] * len(vector))
    return select(f"vector_distance_l2({kind}('{json.dumps(vector)}'), {kind}('{zero}'))")


numbers = [0.1, 0.3, 0.7, 1.0078, -0.1]
unit = np.random.default_rng(0).standard_normal(512)
unit = (unit / np.linalg.norm(unit)).astype(np.float32)
for kind in ("vector32", "vector16", "vectorb16", "vector8"):
    values = select(f"vector_extract({kind}('{json.dumps(numbers)}'))") if kind != "vector8" else "-"
    print(f"{kind:9} {values} length {length(kind, unit.tolist()):.4f}")
print("ml_dtypes", *np.array(numbers).astype(bfloat16), f"length {length('vectorb16', unit.astype(bfloat16).tolist()):.4f}")
END
venv/bin/python probe.py | tee seen
cat >expected <<'END'
libsql 0.1.11 ml_dtypes 0.6.0
vector32  [0.1,0.3,0.7,1.0078,-0.1] length 1.0000
vector16  [0.0999756,0.300049,0.700195,1.00781,-0.0999756] length 1.0000
vectorb16 [0.0996094,0.298828,0.699219,1,-0.0996094] length 0.9971
vector8   - length 0.9997
ml_dtypes 0.100098 0.300781 0.699219 1.00781 -0.100098 length 1.0001
END
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
