"""The catalog as a PDF, as `nox -s pdf` makes it: whole, without dead links, with its metadata."""

from __future__ import annotations

import pytest
from pypdf import PdfReader

from tests.citing.books import addresses, bookmarks, dead_destinations, faults
from tests.citing.programs import ROOT

PDF = ROOT / "build" / "latex" / "quantization-papers.pdf"


@pytest.fixture(scope="module")
def reader() -> PdfReader:
    """The book."""
    return PdfReader(PDF)


def test_the_log_of_latex_has_no_fault() -> None:
    assert not faults(PDF.with_suffix(".log").read_text("utf-8", "replace"))


def test_no_link_within_the_book_is_dead(reader: PdfReader) -> None:
    assert not dead_destinations(reader)


def test_external_links_of_the_book_are_urls(reader: PdfReader) -> None:
    assert not [address for address in addresses(reader) if not address.startswith(("https://", "http://"))]


def test_the_book_links_to_the_papers(reader: PdfReader) -> None:
    assert "https://arxiv.org/abs/2210.17323" in addresses(reader)


def test_the_book_has_its_chapters_as_bookmarks(reader: PdfReader) -> None:
    assert {"Categories", "Keywords", "Reading paths and guides", "Index"} <= set(bookmarks(reader))


def test_the_book_has_its_title_and_author(reader: PdfReader) -> None:
    assert reader.metadata
    assert (reader.metadata.title, reader.metadata.author) == (
        "Quantization Papers", "The Quantization Papers developers",
    )  # fmt: skip


def test_the_index_names_authors_methods_and_keywords() -> None:
    text = PDF.with_suffix(".ind").read_text("utf-8")
    assert all(word in text for word in ("Frantar, Elias", "GPTQ", "PTQ"))
