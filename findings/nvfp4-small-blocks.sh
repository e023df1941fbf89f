#!/usr/bin/env bash
# Question: how small may the scale of an NVFP4 block be in torchao, MLX and compressed-tensors?
# Guess, written before the run: 2^-9, the smallest number of E4M3, so that a block that ends at 0.01 has the scale
#   0.00195 and keeps about 0.0117, in all of them.
# Seen: in MLX and compressed-tensors, yes. torchao has no scale below 2^-6, eight times as much: 0.01 becomes 0.0078,
#   a third of it zero, and everything below 0.0039 is zero. With a scale for the tensor the same happens to blocks
#   that are 29,000 times smaller than the largest.
# Cause: scales are clamped to E4M3_EPS, which is torch.finfo(torch.float8_e4m3fn).tiny, the smallest normal number
#   and not the smallest (nvfp4_quantize in torchao/prototype/mx_formats/nvfp4_tensor.py).
# Surprising: NVIDIA describes the scales of NVFP4 as E4M3 without exception, and the OCP specification of FP8
#   (revision 1.0) has the subnormal numbers as part of E4M3. The documentation of torch.finfo calls tiny "the
#   smallest positive normal number".
# Instead: scale such a tensor so that its smallest block that matters ends above 6 * 2^-6 = 0.09375 times the
#   tensor's scale; or give it another scale for the tensor.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check torch==2.13.0 torchao==0.18.0 compressed-tensors==0.20.1 \
  transformers==5.24.0 mlx==0.32.4 mlx-cpu==0.32.4 numpy==2.4.6
cat >probe.py <<'EOF'
import logging
import warnings
from importlib.metadata import version

logging.disable()
warnings.simplefilter("ignore")

import mlx.core as mx
import torch
from compressed_tensors.quantization import QuantizationArgs
from compressed_tensors.quantization.lifecycle.forward import fake_quantize
from compressed_tensors.quantization.utils import calculate_qparams
from torchao.prototype.mx_formats.nvfp4_tensor import NVFP4Tensor

print(*(f"{name} {version(name).partition('+')[0]}" for name in ("torchao", "mlx", "compressed-tensors")))
KIND = QuantizationArgs(
    num_bits=4, type="float", strategy="tensor_group", group_size=16, scale_dtype=torch.float8_e4m3fn
)


def show(name, values, scale):
    print(f"  {name:18}", " ".join(f"{value:8.4g}" for value in values), f"  scale {scale:.4g}")


for largest in (0.1, 0.08, 0.03, 0.01, 0.005):
    values = [largest, largest / 2, largest / 3]
    print("given               ", " ".join(f"{value:8.4g}" for value in values))
    block = torch.tensor([values + [0.0] * 13])
    found = NVFP4Tensor.to_nvfp4(block)
    show("torchao", found.dequantize(torch.float32)[0, :3].tolist(), found.scale.float().flatten()[0].item())
    codes, scales = mx.quantize(mx.array([values + [0.0] * 61]), group_size=16, bits=4, mode="nvfp4")
    back = mx.dequantize(codes, scales, group_size=16, bits=4, mode="nvfp4")
    show("MLX", back[0, :3].tolist(), mx.from_fp8(scales[0, 0], dtype=mx.float32).item())
    whole = torch.tensor([1.0])
    scale, zero = calculate_qparams(block.amin(1, True), block.amax(1, True), KIND, global_scale=whole)
    back = fake_quantize(block, scale, zero, KIND, global_scale=whole)
    show("compressed-tensors", back[0, :3].tolist(), scale.float().item())
tensor = torch.zeros(2, 16)
tensor[0, 0], tensor[1, :3] = 1000.0, torch.tensor([0.01, 0.005, 0.0033])
found = NVFP4Tensor.to_nvfp4(tensor, per_tensor_scale=tensor.amax() / (6 * 448))
show("torchao, with 1000", found.dequantize(torch.float32)[1, :3].tolist(), found.scale.float()[1, 0].item())
EOF
venv/bin/python probe.py 2>/dev/null | tee seen
cat >expected <<'EOF'
torchao 0.18.0 mlx 0.32.4 compressed-tensors 0.20.1
given                     0.1     0.05  0.03333
  torchao              0.1055  0.05273  0.03516   scale 0.01758
  MLX                  0.1055  0.05273  0.03516   scale 0.01758
  compressed-tensors   0.1055  0.05273  0.03516   scale 0.01758
given                    0.08     0.04  0.02667
  torchao             0.09375  0.04688  0.02344   scale 0.01562
  MLX                 0.08203  0.04102  0.02734   scale 0.01367
  compressed-tensors  0.08203  0.04102  0.02734   scale 0.01367
given                    0.03    0.015     0.01
  torchao             0.03125  0.01562 0.007812   scale 0.01562
  MLX                 0.03516  0.01758 0.008789   scale 0.005859
  compressed-tensors  0.03516  0.01758 0.008789   scale 0.005859
given                    0.01    0.005 0.003333
  torchao            0.007812 0.007812        0   scale 0.01562
  MLX                 0.01172 0.005859  0.00293   scale 0.001953
  compressed-tensors  0.01172 0.005859  0.00293   scale 0.001953
given                   0.005   0.0025 0.001667
  torchao            0.007812        0        0   scale 0.01562
  MLX                       0        0        0   scale 0
  compressed-tensors        0        0        0   scale 0.125
  torchao, with 1000 0.008719 0.005813 0.002906   scale 0.01562
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
