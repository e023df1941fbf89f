"""Make a page with the papers of each keyword; it is for the web alone, in no menu, no book and no search index."""

from __future__ import annotations

from functools import partial
from html import escape
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes

from cardcatalog.bibtex.entries import digest
from cardcatalog.sphinx.domain.default_pages import count_of, download, keyword_page
from cardcatalog.sphinx.domain.domain import Object, domain_of
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.manifest import Manifest
from cardcatalog.sphinx.pages.page_shell import PageJob, write_framed
from cardcatalog.sphinx.render.cards import CardRenderer
from cardcatalog.sphinx.render.nodes import paper_link
from cardcatalog.sphinx.urls import is_web

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

    from cardcatalog.catalog.paper import Paper
    from cardcatalog.catalog.taxonomy import Keyword
    from cardcatalog.sphinx.domain.domain import PaperDomain


def register_pages(app: Sphinx, env: BuildEnvironment, docnames: Iterable[str]) -> None:  # noqa: ARG001
    """Let others know which pages there will be."""
    if is_web(app.builder):
        domain_of(env).collected["lists"] = tuple(keyword_page(row.id) for row in _listed(domain_of(env)))


def write_lists(app: Sphinx) -> tuple[()]:
    """Write the pages whose content has changed since they were last written."""
    if not is_web(app.builder):
        return ()
    builder, domain = cast("StandaloneHTMLBuilder", app.builder), domain_of(app.env)
    ledger = Manifest(Path(app.doctreedir) / f"cardcatalog-lists-{builder.name}.json")
    rows = {keyword_page(row.id): row for row in _listed(domain)}
    after = {name: _fingerprint(builder, domain, row) for name, row in rows.items()}
    # Those of the page that was written last, and none at all if no other page was.
    builder.secnumbers, builder.fignumbers = {}, {}
    stale = ledger.open(after, lambda name: Path(builder.get_output_path(name)).exists())
    write_framed(app, stale, lambda name: PageJob(after[name], partial(_context, builder, domain, rows[name])))
    ledger.close(after, lambda name: Path(builder.get_output_path(name)).unlink(missing_ok=True))
    return ()


def _context(builder: StandaloneHTMLBuilder, domain: PaperDomain, row: Keyword) -> dict[str, Any]:
    """Return what a theme needs to write the page of a keyword."""
    body = str(builder.render_partial(_page(domain, row))["fragment"])
    about = _about(count_of(domain.catalog.with_keyword(row.id), messages), row)
    return {"title": escape(title_of(row)), "body": body, "description": about}


def title_of(keyword: Keyword) -> str:
    """Return the title of the page of a keyword."""
    return messages.gettext("Papers on {keyword}", keyword=keyword.name)


def _about(papers: str, keyword: Keyword) -> str:
    """Return what the page of a keyword holds, in a line."""
    if not keyword.gist:
        return messages.gettext("{papers} on {keyword}", papers=papers, keyword=keyword.name)
    return messages.gettext("{papers} on {keyword}: {gist}", papers=papers, keyword=keyword.name, gist=keyword.gist)


def _listed(domain: PaperDomain) -> list[Keyword]:
    catalog = domain.catalog
    return [row for row in catalog.keywords.values() if catalog.with_keyword(row.id)] if catalog.has_glossary else []


def _fingerprint(builder: StandaloneHTMLBuilder, domain: PaperDomain, keyword: Keyword) -> str:
    """Digest of all that a page is made of: the papers and where they stand, the settings and the templates."""
    papers = domain.catalog.with_keyword(keyword.id)
    places = (str(domain.places.get(Object("paper", paper.key))) for paper in papers)
    return digest(
        builder.build_info.config_hash,
        str(builder.templates.newest_template_mtime()),
        messages.language,
        keyword.name,
        keyword.gist,
        domain.download_address("", download(keyword_page(keyword.id))),
        *places,
        *map(domain.catalog.fingerprint, papers),
    )


def _page(domain: PaperDomain, keyword: Keyword) -> nodes.section:
    page = keyword_page(keyword.id)

    def link(objtype: str, name: str) -> str:
        return domain.address(page, Object(objtype, name))

    section = nodes.section("", nodes.title("", title_of(keyword)), ids=["papers"])
    if keyword.gist:
        address = link("keyword", keyword.id)
        term = paper_link("", keyword.name, refuri=address, internal=True) if address else nodes.Text(keyword.name)
        section += nodes.paragraph("", "", term, nodes.Text(f": {keyword.gist}"))
    summary = nodes.paragraph("", count_of(domain.catalog.with_keyword(keyword.id), messages), classes=["cc-summary"])
    if address := domain.download_address(page, download(page)):
        file = paper_link("", "BibTeX", refuri=address, internal=True, classes=["cc-download"])
        summary += nodes.inline("", "", nodes.Text(" · "), file, classes=["cc-downloads"])
    section += summary
    renderer = CardRenderer(
        domain.catalog, link, "html", has_scripts=False, has_paper_pages=domain.has_paper_pages, names={}
    )
    for year, papers in groupby(domain.catalog.with_keyword(keyword.id), key=lambda paper: paper.year):
        section += _year(year, papers, renderer)
    return section


def _year(year: int | None, papers: Iterable[Paper], renderer: CardRenderer) -> nodes.section:
    content = renderer.render(papers, "compact", frozenset(), 2)
    title = nodes.title("", str(year or messages.gettext("No year")))
    return nodes.section("", title, *content, ids=[f"group-{year or 'no-year'}"], classes=["cc-group"])


def setup(app: Sphinx) -> None:
    """Let the pages be written beside all others."""
    app.connect("env-before-read-docs", register_pages)
    app.connect("html-collect-pages", write_lists)
