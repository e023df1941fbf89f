"""The context of a paper's page: what it shows, with links to everything, and how that is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache, cached_property, partial
from itertools import chain
from typing import Any, NamedTuple

from markupsafe import Markup
from sphinx.builders.html import StandaloneHTMLBuilder

from cardcatalog.bibtex.entries import digest
from cardcatalog.catalog.bits import Bits
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.paper import Paper
from cardcatalog.catalog.related import Found, Reason, with_named, with_prose
from cardcatalog.catalog.venues import VenueRow
from cardcatalog.formats.link_preview import description_of, venue_of
from cardcatalog.formats.metadata import head_of
from cardcatalog.messages import gettext_noop
from cardcatalog.sphinx.domain.default_pages import paper_page
from cardcatalog.sphinx.domain.dependencies import VENUES
from cardcatalog.sphinx.domain.domain import PaperDomain
from cardcatalog.sphinx.domain.quotes import is_quoted
from cardcatalog.sphinx.hooks import PAPER, emit_paper, has_listeners
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.pages.citations import citations_of
from cardcatalog.sphinx.pages.corrections import fill, find_corrections
from cardcatalog.sphinx.pages.generated_pages import GeneratedPage, PageContent, Steps, content_digest
from cardcatalog.sphinx.pages.links import Link, PageLinks, venue_page
from cardcatalog.sphinx.pages.measured import Measured, MeasuredContext
from cardcatalog.sphinx.pages.quoted import Quoted, QuoteRenderer
from cardcatalog.sphinx.pages.reasons import reason_of
from cardcatalog.sphinx.render.labels import numbered_links, role_mark
from cardcatalog.sphinx.urls import canonical_url

TEMPLATE = "cardcatalog/paper.html"


class PaperContext(NamedTuple):
    """The content of the page of a paper; its template calls it ``view``."""

    key: str
    title: str
    title_html: Markup
    authors: tuple[Link, ...]
    has_more_authors: bool
    role: str
    """The mark of editors, or an empty string."""

    contributors: tuple[str, ...]
    """The people of each other role, after a word for it."""

    where: tuple[Link, ...]
    """The venue and the date, each with the list of its papers if there is one."""

    former_titles: str
    links: tuple[tuple[str, str, str], ...]
    bits: tuple[str, ...]
    """What has how many bits, in words, a line for each setting."""

    said: Quoted
    keywords: tuple[Link, ...]
    categories: tuple[tuple[Link, ...], ...]
    measured: Measured | None
    related: tuple[tuple[Link, str], ...]
    """The papers that are related, each with the reason in words."""

    mentions: tuple[Link, ...]
    neighbours: tuple[Link | None, Link | None]
    added: str
    edit: str
    edit_fragment: str
    """The template that a script adds to the URL for the line of the entry."""

    report: str
    owner: str
    how_to_report: str
    """The URL of the page that explains it, where there is no form."""

    url: str
    values: dict[str, Any]
    """The values that handlers of ``cardcatalog-paper`` add, for a template of the project."""


class Near(NamedTuple):
    """What the page of a paper is made of, apart from the site and the papers that it names; empty if not known."""

    keys: tuple[str, ...] = ()
    """The papers that it names, the first of them its own."""

    text: str = ""
    """Equal as long as it names the same papers, for the same reasons and at the same places."""


class PaperPageRenderer:
    """Makes the pages of papers of one build."""

    def __init__(
        self,
        builder: StandaloneHTMLBuilder,
        domain: PaperDomain,
        links: PageLinks,
        nearest: Mapping[str, Found],
    ) -> None:
        """Prepare the data that many pages share.

        :param nearest: the papers nearest to each paper, by its key.
        """
        self._builder, self._domain, self._catalog = builder, domain, domain.catalog
        self._config, self._links = builder.config, links
        self._nearest = nearest
        self._measured = MeasuredContext(self._catalog, links)
        self._has_handlers = has_listeners(builder.events, PAPER)
        self._quotes = QuoteRenderer(domain, links)
        self._corrections = find_corrections(self._config, builder.confdir)
        self._how_to_report = self._url_of(self._corrections.page)
        # These refer to what they need and not to the renderer, which else would live until the collector runs.
        self._reason = cache(partial(_find_reason, builder, domain.catalog))
        self._keywords = {row.id: self._keyword(row.id) for row in self._catalog.keywords.values()}
        self._paths = {row: self._path(row) for row in self._catalog.categories}
        self._categories = cache(partial(_find_categories, domain.catalog, self._paths))
        self._digest_of_term = cache(content_digest)
        self._shared = repr((self._corrections, self._how_to_report, builder.search))

    def _url_of(self, place: str) -> str:
        """Return the URL of a page of the project, which an anchor may follow, or nothing if there is no such page."""
        name, mark, anchor = place.partition("#")
        return f"{self._links.page(name)}{mark}{anchor}" if name in self._builder.env.found_docs else ""

    def _keyword(self, word: str) -> Link:
        row = self._catalog.keywords[word]
        return Link(row.name, self._links.url("keyword", word), row.gist, word)

    def _path(self, category: str) -> tuple[Link, ...]:
        return tuple(Link(row.title, self._links.url("category", row.id)) for row in self._catalog.path(category))

    def page(self, paper: Paper, near: Near) -> GeneratedPage:
        """Return the page of a paper; its content is found for its digest only where nothing else tells it."""
        if near.text and not self._catalog.results.of_paper(paper.key, paper.former_keys):
            return self.page_of_digest(paper, self._digest(paper, near))
        context = self.context(paper)
        state = content_digest(context, self._catalog.fingerprint(paper))
        return GeneratedPage(paper_page(paper.key), TEMPLATE, state, partial(self._content, paper, context))

    def page_of_digest(self, paper: Paper, state: str) -> GeneratedPage:
        """Return the page of a paper whose content has a digest; it is found only if it is needed."""
        return GeneratedPage(paper_page(paper.key), TEMPLATE, state, partial(self._content, paper))

    def _digest(self, paper: Paper, near: Near) -> str:
        """Return the digest of all that a page without measured results is made of, also of the site."""
        terms = (*self._keywords_of(paper), self._categories(paper.categories))
        return digest(
            self._shared,
            near.text,
            *self._catalog.fingerprints(near.keys),
            *chain.from_iterable(self._where(paper)),
            *paper.keywords,
            *map(self._digest_of_term, terms),
        )

    def near(self, paper: Paper) -> Near:
        """Return what the page of a paper is made of, apart from the site and the papers that it names.

        That is unknown for papers that pages mention, or if there are handlers: the pages of these may name any other
        paper. Measured results are a part of the site, but for the names of the papers that report them.
        """
        if self._has_handlers or paper.key in self._spoken_of:
            return Near()
        catalog, nearest, location = self._catalog, self._nearest[paper.key], paper.entry.location
        related = [other.key for other in map(catalog.find, paper.related) if other]
        results = catalog.results.of_paper(paper.key, paper.former_keys)
        reported = sorted({other.key for row in results if (other := catalog.find(row.reporter))})
        named = (paper.key, *related, *nearest.keys, *self._keys_around.get(paper.key, ()), *reported)
        urls = [self._links.author(person.name).url for person in paper.authors] if self._links.authors else ()
        place = str(location) if self._corrections.names_lines else location.path
        return Near(named, "\0".join((*named, nearest.reasons, *urls, place)))

    @cached_property
    def _spoken_of(self) -> AbstractSet[str]:
        """The keys of the papers that prose names."""
        return self._mentions.keys() | self._domain.quotes.keys()

    def context(self, paper: Paper) -> PaperContext:
        """Return the content of a page."""
        location, corrections = paper.entry.location, self._corrections
        return PaperContext(
            key=paper.key,
            title=paper.title,
            title_html=self._links.title(paper.key),
            authors=tuple([self._links.author(person.name) for person in paper.authors]),
            has_more_authors=paper.has_more_authors,
            role=role_mark(paper),
            contributors=tuple(contributors_of(paper)),
            where=tuple(self._where(paper)),
            former_titles="; ".join(paper.former_titles),
            links=tuple(numbered_links(paper)),
            bits=tuple(map(describe_bits, paper.bits)),
            said=self._quotes.of(paper),
            keywords=self._keywords_of(paper),
            categories=self._categories(paper.categories),
            measured=self._measured.of_paper(paper),
            related=tuple([(self._links.line(key), self._reason(why)) for key, why in self._near(paper).items()]),
            mentions=self._mentions.get(paper.key, ()),
            neighbours=self._neighbours(paper),
            added=paper.added,
            edit=fill(corrections.edit_page, location, paper),
            edit_fragment=corrections.fragment,
            report=fill(corrections.report, location, paper),
            owner=corrections.owner,
            how_to_report=self._how_to_report,
            url=canonical_url(self._builder, paper_page(paper.key)),
            values=emit_paper(self._builder.events, paper),
        )

    def _where(self, paper: Paper) -> Iterator[Link]:
        """Yield the venue and the date, linked to the papers of the venue, and to those of the year there."""
        row = self._venues.get(paper.venue)
        page = self._links.page(venue_page(row.page)) if row else ""
        if venue := venue_of(self._catalog, paper):
            yield Link(venue, page)
        if when := paper.date.label(messages):
            yield Link(when, page and f"{page}#group-{paper.year or 'no-year'}")

    @cached_property
    def _venues(self) -> dict[str, VenueRow]:
        has_pages = VENUES in self._links.dependencies
        return {row.name: row for row in self._catalog.venue_rows} if has_pages else {}

    def _keywords_of(self, paper: Paper) -> tuple[Link, ...]:
        known = self._keywords
        return tuple(known[word] if word in known else Link(word) for word in paper.keywords)

    def _near(self, paper: Paper) -> dict[str, Reason]:
        relations = with_named(self._catalog, paper, self._nearest[paper.key])
        return with_prose(relations, self._domain.quotes.together(paper.key))

    @cached_property
    def _mentions(self) -> dict[str, tuple[Link, ...]]:
        """The pages whose prose refers to each paper, in the order of their titles."""
        found: dict[str, set[Link]] = defaultdict(set)
        for docname, page in self._domain.pages.items():
            if not page.mentions or not is_quoted(self._domain.env.config, docname):
                continue
            link = Link(self._builder.env.titles[docname].astext(), self._links.page(docname))
            for paper in filter(None, map(self._catalog.find, page.mentions)):
                found[paper.key].add(link)
        return {key: tuple(sorted(links)) for key, links in found.items()}

    @cached_property
    def _keys_around(self) -> dict[str, tuple[str, str]]:
        """The keys before and after each one in its home category, which may hold guests, too; empty at the ends."""
        found: dict[str, tuple[str, str]] = {}
        for category in self._catalog.categories:
            keys = [paper.key for paper in self._catalog.papers_in(category) if paper.categories[0] == category]
            around = zip(keys, ["", *keys], [*keys[1:], ""], strict=False)
            found |= {key: (before, after) for key, before, after in around}
        return found

    def _neighbours(self, paper: Paper) -> tuple[Link | None, Link | None]:
        """Return the papers before and after one."""
        before, after = self._keys_around.get(paper.key, ("", ""))
        return self._neighbour(before), self._neighbour(after)

    def _neighbour(self, key: str) -> Link | None:
        if not key:
            return None
        line = self._links.line(key)
        return Link(str(line.html), line.url)

    def _content(self, paper: Paper, context: PaperContext | None = None) -> Steps:
        context = context or self.context(paper)
        yield
        citations = tuple(citations_of(paper, self._catalog))
        yield
        before, after = context.neighbours
        file = paper_page(paper.key).rpartition("/")[2]
        return PageContent(
            context.title,
            description_of(paper, self._catalog, messages, context.said.gist),
            context.values | {"view": context, "paper": paper, "citations": citations, "file": file},
            {
                "metatags": head_of(paper, self._catalog, url=context.url, abstract=context.said.gist),
                "og_type": "article",
                "prev": before and {"link": before.url, "title": before.text},
                "next": after and {"link": after.url, "title": after.text},
            },
        )


def _find_categories(
    catalog: Catalog, paths: Mapping[str, tuple[Link, ...]], names: tuple[str, ...]
) -> tuple[tuple[Link, ...], ...]:
    """Return the path of each category, but not of one that is above another one."""
    above = {row.id for name in names for row in catalog.path(name)[:-1]}
    return tuple(paths[name] for name in names if name in paths and name not in above)


def _find_reason(builder: StandaloneHTMLBuilder, catalog: Catalog, reason: Reason) -> str:
    pages = [builder.env.titles[docname].astext() for docname in reason.together]
    return reason_of(reason, catalog.keyword_names(reason.keywords), pages)


CREDITS = {
    "collaboration": "{names}",
    "compiler": gettext_noop("Compiled by {names}"),
    "director": gettext_noop("Directed by {names}"),
    "editor": gettext_noop("Edited by {names}"),
    "illustrator": gettext_noop("Illustrated by {names}"),
    "translator": gettext_noop("Translated by {names}"),
}
"""How the people of each role are named."""


def contributors_of(paper: Paper) -> Iterator[str]:
    """Yield the people who are not named as authors, by their roles: ``Edited by Jane Doe``."""
    for role, people in paper.credits():
        if role in CREDITS and people != paper.authors:
            more = messages.gettext(", and others") if role in paper.open_roles else ""
            names = ", ".join(person.name for person in people) + more
            yield messages.gettext(CREDITS[role], names=names)


def describe_bits(row: Bits) -> str:
    """Return a setting with its meaning: ``W4A8: weights 4, activations 8``."""
    meanings = (
        (row.weights, messages.gettext("weights {width}", width=row.weights)),
        (row.activations, messages.gettext("activations {width}", width=row.activations)),
        (row.cache, messages.gettext("KV cache {width}", width=row.cache)),
    )
    words = ", ".join(text for width, text in meanings if width)
    return f"{row}: {words}" if words else row.label
