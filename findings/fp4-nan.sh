#!/usr/bin/env bash
# Question: which number is NaN after a cast to FP4, E2M1, which has no NaN?
# Guess, written before the run: the largest, 6, in every library, since NaN must not become a harmless value.
# Seen: zero in three of four. ml_dtypes and the reference evaluator of ONNX make -0 of NaN and +0 of -NaN, JAX -0 of
#   both, and OpenVINO 6 and -6. A weight that has gone wrong is a zero that nobody notices, or six times the scale.
# Cause: ml_dtypes has code 8, which is -0, for the NaN of a type without one (quiet_NaN in mxfloat.h), and negates it
#   for -NaN; ONNX's reference uses ml_dtypes. OpenVINO goes by the bits of the exponent, which in NaN is the largest,
#   and keeps the sign (float4_e2m1.cpp).
# Surprising: ONNX's technical page on four-bit floats has a table for this, with 6 for NaN, and the reference
#   evaluator of the same package gives zero. ml_dtypes notes that the OCP Microscaling specification leaves it to the
#   implementation.
# Instead: look for NaN before quantization. In an MX block its scale is the place for it: the code 255 of E8M0.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check onnx==1.23.2 ml_dtypes==0.6.0 numpy==2.4.6 \
  jax==0.10.2 jaxlib==0.10.2 openvino==2026.4.1
cat >probe.py <<'EOF'
import warnings
from importlib.metadata import version

import jax.numpy as jnp
import ml_dtypes
import numpy as np
import onnx
import openvino
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator
from openvino import opset15

warnings.simplefilter("ignore")
print(*(f"{name} {version(name)}" for name in ("ml_dtypes", "onnx", "jax", "openvino")))
x = np.array([np.nan, -np.nan, 5.5, 0.25], np.float32)
print("given    ", " ".join(f"{value:4g}" for value in x), "with the signs", np.signbit(x).astype(int).tolist())
ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [4]) for name in "xy"]
there = helper.make_node("Cast", ["x"], ["q"], to=TensorProto.FLOAT4E2M1)
back = helper.make_node("Cast", ["q"], ["y"], to=TensorProto.FLOAT)
graph = helper.make_graph([there, back], "g", ends[:1], ends[1:])
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 25)], ir_version=12)
onnx.checker.check_model(model)
parameter = opset15.parameter([4], np.float32)
network = openvino.Model([opset15.convert(opset15.convert(parameter, "f4e2m1"), "f32")], [parameter])
compiled = openvino.Core().compile_model(network, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
for name, found in {
    "ml_dtypes": x.astype(ml_dtypes.float4_e2m1fn).astype(np.float32),
    "ONNX": ReferenceEvaluator(model).run(None, {"x": x})[0],
    "JAX": np.asarray(jnp.asarray(x).astype(ml_dtypes.float4_e2m1fn).astype(jnp.float32)),
    "OpenVINO": compiled([x])[0],
}.items():
    print(f"{name:9}", " ".join(f"{value:4g}" for value in found))
EOF
JAX_PLATFORMS=cpu venv/bin/python probe.py | tee seen
cat >expected <<'EOF'
ml_dtypes 0.6.0 onnx 1.23.2 jax 0.10.2 openvino 2026.4.1
given      nan  nan  5.5 0.25 with the signs [0, 1, 0, 0]
ml_dtypes   -0    0    6    0
ONNX        -0    0    6    0
JAX         -0   -0    6    0
OpenVINO     6   -6    6    0
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
