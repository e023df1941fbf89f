"""The tables of number formats: every number comes from a library that implements the format.

``python docs/guides/formats.py`` (ml_dtypes and gguf are in the group ``tests``) writes them into
``docs/guides/formats``. A test makes them again and compares.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import NormalDist
from typing import Any

import gguf
import ml_dtypes
import numpy as np

FOLDER = Path(__file__).parent / "formats"

FLOATS = {
    "FP16": np.float16,
    "BF16": ml_dtypes.bfloat16,
    "FP8 E5M2": ml_dtypes.float8_e5m2,
    "FP8 E4M3": ml_dtypes.float8_e4m3fn,
    "FP8 E5M2 FNUZ": ml_dtypes.float8_e5m2fnuz,
    "FP8 E4M3 FNUZ": ml_dtypes.float8_e4m3fnuz,
    "FP6 E3M2": ml_dtypes.float6_e3m2fn,
    "FP6 E2M3": ml_dtypes.float6_e2m3fn,
    "FP4 E2M1": ml_dtypes.float4_e2m1fn,
    "E8M0, a scale": ml_dtypes.float8_e8m0fnu,
}
"""Floating-point formats, and the type that implements each."""

INTEGERS = {"INT8": 8, "INT4": 4, "INT2": 2}
"""Integers in two's complement, and their bits."""


@dataclass(frozen=True)
class Block:
    """A format in which values share scales: bits of an element, and for each scale its bits and how many share it."""

    element: str
    bits: float
    scales: tuple[tuple[str, int, int], ...]

    @property
    def bits_a_value(self) -> float:
        """The bits of a value with its part of the scales."""
        return self.bits + sum(bits / values for _name, bits, values in self.scales)


BLOCKS = {
    "MXFP8": Block("FP8 E4M3 or E5M2", 8, (("E8M0", 8, 32),)),
    "MXFP6": Block("FP6 E3M2 or E2M3", 6, (("E8M0", 8, 32),)),
    "MXFP4": Block("FP4 E2M1", 4, (("E8M0", 8, 32),)),
    "NVFP4": Block("FP4 E2M1", 4, (("FP8 E4M3", 8, 16),)),
    "NF4": Block("NF4", 4, (("FP32", 32, 64),)),
    "NF4, scales quantized": Block("NF4", 4, (("8-bit", 8, 64), ("FP32", 32, 64 * 256))),
    "INT4, groups of 128": Block("INT4", 4, (("FP16", 16, 128),)),
    "INT4, groups of 128, zero points": Block("INT4", 4, (("FP16", 16, 128), ("INT4", 4, 128))),
}
"""Block formats as their definitions give them; the page names these. One scale for a whole tensor is not counted."""

GGUF = ("Q8_0", "Q6_K", "Q5_K", "Q4_K", "Q4_0", "IQ4_XS", "MXFP4", "NVFP4", "Q3_K", "Q2_K", "IQ2_XXS", "TQ2_0", "TQ1_0")
"""Types of GGUF, of which the library has the size of a block, in bytes and in values."""


def info(dtype: type[np.generic]) -> Any:  # noqa: ANN401  (numpy and ml_dtypes have one each)
    """Return the bits and limits of a floating-point type."""
    return ml_dtypes.finfo(dtype)  # type: ignore[no-untyped-call]


def values(dtype: type[np.generic]) -> np.ndarray:
    """Return the values of all codes of a floating-point type, as float64, of shape ``(2**bits,)``."""
    bits = info(dtype).bits
    codes = np.arange(2**bits, dtype=np.uint16 if bits > 8 else np.uint8)  # noqa: PLR2004  (a byte)
    with np.errstate(invalid="ignore"):  # a signalling NaN becomes a quiet one
        return codes.view(dtype).astype(np.float64)


def beyond(dtype: type[np.generic]) -> str:
    """Return how ml_dtypes converts a number that is too large: four times the largest value."""
    large = 4 * float(info(dtype).max)
    with np.errstate(over="ignore"):
        found = float(np.array([large]).astype(dtype).astype(np.float64)[0])
    return "infinity" if np.isinf(found) else "NaN" if np.isnan(found) else "the largest"


