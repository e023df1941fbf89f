"""Atom feeds of new papers (RFC 4287): of the whole site, of each category, and of each keyword."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import partial
from html import escape
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urljoin
from uuid import UUID, uuid5

from sphinx.util import logging

from cardcatalog.catalog.catalog import Query
from cardcatalog.catalog.list_pages import list_pages
from cardcatalog.sphinx.domain.default_pages import category_page, keyword_page, list_page
from cardcatalog.sphinx.domain.domain import Object, domain_of
from cardcatalog.sphinx.manifest import OUTPUTS, Output, file_of
from cardcatalog.sphinx.outputs.digests import site_digest
from cardcatalog.sphinx.page_context import page_context_handler
from cardcatalog.sphinx.urls import base_url, is_web

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper

logger = logging.getLogger(__name__)

PAPERS_PER_FEED = 50

NAMESPACE = UUID("6f1d0c5e-3a53-5b0f-9d4c-0a7f6d1b2c38")
"""The namespace of the ids of feeds and entries (RFC 9562, section 5.5); a change would show every entry as new."""


class Feed(NamedTuple):
    """A feed: its file without the ending, what to call it, which papers it is of, and the pages that name it."""

    name: str
    title: str
    query: Query
    pages: tuple[str, ...]

    @property
    def file(self) -> str:
        """The file, from the root of the site."""
        return f"{self.name}.xml"


def feeds_of(catalog: Catalog, title: str) -> Iterator[Feed]:
    """Yield the feeds of a site of a title."""
    newest = {"sort": "added", "limit": PAPERS_PER_FEED}
    yield Feed("feed", title, Query(**newest), ())  # type: ignore[arg-type]
    for row in catalog.categories.values():
        further = list_pages(catalog.papers_in(row.id))[1:]
        pages = (category_page(row.id), *(list_page(row.id, page) for page in further))
        yield Feed(category_page(row.id), f"{title}: {row.title}", Query(category=(row.id,), **newest), pages)  # type: ignore[arg-type]
    for word in catalog.keywords.values() if catalog.has_glossary else ():
        page = keyword_page(word.id)
        yield Feed(page, f"{title}: {word.name}", Query(keyword=(word.id,), **newest), (page,))  # type: ignore[arg-type]


def added(paper: Paper) -> datetime | None:
    """Return when a paper was added, the first moment of that day in UTC."""
    match = re.match(r"\d{4}-\d\d-\d\d", paper.added)
    try:
        return datetime.fromisoformat(match[0]).replace(tzinfo=UTC) if match else None
    except ValueError:
        return None


class Feeds:
    """The feeds of one build: none without a base URL, or without days by which to order papers."""

    def __init__(self) -> None:
        """Begin with none."""
        self._feeds: dict[Feed, list[Paper]] = {}

    def prepare(self, app: Sphinx) -> None:
        """Find the feeds that have papers, and log the reason if there is none."""
        if not is_web(app.builder):
            return
        missing = {
            "cardcatalog_baseurl is not set": not base_url(app.config),
            "feedgen is not installed; install sphinx-cardcatalog[feeds]": not find_spec("feedgen"),
        }
        for reason in (reason for reason, is_missing in missing.items() if is_missing):
            logger.info("cardcatalog: no feeds, since %s", reason)
            return
        catalog = domain_of(app.env).catalog
        for feed in feeds_of(catalog, app.config.project):
            if papers := [paper for paper in catalog.select(feed.query) if added(paper)]:
                self._feeds[feed] = papers

    def link(self, _app: Sphinx, pagename: str, context: dict[str, Any]) -> None:
        """Name the feed of the site, and the page's own, in the head of a page."""
        own = (feed for feed in self._feeds if not feed.pages or pagename in feed.pages)
        links = "".join(
            f'<link rel="alternate" type="application/atom+xml" title="{escape(feed.title)}"'
            f' href="{context["pathto"](feed.file, resource=True)}">'
            for feed in own
        )
        context["metatags"] = f"{context.get('metatags', '')}{links}"

    def output(self, app: Sphinx) -> Output | None:
        """Return the feeds as an output, if there are any."""
        if not self._feeds:
            return None
        files = [file_of(feed.file, partial(atom, app, feed, papers)) for feed, papers in self._feeds.items()]
        return Output("feeds", site_digest(app, version("feedgen")), lambda: files)


def atom(app: Sphinx, feed: Feed, papers: list[Paper]) -> bytes:
    """Return a feed as Atom."""
    from feedgen.feed import FeedGenerator  # noqa: PLC0415  (optional, and used for feeds only)

    base, project = base_url(app.config), app.config.project
    page = feed.pages[0] if feed.pages else app.config.root_doc
    generator = FeedGenerator()
    generator.id(_urn(project, f"feed {feed.name}"))
    generator.title(feed.title)
    generator.updated(max(filter(None, map(added, papers))))
    generator.author(name=app.config.author or project)
    generator.link(href=base + feed.file, rel="self", type="application/atom+xml")
    generator.link(href=urljoin(base, app.builder.get_target_uri(page)), rel="alternate")
    generator.generator("cardcatalog")
    for paper in papers:
        _add(generator, app, paper)
    return bytes(generator.atom_str())


def _add(generator: Any, app: Sphinx, paper: Paper) -> None:  # noqa: ANN401  (feedgen has no types)
    """Add a paper to a feed. When it was added is all that is known of its changes, so that is its date."""
    domain, root = domain_of(app.env), app.config.root_doc
    place = urljoin(base_url(app.config), app.builder.get_target_uri(root))
    entry = generator.add_entry(order="append")
    entry.id(_urn(app.config.project, paper.key))
    entry.title(paper.title)
    entry.updated(added(paper))
    entry.link(href=urljoin(place, domain.address(root, Object("paper", paper.key)) or paper.url))
    entry.author([{"name": person.name} for person in paper.authors])
    entry.summary(" ".join(filter(None, (domain.quotes.gist(paper), paper.venue_and_year))))
    for word in paper.keywords:
        known = domain.catalog.keywords.get(word)
        entry.category(term=word, label=known.name if known else word)


def _urn(project: str, name: str) -> str:
    """Return an id for ever: made of the project's name and a key, so that it outlives addresses and titles."""
    return uuid5(NAMESPACE, f"{project}\n{name}").urn


def setup(app: Sphinx) -> None:
    """Register the events in which feeds are found, named and written."""
    feeds = Feeds()
    app.connect("builder-inited", feeds.prepare)
    app.connect("html-page-context", page_context_handler(feeds.link))
    app.connect(OUTPUTS, feeds.output)
