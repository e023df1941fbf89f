#!/usr/bin/env bash
# Question: does HDF5, which has types for FP8 since version 2.0, write the nearest FP8 number?
# Guess, written before the run: yes, with ties to even; infinity for what rounds to more than the largest; NaN stays.
# Seen: below the smallest normal number it can be off by almost a whole step: in E4M3 1.999 steps become 1 step, and
#   3.6 become 2. Ties go up, 1.0625 to 1.125. Everything from the largest number to the next power of two becomes the
#   largest, 255.9 becomes 240, although 248 and more round to infinity. But in float16 it is the other way round:
#   65519, nearer to the largest than to the next, becomes infinity.
# Cause: the general conversion of floats (H5Tconv_float.c) adds one at the first bit that is cut off, whatever follows
#   it, not at all if the result would be infinity, and drops the carry of a subnormal number. Float16 goes another
#   way, with a check against the largest number before it rounds, as the result shows.
# Surprising: IEEE 754 (section 4.3) takes the nearest and, between two, the even one; the OCP specification of FP8
#   (revision 1.0) has subnormal numbers as part of both types.
# Instead: convert with ml_dtypes and write the codes with the type of the file as that of the memory, as the last line
#   does. The E4M3 of HDF5 has infinity and ends at 240; codes of float8_e4m3fn, which ends at 448, are other numbers.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check h5py==3.16.0 numpy==2.4.6 ml_dtypes==0.6.0
cat >probe.py <<'EOF'
import ctypes
from pathlib import Path

import h5py
import ml_dtypes
import numpy as np

print("h5py", h5py.version.version, "with HDF5", h5py.version.hdf5_version)
(path,) = Path(h5py.__file__).parents[1].glob("h5py.libs/libhdf5-*")
library = ctypes.CDLL(str(path))


def predefined(name):
    return h5py.h5t.TypeFloatID(ctypes.c_int64.in_dll(library, name + "_g").value).copy()


def stored(values, kind, memory=None):
    everything = h5py.h5s.ALL
    with h5py.File("values.h5", "w") as file:
        dataset = h5py.h5d.create(file.id, b"x", kind, h5py.h5s.create_simple(values.shape))
        dataset.write(everything, everything, values, memory)
        result = np.empty(values.shape, np.float32)
        dataset.read(everything, everything, result)
    return result


def show(name, values, nearest, unit=1.0):
    values = np.array(values, np.float32) * np.float32(unit)
    seen = stored(values, predefined(name))
    for value, one, two in zip(values, seen, values.astype(nearest).astype(np.float32)):
        print(f"  {value / unit:.7g}: HDF5 {one / unit:g}, ml_dtypes or NumPy {two / unit:g}")


print("E4M3, in steps of 2^-9")
show("H5T_FLOAT_F8E4M3", [0.5, 1.4, 1.5, 1.999, 2.5, 3.6, 5.5], ml_dtypes.float8_e4m3, 2.0**-9)
print("E4M3")
show("H5T_FLOAT_F8E4M3", [1.0625, 1.1875, 247, 248, 255.9, 256, np.nan], ml_dtypes.float8_e4m3)
print("E5M2, in steps of 2^-16")
show("H5T_FLOAT_F8E5M2", [0.5, 1.5, 1.999, 2.5], ml_dtypes.float8_e5m2, 2.0**-16)
print("E5M2")
show("H5T_FLOAT_F8E5M2", [1.125, 61439, 61440, 65535, 65536], ml_dtypes.float8_e5m2)
print("float16")
show("H5T_IEEE_F16LE", [65504, 65519, 65520], np.float16)
kind = predefined("H5T_FLOAT_F8E4M3")
codes = np.array([1.0625, 3.6 * 2.0**-9, 248]).astype(ml_dtypes.float8_e4m3).view(np.uint8)
print("codes of ml_dtypes, read by HDF5:", *stored(codes, kind, kind))
EOF
venv/bin/python -W ignore probe.py | tee seen
cat >expected <<'EOF'
h5py 3.16.0 with HDF5 2.0.0
E4M3, in steps of 2^-9
  0.5: HDF5 1, ml_dtypes or NumPy 0
  1.4: HDF5 1, ml_dtypes or NumPy 1
  1.5: HDF5 1, ml_dtypes or NumPy 2
  1.999: HDF5 1, ml_dtypes or NumPy 2
  2.5: HDF5 3, ml_dtypes or NumPy 2
  3.6: HDF5 2, ml_dtypes or NumPy 4
  5.5: HDF5 6, ml_dtypes or NumPy 6
E4M3
  1.0625: HDF5 1.125, ml_dtypes or NumPy 1
  1.1875: HDF5 1.25, ml_dtypes or NumPy 1.25
  247: HDF5 240, ml_dtypes or NumPy 240
  248: HDF5 240, ml_dtypes or NumPy inf
  255.9: HDF5 240, ml_dtypes or NumPy inf
  256: HDF5 inf, ml_dtypes or NumPy inf
  nan: HDF5 nan, ml_dtypes or NumPy nan
E5M2, in steps of 2^-16
  0.5: HDF5 1, ml_dtypes or NumPy 0
  1.5: HDF5 1, ml_dtypes or NumPy 2
  1.999: HDF5 1, ml_dtypes or NumPy 2
  2.5: HDF5 3, ml_dtypes or NumPy 2
E5M2
  1.125: HDF5 1.25, ml_dtypes or NumPy 1
  61439: HDF5 57344, ml_dtypes or NumPy 57344
  61440: HDF5 57344, ml_dtypes or NumPy inf
  65535: HDF5 57344, ml_dtypes or NumPy inf
  65536: HDF5 inf, ml_dtypes or NumPy inf
float16
  65504: HDF5 65504, ml_dtypes or NumPy 65504
  65519: HDF5 inf, ml_dtypes or NumPy 65504
  65520: HDF5 inf, ml_dtypes or NumPy inf
codes of ml_dtypes, read by HDF5: 1.0 0.0078125 inf
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
