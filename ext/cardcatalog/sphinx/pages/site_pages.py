"""All generated pages of a site, as one output."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any, cast

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from cardcatalog.bibtex.entries import digest
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.sphinx.domain.default_pages import author_page, keyword_page, paper_page
from cardcatalog.sphinx.domain.dependencies import AUTHORS, VENUES, catalog_digest, terms_digest
from cardcatalog.sphinx.domain.domain import PaperDomain, domain_of
from cardcatalog.sphinx.hooks import PAPER, are_contexts_known, has_listeners
from cardcatalog.sphinx.kept_values import KeptValues
from cardcatalog.sphinx.manifest import Output, OutputFile
from cardcatalog.sphinx.pages.author_pages import author_pages
from cardcatalog.sphinx.pages.corrections import Corrections, find_corrections
from cardcatalog.sphinx.pages.generated_pages import PageWriter, environment_digest, page_path
from cardcatalog.sphinx.pages.keyword_pages import keyword_pages
from cardcatalog.sphinx.pages.links import PageLinks, result_page, venue_page
from cardcatalog.sphinx.pages.page_404 import not_found_pages
from cardcatalog.sphinx.pages.paper_pages import paper_pages
from cardcatalog.sphinx.pages.redirects import redirected_elsewhere, redirects
from cardcatalog.sphinx.pages.result_pages import result_pages
from cardcatalog.sphinx.pages.venue_pages import venue_pages
from cardcatalog.sphinx.processes import processes_of
from cardcatalog.sphinx.urls import page_suffix

FOLDERS = ("paper/", "papers/", "authors/", "venues/", "keywords/", "results/")
"""Where generated pages and redirects are, apart from 404."""


def pages_output(app: Sphinx, kept: KeptValues) -> Output:
    """Return the pages of papers and of their former keys, of authors, venues and keywords, and the page for 404.

    A page that the project has written is not among them.
    """
    builder, domain = cast("StandaloneHTMLBuilder", app.builder), domain_of(app.env)

    corrections = find_corrections(builder.config, builder.confdir)
    site = _site_digest(builder, domain, corrections)

    def files() -> Iterator[OutputFile]:
        links = PageLinks(builder, domain)
        pages = chain(
            paper_pages(builder, domain, kept, site, processes_of(app)) if domain.has_paper_pages else (),
            author_pages(links),
            venue_pages(domain.catalog, links),
            keyword_pages(domain, links),
            result_pages(builder, domain, site),
            not_found_pages(app),
        )
        yield from PageWriter(builder).files(page for page in pages if page.name not in builder.env.found_docs)
        yield from redirects(builder, domain.catalog, has_paper_pages=domain.has_paper_pages)

    # The values that handlers add may depend on anything.
    state = _digest(site, domain.catalog, names_lines=corrections.names_lines)
    if has_listeners(app.events, PAPER):
        return Output("pages", "", files)
    # Other handlers may keep something of each page that they are called for.
    return Output("pages", state, files, processes=processes_of(app) if are_contexts_known(builder) else 1)


def _site_digest(builder: StandaloneHTMLBuilder, domain: PaperDomain, corrections: Corrections) -> str:
    """Return the digest of all that the pages are made of, apart from papers."""
    titles = builder.env.titles
    pages = domain.pages.items()
    mentions = {name: (titles[name].astext(), sorted(page.mentions), page.prose) for name, page in pages}
    places = {name: place for name, place in domain.places.items() if name.objtype != "paper"}
    indexes = [part in PageLinks(builder, domain).dependencies for part in (AUTHORS, VENUES)]
    return digest(
        environment_digest(builder),
        repr((domain.has_paper_pages, builder.search, indexes, redirected_elsewhere(builder.env))),
        domain.catalog.results.digest,
        terms_digest(domain.catalog),
        repr([(row.name, row.page) for row in domain.catalog.venue_rows]),
        repr(corrections),
        repr(sorted(places.items())),
        repr((sorted(domain.web_files.names), sorted(domain.web_files.of_authors))),
        repr(sorted(mentions.items())),
        repr(sorted(name for name in builder.env.found_docs if name.startswith(FOLDERS))),
    )


def _digest(site: str, catalog: Catalog, *, names_lines: bool) -> str:
    """Return the digest of all that the pages are made of, so that a build without a change need not look at any."""
    places = (paper.entry.location for paper in catalog.papers.values())
    return digest(site, catalog_digest(catalog), *(str(place) if names_lines else place.path for place in places))


def written_pages(app: Sphinx) -> frozenset[str]:
    """Return the paths, from the output folder, of the pages that have a source."""
    if not page_suffix(app.builder):
        return frozenset()
    return frozenset(page_path(app.builder, name) for name in app.env.found_docs)


def page_names(domain: PaperDomain) -> Iterator[str]:
    """Yield the names of the generated pages that search engines may find."""
    catalog, parts = domain.catalog, PageLinks(cast("Any", domain.builder), domain).dependencies
    if domain.has_paper_pages:
        yield from map(paper_page, catalog.papers)
    if catalog.has_glossary:
        yield from (keyword_page(row) for row in catalog.keywords if catalog.with_keyword(row))
    if AUTHORS in parts:
        yield from dict.fromkeys(author_page(author.page) for author in catalog.authors.values())
    if VENUES in parts:
        yield from (venue_page(row.page) for row in catalog.venue_rows)
    yield from (result_page(*pair) for pair in catalog.results.dense_pairs)


def search_pages(domain: PaperDomain) -> dict[str, tuple[str, str]]:
    """Return the pages that Sphinx's search leads to, each with its title there and with former titles of its paper.

    The title is that of the paper's category, since the search shows that of the paper next to it.
    """
    categories = domain.catalog.categories
    return {
        paper_page(paper.key): (
            getattr(categories.get(next(iter(paper.categories), "")), "title", ""),
            "; ".join(paper.former_titles),
        )
        for paper in domain.catalog.papers.values()
        if domain.has_paper_pages
    }
