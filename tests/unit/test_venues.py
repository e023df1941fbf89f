"""The rows of the venues of a catalog."""

from __future__ import annotations

import pytest

from cardcatalog.bibtex.entries import parse_bibliography
from cardcatalog.catalog import venues
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.taxonomy import Venue
from cardcatalog.catalog.venues import VenueRow

BIB = """
@article{a, journal = {J One}, year = 2020}
@article{b, journal = {J. One}, year = 2022}
@article{c, journal = {J. One}}
@inproceedings{d, booktitle = {International Conference}, year = 2021}
@misc{e, year = 2020}
"""


@pytest.fixture
def rows() -> dict[str, VenueRow]:
    """The rows of a catalog with the full name of one venue, and a venue without a paper."""
    listed = [Venue(name="ICON", full="International Conference", kind="conference"), Venue(name="NONE")]
    entries = parse_bibliography(BIB, "refs.bib")[0]
    return {row.name: row for row in Catalog.from_entries(entries, venues=listed).venue_rows}


def test_venues_with_most_papers_come_first(rows: dict[str, VenueRow]) -> None:
    assert list(rows) == ["J. One", "ICON", "J One"]


def test_a_venue_that_is_listed_has_its_full_name_and_kind(rows: dict[str, VenueRow]) -> None:
    assert (rows["ICON"].full, rows["ICON"].kind) == ("International Conference", "conference")


def test_a_venue_that_is_not_listed_has_neither(rows: dict[str, VenueRow]) -> None:
    assert (rows["J One"].full, rows["J One"].kind) == ("", "")


def test_the_years_of_a_venue_are_those_of_its_papers(rows: dict[str, VenueRow]) -> None:
    assert (rows["J. One"].years, rows["ICON"].years) == ("2022", "2021")


def test_years_that_differ_are_a_span() -> None:
    papers = tuple(Catalog.from_entries(parse_bibliography(BIB, "refs.bib")[0]).papers.values())
    assert VenueRow("X", "", "", papers, "x").years == "2020–2022"


def test_each_venue_has_its_own_page(rows: dict[str, VenueRow]) -> None:
    assert (rows["J One"].page, rows["J. One"].page) == ("j-one", "j-one-2")


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
    monkeypatch.setattr(venues, "to_id", Counted)
    Counted.comparisons = 0
    bib = "".join(f"@article{{a{n}, journal = {{Journal {n}}}}}\n" for n in range(number))
    assert len(Catalog.from_entries(parse_bibliography(bib, "refs.bib")[0]).venue_rows) == number
    return Counted.comparisons


def test_the_index_takes_twice_the_steps_for_twice_the_venues(monkeypatch: pytest.MonkeyPatch) -> None:
    assert comparisons(400, monkeypatch) <= 2 * comparisons(200, monkeypatch) + 20
