"""The directive ``paper:results`` and the role ``paper:result``: measured numbers on pages that people write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any, ClassVar

from docutils import nodes
from docutils.nodes import Node, system_message
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxRole

from cardcatalog.results.compare import disagreements, only_one_states
from cardcatalog.results.query import parse_result_query
from cardcatalog.results.results import Result, Results
from cardcatalog.results.tables import ResultTable, make_tables, setting_of
from cardcatalog.sphinx.charts.charts import scroll
from cardcatalog.sphinx.domain.catalog_directive import CatalogDirective
from cardcatalog.sphinx.domain.dependencies import RESULTS
from cardcatalog.sphinx.domain.domain import domain_of, warn
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.pages.links import result_page
from cardcatalog.sphinx.pages.result_pages import picture_of
from cardcatalog.sphinx.pages.web_links import web_link
from cardcatalog.sphinx.render.tables import Cell, table

STYLES = ("table", "compact", "chart", "pairs", "sources", "disagreements", "gaps")


def nothing() -> nodes.paragraph:
    """Return what is shown where there is no number."""
    return nodes.paragraph("", messages.gettext("No matching numbers."), classes=["cc-empty"])


class MeasuredResults(CatalogDirective):
    """Measured numbers that meet conditions, by source; or lists of what there is, of disagreements and of gaps."""

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        **dict.fromkeys(
            ("paper", "method", "model", "benchmark", "metric", "source", "relation", "where"),
            directives.unchanged_required,
        ),
        "style": lambda argument: directives.choice(argument, STYLES),
        "limit": directives.positive_int,
    }

    @property
    def results(self) -> Results:
        """The measured results of this build."""
        return self.catalog.results

    def run(self) -> list[Node]:
        """Return the numbers, or nothing but a warning if an option does not fit."""
        self.depend_on(RESULTS)
        style = self.options.get("style", "table")
        lists: dict[str, Callable[[], list[Node]]] = {
            "pairs": self.pairs, "sources": self.sources, "disagreements": self._disagreements, "gaps": self._gaps,
        }  # fmt: skip
        if style in lists:
            found = lists[style]()
        else:
            try:
                query = parse_result_query(self.options, self.results)
            except ValueError as error:
                return self.report_problem(str(error))
            found = self._numbers(query.select(self.results)[: self.options.get("limit")], style)
        for node in found:
            self.set_source_info(node)
        return found or [nothing()]

    def _numbers(self, rows: Sequence[Result], style: str) -> list[Node]:
        make = {"table": self._table, "compact": self._compact, "chart": self._chart}[style]
        return [node for made in make_tables(self.results, rows, messages) for node in make(made)]

    def _head(self, made: ResultTable) -> nodes.paragraph:
        """Return the words above a table: what was measured, who reports it, and what all rows share."""
        source = self.results.scheme.sources[made.source]
        head = nodes.paragraph("", "", nodes.strong("", made.title), nodes.Text(" · "), classes=["cc-about"])
        head += link_out(source.name, source.url or made.links[0])
        if made.rows[0].reporter in self.catalog.papers:
            head += [nodes.Text(" · "), self.paper(made.rows[0].reporter)]
        head += nodes.Text(" · " + " · ".join([made.about, *made.shared]))
        if made.unstated:
            head += nodes.Text(" · " + messages.gettext("not stated: {settings}", settings=", ".join(made.unstated)))
        return head

    def paper(self, key: str) -> addnodes.pending_xref:
        """Return a link to a paper by authors and year."""
        return self.reference("ref", key, self.catalog.papers[key].author_year(messages))

    def _table(self, made: ResultTable) -> list[Node]:
        return [self._head(made), *number_table(made)]

    def _chart(self, made: ResultTable) -> list[Node]:
        picture = picture_of(self.results, made)
        figure = nodes.figure("", nodes.raw("", picture.svg, format="html"), classes=["cc-chart", "cc-chart-points"])
        figure += nodes.caption("", picture.legend)
        shown = [addnodes.only("", figure, expr="html")] if picture.svg else []
        return [self._head(made), *shown, *number_table(made)]

    def _compact(self, made: ResultTable) -> list[Node]:
        """Return one line for each number."""
        rows = nodes.bullet_list(bullet="*")
        names = [name for name in ("method", "model", "setting") if name in made.columns]
        for place, (row, distance) in enumerate(zip(made.rows, made.cells["distance"], strict=True)):
            text = ", ".join(filter(None, (made.cells[name][place] for name in names)))
            words = nodes.paragraph("", "", nodes.Text(text), nodes.Text(": " if text else ""))
            words += number_link(row, made.links[place])
            if distance:
                words += nodes.inline("", f" ({distance})", classes=["cc-count"])
            rows += nodes.list_item("", words)
        return [self._head(made), rows]

    def pairs(self) -> list[Node]:
        """Return the pages of benchmarks and models, by benchmark, each with how many numbers it has."""
        rows: list[list[Cell]] = []
        pairs = self.results.dense_pairs
        for benchmark, group in groupby(pairs, key=lambda pair: pair.benchmark):
            links = nodes.paragraph()
            for place, pair in enumerate(group):
                name = self.results.scheme.models[pair.model].name
                links += [nodes.Text(", ")] if place else []
                links += web_link("", name, page=result_page(*pair), anchor="")
                links += nodes.inline("", f" {messages.number(len(pairs[pair]))}", classes=["cc-count"])
            rows.append([self.results.scheme.benchmarks[benchmark].name, links])
        headings = [messages.gettext("Benchmark"), messages.gettext("Models and numbers")]
        return [table(headings, rows, [25, 75])] if rows else []

    def sources(self) -> list[Node]:
        """Return every source with its date, its paper, and how many numbers of how many methods it reports."""
        numbers = Counter(row.source for row in self.results.rows if not row.is_baseline)
        rows: list[list[Cell]] = [
            [
                link_out(source.name, source.url or source.link),
                self.paper(source.paper) if source.paper in self.catalog.papers else "",
                source.date,
                messages.number(numbers[source.id]),
            ]
            for source in sorted(self.results.scheme.sources.values(), key=lambda row: -numbers[row.id])
        ]
        headings = [
            messages.gettext("Source"),
            messages.gettext("Paper"),
            messages.gettext("Date"),
            messages.gettext("Numbers"),
        ]
        return [wide(table(headings, rows, [40, 35, 13, 12]), headings[0])] if rows else []

    def _disagreements(self) -> list[Node]:
        """Return the numbers on which two sources disagree, the largest difference first."""
        scheme = self.results.scheme
        rows = nodes.bullet_list(bullet="*", classes=["cc-disagreements"])
        for found in disagreements(self.results)[: self.options.get("limit")]:
            one, other = found.one, found.other
            subject = f"{one.method}, {scheme.models[one.model].name}, {scheme.benchmarks[one.benchmark].name}"
            missing = [scheme.unstated(name) for name in only_one_states(self.results, one, other)]
            share = messages.gettext("{share} % apart", share=f"{100 * found.share:.1f}")
            line = nodes.paragraph("", "", nodes.strong("", subject), nodes.Text(f" · {share}"))
            if missing:
                line += nodes.Text(" · " + messages.gettext("only one states: {settings}", settings=", ".join(missing)))
            rows += nodes.list_item("", line, self._side(one), self._side(other))
        return [rows] if len(rows) else []

    def _side(self, row: Result) -> nodes.paragraph:
        line = nodes.paragraph("", "", link_out(row.text, self.results.link(row)), classes=["cc-about"])
        settings = (self.results.scheme.settings[name] for name in row.settings)
        stated = ", ".join(each.text(row.settings[each.id]) for each in settings if not each.remark)
        line += nodes.Text(f" {self.results.scheme.sources[row.source].name} · {stated}")
        return line

    def _gaps(self) -> list[Node]:
        """Return the methods and sources that have no paper in the bibliography, and how many rows name each."""
        known, scheme = self.results.scheme.methods, self.results.scheme
        methods = Counter(
            row.method for row in self.results.rows if not row.is_baseline and not row.paper and row.method not in known
        )
        sources = Counter(scheme.sources[row.source].name for row in self.results.rows if not row.reporter)
        rows = [
            [kind, name, messages.number(number)]
            for kind, counts in ((messages.gettext("Method"), methods), (messages.gettext("Source"), sources))
            for name, number in counts.most_common(self.options.get("limit"))
        ]
        headings = [messages.gettext("Kind"), messages.gettext("Name"), messages.gettext("Numbers")]
        return [table(headings, rows, [20, 60, 20])] if rows else []


def link_out(text: str, url: str) -> nodes.reference:
    """Return a link to another site."""
    return nodes.reference("", text, refuri=url, internal=False)


def wide(content: nodes.Element, label: str) -> scroll:
    """Return a table that one can scroll where the window is narrow."""
    return scroll("", content, label=label)


def number_link(row: Result, url: str) -> nodes.reference:
    """Return a number, linked to the line of its source."""
    return nodes.reference("", row.text, refuri=url, internal=False, classes=["cc-result"])


def number_table(made: ResultTable) -> list[Node]:
    """Return the rows of a table, and the notes on them."""
    columns = {**made.cells, "value": list(map(_value, made.rows, made.links, made.marks))}
    rows = list(zip(*(columns[name] for name in made.columns), strict=True))
    widths = [{"method": 18, "model": 18, "setting": 34}.get(name, 10) for name in made.columns]
    marks = [[f"cc-{name}" for name in made.columns]] * (1 + len(rows))
    content = table(list(made.columns.values()), rows, widths, "cc-results", marks=marks)
    label = messages.gettext("Numbers: {name}", name=made.title)
    notes = [
        nodes.paragraph("", "", nodes.superscript("", note.mark), nodes.Text(f" {note.text}"), classes=["cc-about"])
        for note in made.notes
    ]
    return [wide(content, label), *notes]


def _value(row: Result, url: str, marks: str) -> Cell:
    return [number_link(row, url), *([nodes.superscript("", marks)] if marks else [])]


class ResultRole(SphinxRole):
    """One number, by the id of its row: linked to its line, with its setting on hover."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Return the number; an unknown id is reported and shown as written."""
        domain = domain_of(self.env)
        domain.add_dependency(self.env.current_document.docname, RESULTS)
        results = domain.catalog.results
        row = results.by_id.get(self.text)
        if not row:
            warn(f"paper:result: no row has the id {self.text!r}", self.get_location())
            return [nodes.literal("", self.text)], []
        link = number_link(row, results.link(row))
        link["reftitle"] = setting_of(results, row, messages)
        return [link], []


def setup(app: Sphinx) -> None:
    """Register the directive and the role."""
    app.add_directive_to_domain("paper", "results", MeasuredResults)
    app.add_role_to_domain("paper", "result", ResultRole())
