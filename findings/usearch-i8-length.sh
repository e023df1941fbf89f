#!/usr/bin/env bash
# Question: does a USearch index with 8-bit integers rank by Euclidean distance and inner product like one with floats?
# Guess, written before the run: yes, up to rounding; distances of a few hundredths, the same order.
# Seen: the length of a vector is lost. (3, 0) has distance 1 from (1, 0) and 3305 from (2, 1), in units of steps, where
#   floats have 4 and 2; so the second and the third place change. By inner product the short (1, 0) is first, before
#   (3, 0) itself. bfloat16 and both forms of FP8 rank like float32.
# Cause: to store 8-bit integers each vector is divided by its own norm and multiplied by 127, whatever the metric is;
#   the norm is not kept.
# Surprising: metric and type are chosen independently, both are accepted together without a warning, and all narrower
#   floating-point types keep the length.
# Instead: metric="cos" for i8, for which the length has no meaning; bf16 or e4m3 for the other metrics; or scale all
#   vectors by one factor and pass them as numpy.int8.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check usearch==2.26.6 numpy==2.4.6
cat >probe.py <<'EOF'
import numpy as np
import usearch
from usearch.index import Index

print("usearch", usearch.__version__)
names = {1: "(1,0)", 2: "(3,0)", 3: "(2,1)"}
vectors = np.array([[1, 0], [3, 0], [2, 1]], np.float32)
query = np.array([3, 0], np.float32)
for metric in ("l2sq", "ip"):
    for dtype in ("f32", "bf16", "e4m3", "e5m2", "i8"):
        index = Index(ndim=2, metric=metric, dtype=dtype)
        index.add(np.array(list(names)), vectors)
        found = index.search(query, 3)
        pairs = zip(found.keys, found.distances, strict=True)
        print(metric, dtype, *(f"{names[int(key)]} {distance:g}" for key, distance in pairs))
integers = Index(ndim=2, metric="l2sq", dtype="i8")
integers.add(np.array(list(names)), (vectors * 40).astype(np.int8))
found = integers.search((query * 40).astype(np.int8), 3)
print("l2sq, integers given", *(names[int(key)] for key in found.keys))
EOF
venv/bin/python probe.py | tee seen
cat >expected <<'EOF'
usearch 2.26.6
l2sq f32 (3,0) 0 (2,1) 2 (1,0) 4
l2sq bf16 (3,0) 0 (2,1) 2 (1,0) 4
l2sq e4m3 (3,0) 0 (2,1) 2 (1,0) 4
l2sq e5m2 (3,0) 0 (2,1) 2 (1,0) 4
l2sq i8 (3,0) 0 (1,0) 1 (2,1) 3305
ip f32 (3,0) -8 (2,1) -5 (1,0) -2
ip bf16 (3,0) -8 (2,1) -5 (1,0) -2
ip e4m3 (3,0) -8 (2,1) -5 (1,0) -2
ip e5m2 (3,0) -8 (2,1) -5 (1,0) -2
ip i8 (1,0) -16001 (3,0) -15875 (2,1) -14237
l2sq, integers given (3,0) (2,1) (1,0)
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
