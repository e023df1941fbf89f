"""The parts that styles of references share: names, dates, editions, ranges, and how parts are joined, as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from cardcatalog.catalog.dates import SEASONS, Point, PublicationDate, spell_year

if TYPE_CHECKING:
    from cardcatalog.bibtex.names import Person
    from cardcatalog.catalog.paper import Paper


def join(joint: str, *parts: str) -> str:
    """Return the parts that are not empty, joined."""
    return joint.join(filter(None, parts))


def around(before: str, text: str, after: str = "") -> str:
    """Return a text between two others, or nothing without it."""
    return text and f"{before}{text}{after}"


def emphasized(text: str) -> str:
    """Return HTML in italics."""
    return around("<em>", text, "</em>")


def capitalized(text: str) -> str:
    """Return a text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def html_of(text: str) -> str:
    """Return a text as HTML."""
    return escape(text, quote=False)


def stopped(text: str) -> str:
    """Return a text with a full stop, unless it ends with a mark."""
    return text if text.removesuffix("</em>").rstrip("’”").endswith((".", "?", "!")) else f"{text}."


def punctuated(text: str) -> str:
    """Return a text with full stops and commas within quotation marks; where a mark ends these, there is no other."""
    return _AFTER_QUOTATION.sub(r"\1”", text)


_AFTER_QUOTATION = re.compile("”(?:(?:(?<=[.?!]”)|(?<=[.?!]’”))[.,]|([.,]))")
"""Quotation marks with what goes into them; it begins with a character, for which Python searches faster."""


def number_of(text: str) -> str:
    """Return a number, or a range of numbers with its dash."""
    return html_of(_RANGE.sub("–", text))


_RANGE = re.compile(r"(?<=\d)-(?=\d)")


def page_range_of(paper: Paper) -> str:
    """Return the pages of a paper with their label: ``pp. 1–9, 15–17``."""
    is_plural = len(paper.pages) > 1 or re.search("[,;&–]", "".join(paper.pages))
    return around("pp. " if is_plural else "p. ", html_of("–".join(paper.pages)))


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


def edition_of(paper: Paper) -> str:
    """Return a numbered edition as an ordinal number, ``2nd ed.``; any other as it is."""
    number = paper["edition"]
    if not number.isdecimal():
        return html_of(number)
    ending = {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th") if number[-2:-1] != "1" else "th"
    return f"{number}{ending} ed."


@lru_cache(maxsize=4096)
def _initials(given: str) -> str:
    """Return given names as initials, ``J.-P. M.``; a word without a capital stays whole."""
    return " ".join("-".join(map(_initial, word.split("-"))) for word in _GIVEN.sub(" ", given).split())


_GIVEN = re.compile(r"(?<=\.)(?=\w)")
"""The places between initials that are written without a space: ``J.R.R.``"""


def _initial(word: str) -> str:
    capital = next((at for at, char in enumerate(word, 1) if char.isupper()), 0)
    return f"{word[:capital]}." if capital else word


def inverted(person: Person) -> str:
    """Return a person with the surname first: ``van Roe, J. Q., Jr.``."""
    parts = [person.name] if person.is_east_asian else [person.surname, _initials(person.given), person.suffix]
    return html_of(join(", ", *parts))


def in_order(person: Person) -> str:
    """Return a person in reading order: ``J. Q. van Roe Jr.``."""
    parts = [person.name] if person.is_east_asian else [_initials(person.given), person.surname, person.suffix]
    return html_of(join(" ", *parts))


def credited(paper: Paper, role: str) -> tuple[Person, ...]:
    """Return the people of a role; an editor of another type, such as a compiler, is not an editor."""
    return dict(paper.credits()).get(role, ())


def numbered(paper: Paper, sign: str = "") -> str:
    """Return the kind of a work in capitals with its number: ``Technical Report 7``.

    :param sign: what precedes a number without letters.
    """
    genre = " ".join(map(capitalized, paper["genre"].split()))
    number = paper["number"]
    return html_of(join(" ", genre, sign if number.isdecimal() else "", number)) if number else ""


def listed(names: Sequence[str], word: str, comma_from: int = 3) -> str:
    """Return names as a list.

    :param word: the word before the last name.
    :param comma_from: the least number of names with a comma before that word.
    """
    if not names[1:]:
        return "".join(names)
    return f"{', '.join(names[:-1])}{',' if len(names) >= comma_from else ''} {word} {names[-1]}"
