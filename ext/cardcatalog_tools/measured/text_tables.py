"""Tables of reStructuredText, of CSV, and drawn with lines, as rows of cells with their lines."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import groupby, pairwise
from typing import NamedTuple

from cardcatalog_tools.measured.cells import Cell, plain


class ListTable(NamedTuple):
    """A ``list-table`` of reStructuredText."""

    line: int
    rows: list[list[Cell]]
    heads: int
    """How many rows are headings by its option."""


_TABLE = re.compile(r"(?P<indent> *)\.\. list-table::")
_HEADS = re.compile(r"\s*:header-rows:\s*(\d+)")
_ITEM = re.compile(r"(?P<row> *\* )?(?P<cell> *)-(?: (?P<text>.*)|$)")
_LINK = re.compile(r"`([^`<]*?)\s*<[^`<>]*>`__?")
_RULE = re.compile(r"([=\-~^\"'`#*+.])\1{2,}")


def list_tables(text: str) -> Iterator[ListTable]:
    """Yield the tables that the directive ``list-table`` holds, whose form the reference of docutils defines."""
    lines = text.splitlines()
    for begin, line in enumerate(lines):
        if table := _TABLE.match(line):
            body = list(_body(lines, begin + 1, len(table["indent"])))
            heads = next((int(found[1]) for _number, each in body if (found := _HEADS.match(each))), 0)
            yield ListTable(begin + 1, _rows(body), heads)


def _body(lines: Sequence[str], begin: int, indent: int) -> Iterator[tuple[int, str]]:
    """Yield the lines of a directive with their numbers: those that are indented more than it."""
    for number, line in enumerate(lines[begin:], begin + 1):
        if line.strip() and len(line) - len(line.lstrip()) <= indent:
            return
        yield number, line


def _rows(body: Sequence[tuple[int, str]]) -> list[list[Cell]]:
    """Return the rows of a list of lists; further lines of a cell belong to it."""
    rows: list[list[tuple[int, list[str]]]] = []
    depth = -1
    for number, line in body:
        item = _ITEM.match(line)
        place = len(item["row"] or "") + len(item["cell"]) if item else -1
        if item and item["row"]:
            rows.append([])
            depth = place
        if item and rows and place == depth:
            rows[-1].append((number, [item["text"] or ""]))
        elif rows and rows[-1]:
            rows[-1][-1][1].append(line.strip())
    return [[_cell(" ".join(filter(None, words)), number) for number, words in row] for row in rows]


def _cell(source: str, line: int) -> Cell:
    return Cell(plain(_LINK.sub(r"\1", source)), source, line)


_BORDER = re.compile(r"\+(?:[-=]+\+)+")


def drawn_tables(text: str) -> Iterator[ListTable]:
    """Yield tables drawn with lines, as reStructuredText has them, and the output of programs in blocks of code.

    A table with a cell over several columns or rows is left out.
    """
    for _is_drawn, group in groupby(enumerate(text.splitlines(), 1), lambda pair: pair[1].strip()[:1] in {"+", "|"}):
        lines = [(number, line.strip()) for number, line in group]
        parts = [line.strip("|").split("|") for _number, line in lines if not _BORDER.fullmatch(line)]
        is_whole = len({len(cells) for cells in parts}) == 1 and not any(
            "+-" in cell for cells in parts for cell in cells
        )
        if _BORDER.fullmatch(lines[0][1]) and is_whole:
            yield _drawn_table(lines)


def _drawn_table(lines: Sequence[tuple[int, str]]) -> ListTable:
    rows: list[list[Cell]] = []
    heads = 1
    for is_border, group in groupby(lines, lambda pair: bool(_BORDER.fullmatch(pair[1]))):
        own = list(group)
        if not is_border:
            columns = zip(*(line.strip("|").split("|") for _number, line in own), strict=True)
            rows.append([_cell(" ".join(filter(None, map(str.strip, words))), own[0][0]) for words in columns])
        elif "=" in own[0][1]:
            heads = len(rows)
    return ListTable(lines[0][0], rows, heads)


def headings(text: str) -> Iterator[tuple[int, str]]:
    """Yield the headings of reStructuredText, lines above a rule that is as long, with their lines."""
    lines = text.splitlines()
    for number, (line, below) in enumerate(pairwise(lines), 1):
        words = line.strip()
        if words and not _RULE.fullmatch(words) and _RULE.fullmatch(below.strip()) and len(below) >= len(words):
            yield number, plain(words)


def csv_rows(text: str) -> list[list[Cell]]:
    """Return the rows of a CSV file; a row of several lines begins in its first.

    :raises csv.Error: if a cell is longer than any is, as after a quotation mark without its pair.
    """
    reader = csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""))
    rows, begin = [], 1
    for row in reader:
        if any(map(str.strip, row)):
            rows.append([Cell(plain(each), each, begin) for each in row])
        begin = reader.line_num + 1
    return rows
