"""What was measured, for templates: tables of numbers by source, with links to papers and lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from markupsafe import escape

from cardcatalog.results.results import OWN
from cardcatalog.results.tables import make_tables
from cardcatalog.sphinx.domain.default_pages import paper_results
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.pages.links import Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper
    from cardcatalog.results.results import Result
    from cardcatalog.results.tables import ResultTable
    from cardcatalog.sphinx.pages.links import PageLinks

OPEN_LINES = 16
"""Lines of tables that a page shows unfolded; further tables are folded."""


class MeasuredLine(NamedTuple):
    """A row of a table in HTML: the cells before the value, its address, the value, its marks, the cells after it."""

    before: tuple[str, ...]
    link: str
    value: str
    marks: str
    after: tuple[str, ...]


class MeasuredTable(NamedTuple):
    """A table as a page shows it: its anchor, what it says, how many numbers, whether it is unfolded, and its rows."""

    anchor: str
    table: ResultTable
    number: str
    is_open: bool
    lines: list[MeasuredLine]


class SourceGroup(NamedTuple):
    """The tables of one source: an anchor, its name and address, its date, who reports, and the tables."""

    anchor: str
    source: Link
    date: str
    reporter: Link | None
    tables: tuple[MeasuredTable, ...]

    @property
    def has_paths(self) -> bool:
        """Whether the tables are from several files of the source."""
        return len({row.table.path for row in self.tables}) > 1


class Measured(NamedTuple):
    """The numbers of a method: how many, those of its own authors, and those of others."""

    number: str
    own: tuple[SourceGroup, ...]
    others: tuple[SourceGroup, ...]
    download: str
    """The URL of the file with them, if there is one."""


class MeasuredContext:
    """Puts rows into words for the pages of one folder."""

    def __init__(self, catalog: Catalog, links: PageLinks) -> None:
        """Find nothing yet."""
        self._catalog, self._links = catalog, links
        self._results = catalog.results

    def of_paper(self, paper: Paper) -> Measured | None:
        """Return what was measured of a paper's method, if anything was."""
        rows = self._results.of_paper(paper.key, paper.former_keys)
        if not rows:
            return None
        own = [row for row in rows if row.relation == OWN]
        others = [row for row in rows if row.relation != OWN]
        count = messages.ngettext("{number} number", "{number} numbers", len(rows))
        address = self.file(paper_results(paper.key))
        return Measured(count, self.groups(own, "own"), self.groups(others, "other"), address)

    def file(self, name: str) -> str:
        """Return the URL of a download, or nothing where there is no such file."""
        return self._links.file(name)

    def groups(self, rows: Sequence[Result], name: str) -> tuple[SourceGroup, ...]:
        """Return rows by source.

        :param name: the first word of the anchors of tables.
        """
        by_source: dict[str, list[Result]] = {}
        for row in rows:
            by_source.setdefault(row.source, []).append(row)
        return tuple(
            self._group(source, group, f"{name}-{place}") for place, (source, group) in enumerate(by_source.items(), 1)
        )

    def _group(self, source: str, rows: list[Result], name: str) -> SourceGroup:
        row = self._results.scheme.sources[source]
        reporter = self._catalog.find(rows[0].reporter)
        return SourceGroup(
            name,
            Link(row.name, row.url or self._results.link(rows[0])),
            row.date,
            self._paper(reporter) if reporter else None,
            self._tables(rows, name),
        )

    def _paper(self, paper: Paper) -> Link:
        return Link(paper.author_year(messages), self._links.url("paper", paper.key))

    def _tables(self, rows: Iterable[Result], name: str) -> tuple[MeasuredTable, ...]:
        shown, made = 0, []
        for place, table in enumerate(make_tables(self._results, rows, messages), 1):
            count = messages.ngettext("{number} number", "{number} numbers", len(table.lines))
            is_open = shown + len(table.lines) <= OPEN_LINES
            made.append(MeasuredTable(f"{name}-{place}", table, count, is_open, escaped_lines(table)))
            shown += len(table.lines)
        return tuple(made)


def escaped_lines(table: ResultTable) -> list[MeasuredLine]:
    """Return the rows of a table in HTML. Templates escape each text by itself, which takes six times as long."""
    lines, at = table.lines, list(table.columns).index("value")
    columns = [_escaped([line.cells[name] for line in lines]) for name in table.columns]
    links = _escaped([line.link for line in lines])
    return [
        MeasuredLine(cells[:at], link, cells[at], line.marks, cells[at + 1 :])
        for line, link, cells in zip(lines, links, zip(*columns, strict=True), strict=True)
    ]


def _escaped(texts: list[str]) -> list[str]:
    return str(escape("\0".join(texts))).split("\0")
