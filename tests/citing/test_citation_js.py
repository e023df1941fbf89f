"""Our file and its exports as Citation.js reads them, which npm has."""

from __future__ import annotations

import json
from typing import NamedTuple

import pytest

from cardcatalog.catalog.catalog import Catalog
from cardcatalog.formats.formats import FORMATS
from tests.citing.programs import ROOT, do_without
from tests.unit.node import run_node

TYPES = {
    "bibtex": {"preprint": "document"},
    "biblatex": {"preprint": "webpage"},
    "ris": {"preprint": "webpage"},
    "csl-json": {"preprint": "article"},
}
"""The type of works in CSL that is not the same in all formats: Citation.js has no preprints in BibTeX and RIS."""

ALIKE = {"article": "article-journal", "conference paper": "paper-conference", "chapter": "chapter"}


class Work(NamedTuple):
    """What Citation.js makes of a work."""

    key: str
    type: str
    title: str
    year: int
    families: list[str]
    container: str
    place: str
    url: str


@pytest.fixture(scope="module", params=TYPES)
def read(request: pytest.FixtureRequest, catalog: Catalog) -> tuple[str, dict[str, Work]]:
    """Return the name of a format, and all papers in it as Citation.js reads them."""
    if not (ROOT / "node_modules" / "@citation-js" / "core").is_dir():
        do_without("Citation.js is not installed: npm ci")
    text = FORMATS[request.param].write(catalog, list(catalog.papers.values()))
    found = json.loads(run_node("tests/citing/citation.js", given=text))
    return request.param, {row[0]: Work(*row) for row in found}


def test_every_paper_is_there_with_its_type(read: tuple[str, dict[str, Work]], catalog: Catalog) -> None:
    name, works = read
    types = ALIKE | TYPES[name]
    assert {key: work.type for key, work in works.items()} == {
        key: types[paper.kind] for key, paper in catalog.papers.items()
    }


def test_the_facts_are_those_of_the_record(read: tuple[str, dict[str, Work]], catalog: Catalog) -> None:
    _name, works = read
    for key, paper in catalog.papers.items():
        work = works[key]
        assert (work.year, work.container, work.place) == (paper.year, paper.container, "")
        assert len(work.families) == len(paper.authors) + paper.has_more_authors


def test_titles_are_the_same_but_for_formulas_in_tex(read: tuple[str, dict[str, Work]], catalog: Catalog) -> None:
    name, works = read
    other = {key for key, paper in catalog.papers.items() if works[key].title != paper.title}
    in_tex = {key for key, paper in catalog.papers.items() if {"$", "\\"} & {*paper.title_tex}}
    assert other <= (in_tex if name in {"bibtex", "biblatex"} else set())


def test_an_address_leads_to_the_paper(read: tuple[str, dict[str, Work]], catalog: Catalog) -> None:
    _name, works = read
    without = [key for key, paper in catalog.papers.items() if paper.entry.get("url") and not works[key].url]
    assert without == []
