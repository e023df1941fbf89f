"""The pages of papers, one each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cardcatalog.bibtex.entries import digest
from cardcatalog.catalog.related import Relation, relate, related_state
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
    """Return the relations of all papers, those of an earlier build if they would be the same."""
    state = digest(code_digest(), related_state(catalog))
    known = cache.get("related", {})
    if known.get("state") == state:
        return {key: tuple(map(Relation.of_json, rows)) for key, rows in known["rows"].items()}
    relations = relate(catalog)
    cache["related"] = {"state": state, "rows": relations}
    return relations
