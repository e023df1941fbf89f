"""Divide the papers of a long list by year into pages that hold a limited number of cards."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from cardcatalog.catalog.dates import label_of
from cardcatalog.messages import ENGLISH, Translator, gettext_noop

if TYPE_CHECKING:
    from cardcatalog.catalog.paper import Paper

CARDS_PER_PAGE = 250
"""Cards after which a list goes on elsewhere: its page takes about 110 KB compressed, and shows lines at first."""

UNDATED = gettext_noop("undated")
"""The heading of papers without a year, and their name in a query."""

Year = int | None
"""A year as ISO 8601 counts, in which 0 is 1 BCE; none, of papers without one."""


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list, with its papers by year, the newest first."""

    groups: tuple[tuple[Year, tuple[Paper, ...]], ...]
    part: int = 0
    """The number of the page among those of its only year, if that is too long for one."""

    @property
    def papers(self) -> tuple[Paper, ...]:
        """All papers of the page."""
        return tuple(paper for _year, papers in self.groups for paper in papers)

    @property
    def years(self) -> str:
        """The years of the page as a query has them: ``2019-2021, undated``."""
        return ", ".join(self._spans(_in_query, "-"))

    @property
    def name(self) -> str:
        """The name of the page within the list: ``2019-2021-undated``, ``2025-2``."""
        return "-".join([*re.findall(r"\w+", self.years.lower()), *([str(self.part)] if self.part > 1 else [])])

    @property
    def query(self) -> dict[str, str]:
        """The options of a query for the papers of the page, apart from what the list is of."""
        skipped = CARDS_PER_PAGE * (self.part - 1)
        parts = {"skip": str(skipped), "limit": str(CARDS_PER_PAGE)} if self.part else {}
        return {"year": self.years} | {name: value for name, value in parts.items() if value != "0"}

    def label(self, messages: Translator = ENGLISH) -> str:
        """Return the years of the page as readers see them: ``2019–2021``."""
        years = ", ".join(self._spans(lambda year: year_label(year, messages), "–"))
        return messages.gettext("{years}, part {part}", years=years, part=str(self.part)) if self.part else years

    def _spans(self, text: Callable[[Year], str], dash: str) -> Iterator[str]:
        dated = [year for year, _papers in self.groups if year is not None]
        if dated:
            yield dash.join(dict.fromkeys(map(text, (min(dated), max(dated)))))
        if len(dated) < len(self.groups):
            yield text(None)


def year_label(year: Year, messages: Translator = ENGLISH) -> str:
    """Return the heading of a year, or of papers without one."""
    if year is None:
        return messages.gettext(UNDATED)
    return label_of(year, messages)


def span_label(years: Collection[int], messages: Translator = ENGLISH) -> str:
    """Return the first and the last of some years as readers see them: ``2019–2024``; empty without any."""
    ends = dict.fromkeys((min(years), max(years))) if years else ()
    return "–".join(year_label(year, messages) for year in ends)


def _in_query(year: Year) -> str:
    if year is None:
        return UNDATED
    return f"{year:04}" if year > 0 else f"{1 - year:04} BCE"


def list_pages(papers: Iterable[Paper]) -> tuple[ListPage, ...]:
    """Divide papers, newest first, into pages of at most :data:`CARDS_PER_PAGE` cards, the newest papers first.

    The first page takes as many years as it can. The others join years from the oldest on, so that papers of a new
    year leave most of the pages, and their addresses, as they were. A year that is too long for a page has several.
    """
    pieces = [
        page for year, group in groupby(papers, key=lambda paper: paper.year) for page in _of_year(year, [*group])
    ]
    first = _joined(pieces)[:1]
    rest = pieces[sum(len(page.groups) for page in first) :]
    return (*first, *reversed(_joined(reversed(rest))))


def _of_year(year: Year, papers: Sequence[Paper]) -> list[ListPage]:
    starts = range(0, len(papers), CARDS_PER_PAGE)
    parts = [tuple(papers[start : start + CARDS_PER_PAGE]) for start in starts]
    return [ListPage(((year, part),), number if len(parts) > 1 else 0) for number, part in enumerate(parts, 1)]


def _joined(pieces: Iterable[ListPage]) -> list[ListPage]:
    """Join pages of whole years that follow each other, in either direction of time, while they fit on one."""
    pages: list[ListPage] = []
    for piece in pieces:
        last = pages[-1] if pages else piece
        if pages and not piece.part and not last.part and len(last.papers) + len(piece.papers) <= CARDS_PER_PAGE:
            groups = sorted((*last.groups, *piece.groups), key=lambda group: (group[0] is None, -(group[0] or 0)))
            pages[-1] = ListPage(tuple(groups))
        else:
            pages.append(piece)
    return pages
