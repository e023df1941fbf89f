#!/usr/bin/env bash
# Question: does tinygrad read the blocks of a GGUF file to the same weights as gguf-py where it has to emulate half
#   precision?
# Guess, written before the run: yes, to the last bit, for every type that it supports.
# Seen: blocks whose scale is below 0.000061 become zero. Q4_0 with the scale 0.00003 loses weights up to 0.00024.
#   Q6_K and Q4_K multiply that scale by another one of up to 127 and 63: with 0.00003 there, weights up to 0.1 and
#   0.028 are lost, and such scales are usual. MXFP4, whose scale is not in half precision, is right.
# Cause: the scale is half precision, and below 2^-14 it is a subnormal number. tinygrad's device in pure Python has
#   no half precision before Python 3.12 (runtime/ops_python.py) and, as other devices without it, converts by moving
#   bits; a comment there says that subnormal numbers are zero (f2f in codegen/decomp/dtype.py). EMULATED_DTYPES=half,
#   which is set below, does so with every Python.
# Surprising: GGUF's blocks (ggml-common.h) hold scales as ggml_half, IEEE half precision, which has subnormal numbers
#   (IEEE 754, section 3.4); gguf-py reads them.
# Instead: read such files with gguf.quants.dequantize and hand tinygrad the floats.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check tinygrad==0.14.0 gguf==0.19.0 numpy==2.4.6
cat >probe.py <<'EOF'
from importlib.metadata import version

import gguf
import numpy as np
from gguf import GGMLQuantizationType as Kind
from tinygrad import Tensor
from tinygrad.llm.gguf import ggml_data_to_tensor

print("tinygrad", version("tinygrad"), "gguf", version("gguf"))


def show(values):
    return " ".join(f"{value:.4g}" for value in values)


def read(kind, block):
    theirs = ggml_data_to_tensor(Tensor(block), gguf.GGML_QUANT_SIZES[kind][0], int(kind)).numpy().ravel()
    ours = gguf.quants.dequantize(block.reshape(1, -1), kind).ravel()
    return theirs, ours


for scale in (1e-4, 3e-5, 1e-6):
    half = np.array([scale], np.float16).view(np.uint8)
    codes = np.arange(16, dtype=np.uint8) * 17
    q4_0 = np.concatenate([half, codes])
    q8_0 = np.concatenate([half, np.arange(32, dtype=np.uint8)])
    q6_k = np.concatenate([np.full(192, 0xAB, np.uint8), np.full(16, 127, np.uint8), half])
    q4_k = np.concatenate([half, half * 0, np.full(12, 0x3F, np.uint8), np.full(128, 0xFA, np.uint8)])
    for kind, block in ((Kind.Q4_0, q4_0), (Kind.Q8_0, q8_0), (Kind.Q6_K, q6_k), (Kind.Q4_K, q4_k)):
        theirs, ours = read(kind, block)
        print(f"{kind.name}, scale {scale:g}: largest weight {show([np.abs(ours).max()])} by gguf-py,", end=" ")
        print(f"{show([np.abs(theirs).max()])} by tinygrad; {int((theirs != ours).sum())} of {len(ours)} weights differ")
rng = np.random.default_rng(0)
theirs, ours = read(Kind.MXFP4, np.concatenate([[np.uint8(100)], rng.integers(0, 256, 16, np.uint8)]))
print("MXFP4, scale 2^-27:", int((theirs != ours).sum()), "of", len(ours), "weights differ")
EOF
DEV=PYTHON EMULATED_DTYPES=half venv/bin/python probe.py | tee seen
cat >expected <<'EOF'
tinygrad 0.14.0 gguf 0.19.0
Q4_0, scale 0.0001: largest weight 0.0008001 by gguf-py, 0.0008001 by tinygrad; 0 of 32 weights differ
Q8_0, scale 0.0001: largest weight 0.003101 by gguf-py, 0.003101 by tinygrad; 0 of 32 weights differ
Q6_K, scale 0.0001: largest weight 0.343 by gguf-py, 0.343 by tinygrad; 0 of 256 weights differ
Q4_K, scale 0.0001: largest weight 0.09452 by gguf-py, 0.09452 by tinygrad; 0 of 256 weights differ
Q4_0, scale 3e-05: largest weight 0.0002398 by gguf-py, 0 by tinygrad; 30 of 32 weights differ
Q8_0, scale 3e-05: largest weight 0.0009294 by gguf-py, 0 by tinygrad; 31 of 32 weights differ
Q6_K, scale 3e-05: largest weight 0.1028 by gguf-py, 0 by tinygrad; 256 of 256 weights differ
Q4_K, scale 3e-05: largest weight 0.02833 by gguf-py, 0 by tinygrad; 256 of 256 weights differ
Q4_0, scale 1e-06: largest weight 8.106e-06 by gguf-py, 0 by tinygrad; 30 of 32 weights differ
Q8_0, scale 1e-06: largest weight 3.141e-05 by gguf-py, 0 by tinygrad; 31 of 32 weights differ
Q6_K, scale 1e-06: largest weight 0.003475 by gguf-py, 0 by tinygrad; 256 of 256 weights differ
Q4_K, scale 1e-06: largest weight 0.0009575 by gguf-py, 0 by tinygrad; 256 of 256 weights differ
MXFP4, scale 2^-27: 0 of 32 weights differ
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
