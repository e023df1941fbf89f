"""Draw the page of a paper: what it shows, with the way from it to everything, and how that is written."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, quote_plus

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, FunctionLoader, PackageLoader
from markupsafe import Markup

from cardcatalog.bibtex.entries import digest
from cardcatalog.formats.formats import FORMATS
from cardcatalog.formats.metadata import description_of, head_of, venue_of
from cardcatalog.formats.references import STYLES, to_markdown
from cardcatalog.sphinx.domain.default_pages import paper_page
from cardcatalog.sphinx.domain.domain import Object
from cardcatalog.sphinx.hooks import emit_paper
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.pages.author_venue_pages import author_place
from cardcatalog.sphinx.render.labels import numbered_links, title_html
from cardcatalog.sphinx.theme.head_tags import shorten
from cardcatalog.sphinx.urls import canonical_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinx.builders.html import StandaloneHTMLBuilder

    from cardcatalog.catalog.paper import Paper
    from cardcatalog.catalog.related import Relation
    from cardcatalog.problems import Location
    from cardcatalog.sphinx.domain.domain import PaperDomain

FORMATS_SHOWN = {"bibtex": "BibTeX", "biblatex": "biblatex", "ris": "RIS", "csl-json": "CSL-JSON"}
"""The formats of files that a page shows, and what readers call them."""

REASONS_SHOWN = 3
"""Names of a kind that a reason for a relation lists at most."""

TEMPLATE = "cardcatalog/paper.html"
"""The template of a paper's page, in ours and in a folder of the project's ``templates_path``."""


def templates(folders: Iterable[Path]) -> Environment:
    """Return what finds templates in folders first, then ours; with ``!`` before its name, it finds ours alone."""
    ours = PackageLoader("cardcatalog")
    environment = Environment(autoescape=True, auto_reload=False)
    built_in = FunctionLoader(lambda name: ours.get_source(environment, name.removeprefix("!"))[0])
    environment.loader = ChoiceLoader([FileSystemLoader([*folders]), built_in])
    # A thousand pages say the same few things, and a build has one language.
    environment.globals |= {"gettext": cache(messages.gettext), "ngettext": cache(messages.ngettext)}
    return environment


class Item(NamedTuple):
    """Something that a page names: its text, where that leads, a note on it, and its name in the catalogue."""

    text: str
    address: str = ""
    note: str = ""
    name: str = ""
    html: Markup = Markup()


class Citation(NamedTuple):
    """What a reader may copy: the name of its format for programs and for people, the text, and what file it makes."""

    name: str
    label: str
    content: str
    file: str
    media_type: str = "text/plain"
    is_prose: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """What the page of a paper shows, as its template names it."""

    key: str
    title: str
    title_html: Markup
    authors: tuple[Item, ...]
    has_more_authors: bool
    venue: str
    former_titles: str
    links: tuple[tuple[str, str, str], ...]
    keywords: tuple[Item, ...]
    categories: tuple[tuple[Item, ...], ...]
    related: tuple[Item, ...]
    mentions: tuple[Item, ...]
    neighbours: tuple[Item | None, Item | None]
    added: str
    edit: str
    report: str
    url: str
    values: dict[str, Any]
    """What handlers of ``cardcatalog-paper`` add, for a template of the project's own."""


