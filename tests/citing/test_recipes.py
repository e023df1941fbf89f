"""The page on how to cite: its recipes are followed verbatim."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from functools import cache

import pytest

from tests.citing.conftest import READING
from tests.citing.programs import Run, need
from tests.citing.recipes import Recipe, read_page

PAGE = read_page()

PRODUCTS = {
    "LaTeX with BibTeX, paper.tex": {"paper.pdf": "", "paper.bbl": "Frantar"},
    "LaTeX with biblatex, paper.tex": {"paper.pdf": "", "paper.bbl": "Frantar"},
    READING: {"reading.pdf": "", "reading.bbl": "Frantar"},
    "Typst, paper.typ": {"paper.pdf": ""},
    "Pandoc, paper.md": {"paper.html": "Frantar"},
    "Sphinx, conf.py": {"html/index.html": "Frantar"},
    "JabRef": {"surveys.bib": "gholami2021survey"},
}
"""The output of each recipe, and a word of it where it is text."""


@pytest.fixture(scope="session")
def follow(cook: Callable[[Recipe], Run], programs: str, request: pytest.FixtureRequest) -> Callable[[str], Run]:
    """A function that follows each recipe once."""

    @cache
    def follow(name: str) -> Run:
        need(*PAGE.recipes[name].programs, path=programs)
        if name == READING:
            started: dict[str, Future[Run]] = request.getfixturevalue("started")
            return started[name].result()
        return cook(PAGE.recipes[name])

    return follow


def test_the_page_has_the_recipes() -> None:
    assert list(PAGE.recipes) == list(PRODUCTS)


def test_every_file_that_the_page_shows_is_of_a_recipe() -> None:
    assert not PAGE.files


def test_nothing_else_looks_like_a_recipe() -> None:
    """The references of the page and the entry of the bibliography itself are all that is not run."""
    assert PAGE.others == ["{bibliography}", "bibtex"]


@pytest.mark.parametrize("name", PAGE.recipes)
def test_a_recipe_gives_no_warning(follow: Callable[[str], Run], name: str) -> None:
    assert not follow(name).complaints


@pytest.mark.parametrize("name", PAGE.recipes)
def test_a_recipe_makes_its_output(follow: Callable[[str], Run], name: str) -> None:
    made = follow(name)
    assert not [path for path, word in PRODUCTS[name].items() if word.encode() not in (made.folder / path).read_bytes()]
