"""Read lists of papers in Markdown into items, and report the lines that are not read in full."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from cardcatalog.problems import Kind, Location, Problem
from cardcatalog_tools.lists.lines import Line, Parts, Span, take_apart

if TYPE_CHECKING:
    from markdown_it.token import Token

    from cardcatalog.catalog.links import Link


@dataclass(frozen=True, slots=True)
class Item:
    """A paper as a line of a list gives it; what the line does not give is empty.

    ``section`` holds the headings above it without the title of the list; ``rest`` the text that was not read.
    """

    section: tuple[str, ...]
    title: str
    venue: str
    year: int | None
    links: tuple[Link, ...]
    keywords: tuple[str, ...]
    rest: str
    location: Location


def read_list(text: str, name: str) -> tuple[list[Item], list[Problem]]:
    """Read the papers of a list.

    An item of a list is a paper if it has a link to a paper, or a title with venue and year. The title comes first: in
    quotes, as a link, in bold, or as plain text; then venue and year, links, and keywords as code. Links to headings,
    other lists and tools, badges and prose are not papers.

    :param text: a README in Markdown (CommonMark, with GitHub's tables).
    :param name: its path as messages show it.
    :returns: the papers in order, and a problem for each line that was not read in full.
    """
    reader = _Reader(name)
    for token in _Markdown("commonmark").enable("table").disable("text_join").parse(text):
        reader.read(token)
    return reader.items, sorted(reader.problems, key=lambda problem: problem.location.line)


class _Markdown(MarkdownIt):
    """A parser that keeps addresses as they are written."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802  (the parser's name)
        """Return an address as it is, where the parser would escape characters beyond ASCII."""
        return url


_BREAK = re.compile(r"<br\b[^>]*>", re.IGNORECASE)
_ANCHOR = re.compile(r"<a\b", re.IGNORECASE)
_BULLET = re.compile(r"[-*+](?=[\"“\[])")
"""A bullet without the space that would make it one."""


@dataclass(slots=True)
class _Reader:
    """Collects the items of a list from its tokens, one after the other."""

    name: str
    items: list[Item] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    has_title: bool = False
    level: int = 0
    """The level of the heading whose text comes next; else 0."""
    depth: int = 0
    """The number of lists around the token."""
    line: Line | None = None
    table: list[int] = field(default_factory=list)
    """The line of the table around the token, and the lines of its rows with links."""

    def read(self, token: Token) -> None:
        """Take in a token."""
        begin = token.map[0] + 1 if token.map else 1
        if token.type == "heading_open":
            self.level = int(token.tag[1])
        elif token.type == "table_open":
            self.table = [begin]
        elif token.type in {"bullet_list_open", "ordered_list_open", "list_item_open", "list_item_close"}:
            self.finish()
            self.depth += token.type.endswith("list_open")
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            self.depth -= 1
        elif token.type == "table_close":
            self.report_table()
        elif token.type == "html_block" and re.search(r"<(li|td)\b", token.content, re.IGNORECASE):
            self.report_problem(begin, "HTML is not read; write each paper as an item of a list")
        elif token.type == "inline":
            self.read_inline(token, begin)

    def read_inline(self, token: Token, begin: int) -> None:
        """Take in the text of a heading, a row of a table, or a paragraph."""
        if self.level:
            self.read_heading(token.children or [], begin)
        elif self.table:
            if any(child.type == "link_open" for child in token.children or ()):
                self.table.append(begin)
        elif self.depth and self.line:
            # Another paragraph of the same item
            self.line.add("\n")
            self.read_lines(token.children or [], begin, self.line)
        else:
            self.read_lines(token.children or [], begin, Line(begin) if self.depth else None)
            if not self.depth:
                self.finish()

    def read_heading(self, children: Sequence[Token], begin: int) -> None:
        """Go on to another section; the first heading of the highest level names the list."""
        line = Line(begin)
        for child in _flat(children):
            _add(line, child)
        level, self.level = self.level, 0
        while self.headings and self.headings[-1][0] >= level:
            self.headings.pop()
        if level == 1 and not self.has_title:
            self.has_title = True
        elif text := " ".join(line.text.split()):
            self.headings.append((level, text))

    def read_lines(self, children: Sequence[Token], begin: int, line: Line | None) -> None:
        """Take in a paragraph; a line that begins with a bullet but no space is an item of its own."""
        at_start, self.line = True, line
        for child in _flat(children):
            if at_start and child.type == "text" and _BULLET.match(child.content):
                self.finish()
                self.line = Line(begin, faults=["no space after the bullet"])
                child = child.copy(content=child.content[1:])  # noqa: PLW2901  (the rest of the same text)
            begin += child.type in {"softbreak", "hardbreak"}
            at_start = child.type in {"softbreak", "hardbreak"}
            if self.line:
                _add(self.line, child)

    def finish(self) -> None:
        """Make an item of the line that has been gathered."""
        line, self.line = self.line, None
        if line is None or not line.text.strip():
            return
        parts = take_apart(line)
        if parts.is_paper():
            self.add(line, parts)

    def add(self, line: Line, parts: Parts) -> None:
        """Add the item of a line, and report its problems."""
        section = tuple(text for _level, text in self.headings)
        year = int(section[-1]) if section and re.fullmatch(r"(19|20)\d\d", section[-1]) else None
        item = Item(
            section=section,
            title=parts.title.text,
            venue=parts.place.venue,
            year=parts.place.year or year,
            links=tuple(dict.fromkeys(parts.links)),
            keywords=tuple(dict.fromkeys(parts.keywords)),
            rest=" ".join(parts.rest),
            location=Location(self.name, line.number),
        )
        if item.title:
            self.items.append(item)
        if faults := [*line.faults, *_faults(item)]:
            self.report_problem(line.number, f"{', '.join(faults)}: {_summary(item)}")

    def report_table(self) -> None:
        """Report a table, if it has links."""
        (begin, *rows), self.table = self.table, []
        if rows:
            cells = len(set(rows))
            self.report_problem(
                begin, f"tables are not read, {cells} rows with links here; write each paper as an item of a list"
            )

    def report_problem(self, line: int, message: str) -> None:
        """Add a problem of a line."""
        self.problems.append(Problem(Location(self.name, line), message, Kind.LIST))


def _flat(children: Sequence[Token]) -> Iterator[Token]:
    """Yield the parts of a text; a link comes as one part, with its text as content and its address as target.

    A link around nothing but a picture is a badge, and left out.
    """
    inside: Token | None = None
    label: list[str] = []
    for child in children:
        if child.type == "link_open":
            inside, label = child, []
        elif child.type == "link_close" and inside:
            if text := " ".join("".join(label).split()):
                yield inside.copy(type="link", content=text)
            inside = None
        elif inside:
            label.append({"softbreak": " ", "image": ""}.get(child.type, child.content))
        else:
            yield child


_KINDS = {"link": "link", "code_inline": "code", "text_special": "escaped"}


def _add(line: Line, token: Token) -> None:
    """Add a part of a text to a line."""
    if token.type in _KINDS:
        line.add(token.content, _KINDS[token.type], str(token.attrs.get("href", "")))
    elif token.type == "strong_open":
        line.strong_starts.append(len(line.text))
    elif token.type == "strong_close":
        line.spans.append(Span(line.strong_starts.pop(), len(line.text), "strong"))
    elif token.type == "hardbreak" or _BREAK.match(token.content):
        line.add("\n")
    elif token.type == "html_inline":
        line.faults += [f"{token.content} is not read"] if _ANCHOR.match(token.content) else []
    elif token.type != "image":
        line.add(" " if token.type == "softbreak" else token.content)


def _faults(item: Item) -> Iterator[str]:
    """Yield the parts that a line lacks, and the text that was not read."""
    yield from (f"no {name}" for name in ("title", "venue", "year") if not getattr(item, name))
    if item.rest:
        yield f"{item.rest!r} was not read"


def _summary(item: Item) -> str:
    """Return the parts that were read of a line."""
    if not item.title:
        return f"left out, with {', '.join(link.url for link in item.links)}; give it a title"
    facts = {"title": item.title, "venue": item.venue, "year": item.year}
    read = ", ".join(f"{name} {value!r}" for name, value in facts.items() if value)
    return f"read as {read}; fix it here or in the entry"
