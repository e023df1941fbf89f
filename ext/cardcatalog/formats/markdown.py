"""Write papers as an awesome list: a README in Markdown, with a line for each paper below the title of its category."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper
    from cardcatalog.catalog.taxonomy import Keyword

BOOK_CHAPTER = "Book Chapter: "
"""The text before the title of a book in the place of a venue."""

_LINT = "<!--lint disable no-undefined-references-->"
"""For awesome-lint, to which a link in brackets looks like a reference to something undefined."""

_CONTENTS = "Contents"
_UNCATEGORIZED = "Other"
_DEEPEST_HEADING = 6


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading: its level, the text and address of it, the papers below it, and the sections below those."""

    level: int
    title: str
    anchor: str
    papers: tuple[Paper, ...]
    sections: tuple[_Section, ...] = ()


def format_list(
    catalog: Catalog,
    papers: Iterable[Paper] | None = None,
    *,
    title: str = "Papers",
    about: str = "",
    within: Collection[str] = (),
) -> str:
    """Return papers as an awesome list: contents, keywords, and a section for each category that holds any of them.

    Each paper is in every category that it names, newest first. So that no two lines begin with a link to the same
    address, which awesome-lint forbids, later ones refer to a definition at the end.

    :param papers: some of the papers of the catalog; all, if not given.
    :param title: the heading of the whole, in plain text.
    :param about: Markdown below the title.
    :param within: the categories whose sections, with those below them, are shown; all, if none are given.
    """
    chosen = set(catalog.papers) if papers is None else {paper.key for paper in papers}
    sections = _sections(_Choice(catalog, chosen, within), _Anchors([title, _CONTENTS]))
    writer = _Writer(catalog, _listed_keywords(catalog, chosen))
    blocks = [
        f"# {_escape_heading(title)}",
        about.strip(),
        _LINT,
        f"## {_CONTENTS}",
        # Two levels, as awesome-lint requires; a section links to those further below.
        "\n".join(f"{'  ' * (row.level - 2)}- {_link_to(row)}" for top in sections for row in (top, *top.sections)),
        writer.legend(),
        *(block for section in sections for block in writer.section(section)),
        writer.definitions(),
    ]
    return "\n\n".join(filter(None, blocks)) + "\n"


class _Anchors:
    """The addresses that GitHub gives headings: lower case, no punctuation, hyphens for spaces, numbers for equal ones.

    As in the npm package github-slugger.
    """

    def __init__(self, titles: Iterable[str] = ()) -> None:
        """Take in the titles of headings that come first."""
        self._taken: Counter[str] = Counter()
        for title in titles:
            self.add(title)

    def add(self, title: str) -> str:
        """Return the address of the next heading."""
        base = re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
        anchor = base
        while anchor in self._taken:
            self._taken[base] += 1
            anchor = f"{base}-{self._taken[base]}"
        self._taken[anchor] = 0
        return f"#{anchor}"


@dataclass(frozen=True, slots=True)
class _Choice:
    """The papers and the categories of a list."""

    catalog: Catalog
    keys: set[str]
    within: Collection[str]

    def papers_in(self, category: str) -> tuple[Paper, ...]:
        """Return the chosen papers that name a category, none if its section is not wanted."""
        if self.within and not any(row.id in self.within for row in self.catalog.path(category)):
            return ()
        return tuple(paper for paper in self.catalog.papers_in(category) if paper.key in self.keys)

    def has_any(self, category: str) -> bool:
        """Return whether a category or one below it has a chosen paper."""
        return bool(self.papers_in(category)) or any(self.has_any(row.id) for row in self.catalog.children(category))

    def uncategorized(self) -> tuple[Paper, ...]:
        """Return the chosen papers that are in no category of the tree; a choice of categories leaves them out."""
        known = self.catalog.categories.keys()
        rest = () if self.within else (self.catalog.papers[key] for key in self.catalog.papers if key in self.keys)
        return tuple(paper for paper in rest if known.isdisjoint(paper.categories))


def _sections(choice: _Choice, anchors: _Anchors, parent: str = "", level: int = 2) -> tuple[_Section, ...]:
    found = []
    for row in choice.catalog.children(parent):
        if choice.has_any(row.id):
            anchor = anchors.add(row.title)
            below = _sections(choice, anchors, row.id, level + 1)
            found.append(_Section(level, row.title, anchor, choice.papers_in(row.id), below))
    if not parent and (papers := choice.uncategorized()):
        found.append(_Section(level, _UNCATEGORIZED, anchors.add(_UNCATEGORIZED), papers))
    return tuple(found)


def _listed_keywords(catalog: Catalog, chosen: set[str]) -> dict[str, Keyword | None]:
    """Return the keywords to show, in the order of the glossary: those that it lists, else all."""
    used = dict.fromkeys(word for key in chosen for word in catalog.papers[key].keywords)
    rows = [row for row in catalog.keywords.values() if row.id in used]
    if any(row.listed for row in catalog.keywords.values()):
        return {row.id: row for row in rows if row.listed}
    return {row.id: row for row in rows} | {word: None for word in sorted(used) if word not in catalog.keywords}


