"""Make a page for each paper; it is for the web alone, in no menu and no book."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, quote_plus

from docutils import nodes
from docutils.utils.math import MathError
from jinja2 import Environment, PackageLoader
from markupsafe import Markup
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import ConfigError

from cardcatalog.bibliography import digest
from cardcatalog.domain import WEB_BUILDERS, Object, domain_of
from cardcatalog.exports import FORMATS
from cardcatalog.mathml import to_mathml
from cardcatalog.metadata import head_of, redirect_page, venue_of
from cardcatalog.pages import paper_page
from cardcatalog.references import STYLES, format_references, to_markdown
from cardcatalog.related import Relation, relate
from cardcatalog.text import to_runs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from cardcatalog.domain import PaperDomain
    from cardcatalog.papers import Paper

FORMATS_SHOWN = {"bibtex": "BibTeX", "biblatex": "biblatex", "ris": "RIS", "csl-json": "CSL-JSON"}
"""The formats of files that a page shows, and what readers call them."""

REASONS_SHOWN = 3
"""Names of a kind that a reason for a relation lists at most."""

_TEMPLATES = Environment(loader=PackageLoader("cardcatalog"), autoescape=True)


class Item(NamedTuple):
    """Something that a page names: its text, where that leads, a note on it, and its name in the catalogue."""

    text: str
    address: str = ""
    note: str = ""
    name: str = ""
    html: Markup = Markup()  # noqa: B008  (it is a text)


class Citation(NamedTuple):
    """What a reader may copy: a name of its format for programs and one for people, the text, and what file it makes."""

    name: str
    label: str
    content: str
    file: str
    media_type: str = "text/plain"
    is_prose: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """All that the page of a paper shows and that does not follow from its entry alone."""

    key: str
    fingerprint: str
    """That of the paper: what follows from its entry, and is made only for a page that is written."""

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


class Studio:
    """What makes the pages of one build."""

    def __init__(self, builder: StandaloneHTMLBuilder, domain: PaperDomain, relations: Mapping[str, Any]) -> None:
        """Take what pages are made of; the relations are those of :func:`cardcatalog.related.relate`."""
        self.builder, self.domain, self.catalog = builder, domain, domain.catalog
        self.config = builder.config
        self.baseurl = self.config.cardcatalog_baseurl or self.config.html_baseurl
        self._relations = relations
        self._titles = {key: title_html(paper) for key, paper in self.catalog.papers.items()}
        self._keywords = {row.id: self._keyword(row.id) for row in self.catalog.keywords.values()}
        self._paths = {row: self._path(row) for row in self.catalog.categories}

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

    def author_anchor(self, name: str) -> str:
        """Return where an author's papers are listed: at the author's place, else in the results of a search."""
        if address := self.address("author", name):
            return address
        if not self.builder.search:
            return ""
        return f"{self.builder.get_relative_uri(self._START, 'search')}?q={quote_plus(name)}"

    def view(self, paper: Paper) -> View:
        """Return what a page shows."""
        known = self._keywords
        return View(
            key=paper.key,
            fingerprint=self.catalog.fingerprint(paper),
            title=paper.title,
            title_html=self._titles[paper.key],
            authors=tuple(Item(person.name, self.author_anchor(person.name)) for person in paper.authors),
            has_more_authors=paper.has_more_authors,
            venue=", ".join(filter(None, [venue_of(self.catalog, paper), str(paper.year or "")])),
            former_titles="; ".join(paper.former_titles),
            links=tuple(_numbered(paper)),
            keywords=tuple(known[word] if word in known else Item(word) for word in paper.keywords),
            categories=tuple(filter(None, (self._paths.get(row) for row in paper.categories))),
            related=tuple(self._related(Relation(**row)) for row in self._relations[paper.key]),
            mentions=self._mentions.get(paper.key, ()),
            neighbours=self._neighbours.get(paper.key, (None, None)),
            added=paper.entry.get("creationdate"),
            edit=fill(self.config.cardcatalog_edit_url, paper),
            report=fill(self.config.cardcatalog_report_url, paper),
            url=self.url(paper.key),
        )

    def url(self, key: str) -> str:
        """Return the address of a paper's page on the web, if the site's own is known."""
        return f"{self.baseurl.rstrip('/')}/{self.builder.get_target_uri(paper_page(key))}" if self.baseurl else ""

    def _related(self, relation: Relation) -> Item:
        paper = self.catalog.papers[relation.key]
        when = f"{paper.venue} {paper.year or ''}".strip()
        names = [self.catalog.keywords[word].name for word in relation.keywords if word in self.catalog.keywords]
        return Item(when, self.address("paper", paper.key), _reason(relation, names), html=self._titles[paper.key])

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
            papers = [paper for paper in self.catalog.filed_in(category) if paper.categories[0] == category]
            items = [Item(str(self._titles[paper.key]), self.address("paper", paper.key)) for paper in papers]
            around = zip(papers, [None, *items], [*items[1:], None], strict=False)
            found |= {paper.key: (before, behind) for paper, before, behind in around}
        return found

    def context(self, view: View, references: Mapping[str, str]) -> dict[str, Any]:
        """Return what a theme needs to write a page."""
        paper = self.catalog.papers[view.key]
        citations = self._citations(paper, references)
        before, behind = view.neighbours
        return {
            "title": escape(view.title),
            "body": _TEMPLATES.get_template("paper.html").render(view=view, citations=citations),
            "metatags": head_of(paper, self.catalog, site=self.config.html_title or "", url=view.url),
            "pageurl": view.url or None,
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


def _numbered(paper: Paper) -> Iterator[tuple[str, str, str]]:
    """Yield the links of a paper: the kind of each, what to call it, and where it leads."""
    numbers: Counter[str] = Counter()
    for link in paper.links:
        numbers[link.label] += 1
        text = f"{link.label} {numbers[link.label]}" if numbers[link.label] > 1 else link.label
        yield link.label, text, link.url


def _reason(relation: Relation, keywords: list[str]) -> str:
    """Return in words why a paper is related to another."""
    if relation.is_named:
        return "Named in the entry"
    names = {"Same authors": list(relation.authors), "Same keywords": keywords}
    reasons = [
        f"{label if len(row) > 1 else label.removesuffix('s')}: {', '.join(row[:REASONS_SHOWN])}"
        + (f" and {len(row) - REASONS_SHOWN} more" if len(row) > REASONS_SHOWN else "")
        for label, row in names.items()
        if row
    ]
    # What is left is a word or two, which the titles show.
    return " · ".join([*reasons, *(["Similar title"] if relation.is_alike or not reasons else [])])


def title_html(paper: Paper) -> Markup:
    """Return the title of a paper with its math as MathML, which needs no script and no renderer of the project."""
    tex = paper.entry.get("title")
    if "$" not in tex:
        return Markup(escape(paper.title))  # noqa: S704  (escaped)
    try:
        parts = [to_mathml(run.content) if run.is_math else escape(run.content) for run in to_runs(tex)]
    except MathError:
        return Markup(escape(paper.title))  # noqa: S704  (escaped)
    return Markup("".join(parts))  # noqa: S704  (escaped, and made by docutils)


def fill(template: str, paper: Paper) -> str:
    """Return an address made for a paper; see :func:`check_templates` for what may stand in its template."""
    location = paper.entry.location
    values = {
        "path": location.path,
        "key": paper.key,
        "title": f"Mistake in {paper.key}",
        "body": f"{paper.title}\n{location}\n\nWhat is wrong, and where it is right:\n",
    }
    return template.format(line=location.line, **{name: quote(text, safe="/") for name, text in values.items()})


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
    if domain.has_paper_pages:
        studio = Studio(builder, domain, _relations(domain, shared))
        look = (builder.build_info.config_hash, str(builder.templates.newest_template_mtime()))
        for paper in domain.catalog.papers.values():
            page = paper_page(paper.key)
            pages[page] = studio.view(paper)
            after[page] = digest(*look, repr(pages[page]))
        redirects = _redirects(studio)
        after |= {page: digest(text) for page, text in redirects.items()}
        stale = [name for name in after if before.get(name) != after[name] or not _path(builder, name).exists()]
        references = _references(domain, shared)
        for name in stale:
            if name in pages:
                yield name, studio.context(pages[name], references.get(pages[name].key, {})), "page.html"
            else:
                _write(_path(builder, name), redirects[name])
    for name in before.keys() - after.keys():
        _remove(_path(builder, name))
    memory.keep(pages=after)


def _path(builder: StandaloneHTMLBuilder, name: str) -> Path:
    return Path(builder.get_output_path(name))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    with suppress(OSError):  # in dirhtml the page has a folder of its own, elsewhere one that others need
        path.parent.rmdir()


def _relations(domain: PaperDomain, memory: Memory) -> Mapping[str, Any]:
    """Return the relations of all papers, from memory if these are the same as before."""
    papers = domain.catalog.papers.values()
    state = digest(*map(domain.catalog.fingerprint, papers))
    known = memory.recall("relations")
    if known.get("state") != state:
        rows = {key: [asdict(row) for row in related] for key, related in relate(domain.catalog).items()}
        known = {"state": state, "rows": rows}
        memory.keep(relations=known)
    return dict(known["rows"])


def _references(domain: PaperDomain, memory: Memory) -> dict[str, dict[str, str]]:
    """Return the references of all papers; only those that are new or have changed are set."""
    catalog = domain.catalog
    states = {key: catalog.fingerprint(paper) for key, paper in catalog.papers.items()}
    known = {key: row for key, row in memory.recall("references").items() if row["state"] == states.get(key)}
    new = [paper for key, paper in catalog.papers.items() if key not in known]
    if new:
        found = format_references(new)
        known |= {paper.key: {"state": states[paper.key], "texts": found.get(paper.key, {})} for paper in new}
        memory.keep(references=known)
    return {key: row["texts"] for key, row in known.items()}


def _redirects(studio: Studio) -> dict[str, str]:
    """Return the pages of former keys, which lead to those of the present ones."""
    taken = {paper_page(key).casefold() for key in studio.catalog.papers}
    pages = {}
    for paper in studio.catalog.papers.values():
        for key in paper.former_keys:
            page = paper_page(key)
            if page.casefold() not in taken and studio.catalog.find(key) is paper:
                way = studio.builder.get_relative_uri(page, paper_page(paper.key))
                language = studio.config.language
                pages[page] = redirect_page(paper.title, way, canonical=studio.url(paper.key), language=language)
    return pages


def feed_search(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Let Sphinx's search lead to the pages: it finds objects on pages that it knows, and only those."""
    builder, domain = app.builder, domain_of(app.env)
    indexer = getattr(builder, "indexer", None)
    if domain.has_paper_pages and indexer and getattr(builder, "search", False):
        empty = nodes.section()
        for paper in domain.catalog.papers.values():
            page = paper_page(paper.key)
            row = domain.catalog.categories.get(next(iter(paper.categories), ""))
            indexer.feed(page, f"{page}.html", row.title if row else "", empty)
    return iter(())


def setup(app: Sphinx) -> None:
    """Register the settings, and let the pages be collected when all others are written."""
    app.add_config_value("cardcatalog_paper_pages", default=True, rebuild="html", types=[bool])
    app.add_config_value("cardcatalog_baseurl", "", "html", [str])
    app.add_config_value("cardcatalog_edit_url", "", "html", [str])
    app.add_config_value("cardcatalog_report_url", "", "html", [str])
    app.connect("config-inited", check_templates)
    app.connect("html-collect-pages", collect_papers)
    app.connect("html-collect-pages", feed_search)
