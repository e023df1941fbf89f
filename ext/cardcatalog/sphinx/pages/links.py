"""The links among generated pages: from each page of one folder to papers, authors, keywords and categories."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, cached_property, partial
from typing import NamedTuple
from urllib.parse import quote_plus, urlencode

from markupsafe import Markup
from sphinx.builders.html import StandaloneHTMLBuilder

from cardcatalog.bibtex.entries import digest
from cardcatalog.catalog.authors import Author
from cardcatalog.catalog.paper import Paper
from cardcatalog.formats.coins import coins
from cardcatalog.sphinx.domain.default_pages import author_page
from cardcatalog.sphinx.domain.dependencies import AUTHORS, Dependency, papers_digest
from cardcatalog.sphinx.domain.domain import PaperDomain
from cardcatalog.sphinx.domain.targets import Object
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.render.labels import title_html


class Link(NamedTuple):
    """Something that a page names: its text, its URL, a note on it, its name in the catalog, and its text as HTML."""

    text: str
    url: str = ""
    note: str = ""
    name: str = ""
    html: Markup = Markup()


def venue_page(page: str) -> str:
    """Return the name of the page of a venue."""
    return f"venues/{page}"


def result_page(benchmark: str, model: str) -> str:
    """Return the name of the page of a benchmark and a model."""
    return f"results/{benchmark}/{model}"


class PageLinks:
    """The links of one build from the pages of a folder, or from those of several folders of the root."""

    def __init__(self, builder: StandaloneHTMLBuilder, domain: PaperDomain, start: str = "-/-") -> None:
        """Find nothing yet.

        :param start: the page that links start from; by default one in a folder of its own, so that URLs lead through
            the root, and are right on each page of each folder there.
        """
        self._start = start
        self._builder, self._domain, self._catalog = builder, domain, domain.catalog
        self.page = cache(partial(builder.get_relative_uri, start))
        """Returns the URL of a page."""
        self.author = cache(self._author)
        self.title = cache(self._title)
        self.line = cache(self._line)
        self.metadata = cache(self._metadata)
        """Returns what reference managers read of a paper in a list."""

    @cached_property
    def dependencies(self) -> frozenset[Dependency]:
        """The parts of the catalog that pages of the site are made of, such as the index of authors."""
        return frozenset(part for page in self._domain.pages.values() for part in page.dependencies)

    @cached_property
    def authors(self) -> Mapping[str, Author]:
        """The index of authors, if a page of the site shows the way to it; else it is empty, and not made."""
        return self._catalog.authors if AUTHORS in self.dependencies else {}

    def url(self, objtype: str, name: str) -> str:
        """Return the URL of an object, or nothing if it is on no page."""
        return self._domain.addresses.object(self._start, Object(objtype, name))

    def papers_digest(self, papers: Iterable[Paper]) -> str:
        """Return the digest of all that a list of some papers shows, in their order."""
        papers = tuple(papers)
        # The pages of papers are where they are as long as keys are the same.
        places = () if self._domain.has_paper_pages else (self.url("paper", paper.key) for paper in papers)
        return digest(papers_digest(self._catalog, papers), *places)

    def file(self, name: str) -> str:
        """Return the URL of a download, or nothing where there is no such file."""
        return self._domain.addresses.file(self._start, name)

    def offers(self, feed: str, **query: str) -> tuple[Link, ...]:
        """Return the links above a list: to the explorer with a query, and to a feed; those that the site has."""
        offer = partial(self._domain.addresses.offer, self._start)
        rows = (
            (messages.gettext("Filter and sort"), offer("explorer", urlencode(query))),
            (messages.gettext("Feed"), offer("feed", f"{feed}.xml")),
        )
        return tuple(Link(text, url) for text, url in rows if url)

    def _title(self, key: str) -> Markup:
        return title_html(self._catalog.papers[key])

    def _metadata(self, key: str) -> Markup:
        return Markup(self._catalog.text(self._catalog.papers[key], coins))  # noqa: S704  (it is escaped)

    def _line(self, key: str) -> Link:
        """Return a paper as one line: linked to its place on the site, or else to the paper itself."""
        paper = self._catalog.papers[key]
        place = self.url("paper", key)
        return Link(
            paper.title,
            place or paper.url,
            paper.venue_and_year(messages),
            "internal" if place else "external",
            self.title(key),
        )

    def _author(self, name: str) -> Link:
        """Return an author, linked to their papers: in the index of authors, else in the results of a search."""
        if author := self.authors.get(name):
            return Link(name, f"{self.page(author_page(author.page))}#{author.anchor}")
        return Link(name, f"{self.page('search')}?q={quote_plus(name)}" if self._builder.search else "")
