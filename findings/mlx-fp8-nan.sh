#!/usr/bin/env bash
# Question: what does MLX make of NaN when it converts to FP8 (E4M3)?
# Guess, written before the run: NaN stays NaN; 1000 and infinity saturate to 448.
# Seen: NaN becomes 448, a number like any other, and -NaN becomes -448. from_fp8 does know the codes of NaN.
# Cause: the CPU kernel compares the bits of the absolute value with those of the largest number and takes everything
#   above for too large, NaN too (ToFP8 in mlx/backend/cpu/unary_ops.h).
# Surprising: the OCP specification of FP8 (OFP8, revision 1.0) lets conversions saturate, but maps NaN to NaN;
#   NaN is how a training run that has gone wrong is noticed. ml_dtypes and ONNX keep NaN.
# Instead: check mlx.core.isnan(x).any() before the conversion.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check mlx==0.32.4 mlx-cpu==0.32.4 ml_dtypes==0.6.0 numpy==2.4.6
cat >probe.py <<'EOF'
from importlib.metadata import version

import ml_dtypes
import mlx.core as mx
import numpy as np

print("mlx", version("mlx"), "ml_dtypes", ml_dtypes.__version__)
values = [1000.0, float("inf"), float("nan"), -float("nan")]
print("x", values)
print("to_fp8", mx.to_fp8(mx.array(values)).tolist())
print("and back", mx.from_fp8(mx.to_fp8(mx.array(values)), mx.float32).tolist())
print("from_fp8(127)", mx.from_fp8(mx.array([127], dtype=mx.uint8), mx.float32).tolist())
print("ml_dtypes", np.array(values).astype(ml_dtypes.float8_e4m3fn).astype(float).tolist())
EOF
venv/bin/python probe.py | tee seen
cat >expected <<'EOF'
mlx 0.32.4 ml_dtypes 0.6.0
x [1000.0, inf, nan, nan]
to_fp8 [126, 126, 126, 254]
and back [448.0, 448.0, 448.0, -448.0]
from_fp8(127) [nan]
ml_dtypes [nan, nan, nan, nan]
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
