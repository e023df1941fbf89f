#!/usr/bin/env bash
# Question: what does pychop make of numbers above the range of an eight-bit float?
# Guess, written before the run: infinity from 248 on, halfway from the largest to the next; the same as
#   ml_dtypes.float8_e4m3 for every float16.
# Seen: 248 becomes 256, a number that the format does not have; 256, 400 and 511 become zero, as do -256 and -511; 512
#   and more become infinity. So what is too large by less than a factor of two vanishes. With the parameters of half
#   precision it is the same: 65520 becomes 65536, and 70000 becomes zero. p3109_quantize of the same package has no
#   such hole.
# Cause: the mask of overflow compares the exponent with 2^4 - 1, which is the code of infinity, by ">" and not by ">="
#   (_quantize_components in pychop/np/lightchop.py), so that these numbers are neither normal nor too large.
# Surprising: pychop's documentation has rmode=1 as the default of IEEE 754, which (section 7.4) makes infinity of
#   them. A simulation that loses the largest values looks much worse than the format is.
# Instead: take numpy.clip to the largest number or put infinity yourself before Chop; or use p3109_quantize, which
#   agrees with the package gfloat for every float16.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check pychop==0.6.2 numpy==2.4.6 ml_dtypes==0.6.0 gfloat==0.5.2
cat >probe.py <<'EOF'
from importlib.metadata import version

import ml_dtypes
import numpy as np
import pychop
from gfloat import formats, round_float

print("pychop", version("pychop"), "gfloat", version("gfloat"))
values = np.array([240, 247, 248, 255, 256, 400, 511, 512, np.inf, -256, -511, np.nan])
print("values", *values)
print("pychop", *pychop.Chop(exp_bits=4, sig_bits=3)(values.copy()))
print("ml_dtypes", *values.astype(ml_dtypes.float8_e4m3))
large = np.array([65504, 65519, 65520, 65536, 70000, 131071, 131072, -70000.0])
print("values", *large)
print("pychop", *pychop.Chop(exp_bits=5, sig_bits=10)(large.copy()))
print("NumPy", *large.astype(np.float16))
halves = np.arange(65536, dtype=np.uint16).view(np.float16).astype(float)
kind = formats.format_info_p3109(8, 4)
other = np.array([round_float(kind, value) for value in halves])
print("P3109 of pychop and gfloat agree:", np.array_equal(pychop.p3109_quantize(halves), other, equal_nan=True))
EOF
venv/bin/python -W ignore probe.py | tee seen
cat >expected <<'EOF'
pychop 0.6.2 gfloat 0.5.2
values 240.0 247.0 248.0 255.0 256.0 400.0 511.0 512.0 inf -256.0 -511.0 nan
pychop 240.0 240.0 256.0 256.0 0.0 0.0 0.0 inf inf 0.0 0.0 nan
ml_dtypes 240 240 inf inf inf inf inf inf inf -inf -inf nan
values 65504.0 65519.0 65520.0 65536.0 70000.0 131071.0 131072.0 -70000.0
pychop 65504.0 65504.0 65536.0 0.0 0.0 0.0 inf 0.0
NumPy 6.55e+04 6.55e+04 inf inf inf inf inf -inf
P3109 of pychop and gfloat agree: True
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