def nf4() -> list[float]:
    """Return the sixteen levels of NF4: quantiles of the normal distribution, scaled to 1.

    Dettmers et al. (2023), section 3; the numbers are those of ``create_normal_map`` of bitsandbytes 0.50.2.
    """
    offset = 0.9677083
    above = [NormalDist().inv_cdf(p) for p in np.linspace(offset, 0.5, 9)[:-1]]
    below = [-NormalDist().inv_cdf(p) for p in np.linspace(offset, 0.5, 8)[:-1]]
    levels = sorted([*above, 0.0, *below])
    return [float(level / max(levels)) for level in levels]


def short(number: float) -> str:
    """Return a number for a table: a whole number as it is, any other with three significant digits, on one line."""
    if number == int(number) and abs(number) < 1e6:  # noqa: PLR2004  (longer ones need a power of ten)
        return f"{int(number):,}"
    mantissa, _, exponent = f"{number:.3g}".partition("e")
    power = str(int(exponent or 0)).translate(SUPERSCRIPTS)
    return f"{mantissa} · 10\N{WORD JOINER}{power}".replace(" ", "\N{NO-BREAK SPACE}") if exponent else mantissa


def bits_text(bits: float) -> str:
    """Return bits for a table, with up to four decimals."""
    return f"{bits:.4f}".rstrip("0").rstrip(".")


SUPERSCRIPTS = {
    ord(sign): f"{raised}\N{WORD JOINER}" for sign, raised in zip("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True)
}


def elements() -> list[list[str]]:
    """Return the table of elements, with its headings."""
    heads = ["Format", "Bits", "Values", "Largest", "Smallest normal", "Smallest above 0", "Step after 1"]
    return [heads, *(_float_row(name, dtype) for name, dtype in FLOATS.items()), *_integer_rows(), _nf4_row()]


def _float_row(name: str, dtype: type[np.generic]) -> list[str]:
    limits, found = info(dtype), values(dtype)
    finite = np.unique(found[np.isfinite(found)])
    numbers = (finite.max(), limits.smallest_normal, finite[finite > 0].min(), finite[finite > 1].min() - 1)
    return [name, str(limits.bits), f"{len(finite):,}", *map(short, map(float, numbers))]


def _integer_rows() -> Iterator[list[str]]:
    for name, bits in INTEGERS.items():
        yield [name, str(bits), str(2**bits), str(2 ** (bits - 1) - 1), "1", "1", "1"]


def _nf4_row() -> list[str]:
    levels = nf4()
    smallest = min(level for level in levels if level > 0)
    return ["NF4", "4", str(len(levels)), short(max(levels)), "", short(smallest), ""]


def specials() -> list[list[str]]:
    """Return the table of codes that are not numbers, with its headings."""
    heads = ["Format", "Codes of infinity", "Codes of NaN", "Four times the largest becomes"]
    return [heads, *(_special_row(name, dtype) for name, dtype in FLOATS.items())]


def _special_row(name: str, dtype: type[np.generic]) -> list[str]:
    found = values(dtype)
    return [name, str(np.isinf(found).sum()), f"{np.isnan(found).sum():,}", beyond(dtype)]


def blocks() -> list[list[str]]:
    """Return the table of block formats, with its headings."""
    return [["Format", "Element", "Scales", "Bits a value"], *(_block_row(*item) for item in BLOCKS.items())]


def _block_row(name: str, block: Block) -> list[str]:
    scales = "; ".join(f"{scale} for {number:,} values" for scale, _bits, number in block.scales)
    return [name, block.element, scales, bits_text(block.bits_a_value)]


def gguf_types() -> list[list[str]]:
    """Return the table of types of GGUF, with its headings."""
    sizes = {name: gguf.GGML_QUANT_SIZES[gguf.GGMLQuantizationType[name]] for name in GGUF}
    rows = [[name, str(number), str(size), bits_text(8 * size / number)] for name, (number, size) in sizes.items()]
    return [["Type", "Values in a block", "Bytes of a block", "Bits a value"], *rows]


TABLES = {"elements": elements, "specials": specials, "blocks": blocks, "gguf": gguf_types}


def as_csv(rows: list[list[str]]) -> str:
    """Return rows as the text of a CSV file."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


if __name__ == "__main__":
    for name, table in TABLES.items():
        Path(FOLDER, f"{name}.csv").write_text(as_csv(table()), encoding="utf-8")
