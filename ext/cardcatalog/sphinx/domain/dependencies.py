"""Fingerprints of the parts of the catalogue that pages are made of: equal as long as a page would show the same."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, cast

from cardcatalog.bibtex.entries import digest
from cardcatalog.catalog.catalog import Query
from cardcatalog.catalog.completeness import GAPS
from cardcatalog.catalog.statistics import ChartSpec, count_papers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cardcatalog.catalog.catalog import Catalog

Name: TypeAlias = Query | ChartSpec | str
"""What tells a part of the catalogue from others of its kind."""


@cache
def code_digest() -> str:
    """Digest of the code and the templates of this package: files that it made are made anew when it is another."""
    package = Path(__file__).parents[2]
    paths = sorted(path for path in package.rglob("*.*") if path.suffix in {".py", ".html"})
    return digest(*(path.read_text("utf-8") for path in paths))


def catalog_digest(catalog: Catalog) -> str:
    """Digest of all that a catalog holds: papers, categories, keywords and venues."""
    rows = (catalog.categories, catalog.keywords, catalog.venues)
    return digest(
        *map(catalog.fingerprint, catalog.papers.values()), *(repr(row) for part in rows for row in part.values())
    )


def _fingerprint_papers(catalog: Catalog, query: Name) -> str:
    papers = catalog.select(cast("Query", query))
    return digest(*(text for paper in papers for text in (paper.key, catalog.fingerprint(paper))))


def _fingerprint_paper(catalog: Catalog, key: Name) -> str:
    paper = catalog.find(str(key))
    return catalog.fingerprint(paper) if paper else ""


def _fingerprint_filed(catalog: Catalog, name: Name) -> str:
    papers = catalog.papers_in(str(name))
    return digest(*(text for paper in papers for text in (paper.key, catalog.fingerprint(paper))))


def _fingerprint_tree(catalog: Catalog, name: Name) -> str:
    texts = (
        f"{row.id} {row.title} {catalog.count_in(row.id)} {_fingerprint_tree(catalog, row.id)}"
        for row in catalog.children(str(name))
    )
    return digest(*texts)


def _fingerprint_category(catalog: Catalog, name: Name) -> str:
    return getattr(catalog.categories.get(str(name)), "title", "")


def _fingerprint_keyword(catalog: Catalog, name: Name) -> str:
    return getattr(catalog.keywords.get(str(name)), "name", "")


def _fingerprint_glossary(catalog: Catalog, name: Name) -> str:  # noqa: ARG001  (one glossary)
    return digest(*(f"{row.id} {row.name} {row.definition} {row.group} {row.aliases} {row.broader} {row.see} "
                    f"{len(catalog.with_keyword(row.id))}" for row in catalog.keywords.values()))  # fmt: skip


def _fingerprint_count(catalog: Catalog, query: Name) -> str:
    return str(len(getattr(catalog, query) if isinstance(query, str) else catalog.select(cast("Query", query))))


def _fingerprint_chart(catalog: Catalog, spec: Name) -> str:
    return digest(repr(count_papers(catalog, cast("ChartSpec", spec))))


def _fingerprint_venues(catalog: Catalog, name: Name) -> str:  # noqa: ARG001  (one list of venues)
    return digest(*(f"{row.name} {row.full} {row.kind} {len(row.papers)} {row.years}" for row in catalog.venue_rows))


def _fingerprint_authors(catalog: Catalog, name: Name) -> str:  # noqa: ARG001  (one index)
    return digest(*(f"{row.person} {row.page} {row.anchor} {len(row.papers)}" for row in catalog.authors.values()))


def _fingerprint_health(catalog: Catalog, name: Name) -> str:
    papers = GAPS[str(name)].find(catalog)
    return digest(*(f"{catalog.fingerprint(paper)} {paper.entry.location}" for paper in papers))


def _fingerprint_guides(catalog: Catalog, name: Name) -> str:  # noqa: ARG001  (guides are pages of the site)
    rows = catalog.categories.values()
    return digest(*(f"{row.id} {row.title} {row.location} {catalog.count_in(row.id)}" for row in rows))


FINGERPRINTS: Mapping[str, Callable[[Catalog, Name], str]] = {
    "papers": _fingerprint_papers,
    "paper": _fingerprint_paper,
    "filed": _fingerprint_filed,
    "tree": _fingerprint_tree,
    "category": _fingerprint_category,
    "keyword": _fingerprint_keyword,
    "glossary": _fingerprint_glossary,
    "count": _fingerprint_count,
    "chart": _fingerprint_chart,
    "venues": _fingerprint_venues,
    "authors": _fingerprint_authors,
    "health": _fingerprint_health,
    "guides": _fingerprint_guides,
}
"""What gives the fingerprint of a part, by its kind; each is asked for with a query, a chart or a name."""
