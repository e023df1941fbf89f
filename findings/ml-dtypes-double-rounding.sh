#!/usr/bin/env bash
# Question: does a double become the same FP8 number as a scalar and in an array?
# Guess, written before the run: both give 1.125, the nearer one.
# Seen: the scalar gives 1.125, the array 1. The same value, the same type, two results.
# Cause: an array is cast to float32 first and to FP8 then, so it is rounded twice; the scalar goes from double to
#   FP8 at once (NPyCast and CastToCustomFloat in floats.cc of ml_dtypes). The value lies a hair above the middle of
#   1 and 1.125, float32 cannot hold the hair, and the tie that is left goes to the even code.
# Surprising: IEEE 754 (section 4.3) rounds as if the result were exact, and NumPy's own float16 does so in both ways.
# Instead: nothing helps after the fact; to have reference values, convert scalar by scalar or decide by comparison
#   with the two neighbours in double precision.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check ml_dtypes==0.6.0 numpy==2.4.6
cat >probe.py <<'EOF'
import ml_dtypes
import numpy as np

print("ml_dtypes", ml_dtypes.__version__, "numpy", np.__version__)
x = 1 + 2.0**-4 + 2.0**-40
for kind in (ml_dtypes.float8_e4m3fn, ml_dtypes.float8_e4m3):
    print(kind.__name__, "scalar", float(kind(x)), "array", float(np.array([x]).astype(kind)[0]))
tiny = 2.0**-10 * (1 + 2.0**-40)
kind = ml_dtypes.float8_e4m3fn
print(kind.__name__, "scalar", float(kind(tiny)), "array", float(np.array([tiny]).astype(kind)[0]))
half = 1 + 2.0**-11 + 2.0**-40
print("float16 scalar", float(np.float16(half)), "array", float(np.array([half]).astype(np.float16)[0]))
EOF
venv/bin/python probe.py | tee seen
cat >expected <<'EOF'
ml_dtypes 0.6.0 numpy 2.4.6
float8_e4m3fn scalar 1.125 array 1.0
float8_e4m3 scalar 1.125 array 1.0
float8_e4m3fn scalar 0.001953125 array 0.0
float16 scalar 1.0009765625 array 1.0009765625
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
