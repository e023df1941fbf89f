"""Tables of a page: cells are texts, or nodes that a line holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from docutils import nodes

Cell = str | nodes.Element | Sequence[nodes.Node]
"""A text, a node in a line or a whole paragraph, or several nodes in a line."""


class table_cells(nodes.General, nodes.Element):  # noqa: N801  (nodes are named as their visitors are)
    """The cells of a table with columns of some ``widths``: ``rows`` of texts, and None for each child.

    The first row has the headings; ``marks`` are the classes of all cells. They become entries when a page is written:
    half of the nodes of a catalog's pages would be these, and every transform would walk through them.
    """

    def spelled_out(self) -> nodes.tgroup:
        """Return what docutils has for these cells."""
        columns = [nodes.colspec(colwidth=width) for width in self["widths"]]
        group = nodes.tgroup("", *columns, cols=len(columns))
        if self["has_stub"]:
            group["stub"] = columns[0]["stub"] = 1
        paragraphs = iter(list(self.children))
        rows = (_row(texts, marks, paragraphs) for texts, marks in zip(self["rows"], self["marks"], strict=True))
        group += nodes.thead("", next(rows))
        group += nodes.tbody("", *rows)
        return group


def table(
    headings: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    widths: Iterable[int],
    *classes: str,
    marks: Sequence[Sequence[str]] = (),
    has_stub: bool = False,
) -> nodes.table:
    """Return a table with one row of headings.

    :param widths: of the columns, relative to each other.
    :param marks: the class of each cell, in rows of which the first is that of the headings; without them none has one.
    :param has_stub: whether the first column names the rows.
    """
    cells = [headings, *rows]
    texts = [[cell if isinstance(cell, str) else None for cell in row] for row in cells]
    others = [_paragraph(cell) for row in cells for cell in row if not isinstance(cell, str)]
    marks = marks or [[""] * len(headings)] * len(cells)
    made = table_cells("", *others, rows=texts, widths=[*widths], marks=marks, has_stub=has_stub)
    return nodes.table("", made, classes=["cc-table", *classes])


def spell_out_tables(node: nodes.Element) -> None:
    """Make the rows of all tables in a node."""
    for cells in list(node.findall(table_cells)):
        cells.replace_self(cells.spelled_out())


def _paragraph(cell: nodes.Element | Sequence[nodes.Node]) -> nodes.paragraph:
    if isinstance(cell, nodes.paragraph):
        return cell
    return nodes.paragraph("", "", *([cell] if isinstance(cell, nodes.Element) else cell))


def _row(texts: Sequence[str | None], marks: Sequence[str], paragraphs: Iterator[nodes.Node]) -> nodes.row:
    row = nodes.row()
    for text, mark in zip(texts, marks, strict=True):
        paragraph = next(paragraphs) if text is None else nodes.paragraph("", text)
        row += nodes.entry("", paragraph, classes=[mark] if mark else [])
    return row
