"""The page of each benchmark and model that many sources measured: their numbers by source, never in one table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from markupsafe import Markup
from sphinx.builders.html import StandaloneHTMLBuilder

from cardcatalog.bibtex.entries import digest
from cardcatalog.results.compare import number_across
from cardcatalog.results.results import Pair, Result, Results
from cardcatalog.results.tables import ResultTable
from cardcatalog.sphinx.charts.points import Point, draw_points
from cardcatalog.sphinx.domain.default_pages import benchmark_results
from cardcatalog.sphinx.domain.domain import PaperDomain
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.pages.generated_pages import GeneratedPage, PageContent
from cardcatalog.sphinx.pages.links import Link, PageLinks, result_page
from cardcatalog.sphinx.pages.measured import MeasuredContext

TEMPLATE = "cardcatalog/benchmark.html"

MIN_POINTS = 3
"""Numbers at two places at least from which a source has a picture."""

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""The marks of methods; where there are more methods, numbers."""


def result_pages(builder: StandaloneHTMLBuilder, domain: PaperDomain, site: str) -> Iterator[GeneratedPage]:
    """Yield the page of each benchmark and model with numbers of several sources.

    :param site: the digest of all that pages are made of apart from papers; the results are a part of it.
    """
    catalog = domain.catalog
    pairs = catalog.results.dense_pairs
    links = PageLinks(builder, domain, result_page("-", "-"))
    measured = MeasuredContext(catalog, links)
    by_model: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_model[pair.model].append(pair)
    for pair, rows in pairs.items():
        reporters = filter(None, map(catalog.find, dict.fromkeys(row.reporter for row in rows)))
        others = _others(catalog.results, (other for other in by_model[pair.model] if other != pair), links)
        content = partial(_content, catalog.results, pair, rows, measured, others)
        yield GeneratedPage(result_page(*pair), TEMPLATE, digest(site, links.papers_digest(reporters)), content)


def _content(
    results: Results, pair: Pair, rows: Sequence[Result], measured: MeasuredContext, others: list[Link]
) -> PageContent:
    groups = measured.groups(rows, "source")
    title = pair_title(results, pair)
    numbers = messages.ngettext("{number} number", "{number} numbers", len(rows))
    sources = messages.ngettext("{number} source", "{number} sources", len(groups))
    summary = messages.gettext(
        "{numbers} from {sources}, in the order of sources. A number compares with the reference row of its own "
        "source; numbers of two sources compare only where every setting is the same.",
        numbers=numbers, sources=sources,
    )  # fmt: skip
    pictures = [[picture_of(results, row.table) for row in group.tables] for group in groups]
    context = {
        "download": measured.file(benchmark_results(pair.benchmark)),
        "benchmark": results.scheme.benchmarks[pair.benchmark].name,
        "title": title, "summary": summary, "others": others, "sources": list(zip(groups, pictures, strict=True)),
    }  # fmt: skip
    description = messages.gettext("{title}: {numbers} from {sources}", title=title, numbers=numbers, sources=sources)
    return PageContent(title, description, context)


def pair_title(results: Results, pair: Pair) -> str:
    """Return the title of the page of a benchmark and a model."""
    benchmark, model = results.scheme.benchmarks[pair.benchmark].name, results.scheme.models[pair.model].name
    return messages.gettext("{benchmark} of {model}", benchmark=benchmark, model=model)


def _others(results: Results, pairs: Iterable[Pair], links: PageLinks) -> list[Link]:
    """Return links to the pages of the same model on other benchmarks."""
    return [Link(results.scheme.benchmarks[pair.benchmark].name, links.page(result_page(*pair))) for pair in pairs]


class Picture(NamedTuple):
    """A picture of numbers, and the meaning of its letters; both are empty where there is none."""

    svg: Markup = Markup()
    legend: str = ""


def picture_of(results: Results, table: ResultTable) -> Picture:
    """Return the picture of a table, or an empty one where too few numbers have a place in it."""
    axis = results.scheme.across
    placed = [
        (row, across, setting)
        for row, setting in zip(table.rows, table.cells["setting"], strict=True)
        if (across := number_across(results, row.settings)) is not None and not results.is_doubtful(row)
    ]
    if not axis or len(placed) < MIN_POINTS or len({across for _row, across, _setting in placed}) == 1:
        return Picture()
    methods = list(dict.fromkeys(table.cells["method"]))
    numbered = enumerate(methods) if len(methods) <= len(LETTERS) else ()
    marks = {name: str(number) for number, name in enumerate(methods, 1)} | {name: LETTERS[at] for at, name in numbered}
    points = [
        Point(across, row.value, marks[row.method], ", ".join(filter(None, [row.method, setting, row.text])))
        for row, across, setting in placed
    ]
    others = {other.id: other for row in table.rows if (other := results.baseline_of(row))}
    other = next(iter(others.values())) if len({row.value for row in others.values()}) == 1 else None
    reference = (other.value, f"{other.method}: {other.text}") if other else None
    legend = "; ".join(f"{mark}: {method}" for method, mark in marks.items())
    label = messages.gettext("{title} over {axis}. {legend}", title=table.title, axis=axis.name, legend=legend)
    svg = Markup(draw_points(points, reference, label, axis.name, messages))  # noqa: S704  (all text is escaped)
    return Picture(svg, legend)
