#!/usr/bin/env bash
# Question: what is left of NaN and infinity when arrays are stored with fewer bits of mantissa?
# Guess, written before the run: both stay what they are in numcodecs and netCDF, whatever the bits of NaN; the largest
#   number becomes infinity in numcodecs and stays finite in netCDF.
# Seen: numcodecs' BitRound makes -0 of the NaN 0x7fffffff and 0 of 0xffffffff; only NaN with few bits, as CPUs make
#   it, stays. In netCDF NaN always stays, but infinity does not: BitGroom makes it NaN in every second place, and
#   GranularBitRound makes it -0, and 0 of its negative. BitRound of netCDF keeps both. The largest number is infinity in three of the four, NaN in none.
# Cause: numcodecs adds half a step to the bits as an integer (bitround.py), which for NaN full of ones carries into
#   the sign. BitGroom of netCDF sets the bits that it drops to one in every second value, which in infinity makes a
#   NaN. GranularBitRound chooses the bits to keep by the size of each value, and with infinity loses it, as the result
#   shows.
# Surprising: the CUDA C++ Programming Guide (floating-point standard) has 0x7fffffff as the NaN that single precision
#   operations of NVIDIA's GPUs return, so that a GPU's NaN becomes a harmless zero. IEEE 754 (section 6.1)
#   has operations on infinity exact.
# Instead: numpy.where(numpy.isnan(x), numpy.nan, x) before numcodecs writes NaN with few bits; in netCDF take
#   BitRound, or look for infinities before.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check numcodecs==0.16.6 netCDF4==1.7.5.1.post1 numpy==2.4.6
cat >probe.py <<'EOF'
import netCDF4
import numcodecs
import numpy as np

print("numcodecs", numcodecs.__version__, "netCDF4", netCDF4.__version__, "with", netCDF4.__netcdf4libversion__)
bits = (0x7FC00000, 0x7FFFFFFF, 0xFFFFFFFF, 0x7F800000, 0x7F800000, 0xFF800000, 0x7F7FFFFF, 0x3F9D70A4)
values = np.array(bits, np.uint32).view(np.float32)
print("bits", *(f"{number:08x}" for number in bits))
print("values", *values)
codec = numcodecs.BitRound(keepbits=7)
print("numcodecs BitRound", *codec.decode(codec.encode(values.copy())))
for mode, digits in (("BitRound", 7), ("BitGroom", 2), ("GranularBitRound", 2)):
    with netCDF4.Dataset("values.nc", "w") as file:
        file.set_auto_mask(False)
        file.createDimension("n", len(values))
        file.createVariable("x", "f4", ("n",), quantize_mode=mode, significant_digits=digits)[:] = values
    with netCDF4.Dataset("values.nc") as file:
        file.set_auto_mask(False)
        print("netCDF", mode, *file["x"][:])
EOF
venv/bin/python -W ignore probe.py | tee seen
cat >expected <<'EOF'
numcodecs 0.16.6 netCDF4 1.7.5.1.post1 with 4.10.1
bits 7fc00000 7fffffff ffffffff 7f800000 7f800000 ff800000 7f7fffff 3f9d70a4
values nan nan nan inf inf -inf 3.4028235e+38 1.23
numcodecs BitRound nan -0.0 0.0 inf inf -inf inf 1.2265625
netCDF BitRound nan nan nan inf inf -inf inf 1.2265625
netCDF BitGroom nan nan nan nan inf nan 3.3961775e+38 1.2304686
netCDF GranularBitRound nan nan nan -0.0 -0.0 0.0 inf 1.25
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
