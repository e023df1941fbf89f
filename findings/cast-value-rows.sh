#!/usr/bin/env bash
# Question: do the two implementations of Zarr's codec cast_value for Python, in NumPy and in Rust, make the same numbers?
# Guess, written before the run: yes, for all roundings.
# Seen: not in an array of two dimensions that is rounded to floats toward zero, up or down. One number that is corrected
#   is written over its whole row in NumPy: in [1, 2, 3], [4, 5, 2051], float16 and toward zero, the second row is 2050
#   three times. Written to Zarr and read again it stays so. Two corrections in rows of two mix the columns, and other
#   numbers of corrections raise an error of NumPy. With ties away from zero the largest double below 0.5 becomes 1 and
#   2^52 + 1 becomes 2^52 + 2 as integers. The Rust implementation does none of this.
# Cause: the places of the inexact numbers are taken along the first axis alone, numpy.where(inexact)[0], and the
#   correction is assigned to these rows (_cast_float in impl/_numpy.py). Ties away from zero are floor(|x| + 0.5), where
#   the sum is rounded before the floor (round_inplace).
# Surprising: the codec's specification in zarr-extensions converts the values of an array one by one and leaves all
#   else intact, and has nearest-away "round to the nearest integer". Chunks of one dimension are right.
# Instead: install cast-value with the extra rs, and make sure that the codec is CastValueRustV1.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check cast-value==0.2.1 cast-value-rs==0.5.1 zarr==3.1.6 numpy==2.4.6
cat >probe.py <<'EOF'
from importlib.metadata import version

import cast_value
import cast_value_rs
import numpy as np
import zarr

print(*(f"{name} {version(name)}" for name in ("cast-value", "cast-value-rs", "zarr")))
CASTS = {"NumPy": cast_value.cast_array, "Rust ": cast_value_rs.cast_array}
SAMPLES = (
    ([[1, 2, 3], [4, 5, 2051]], "float16", "towards-zero"),
    ([[1, 2, 3], [4, 5, 2051]], "float16", "towards-negative"),
    ([[1, 2, 3], [4, 5, 2049]], "float16", "towards-positive"),
    ([[2051, 1], [2, 2055]], "float16", "towards-zero"),
    ([1, 2, 3, 4, 5, 2051], "float16", "towards-zero"),
    ([0.49999999999999994, 2**52 + 1, 2.5], "int64", "nearest-away"),
)
for given, kind, mode in SAMPLES:
    print(given, kind, mode)
    for name, cast in CASTS.items():
        got = cast(np.array(given, np.float64), target_dtype=np.dtype(kind), rounding_mode=mode, out_of_range_mode=None)
        print("  ", name, got.tolist())
given = np.array([[1, 2, 3], [4, 5, 2051]], np.float64)
for codec in (cast_value.CastValueNumpyV1, cast_value.CastValueRustV1):
    store = zarr.create_array({}, data=given, filters=codec(data_type="float16", rounding="towards-zero"))
    print(codec.__name__, store[:].tolist())
EOF
venv/bin/python -W ignore probe.py | tee seen
cat >expected <<'EOF'
cast-value 0.2.1 cast-value-rs 0.5.1 zarr 3.1.6
[[1, 2, 3], [4, 5, 2051]] float16 towards-zero
   NumPy [[1.0, 2.0, 3.0], [2050.0, 2050.0, 2050.0]]
   Rust  [[1.0, 2.0, 3.0], [4.0, 5.0, 2050.0]]
[[1, 2, 3], [4, 5, 2051]] float16 towards-negative
   NumPy [[1.0, 2.0, 3.0], [2050.0, 2050.0, 2050.0]]
   Rust  [[1.0, 2.0, 3.0], [4.0, 5.0, 2050.0]]
[[1, 2, 3], [4, 5, 2049]] float16 towards-positive
   NumPy [[1.0, 2.0, 3.0], [2050.0, 2050.0, 2050.0]]
   Rust  [[1.0, 2.0, 3.0], [4.0, 5.0, 2050.0]]
[[2051, 1], [2, 2055]] float16 towards-zero
   NumPy [[2050.0, 2054.0], [2050.0, 2054.0]]
   Rust  [[2050.0, 1.0], [2.0, 2054.0]]
[1, 2, 3, 4, 5, 2051] float16 towards-zero
   NumPy [1.0, 2.0, 3.0, 4.0, 5.0, 2050.0]
   Rust  [1.0, 2.0, 3.0, 4.0, 5.0, 2050.0]
[0.49999999999999994, 4503599627370497, 2.5] int64 nearest-away
   NumPy [1, 4503599627370498, 3]
   Rust  [0, 4503599627370497, 3]
CastValueNumpyV1 [[1.0, 2.0, 3.0], [2050.0, 2050.0, 2050.0]]
CastValueRustV1 [[1.0, 2.0, 3.0], [4.0, 5.0, 2050.0]]
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
