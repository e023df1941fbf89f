#!/usr/bin/env bash
# Question: which integer is 2.5 in LiteRT, the successor of TensorFlow Lite, and which is 1 when the step becomes
#   three times as large?
# Guess, written before the run, of floats alone: 2, the same with XNNPACK, which is the default, and with LiteRT's own
#   kernels. That 1 becomes 0, the code nearest to 0.33, was not doubted then.
# Seen: 2.5 is 2, or 3 with the reference kernels and, in a short tensor, with the optimized ones. 3e9 and infinity are
#   127 or, without XNNPACK, -128. From step 1 to step 3 the code 1 becomes 0 with XNNPACK and 1 without it; -1 becomes
#   0 in the first sixteen places of a tensor and -1 after them, so that seventeen times -1 is not one number. In steps
#   of 100, 43 becomes 1 with XNNPACK, 49 becomes 0 without it.
# Cause: the optimized kernel takes sixteen numbers at once, and rounds them otherwise than the rest. It and the
#   reference multiply by 2/3, round, halve, and round again (MultiplyByQuantizedMultiplier). XNNPACK, as the results
#   show, takes the ratio of the steps as a whole number of 256ths, 3 for 2.56. Own kernels cast floats to int32 before
#   they clip.
# Surprising: the 8-bit quantization specification of LiteRT allows for small differences between devices; this is one
#   tensor on one CPU. Of two thirds of a step, as between 0.33 and 1, it has nothing, and the model does not name
#   kernels.
# Instead: test a model with the kernels that it will run with, and do not change the step of a tensor without need.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check ai-edge-litert==2.3.0 flatbuffers==25.12.19 numpy==2.4.6
cat >probe.py <<'EOF'
from importlib.metadata import version

import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.interpreter import Interpreter, OpResolverType

KERNELS = {
    "default": OpResolverType.AUTO,
    "without delegate": OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
    "reference": OpResolverType.BUILTIN_REF,
}


def tensor(name, kind, length, scale):
    made = schema.TensorT()
    made.name, made.type, made.shape = name, kind, [length]
    if scale:
        made.quantization = schema.QuantizationParametersT()
        made.quantization.scale, made.quantization.zeroPoint = [scale], [0]
    return made


def model(kind, length, given, wanted):
    code, operator, graph, made = schema.OperatorCodeT(), schema.OperatorT(), schema.SubGraphT(), schema.ModelT()
    code.builtinCode = code.deprecatedBuiltinCode = schema.BuiltinOperator.QUANTIZE
    operator.inputs, operator.outputs = [0], [1]
    graph.tensors = [tensor("x", kind, length, given), tensor("y", schema.TensorType.INT8, length, wanted)]
    graph.inputs, graph.outputs, graph.operators = [0], [1], [operator]
    made.version, made.operatorCodes, made.subgraphs, made.buffers = 3, [code], [graph], [schema.BufferT()]
    builder = flatbuffers.Builder()
    builder.Finish(made.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def show(title, kind, values, given, wanted):
    print(title)
    for name, kernels in KERNELS.items():
        content = model(kind, len(values), given, wanted)
        interpreter = Interpreter(model_content=content, experimental_op_resolver_type=kernels)
        interpreter.allocate_tensors()
        interpreter.set_tensor(0, values)
        interpreter.invoke()
        print(f"  {name + ':':17}", *interpreter.get_tensor(1).tolist())


print("ai-edge-litert", version("ai-edge-litert"))
numbers = np.array([-2.5, -0.5, 0.5, 1.5, 2.5, 300, 3e9, np.inf], np.float32)
show(f"float32 {numbers.tolist()}, to step 1", schema.TensorType.FLOAT32, numbers, None, 1.0)
show("float32 [2.5], to step 1", schema.TensorType.FLOAT32, np.array([2.5], np.float32), None, 1.0)
codes = np.resize(np.array([-5, -4, -2, -1, 1, 2, 4, 5], np.int8), 16)
show(f"int8 {codes[:8].tolist()} twice, from step 1 to step 3", schema.TensorType.INT8, codes, 1.0, 3.0)
show("int8 -1, seventeen times, from step 1 to step 3", schema.TensorType.INT8, np.full(17, -1, np.int8), 1.0, 3.0)
codes = np.array([-50, -43, 42, 43, 49, 50], np.int8)
show(f"int8 {codes.tolist()}, from step 1 to step 100", schema.TensorType.INT8, codes, 1.0, 100.0)
EOF
venv/bin/python probe.py 2>/dev/null | tee seen
cat >expected <<'EOF'
ai-edge-litert 2.3.0
float32 [-2.5, -0.5, 0.5, 1.5, 2.5, 300.0, 3000000000.0, inf], to step 1
  default:          -2 0 0 2 2 127 127 127
  without delegate: -2 0 0 2 2 127 -128 -128
  reference:        -3 -1 1 2 3 127 -128 -128
float32 [2.5], to step 1
  default:          2
  without delegate: 3
  reference:        3
int8 [-5, -4, -2, -1, 1, 2, 4, 5] twice, from step 1 to step 3
  default:          -2 -1 -1 0 0 1 1 2 -2 -1 -1 0 0 1 1 2
  without delegate: -1 -1 0 0 1 1 2 2 -1 -1 0 0 1 1 2 2
  reference:        -2 -2 -1 -1 1 1 2 2 -2 -2 -1 -1 1 1 2 2
int8 -1, seventeen times, from step 1 to step 3
  default:          0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
  without delegate: 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 -1
  reference:        -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1
int8 [-50, -43, 42, 43, 49, 50], from step 1 to step 100
  default:          -1 -1 0 1 1 1
  without delegate: -1 0 0 0 0 1
  reference:        -1 0 0 0 0 1
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
