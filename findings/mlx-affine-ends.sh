#!/usr/bin/env bash
# Question: which weights does MLX's affine quantization keep exactly: zero, the least, the greatest?
# Guess, written before the run: zero. The documentation's formula starts from both ends, so they are expected, too.
# Seen: zero and the larger end only. In a group from -8 to 7.5 the weight 7.5 becomes 4 with two bits, 6 with three
#   and 7 with four. The documented formula would give 7.5 with any number of bits.
# Cause: the larger end becomes the bias, then the scale is bent until zero falls on a level, and the other end is
#   clipped (quantize in mlx/backend/cpu/quantized.cpp). With two bits the levels here are -8, -4, 0 and 4.
# Surprising: the documentation of mlx.core.quantize gives s = (max - min) / (2^b - 1) and
#   w = round((w - min) / s), which keeps the ends and in general has no level at zero.
# Instead: with two or three bits measure the error at the ends, and choose smaller groups; or compute the codes by the
#   documented formula and hand them to dequantize with your own scales and biases.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check mlx==0.32.4 mlx-cpu==0.32.4
cat >probe.py <<'EOF'
from importlib.metadata import version

import mlx.core as mx

print("mlx", version("mlx"))
w = mx.array([[-8.0, 0.0, 7.5] + [0.0] * 61])
for bits in (2, 3, 4):
    q, scales, biases = mx.quantize(w, group_size=64, bits=bits)
    back = mx.dequantize(q, scales, biases, group_size=64, bits=bits)
    print(f"{bits} bits:", " ".join(f"{v:.3g}" for v in back[0, :3].tolist()), end="")
    print(f"; scale {scales.item():.3g}, bias {biases.item():.3g}")
    s = 15.5 / (2**bits - 1)
    print("  documented formula:", " ".join(f"{round((v + 8) / s) * s - 8:.3g}" for v in (-8.0, 0.0, 7.5)))
EOF
venv/bin/python probe.py | tee seen
cat >expected <<'EOF'
mlx 0.32.4
2 bits: -8 0 4; scale 4, bias -8
  documented formula: -8 2.33 7.5
3 bits: -8 0 6; scale 2, bias -8
  documented formula: -8 0.857 7.5
4 bits: -8 0 7; scale 1, bias -8
  documented formula: -8 0.267 7.5
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
