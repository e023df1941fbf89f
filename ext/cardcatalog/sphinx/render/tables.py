"""Tables of a page: cells are texts, or nodes that a line holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docutils import nodes

Cell = str | nodes.Element | Sequence[nodes.Node]
"""A text, a node in a line or a whole paragraph, or several nodes in a line."""


def table(headings: Sequence[str], rows: Iterable[Sequence[Cell]], widths: Iterable[int], *classes: str) -> nodes.table:
    """Return a table with one row of headings.

    :param widths: of the columns, relative to each other.
    """
    group = nodes.tgroup(cols=len(headings))
    group.extend(nodes.colspec(colwidth=width) for width in widths)
    group += nodes.thead("", _row(headings))
    group += nodes.tbody("", *map(_row, rows))
    return nodes.table("", group, classes=["cc-table", *classes])


def _row(cells: Iterable[Cell]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", _paragraph(cell)) for cell in cells))


def _paragraph(cell: Cell) -> nodes.paragraph:
    if isinstance(cell, nodes.paragraph):
        return cell
    if isinstance(cell, str):
        return nodes.paragraph("", cell)
    return nodes.paragraph("", "", *([cell] if isinstance(cell, nodes.Element) else cell))
