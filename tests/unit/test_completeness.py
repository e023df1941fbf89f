"""The data that a catalog lacks."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from cardcatalog.catalog.completeness import (
    appeared,
    old_preprints,
    papers_without_code,
    papers_without_doi,
    present,
    unguided,
)
from cardcatalog.catalog.paper import Paper
from cardcatalog.catalog.taxonomy import Category, Venue
from tests.catalogs import catalog_of

EPOCH = "SOURCE_DATE_EPOCH"


@pytest.fixture(autouse=True)
def no_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests give a day where they need one."""
    monkeypatch.delenv(EPOCH, raising=False)


def keys(papers: Iterable[Paper]) -> list[str]:
    """Return the keys of papers."""
    return [paper.key for paper in papers]


def test_a_paper_without_code_is_found() -> None:
    catalog = catalog_of("@misc{a, code = {https://c.example.org}}\n@misc{b, url = {https://b.example.org}}")
    assert keys(papers_without_code(catalog)) == ["b"]


def test_a_paper_without_a_doi_is_found() -> None:
    assert keys(papers_without_doi(catalog_of("@misc{a, doi = {10.1000/182}}\n@misc{b, year = 2020}"))) == ["b"]


PREPRINT = "@misc{{a, eprint = {{{}}}, archiveprefix = {{arXiv}}, year = 2020, {}}}\n"
ADDED = "@article{{z, journal = {{J}}, creationdate = {{{}}}}}"


@pytest.mark.parametrize(("added", "found"), [("2021-03-31", []), ("2021-04-01", ["a"])])
def test_a_preprint_is_old_in_the_thirteenth_month(added: str, found: list[str]) -> None:
    catalog = catalog_of(PREPRINT.format("2003.00001", "") + ADDED.format(added))
    assert keys(old_preprints(catalog)) == found


def test_a_published_paper_is_not_a_preprint() -> None:
    catalog = catalog_of(PREPRINT.format("2003.00001", "journal = {J}") + ADDED.format("2026-01-01"))
    assert keys(old_preprints(catalog)) == []


def test_the_kind_of_a_listed_venue_decides_whether_a_paper_is_a_preprint() -> None:
    text = "@misc{a, venuekey={PS}, year=2020}\n@misc{b, venuekey={C}, year=2020}\n" + ADDED.format("2026-01-01")
    venues = [Venue(name="PS", kind="preprint server"), Venue(name="C", kind="conference")]
    catalog = catalog_of(text, venues=venues)
    assert keys(old_preprints(catalog)) == ["a"]


@pytest.mark.parametrize(
    ("number", "month"),
    [("2210.17323", (2022, 10)), ("0704.0001", (2007, 4)), ("cs/9901001", (1999, 1)), ("1399.00001", (2020, 12))],
)
def test_the_arxiv_identifier_gives_the_month(number: str, month: tuple[int, int]) -> None:
    assert appeared(catalog_of(PREPRINT.format(number, "")).papers["a"]) == month


def test_ages_are_counted_from_the_newest_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(EPOCH, "0")
    assert present(catalog_of(ADDED.format("2026-11-23"))) == (2026, 11)


def test_without_days_ages_are_counted_from_the_day_of_the_build_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(EPOCH, "86400")
    assert present(catalog_of("@misc{a, year = 2020}")) == (1970, 1)


def test_without_any_day_ages_are_counted_from_the_newest_year() -> None:
    assert present(catalog_of("@misc{a, year = 2020}\n@misc{b, year = 2018}")) == (2020, 12)


def test_without_any_date_nothing_is_old() -> None:
    assert old_preprints(catalog_of("@misc{a, eprint = {x}, archiveprefix = {arXiv}}")) == []


GUIDED = {
    "nothing": ([], [], ["top", "low", "side"]),
    "a category": (["side"], [], ["top", "low"]),
    "a category above others": (["top"], [], ["low", "side"]),
    "a category below another": (["low"], [], ["side"]),
    "a paper": ([], ["a"], ["side"]),
    "an unknown paper": ([], ["nobody"], ["top", "low", "side"]),
}


@pytest.mark.parametrize("name", GUIDED)
def test_a_category_is_reached_by_itself_its_papers_and_its_children(name: str) -> None:
    categories, papers, expected = GUIDED[name]
    tree = [Category(id="top", title="T"), Category(id="low", title="L", parent="top"), Category(id="side", title="S")]
    catalog = catalog_of("@misc{a, category = {low}}", tree)
    assert [row.id for row in unguided(catalog, categories, papers)] == expected
