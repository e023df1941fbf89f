"""The rules of measured results: each check is a generator of problems, its docstring the rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cardcatalog.catalog.bits import UNCHANGED
from cardcatalog.problems import Kind, Problem, unknown
from cardcatalog.results.results import BASELINE, NO_BASELINE, OWN, REPEATED, Result, Results

if TYPE_CHECKING:
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.results.scheme import Method, Source


def check_results(catalog: Catalog) -> Iterator[Problem]:
    """Find every problem of every measured result, in the order of files and lines."""
    results = catalog.results
    yield from check_declared_papers(catalog)
    yield from check_unique(results)
    yield from check_bits(catalog)
    for row in results.rows:
        yield from check_papers(catalog, row)
        yield from check_value(results, row)
        yield from check_baseline(results, row)


def check_declared_papers(catalog: Catalog) -> Iterator[Problem]:
    """Sources and methods name papers of the bibliography."""
    scheme = catalog.results.scheme
    rows: list[Source | Method] = [*scheme.sources.values(), *scheme.methods.values()]
    for row in rows:
        if row.paper and row.location and not catalog.find(row.paper):
            message = unknown("paper", row.paper, catalog.papers)
            yield Problem(row.location, message, Kind.RESULT, row.paper)


def check_papers(catalog: Catalog, row: Result) -> Iterator[Problem]:
    """The method and the reporter of a row are papers of the bibliography, where they are papers."""
    for key in dict.fromkeys(filter(None, (row.paper, row.reporter))):
        if not catalog.find(key):
            message = unknown("paper", key, catalog.papers)
            yield Problem(row.location, message, Kind.RESULT, key)


def check_value(results: Results, row: Result) -> Iterator[Problem]:
    """A value is possible for its measure, and its metric is one of the benchmark."""
    measure, metrics = results.scheme.measure_of(row.benchmark), results.scheme.benchmarks[row.benchmark].metrics
    if not measure.lowest <= row.value <= measure.highest:
        message = f"{row.value:g} is impossible as {measure.name}: it is from {measure.lowest:g} to {measure.highest:g}"
        yield Problem(row.location, message, Kind.RESULT, f"{row.value:g}")
    if metrics and row.metric not in metrics:
        message = f"{row.benchmark!r}: {unknown('metric', row.metric, metrics)}"
        yield Problem(row.location, message, Kind.RESULT, row.metric)


def check_baseline(results: Results, row: Result) -> Iterator[Problem]:
    """A row names the reference row of its table: one of the same source, model, benchmark and metric."""
    if row.is_baseline or row.baseline == NO_BASELINE:
        return
    other = results.baseline_of(row)
    if not row.baseline:
        message = f"no reference row; write its id in the column baseline, or {NO_BASELINE!r} where there is none"
        yield Problem(row.location, message, Kind.RESULT_CONFLICT)
    elif other is None:
        message = f"no row has the id {row.baseline!r} of the reference row"
        yield Problem(row.location, message, Kind.RESULT, row.baseline)
    elif other.relation != BASELINE or _place(other) != _place(row):
        message = f"the reference row at {other.location} is of another kind, source, model, benchmark or metric"
        yield Problem(row.location, message, Kind.RESULT, row.baseline)


def _place(row: Result) -> tuple[str, ...]:
    return row.source, row.model, row.benchmark, row.metric


def check_bits(catalog: Catalog) -> Iterator[Problem]:
    """What the authors of a paper measured has some of the bits that the entry of the paper names."""
    results = catalog.results
    settings = [setting for setting in results.scheme.settings.values() if setting.bits]
    for key, rows in results.by_paper.items():
        paper, own = catalog.find(key), [row for row in rows if row.relation == OWN]
        for setting in settings:
            named = {getattr(bits, setting.bits) for bits in paper.bits} - {""} if paper else set()
            measured = [row for row in own if row.settings.get(setting.id, "") not in {"", *UNCHANGED}]
            if named and measured and all(row.settings[setting.id] not in named for row in measured):
                first = measured[0]
                message = (
                    f"{setting.text(first.settings[setting.id])}, but the entry of {key!r} names only "
                    f"{', '.join(map(setting.text, sorted(named)))}; correct one of them"
                )
                yield Problem(first.location, message, Kind.RESULT_CONFLICT, first.settings[setting.id])


def check_unique(results: Results) -> Iterator[Problem]:
    """An id, and a cell of a source, are there once; a setting has one value in a file of a source, or a flag."""
    ids: dict[str, Result] = {}
    cells: dict[tuple[object, ...], Result] = {}
    stated = results.of_settings(lambda settings: tuple(sorted(settings.items())))
    for row in results.rows:
        if row.id in ids:
            yield Problem(row.location, f"the id {row.id!r} is that of {ids[row.id].location}", Kind.RESULT, row.id)
        ids.setdefault(row.id, row)
        cell = (*_place(row), row.path, row.method, stated[id(row.settings)])
        first = cells.setdefault(cell, row)
        if first is row:
            continue
        if first.line == row.line and first.value == row.value:
            message = f"the same cell is at {first.location}; take one of them out"
            yield Problem(row.location, message, Kind.RESULT)
        elif first.value != row.value and REPEATED not in row.flags:
            message = (
                f"{row.text}, but {first.text} at {first.location} for the same setting; "
                f"state what differs, or flag both as {REPEATED!r}"
            )
            yield Problem(row.location, message, Kind.RESULT_CONFLICT, row.text)
