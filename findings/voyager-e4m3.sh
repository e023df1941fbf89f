#!/usr/bin/env bash
# Question: which numbers does an index of Voyager hold as E4M3, and what does it refuse?
# Guess, written before the run: the numbers of E4M3, nearest, ties to even; 500 is refused or becomes 448, and NaN is
#   refused.
# Seen: below 2^-6 they are other numbers: multiples of 2^-10 up to 0.0068, then nothing up to 0.0156. E4M3 has
#   multiples of 2^-9 without a hole; 0.0078 is one of them, nearly, and becomes 0.0156 here. 449 is refused, with an
#   error, infinity is not: it becomes NaN, and NaN is taken as well.
# Cause: the subnormal numbers are computed as 2^-7 * m / 8 (the table and effectiveMantissa in cpp/src/E4M3.h), with
#   the exponent that code 0 would have, instead of the smallest normal one; and the constructor looks for NaN and
#   infinity before it looks at the range.
# Surprising: Voyager's documentation says that its E4M3 is that of FP8 Formats for Deep Learning (arXiv:2209.05433),
#   whose table 1 has 2^-9 as the smallest subnormal and 2^-6 as the smallest normal number. In vectors of length one
#   with 1,000 and more dimensions many values are that small.
# Instead: multiply all vectors by 64 or so before they are added and queries alike: inner products and cosines keep
#   their order.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check voyager==2.2.3 numpy==2.4.6 ml_dtypes==0.6.0
cat >probe.py <<'EOF'
from importlib.metadata import version

import ml_dtypes
import numpy as np
from voyager import Index, Space, StorageDataType

print("voyager", version("voyager"))


def stored(value):
    index = Index(Space.Euclidean, 2, storage_data_type=StorageDataType.E4M3)
    try:
        return float(index.get_vector(index.add_item(np.full(2, value, np.float32)))[0])
    except ValueError as error:
        return str(error)


for value in (1.0625, 0.015625, 0.0137, 0.0117, 0.0078, 0.0039, 0.00195, 0.001, 449, np.inf, np.nan):
    print(f"{value:g}: Voyager {stored(value)}, ml_dtypes {np.float32(value).astype(ml_dtypes.float8_e4m3fn)}")
halves = np.arange(0x7C00, dtype=np.uint16).view(np.float16).astype(np.float32)
small = halves[halves <= 0.0156]
index = Index(Space.Euclidean, 2, storage_data_type=StorageDataType.E4M3)
vectors = np.array(index.get_vectors(index.add_items(np.stack([small, small], axis=1))))
print("Levels of Voyager, in 2^-10:", *np.unique(vectors) * 1024)
print("Levels of E4M3, in 2^-10:", *np.unique(small.astype(ml_dtypes.float8_e4m3fn).astype(np.float32)) * 1024)
EOF
venv/bin/python -W ignore probe.py | tee seen
cat >expected <<'EOF'
voyager 2.2.3
1.0625: Voyager 1.0, ml_dtypes 1.0
0.015625: Voyager 0.015625, ml_dtypes 0.015625
0.0137: Voyager 0.015625, ml_dtypes 0.013671875
0.0117: Voyager 0.015625, ml_dtypes 0.01171875
0.0078: Voyager 0.015625, ml_dtypes 0.0078125
0.0039: Voyager 0.00390625, ml_dtypes 0.00390625
0.00195: Voyager 0.001953125, ml_dtypes 0.001953125
0.001: Voyager 0.0009765625, ml_dtypes 0.001953125
449: Voyager E4M3 cannot represent values outside of [-448, 448]., ml_dtypes 448.0
inf: Voyager nan, ml_dtypes nan
nan: Voyager nan, ml_dtypes nan
Levels of Voyager, in 2^-10: 0.0 1.0 2.0 3.0 4.0 5.0 6.0 7.0 16.0
Levels of E4M3, in 2^-10: 0.0 2.0 4.0 6.0 8.0 10.0 12.0 14.0 16.0
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
