"""The style of IEEE: its Reference Guide of 2023, as ``ieee.csl`` of the Citation Style Language has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cardcatalog.catalog.kinds import KINDS
from cardcatalog.formats.reference_parts import (
    around,
    edition_of,
    editors_of,
    emphasized,
    html_of,
    in_order,
    join,
    listed,
    number_of,
    pages_of,
    stopped,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from cardcatalog.catalog.dates import PublicationDate
    from cardcatalog.catalog.paper import Paper

_ROWS = {
    "article-journal review": "title, container, volume, issue, pages, month",
    "article-magazine article-newspaper manuscript": "title, container, volume, issue, publisher, pages, date",
    "paper-conference": "title, book, editors, series; press, month, pages",
    "chapter entry-encyclopedia": "title, book, edition, volume, editors, series; press, year, pages",
    "book graphic legal_case legislation song": "title, edition, volume; series; press, year, pages",
    "report": "title, publisher, number, month",
    "thesis": "title, genre, publisher, year",
    "software": "title; date; genre; publisher",
    "article dataset document": "title, date, archive",
    "patent standard": "title, number, date",
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

_SHORT_MONTHS = tuple("Jan. Feb. Mar. Apr. May Jun. Jul. Aug. Sep. Oct. Nov. Dec.".split())


def write_ieee(paper: Paper) -> str:
    """Return a paper in the style of IEEE, without the number in a list."""
    kind = KINDS[paper.kind].csl
    row = _ROW.get(kind, _ANY_ROW)
    if not paper["series"]:
        row = row.replace("series; ", "")
    groups = (join(", ", *(_PARTS[name](paper) for name in group.split(", "))) for group in row.split("; "))
    *first, last = filter(None, groups)
    text = join(", ", _people(paper), " ".join([*map(stopped, first), last])).replace("”,", ",”").replace("”.", ".”")
    visit = around("Accessed: ", _date(paper.other_date("urldate")), ". ")
    link = around("doi: ", html_of(paper.doi), ".") or around(f"{visit}[Online]. Available: ", html_of(paper.url))
    return f"{text}, {link}" if link and kind in _SERIALS else join(" ", stopped(text), link)


def _people(paper: Paper) -> str:
    names = list(map(in_order, paper.authors))
    who = f"{names[0]} <em>et al.</em>" if len(names) > _NAMES_BEFORE_ET_AL else listed(names, "and")
    return _as_editors(who, names) if paper.role == "editor" else who


def _editors(paper: Paper) -> str:
    """Return the editors of what holds the paper."""
    names = list(map(in_order, editors_of(paper)))
    return "" if paper.role == "editor" else _as_editors(listed(names, "and"), names)


def _as_editors(who: str, names: Sequence[str]) -> str:
    return around("", who, ", Eds." if names[1:] else ", Ed.")


def _title(paper: Paper) -> str:
    title = html_of(paper.title)
    return emphasized(title) if KINDS[paper.kind].csl in _ITALIC else f"“{title}”"


def _date(date: PublicationDate) -> str:
    """Return a date with its month and day, as far as they are known."""
    year, day = _month(date), date.begin[2:] or date.end[2:]
    return year.replace(" ", f" {day[0]:02}, ") if day else year


def _month(date: PublicationDate) -> str:
    """Return a year with its month, if that is known."""
    point = date.begin or date.end
    month = _SHORT_MONTHS[point[1] - 1] if point[1:] and point[1] <= len(_SHORT_MONTHS) else ""
    return html_of(join(" ", month, date.shown))


_PARTS: Mapping[str, Callable[[Paper], str]] = {
    "title": _title,
    "container": lambda paper: emphasized(html_of(paper.container)),
    "book": lambda paper: around("in ", emphasized(html_of(paper.container))),
    "editors": _editors,
    "edition": edition_of,
    "volume": lambda paper: around("vol. ", number_of(paper["volume"])),
    "issue": lambda paper: around("no. ", number_of(paper["issue"])),
    "series": lambda paper: join(", ", f"in {html_of(paper['series'])}", around("vol. ", number_of(paper["volume"]))),
    "press": lambda paper: html_of(join(": ", paper["place"], paper.publisher)),
    "publisher": lambda paper: html_of(join(", ", paper.publisher, paper["place"])),
    "archive": lambda paper: join(
        ": ", emphasized(html_of(join(", ", paper.publisher, paper["place"]))), html_of(paper["number"])
    ),
    "genre": lambda paper: html_of(paper["genre"]),
    "number": lambda paper: html_of(join(" ", paper["genre"], paper["number"])),
    "pages": lambda paper: around("pp. " if paper.pages[1:] else "p. ", pages_of(paper)),
    "year": lambda paper: html_of(paper.date.shown),
    "month": lambda paper: _month(paper.date),
    "date": lambda paper: _date(paper.date),
}
"""The parts by the words of the rows; an empty part is left out."""
