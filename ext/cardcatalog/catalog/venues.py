"""The venues of papers: which spellings are of one venue, and the index of all, with the page that lists each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cardcatalog.bibtex.text import slug, to_ascii
from cardcatalog.catalog.slugs import take_id
from cardcatalog.grouped import grouped

if TYPE_CHECKING:
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
    taken: set[str] = set()
    pages = {name: take_id(slug(name), taken) for name in sorted(found)}
    return tuple(
        _row(name, listed.get(name), found[name], pages[name])
        for name in sorted(found, key=lambda name: (-len(found[name]), name.casefold(), name))
    )


def _row(name: str, venue: Venue | None, papers: tuple[Paper, ...], page: str) -> VenueRow:
    full = venue.full if venue and venue.full != name else ""
    return VenueRow(name, full, venue.kind if venue else "", papers, page)


_ARCHIVE = re.compile(r"\w*rxiv")
_PLURAL = re.compile(r"(?<=\w{3})(?<!s)s$")


def preferred_spellings(names: Iterable[str]) -> dict[str, str]:
    """Return, for each name of a venue, the spelling of it that most entries have.

    Names are of one venue if they differ in nothing but case, accents, punctuation, an article at the beginning, the
    word for ``&``, or the plural of words; a single word keeps its number, for ``Cell`` and ``Cells`` are two journals.
    Those of an archive of preprints begin alike (``arXiv e-prints``).

    :param names: a name for each entry.
    """
    counts = Counter(names)
    alike = grouped((_core(name), name) for name in counts)
    best = {
        core: max(spellings, key=lambda name: (counts[name], name != name.lower(), -len(name), name))
        for core, spellings in alike.items()
    }
    return {name: best[core] for core, spellings in alike.items() for name in spellings}


def _core(name: str) -> str:
    """Return what the spellings of a venue have in common."""
    plain = name.replace("&", " and ")
    words = re.findall(r"\w+", to_ascii(plain) or plain.casefold())
    if words[:1] == ["the"]:
        del words[0]
    if words and _ARCHIVE.fullmatch(words[0]):
        return str(words[0])
    return " ".join(words if len(words) == 1 else (_PLURAL.sub("", word) for word in words)) or name
