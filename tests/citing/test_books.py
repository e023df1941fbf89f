"""The books: EPUBCheck finds nothing in an EPUB, and LaTeX makes a PDF without dead links."""

from __future__ import annotations

import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from tests.citing.books import LATEXMK, addresses, bookmarks, check_epub, dead_destinations, faults
from tests.citing.programs import ROOT, need, run
from tests.sphinx.helpers import ROOTS, Project

SETTINGS = ("latex_engine", "latex_use_xindy", "latex_elements", "latex_show_urls")
"""The settings of the catalog as a book, in addition to its style."""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Project]:
    """Copies of the small library of the tests of the extension."""
    return lambda: Project(shutil.copytree(ROOTS / "library", tmp_path_factory.mktemp("book") / "library"))


@pytest.fixture(scope="module")
def pdf(copy: Callable[[], Project]) -> Path:
    """The library as a PDF, with the settings and the style of the catalog."""
    need("lualatex", "latexmk", "makeindex")
    project = copy()
    settings = runpy.run_path(str(ROOT / "conf.py"))
    project.set(**{name: settings[name] for name in SETTINGS})
    project.set(latex_additional_files=[str(ROOT / "docs/_latex/catalog.sty")])
    build = project.build("latex")
    assert not build.output
    (source,) = build.outdir.glob("*.tex")
    run(build.outdir, *LATEXMK, source.name)
    return source.with_suffix(".pdf")


def test_the_log_of_latex_has_no_fault(pdf: Path) -> None:
    assert not faults(pdf.with_suffix(".log").read_text("utf-8", "replace"))


def test_no_link_within_a_pdf_is_dead(pdf: Path) -> None:
    assert not dead_destinations(PdfReader(pdf))


def test_a_pdf_has_the_links_of_papers(pdf: Path) -> None:
    assert "https://papers.example.org/rounder?id=7&v=2" in addresses(PdfReader(pdf))


def test_a_pdf_has_an_index_of_authors_methods_and_keywords(pdf: Path) -> None:
    text = pdf.with_suffix(".ind").read_text("utf-8")
    assert all(word in text for word in ("Abel, Ada", "Rounder", "PTQ"))


def test_accents_make_no_difference_to_the_order_of_the_index(pdf: Path) -> None:
    keys = re.findall(r"\\indexentry{(.+?)@", pdf.with_suffix(".idx").read_text("utf-8"))
    assert {"muller, jorg", "holub, zeljko"} <= set(keys)


def test_a_pdf_has_bookmarks_and_a_title(pdf: Path) -> None:
    reader = PdfReader(pdf)
    assert bookmarks(reader).count("Index") == 1
    assert reader.metadata
    assert reader.metadata.title == "Library"


@pytest.mark.parametrize("root", ["library", "nasty"])
def test_epubcheck_finds_nothing_in_a_small_book(tmp_path: Path, root: str) -> None:
    project = Project(shutil.copytree(ROOTS / root, tmp_path / root))
    project.set(epub_uid="book", epub_identifier="book")
    (book,) = project.build("epub").outdir.glob("*.epub")
    assert not check_epub(tmp_path, book)


@pytest.fixture(scope="module")
def catalog_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalog as an EPUB."""
    folder = tmp_path_factory.mktemp("catalog")
    command = [sys.executable, "-m", "sphinx", "-q", "-n", "-W", "-b", "epub", "-c", str(ROOT)]
    subprocess.run([*command, "-d", str(folder / "doctrees"), str(ROOT / "docs"), str(folder / "epub")], check=True)  # noqa: S603
    (book,) = (folder / "epub").glob("*.epub")
    return book


def test_epubcheck_finds_nothing_in_the_catalog(tmp_path: Path, catalog_book: Path) -> None:
    assert not check_epub(tmp_path, catalog_book)


def test_the_table_of_contents_of_the_catalog_has_every_chapter(catalog_book: Path) -> None:
    with ZipFile(catalog_book) as book:
        listed = set(re.findall(r'href="([\w/-]+\.xhtml)', book.read("nav.xhtml").decode()))
        written = {name for name in book.namelist() if name.endswith(".xhtml") and name != "nav.xhtml"}
    assert len(written) > 50
    assert not written - listed
