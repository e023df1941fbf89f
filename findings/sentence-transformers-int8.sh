#!/usr/bin/env bash
# Question: are embeddings that sentence-transformers has quantized to int8 as near to each other as before?
# Guess, written before the run: yes, up to rounding to 256 levels; the order of three well separated documents stays.
# Seen: the best document of floats, with a cosine of 0.9998, gets 0.00 in int8, and one of 0.60 becomes the first.
#   With one range for all components the order stays.
# Cause: each component is mapped from its own range of the calibration data to -128..127 and not mapped back, so that
#   a component with a hundredth of the spread counts as much as the others in a product of codes, and a value at the
#   lower end of its range counts as -128.
# Surprising: the result of quantize_embeddings is searched by products of codes (semantic_search_usearch takes int8),
#   and the docstring of the argument ranges names neither a scale to return to floats nor that the spread is lost.
# Where all components have about the same range around 0, as in many trained models, little of this shows.
# Instead: give one range for all components, symmetric around 0, as ranges=; or compare decoded values.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check sentence-transformers==6.2.0 torch==2.13.0 numpy==2.4.6
cat >probe.py <<'END'
import numpy as np
import sentence_transformers
from sentence_transformers.util.quantization import quantize_embeddings


def unit(*rows):
    vectors = np.array(rows, np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def show(name, query, documents):
    cosines = (query @ documents.T)[0] / np.linalg.norm(query) / np.linalg.norm(documents, axis=1)
    print(name, *(f"{cosine:.2f}" for cosine in cosines))


angles = np.linspace(0, 2 * np.pi, 200, endpoint=False)
calibration = unit(*[(np.cos(a), np.sin(a), 0.01 * np.cos(7 * a)) for a in angles])
documents = unit((1, 0, 0.01), (0.6, 0.8, -0.01), (-1, 0, -0.01))
query = unit((1, 0, -0.01))
print("sentence-transformers", sentence_transformers.__version__)
show("float32", query, documents)
own = {"precision": "int8", "calibration_embeddings": calibration}
show("int8, a range for each component", *(quantize_embeddings(x, **own).astype(float) for x in (query, documents)))
one = {"precision": "int8", "ranges": np.array([[-1.0] * 3, [1.0] * 3])}
show("int8, one range", *(quantize_embeddings(x, **one).astype(float) for x in (query, documents)))
END
venv/bin/python probe.py | tee seen
cat >expected <<'END'
sentence-transformers 6.2.0
float32 1.00 0.60 -1.00
int8, a range for each component -0.00 0.80 0.00
int8, one range 1.00 0.59 -1.00
END
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
