"""Fingerprints of the parts of the catalogue that pages are made of: equal as long as a page would show the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from cardcatalog.bibliography import digest

if TYPE_CHECKING:
    from collections.abc import Callable

    from cardcatalog.catalog import Catalog, Query


def _fingerprint_papers(catalog: Catalog, query: Query | str) -> str:
    papers = catalog.select(cast("Query", query))
    return digest(*(text for paper in papers for text in (paper.key, catalog.fingerprint(paper))))


def _fingerprint_paper(catalog: Catalog, key: Query | str) -> str:
    paper = catalog.find(str(key))
    return catalog.fingerprint(paper) if paper else ""


def _fingerprint_filed(catalog: Catalog, name: Query | str) -> str:
    papers = catalog.filed_in(str(name))
    return digest(*(text for paper in papers for text in (paper.key, catalog.fingerprint(paper))))


def _fingerprint_tree(catalog: Catalog, name: Query | str) -> str:
    texts = (
        f"{row.id} {row.title} {catalog.count_under(row.id)} {_fingerprint_tree(catalog, row.id)}"
        for row in catalog.children(str(name))
    )
    return digest(*texts)


def _fingerprint_category(catalog: Catalog, name: Query | str) -> str:
    return getattr(catalog.categories.get(str(name)), "title", "")


def _fingerprint_keyword(catalog: Catalog, name: Query | str) -> str:
    return getattr(catalog.keywords.get(str(name)), "name", "")


def _fingerprint_glossary(catalog: Catalog, name: Query | str) -> str:  # noqa: ARG001  (one glossary)
    return digest(*(f"{row.id} {row.name} {row.definition} {row.group} {row.aliases} {row.broader} {row.see} "
                    f"{len(catalog.tagged(row.id))}" for row in catalog.keywords.values()))  # fmt: skip


def _fingerprint_count(catalog: Catalog, query: Query | str) -> str:
    return str(len(getattr(catalog, query) if isinstance(query, str) else catalog.select(query)))


FINGERPRINTS: dict[str, Callable[[Catalog, Query | str], str]] = {
    "papers": _fingerprint_papers,
    "paper": _fingerprint_paper,
    "filed": _fingerprint_filed,
    "tree": _fingerprint_tree,
    "category": _fingerprint_category,
    "keyword": _fingerprint_keyword,
    "glossary": _fingerprint_glossary,
    "count": _fingerprint_count,
}
"""What gives the fingerprint of a part, by its kind; each is asked for with a query or a name."""
