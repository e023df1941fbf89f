"""The index of venues: the name of each, how many papers appeared there, when, and the page that lists them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cardcatalog.bibtex.text import slug
from cardcatalog.catalog.slugs import take_id
from cardcatalog.grouped import grouped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cardcatalog.catalog.paper import Paper
    from cardcatalog.catalog.taxonomy import Venue


@dataclass(frozen=True, slots=True)
class VenueRow:
    """A venue that has papers, newest first, under its short name."""

    name: str
    full: str
    kind: str
    papers: tuple[Paper, ...]
    page: str

    @property
    def years(self) -> frozenset[int]:
        """The years of its papers."""
        return frozenset(paper.year for paper in self.papers if paper.year is not None)


def index_venues(papers: Iterable[Paper], listed: Mapping[str, Venue]) -> tuple[VenueRow, ...]:
    """Return the venues that have papers, those with the most first.

    :param papers: newest first.
    :param listed: the venues of the list of venues, by short name.
    """
    found = grouped((paper.venue, paper) for paper in papers if paper.venue)
    pages = _pages(found)
    return tuple(
        _row(name, listed.get(name), found[name], pages[name])
        for name in sorted(found, key=lambda name: (-len(found[name]), name.casefold(), name))
    )


def _row(name: str, venue: Venue | None, papers: tuple[Paper, ...], page: str) -> VenueRow:
    full = venue.full if venue and venue.full != name else ""
    return VenueRow(name, full, venue.kind if venue else "", papers, page)


def _pages(names: Iterable[str]) -> dict[str, str]:
    """Return a name for the page of each venue, no two the same."""
    taken: set[str] = set()
    return {name: take_id(slug(name), taken) for name in sorted(names)}
