"""The style of APA: chapter 9 of its manual, seventh edition, as ``apa.csl`` of the Citation Style Language has it.

Titles keep the case and the quotation marks with which they were published. No letter distinguishes works of one year,
a chapter has no number, and a web page has its version. Laws, cases and letters are cited as documents.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cardcatalog.catalog.kinds import ARTICLES, KINDS
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
    inverted,
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
    from cardcatalog.catalog.dates import PublicationDate
    from cardcatalog.catalog.paper import Paper

_DATED = frozenset(
    "article-magazine article-newspaper document motion_picture pamphlet performance personal_communication song "
    "speech webpage".split()
)
"""Types of CSL whose day APA names."""

_GENRES = {
    "software": "Computer software", "dataset": "Data set", "graphic": "Graphic",
    "motion_picture": "Film", "song": "Audio recording",
}  # fmt: skip
"""The words of APA for types of CSL that are not texts; the genre of an entry goes before them."""

_MOST_NAMES = 20
"""People that APA names; of more it names one less, and the last."""

_MONTHS = calendar("January February March April May June July August September October November December")


def write_apa(paper: Paper) -> str:
    """Return a paper in the style of APA, as HTML."""
    who, date, title = _who(paper), f"({_date(paper)})", _title(paper)
    parts = [*([who, date, title] if who else [title, date]), _source(paper), _status(paper), _publisher(paper)]
    original = around("(Original work published ", _years(paper.other_date("origdate")), ")")
    return join(" ", punctuated(" ".join(map(stopped, filter(None, parts)))), _link(paper), original)


def _link(paper: Paper) -> str:
    """Return the address, with the day of a visit to what has no date of its own."""
    visited = paper.other_date("urldate")
    day = "" if paper.doi or paper.date else days_of([visited.begin], _MONTHS, "{}")
    link = html_of(f"https://doi.org/{paper.doi}" if paper.doi else paper.url)
    return f"Retrieved {day}, {visited.shown}, from {link}" if day and link else link


def _who(paper: Paper) -> str:
    names, directors = list(map(inverted, paper.authors)), credited(paper, "director")
    if paper.role == "editor":
        return _editors(names, comma_from=2)
    if directors and not names:
        return f"{_listed(list(map(inverted, directors)), 2)} (Director{'s' if directors[1:] else ''})"
    return _listed(names, comma_from=2)


def _listed(names: Sequence[str], comma_from: int = 3) -> str:
    if len(names) > _MOST_NAMES:
        return f"{', '.join(names[: _MOST_NAMES - 1])}, … {names[-1]}"
    return listed(names, "&amp;", comma_from)


def _editors(names: Sequence[str], comma_from: int = 3) -> str:
    return f"{_listed(names, comma_from)} ({'Eds.' if names[1:] else 'Ed.'})" if names else ""


def _date(paper: Paper) -> str:
    """Return the year, and of some kinds month and day."""
    date = paper.date
    if not date and paper["status"]:
        return html_of(paper["status"].lower())
    circa = "ca. " if date.is_circa and not date.text else ""
    day = days_of((date.begin, date.end), _MONTHS, "{}") if KINDS[paper.kind].csl in _DATED else ""
    return html_of(join(", ", around(circa, _years(date)) or "n.d.", day))


def _years(date: PublicationDate) -> str:
    return years_of(date, "B.C.E.", "C.E.")


def _title(paper: Paper) -> str:
    """Return the title, with what describes it."""
    title, school = html_of(paper.title), html_of(paper.publisher) if _is_online_thesis(paper) else ""
    people = join("; ", _own_editors(paper), _translators(paper))
    details = around("(", people, ")") if paper.container else _details(paper, people)
    whole = join(" ", title if paper.container else emphasized(title), details)
    return join(" ", whole, around("[", join(", ", _genre(paper), school), "]"))


def _own_editors(paper: Paper) -> str:
    """Return the editors of a book that has authors as well."""
    names = list(map(in_order, credited(paper, "editor")))
    is_book = KINDS[paper.kind].csl == "book" and paper.role == "author"
    return f"{_listed(names)}, {'Eds.' if names[1:] else 'Ed.'}" if names and is_book else ""


def _translators(paper: Paper) -> str:
    return around("", _listed(list(map(in_order, paper.people("translator")))), ", Trans.")


def _is_online_thesis(paper: Paper) -> bool:
    """Return whether the school is a part of the description."""
    return bool(paper.kind == "thesis" and paper.url)


def _is_in_serial(paper: Paper) -> bool:
    """Return whether a work is cited as an article; so is a paper of a conference whose proceedings have no editor."""
    return paper.kind in ARTICLES or (paper.kind == "conference paper" and not credited(paper, "editor"))


def _source(paper: Paper) -> str:
    """Return what holds the work, if anything does."""
    if paper.kind == "talk":
        return html_of(join(", ", paper["event"], paper["event place"]))
    number = emphasized(number_of(paper["volume"])) + around("(", number_of(paper["issue"]), ")")
    if paper.kind == "periodical" or (paper.container and _is_in_serial(paper)):
        return join(", ", emphasized(html_of(paper.container)), number, _pages(paper))
    if not paper.container:
        return ""
    volume = around(f": Vol. {paper['volume']}. ", paper["volume title"])
    container = emphasized(html_of((paper["main container"] if volume else paper.container) + volume))
    editors = [] if paper.role == "editor" else list(map(in_order, credited(paper, "editor")))
    people = _editors(editors) or _listed(list(map(in_order, credited(paper, "bookauthor"))))
    return f"In {join(' ', join(', ', people, container), _details(paper))}"


def _pages(paper: Paper) -> str:
    return html_of(around("Article ", paper["eid"]) or "–".join(paper.pages))


def _status(paper: Paper) -> str:
    """Return that an article with a date is still to appear."""
    is_out = any(paper[part] for part in ("volume", "issue", "pages", "eid"))
    status = paper["status"] if paper.date and paper.container and _is_in_serial(paper) and not is_out else ""
    return html_of(capitalized(status))


def _publisher(paper: Paper) -> str:
    is_named = _is_online_thesis(paper) or (paper.container and _is_in_serial(paper))
    return "" if is_named else html_of(paper.publisher)


def _details(paper: Paper, people: str = "") -> str:
    """Return in parentheses where in a book a work is, or which edition, version or number a work of its own has."""
    version = around("Version ", html_of(paper["version"]))
    is_named = paper["volume title"] or paper.kind == "periodical"
    volume = "" if is_named else around("Vol. ", number_of(paper["volume"])) or around("Vols. 1–", paper["volumes"])
    details = join(", ", version, edition_of(paper), volume, page_range_of(paper))
    return around("(", join("; ", people, numbered(paper, "No."), details), ")")


def _genre(paper: Paper) -> str:
    if paper["number"]:
        return ""
    if paper.kind == "manuscript" and not (paper["genre"] or paper.publisher or paper.url):
        return "Unpublished manuscript"
    if paper.kind == "film" and paper.url:
        return html_of(paper["genre"]) or "Video"
    return html_of(paper["genre"]) or _GENRES.get(KINDS[paper.kind].csl, "")
