#!/usr/bin/env bash
# Question: which numbers does a format of three integer bits hold in qformatpy, and where do numbers beyond it go?
# Guess, written before the run: what is documented: -8 to 7 if signed, since the sign bit is not counted; what is
#   beyond goes to the nearer end with SAT, and ties as the modes say.
# Seen: signed formats hold -4 to 3: 7 becomes -1, or 3 with SAT. With SAT 1e18 becomes the highest number, and 1e19 and
#   infinity the lowest. 0.49999999999999994, which is less than a half, becomes 1 with HALF_UP and HALF_AWAY. pyfxp, of
#   the same author, gives the same numbers, but its documentation counts the sign bit.
# Cause: qi counts the sign bit in both. The scaled number is cast to a 64-bit integer before it is compared with the
#   ends, and what does not fit becomes the lowest one on x86-64; a half is added before the floor is taken.
# Surprising: qformatpy's docstring has qi as "Number of integer bits (excluding sign bit if signed=True)", SAT as
#   saturation to the maximum or minimum, and the two modes as rounding to nearest.
# Instead: count one bit more for signed numbers, clip with numpy.clip before, and take HALF_EVEN, which is right.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check qformatpy==1.0.2 pyfxp==0.2.1 numpy==2.4.6
cat >probe.py <<'END'
import math
from importlib.metadata import version

import pyfxp
import qformatpy
from qformatpy import HALF_AWAY, HALF_EVEN, HALF_UP, SAT, WRAP

for name, convert in (("qformatpy", qformatpy.qformat), ("pyfxp", pyfxp.fxpt)):
    print(name, version(name))

    def show(title, numbers, rounding, overflow):
        pairs = ((number, float(convert(number, 3, 0, True, rounding, overflow))) for number in numbers)
        print(f"  {title}:", *(f"{number:.17g} is {value:g}" for number, value in pairs), sep="  ")

    show("WRAP", (-8.0, -4.0, 3.0, 7.0), HALF_EVEN, WRAP)
    show("SAT", (7.0, 1e18, 1e19, math.inf, -1e19), HALF_EVEN, SAT)
    for title, mode in (("HALF_UP", HALF_UP), ("HALF_AWAY", HALF_AWAY), ("HALF_EVEN", HALF_EVEN)):
        show(title, (0.49999999999999994, 0.5), mode, SAT)
END
venv/bin/python probe.py 2>/dev/null | tee seen
cat >expected <<'END'
qformatpy 1.0.2
  WRAP:  -8 is 0  -4 is -4  3 is 3  7 is -1
  SAT:  7 is 3  1e+18 is 3  1e+19 is -4  inf is -4  -1e+19 is -4
  HALF_UP:  0.49999999999999994 is 1  0.5 is 1
  HALF_AWAY:  0.49999999999999994 is 1  0.5 is 1
  HALF_EVEN:  0.49999999999999994 is 0  0.5 is 0
pyfxp 0.2.1
  WRAP:  -8 is 0  -4 is -4  3 is 3  7 is -1
  SAT:  7 is 3  1e+18 is 3  1e+19 is -4  inf is -4  -1e+19 is -4
  HALF_UP:  0.49999999999999994 is 1  0.5 is 1
  HALF_AWAY:  0.49999999999999994 is 1  0.5 is 1
  HALF_EVEN:  0.49999999999999994 is 0  0.5 is 0
END
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
