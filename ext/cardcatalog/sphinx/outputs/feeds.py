"""Atom feeds of new papers (RFC 4287): of the whole site, of categories, keywords, and authors of several papers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from html import escape
from importlib.metadata import version
from importlib.util import find_spec
from itertools import chain, islice
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from sphinx.application import Sphinx
from sphinx.util import logging

from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.paper import Paper
from cardcatalog.catalog.query import RECENT, Query
from cardcatalog.catalog.recency import month_of
from cardcatalog.sphinx.domain.default_pages import author_feed, author_page, category_page, keyword_page, list_page
from cardcatalog.sphinx.domain.domain import domain_of
from cardcatalog.sphinx.domain.targets import Object
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.manifest import OUTPUTS, Output, OutputFile, file_of
from cardcatalog.sphinx.outputs.digests import site_digest
from cardcatalog.sphinx.page_context import page_context_handler
from cardcatalog.sphinx.urls import base_url, canonical_url, is_web

logger = logging.getLogger(__name__)

PAPERS_PER_FEED = 50

NAMESPACE = UUID("6f1d0c5e-3a53-5b0f-9d4c-0a7f6d1b2c38")
"""The namespace of the ids of feeds and entries (RFC 9562, section 5.5); a change would show every entry as new."""


ENDING = ".xml"


class Feed(NamedTuple):
    """A feed: file without the ending, title, papers, page, and the pages that name it in their heads."""

    name: str
    title: str
    papers: tuple[Paper, ...]
    page: str
    pages: tuple[str, ...] | None = ()
    """None for all pages."""

    anchor: str = ""
    """The place on its page."""

    @property
    def file(self) -> str:
        """The file, from the root of the site."""
        return f"{self.name}{ENDING}"


def feeds_of(catalog: Catalog, title: str, root: str) -> Iterator[Feed]:
    """Yield the feeds of a site with a title and a root page, but for those of authors; some may have no papers."""
    dated = [paper for paper in catalog.select(Query(sort=RECENT)) if added(paper)]

    def newest(query: Query) -> tuple[Paper, ...]:
        found = {paper.key for paper in catalog.select(query)}
        return tuple(islice((paper for paper in dated if paper.key in found), PAPERS_PER_FEED))

    yield Feed("feed", title, tuple(dated[:PAPERS_PER_FEED]), root, None)
    for row in catalog.categories.values():
        page, further = category_page(row.id), catalog.pages_in(row.id)[1:]
        pages = (page, *(list_page(row.id, other) for other in further))
        yield Feed(page, f"{title}: {row.title}", newest(Query(category=(row.id,))), page, pages)
    for word in catalog.keywords.values() if catalog.has_glossary else ():
        page = keyword_page(word.id)
        yield Feed(page, f"{title}: {word.name}", newest(Query(keyword=(word.id,))), page, (page,))


def author_feeds(catalog: Catalog, title: str) -> Iterator[Feed]:
    """Yield the feeds of authors of several papers; some may have no papers."""
    for author in catalog.authors.values():
        if author.has_several:
            papers = sorted(filter(added, author.papers), key=lambda paper: catalog.moments[paper.key], reverse=True)
            name = f"{title}: {author.person.name}"
            page = author_page(author.page)
            yield Feed(author_feed(author), name, tuple(papers[:PAPERS_PER_FEED]), page, (), author.anchor)


def added(paper: Paper) -> datetime | None:
    """Return when a paper was added, the first moment of that day in UTC."""
    return datetime.fromisoformat(paper.added).replace(tzinfo=UTC) if paper.added else None


class Feeds:
    """The feeds of one build: none without a base URL, without days by which to order papers, or for a book."""

    def __init__(self) -> None:
        """Begin with none."""
        self._feeds: list[Feed] = []

    def prepare(self, app: Sphinx) -> None:
        """Find the feeds that have papers, to which pages of every builder refer; log the reason if there is none."""
        missing = {
            "cardcatalog_baseurl is not set": not base_url(app.config),
            "feedgen is not installed; install sphinx-cardcatalog[feeds]": not find_spec("feedgen"),
        }
        for reason in (reason for reason, is_missing in missing.items() if is_missing):
            if is_web(app.builder):
                logger.info("cardcatalog: no feeds, since %s", reason)
            return
        domain = domain_of(app.env)
        found = feeds_of(domain.catalog, app.config.project, app.config.root_doc)
        feeds = [feed for feed in found if feed.papers]
        self._feeds = feeds if is_web(app.builder) else []
        if feeds:
            files = domain.web_files
            domain.web_files = replace(
                files,
                names=files.names | {feed.file for feed in feeds},
                of_authors={**files.of_authors, ENDING: lambda author: any(map(added, author.papers))},
            )

    def link(self, _app: Sphinx, pagename: str, context: dict[str, Any]) -> None:
        """Name the feed of the site, and the page's own, in the head of a page."""
        own = (feed for feed in self._feeds if feed.pages is None or pagename in feed.pages)
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
        domain = domain_of(app.env)
        has_authors = ENDING in domain.web_files.of_authors

        def files() -> Iterator[OutputFile]:
            of_authors = author_feeds(domain.catalog, app.config.project) if has_authors else ()
            for feed in filter(attrgetter("papers"), chain(self._feeds, of_authors)):
                yield file_of(feed.file, partial(atom, app, feed))

        return Output("feeds", site_digest(app, version("feedgen"), has_authors), files)


def atom(app: Sphinx, feed: Feed) -> bytes:
    """Return a feed as Atom."""
    from feedgen.feed import FeedGenerator  # noqa: PLC0415  (optional, and used for feeds only)

    base, project = base_url(app.config), app.config.project
    generator = FeedGenerator()
    generator.id(_urn(project, f"feed {feed.name}"))
    generator.title(feed.title)
    generator.updated(max(filter(None, map(added, feed.papers))))
    generator.author(name=app.config.author or project)
    generator.link(href=base + feed.file, rel="self", type="application/atom+xml")
    generator.link(href=f"{canonical_url(app.builder, feed.page)}{feed.anchor and f'#{feed.anchor}'}", rel="alternate")
    generator.generator("cardcatalog")
    for paper in feed.papers:
        _add(generator, app, paper)
    return bytes(generator.atom_str())


def _add(generator: Any, app: Sphinx, paper: Paper) -> None:  # noqa: ANN401  (feedgen has no types)
    """Add a paper to a feed.

    When it was added is all that is known of its changes, so that is the date of the entry; the paper itself was
    published in the month in which it appeared, if that is known (RFC 4287, section 4.2.9).
    """
    domain, builder = domain_of(app.env), app.builder
    entry = generator.add_entry(order="append")
    entry.id(_urn(app.config.project, paper.key))
    entry.title(paper.title)
    entry.updated(added(paper))
    if month := month_of(paper):
        entry.published(datetime(*month, 1, tzinfo=UTC))
    place = domain.place(Object("paper", paper.key))
    anchor = f"#{place.anchor}" if place and place.anchor else ""
    entry.link(href=f"{canonical_url(builder, place.docname)}{anchor}" if place else paper.url)
    entry.author([{"name": person.name} for person in paper.authors])
    entry.summary(". ".join(filter(None, (paper.venue_and_year(messages), domain.quotes.gist(paper)))))
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
