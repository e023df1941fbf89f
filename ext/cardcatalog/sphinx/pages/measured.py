"""What was measured, for templates: tables of numbers by source, with links to papers and lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.paper import Paper
from cardcatalog.grouped import grouped
from cardcatalog.results.results import OWN, Result
from cardcatalog.results.tables import ResultTable, make_tables
from cardcatalog.sphinx.domain.default_pages import paper_results
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.pages.links import Link, PageLinks

OPEN_LINES = 16
"""Lines of tables that a page shows unfolded; further tables are folded."""


class MeasuredTable(NamedTuple):
    """A table as a page shows it: its anchor, its words, how many numbers, whether it is unfolded, its rows in HTML."""

    anchor: str
    table: ResultTable
    number: str
    is_open: bool
    body: Markup


class SourceGroup(NamedTuple):
    """The tables of one source: an anchor, its name and address, its date, who reports, and the tables."""

    anchor: str
    source: Link
    date: str
    reporter: Link | None
    tables: tuple[MeasuredTable, ...]
    has_paths: bool
    """Whether the tables are from several files of the source."""


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
        tables = grouped((table.source, table) for table in make_tables(self._results, rows, messages))
        sources = grouped((row.source, row) for row in rows)  # in the order of rows; tables are in that of benchmarks
        return tuple(
            self._group(group[0], tables[source], f"{name}-{place}")
            for place, (source, group) in enumerate(sources.items(), 1)
        )

    def _group(self, first: Result, tables: Iterable[ResultTable], name: str) -> SourceGroup:
        row = self._results.scheme.sources[first.source]
        reporter = self._catalog.find(first.reporter)
        return SourceGroup(
            name,
            Link(row.name, row.url or self._results.link(first)),
            row.date,
            self._paper(reporter) if reporter else None,
            _unfolded(tables, name),
            len({table.path for table in tables}) > 1,
        )

    def _paper(self, paper: Paper) -> Link:
        return Link(paper.author_year(messages), self._links.url("paper", paper.key))


def _unfolded(tables: Iterable[ResultTable], name: str) -> tuple[MeasuredTable, ...]:
    """Return the tables of a source as a page shows them, the first of them unfolded."""
    shown, made = 0, []
    for place, table in enumerate(tables, 1):
        count = messages.ngettext("{number} number", "{number} numbers", len(table.rows))
        is_open = shown + len(table.rows) <= OPEN_LINES
        made.append(MeasuredTable(f"{name}-{place}", table, count, is_open, body_of(table)))
        shown += len(table.rows)
    return tuple(made)


def body_of(table: ResultTable) -> Markup:
    """Return the rows of a table in HTML, which takes a third of the time of a loop in a template."""
    columns: dict[str, Iterable[str]] = {name: _escaped(table.cells[name]) for name in table.columns}
    marks = [mark and f"<sup>{mark}</sup>" for mark in table.marks]
    links = zip(_escaped(table.links), columns["value"], marks, strict=True)
    columns["value"] = map('<a href="%s">%s</a>%s'.__mod__, links)
    cells = "".join('<td class="cc-value">%s</td>' if name == "value" else "<td>%s</td>" for name in columns)
    lines = map(f"\n<tr>{cells}</tr>".__mod__, zip(*columns.values(), strict=True))
    return Markup("".join(lines))  # noqa: S704  (all text is escaped)


def _escaped(texts: list[str]) -> list[str]:
    """Return texts in HTML: one call of many texts takes a tenth of the time of many calls."""
    return str(escape("\0".join(texts))).split("\0")
