#!/usr/bin/env bash
# Question: does zero stay zero in the eight-bit blocks of bitsandbytes on a CPU?
# Guess, written before the run: yes; the table of 256 levels has a zero, and values go to the nearest level.
# Seen: zero becomes 0.00002125 times the largest value of the block, as does everything from there down to it, and
#   what is just below zero -0.00002125. The seven levels from -0.00000775 to 0.00000775 are never used. Further out
#   the nearest level is taken; -1 becomes -0.993, the lowest there is.
# Cause: for its search the CPU code divides the range into equal cells and looks from the cell's first level
#   (quantize_cpu in csrc/cpu_ops.cpp with Direct2 of BinSearch.h); around zero the levels lie closer than single
#   precision tells apart at that range.
# Surprising: 8-bit Optimizers via Block-wise Quantization (arXiv:2110.02861) wants the dynamic type for its precision
#   at small values, and create_dynamic_map appends 0 to the levels on purpose. A moment of Adam that is zero is then
#   none, and a padded block holds no zeros.
# Instead: keep a mask of zeros and apply it after dequantize_blockwise; or quantize by (x / absmax -
#   code).abs().argmin().
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check torch==2.13.0 bitsandbytes==0.50.2 numpy==2.4.6
cat >probe.py <<'EOF'
from importlib.metadata import version

import bitsandbytes.functional as functional
import torch

print("bitsandbytes", version("bitsandbytes"))
levels = functional.create_dynamic_map()
print("zeros among the levels:", int((levels == 0).sum()), "of", len(levels))
block = torch.zeros(256)
block[:8] = torch.tensor([1.0, -1.0, 0.5, 1e-3, 1e-5, 1e-6, -1e-6, 0.0])
codes, state = functional.quantize_blockwise(block, blocksize=256)
back = functional.dequantize_blockwise(codes, state)
nearest = levels[(block[:, None] - levels).abs().argmin(1)]
for value, found, best in zip(block[:8].tolist(), back[:8].tolist(), nearest[:8].tolist()):
    print(f"{value:9.3g} becomes {found:11.4g}; the nearest level is {best:11.4g}")
fine = torch.linspace(-2e-5, 2e-5, 255 * 400).reshape(-1, 255)
fine = torch.cat([torch.ones(len(fine), 1), fine], 1).flatten()
codes, state = functional.quantize_blockwise(fine, blocksize=256)
found = functional.dequantize_blockwise(codes, state).unique().tolist()
print("102,000 values from -0.00002 to 0.00002 become", " ".join(f"{value:.4g}" for value in found if value < 1))
between = [level for level in levels.tolist() if -2e-5 < level < 2e-5]
print("levels there are", " ".join(f"{level:.4g}" for level in between))
EOF
venv/bin/python probe.py 2>/dev/null | tee seen
cat >expected <<'EOF'
bitsandbytes 0.50.2
zeros among the levels: 1 of 256
        1 becomes           1; the nearest level is           1
       -1 becomes      -0.993; the nearest level is      -0.993
      0.5 becomes      0.5008; the nearest level is      0.5008
    0.001 becomes   0.0009438; the nearest level is   0.0009438
    1e-05 becomes   2.125e-05; the nearest level is    7.75e-06
    1e-06 becomes   2.125e-05; the nearest level is     5.5e-07
   -1e-06 becomes  -2.125e-05; the nearest level is    -5.5e-07
        0 becomes   2.125e-05; the nearest level is           0
102,000 values from -0.00002 to 0.00002 become -2.125e-05 2.125e-05
levels there are -7.75e-06 -3.25e-06 -5.5e-07 0 5.5e-07 3.25e-06 7.75e-06
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
