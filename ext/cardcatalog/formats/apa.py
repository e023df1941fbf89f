"""The style of APA: chapter 9 of its manual, seventh edition, as ``apa.csl`` of the Citation Style Language has it.

Titles keep the case and the quotation marks with which they were published. No letter distinguishes works of one year,
a chapter has no number, a web page has its version, and pages win over the number of an article.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cardcatalog.catalog.kinds import ARTICLES, KINDS
from cardcatalog.formats.reference_parts import (
    around,
    calendar,
    days_of,
    edition_of,
    editors_of,
    emphasized,
    html_of,
    in_order,
    inverted,
    join,
    listed,
    number_of,
    page_range_of,
    pages_of,
    punctuated,
    stopped,
    years_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cardcatalog.catalog.paper import Paper

_DATED = frozenset(
    "article-magazine article-newspaper document motion_picture pamphlet performance personal_communication song "
    "speech webpage".split(),
)
"""Types of CSL whose day APA names."""

_GENRES = {
    "software": "Computer software", "dataset": "Dataset", "graphic": "Graphic", "figure": "Figure",
    "motion_picture": "Video recording", "song": "Audio recording",
}  # fmt: skip
"""The words of APA for types of CSL that are no texts; the genre of an entry goes before them."""

_MOST_NAMES = 20
"""People that APA names; of more it names one less, and the last."""

_MONTHS = calendar("January February March April May June July August September October November December")


def write_apa(paper: Paper) -> str:
    """Return a paper in the style of APA, as HTML."""
    who, date, title = _who(paper), f"({_date(paper)})", _title(paper)
    parts = [*([who, date, title] if who else [title, date]), _source(paper), _publisher(paper)]
    link = html_of(f"https://doi.org/{paper.doi}" if paper.doi else paper.url)
    return join(" ", punctuated(" ".join(map(stopped, filter(None, parts)))), link)


def _who(paper: Paper) -> str:
    names = list(map(inverted, paper.authors))
    if paper.role == "editor":
        return _editors(names, comma_from=2)
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
    circa = "ca. " if date.is_circa and not date.text else ""
    day = days_of(date, _MONTHS, "{}") if KINDS[paper.kind].csl in _DATED else ""
    return html_of(join(", ", around(circa, years_of(date)) or "n.d.", day))


def _title(paper: Paper) -> str:
    """Return the title, with what describes it."""
    title, school = html_of(paper.title), html_of(paper.publisher) if _is_online_thesis(paper) else ""
    details = around("(", _translators(paper), ")") if paper.container else _details(paper, _translators(paper))
    whole = join(" ", title if paper.container else emphasized(title), details)
    return join(" ", whole, around("[", join(", ", _genre(paper), school), "]"))


def _translators(paper: Paper) -> str:
    return around("", _listed(list(map(in_order, paper.people("translator")))), ", Trans.")


def _is_online_thesis(paper: Paper) -> bool:
    """Return whether the school is a part of the description."""
    return bool(paper.kind == "thesis" and paper.url)


def _is_in_serial(paper: Paper) -> bool:
    """Return whether a work is cited as an article; so is a paper of a conference whose proceedings have no editor."""
    return paper.kind in ARTICLES or (paper.kind == "conference paper" and not editors_of(paper))


def _source(paper: Paper) -> str:
    """Return what holds the work, if anything does."""
    container = emphasized(html_of(paper.container))
    if not container:
        return ""
    if _is_in_serial(paper):
        number = emphasized(number_of(paper["volume"])) + around("(", number_of(paper["issue"]), ")")
        return join(", ", container, number, pages_of(paper))
    editors = [] if paper.role == "editor" else list(map(in_order, editors_of(paper)))
    return f"In {join(' ', join(', ', _editors(editors), container), _details(paper))}"


def _publisher(paper: Paper) -> str:
    is_named = _is_online_thesis(paper) or (paper.container and _is_in_serial(paper))
    return "" if is_named else html_of(paper.publisher)


def _details(paper: Paper, translators: str = "") -> str:
    """Return in parentheses where in a book a work is, or which edition, version or number a work of its own has."""
    number, volume = paper["number"], paper["volume"]
    label = join(" ", paper["genre"], f"No. {number}" if number.isdecimal() else number) if number else ""
    version = around("Version ", html_of(paper["version"]))
    details = join(", ", version, edition_of(paper), around("Vol. ", number_of(volume)), page_range_of(paper))
    return around("(", join("; ", translators, html_of(label), details), ")")


def _genre(paper: Paper) -> str:
    if paper["number"]:
        return ""
    if paper.kind == "manuscript" and not (paper["genre"] or paper.publisher or paper.url):
        return "Unpublished manuscript"
    return html_of(paper["genre"]) or _GENRES.get(KINDS[paper.kind].csl, "")
