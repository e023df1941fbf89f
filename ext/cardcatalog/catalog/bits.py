"""The grammar of the field ``bits``: to how many bits weights, activations and the key-value cache are quantized.

A setting joins widths, each after the letters of what has it: ``W4A8KV4``. A width is a number of bits (``4``,
``1.58``) or a format (``FP8``, ``NVFP4``). What keeps 16 or 32 bits is left out. A width alone is that of something
else, or the source does not say of what. A field may have several settings: ``W4A4KV4 / W2``.
"""

from __future__ import annotations

import re
from typing import NamedTuple

PARTS = ("W", "A", "KV")
"""The letters before a width, for weights, activations and the key-value cache."""

_WIDTH = r"(?:(?:MXFP|NVFP|MXINT|HIF|FP|BF|NF|INT)?\d+(?:\.\d+)?)"
_SETTING = re.compile(rf"(?:(?:KV|[WA]){_WIDTH})+|{_WIDTH}")
_PART = re.compile(rf"(KV|[WA])({_WIDTH})")
UNCHANGED = frozenset({"16", "32"})
"""Widths of what is not quantized."""


class Bits(NamedTuple):
    """The widths of one setting, each empty where it is not quantized or not said to be."""

    weights: str = ""
    activations: str = ""
    cache: str = ""
    width: str = ""
    """The width of something else, or of nothing that is named."""

    def __str__(self) -> str:
        """Return the setting in its canonical form: ``W4A8KV4``."""
        return "".join(part + width for part, width in zip((*PARTS, ""), self, strict=True) if width)

    @property
    def label(self) -> str:
        """The setting as a badge shows it: ``W4A8KV4``, but ``4-bit`` for a number alone."""
        return f"{self}-bit" if self.width[:1].isdigit() else str(self)

    @property
    def names(self) -> tuple[str, ...]:
        """Names by which a reader asks for the setting, other than its label: ``W4``, ``W4A16``, ``4-bit``, ``FP4``."""
        parts = [part + width for part, width in zip(PARTS, self, strict=False) if width]
        alone = [f"W{self.weights}A16"] if str(self) == f"W{self.weights}" else []
        first = self.weights or self.width
        widths = [first] if first else [self.activations, self.cache]
        words = [f"{width}-bit" if width[0].isdigit() else width for width in widths if width]
        formats = [re.sub("^(?:MX|NV)", "", width) for width in self if width[:1].isalpha()]
        return tuple(dict.fromkeys(name for name in (*parts, *alone, *words, *formats) if name != self.label))


def parse_bits(text: str) -> tuple[tuple[Bits, ...], tuple[str, ...]]:
    """Return the settings of a field, each once, and the texts between its slashes that are none."""
    words = [word.strip() for word in text.split("/") if word.strip()]
    read = {word: _setting(word.upper()) for word in words}
    return tuple(dict.fromkeys(filter(None, read.values()))), tuple(word for word in words if not read[word])


def _setting(text: str) -> Bits | None:
    """Return a setting, in whatever order its parts are; nothing if a part is there twice."""
    if not _SETTING.fullmatch(text):
        return None
    found = [(part, width.removeprefix("INT")) for part, width in _PART.findall(text)]
    if not found:
        return Bits(width=text.removeprefix("INT"))
    kept = dict(row for row in found if row[1] not in UNCHANGED) or dict(found)
    return Bits(*(kept.get(part, "") for part in PARTS)) if len(dict(found)) == len(found) else None


def width_rank(width: str) -> tuple[float, str]:
    """Return the sort key of a width: by its number, plain bits before formats."""
    digits = re.search(r"[\d.]+$", width)
    return float(digits[0]) if digits else 0.0, width.rstrip("0123456789.")
