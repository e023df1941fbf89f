#!/usr/bin/env bash
# Question: what does PyTorch make of numbers above the range of its four FP8 types?
# Guess, written before the run: NaN in E4M3FN, which has no infinity, and infinity in E5M2, as ml_dtypes and JAX do.
# Seen: E4M3FN saturates: 1000 and even infinity become 448. E4M3FNUZ and E5M2FNUZ, the same numbers for AMD's GPUs,
#   become NaN. E5M2 becomes infinity. So a check for NaN finds an overflow on one machine and not on another.
# Cause: the header for E4M3FN says "saturate to max finite value" (torch/headeronly/util/Float8_e4m3fn.h); the one
#   for FNUZ gives 0x80, its NaN (Float8_fnuz_cvt.h).
# Surprising: the OCP specification of FP8 (OFP8, revision 1.0) has two modes of conversion for both of its types, one
#   that saturates both and one that saturates neither; PyTorch has one mode for each.
# Instead: clamp to torch.finfo(kind).max before the cast to saturate everywhere, and test isinf and isnan before, not
#   after.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check torch==2.13.0 ml_dtypes==0.6.0 numpy==2.4.6
cat >probe.py <<'EOF'
import warnings

import ml_dtypes
import numpy as np
import torch

warnings.simplefilter("ignore")
print("torch", torch.__version__.partition("+")[0], "ml_dtypes", ml_dtypes.__version__)
given = [464.0, 465.0, 1000.0, 61440.0, float("inf"), float("-inf"), float("nan")]
print(f"{'':28}", *(f"{value:7g}" for value in given))
for name in ("float8_e4m3fn", "float8_e4m3fnuz", "float8_e5m2", "float8_e5m2fnuz"):
    ours = torch.tensor(given).to(getattr(torch, name)).float().tolist()
    theirs = np.array(given, np.float32).astype(getattr(ml_dtypes, name)).astype(np.float32).tolist()
    print(f"{name:16} PyTorch    ", *(f"{value:7g}" for value in ours))
    print(f"{'':16} ml_dtypes  ", *(f"{value:7g}" for value in theirs))
EOF
venv/bin/python probe.py | tee seen
cat >expected <<'EOF'
torch 2.13.0 ml_dtypes 0.6.0
                                 464     465    1000   61440     inf    -inf     nan
float8_e4m3fn    PyTorch         448     448     448     448     448    -448     nan
                 ml_dtypes       448     nan     nan     nan     nan     nan     nan
float8_e4m3fnuz  PyTorch         nan     nan     nan     nan     nan     nan     nan
                 ml_dtypes       nan     nan     nan     nan     nan     nan     nan
float8_e5m2      PyTorch         448     448    1024     inf     inf    -inf     nan
                 ml_dtypes       448     448    1024     inf     inf    -inf     nan
float8_e5m2fnuz  PyTorch         448     448    1024     nan     nan     nan     nan
                 ml_dtypes       448     448    1024     nan     nan     nan     nan
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
