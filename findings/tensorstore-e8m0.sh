#!/usr/bin/env bash
# Question: does TensorStore convert scales of microscaling formats (E8M0) like ml_dtypes, whose type it takes?
# Guess, written before the run: yes; powers of two up to 2^127 come back exactly, negative numbers become NaN.
# Seen: no power of two survives. 1 as float32 becomes 2^-64 in float8_e8m0fnu, 2 becomes 2^-63, and -1 the same as 1;
#   the other way 1 becomes 2^64, 2 becomes -2^65. There and back within TensorStore is right only because both are
#   wrong in the same way; ml_dtypes reads other numbers from the same bytes.
# Cause: the bits that come out are those of a type with a sign: eight bits of which the first is the sign and seven the
#   exponent, as if E8M0 were E7M0. E8M0 has no sign and eight bits of exponent.
# Surprising: the specification (OCP Microscaling Formats 1.0, section 5.4.1) has the scale as an unsigned exponent of
#   eight bits, and numpy.dtype of the array that TensorStore returns is ml_dtypes' own.
# Instead: store scales as uint8 and view them as float8_e8m0fnu with ml_dtypes.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check tensorstore==0.1.86 ml_dtypes==0.6.0 numpy==2.4.6
cat >probe.py <<'EOF'
import ml_dtypes
import numpy as np
import tensorstore as ts
from importlib.metadata import version

E8M0 = ml_dtypes.float8_e8m0fnu


def cast(values, name):
    return np.asarray(ts.cast(ts.array(values), ts.dtype(name)).read().result())


def show(values):
    return " ".join("nan" if np.isnan(x) else f"{'-' * bool(x < 0)}2^{np.log2(abs(x)):.0f}" for x in values.astype(float))


print("tensorstore", version("tensorstore"), "ml_dtypes", ml_dtypes.__version__)
numbers = np.array([1, 2, 4, 0.5, 128, -1], np.float32)
stored = cast(numbers, "float8_e8m0fnu")
assert stored.dtype == E8M0
print("to E8M0, TensorStore", show(stored))
print("to E8M0, ml_dtypes", show(numbers.astype(E8M0)))
scales = np.array([1, 2, 4, 0.5, 128], E8M0)
print("to float32, TensorStore", show(cast(scales, "float32")))
print("to float32, ml_dtypes", show(scales.astype(np.float32)))
print("there and back, TensorStore", show(cast(stored, "float32")))
EOF
venv/bin/python -W ignore probe.py | tee seen
cat >expected <<'EOF'
tensorstore 0.1.86 ml_dtypes 0.6.0
to E8M0, TensorStore 2^-64 2^-63 2^-62 2^-65 2^-57 2^-64
to E8M0, ml_dtypes 2^0 2^1 2^2 2^-1 2^7 nan
to float32, TensorStore 2^64 -2^65 -2^66 2^63 -2^71
to float32, ml_dtypes 2^0 2^1 2^2 2^-1 2^7
there and back, TensorStore 2^0 2^1 2^2 2^-1 2^7 2^0
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
