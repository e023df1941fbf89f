"""The pages of papers, one each, and the pages of former keys, which redirect to them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from cardcatalog.bibtex.entries import digest
from cardcatalog.catalog.related import Relation, relate, related_state
from cardcatalog.formats.metadata import redirect_page
from cardcatalog.sphinx.domain.default_pages import paper_page
from cardcatalog.sphinx.domain.dependencies import code_digest
from cardcatalog.sphinx.manifest import OutputFile, write
from cardcatalog.sphinx.pages.generated_pages import page_path
from cardcatalog.sphinx.pages.links import PageLinks
from cardcatalog.sphinx.pages.paper_context import PaperPageRenderer
from cardcatalog.sphinx.pages.references import set_references
from cardcatalog.sphinx.urls import canonical_url

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


def redirects(builder: StandaloneHTMLBuilder, catalog: Catalog) -> Iterator[OutputFile]:
    """Yield the pages of former keys."""
    taken = {paper_page(key).casefold() for key in catalog.papers}
    language = (builder.config.language or "en").replace("_", "-")
    for paper in catalog.papers.values():
        for key in paper.former_keys:
            page = paper_page(key)
            if page.casefold() not in taken and catalog.find(key) is paper:
                taken.add(page.casefold())
                target = paper_page(paper.key)
                url, canonical = builder.get_relative_uri(page, target), canonical_url(builder, target)
                text = redirect_page(paper.title, url, canonical=canonical, language=language)
                yield OutputFile(page_path(builder, page), digest(text), partial(write, content=text))
