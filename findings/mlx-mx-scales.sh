#!/usr/bin/env bash
# Question: which power of two does MLX choose as the scale of an MX block, and what becomes of very small values?
# Guess, written before the run: the one of the OCP specification, 2^(floor(log2 max) - 2) for FP4, so that 7 becomes
#   6 with the scale 1, as in gguf-py. Values below every scale become zero or a neighbour, never larger.
# Seen: the scale is max / 6 rounded to the nearest power of two, 2 for a block that ends at 7, so that 0.75 becomes 1
#   and 7.9 becomes 8. In a block whose largest value is 1e-40, 1e-40 becomes 1.06e37, and 1e-38 becomes infinity, in
#   MXFP4 and MXFP8 alike. NVFP4 gives zero.
# Cause: as the codes show, the exponent is round(log2(max / 6)) + 127. Below the smallest scale that is a negative
#   number, of which the lowest byte is kept, one of the largest exponents: 1e-40 has -8, and 248.
# Surprising: the OCP Microscaling specification 1.0 (section 6.3) gives the scale as the largest power of two that is
#   not above the largest value, divided by the largest power of two of the element type, and E8M0 ends at 2^-127,
#   where a scale can be held.
# Instead: set values below 2^-125 to zero before mlx.core.quantize; and do not compare MXFP4 errors of MLX with those
#   of programs that round the scale down.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check mlx==0.32.4 mlx-cpu==0.32.4 gguf==0.19.0 numpy==2.4.6
cat >probe.py <<'EOF'
from importlib.metadata import version

import mlx.core as mx
import numpy as np
from gguf import GGMLQuantizationType, quants

print("mlx", version("mlx"), "gguf", version("gguf"))


def show(values):
    return " ".join(f"{value:.4g}" for value in values)


def of_mlx(values, mode, size, bits):
    block = mx.array([values + [0.0] * (64 - len(values))])
    parts = mx.quantize(block, group_size=size, bits=bits, mode=mode)
    back = mx.dequantize(*parts, group_size=size, bits=bits, mode=mode)
    return f"{show(back[0, : len(values)].tolist())} (scale {parts[1][0, 0].item()})"


def of_gguf(values):
    block = np.array(values + [0.0] * (32 - len(values)), np.float32)
    kind = GGMLQuantizationType.MXFP4
    return show(quants.dequantize(quants.quantize(block, kind), kind)[: len(values)].tolist())


for values in ([7.0, 5.0, 2.5, 0.75], [7.9, 0.75], [8.0, 0.75], [1e-38], [1e-40]):
    print("values:", show(values))
    print("  MLX MXFP4 ", of_mlx(values, "mxfp4", 32, 4))
    print("  gguf MXFP4", of_gguf(values))
    print("  MLX MXFP8 ", of_mlx(values, "mxfp8", 32, 8))
    print("  MLX NVFP4 ", of_mlx(values, "nvfp4", 16, 4))
EOF
venv/bin/python probe.py | tee seen
cat >expected <<'EOF'
mlx 0.32.4 gguf 0.19.0
values: 7 5 2.5 0.75
  MLX MXFP4  6 4 2 1 (scale 128)
  gguf MXFP4 6 4 2 0.5
  MLX MXFP8  7 5 2.5 0.75 (scale 121)
  MLX NVFP4  6.75 4.5 2.25 0.5625 (scale 57)
values: 7.9 0.75
  MLX MXFP4  8 1 (scale 128)
  gguf MXFP4 6 0.5
  MLX MXFP8  8 0.75 (scale 122)
  MLX NVFP4  8.25 0.6875 (scale 59)
values: 8 0.75
  MLX MXFP4  8 1 (scale 128)
  gguf MXFP4 8 1
  MLX MXFP8  8 0.75 (scale 122)
  MLX NVFP4  8.25 0.6875 (scale 59)
values: 1e-38
  MLX MXFP4  inf (scale 255)
  gguf MXFP4 0
  MLX MXFP8  inf (scale 248)
  MLX NVFP4  0 (scale 0)
values: 1e-40
  MLX MXFP4  1.063e+37 (scale 248)
  gguf MXFP4 0
  MLX MXFP8  1.196e+37 (scale 242)
  MLX NVFP4  0 (scale 0)
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
