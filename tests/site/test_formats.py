"""Numbers on number formats: tables and prose agree with libraries that implement the formats."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import ml_dtypes
import numpy as np
import pytest
from bs4 import BeautifulSoup

from tests.site.conftest import load_script

if TYPE_CHECKING:
    from tests.site.conftest import Site

ROOT = Path(__file__).parents[2]
GUIDES = ROOT / "docs" / "guides"


formats = load_script(GUIDES / "formats.py")


def positive(dtype: type[np.generic]) -> list[float]:
    """Return the finite values of a type that are not negative, in order."""
    found = formats.values(dtype)
    return [abs(float(value)) for value in np.unique(found[np.isfinite(found)]) if value >= 0]


def prose(path: str) -> str:
    """Return a text on one line."""
    return " ".join((ROOT / path).read_text(encoding="utf-8").split())


# Tables


@pytest.mark.parametrize("name", formats.TABLES)
def test_a_table_equals_the_output_of_its_script(name: str) -> None:
    assert (GUIDES / "formats" / f"{name}.csv").read_text(encoding="utf-8") == formats.as_csv(formats.TABLES[name]())


def test_the_page_shows_every_table(html: Site) -> None:
    page = BeautifulSoup(html.text("guides/number-formats.html"), "html.parser")
    shown = [
        [[cell.get_text() for cell in row.select("th, td")] for row in table.select("tr")]
        for table in page.select("table")
    ]
    assert shown == [table() for table in formats.TABLES.values()]


def test_a_block_of_gguf_has_the_bits_that_its_definition_gives() -> None:
    """Both tables have two block formats, and compute their bits in different ways."""
    sizes = {row[0]: row[3] for row in formats.gguf_types()}
    bits = {row[0]: row[3] for row in formats.blocks()}
    assert {name: sizes[name] for name in ("MXFP4", "NVFP4")} == {name: bits[name] for name in ("MXFP4", "NVFP4")}


def test_the_levels_of_nf4_are_those_of_its_library() -> None:
    """``get_4bit_type`` of bitsandbytes 0.50.2, which the authors of the paper maintain; it has single precision."""
    printed = (
        "-1.0 -0.6961928009986877 -0.5250730514526367 -0.39491748809814453 -0.28444138169288635 -0.18477343022823334 "
        "-0.09105003625154495 0.0 0.07958029955625534 0.16093020141124725 0.24611230194568634 0.33791524171829224 "
        "0.44070982933044434 0.5626170039176941 0.7229568362236023 1.0"
    )
    assert formats.nf4() == pytest.approx([float(level) for level in printed.split()], abs=2e-7)


# Prose


E2M1 = positive(ml_dtypes.float4_e2m1fn)
E4M3 = positive(ml_dtypes.float8_e4m3fn)
SIZES = ", ".join(f"{size:g}" for size in E2M1[:-1]) + f" and {E2M1[-1]:g}"
GGUF = {row[0]: row[3] for row in formats.gguf_types()}
CLAIMS: dict[str, tuple[tuple[str, object], ...]] = {
    "docs/guides/primer.md": (
        (
            "E2M1 has the sizes {}, and nothing else",
            ", ".join(f"{size:g}" for size in E2M1[:-1]) + f" and {E2M1[-1]:g}",
        ),
        ("E2M1 has {} levels as its two zeros are one", {15: "fifteen"}[2 * len(E2M1) - 1]),
        ("MXFP4 has a power-of-two scale for {} values", formats.BLOCKS["MXFP4"].scales[0][2]),
        ("NVFP4 an eight-bit floating-point scale for {},", formats.BLOCKS["NVFP4"].scales[0][2]),
    ),
    "docs/guides/number-formats.md": (
        ("{} instead of 240", f"{E4M3[-1]:.0f}"),
        ("448 instead of {}", f"{positive(ml_dtypes.float8_e4m3)[-1]:.0f}"),
        ("their E4M3 ends at {} ", f"{positive(ml_dtypes.float8_e4m3fnuz)[-1]:.0f}"),
        ("no value exceeds {}.", f"{E2M1[-1]:.0f} · {E4M3[-1]:.0f} = {E2M1[-1] * E4M3[-1]:,.0f}"),
        ("Q4_K takes {} bits a weight", f"{GGUF['Q4_K']}, Q6_K {GGUF['Q6_K']}, and IQ2_XXS {GGUF['IQ2_XXS']}"),
        ("MX formats share a power of two among {} values", formats.BLOCKS["MXFP8"].scales[0][2]),
    ),
    "bib/keywords.toml": (
        ("MXFP4 gives each block of {} values a power-of-two scale", formats.BLOCKS["MXFP4"].scales[0][2]),
        ("NVFP4 gives each block of {} values an FP8 scale", formats.BLOCKS["NVFP4"].scales[0][2]),
    ),
}
"""Sentences with a gap, and what the libraries put into it."""


def test_prose_has_the_numbers_of_the_libraries() -> None:
    said = {path: prose(path) for path in CLAIMS}
    wanted = [(path, sentence.format(number)) for path, claims in CLAIMS.items() for sentence, number in claims]
    assert not [(path, sentence) for path, sentence in wanted if sentence not in said[path]]


def test_one_bit_pattern_of_e4m3_differs_by_two_between_its_kinds() -> None:
    usual, fnuz = formats.values(ml_dtypes.float8_e4m3fn), formats.values(ml_dtypes.float8_e4m3fnuz)
    normal = np.isfinite(usual) & np.isfinite(fnuz) & (fnuz != 0)
    assert set((usual[normal] / fnuz[normal]).tolist()) == {2.0}
