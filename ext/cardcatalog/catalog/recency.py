"""When each paper was news: the day of its addition, or the month in which it appeared where a day brought many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cardcatalog.catalog.paper import Paper

MANY_A_DAY = 50
"""Papers added on one day above which that day is the import of a list, and says nothing about the papers."""

Moment = tuple[int, int, int]
"""Year, month and day, each 0 where it is not known."""


def month_of(paper: Paper) -> tuple[int, int] | None:
    """Return year and month in which a paper appeared: those of its number on arXiv, else of its date."""
    dated = paper.date.begin[:2]
    return paper.month_on_arxiv or (dated if len(dated) == 2 and dated[1] <= 12 else None)  # noqa: PLR2004


def moments_of(papers: Iterable[Paper]) -> dict[str, Moment]:
    """Return when each paper of a catalog was news, by citation key."""
    papers = tuple(papers)
    per_day = Counter(paper.added for paper in papers)
    moments: dict[str, Moment] = {}
    for paper in papers:
        if paper.added and per_day[paper.added] <= MANY_A_DAY:
            year, month, day = map(int, paper.added.split("-"))
            moments[paper.key] = (year, month, day)
        else:
            moments[paper.key] = (*(month_of(paper) or (paper.year or 0, 0)), 0)
    return moments
