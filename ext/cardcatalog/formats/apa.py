"""The style of APA: chapter 9 of its manual, seventh edition, as ``apa.csl`` of the Citation Style Language has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cardcatalog.catalog.kinds import ARTICLES, KINDS
from cardcatalog.formats.reference_parts import (
    around,
    edition_of,
    editors_of,
    emphasized,
    html_of,
    in_order,
    inverted,
    join,
    listed,
    number_of,
    pages_of,
    stopped,
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
"""Authors that APA names; of more it names one less, and the last."""

_MONTHS = tuple("January February March April May June July August September October November December".split())


def write_apa(paper: Paper) -> str:
    """Return a paper in the style of APA, as HTML."""
    who, date, title = _who(paper), f"({_date(paper)})", _title(paper)
    parts = [*([who, date, title] if who else [title, date]), _source(paper), _publisher(paper)]
    link = html_of(f"https://doi.org/{paper.doi}" if paper.doi else paper.url)
    return join(" ", *map(stopped, filter(None, parts)), link)


def _who(paper: Paper) -> str:
    names = list(map(inverted, paper.authors))
    if paper.role == "editor":
        return _editors(names, comma_from=2)
    if len(names) > _MOST_NAMES:
        return f"{', '.join(names[: _MOST_NAMES - 1])}, … {names[-1]}"
    return listed(names, "&amp;", comma_from=2)


def _editors(names: Sequence[str], comma_from: int = 3) -> str:
    return f"{listed(names, '&amp;', comma_from)} ({'Eds.' if names[1:] else 'Ed.'})" if names else ""


def _date(paper: Paper) -> str:
    """Return the year, and of some kinds month and day."""
    point = paper.date.begin or paper.date.end
    month = _MONTHS[point[1] - 1] if point[1:] and point[1] <= len(_MONTHS) else ""
    day = join(" ", month, *map(str, point[2:])) if KINDS[paper.kind].csl in _DATED and month else ""
    return html_of(join(", ", paper.date.shown or "n.d.", day))


def _title(paper: Paper) -> str:
    """Return the title, with what describes it."""
    title, school = html_of(paper.title), html_of(paper.publisher) if _is_online_thesis(paper) else ""
    whole = title if paper.container else join(" ", emphasized(title), _details(paper))
    return join(" ", whole, around("[", join(", ", _genre(paper), school), "]"))


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


def _details(paper: Paper) -> str:
    """Return in parentheses where in a book a work is, or which edition or number a work of its own has."""
    number, volume = paper["number"], paper["volume"]
    label = join(" ", paper["genre"], f"No. {number}" if number.isdecimal() else number) if number else ""
    pages = around("pp. " if paper.pages[1:] else "p. ", pages_of(paper))
    details = join(", ", edition_of(paper), around("Vol. ", number_of(volume)), pages)
    return around("(", join("; ", html_of(label), details), ")")


def _genre(paper: Paper) -> str:
    if paper["number"]:
        return ""
    if paper.kind == "manuscript" and not (paper["genre"] or paper.publisher or paper.url):
        return "Unpublished manuscript"
    return html_of(paper["genre"]) or _GENRES.get(KINDS[paper.kind].csl, "")
