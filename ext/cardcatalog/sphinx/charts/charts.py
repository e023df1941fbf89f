"""The directive ``paper:chart``: for pages and e-books a picture or a shaded table, for other builders a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar
from urllib.parse import urlencode

from docutils import nodes
from docutils.nodes import Node
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from cardcatalog.catalog.query import Query
from cardcatalog.catalog.statistics import Counts, count_papers, parse_chart
from cardcatalog.sphinx.charts.captions import caption, grid, summarize, tabulate
from cardcatalog.sphinx.charts.svg import PANEL, draw_bar, draw_columns
from cardcatalog.sphinx.domain.catalog_directive import CatalogDirective
from cardcatalog.sphinx.domain.dependencies import Dependency
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.render.nodes import closing, fold, web_element
from cardcatalog.sphinx.render.tables import Cell, table

SHADES = 5
"""The shades of a heat map, each with a class of its own: ``cc-heat-1`` for the smallest numbers."""


class scroll(web_element):  # noqa: N801  (nodes are named as their visitors are)
    """Content that may be wider than the window, under a ``label``; on a page one can scroll it with the keyboard."""


def _visit_scroll(self: HTML5Translator, node: scroll) -> None:
    attributes = {"tabindex": "0", "role": "group", "aria-label": node["label"]}
    self.body.append(self.starttag(node, "div", "", CLASS="cc-scroll", **attributes))


class columns(web_element):  # noqa: N801
    """The picture of the ``numbers`` of ``years`` under a ``label``; it takes its links from those of its children."""


def _visit_columns(self: HTML5Translator, node: columns) -> None:
    addresses = {link.astext(): link["refuri"] for link in node.findall(nodes.reference)}
    years = {year: addresses.get(year, "") for year in node["years"]}
    svg = draw_columns(years, node["numbers"], node["label"], messages=messages)
    self.body.append(f'<div class="cc-columns">{svg}</div>')
    raise nodes.SkipNode


class PaperChart(CatalogDirective):
    """A chart of papers by year, venue, keyword or category, or by one of them over another."""

    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {"name": directives.unchanged} | dict.fromkeys(
        ("by", "over", "style", "limit", "category", "keyword", "venue", "author", "year"),
        directives.unchanged_required,
    )

    def run(self) -> list[Node]:
        """Return the chart for HTML and the table for other builders; only a warning if an option does not fit."""
        try:
            spec = parse_chart({name: text for name, text in self.options.items() if name != "name"}, self.catalog)
        except ValueError as error:
            self.domain.note_terms(self.docname, self.options)
            return self.report_problem(str(error))
        self.depend_on(Dependency("chart", spec))
        counts = count_papers(self.catalog, spec, messages)
        summary = summarize(counts, messages)
        if not counts.rows:
            return [nodes.paragraph("", summary, classes=["cc-empty"])]
        name = self.arguments[0] if self.arguments else caption(spec, messages)
        chart = make_chart(counts, name, summary, partial(self._link, spec.by))
        for picture in chart[0].findall(columns):
            picture.extend(self._years(spec.query, picture["years"]))
        table = number_table(*tabulate(counts, messages))
        table.insert(0, nodes.title("", name))
        self.add_name(chart[0])
        table["ids"] += chart[0]["ids"]  # only one of them is written
        for node in (*chart, table):
            self.set_source_info(node)
        return [
            addnodes.only("", *chart, expr="html"),
            addnodes.only("", table, nodes.paragraph("", summary), expr="not html"),
        ]

    def _link(self, unit: str, name: str) -> nodes.Node:
        """Return a link to the papers that a row counts, or its name where they are on no page."""
        catalog = self.catalog
        if unit == "category":
            found = [row.id for row in catalog.categories.values() if row.title == name]
            return self.reference("category", found[0], name) if found else nodes.Text(name)
        if unit == "keyword" and catalog.has_glossary:
            found = [row.id for row in catalog.keywords.values() if row.name == name]
            return self.reference("list", found[0], name) if found else nodes.Text(name)
        return self.offer("explorer", urlencode({unit: name}), name, "", is_kept=True)

    def _years(self, query: Query, years: Sequence[str]) -> list[nodes.Node]:
        """Return a link to the papers of each year; none where the explorer cannot choose the papers of the query."""
        if query.author or len(query.keyword) > 1 or query.skip or query.limit:
            return []
        chosen = {name: getattr(query, name) for name in ("category", "keyword", "venue")}
        return [
            self.offer("explorer", urlencode(chosen | {"year": year}, doseq=True), year, "", is_kept=True)
            for year in years
        ]


def make_chart(
    counts: Counts, name: str, summary: str, link: Callable[[str], nodes.Node] = nodes.Text
) -> list[nodes.Element]:
    """Return the figure of a chart, and the numbers as a table below it unless the figure is that table."""
    label = messages.gettext("Numbers: {name}", name=name)
    if counts.style == "columns":
        label_of_all = f"{name}. {summary}"
        picture: nodes.Element = columns("", years=counts.rows, numbers=counts.totals, label=label_of_all)
    elif counts.style == "panels":
        picture = _panels(counts, link)
    else:
        picture = scroll("", {"bars": bar_table, "heat": heat_table}[counts.style](counts), label=label)
    figure = nodes.figure("", picture, classes=["cc-chart", f"cc-chart-{counts.style}"])
    figure += nodes.caption("", name)
    figure += nodes.legend("", nodes.paragraph("", summary))
    if counts.style == "bars" or (counts.style == "heat" and counts.spec.over == "year"):
        return [figure]
    table = scroll("", number_table(*tabulate(counts, messages)), label=label)
    return [figure, fold("", table, summary=messages.gettext("The numbers as a table"), classes=["cc-numbers"])]


def _panels(counts: Counts, link: Callable[[str], nodes.Node]) -> nodes.container:
    """Return columns over the same years for each row, under titles that link to its papers."""
    panels = nodes.container("", classes=["cc-panels"])
    for row, numbers, total in zip(counts.rows, counts.numbers, counts.totals, strict=True):
        number = messages.papers(total)
        picture = draw_columns(counts.columns, numbers, f"{row}, {number}", PANEL, messages)
        title = nodes.paragraph("", "", link(row), nodes.Text(f", {number}"))
        panels += nodes.container("", title, nodes.raw("", picture, format="html"))
    return panels


def bar_table(counts: Counts) -> nodes.table:
    """Return the table of the numbers with a bar before each."""
    headings, rows = tabulate(counts, messages)
    most = max(counts.totals)
    bars = [nodes.raw("", draw_bar(number, most), format="html") for number in counts.totals]
    cells: list[list[Cell]] = [
        [*texts, [bar, nodes.Text(number)]] for (*texts, number), bar in zip(rows, bars, strict=True)
    ]
    return number_table(headings, rows, "cc-bars", cells=cells)


def heat_table(counts: Counts) -> nodes.table:
    """Return the table of the numbers, rows against columns, in which each has the shade of its size."""
    headings, rows = grid(counts, messages)
    spans = shades(max(map(max, counts.numbers)))
    shade = {number: f"cc-heat-{step}" for step, span in enumerate(spans, 1) for number in span}
    marks = [[""] * len(headings)]
    for numbers in counts.numbers:
        marked = ["", *(shade.get(number, "") for number in numbers)]
        marks.append([*marked, *[""] * (len(headings) - len(marked))])  # sums have no shade
    upright = [] if counts.spec.over == "year" else ["cc-heat-upright"]  # long headings
    return number_table(headings, rows, "cc-heat", *upright, marks=marks)


def shades(highest: int) -> list[range]:
    """Divide the numbers from one to the highest into at most five spans, each wider than the one before.

    Most numbers of papers are small; spans of one width would give nearly all of them the same shade.
    """
    if highest <= SHADES:
        return [range(number, number + 1) for number in range(1, highest + 1)]
    ends = [round(highest ** (step / SHADES)) for step in range(1, SHADES + 1)]
    spans, begin = [], 1
    for end in ends:
        spans.append(range(begin, max(begin, end) + 1))
        begin = spans[-1].stop
    return spans


def number_table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    *classes: str,
    cells: Sequence[Sequence[Cell]] = (),
    marks: Sequence[Sequence[str]] = (),
) -> nodes.table:
    """Return a table in which the first column names the rows; ``cells`` are shown in place of the texts of rows."""
    widths = [max(len(row[0]) for row in rows), *(max(len(heading), 4) for heading in headings[1:])]
    return table(headings, cells or rows, widths, "cc-numbers-table", *classes, marks=marks, has_stub=True)


def setup(app: Sphinx) -> None:
    """Register the directive and its node."""
    app.add_directive_to_domain("paper", "chart", PaperChart)
    app.add_node(scroll, html=(_visit_scroll, closing("</div>\n")))
    app.add_node(columns, html=(_visit_columns, None))
