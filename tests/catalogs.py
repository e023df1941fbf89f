"""Catalogs and papers of short texts."""

from __future__ import annotations

from typing import Any

from cardcatalog.bibtex.entries import parse_bibliography
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.paper import Paper


def catalog_of(text: str, *terms: Any, **more: Any) -> Catalog:  # noqa: ANN401  (what a catalog takes)
    """Return the catalog of a ``.bib`` file; terms that are not given are those of its entries."""
    return Catalog.from_entries(parse_bibliography(text, "refs.bib")[0], *terms, **more)


def paper_of(text: str, **more: Any) -> Paper:  # noqa: ANN401  (what a catalog takes)
    """Return the only paper of a text."""
    (paper,) = catalog_of(text, **more).papers.values()
    return paper