class PageDrawer:
    """Draws the pages of one build."""

    def __init__(
        self, builder: StandaloneHTMLBuilder, domain: PaperDomain, relations: Mapping[str, tuple[Relation, ...]]
    ) -> None:
        """Take what pages are made of; the relations are those of :func:`cardcatalog.catalog.related.relate`."""
        self.builder, self.domain, self.catalog = builder, domain, domain.catalog
        self.config = builder.config
        self._relations = relations
        self._says_where = bool(self.config.cardcatalog_edit_url or self.config.cardcatalog_report_url)
        folders = [Path(builder.confdir, name) for name in self.config.templates_path]
        self._template = templates(folders).get_template(TEMPLATE)
        self._titles = {key: title_html(paper) for key, paper in self.catalog.papers.items()}
        self._keywords = {row.id: self._keyword(row.id) for row in self.catalog.keywords.values()}
        self._paths = {row: self._path(row) for row in self.catalog.categories}
        self.author_anchor = cache(self._author_anchor)

    # All pages of papers lie in one folder, so that one way leads from each of them to a place.
    _START = paper_page("-")

    def address(self, objtype: str, name: str) -> str:
        """Return the way from a paper's page to an object, or nothing if that stands nowhere."""
        return self.domain.address(self._START, Object(objtype, name))

    def _keyword(self, word: str) -> Item:
        row = self.catalog.keywords[word]
        return Item(row.name, self.address("keyword", word), row.gist, word)

    def _path(self, category: str) -> tuple[Item, ...]:
        return tuple(Item(row.title, self.address("category", row.id)) for row in self.catalog.path(category))

    def _author_anchor(self, name: str) -> str:
        """Return where an author's papers are listed: in the index of authors, else in the results of a search."""
        page, anchor = author_place(self.domain, name)
        if page:
            return f"{self.builder.get_relative_uri(self._START, page)}#{anchor}"
        if not self.builder.search:
            return ""
        return f"{self.builder.get_relative_uri(self._START, 'search')}?q={quote_plus(name)}"

    def state(self, paper: Paper) -> str:
        """Return the digest of all that :meth:`view` goes by, which takes a tenth of its time."""
        relations = self._relations[paper.key]
        others = [self.catalog.papers[row.key] for row in relations]
        parts = (
            self.catalog.fingerprint(paper),
            paper.entry.location if self._says_where else None,
            [self.author_anchor(person.name) for person in paper.authors],
            [self._keywords.get(word) for word in paper.keywords],
            [self._paths.get(row) for row in paper.categories],
            relations,
            [(self._titles[other.key], other.venue, other.year) for other in others],
            self._mentions.get(paper.key),
            self._neighbours.get(paper.key),
            emit_paper(self.builder.events, paper),
        )
        return digest(repr(parts))

    def view(self, paper: Paper) -> View:
        """Return what a page shows."""
        known = self._keywords
        return View(
            key=paper.key,
            title=paper.title,
            title_html=self._titles[paper.key],
            authors=tuple(Item(person.name, self.author_anchor(person.name)) for person in paper.authors),
            has_more_authors=paper.has_more_authors,
            venue=", ".join(filter(None, [venue_of(self.catalog, paper), str(paper.year or "")])),
            former_titles="; ".join(paper.former_titles),
            links=tuple(numbered_links(paper)),
            keywords=tuple(known[word] if word in known else Item(word) for word in paper.keywords),
            categories=tuple(filter(None, (self._paths.get(row) for row in paper.categories))),
            related=tuple(self._related(row) for row in self._relations[paper.key]),
            mentions=self._mentions.get(paper.key, ()),
            neighbours=self._neighbours.get(paper.key, (None, None)),
            added=paper.added,
            edit=fill(self.config.cardcatalog_edit_url, paper.entry.location),
            report=fill(self.config.cardcatalog_report_url, paper.entry.location, paper),
            url=self.url(paper.key),
            values=emit_paper(self.builder.events, paper),
        )

    def url(self, key: str) -> str:
        """Return the address of a paper's page on the web, if the site's own is known."""
        return canonical_url(self.builder, paper_page(key))

    def _related(self, relation: Relation) -> Item:
        paper = self.catalog.papers[relation.key]
        names = self.catalog.keyword_names(relation.keywords)
        return Item(
            paper.venue_and_year,
            self.address("paper", paper.key),
            _reason(relation, names),
            html=self._titles[paper.key],
        )

    @cached_property
    def _mentions(self) -> dict[str, tuple[Item, ...]]:
        """The pages of which the prose refers to each paper, in the order of their titles."""
        found: dict[str, set[Item]] = defaultdict(set)
        for docname, page in self.domain.pages.items():
            for paper in filter(None, map(self.catalog.find, page.mentions)):
                title = self.builder.env.titles[docname].astext()
                found[paper.key].add(Item(title, self.builder.get_relative_uri(self._START, docname)))
        return {key: tuple(sorted(items)) for key, items in found.items()}

    @cached_property
    def _neighbours(self) -> dict[str, tuple[Item | None, Item | None]]:
        """The papers before and behind each one in its home category, which may hold guests, too."""
        found: dict[str, tuple[Item | None, Item | None]] = {}
        for category in self.catalog.categories:
            papers = [paper for paper in self.catalog.papers_in(category) if paper.categories[0] == category]
            items = [Item(str(self._titles[paper.key]), self.address("paper", paper.key)) for paper in papers]
            around = zip(papers, [None, *items], [*items[1:], None], strict=False)
            found |= {paper.key: (before, behind) for paper, before, behind in around}
        return found

    def context(self, paper: Paper, references: Mapping[str, str]) -> dict[str, Any]:
        """Return what a theme needs to write a page."""
        view = self.view(paper)
        citations = tuple(self._citations(paper, references))
        before, behind = view.neighbours
        return {
            "title": escape(view.title),
            "body": self._template.render(view.values | {"view": view, "paper": paper, "citations": citations}),
            "metatags": head_of(paper, self.catalog, url=view.url),
            "description": shorten(description_of(paper, self.catalog, messages)),
            "og_type": "article",
            "prev": before and {"link": before.address, "title": before.text},
            "next": behind and {"link": behind.address, "title": behind.text},
        }

    def _citations(self, paper: Paper, references: Mapping[str, str]) -> Iterator[Citation]:
        name = paper_page(paper.key).rpartition("/")[2]
        for form, label in FORMATS_SHOWN.items():
            row = FORMATS[form]
            content = row.write(self.catalog, [paper])
            yield Citation(form, label, content, f"{name}.{row.extension}", row.media_type)
            if form == "bibtex":
                for style in filter(references.get, STYLES):
                    yield Citation(style, STYLES[style], f"{references[style]}\n", f"{name}.{style}.txt", is_prose=True)
        yield Citation("markdown", "Markdown", to_markdown(paper), f"{name}.md", "text/markdown", is_prose=True)


