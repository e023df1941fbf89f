#!/usr/bin/env bash
# Question: what does QuantizeLinear make of a value far above the range, in ONNX's own reference evaluator?
# Guess, written before the run: 255 for 3e9 and for infinity, as everything else above the range.
# Seen: 255 up to 2e9, then 0 for 3e9 and infinity; with INT8 the large positive values become -128.
#   onnxruntime answers 255 and 127.
# Cause: the evaluator rounds, casts to 32-bit integers, and clips after that. On x86-64 a float that does not fit
#   a 32-bit integer is cast to the smallest one, so the clip comes too late (op_quantize_linear.py).
# Surprising: the ONNX operator specification of QuantizeLinear defines y = saturate(x / y_scale + y_zero_point),
#   and the evaluator is what others compare their own runtimes with.
# Instead: clip the input to the range before QuantizeLinear when the evaluator computes what is expected.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check onnx==1.23.2 onnxruntime==1.32.0 numpy==2.4.6 ml_dtypes==0.6.0
cat >probe.py <<'EOF'
import warnings

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

warnings.simplefilter("ignore")
print("onnx", onnx.__version__, "onnxruntime", onnxruntime.__version__)
x = np.array([300, 2e9, 3e9, np.inf, -3e9], np.float32)
print("x              ", x.tolist())
for name in ("UINT8", "INT8"):
    kind = getattr(TensorProto, name)
    node = helper.make_node("QuantizeLinear", ["x", "s"], ["y"], output_dtype=kind)
    graph = helper.make_graph(
        [node],
        "g",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [5])],
        [helper.make_tensor_value_info("y", kind, [5])],
        [helper.make_tensor("s", TensorProto.FLOAT, [], [1.0])],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)
    onnx.checker.check_model(model)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    print(f"{name:5} reference", ReferenceEvaluator(model).run(None, {"x": x})[0].tolist())
    print(f"{name:5} runtime  ", session.run(None, {"x": x})[0].tolist())
EOF
venv/bin/python probe.py | tee seen
cat >expected <<'EOF'
onnx 1.23.2 onnxruntime 1.32.0
x               [300.0, 2000000000.0, 3000000000.0, inf, -3000000000.0]
UINT8 reference [255, 255, 0, 0, 0]
UINT8 runtime   [255, 255, 255, 255, 0]
INT8  reference [127, 127, -128, -128, -128]
INT8  runtime   [127, 127, 127, 127, -128]
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
