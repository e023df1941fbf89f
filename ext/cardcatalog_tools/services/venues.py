"""Recognize a venue however a service spells it: with a year, an ordinal, an acronym, the words "Proceedings of"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from cardcatalog.bibtex.text import to_ascii

if TYPE_CHECKING:
    from cardcatalog.catalog.taxonomy import Venue

_ORDINAL = re.compile(
    r"\b(?:\d+(?:st|nd|rd|th)|(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[ -])?"
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth"
    r"|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|(?:twent|thirt|fort|fift|sixt|sevent|eight|ninet)ieth))\b",
)
_NOISE = re.compile(
    r"\(volume \d+: (?:long|short) papers\)|\b(?:19|20)\d\d\b|^(?:the )?proceedings of (?:the )?|\b(?:the|annual)\b",
)
_STATUS = re.compile(
    r"\s+(?:conference|oral|poster|spotlight|notable top \d+%|\(?top \d+%\)?|track datasets and benchmarks.*)+$",
)
"""The words that OpenReview adds to the name of a venue that has accepted a paper."""

_ACRONYM = re.compile(r"\(([\w&/ -]+)\)\s*$")
_PREPRINTS = "preprint server"


class Venues:
    """The venues of a catalog by any of their names."""

    def __init__(self, rows: Iterable[Venue] = ()) -> None:
        """Take in venues."""
        self._known: dict[str, Venue] = {}
        for row in rows:
            for name in (row.name, row.full, *row.aliases):
                self._known.setdefault(_plain(name), row)
        self._known.pop("", None)

    def __bool__(self) -> bool:
        """Return whether there are venues: without any, none can be unknown."""
        return bool(self._known)

    def find(self, *names: str) -> Venue | None:
        """Return the first venue that one of some names means, preprint servers aside, or nothing."""
        for spelling in (spelling for name in names for spelling in _spellings(name)):
            venue = self._known.get(spelling)
            if venue and venue.kind != _PREPRINTS:
                return venue
        return None


def _spellings(name: str) -> Iterator[str]:
    """Yield the possible names of a venue, the surest first: all of it, its beginning or end, its acronym."""
    whole = _plain(name)
    yield whole
    yield _plain(_STATUS.sub("", whole))
    parts = re.split(r"\s+[-\u2013\u2014]\s+", name)
    yield from (_plain(_ACRONYM.sub("", part)) for part in (name, *parts))
    # A title that continues after its acronym is of a part of the event, such as a workshop.
    yield from (_plain(acronym) for acronym in _ACRONYM.findall(name))


def _plain(name: str) -> str:
    """Return a name without case, punctuation, year and ordinal."""
    bare = re.sub(r"\s+", " ", to_ascii(name)).strip()
    without = _NOISE.sub(" ", _ORDINAL.sub(" ", bare))
    return " ".join(re.findall(r"[a-z0-9%]+", _NOISE.sub(" ", without.strip()).replace("&", " and ")))
