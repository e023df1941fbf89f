"""Queries: their parts, the options that spell them, the papers that answer them, and the orders of these."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Protocol

from cardcatalog.bibtex.text import split_list, to_ascii
from cardcatalog.catalog.list_pages import UNDATED
from cardcatalog.problems import unknown

if TYPE_CHECKING:
    from cardcatalog.catalog.paper import Paper

NO_YEAR = -1_000_000
"""In a query, the year of papers without one."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query of the catalog: a paper matches if it has any of the values in each given field."""

    category: tuple[str, ...] = ()
    keyword: tuple[str, ...] = ()
    venue: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    year: tuple[range, ...] = ()
    sort: str = "newest"
    skip: int = 0
    limit: int | None = None


class Names(Protocol):
    """The names that a query may use, which are those of a catalog."""

    @property
    def categories(self) -> Collection[str]:
        """The ids of categories."""

    @property
    def keywords(self) -> Collection[str]:
        """The ids of keywords."""

    def venue_names(self) -> Collection[str]:
        """Return the short names of venues."""

    def author_names(self) -> Collection[str]:
        """Return the names of authors."""


def parse_query(options: Mapping[str, str], catalog: Names) -> Query:
    """Read a query from texts as users write them, ``{"category": "survey", "year": "2020-2023"}``.

    :raises ValueError: if a name is not part of a query, or a value is unknown; the message gives advice.
    """
    names = [option.name for option in fields(Query)]
    for name in options:
        if name not in names:
            message = unknown("option", name, names)
            raise ValueError(message)
    sort, skip, limit = (options.get(name, default) for name, default in _SHAPE.items())
    if sort not in ORDERS:
        message = unknown("sort", sort, ORDERS, f"choose from {', '.join(ORDERS)}")
        raise ValueError(message)
    for name, number in (("number to skip", skip), ("limit", limit)):
        if number and not (number.isdecimal() and int(number)):
            message = f"the {name} {number!r} is not a whole number above zero"
            raise ValueError(message)
    return Query(
        category=_known_words("category", options, lambda: catalog.categories),
        keyword=_known_words("keyword", options, lambda: catalog.keywords),
        venue=_known_words("venue", options, catalog.venue_names),
        author=_known_words("author", options, catalog.author_names),
        year=parse_years(options.get("year", "")),
        sort=sort,
        skip=int(skip or 0),
        limit=int(limit) if limit else None,
    )


_SHAPE = {"sort": "newest", "skip": "", "limit": ""}
"""The options of a query that are not about papers, and their defaults."""


def _known_words(option: str, options: Mapping[str, str], known: Callable[[], Iterable[str]]) -> tuple[str, ...]:
    """Return the words of an option as the catalog spells them."""
    values = split_list(options.get(option, ""))
    spellings = {_plain(word): word for word in known()} if values else {}
    for value in values:
        if _plain(value) not in spellings:
            message = unknown(option, value, spellings.values())
            raise ValueError(message)
    return tuple(spellings[_plain(value)] for value in values)


def _plain(word: str) -> str:
    """Return a word without capitals and accents, which a query may omit."""
    return to_ascii(word) or word


def parse_years(text: str) -> tuple[range, ...]:
    """Read years and spans of years, joined by commas: ``2023``, ``2020-2023``, ``2020-``, ``0044 BCE``, ``undated``.

    :raises ValueError: if a part is none of these.
    """
    spans = []
    for part in split_list(text):
        if part == UNDATED:
            spans.append(range(NO_YEAR, NO_YEAR + 1))
            continue
        match = _YEARS.fullmatch(part)
        if not match or not (match["first"] or match["last"]):
            message = f"{part!r} is not a year or span of years; write 2023, 2020-2023, 2020-, -2016 or undated"
            raise ValueError(message)
        first = _year_of(match["first"], NO_YEAR + 1)
        last = _year_of(match["last"], 9999 if match["dash"] else first)
        if first > last:
            message = f"{part!r} ends before it begins; write {match['last']}-{match['first']}"
            raise ValueError(message)
        spans.append(range(first, last + 1))
    return tuple(spans)


_YEARS = re.compile(r"(?P<first>\d{4}(?: BCE)?)?\s*(?:(?P<dash>[-–])\s*(?P<last>\d{4}(?: BCE)?)?)?")


def _year_of(text: str | None, default: int) -> int:
    """Return a year, of which 0 is 1 BCE (ISO 8601-1)."""
    if not text:
        return default
    return 1 - int(text[:4]) if text.endswith("BCE") else int(text)


def newest(paper: Paper) -> tuple[bool, int, str]:
    """Return the sort key of the usual order: the newest first, those without a year last."""
    return paper.year is None, -(paper.year or 0), to_ascii(paper.title)


SORTS: dict[str, Callable[[Paper], object]] = {
    "newest": newest,
    "oldest": lambda paper: (paper.year is None, paper.year or 0, to_ascii(paper.title)),
    "title": lambda paper: to_ascii(paper.title),
    "author": lambda paper: (
        not paper.authors,
        [to_ascii(person.surname) for person in paper.authors[:1]],
        newest(paper),
    ),
    "venue": lambda paper: (not paper.venue, paper.venue.casefold(), newest(paper)),
    "added": lambda paper: (not paper.added, [-ord(digit) for digit in paper.added], newest(paper)),
}
"""Orders of a list, by name; papers that lack what an order goes by come last."""

RECENT = "recent"
"""The order by when papers were news, the latest first; see :mod:`cardcatalog.catalog.recency`."""

ORDERS = (*SORTS, RECENT)


def is_in_years(year: int | None, query: Query) -> bool:
    """Return whether a year is one of a query."""
    return any((NO_YEAR if year is None else year) in years for years in query.year)


def answers(paper: Paper, query: Query) -> bool:
    """Return whether a paper has a venue and author of a query; the catalog has indexes of the rest."""
    if query.venue and paper.venue not in query.venue:
        return False
    if query.author:
        names = {_plain(name) for person in paper.authors for name in (person.surname, person.name)}
        return any(_plain(author) in names for author in query.author)
    return True
