"""The data that a catalog lacks: papers without a field that readers miss, preprints that may be published by now."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from cardcatalog.messages import gettext_noop

if TYPE_CHECKING:
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper
    from cardcatalog.catalog.taxonomy import Category

Month = tuple[int, int]


class Gap(NamedTuple):
    """Something that papers may lack: what to call these papers, and what finds them, newest first."""

    label: str
    find: Callable[[Catalog], list[Paper]]


def papers_without_code(catalog: Catalog) -> list[Paper]:
    """Return the papers without a link to code."""
    return [paper for paper in catalog.papers.values() if not any(link.label == "Code" for link in paper.links)]


def papers_without_doi(catalog: Catalog) -> list[Paper]:
    """Return the papers without a DOI, from which every reference manager can complete an entry."""
    return [paper for paper in catalog.papers.values() if not paper.doi]


def old_preprints(catalog: Catalog) -> list[Paper]:
    """Return the preprints that are more than a year old, and may have appeared at a venue since."""
    now = present(catalog)
    preprints = (paper for paper in catalog.papers.values() if paper.is_preprint)
    return [paper for paper in preprints if _months(now, appeared(paper)) > OLD_AFTER_MONTHS]


OLD_AFTER_MONTHS = 12
"""The age in months after which a preprint is old."""

GAPS = {
    "no-code": Gap(gettext_noop("Papers without code"), papers_without_code),
    "old-preprint": Gap(gettext_noop("Preprints more than a year old"), old_preprints),
    "no-doi": Gap(gettext_noop("Papers without a DOI"), papers_without_doi),
}
"""The data that papers may lack, by name."""


def appeared(paper: Paper) -> Month | None:
    """Return the month in which a preprint appeared, from its number on arXiv; else the end of its year."""
    return paper.month_on_arxiv or ((paper.year, 12) if paper.year else None)


def present(catalog: Catalog) -> Month | None:
    """Return the month that ages are counted from: that of the newest entry, so that the same data give the same pages.

    Where no entry has a date of addition, that of ``SOURCE_DATE_EPOCH`` (reproducible-builds.org), else the end of the
    newest year.
    """
    if newest := max((paper.added for paper in catalog.papers.values()), default=""):
        return int(newest[:4]), int(newest[5:7])
    if (epoch := os.environ.get("SOURCE_DATE_EPOCH", "")).isdecimal():
        day = datetime.fromtimestamp(int(epoch), UTC)
        return day.year, day.month
    years = [paper.year for paper in catalog.papers.values() if paper.year]
    return (max(years), 12) if years else None


def _months(now: Month | None, then: Month | None) -> int:
    return (now[0] - then[0]) * 12 + now[1] - then[1] if now and then else 0


def unguided(catalog: Catalog, categories: Iterable[str], papers: Iterable[str]) -> list[Category]:
    """Return the categories that guides lead to neither by their names nor by a paper in or below them.

    :param categories: those that guides link to.
    :param papers: the keys of the papers that guides link to.
    """
    reached = {*categories}
    for key in papers:
        paper = catalog.find(key)
        reached.update(paper.categories if paper else ())

    def is_reached(category: str) -> bool:
        return category in reached or any(is_reached(row.id) for row in catalog.children(category))

    return [row for row in catalog.categories.values() if not is_reached(row.id)]
