#!/usr/bin/env bash
# Question: what is the largest of three MX scales in JAX?
# Guess, written before the run: 4, and 5.5 rounds to 4 or 8 as their sum; the same as in NumPy.
# Seen: max, min, sum and cumsum are NaN, argmax is the position of the first. NumPy with ml_dtypes has 4. Sorting,
#   products and the maximum of two arrays are right. Other small floats have a right maximum.
# Cause: a reduction begins with a neutral value: minus infinity or the type's minimum for max (_get_max_identity in
#   jax/_src/lax/lax.py), zero for a sum. E8M0 has neither; JAX takes the type to hold negative numbers, and both
#   become NaN in it, which is the result of everything that follows.
# Surprising: jax.numpy documents jax.numpy.max as "JAX implementation of numpy.max", and the array holds no NaN. The
#   largest scale of a tensor is what one asks for when looking for outliers.
# Instead: convert to float32 first, scales.astype(jax.numpy.float32).max(), which is exact for E8M0.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check jax==0.10.2 jaxlib==0.10.2 ml_dtypes==0.6.0 numpy==2.4.6
cat >probe.py <<'EOF'
import jax
import jax.numpy as jnp
import ml_dtypes
import numpy as np

print("jax", jax.__version__, "ml_dtypes", ml_dtypes.__version__)
for kind in (ml_dtypes.float8_e8m0fnu, ml_dtypes.float8_e4m3fn, ml_dtypes.float4_e2m1fn):
    theirs = np.array([1, 4, 0.5], kind)
    ours = jnp.asarray(theirs)
    print(kind.__name__)
    print("  NumPy: max", theirs.max(), "min", theirs.min(), "argmax", theirs.argmax())
    print("  JAX:   max", jnp.max(ours), "min", jnp.min(ours), "argmax", jnp.argmax(ours), end=" ")
    print("sum", jnp.sum(ours), "prod", jnp.prod(ours), "sorted", jnp.sort(ours))
    print("  under jit: max", jax.jit(jnp.max)(ours), "via float32:", jnp.max(ours.astype(jnp.float32)))
EOF
JAX_PLATFORMS=cpu venv/bin/python probe.py | tee seen
cat >expected <<'EOF'
jax 0.10.2 ml_dtypes 0.6.0
float8_e8m0fnu
  NumPy: max 4 min 0.5 argmax 1
  JAX:   max nan min nan argmax 0 sum nan prod 2 sorted [0.5 1 4]
  under jit: max nan via float32: 4.0
float8_e4m3fn
  NumPy: max 4 min 0.5 argmax 1
  JAX:   max 4 min 0.5 argmax 1 sum 5.5 prod 2 sorted [0.5 1 4]
  under jit: max 4 via float32: 4.0
float4_e2m1fn
  NumPy: max 4 min 0.5 argmax 1
  JAX:   max 4 min 0.5 argmax 1 sum 4 prod 2 sorted [0.5 1 4]
  under jit: max 4 via float32: 4.0
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
