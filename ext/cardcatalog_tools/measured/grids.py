"""Tables of a file as grids, in which a cell that spans several is there in each, with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from cardcatalog_tools.measured.cells import Cell, is_numeric, plain
from cardcatalog_tools.measured.text_tables import csv_rows, drawn_tables, headings, list_tables

if TYPE_CHECKING:
    from markdown_it.token import Token

MAX_SPAN = 100
"""The most rows or columns that a cell may span: a table of numbers has no more."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table."""

    line: int
    section: str
    """The heading above it."""

    heads: tuple[tuple[Cell, ...], ...]
    body: tuple[tuple[Cell, ...], ...]

    @property
    def columns(self) -> range:
        """The numbers of the columns."""
        return range(max(map(len, (*self.heads, *self.body)), default=0))

    def head(self, column: int) -> list[str]:
        """Return the words above a column, from the top; those of a cell over several rows once."""
        return list(dict.fromkeys(row[column].text for row in self.heads if row[column].text))


@dataclass(frozen=True, slots=True)
class _Found:
    line: int
    rows: Sequence[Sequence[Cell]]
    heads: int
    """How many rows are headings by their markup."""


_Tables = tuple[list[_Found], list[tuple[int, str]]]
"""Tables, and headings above them with their lines."""


def read_grids(text: str, path: str = "README.md") -> list[Grid]:
    """Return the tables of a file in the order of lines.

    :param path: its name, whose ending decides: CSV, reStructuredText, else Markdown (GitHub's) with HTML.
    :raises csv.Error: if a file of CSV cannot be divided into cells.
    """
    found, above = _READERS.get(PurePosixPath(path).suffix.lower(), _read_markdown)(text)
    return [_make_grid(each, above) for each in sorted(found, key=lambda each: each.line) if each.rows]


def _read_csv(text: str) -> _Tables:
    return [_Found(1, csv_rows(text), 1)], []


def _read_rst(text: str) -> _Tables:
    return [_Found(*table) for table in (*list_tables(text), *drawn_tables(text))], list(headings(text))


def _read_markdown(text: str) -> _Tables:
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    above, grids, code = [], [], set[int]()
    for place, token in enumerate(tokens):
        begin, end = token.map or (0, 0)
        if token.type in {"fence", "code_block"}:
            code |= set(range(begin + 1, end + 1))
        elif token.type == "heading_open" or _is_bold(token, tokens[place + 1 : place + 2]):
            above.append((begin + 1, plain(tokens[place + 1].content)))
        elif token.type == "table_open":
            grids.append(_Found(begin + 1, _pipe_rows(text.splitlines()[begin:end], begin + 1), 1))
    grids += [found for found in _html_tables(text) if found.line not in code]
    grids += [_Found(*table) for table in drawn_tables(text)]
    above += [found for found in _html_headings(text) if found[0] not in code]
    return grids, above


_READERS = {".csv": _read_csv, ".rst": _read_rst}


def _is_bold(token: Token, inline: Sequence[Token]) -> bool:
    """Return whether a bold paragraph begins, which serves as a heading."""
    return token.type == "paragraph_open" and bool(re.fullmatch(r"(\*\*|__)[^*_]+\1:?", inline[0].content))


def _html_headings(text: str) -> Iterator[tuple[int, str]]:
    for match in re.finditer(r"<(h[1-6]|summary)\b[^>]*>(.*?)</\1>", text, re.IGNORECASE | re.DOTALL):
        yield text.count("\n", 0, match.start()) + 1, plain(match[2])


def _pipe_rows(lines: Sequence[str], begin: int) -> list[list[Cell]]:
    """Return the rows of a table with pipes, without the line below its heading."""
    rows = []
    for number, line in enumerate(lines, begin):
        if number != begin + 1:
            parts = re.split(r"(?<!\\)\|", line.strip().removeprefix("|"))
            parts = parts[:-1] if not parts[-1].strip() else parts
            rows.append([Cell(plain(part.replace("\\|", "|")), part.strip(), number) for part in parts])
    return rows


def _html_tables(text: str) -> Iterator[_Found]:
    for match in re.finditer(r"<table\b.*?(?:</table\s*>|\Z)", text, re.IGNORECASE | re.DOTALL):
        begin = text.count("\n", 0, match.start()) + 1
        reader = _TableReader(match[0], begin)
        yield _Found(begin, reader.rows(), reader.heads)


