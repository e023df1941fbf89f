"""The style of IEEE: its Reference Guide of 2023, as ``ieee.csl`` of the Citation Style Language has it.

The number of an article is ``Art. no.`` in works of all kinds. Translators, versions, doubt about a date, and the date
of a web page are left out. Of quotation marks within a title only the outer ones become single.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from cardcatalog.catalog.dates import PublicationDate
from cardcatalog.catalog.kinds import KINDS
from cardcatalog.formats.reference_parts import (
    Work,
    around,
    calendar,
    capitalized,
    days_of,
    edition_of,
    emphasized,
    in_order,
    join,
    listed,
    number_of,
    numbered,
    page_range_of,
    punctuated,
    stopped,
    years_of,
)

if TYPE_CHECKING:
    from cardcatalog.bibtex.names import Person

_ROWS = {
    "article-journal review": "title, container, volume, issue, pages, month, status",
    "article-magazine article-newspaper manuscript": "title, container, volume, issue, publisher, pages, date",
    "paper-conference": "title, book, editors, series; press, month, pages",
    "chapter entry-encyclopedia": "title, book, edition, volume, editors, series; press, year, chapter, pages",
    "book graphic legal_case legislation song": "title, edition, volume, volumes; series; press, year, pages",
    "report": "title, publisher, number, month",
    "thesis": "title, genre, publisher, year",
    "software": "title; released; genre; publisher",
    "motion_picture": "title, released",
    "article": "title, date, archive",
    "dataset document": "title; publisher, date",
    "webpage": "title; publisher",
    "speech": "title, event, date",
    "personal_communication": "title, date",
    "patent": "title, patent, date",
    "standard": "title, number, date",
}
"""The parts of a reference by types of CSL; a semicolon becomes a full stop, after a series only if there is one."""

_OTHERS = "title, container, edition, volume, issue; series; publisher, pages, date"
"""The parts of any other type."""

_ITALIC = frozenset({"book", "graphic", "legal_case", "legislation", "motion_picture", "software", "song", "standard"})
"""Types of CSL whose title IEEE sets in italics; others are in quotation marks."""

_NAMES_BEFORE_ET_AL = 6
"""Authors up to which IEEE names all."""

_SERIALS = frozenset({"article-journal", "review"})
"""Types of CSL with a comma before the link."""

_SHORT_MONTHS = calendar("Jan. Feb. Mar. Apr. May Jun. Jul. Aug. Sep. Oct. Nov. Dec.")


def write_ieee(work: Work) -> str:
    """Return a paper in the style of IEEE, without the number in a list."""
    groups = (_GROUPS_IN_SERIES if work["series"] else _GROUPS)[work.csl]
    *first, last = filter(None, [join(", ", *[part(work) for part in group]) for group in groups])
    text = join(", ", _people(work), " ".join([*map(stopped, first), last]))
    link = _link(work)
    return punctuated(f"{text}, {link}" if link and work.csl in _SERIALS else join(" ", stopped(text), link))


def _link(work: Work) -> str:
    if work.doi or not work.url:
        return around("doi: ", work.doi, ".")
    visit = around("Accessed: ", _date(work.paper.other_date("urldate")), ". ")
    return f"{visit}[{'Online Video' if work.csl == 'motion_picture' else 'Online'}]. Available: {work.url}"


def _people(work: Work) -> str:
    people = work.authors
    if not people:
        return _listed(work.people.get("director", ()), "Dir")
    if len(people) <= _NAMES_BEFORE_ET_AL:
        return _listed(people, "Ed" if work.is_edited else "")
    return f"{in_order(people[0])} {emphasized('et al.')}{', Eds.' if work.is_edited else ''}"


def _editors(work: Work) -> str:
    """Return the editors of what holds the work."""
    return "" if work.is_edited else _listed(work.people.get("editor", ()), "Ed")


def _listed(people: Sequence[Person], role: str) -> str:
    """Return names, with the short word for a role after them."""
    names = listed(list(map(in_order, people)), "and")
    return f"{names}, {role}{'s' if people[1:] else ''}." if names and role else names


def _title(work: Work) -> str:
    return emphasized(work.title) if work.csl in _ITALIC else around("“", _QUOTED.sub(r"‘\1’", work.title), "”")


_QUOTED = re.compile('[“"]([^“”"]*)[”"]')


def _date(date: PublicationDate, depth: int = 3) -> str:
    """Return a date with its month and day, as far as they are known.

    :param depth: how many of year, month and day to name.
    """
    begin, end = date.begin[:depth], date.end[:depth]
    if begin and end and begin[0] != end[0]:
        return "–".join(_date(PublicationDate(point)) for point in (begin, end))
    days = days_of((begin, end), _SHORT_MONTHS, "{:02}")
    return join(", " if days[-1:].isdecimal() else " ", days, date.shown)


def _series(work: Work) -> str:
    volume, number = number_of(work["volume"]), number_of(work["series number"])
    return join(", ", f"in {work['series']}", around("vol. ", volume), around("no. ", number))


_PARTS: Mapping[str, Callable[[Work], str]] = {
    "title": _title,
    "container": lambda work: emphasized(work.container),
    "book": lambda work: around("in ", emphasized(work["main container"])),
    "editors": _editors,
    "edition": edition_of,
    "volume": lambda work: around("vol. ", number_of(work["volume"])),
    "issue": lambda work: around("no. ", number_of(work["issue"])),
    "volumes": lambda work: around("", work["volumes"], " vols."),
    "series": _series,
    "press": lambda work: join(": ", work["place"], work.publisher),
    "publisher": lambda work: join(", ", work.publisher, work["place"]),
    "archive": lambda work: join(": ", emphasized(join(", ", work.publisher, work["place"])), work["number"]),
    "genre": lambda work: work["genre"],
    "number": lambda work: join(" ", work["genre"], work["number"]),
    "patent": numbered,
    "chapter": lambda work: around("ch. ", work["chapter"]),
    "pages": lambda work: around("Art. no. ", work["eid"]) or page_range_of(work),
    "year": lambda work: years_of(work.date),
    "month": lambda work: _date(work.date, depth=2),
    "date": lambda work: _date(work.date),
    "released": lambda work: around("(", _date(work.date), ")"),
    "status": lambda work: capitalized(work["status"]),
    "event": lambda work: around("presented at the ", join(", ", work["event"], work["event place"])),
}
"""The parts by the words of the rows; an empty part is left out."""


_Groups = tuple[tuple[Callable[[Work], str], ...], ...]


def _groups(row: str) -> _Groups:
    return tuple(tuple(_PARTS[name] for name in group.split(", ")) for group in row.split("; "))


_ROW = {kind.csl: _OTHERS for kind in KINDS.values()} | {
    name: row for names, row in _ROWS.items() for name in names.split()
}
_GROUPS_IN_SERIES: Mapping[str, _Groups] = {name: _groups(row) for name, row in _ROW.items()}
_GROUPS: Mapping[str, _Groups] = {name: _groups(row.replace("series; ", "")) for name, row in _ROW.items()}
"""The parts between full stops by types of CSL, of works that are in a series, and of others."""
