"""Biber and biblatex with the whole bibliography."""

from __future__ import annotations

import re
from concurrent.futures import Future

import pytest

from tests.citing.conftest import READING
from tests.citing.programs import Run, need, need_style


@pytest.fixture(scope="session")
def reading(started: dict[str, Future[Run]]) -> Run:
    """The recipe of a reading list, for which Biber reads every paper."""
    need("biber", "pdflatex")
    need_style("biblatex.sty")
    return started[READING].result()


@pytest.mark.parametrize("name", ["quantization.bib", "quantization.biblatex.bib"])
def test_biber_validates_our_downloads(started: dict[str, Future[Run]], name: str) -> None:
    need("biber")
    assert not started[name].result().complaints


def test_biber_reads_every_paper_without_a_warning(reading: Run) -> None:
    assert not reading.complaints


def test_biber_writes_every_paper(reading: Run, keys: set[str]) -> None:
    assert set(re.findall(r"^ *\\entry\{(\w+)\}", reading.text("reading.bbl"), re.MULTILINE)) == keys


@pytest.mark.usefixtures("reading")
def test_biblatex_typesets_every_paper_without_a_warning(started: dict[str, Future[Run]]) -> None:
    assert not started["all"].result().complaints