@dataclass(slots=True)
class _Open:
    """A cell of HTML with its place in the text, and how many rows and columns it spans."""

    begin: int
    line: int
    down: int
    across: int
    is_head: bool
    end: int = 0


class _TableReader(HTMLParser):
    """Reads the rows of a table; a cell ends where the next begins, whether the source ends it or not."""

    def __init__(self, text: str, begin: int) -> None:
        super().__init__(convert_charrefs=False)
        self._text, self._begin = text, begin
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._rows: list[list[_Open]] = []
        self._cell: _Open | None = None
        self.feed(text)
        self._close(len(text))
        self.heads = next(
            (place for place, row in enumerate(self._rows) if not all(cell.is_head for cell in row)), len(self._rows)
        )

    def _place(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def _close(self, place: int) -> None:
        if self._cell:
            self._cell.end = place
            self._cell = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a row or a cell."""
        if tag in {"tr", "td", "th"}:
            self._close(self._place())
        if tag == "tr":
            self._rows.append([])
        elif tag in {"td", "th"}:
            spans = {name: _span(value) for name, value in attrs if name in {"rowspan", "colspan"}}
            begin = self._place() + len(self.get_starttag_text() or "")
            line = self._begin + self.getpos()[0] - 1
            self._cell = _Open(begin, line, spans.get("rowspan", 1), spans.get("colspan", 1), tag == "th")
            self._rows = self._rows or [[]]
            self._rows[-1].append(self._cell)

    def handle_endtag(self, tag: str) -> None:
        """End a cell."""
        if tag in {"td", "th", "tr", "thead", "tbody", "table"}:
            self._close(self._place())

    def rows(self) -> list[list[Cell]]:
        """Return the rows, with each cell wherever it spans."""
        grid: dict[tuple[int, int], Cell] = {}
        for down, row in enumerate(self._rows):
            across = 0
            for cell in row:
                source = self._text[cell.begin : cell.end].strip()
                while (down, across) in grid:
                    across += 1
                made = Cell(plain(source), source, cell.line)
                for place in ((down + y, across + x) for y in range(cell.down) for x in range(cell.across)):
                    grid.setdefault(place, made)
        width = max((across for _down, across in grid), default=-1) + 1
        blank = [Cell("", "", self._begin)] * width
        return [[grid.get((down, across), blank[across]) for across in range(width)] for down in range(len(self._rows))]


def _span(value: str | None) -> int:
    return min(int(value), MAX_SPAN) or 1 if value and value.isdecimal() else 1


def _make_grid(found: _Found, headings: Sequence[tuple[int, str]]) -> Grid:
    """Return a table with as many rows of headings as have no number below their first columns."""
    width = max(map(len, found.rows))
    rows = [(*row, *[Cell("", "", row[0].line if row else found.line)] * (width - len(row))) for row in found.rows]
    heads = max(found.heads if found.heads < len(rows) else _first_with_number(rows), 1)
    while heads < len(rows) and _is_heading(rows[heads]):
        heads += 1
    section = max((heading for heading in headings if heading[0] <= found.line), default=(0, ""))[1]
    return Grid(found.line, section, _continued(rows[:heads]), tuple(rows[heads:]))


def _first_with_number(rows: Sequence[Sequence[Cell]]) -> int:
    """Return which row ends the headings where all cells are headings by their markup."""
    return next((place for place, row in enumerate(rows) if any(is_numeric(cell.text) for cell in row)), len(rows))


def _is_heading(row: Sequence[Cell]) -> bool:
    """Return whether a row names columns: most of its cells have words, and not all the same, and none is a number."""
    words = [cell.text for cell in row if cell.text.strip("- ")]
    return len(words) > len(row) / 2 and len(set(words)) > 1 and not any(map(is_numeric, words))


def _continued(heads: Sequence[Sequence[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    """Return rows of headings in which an empty cell above another heading goes on with the one on its left."""
    made = []
    for place, row in enumerate(heads):
        cells = list(row)
        for column in range(1, len(cells)):
            below = any(lower[column].text.strip("- ") for lower in heads[place + 1 :])
            if not cells[column].text.strip("- ") and below:
                cells[column] = cells[column - 1]
        made.append(tuple(cells))
    return tuple(made)
