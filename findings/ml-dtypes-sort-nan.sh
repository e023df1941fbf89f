#!/usr/bin/env bash
# Question: where does NumPy sort NaN in an array of bfloat16 or FP8?
# Guess, written before the run: at the end, as in float16 and float32.
# Seen: a NaN stays where it is and nothing moves past it, so the array is not sorted at all.
#   numpy.unique returns the same value twice.
# Cause: the comparison that ml_dtypes hands to NumPy finds NaN equal to every value. A note in the library's own
#   test of sorting says that sorting does not work with NaN; its documentation does not.
# Surprising: the documentation of numpy.sort gives the order of real numbers as [R, nan], NaN last.
# Instead: sort after .astype(numpy.float32), which is exact for these types.
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
values = [3, np.nan, -1, 0, 3]
for kind in (ml_dtypes.bfloat16, ml_dtypes.float8_e4m3fn, np.float16):
    a = np.array(values, kind)
    show = lambda b: b.astype(float).tolist()
    print(f"{kind.__name__:13} sort {show(np.sort(a))} unique {show(np.unique(a))}")
EOF
venv/bin/python probe.py | tee seen
cat >expected <<'EOF'
ml_dtypes 0.6.0 numpy 2.4.6
bfloat16      sort [3.0, nan, -1.0, 0.0, 3.0] unique [3.0, nan, -1.0, 0.0, 3.0]
float8_e4m3fn sort [3.0, nan, -1.0, 0.0, 3.0] unique [3.0, nan, -1.0, 0.0, 3.0]
float16       sort [-1.0, 0.0, 3.0, 3.0, nan] unique [-1.0, 0.0, 3.0, nan]
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
