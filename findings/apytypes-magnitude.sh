#!/usr/bin/env bash
# Question: which number does APyTypes make of a negative one by magnitude truncation, in fixed and in floating point?
# Guess, written before the run: the one nearer to zero in both, as by truncation toward zero.
# Seen: -1.1 becomes -1 in fixed point with two bits of fraction, and -1.25 as a float with two bits of mantissa, which
#   is further from zero. Numbers that the format holds are moved as well: -1 becomes -0.75 in fixed point and -1.25 as a
#   float, -100 becomes -99.75. As floats -7 - 0.4375 is -8, and -1.25 times 1.25 is -1.75. Positive numbers are right.
# Cause: the mode adds the sign bit to what is left after the cut (quantize_mantissa in apyfloat_util.h), whether bits
#   were lost or not. In two's complement that leads toward zero; the mantissa of a float has no sign, and adding to it
#   leads away.
# Surprising: the docstring of TRN_MAG is "Magnitude truncation (round towards zero), fixed-point friendly variant (add
#   sign-bit)". Rounding toward zero leaves alone what needs no rounding (IEEE 754, section 4.3), and floats take the mode
#   without a warning; only a remark in the library's tests says that it is not for them.
# Instead: take QuantizationMode.TO_ZERO, which is right for both.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check apytypes==0.5.1
cat >probe.py <<'EOF'
from importlib.metadata import version

from apytypes import APyFixed, APyFloat, APyFloatQuantizationContext, QuantizationMode

print("apytypes", version("apytypes"))
VALUES = (1.1, 1.25, -1.0, -1.1, -1.25, -100.0)
for mode in (QuantizationMode.TRN_MAG, QuantizationMode.TO_ZERO, QuantizationMode.TO_NEG):
    fixed = [APyFixed.from_float(value, int_bits=8, frac_bits=16).cast(frac_bits=2, quantization=mode) for value in VALUES]
    floats = [APyFloat.from_float(value, exp_bits=8, man_bits=23).cast(5, 2, quantization=mode) for value in VALUES]
    print(mode.name)
    print("  given", *VALUES)
    print("  fixed", *map(float, fixed))
    print("  float", *map(float, floats))
    with APyFloatQuantizationContext(mode):
        seven, small, more = (APyFloat.from_float(value, 5, 2) for value in (-7, 0.4375, 1.25))
        print("  -7 - 0.4375 =", float(seven - small), " -1.25 * 1.25 =", float(-more * more))
EOF
venv/bin/python probe.py | tee seen
cat >expected <<'EOF'
apytypes 0.5.1
TRN_MAG
  given 1.1 1.25 -1.0 -1.1 -1.25 -100.0
  fixed 1.0 1.25 -0.75 -1.0 -1.0 -99.75
  float 1.0 1.25 -1.25 -1.25 -1.5 -112.0
  -7 - 0.4375 = -8.0  -1.25 * 1.25 = -1.75
TO_ZERO
  given 1.1 1.25 -1.0 -1.1 -1.25 -100.0
  fixed 1.0 1.25 -1.0 -1.0 -1.25 -100.0
  float 1.0 1.25 -1.0 -1.0 -1.25 -96.0
  -7 - 0.4375 = -7.0  -1.25 * 1.25 = -1.5
TO_NEG
  given 1.1 1.25 -1.0 -1.1 -1.25 -100.0
  fixed 1.0 1.25 -1.0 -1.25 -1.25 -100.0
  float 1.0 1.25 -1.0 -1.25 -1.25 -112.0
  -7 - 0.4375 = -8.0  -1.25 * 1.25 = -1.75
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
