"""Counts of papers by year, venue, keyword or category, or by one of these over another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from cardcatalog.catalog.list_pages import year_label
from cardcatalog.catalog.query import Query, parse_query
from cardcatalog.messages import ENGLISH, Translator

if TYPE_CHECKING:
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper

DIMENSIONS = ("year", "venue", "keyword", "category")
"""The dimensions by which papers can be counted."""

ALL = Query()

MAX_PANELS = 12
"""Rows up to which each gets columns of its own; more are the rows of a heat map."""

MAX_YEARS = 120
"""Years up to which the gaps between them are shown; beyond, as after one wrong year, only years with papers are."""


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """The papers to count, the dimension, a second dimension (or none), and the style of the chart."""

    by: str
    over: str = ""
    style: str = ""
    """``bars``, ``panels`` or ``heat``; empty for the style that suits the number of rows."""

    query: Query = ALL
    limit: int | None = None
    """At most this many rows, and columns: the largest, or the last years."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of papers: a row for each year, venue, keyword or category, with one number or one for each column."""

    spec: ChartSpec
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    numbers: tuple[tuple[int, ...], ...]
    totals: tuple[int, ...]
    """The papers of each row, each counted once."""

    papers: int
    """The papers that the query selects, with or without a row."""

    placed: int
    """The papers that belong to a row, shown or not."""

    known: int
    """The number of rows, shown or not."""

    @property
    def style(self) -> str:
        """The style to show: ``columns`` of years, ``panels`` of these, ``bars``, or a ``heat`` map."""
        if self.spec.by == "year":
            return "columns"
        return self.spec.style or next(
            style for style in _fitting_styles(self.spec) if style != "panels" or len(self.rows) <= MAX_PANELS
        )

    @property
    def cells(self) -> Iterator[tuple[str, str, int]]:
        """Each row and column with their number, but zeros; of a dimension over itself each pair once."""
        indices = range(len(self.rows))
        pairs: Iterable[tuple[int, int]] = combinations(indices, 2)
        if self.spec.by != self.spec.over:
            pairs = ((row, column) for row in indices for column in range(len(self.columns)))
        return (
            (self.rows[row], self.columns[column], self.numbers[row][column])
            for row, column in pairs
            if self.numbers[row][column]
        )


def parse_chart(options: Mapping[str, str], catalog: Catalog) -> ChartSpec:
    """Read a chart from options as users write them, ``{"by": "keyword", "over": "year"}``.

    :raises ValueError: if options do not fit each other or a value is unknown; the message gives advice.
    """
    spec = ChartSpec(options.get("by", "year"), options.get("over", ""), options.get("style", ""))
    if message := _misfit(spec):
        raise ValueError(message)
    limit = parse_query({"limit": options.get("limit", "")}, catalog).limit
    own = {"by", "over", "style", "limit"}
    query = parse_query({name: value for name, value in options.items() if name not in own}, catalog)
    return ChartSpec(spec.by, spec.over, spec.style, query, limit)


def _misfit(spec: ChartSpec) -> str:
    """Return why the dimensions and the style of a chart do not go together; empty if they do."""
    for name, value in (("by", spec.by), ("over", spec.over or spec.by)):
        if value not in DIMENSIONS:
            return f"papers are not counted by {value!r}; choose {name!r} from {', '.join(DIMENSIONS)}"
    if spec.over and spec.by == "year":
        return f"years go in 'over'; write :by: {spec.over} and :over: year"
    if spec.by == spec.over == "venue":
        return "a paper has one venue at most; choose another 'over'"
    fitting = _fitting_styles(spec)
    if spec.style and spec.style not in fitting:
        counts = f"{spec.by} over {spec.over}" if spec.over else spec.by
        return f"the style {spec.style!r} does not show papers by {counts}; choose from {', '.join(fitting)}"
    return ""


def _fitting_styles(spec: ChartSpec) -> tuple[str, ...]:
    if not spec.over:
        return ("bars",)
    return ("panels", "heat") if spec.over == "year" else ("heat",)


def count_papers(catalog: Catalog, spec: ChartSpec, messages: Translator = ENGLISH) -> Counts:
    """Count the papers of a chart; years before the first have the era in a language."""
    papers = catalog.select(spec.query)
    terms = {dimension: _terms(catalog, dimension, spec.query) for dimension in {spec.by, spec.over} if dimension}
    rows_of, columns_of = terms[spec.by], terms.get(spec.over, {})
    totals = Counter(row for paper in papers for row in rows_of.get(paper.key, ()))
    rows = _ordered(catalog, spec.by, totals, spec.limit)
    cells = Counter(
        (row, column)
        for paper in papers
        for row in rows_of.get(paper.key, ())
        for column in columns_of.get(paper.key, ())
        if row != column
    )
    shown = set(rows)
    across = Counter(column for row, column in cells.elements() if row in shown)
    columns = rows if spec.over == spec.by else _ordered(catalog, spec.over, across, spec.limit)
    return Counts(
        spec,
        rows=tuple(_label(catalog, spec.by, row, messages) for row in rows),
        columns=tuple(_label(catalog, spec.over, column, messages) for column in columns),
        numbers=tuple(tuple(cells[row, column] for column in columns) if spec.over else (totals[row],) for row in rows),
        totals=tuple(totals[row] for row in rows),
        papers=len(papers),
        placed=sum(bool(rows_of.get(paper.key)) for paper in papers),
        known=len(_ordered(catalog, spec.by, totals, None)),
    )


def _terms(catalog: Catalog, dimension: str, query: Query) -> dict[str, tuple[str, ...]]:
    """Return the years, venues, keywords or categories under which each paper counts, by its key."""
    if dimension != "category":
        return {key: _terms_of(catalog, dimension, paper) for key, paper in catalog.papers.items()}
    branches = {
        row: {paper.key for paper in catalog.select(Query(category=(row,)))} for row in _branches(catalog, query)
    }
    return {key: tuple(row for row, keys in branches.items() if key in keys) for key in catalog.papers}


def _terms_of(catalog: Catalog, dimension: str, paper: Paper) -> tuple[str, ...]:
    if dimension == "keyword":
        return tuple(keyword for keyword in paper.keywords if keyword in catalog.keywords)
    term = paper.year if dimension == "year" else paper.venue or None
    return () if term is None else (str(term),)


def _branches(catalog: Catalog, query: Query) -> Sequence[str]:
    """Return the categories to count by: those just below the one of the query, else those at the top."""
    if len(query.category) > 1:
        return query.category
    parent = "".join(query.category)
    return [row.id for row in catalog.children(parent)] or [parent]


def _ordered(catalog: Catalog, dimension: str, totals: Counter[str], limit: int | None) -> tuple[str, ...]:
    """Return the terms that have papers, at most so many: years by date, categories by the tree, others by count."""
    if dimension == "year":
        years = sorted(map(int, totals))
        if years and years[-1] - years[0] < MAX_YEARS:
            years = list(range(years[0], years[-1] + 1))
        return tuple(map(str, years[-limit:] if limit else years))
    most = sorted(totals, key=lambda term: (-totals[term], _label(catalog, dimension, term)))[:limit]
    return tuple(row for row in catalog.categories if row in most) if dimension == "category" else tuple(most)


def _label(catalog: Catalog, dimension: str, term: str, messages: Translator = ENGLISH) -> str:
    if dimension == "category":
        return catalog.categories[term].title
    if dimension == "year":
        return year_label(int(term), messages)
    return catalog.keywords[term].name if dimension == "keyword" else term
