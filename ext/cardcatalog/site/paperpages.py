"""Make a page for each paper; it is for the web alone, in no menu and no book."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import ConfigError

from cardcatalog.bibtex.bibliography import digest
from cardcatalog.exports.metadata import redirect_page
from cardcatalog.exports.references import format_references, typst_version
from cardcatalog.model.pages import paper_page
from cardcatalog.model.related import Relation, relate
from cardcatalog.site.domain import EXPLORER, WEB_BUILDERS, domain_of
from cardcatalog.site.language import wording
from cardcatalog.site.views import PageDrawer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from cardcatalog.site.domain import PaperDomain


def check_templates(app: Sphinx, config: Config) -> None:  # noqa: ARG001
    """Refuse addresses that cannot be filled in.

    :raises ConfigError: names the setting and what may stand in it.
    """
    values = dict.fromkeys(("path", "line", "key", "title", "body"), "")
    for name in ("cardcatalog_edit_url", "cardcatalog_report_url"):
        try:
            config[name].format(**values)
        except (LookupError, ValueError) as error:
            known = ", ".join(f"{{{value}}}" for value in values)
            message = f"{name} cannot be filled in ({error}); it may hold {known}, and no other brace"
            raise ConfigError(message) from error


class Memory:
    """What is known of the pages that were written before, kept beside the doctrees."""

    def __init__(self, path: Path) -> None:
        """Read what is known."""
        self._path = path
        self._data = json.loads(path.read_text("utf-8")) if path.exists() else {}

    def recall(self, name: str) -> dict[str, Any]:
        """Return what is known under a name, empty if that is nothing."""
        return dict(self._data.get(name, {}))

    def keep(self, **data: Mapping[str, Any]) -> None:
        """Remember something for the next build."""
        self._data |= data
        self._path.write_text(json.dumps(self._data), "utf-8")


def collect_papers(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the pages whose content has changed since they were last written: names, contexts and templates."""
    builder, domain = app.builder, domain_of(app.env)
    if not isinstance(builder, StandaloneHTMLBuilder) or builder.name not in WEB_BUILDERS:
        return
    memory = Memory(Path(app.doctreedir) / f"cardcatalog-papers-{builder.name}.json")
    shared = Memory(Path(app.doctreedir) / "cardcatalog-papers.json")
    before, pages, after = memory.recall("pages"), {}, {}
    state = _state(builder, domain)
    if memory.recall("state") == state and all(_path(builder, name).exists() for name in before):
        return
    if domain.has_paper_pages:
        drawer = PageDrawer(builder, domain, _relations(domain, shared))
        look = (
            f"{wording.language} {builder.config.language}",
            builder.build_info.config_hash,
            str(builder.templates.newest_template_mtime()),
            str(domain.places.get(EXPLORER)),
        )
        for paper in domain.catalog.papers.values():
            page = paper_page(paper.key)
            pages[page] = drawer.view(paper)
            after[page] = digest(*look, repr(pages[page]))
        redirects = _redirects(drawer)
        after |= {page: digest(text) for page, text in redirects.items()}
        stale = [name for name in after if before.get(name) != after[name] or not _path(builder, name).exists()]
        references = _references(domain, shared)
        for name in stale:
            if name in pages:
                yield name, drawer.context(pages[name], references.get(pages[name].key, {})), "page.html"
            else:
                _write(_path(builder, name), redirects[name])
    for name in before.keys() - after.keys():
        _remove(_path(builder, name))
    memory.keep(pages=after, state=state)


def _state(builder: StandaloneHTMLBuilder, domain: PaperDomain) -> dict[str, str]:
    """Return the digests of all that pages are made of, so that a build without a change need not make any."""
    catalog, titles = domain.catalog, builder.env.titles
    papers = catalog.papers.values()
    places = {name: place for name, place in domain.places.items() if name.objtype != "paper"}
    words = (catalog.categories, catalog.keywords, catalog.venues)
    mentions = {page: (titles[page].astext(), sorted(row.mentions)) for page, row in domain.pages.items()}
    look = (
        f"{wording.language} {builder.config.language}",
        builder.build_info.config_hash,
        builder.templates.newest_template_mtime(),
        domain.has_paper_pages,
        typst_version(),
    )
    return {
        "papers": digest(*map(catalog.fingerprint, papers), *(str(paper.entry.location) for paper in papers)),
        "words": digest(*(repr(rows) for rows in words)),
        "site": digest(repr(look), repr(sorted(places.items())), repr(sorted(mentions.items()))),
    }


def _path(builder: StandaloneHTMLBuilder, name: str) -> Path:
    return Path(builder.get_output_path(name))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    with suppress(OSError):  # in dirhtml the page has a folder of its own, elsewhere one that others need
        path.parent.rmdir()


def _relations(domain: PaperDomain, memory: Memory) -> dict[str, tuple[Relation, ...]]:
    """Return the relations of all papers, from memory if these are the same as before."""
    papers = domain.catalog.papers.values()
    state = digest(*map(domain.catalog.fingerprint, papers))
    known = memory.recall("relations")
    if known.get("state") != state:
        rows = {key: [asdict(row) for row in related] for key, related in relate(domain.catalog).items()}
        known = {"state": state, "rows": rows}
        memory.keep(relations=known)
    return {key: tuple(map(_relation, rows)) for key, rows in known["rows"].items()}


def _relation(row: dict[str, Any]) -> Relation:
    """Return a relation as it was before JSON, which has no tuples."""
    return Relation(**row | {name: tuple(row[name]) for name in ("authors", "keywords")})


def _references(domain: PaperDomain, memory: Memory) -> dict[str, dict[str, str]]:
    """Return the references of all papers; only those that are new or have changed are set."""
    catalog = domain.catalog
    version = typst_version()
    states = {key: digest(version, catalog.fingerprint(paper)) for key, paper in catalog.papers.items()}
    known = {key: row for key, row in memory.recall("references").items() if row["state"] == states.get(key)}
    new = [paper for key, paper in catalog.papers.items() if key not in known]
    if new:
        found = format_references(new)
        known |= {paper.key: {"state": states[paper.key], "texts": found.get(paper.key, {})} for paper in new}
        memory.keep(references=known)
    return {key: row["texts"] for key, row in known.items()}


def _redirects(drawer: PageDrawer) -> dict[str, str]:
    """Return the pages of former keys, which lead to those of the present ones."""
    taken = {paper_page(key).casefold() for key in drawer.catalog.papers}
    pages = {}
    for paper in drawer.catalog.papers.values():
        for key in paper.former_keys:
            page = paper_page(key)
            if page.casefold() not in taken and drawer.catalog.find(key) is paper:
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
    return iter(())


def setup(app: Sphinx) -> None:
    """Register the settings, and let the pages be collected when all others are written."""
    app.add_config_value("cardcatalog_paper_pages", default=True, rebuild="html", types=[bool])
    app.add_config_value("cardcatalog_edit_url", "", "html", [str])
    app.add_config_value("cardcatalog_report_url", "", "html", [str])
    app.connect("config-inited", check_templates)
    app.connect("html-collect-pages", collect_papers)
    app.connect("html-collect-pages", feed_search)
