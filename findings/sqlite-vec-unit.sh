#!/usr/bin/env bash
# Question: which eight-bit integers does sqlite-vec make of the numbers from -1 to 1?
# Guess, written before the run: 1 becomes 127, -1 becomes -128 or -127, 0 becomes 0, and 2 becomes 127.
# Seen: 1 becomes 126, and 1.01 is 127. -1 is -128, so that a vector and its opposite differ in size: 0.5 is 63 and
#   -0.5 is -64. Everything from -0.0039 to 0.0117 is 0, so that zero lies at an end of its cell, not in the middle.
#   NaN is 127.
# Cause: (x + 1) / step - 128 with the step 2 / 255 in single precision is cut off, not rounded (vec_quantize_int8 in
#   sqlite-vec.c). For 1 it gives 126.99999.
# Surprising: the guide to scalar quantization presents the range "unit" as -1 to 1. Cutting off moves the mean by half
#   a step, 0.0039, and makes the error of uniform values 0.0049 on average instead of 0.0020.
# Instead: compute numpy.clip(numpy.rint(x * 127), -127, 127).astype(numpy.int8) and pass the bytes to vec_int8.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check sqlite-vec==0.1.9 apsw==3.54.1.0 numpy==2.4.6
cat >probe.py <<'EOF'
import apsw
import numpy as np
import sqlite_vec

database = apsw.Connection(":memory:")
database.enable_load_extension(True)
database.load_extension(sqlite_vec.loadable_path())
print("sqlite-vec", *database.execute("select vec_version()").fetchone())


def codes(values):
    data = np.asarray(values, np.float32).tobytes()
    ((blob,),) = database.execute("select vec_quantize_int8(?, 'unit')", (data,))
    return np.frombuffer(blob, np.int8)


values = (-2, -1, -0.5, -0.0040, -0.0039, 0, 0.0039, 0.0117, 0.0118, 0.5, 0.99, 1, 1.01, 2, np.nan)
for value, code in zip(values, codes(values)):
    print(f"{value:g}: {code}")
many = np.linspace(-0.99, 0.99, 19801, dtype=np.float32)
levels = {"cut": codes(many) / 127.5, "rounded": np.rint(many * 127) / 127}
for name, level in levels.items():
    error = level - many
    print(f"{name}: mean {error.mean():.4f}, mean size {np.abs(error).mean():.4f}")
EOF
venv/bin/python -W ignore probe.py | tee seen
cat >expected <<'EOF'
sqlite-vec v0.1.9
-2: -128
-1: -128
-0.5: -64
-0.004: -1
-0.0039: 0
0: 0
0.0039: 0
0.0117: 0
0.0118: 1
0.5: 63
0.99: 125
1: 126
1.01: 127
2: 127
nan: 127
cut: mean -0.0039, mean size 0.0049
rounded: mean 0.0000, mean size 0.0020
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
