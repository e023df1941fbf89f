"""Numbers on number formats: tables and prose agree with libraries that implement the formats."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import version
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
BLOCKS = formats.BLOCKS
MX, NV = BLOCKS["MXFP4"].scales[0][2], BLOCKS["NVFP4"].scales[0][2]
(_INNER, _INNER_BITS, OF_NF4), (_OUTER, _OUTER_BITS, OUTER_OF_NF4) = BLOCKS["NF4, scales quantized"].scales
WORDS = {2: "two", 4: "four", 5: "five", 8: "eight", 15: "fifteen", 16: "sixteen"}


def exponent_bits(dtype: type[np.generic]) -> str:
    """Return the number of exponent bits of a type, as a word."""
    return WORDS[int(formats.info(dtype).iexp)]


CLAIMS: dict[str, tuple[tuple[str, object], ...]] = {
    "docs/guides/primer.md": (
        (
            "the magnitudes of E2M1 are {}.",
            ", ".join(f"{size:g}" for size in E2M1[:-1]) + f" and {E2M1[-1]:g}",
        ),
        ("E2M1 has {} levels as its two zeros are one", WORDS[2 * len(E2M1) - 1]),
        ("train with eight bits, {} of them mantissa", WORDS[int(formats.info(ml_dtypes.float8_e5m2).nmant)]),
        (
            "Four-bit codes with a 16-bit scale for every 128 of them need {} bits",
            f"{{math}}`4 + 16/128 = {BLOCKS['INT4, groups of 128'].bits_a_value}`",
        ),
        ("MXFP4 has a power-of-two scale for {} values", MX),
        ("NVFP4 an eight-bit floating-point scale for {},", NV),
    ),
    "docs/guides/number-formats.md": (
        ("{} instead of 240", f"{E4M3[-1]:.0f}"),
        ("448 instead of {}", f"{positive(ml_dtypes.float8_e4m3)[-1]:.0f}"),
        ("their E4M3 ends at {} ", f"{positive(ml_dtypes.float8_e4m3fnuz)[-1]:.0f}"),
        ("no value exceeds {}.", f"{E2M1[-1]:.0f} · {E4M3[-1]:.0f} = {E2M1[-1] * E4M3[-1]:,.0f}"),
        ("Q4_K takes {} bits a weight", f"{GGUF['Q4_K']}, Q6_K {GGUF['Q6_K']}, and IQ2_XXS {GGUF['IQ2_XXS']}"),
        ("MX formats share a power of two among {} values", BLOCKS["MXFP8"].scales[0][2]),
        ("FP8 E4M3 for {} values, and one FP32", NV),
        ("NF4 has a scale for {} values.", BLOCKS["NF4"].scales[0][2]),
        ("they take {} bits, and", _INNER_BITS),
        ("and {} of them share one of 32 bits", OUTER_OF_NF4 // OF_NF4),
        ("that of E2M1 is {}.", f"1/{E2M1[-1] / E2M1[1]:.0f}"),
        ("(https://github.com/jax-ml/ml_dtypes) {} and", version("ml_dtypes")),
        ("and the `gguf` package {} of", version("gguf")),
    ),
    "bib/keywords.toml": (
        ("MXFP4 gives each block of {} values a power-of-two scale", MX),
        ("NVFP4 gives each block of {} values an FP8 scale", NV),
        ("a narrow scale for every {} values, as current", f"{NV} or {MX}"),
        ("NVFP4 has a scale in FP8 for every {} values", NV),
        ("Eight-bit integers: at most {} evenly spaced levels", 2**8),
        ("Four-bit integers: at most {} evenly spaced levels", WORDS[2**4]),
        ("whose grids still have {} levels", f"{WORDS[2**2]} or {WORDS[2**3]}"),
        (
            "most often with {} exponent bits",
            f"{exponent_bits(ml_dtypes.float8_e4m3fn)} or {exponent_bits(ml_dtypes.float8_e5m2)}",
        ),
    ),
}
"""Sentences with a gap, and what the libraries put into it."""


def test_prose_has_the_numbers_of_the_libraries() -> None:
    said = {path: prose(path) for path in CLAIMS}
    wanted = [(path, sentence.format(number)) for path, claims in CLAIMS.items() for sentence, number in claims]
    assert not [(path, sentence) for path, sentence in wanted if sentence not in said[path]]


NUMBER = re.compile(r"(?<![\w.-])\d[\d.,]*\b(?!-bit)")
"""A number in prose; a width in bits is a part of a name."""


def prose_of(keyword: dict[str, str]) -> str:
    """Return what the glossary says of a keyword, in one line."""
    return " ".join(f"{keyword['definition']} {keyword.get('applies', '')}".split())


def test_every_number_in_the_glossary_of_formats_is_held() -> None:
    glossary = tomllib.loads((ROOT / "bib" / "keywords.toml").read_text(encoding="utf-8"))["keyword"]
    kept = {"int8", "int4", "fp8", "fp4", "block-format", "microscaling", "sub-4-bit", "extreme", "power-of-two"}
    texts = {row["id"]: prose_of(row) for row in glossary if row["id"] in kept}
    assert texts.keys() == kept
    held = [sentence.format(number) for sentence, number in CLAIMS["bib/keywords.toml"]]
    assert not [found for text in texts.values() for found in unheld(text, held)]


def test_every_number_in_the_primers_part_on_formats_is_held() -> None:
    text = prose("docs/guides/primer.md").partition("## Number formats")[2].partition("```{figure}")[0]
    assert not unheld(text, [sentence.format(number) for sentence, number in CLAIMS["docs/guides/primer.md"]])


def unheld(text: str, held: list[str]) -> list[str]:
    """Return the numbers of a text that are in no sentence that a test holds, in no reference and in no formula."""
    for sentence in held:
        text = text.replace(sentence, "")
    return NUMBER.findall(re.sub(r"\{[\w:]+\}`[^`]*`|\$\$.*?\$\$", "", text))


def test_widths_and_storage_are_those_of_the_types() -> None:
    """What the glossary says in words: half and a quarter of 16 bits, a sign, a range wider than that of INT8."""
    assert [2 * np.dtype(np.int8).itemsize, 4 * 4] == [np.dtype(np.float16).itemsize, 16]
    e2m1 = formats.info(ml_dtypes.float4_e2m1fn)
    assert 1 + e2m1.iexp + e2m1.nmant == e2m1.bits == 4
    assert all(
        bits / values < 1 for name in ("MXFP8", "MXFP6", "MXFP4", "NVFP4") for _, bits, values in BLOCKS[name].scales
    )
    assert E4M3[-1] / E4M3[1] > 127


def test_fnuz_formats_have_a_bias_larger_by_one() -> None:
    for usual, fnuz in (
        (ml_dtypes.float8_e4m3fn, ml_dtypes.float8_e4m3fnuz),
        (ml_dtypes.float8_e5m2, ml_dtypes.float8_e5m2fnuz),
    ):
        assert formats.info(usual).tiny == 2 * formats.info(fnuz).tiny


def test_one_bit_pattern_of_e4m3_differs_by_two_between_its_kinds() -> None:
    usual, fnuz = formats.values(ml_dtypes.float8_e4m3fn), formats.values(ml_dtypes.float8_e4m3fnuz)
    normal = np.isfinite(usual) & np.isfinite(fnuz) & (fnuz != 0)
    assert set((usual[normal] / fnuz[normal]).tolist()) == {2.0}
