#!/usr/bin/env bash
# Question: which number does a quantized field of Taichi hold when it is given the end of its range?
# Guess, written before the run: the end or the level next to it; what is beyond is taken to the end. Of floats:
#   infinity or the largest number above the range.
# Seen: a signed fixed-point field of 10 bits with max_value=20 makes -20 of 20 and of 19.99, an
#   unsigned one of 5 bits with max_value=100 makes 0 of 100, 99 and 98.5. A float with 5 bits for the exponent makes
#   0 of 131072, just above its range, and 0.00023 of a million. There is no warning.
# Cause: the step is max_value / 2^(bits - 1), or / 2^bits without a sign (fixed in types/quant.py), so that the end is
#   one step above the largest code; the code is then cut to its bits, as the exponent of a float is.
# Surprising: the documentation ("Use quantized data types") defines these two fixed-point types as examples, and names
#   their ranges: [-20.0, 20.0] and [0.0, 100.0].
# Instead: give scale= yourself, the end divided by the largest code (20 / 511, 100 / 31), and clip before you store.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check taichi==1.7.4 numpy==2.2.6
cat >probe.py <<'EOF'
from importlib.metadata import version

import taichi as ti

ti.init(arch=ti.cpu, log_level=ti.ERROR, offline_cache=False)
print("taichi", version("taichi"))
types = {
    "fixed, signed, 20": (ti.types.quant.fixed(bits=10, max_value=20.0), [-20, 10, 19.96, 19.98, 19.99, 20]),
    "fixed, unsigned, 100": (ti.types.quant.fixed(bits=5, signed=False, max_value=100.0), [0, 50, 98.4, 98.5, 99, 100]),
    "scale 20 / 511": (ti.types.quant.fixed(bits=10, scale=20 / 511), [-20, 10, 19.98, 20]),
    "float, 5 and 10 bits": (ti.types.quant.float(exp=5, frac=10), [1, 1.001953125, 65504, 130944, 131072, 1e6]),
}
fields = {}
for name, (kind, numbers) in types.items():
    fields[name] = ti.field(dtype=kind)
    pack = ti.BitpackedFields(max_num_bits=32)
    pack.place(fields[name])
    ti.root.dense(ti.i, len(numbers)).place(pack)
for name, (_, numbers) in types.items():
    for index, number in enumerate(numbers):
        fields[name][index] = number
    print(name + ":", ", ".join(f"{number:g} is {round(fields[name][index], 6):g}" for index, number in enumerate(numbers)))
EOF
venv/bin/python probe.py | grep -v '^\[Taichi\]' | tee seen
cat >expected <<'EOF'
taichi 1.7.4
fixed, signed, 20: -20 is -20, 10 is 10, 19.96 is 19.9609, 19.98 is 19.9609, 19.99 is -20, 20 is -20
fixed, unsigned, 100: 0 is 0, 50 is 50, 98.4 is 96.875, 98.5 is 0, 99 is 0, 100 is 0
scale 20 / 511: -20 is -20, 10 is 10.0196, 19.98 is 19.9609, 20 is 20
float, 5 and 10 bits: 1 is 1, 1.00195 is 1.00195, 65504 is 65536, 130944 is 130944, 131072 is 0, 1e+06 is 0.000233
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
