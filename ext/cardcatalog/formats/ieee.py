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
    around,
    calendar,
    capitalized,
    credited,
    days_of,
    edition_of,
    emphasized,
    html_of,
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
    from cardcatalog.catalog.paper import Paper

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
"""The parts of a reference by types of CSL; a semicolon becomes a full stop."""

_ANY_ROW = "title, container, edition, volume, issue; series; publisher, pages, date"
_ROW = {name: row for names, row in _ROWS.items() for name in names.split()}

_ITALIC = frozenset({"book", "graphic", "legal_case", "legislation", "motion_picture", "software", "song", "standard"})
"""Types of CSL whose title IEEE sets in italics; others are in quotation marks."""

_NAMES_BEFORE_ET_AL = 6
"""Authors up to which IEEE names all."""

_SERIALS = frozenset({"article-journal", "review"})
"""Types of CSL with a comma before the link."""

_SHORT_MONTHS = calendar("Jan. Feb. Mar. Apr. May Jun. Jul. Aug. Sep. Oct. Nov. Dec.")


def write_ieee(paper: Paper) -> str:
    """Return a paper in the style of IEEE, without the number in a list."""
    kind = KINDS[paper.kind].csl
    row = _ROW.get(kind, _ANY_ROW)
    if not paper["series"]:
        row = row.replace("series; ", "")
    groups = (join(", ", *(_PARTS[name](paper) for name in group.split(", "))) for group in row.split("; "))
    *first, last = filter(None, groups)
    text = join(", ", _people(paper), " ".join([*map(stopped, first), last]))
    visit = around("Accessed: ", _date(paper.other_date("urldate")), ". ")
    medium = "Online Video" if kind == "motion_picture" else "Online"
    link = around("doi: ", html_of(paper.doi), ".") or around(f"{visit}[{medium}]. Available: ", html_of(paper.url))
    return punctuated(f"{text}, {link}" if link and kind in _SERIALS else join(" ", stopped(text), link))


def _people(paper: Paper) -> str:
    names = list(map(in_order, paper.authors))
    directors = list(map(in_order, credited(paper, "director")))
    if directors and not names:
        return around("", listed(directors, "and"), ", Dirs." if directors[1:] else ", Dir.")
    who = f"{names[0]} <em>et al.</em>" if len(names) > _NAMES_BEFORE_ET_AL else listed(names, "and")
    return _as_editors(who, names) if paper.role == "editor" else who


def _editors(paper: Paper) -> str:
    """Return the editors of what holds the paper."""
    names = list(map(in_order, credited(paper, "editor")))
    return "" if paper.role == "editor" else _as_editors(listed(names, "and"), names)


def _as_editors(who: str, names: Sequence[str]) -> str:
    return around("", who, ", Eds." if names[1:] else ", Ed.")


def _title(paper: Paper) -> str:
    title = html_of(paper.title)
    return emphasized(title) if KINDS[paper.kind].csl in _ITALIC else around("“", _QUOTED.sub(r"‘\1’", title), "”")


_QUOTED = re.compile('[“"]([^“”"]*)[”"]')


def _date(date: PublicationDate, depth: int = 3) -> str:
    """Return a date with its month and day, as far as they are known.

    :param depth: how many of year, month and day to name.
    """
    begin, end = date.begin[:depth], date.end[:depth]
    if begin and end and begin[0] != end[0]:
        return "–".join(_date(PublicationDate(point)) for point in (begin, end))
    days = days_of((begin, end), _SHORT_MONTHS, "{:02}")
    return html_of(join(", " if days[-1:].isdecimal() else " ", days, date.shown))


def _series(paper: Paper) -> str:
    volume, number = number_of(paper["volume"]), number_of(paper["series number"])
    return join(", ", f"in {html_of(paper['series'])}", around("vol. ", volume), around("no. ", number))


_PARTS: Mapping[str, Callable[[Paper], str]] = {
    "title": _title,
    "container": lambda paper: emphasized(html_of(paper.container)),
    "book": lambda paper: around("in ", emphasized(html_of(paper["main container"]))),
    "editors": _editors,
    "edition": edition_of,
    "volume": lambda paper: around("vol. ", number_of(paper["volume"])),
    "issue": lambda paper: around("no. ", number_of(paper["issue"])),
    "volumes": lambda paper: around("", paper["volumes"], " vols."),
    "series": _series,
    "press": lambda paper: html_of(join(": ", paper["place"], paper.publisher)),
    "publisher": lambda paper: html_of(join(", ", paper.publisher, paper["place"])),
    "archive": lambda paper: join(
        ": ", emphasized(html_of(join(", ", paper.publisher, paper["place"]))), html_of(paper["number"])
    ),
    "genre": lambda paper: html_of(paper["genre"]),
    "number": lambda paper: html_of(join(" ", paper["genre"], paper["number"])),
    "patent": numbered,
    "chapter": lambda paper: around("ch. ", html_of(paper["chapter"])),
    "pages": lambda paper: around("Art. no. ", html_of(paper["eid"])) or page_range_of(paper),
    "year": lambda paper: html_of(years_of(paper.date)),
    "month": lambda paper: _date(paper.date, depth=2),
    "date": lambda paper: _date(paper.date),
    "released": lambda paper: around("(", _date(paper.date), ")"),
    "status": lambda paper: html_of(capitalized(paper["status"])),
    "event": lambda paper: around("presented at the ", html_of(join(", ", paper["event"], paper["event place"]))),
}
"""The parts by the words of the rows; an empty part is left out."""
