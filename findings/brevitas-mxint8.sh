#!/usr/bin/env bash
# Question: which scale do Brevitas's quantizers for MX choose for a block, and what becomes of its largest weight?
# Guess, written before the run: the scale of the OCP specification for FP8 and INT8 alike, so that the values are those
#   of ml_dtypes and the largest weight is kept or rounded.
# Seen: for FP8, yes. For INT8 the scale is half of it, so that the upper half of the range is cut off: of a block that
#   ends at 1.9 the weight 1.9 becomes 0.992 and -1.5 becomes -1. Weights and activations are the same. Whatever is
#   beyond the power of two below the largest value is cut down to it, in every block; with four bits 1.9 is 0.875.
# Cause: the power of two below the largest value is divided by 128, which is right where it is the end of the range;
#   MaxStatsScaling with the floor of the MX mixins gives one that is up to half of the end.
# Surprising: OCP Microscaling Formats 1.0 (sections 5.3.4 and 6.3) has an implied scale of 2^-6 for INT8, whose largest
#   power of two is 1, and divides by that: 1.9 is 122 / 64. The docstrings are "MX Int signed weight quantizer" and
#   "MX Int signed activation quantizer".
# Instead: MXFloat8e4m3Weight, or MXInt8Weight with restrict_value_float_to_int_impl=CeilSte, as in the last line; that
#   is the specification's scale except for blocks that end at a power of two, which get half of it and 0.992 of 1.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check brevitas==0.13.4 torch==2.13.0 numpy==2.4.6
cat >probe.py <<'END'
import warnings
from importlib.metadata import version

warnings.simplefilter("ignore")

import torch
from brevitas.core.function_wrapper.ops_ste import CeilSte
from brevitas.nn import QuantIdentity, QuantLinear
from brevitas.quant.mx_quant_ocp import MXFloat8e4m3Weight, MXInt8Act, MXInt8Weight

print("brevitas", version("brevitas"), "torch", version("torch").partition("+")[0])
block = torch.zeros(1, 32)
block[0, :5] = torch.tensor([1.9, -1.5, 1.0, 0.5, 0.25])
power = 2.0 ** torch.floor(torch.log2(block.abs().max()))


def show(name, values):
    print(f"{name:25}", *(f"{value:.4g}" for value in values[0, :5].tolist()))


def weights(name, quantizer, **options):
    layer = QuantLinear(32, 1, bias=False, weight_quant=quantizer, **options)
    layer.weight.data = block.clone()
    show(name, layer.quant_weight().value)


show("weights", block)
show("INT8 of the specification", torch.clamp(torch.round(block / power * 64), -127, 127) / 64 * power)
weights("MXInt8Weight", MXInt8Weight)
show("MXInt8Act", QuantIdentity(act_quant=MXInt8Act, group_dim=1, return_quant_tensor=False).eval()(block))
weights("MXInt8Weight, 4 bits", MXInt8Weight, weight_bit_width=4)
weights("MXFloat8e4m3Weight", MXFloat8e4m3Weight)
weights("MXInt8Weight, ceiling", MXInt8Weight, weight_restrict_value_float_to_int_impl=CeilSte)
END
venv/bin/python probe.py 2>/dev/null | tee seen
cat >expected <<'END'
brevitas 0.13.4 torch 2.13.0
weights                   1.9 -1.5 1 0.5 0.25
INT8 of the specification 1.906 -1.5 1 0.5 0.25
MXInt8Weight              0.9922 -1 0.9922 0.5 0.25
MXInt8Act                 0.9922 -1 0.9922 0.5 0.25
MXInt8Weight, 4 bits      0.875 -1 0.875 0.5 0.25
MXFloat8e4m3Weight        1.75 -1.5 1 0.5 0.25
MXInt8Weight, ceiling     1.906 -1.5 1 0.5 0.25
END
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
