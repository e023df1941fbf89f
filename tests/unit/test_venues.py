"""The rows of the venues of a catalog."""

from __future__ import annotations

import pytest

from cardcatalog.bibtex.entries import parse_bibliography
from cardcatalog.catalog import slugs
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.list_pages import span_label
from cardcatalog.catalog.taxonomy import Venue
from cardcatalog.catalog.venues import VenueRow, preferred_spellings
from tests.catalogs import catalog_of

BIB = """
@article{a, journal = {J One}, year = 2020}
@article{b, journal = {J. Two}, year = 2022}
@article{c, journal = {J. Two}}
@inproceedings{d, booktitle = {International Conference}, year = 2021}
@misc{e, year = 2020}
"""


@pytest.fixture
def rows() -> dict[str, VenueRow]:
    """The rows of a catalog with the full name of one venue, and a venue without a paper."""
    listed = [Venue(name="ICON", full="International Conference", kind="conference"), Venue(name="NONE")]
    entries = parse_bibliography(BIB, "refs.bib")[0]
    return {row.name: row for row in Catalog.from_entries(entries, venues=listed).venue_rows}


ONE = (
    ("arXiv", "arXiv e-prints", "ArXiv", "arXiv preprint arXiv:2101.00007", "arxiv.org"),
    ("bioRxiv", "bioRxiv : the preprint server for biology"),
    ("Nature Communications", "Nature communications", "NATURE COMMUNICATIONS", "Nature Communication"),
    ("The Journal of Neuroscience", "Journal of Neuroscience", "The Journal of neuroscience."),
    ("J. Phys. A", "J Phys A", "J.Phys.A", "J. Phys. A."),
    ("Science & Education", "Science and Education"),
    ("Revista Española", "Revista Espanola"),
)
"""Spellings of one venue."""

APART = ("Cell", "Cells", "Nature", "Nature Physics", "J. Phys. A", "J. Phys. B", "Proc. 3rd Meeting",
         "Proc. 4th Meeting", "自動車", "計測", "Corr. J. of Things", "Progress", "Progres", "C", "?")  # fmt: skip
"""Names of different venues."""


def test_spellings_of_a_venue_are_one_unless_there_is_a_list() -> None:
    for names in ONE:
        assert set(preferred_spellings([names[0], *names]).items()) == {(name, names[0]) for name in names}
    assert preferred_spellings(APART) == {name: name for name in APART}


def test_a_catalog_without_a_list_has_each_venue_once_under_its_most_frequent_name() -> None:
    names = ("Nature physics", "Nature Physics", "nature physics", "Nature Physics")
    text = "".join(f"@article{{k{n}, journal = {{{name}}}, year = 2020}}\n" for n, name in enumerate(names))
    entries = parse_bibliography(text, "refs.bib")[0]
    assert Catalog.from_entries(entries).venue_names() == {"Nature Physics"}
    assert Catalog.from_entries(entries, venues=[Venue(name="X")]).venue_names() == {"X", *names}


def test_venues_with_most_papers_come_first(rows: dict[str, VenueRow]) -> None:
    assert list(rows) == ["J. Two", "ICON", "J One"]


def test_a_venue_that_is_listed_has_its_full_name_and_kind(rows: dict[str, VenueRow]) -> None:
    assert (rows["ICON"].full, rows["ICON"].kind) == ("International Conference", "conference")


def test_a_venue_that_is_not_listed_has_neither(rows: dict[str, VenueRow]) -> None:
    assert (rows["J One"].full, rows["J One"].kind) == ("", "")


def test_the_years_of_a_venue_are_those_of_its_papers(rows: dict[str, VenueRow]) -> None:
    assert [set(rows[name].years) for name in ("J. Two", "ICON")] == [{2022}, {2021}]


@pytest.mark.parametrize(
    ("years", "span"), [((2020, 2022, 2021), "2020–2022"), ((2020,), "2020"), ((), ""), ((-398, 1935), "399 BCE–1935")]
)
def test_years_that_differ_are_a_span(years: tuple[int, ...], span: str) -> None:
    assert span_label(years) == span


def test_each_venue_has_its_own_page(rows: dict[str, VenueRow]) -> None:
    assert (rows["J One"].page, rows["J. Two"].page) == ("j-one", "j-two")


def test_venues_of_one_slug_have_pages_of_their_own() -> None:
    text = "@article{a, journal = {Cells!}}\n@article{b, journal = {Cells}}\n"
    listed = [Venue(name="None")]
    rows = catalog_of(text, venues=listed).venue_rows
    assert [row.page for row in rows] == ["cells", "cells-2"]


class Counted(str):
    """A text that counts how often it is compared."""

    __slots__ = ()
    comparisons = 0

    def __eq__(self, other: object) -> bool:
        """Compare, and count that."""
        Counted.comparisons += 1
        return str.__eq__(self, other)

    __hash__ = str.__hash__


def comparisons(number: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return how many comparisons of names it takes to index a number of venues."""
    monkeypatch.setattr(slugs, "to_id", Counted)
    Counted.comparisons = 0
    bib = "".join(f"@article{{a{n}, journal = {{Journal {n}}}}}\n" for n in range(number))
    assert len(catalog_of(bib).venue_rows) == number
    return Counted.comparisons


def test_the_index_takes_twice_the_steps_for_twice_the_venues(monkeypatch: pytest.MonkeyPatch) -> None:
    assert comparisons(400, monkeypatch) <= 2 * comparisons(200, monkeypatch) + 20
