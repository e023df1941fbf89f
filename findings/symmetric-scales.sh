#!/usr/bin/env bash
# Question: by which number do libraries divide the largest weight to get a symmetric scale of eight or four bits?
# Guess, written before the run, of compressed-tensors after it: by 127 and by 7 in all of them, so that both ends are
#   levels and 1 stays 1.
# Seen: by 127.5 and by 7.5 in torch.ao, torchao and compressed-tensors, where 1 becomes 0.996 with eight bits and
#   0.933 with four; optimum-quanto divides by 127. onnxruntime divides by 127 for INT8 and by 7.5 for INT4. torchao
#   has a second symmetric kind that divides by 7. So the largest weights, those that methods take most care of, are
#   off by a 15th in some files and exact in others of the same format.
# Cause: half of the range of codes, (127 + 128) / 2, is taken for the divisor where -128 is allowed: max * 2 / (qmax
#   - qmin), in MinMaxObserver's _calculate_qparams, choose_qparams_affine and calculate_qparams. Half of a 15-step
#   range is no whole number, so no level is at either end.
# Surprising: Integer Quantization for Deep Learning Inference (arXiv:2004.09602) gives s = (2^(b-1) - 1) / alpha for
#   scale quantization, that is 127 and 7, and recommends it for weights.
# Instead: compute the scale yourself as amax / 127 or amax / 7, and hand it to the function that rounds; or choose
#   SYMMETRIC_NO_CLIPPING_ERR in torchao.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check torch==2.13.0 torchao==0.18.0 compressed-tensors==0.20.1 \
  transformers==5.24.0 optimum-quanto==0.2.7 onnxruntime==1.32.0 onnx==1.23.2 numpy==2.4.6
cat >probe.py <<'EOF'
import logging
import warnings
from importlib.metadata import version

logging.disable()
warnings.simplefilter("ignore")

import numpy as np
import onnx
import torch
from compressed_tensors.quantization import QuantizationArgs
from compressed_tensors.quantization.lifecycle.forward import fake_quantize
from compressed_tensors.quantization.utils import calculate_qparams
from onnxruntime.quantization import quant_utils
from optimum.quanto import AbsmaxOptimizer, qint8
from torchao.quantization.quant_primitives import MappingType, choose_qparams_affine

NAMES = ("torch", "torchao", "compressed-tensors", "optimum-quanto", "onnxruntime")
print(*(f"{name} {version(name).partition('+')[0]}" for name in NAMES))
x = torch.tensor([[1.0, -1.0, 0.5, 0.0]])


def show(name, scale, lowest, highest):
    one = min(max(round(1 / scale), lowest), highest) * scale
    print(f"{name:40} 1 / scale {1 / scale:.5g}, 1 becomes {one:.5g}")


for bits, lowest, highest in ((8, -128, 127), (4, -8, 7)):
    observer = torch.ao.quantization.MinMaxObserver(
        dtype=torch.qint8, qscheme=torch.per_tensor_symmetric, quant_min=lowest, quant_max=highest
    )
    observer(x)
    show(f"{bits} bits, torch.ao MinMaxObserver", observer.calculate_qparams()[0].item(), lowest, highest)
    for kind in (MappingType.SYMMETRIC, MappingType.SYMMETRIC_NO_CLIPPING_ERR):
        scale = choose_qparams_affine(x, kind, (1, 4), torch.int8, lowest, highest)[0].item()
        show(f"{bits} bits, torchao {kind.name}", scale, lowest, highest)
    wanted = QuantizationArgs(num_bits=bits, type="int", symmetric=True, strategy="channel")
    scale, zero = calculate_qparams(x.amin(1, keepdim=True), x.amax(1, keepdim=True), wanted)
    show(f"{bits} bits, compressed-tensors", scale.item(), lowest, highest)
    assert abs(fake_quantize(x, scale, zero, wanted)[0, 0].item() - highest * scale.item()) < 1e-6
    kind = onnx.TensorProto.INT8 if bits == 8 else onnx.TensorProto.INT4
    ends = quant_utils.get_qmin_qmax_for_qType(kind, symmetric=True)
    scale = quant_utils.compute_scale_zp(np.float32(-1), np.float32(1), *ends, symmetric=True)[1]
    show(f"{bits} bits, onnxruntime", float(scale), int(ends[0]), int(ends[1]))
show("8 bits, optimum-quanto AbsmaxOptimizer", AbsmaxOptimizer()(x, qtype=qint8, axis=0).item(), -127, 127)
EOF
venv/bin/python probe.py 2>/dev/null | tee seen
cat >expected <<'EOF'
torch 2.13.0 torchao 0.18.0 compressed-tensors 0.20.1 optimum-quanto 0.2.7 onnxruntime 1.32.0
8 bits, torch.ao MinMaxObserver          1 / scale 127.5, 1 becomes 0.99608
8 bits, torchao SYMMETRIC                1 / scale 127.5, 1 becomes 0.99608
8 bits, torchao SYMMETRIC_NO_CLIPPING_ERR 1 / scale 127, 1 becomes 1
8 bits, compressed-tensors               1 / scale 127.5, 1 becomes 0.99608
8 bits, onnxruntime                      1 / scale 127, 1 becomes 1
4 bits, torch.ao MinMaxObserver          1 / scale 7.5, 1 becomes 0.93333
4 bits, torchao SYMMETRIC                1 / scale 7.5, 1 becomes 0.93333
4 bits, torchao SYMMETRIC_NO_CLIPPING_ERR 1 / scale 7, 1 becomes 1
4 bits, compressed-tensors               1 / scale 7.5, 1 becomes 0.93333
4 bits, onnxruntime                      1 / scale 7.5, 1 becomes 0.93333
8 bits, optimum-quanto AbsmaxOptimizer   1 / scale 127, 1 becomes 1
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
