"""The preview picture: its size, its contents, and the same bytes each time."""

from __future__ import annotations

import struct

import pytest

from cardcatalog.catalog.catalog import Catalog
from cardcatalog.formats.link_preview import PREVIEW_SIZE
from cardcatalog.sphinx.theme.preview import YEARS_SHOWN, contents, draw_preview, papers_by_year
from tests.catalogs import catalog_of as catalog_of_text


def catalog_of(*years: int) -> Catalog:
    """Return a catalog with a paper of each of some years."""
    entries = (f"@misc{{k{n}, title = {{T}}, year = {{{year}}}}}" for n, year in enumerate(years))
    return catalog_of_text("\n".join(entries))


def size(png: bytes) -> tuple[int, int]:
    """Return width and height of a PNG (ISO/IEC 15948, 11.2.1: IHDR comes first)."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize(
    "title", ["Library", "A library of a name that takes more than a line or two", "Long " * 200, "#panic() \\ $x$", ""]
)
@pytest.mark.parametrize("numbers", [[], [1], [0, 3, 2], [10**12, 1]])
def test_a_picture_has_the_size_that_pages_state(title: str, numbers: list[int]) -> None:
    assert size(draw_preview(title, "3 papers", numbers)) == PREVIEW_SIZE


def test_a_picture_is_the_same_bytes_every_time() -> None:
    assert draw_preview("Library", "3 papers", [1, 2]) == draw_preview("Library", "3 papers", [1, 2])


def test_a_picture_depends_on_its_data() -> None:
    assert draw_preview("Library", "3 papers", [1, 2]) != draw_preview("Library", "4 papers", [1, 2])


def test_a_text_without_a_font_is_omitted() -> None:
    assert draw_preview("Library", "\U000f0000", [1]) == draw_preview("Library", "", [1])
    assert draw_preview("\U000f0000", "3 papers", [1], "ja") == draw_preview("", "3 papers", [1], "ja")


@pytest.mark.parametrize("title", ["Ætherische Öfen", "Ελληνικά", "Библиотека", "ספרייה", "مكتبة"])
def test_the_fonts_of_typst_have_alphabets(title: str) -> None:
    assert draw_preview(title, "3 papers", [1]) != draw_preview("", "3 papers", [1])


def test_a_catalog_is_summed_up_in_numbers() -> None:
    assert contents(catalog_of(2020, 2021)) == "2 papers · 2 categories"


def test_one_paper_is_in_the_singular() -> None:
    assert contents(catalog_of(2020)).startswith("1 paper ·")


def test_a_year_without_papers_is_a_zero() -> None:
    assert papers_by_year(catalog_of(2020, 2022, 2022)) == [1, 0, 2]


def test_only_the_last_years_are_shown() -> None:
    assert len(papers_by_year(catalog_of(1950, 2022))) == YEARS_SHOWN


def test_without_years_there_are_no_columns() -> None:
    assert papers_by_year(Catalog()) == []