def _reason(relation: Relation, keywords: list[str]) -> str:
    """Return in words why a paper is related to another."""
    if relation.is_named:
        return messages.gettext("Named in the entry")
    authors, words = list(relation.authors), keywords
    reasons = [
        *([messages.ngettext("Same author: {names}", "Same authors: {names}", len(authors), names=_some(authors))]
          if authors else []),
        *([messages.ngettext("Same keyword: {names}", "Same keywords: {names}", len(words), names=_some(words))]
          if words else []),
    ]  # fmt: skip
    # What is left is a word or two, which the titles show.
    return " · ".join([*reasons, *([messages.gettext("Similar title")] if relation.is_alike or not reasons else [])])


def _some(names: list[str]) -> str:
    """Return the first names of a list, and how many more there are."""
    shown = ", ".join(names[:REASONS_SHOWN])
    more = len(names) - REASONS_SHOWN
    return messages.gettext("{names} and {number} more", names=shown, number=more) if more > 0 else shown


def fill(template: str, location: Location, paper: Paper | None = None) -> str:
    """Return an address made for a place, and for the paper there; the settings say what may stand in its template."""
    key, title = (paper.key, paper.title) if paper else ("", "")
    request = messages.gettext("What is wrong, and where it is right:")
    values = {
        "path": location.path,
        "key": key,
        "title": messages.gettext("Mistake in {what}", what=key or location),
        "body": f"{title}\n{location}\n\n{request}\n",
    }
    return template.format(line=location.line, **{name: quote(text, safe="/") for name, text in values.items()})
