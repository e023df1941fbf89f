"""Make a page for each paper; it is for the web alone, in no menu and no book."""

from __future__ import annotations

import json
from contextlib import suppress
from functools import partial
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes

from cardcatalog.bibtex.entries import digest
from cardcatalog.catalog.related import Relation, relate
from cardcatalog.formats.metadata import redirect_page
from cardcatalog.formats.references import typst_version
from cardcatalog.sphinx.domain.default_pages import paper_page
from cardcatalog.sphinx.domain.dependencies import code_digest
from cardcatalog.sphinx.domain.domain import EXPLORER, domain_of
from cardcatalog.sphinx.hooks import PAPER, has_listeners
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.manifest import load_json, write
from cardcatalog.sphinx.pages.page_shell import PageJob, write_framed
from cardcatalog.sphinx.pages.paper_context import PageDrawer
from cardcatalog.sphinx.pages.references import set_references
from cardcatalog.sphinx.urls import is_web

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment
    from sphinx.search import IndexBuilder

    from cardcatalog.sphinx.domain.domain import PaperDomain


def register_pages(app: Sphinx, env: BuildEnvironment, docnames: Iterable[str]) -> None:  # noqa: ARG001
    """List the pages, for the sitemap."""
    domain = domain_of(env)
    if domain.has_paper_pages:
        domain.collected["papers"] = tuple(map(paper_page, domain.catalog.papers))  # former keys only lead on


def write_papers(app: Sphinx) -> tuple[()]:
    """Write the pages whose content has changed since they were last written."""
    if not is_web(app.builder):
        return ()
    builder, domain = cast("StandaloneHTMLBuilder", app.builder), domain_of(app.env)
    path = Path(app.doctreedir, f"cardcatalog-papers-{builder.name}.json")
    known = load_json(path)
    before, after, state = known.get("pages", {}), {}, _state(builder, domain)
    may_differ = has_listeners(builder.events, PAPER)  # what handlers add may depend on anything
    if known.get("state") == state and not may_differ and all(_path(builder, name).exists() for name in before):
        return ()
    if domain.has_paper_pages:
        relations = _relations(domain, Path(app.doctreedir, "cardcatalog-relations.json"))
        references = set_references(domain.catalog, Path(app.doctreedir, "cardcatalog-references.json"))
        drawer, look = PageDrawer(builder, domain, relations), _look(builder, domain)
        papers, redirects = {paper_page(key): key for key in domain.catalog.papers}, _redirects(drawer)
        # Until all pages are written, none counts as written.
        write(path, json.dumps({"pages": dict.fromkeys([*before, *papers, *redirects], "")}))

        def is_stale(name: str, state: str) -> bool:
            return before.get(name) != state or not _path(builder, name).exists()

        def draft(name: str) -> PageJob:
            paper = domain.catalog.papers[papers[name]]
            texts = references.get(paper.key, {})
            state = digest(look, drawer.state(paper), repr(texts))
            return PageJob(state, partial(drawer.context, paper, texts) if is_stale(name, state) else None)

        after = write_framed(app, [*papers], draft)
        for name, text in redirects.items():
            after[name] = digest(text)
            if is_stale(name, after[name]):
                write(_path(builder, name), text)
    for name in before.keys() - after.keys():
        _remove(_path(builder, name))
    write(path, json.dumps({"pages": after, "state": state}))
    return ()


def _look(builder: StandaloneHTMLBuilder, domain: PaperDomain) -> str:
    """Return what else a page depends on than what it shows."""
    language = f"{messages.language} {builder.config.language}"
    look = (
        language,
        builder.build_info.config_hash,
        builder.templates.newest_template_mtime(),
        domain.places.get(EXPLORER),
        code_digest(),
    )
    return repr(look)


def _state(builder: StandaloneHTMLBuilder, domain: PaperDomain) -> dict[str, str]:
    """Return the digests of all that pages are made of, so that a build without a change need not look at any."""
    catalog, titles = domain.catalog, builder.env.titles
    papers = catalog.papers.values()
    places = {name: place for name, place in domain.places.items() if name.objtype != "paper"}
    words = (catalog.categories, catalog.keywords, catalog.venues)
    mentions = {page: (titles[page].astext(), sorted(row.mentions)) for page, row in domain.pages.items()}
    look = (_look(builder, domain), domain.has_paper_pages, typst_version())
    return {
        "papers": digest(*map(catalog.fingerprint, papers), *(str(paper.entry.location) for paper in papers)),
        "words": digest(*(repr(rows) for rows in words)),
        "site": digest(repr(look), repr(sorted(places.items())), repr(sorted(mentions.items()))),
    }


def _path(builder: StandaloneHTMLBuilder, name: str) -> Path:
    return Path(builder.get_output_path(name))


def _remove(path: Path) -> None:
    """Remove the file of a page."""
    path.unlink(missing_ok=True)
    with suppress(OSError):  # in dirhtml the page has a folder of its own, elsewhere one that others need
        path.parent.rmdir()


def _relations(domain: PaperDomain, path: Path) -> dict[str, tuple[Relation, ...]]:
    """Return the relations of all papers, those that an earlier build kept if they are of the same papers."""
    papers = domain.catalog.papers.values()
    known, state = load_json(path), digest(*map(domain.catalog.fingerprint, papers))
    if known.get("state") != state:
        relations = relate(domain.catalog)
        write(path, json.dumps({"state": state, "rows": relations}))
        return relations
    return {key: tuple(map(Relation.of_json, rows)) for key, rows in known["rows"].items()}


def _redirects(drawer: PageDrawer) -> dict[str, str]:
    """Return the pages of former keys, which lead to those of the present ones."""
    taken = {paper_page(key).casefold() for key in drawer.catalog.papers}
    pages = {}
    for paper in drawer.catalog.papers.values():
        for key in paper.former_keys:
            page = paper_page(key)
            if page.casefold() not in taken and drawer.catalog.find(key) is paper:
                taken.add(page.casefold())
                way = drawer.builder.get_relative_uri(page, paper_page(paper.key))
                language = (drawer.config.language or "en").replace("_", "-")
                pages[page] = redirect_page(paper.title, way, canonical=drawer.url(paper.key), language=language)
    return pages


def feed_search(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Let Sphinx's search lead to the pages: it finds objects on pages that it knows, and only those."""
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
    return iter(())


def _unescape_names(indexer: IndexBuilder) -> None:
    """Let the search show the names of objects as they are: Sphinx escapes them in its index and again on the page."""
    own = indexer.get_objects

    def get_objects(fn2index: dict[str, int]) -> dict[str, list[tuple[int, int, int, str, str]]]:
        return {
            unescape(prefix): [(*row[:4], unescape(row[4])) for row in rows] for prefix, rows in own(fn2index).items()
        }

    indexer.get_objects = get_objects  # type: ignore[method-assign]


def setup(app: Sphinx) -> None:
    """Let the pages be collected when all others are written."""
    app.connect("env-before-read-docs", register_pages)
    app.connect("html-collect-pages", write_papers)
    app.connect("html-collect-pages", feed_search)
