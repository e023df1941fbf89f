"""The parts that styles of references share: names, dates, editions, ranges, how parts are joined, and what is italic.

They are plain text, in which two control characters mark what is italic; it becomes HTML once, when it is whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

from cardcatalog.catalog.dates import SEASONS, Point, PublicationDate, spell_year
from cardcatalog.catalog.kinds import KINDS

if TYPE_CHECKING:
    from cardcatalog.bibtex.names import Person
    from cardcatalog.catalog.paper import Paper


class Work(dict[str, str]):
    """A paper as styles see it: the parts of its record by their names, found once for all styles, and its people."""

    def __init__(self, paper: Paper) -> None:
        """Find what every reference names."""
        super().__init__()
        self.paper = paper
        self.kind, self.csl = paper.kind, KINDS[paper.kind].csl
        self.authors, self.is_edited, self.date = paper.authors, paper.role == "editor", paper.date
        self.title, self.container, self.publisher = paper.title, paper.container, paper.publisher
        self.doi, self.url, self.pages = paper.doi, paper.url, paper.pages
        self.people = dict(paper.credits())
        """The people of each role; an editor of another type, such as a compiler, is not an editor."""

    def __missing__(self, part: str) -> str:
        """Find a part of the record."""
        return self.setdefault(part, self.paper[part])

    def names(self, role: str) -> list[str]:
        """Return the names of the people of a role in reading order."""
        return list(map(in_order, self.people.get(role, ())))


def join(joint: str, *parts: str) -> str:
    """Return the parts that are not empty, joined."""
    return joint.join(filter(None, parts))


def around(before: str, text: str, after: str = "") -> str:
    """Return a text between two others, or nothing without it."""
    return text and f"{before}{text}{after}"


def emphasized(text: str) -> str:
    """Return a text in italics."""
    return around(_ITALIC, text, _UPRIGHT)


def capitalized(text: str) -> str:
    """Return a text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


_ITALIC, _UPRIGHT = "\x0e", "\x0f"
"""The marks around italics; texts of papers hold no control characters."""


def html_of(text: str) -> str:
    """Return a whole reference as HTML with no tag but ``em``."""
    return escape(text, quote=False).replace(_ITALIC, "<em>").replace(_UPRIGHT, "</em>")


def stopped(text: str) -> str:
    """Return a text with a full stop, unless it ends with a mark."""
    return text if text.removesuffix(_UPRIGHT).rstrip("’”").endswith((".", "?", "!")) else f"{text}."


def punctuated(text: str) -> str:
    """Return a text with full stops and commas within quotation marks; where a mark ends these, there is no other."""
    return _AFTER_QUOTATION.sub(r"\1”", text)


_AFTER_QUOTATION = re.compile("”(?:(?:(?<=[.?!]”)|(?<=[.?!]’”))[.,]|([.,]))")
"""Quotation marks with what goes into them; it begins with a character, for which Python searches faster."""


def number_of(text: str) -> str:
    """Return a number, or a range of numbers with its dash."""
    return _RANGE.sub("–", text) if text else ""


_RANGE = re.compile(r"(?<=\d)-(?=\d)")


def page_range_of(work: Work) -> str:
    """Return the pages of a paper with their label: ``pp. 1–9, 15–17``."""
    pages = work.pages
    is_plural = len(pages) > 1 or re.search("[,;&–]", "".join(pages))
    return around("pp. " if is_plural else "p. ", "–".join(pages))


def calendar(months: str) -> dict[int, str]:
    """Return names of months, and those of seasons, by their numbers in dates."""
    seasons = "Spring Summer Autumn Winter".split()
    return dict(enumerate(months.split(), 1)) | dict(enumerate(seasons, SEASONS["spring"]))


def years_of(date: PublicationDate, before: str = "BCE", after: str = "") -> str:
    """Return the year of a date, or the years of a range: ``2019–2020``.

    :param before: the mark of years before the first one.
    :param after: that of the first 999 years, if they have one.
    """
    if date.text or date.year is None:
        return date.shown
    is_range = date.begin and date.end[:1] > date.begin[:1]
    years = [date.year, *(date.end[:1] if is_range else ())]
    return "–".join(join(" ", spell_year(year, before), after if 0 < year < 1000 else "") for year in years)  # noqa: PLR2004


def days_of(ends: Iterable[Point], names: Mapping[int, str], day: str) -> str:
    """Return the month of a date with its day, or those of a range: ``May``, ``May 4–9``, ``May 4–June 2``.

    :param ends: beginning and end, as far as they are known.
    :param names: the names of months by their numbers.
    :param day: the format of a day.
    """
    parts: list[str] = []
    last = 0
    for month, *days in dict.fromkeys(end[1:] for end in ends if end[1:]):
        parts.append(join(" ", "" if month == last else names[month], *map(day.format, days)))
        last = month
    return join("–", *parts)


def edition_of(work: Work) -> str:
    """Return a numbered edition as an ordinal number, ``2nd ed.``; any other as it is."""
    number = work["edition"]
    if not number.isdecimal():
        return number
    ending = {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th") if number[-2:-1] != "1" else "th"
    return f"{number}{ending} ed."


def inverted(person: Person) -> str:
    """Return a person with the surname first: ``van Roe, J. Q., Jr.``."""
    if person.is_east_asian:
        return person.name
    return join(", ", person.surname, person.initials, person.suffix)


def in_order(person: Person) -> str:
    """Return a person in reading order: ``J. Q. van Roe Jr.``."""
    if person.is_east_asian:
        return person.name
    return join(" ", person.initials, person.surname, person.suffix)


def numbered(work: Work, sign: str = "") -> str:
    """Return the kind of a work in capitals with its number: ``Technical Report 7``.

    :param sign: what precedes a number without letters.
    """
    if not (number := work["number"]):
        return ""
    genre = " ".join(map(capitalized, work["genre"].split()))
    return join(" ", genre, sign if number.isdecimal() else "", number)


def listed(names: Sequence[str], word: str, comma_from: int = 3) -> str:
    """Return names as a list.

    :param word: the word before the last name.
    :param comma_from: the least number of names with a comma before that word.
    """
    if not names[1:]:
        return "".join(names)
    return f"{', '.join(names[:-1])}{',' if len(names) >= comma_from else ''} {word} {names[-1]}"
