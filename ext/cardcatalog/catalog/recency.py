"""When each paper was news: the day of its addition, or the month in which it appeared where a day brought many."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cardcatalog.catalog.paper import Paper

MANY_A_DAY = 50
"""Papers added on one day above which that day is the import of a list, and says nothing about the papers."""

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")

Moment = tuple[int, int, int]
"""Year, month and day, each 0 where it is not known."""


def month_of(paper: Paper) -> tuple[int, int] | None:
    """Return year and month in which a paper appeared: those of its number on arXiv, else of its date."""
    on_arxiv = next(filter(None, (name.month for name in paper.identifiers)), None)
    dated = paper.date.begin[:2]
    return on_arxiv or (dated if len(dated) == 2 and dated[1] <= 12 else None)  # noqa: PLR2004


def moments_of(papers: Iterable[Paper]) -> dict[str, Moment]:
    """Return when each paper of a catalog was news, by citation key."""
    papers = tuple(papers)
    added = {paper.key: match for paper in papers if (match := _DAY.match(paper.added))}
    per_day = Counter(match[0] for match in added.values())
    moments: dict[str, Moment] = {}
    for paper in papers:
        day = added.get(paper.key)
        if day and per_day[day[0]] <= MANY_A_DAY:
            moments[paper.key] = (int(day[1]), int(day[2]), int(day[3]))
        else:
            moments[paper.key] = (*(month_of(paper) or (paper.year or 0, 0)), 0)
    return moments
