"""All generated pages of a site, as one output."""

from __future__ import annotations

from html import unescape
from itertools import chain
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes

from cardcatalog.bibtex.entries import digest
from cardcatalog.formats.references import typst_version
from cardcatalog.sphinx.domain.default_pages import keyword_page, paper_page
from cardcatalog.sphinx.domain.dependencies import AuthorIndex, VenueIndex, catalog_digest
from cardcatalog.sphinx.domain.domain import domain_of
from cardcatalog.sphinx.hooks import PAPER, has_listeners
from cardcatalog.sphinx.manifest import Output
from cardcatalog.sphinx.pages.author_pages import author_pages
from cardcatalog.sphinx.pages.generated_pages import PageWriter, environment_digest
from cardcatalog.sphinx.pages.keyword_pages import keyword_pages
from cardcatalog.sphinx.pages.links import PageLinks, author_page, venue_page
from cardcatalog.sphinx.pages.page_404 import not_found_pages
from cardcatalog.sphinx.pages.paper_pages import paper_pages, redirects
from cardcatalog.sphinx.pages.venue_pages import venue_pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.search import IndexBuilder

    from cardcatalog.sphinx.domain.domain import PaperDomain
    from cardcatalog.sphinx.manifest import OutputFile


def pages_output(app: Sphinx, cache: dict[str, Any]) -> Output:
    """Return the pages of papers and of their former keys, of authors, venues and keywords, and the page for 404.

    :param cache: values that are kept from build to build.
    """
    builder, domain = cast("StandaloneHTMLBuilder", app.builder), domain_of(app.env)

    def files() -> Iterator[OutputFile]:
        links = PageLinks(builder, domain)
        pages = chain(
            paper_pages(builder, domain, cache) if domain.has_paper_pages else (),
            author_pages(domain.catalog, links),
            venue_pages(domain.catalog, links),
            keyword_pages(domain, links),
            not_found_pages(app),
        )
        yield from PageWriter(builder).files(pages)
        yield from redirects(builder, domain.catalog) if domain.has_paper_pages else ()

    # The values that handlers add may depend on anything.
    return Output("pages", "" if has_listeners(app.events, PAPER) else _digest(builder, domain), files)


def _digest(builder: StandaloneHTMLBuilder, domain: PaperDomain) -> str:
    """Return the digest of all that the pages are made of, so that a build without a change need not look at any."""
    titles = builder.env.titles
    mentions = {page: (titles[page].astext(), sorted(row.mentions)) for page, row in domain.pages.items()}
    places = {name: place for name, place in domain.places.items() if name.objtype != "paper"}
    indexes = [part in PageLinks(builder, domain).dependencies for part in (AuthorIndex(), VenueIndex())]
    return digest(
        environment_digest(builder),
        typst_version(),
        repr((domain.has_paper_pages, builder.search, indexes)),
        catalog_digest(domain.catalog),
        *(str(paper.entry.location) for paper in domain.catalog.papers.values()),
        repr(sorted(places.items())),
        repr(sorted(domain.downloads)),
        repr(sorted(mentions.items())),
    )


def page_names(domain: PaperDomain) -> Iterator[str]:
    """Yield the names of the generated pages that search engines may find."""
    catalog, parts = domain.catalog, PageLinks(cast("Any", domain.builder), domain).dependencies
    if domain.has_paper_pages:
        yield from map(paper_page, catalog.papers)
    if catalog.has_glossary:
        yield from (keyword_page(row) for row in catalog.keywords if catalog.with_keyword(row))
    if AuthorIndex() in parts:
        yield from dict.fromkeys(author_page(author.page) for author in catalog.authors.values())
    if VenueIndex() in parts:
        yield from (venue_page(row.page) for row in catalog.venue_rows)


def feed_search(app: Sphinx) -> None:
    """Add the pages of papers to Sphinx's search, which finds objects only on pages that are in its index."""
    builder, domain = app.builder, domain_of(app.env)
    indexer = getattr(builder, "indexer", None)
    if domain.has_paper_pages and indexer and getattr(builder, "search", False):
        empty, prune = nodes.section(), indexer.prune
        pages = {paper_page(key) for key in domain.catalog.papers}
        # Before it writes its index, Sphinx takes out all pages that have no source.
        indexer.prune = lambda docnames: prune({*docnames, *pages})
        for paper in domain.catalog.papers.values():
            page = paper_page(paper.key)
            row = domain.catalog.categories.get(next(iter(paper.categories), ""))
            indexer.feed(page, f"{page}.html", row.title if row else "", empty)
    if indexer:
        _unescape_names(indexer)


def _unescape_names(indexer: IndexBuilder) -> None:
    """Let the search show the names of objects as they are: Sphinx escapes them in its index and again on the page."""
    own = indexer.get_objects

    def get_objects(fn2index: dict[str, int]) -> dict[str, list[tuple[int, int, int, str, str]]]:
        return {
            unescape(prefix): [(*row[:4], unescape(row[4])) for row in rows] for prefix, rows in own(fn2index).items()
        }

    indexer.get_objects = get_objects  # type: ignore[method-assign]
