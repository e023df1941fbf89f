"""The venues of a catalogue: what each is called, how many papers appeared there, when, and on which page."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain, count
from typing import TYPE_CHECKING

from cardcatalog.bibtex.text import slug
from cardcatalog.catalog.slugs import to_id

if TYPE_CHECKING:
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper


@dataclass(frozen=True, slots=True)
class VenueRow:
    """A venue that has papers, newest first, under its short name."""

    name: str
    full: str
    kind: str
    papers: tuple[Paper, ...]
    page: str

    @property
    def years(self) -> str:
        """The years of its papers: ``2019–2024``."""
        years = [paper.year for paper in self.papers if paper.year]
        if not years:
            return ""
        return f"{min(years)}–{max(years)}" if min(years) < max(years) else str(years[0])


def venue_rows(catalog: Catalog) -> tuple[VenueRow, ...]:
    """Return the venues that have papers, those with the most first."""
    papers: dict[str, list[Paper]] = defaultdict(list)
    for paper in catalog.papers.values():
        if paper.venue:
            papers[paper.venue].append(paper)
    pages: dict[str, str] = {}
    for name in sorted(papers):
        wish = to_id(slug(name))
        page = next(text for text in chain([wish], (f"{wish}-{n}" for n in count(2))) if text not in pages.values())
        pages[name] = page
    rows = []
    for name in sorted(papers, key=lambda name: (-len(papers[name]), name.casefold(), name)):
        known = catalog.venues.get(name)
        full = known.full if known and known.full != name else ""
        rows.append(VenueRow(name, full, known.kind if known else "", tuple(papers[name]), pages[name]))
    return tuple(rows)
