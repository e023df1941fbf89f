"""The style of APA: chapter 9 of its manual, seventh edition, as ``apa.csl`` of the Citation Style Language has it.

Titles keep the case and the quotation marks with which they were published. No letter distinguishes works of one year,
a chapter has no number, and a web page has its version. Laws, cases and letters are cited as documents.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cardcatalog.catalog.kinds import ARTICLES
from cardcatalog.formats.reference_parts import (
    Work,
    around,
    calendar,
    capitalized,
    days_of,
    edition_of,
    emphasized,
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


def write_apa(work: Work) -> str:
    """Return a paper in the style of APA."""
    who, date, title = _who(work), f"({_date(work)})", _title(work)
    parts = [*([who, date, title] if who else [title, date]), _source(work), _status(work), _publisher(work)]
    original = around("(Original work published ", _years(work.paper.other_date("origdate")), ")")
    return join(" ", punctuated(" ".join(map(stopped, filter(None, parts)))), _link(work), original)


def _link(work: Work) -> str:
    """Return the address, with the day of a visit to what has no date of its own."""
    if work.doi:
        return f"https://doi.org/{work.doi}"
    if work.date or not work.url:
        return work.url
    visited = work.paper.other_date("urldate")
    day = days_of([visited.begin], _MONTHS, "{}")
    return f"Retrieved {day}, {visited.shown}, from {work.url}" if day else work.url


def _who(work: Work) -> str:
    names, directors = list(map(inverted, work.authors)), work.people.get("director")
    if work.is_edited:
        return _editors(names, comma_from=2)
    if directors and not names:
        return f"{_listed(list(map(inverted, directors)), 2)} (Director{'s' if directors[1:] else ''})"
    return _listed(names, comma_from=2)


def _listed(names: Sequence[str], comma_from: int = 3) -> str:
    if len(names) > _MOST_NAMES:
        return f"{', '.join(names[: _MOST_NAMES - 1])}, … {names[-1]}"
    return listed(names, "&", comma_from)


def _editors(names: Sequence[str], comma_from: int = 3) -> str:
    return f"{_listed(names, comma_from)} ({'Eds.' if names[1:] else 'Ed.'})" if names else ""


def _date(work: Work) -> str:
    """Return the year, and of some kinds month and day."""
    date = work.date
    if not date and work["status"]:
        return work["status"].lower()
    circa = "ca. " if date.is_circa and not date.text else ""
    day = days_of((date.begin, date.end), _MONTHS, "{}") if work.csl in _DATED else ""
    return join(", ", around(circa, _years(date)) or "n.d.", day)


def _years(date: PublicationDate) -> str:
    return years_of(date, "B.C.E.", "C.E.")


def _title(work: Work) -> str:
    """Return the title, with what describes it."""
    title, school = work.title, work.publisher if _is_online_thesis(work) else ""
    people = join("; ", _own_editors(work), _translators(work))
    details = around("(", people, ")") if work.container else _details(work, people)
    whole = join(" ", title if work.container else emphasized(title), details)
    return join(" ", whole, around("[", join(", ", _genre(work), school), "]"))


def _own_editors(work: Work) -> str:
    """Return the editors of a book that has authors as well."""
    if work.csl != "book" or work.is_edited:
        return ""
    names = work.names("editor")
    return around("", _listed(names), f", {'Eds.' if names[1:] else 'Ed.'}")


def _translators(work: Work) -> str:
    people = work.paper.people("translator")
    return f"{_listed(list(map(in_order, people)))}, Trans." if people else ""


def _is_online_thesis(work: Work) -> bool:
    """Return whether the school is a part of the description."""
    return bool(work.kind == "thesis" and work.url)


def _is_in_serial(work: Work) -> bool:
    """Return whether a work is cited as an article; so is a paper of a conference whose proceedings have no editor."""
    return work.kind in ARTICLES or (work.kind == "conference paper" and not work.people.get("editor"))


def _source(work: Work) -> str:
    """Return what holds the work, if anything does."""
    if work.kind == "talk":
        return join(", ", work["event"], work["event place"])
    if not work.container and work.kind != "periodical":
        return ""
    if _is_in_serial(work):
        number = emphasized(number_of(work["volume"])) + around("(", number_of(work["issue"]), ")")
        return join(", ", emphasized(work.container), number, _pages(work))
    volume = around(f": Vol. {work['volume']}. ", work["volume title"])
    container = emphasized((work["main container"] if volume else work.container) + volume)
    editors = [] if work.is_edited else work.names("editor")
    people = _editors(editors) or _listed(work.names("bookauthor"))
    return f"In {join(' ', join(', ', people, container), _details(work))}"


def _pages(work: Work) -> str:
    return around("Article ", work["eid"]) or "–".join(work.pages)


def _status(work: Work) -> str:
    """Return that an article with a date is still to appear."""
    if not (work["status"] and work.date and work.container and _is_in_serial(work)):
        return ""
    is_out = any(work[part] for part in ("volume", "issue", "pages", "eid"))
    return "" if is_out else capitalized(work["status"])


def _publisher(work: Work) -> str:
    is_named = _is_online_thesis(work) or (work.container and _is_in_serial(work))
    return "" if is_named else work.publisher


def _details(work: Work, people: str = "") -> str:
    """Return in parentheses where in a book a work is, or which edition, version or number a work of its own has."""
    version = around("Version ", work["version"])
    is_named = work["volume title"] or work.kind == "periodical"
    volume = "" if is_named else around("Vol. ", number_of(work["volume"])) or around("Vols. 1–", work["volumes"])
    details = join(", ", version, edition_of(work), volume, page_range_of(work))
    return around("(", join("; ", people, numbered(work, "No."), details), ")")


def _genre(work: Work) -> str:
    if work["number"]:
        return ""
    if work.kind == "manuscript" and not (work["genre"] or work.publisher or work.url):
        return "Unpublished manuscript"
    if work.kind == "film" and work.url:
        return work["genre"] or "Video"
    return work["genre"] or _GENRES.get(work.csl, "")