def _link_to(section: _Section) -> str:
    return f"[{_escape(section.title)}]({section.anchor})"


@dataclass(slots=True)
class _Writer:
    """The writer of the lines, with the URLs that have begun a line already."""

    catalog: Catalog
    keywords: dict[str, Keyword | None]
    leading: set[str] = field(default_factory=set)
    """The addresses with which lines have begun, in one spelling."""
    labels: dict[str, str] = field(default_factory=dict)
    """The label of each address that lines refer to."""

    def legend(self) -> str:
        """Return the legend of the keywords."""
        lines = [self.meaning(word, row) for word, row in self.keywords.items()]
        return "\\\n".join(["**Keywords**", *lines]) if lines else ""

    def meaning(self, word: str, row: Keyword | None) -> str:
        """Return a keyword with the gist of its definition, or else another name of it."""
        gist = (row.gist or "".join(row.aliases[:1])) if row else ""
        mark = f"**{code_span(row.name if row else word)}**"
        return f"{mark}: {_escape(gist)}" if gist else mark

    def section(self, section: _Section) -> Iterator[str]:
        """Yield heading, ways further down, papers, and the sections below."""
        yield f"{'#' * min(section.level, _DEEPEST_HEADING)} {_escape_heading(section.title)}"
        if section.level > 2 and section.sections:  # noqa: PLR2004  (the contents show those below the first level)
            yield " · ".join(map(_link_to, section.sections))
        if section.papers:
            yield "\n".join(map(self.line, section.papers))
        for inner in section.sections:
            yield from self.section(inner)

    def line(self, paper: Paper) -> str:
        """Return the line of a paper: title, venue, year, links, keywords."""
        head = ", ".join(filter(None, [f'"{_escape(paper.title)}"', _escape(self.venue(paper)), paper.date.shown]))
        links = [
            self.first_link(paper, label, url) if number == 0 else f"[[{label}]({_destination(url)})]"
            for number, (label, url) in enumerate(_links(paper))
        ]
        words = [word for word in self.keywords if word in paper.keywords]
        names = [row.name if (row := self.keywords[word]) else word for word in words]
        return " ".join([f"- {head}.", *links, *(f"[**{code_span(name)}**]" for name in names)])

    def venue(self, paper: Paper) -> str:
        """Return the venue of a paper, a book being marked as one."""
        row = self.catalog.venues.get(paper.venue)
        return f"{BOOK_CHAPTER}{paper.venue}" if row and row.kind == "book" else paper.venue

    def first_link(self, paper: Paper, label: str, url: str) -> str:
        """Return the link that leads a line, as a reference if a line above begins with the same address."""
        plain = re.sub(r"^https?://(www\.)?", "", url).rstrip("/")  # equal to awesome-lint
        if plain not in self.leading:
            self.leading.add(plain)
            return f"[[{label}]({_destination(url)})]"
        self.labels.setdefault(url, re.sub(r"([^\w.:/+-])", r"\\\1", paper.key.casefold()))
        return f"[[{label}][{self.labels[url]}]]"

    def definitions(self) -> str:
        """Return the addresses that lines refer to."""
        pairs = sorted((label, url) for url, label in self.labels.items())
        return "\n".join(f"[{label}]: {_destination(url)}" for label, url in pairs)


def _links(paper: Paper) -> Iterator[tuple[str, str]]:
    """Yield the links of a line: the paper, its code, its project."""
    labels = {"Code": "code", "Project": "project"}
    others = [(labels[link.label], link.url) for link in paper.links if link.label in labels]
    if paper.url and paper.url not in {url for _label, url in others}:
        yield "paper", paper.url
    yield from others


_MARKUP = re.compile(
    r"""
    [\\`*_\[\]<~$"]         # emphasis, code, links, tags, lines through, math, and the end of a title
    | &(?=\#?\w+;)          # an entity
    | (?<=https)(?=://) | (?<=http)(?=://) | (?<=www)(?=\.)   # what GitHub takes for an address
    """,
    re.VERBOSE | re.IGNORECASE,
)


def _escape(text: str) -> str:
    """Return text that Markdown takes for nothing but text."""
    return _MARKUP.sub(r"\\\g<0>", text)


def _escape_heading(text: str) -> str:
    """Return the text of a heading, at whose end number signs would count as its frame."""
    return re.sub(r"(?<!\S)#", r"\\#", _escape(text))


def code_span(text: str) -> str:
    """Return any text as a code span, fenced by more backticks than the longest run in it.

    https://spec.commonmark.org/0.31.2/#code-spans
    """
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    space = " " if not text or "`" in {text[0], text[-1]} else ""
    return f"{fence}{space}{text}{space}{fence}"


def _destination(url: str) -> str:
    """Return an address as Markdown takes it between parentheses."""
    spelled = re.sub(r"[\s<>`\x00-\x1f\x7f]", lambda match: quote(match[0]), url)
    return re.sub(r"[()\\]|&(?=#?\w+;)", r"\\\g<0>", spelled)
