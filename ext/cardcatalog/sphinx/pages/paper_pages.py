"""The pages of papers, one each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cardcatalog.catalog.related import Found, Relation, find_nearest, with_named
from cardcatalog.sphinx.domain.default_pages import paper_page
from cardcatalog.sphinx.domain.dependencies import code_digest
from cardcatalog.sphinx.pages.links import PageLinks
from cardcatalog.sphinx.pages.paper_context import PaperPageRenderer
from cardcatalog.sphinx.pages.references import set_references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.builders.html import StandaloneHTMLBuilder

    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.sphinx.domain.domain import PaperDomain
    from cardcatalog.sphinx.pages.generated_pages import GeneratedPage


def paper_pages(builder: StandaloneHTMLBuilder, domain: PaperDomain, cache: dict[str, Any]) -> Iterator[GeneratedPage]:
    """Yield the page of each paper.

    :param cache: values that are kept from build to build: related papers and references.
    """
    catalog = domain.catalog
    relations, references = _relations(catalog, cache), set_references(catalog, cache)
    links = PageLinks(builder, domain, paper_page("-"))
    renderer = PaperPageRenderer(builder, domain, links, relations, references)
    yield from map(renderer.page, catalog.papers.values())


def _relations(catalog: Catalog, cache: dict[str, Any]) -> dict[str, tuple[Relation, ...]]:
    """Return the relations of all papers; only those are found that may differ from an earlier build."""
    code, known = code_digest(), cache.get("related", {})
    rows = known["rows"] if known.get("code") == code else {}
    found = find_nearest(catalog, {key: Found(*row) for key, row in rows.items()})
    cache["related"] = {"code": code, "rows": found}
    return with_named(catalog, found)
