"""What compares: rows of one setting, models that many sources measured, and numbers on which sources disagree."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cardcatalog.results.results import Result, Results

MIN_ROWS, MIN_SOURCES = 10, 2
"""Numbers, and sources of them, from which a benchmark and a model have a page of their own."""

TOLERANCE = 0.01
"""The relative difference above which two numbers disagree."""


class Pair(NamedTuple):
    """A benchmark and a model."""

    benchmark: str
    model: str


def dense_pairs(results: Results) -> dict[Pair, tuple[Result, ...]]:
    """Return the rows of each benchmark and model that many sources measured, in the order of the scheme."""
    found = {
        Pair(*pair): measured
        for pair, rows in results.by_pair.items()
        if results.scheme.measure_of(pair[0]).comparable
        and len(measured := tuple(row for row in rows if not row.is_baseline)) >= MIN_ROWS
        and len({row.source for row in measured}) >= MIN_SOURCES
    }
    benchmarks, models = list(results.scheme.benchmarks), list(results.scheme.models)
    return dict(sorted(found.items(), key=lambda item: (benchmarks.index(item[0][0]), models.index(item[0][1]))))


class Disagreement(NamedTuple):
    """Two numbers of two sources that differ though nothing that both state does."""

    one: Result
    other: Result
    share: float
    """The difference as a share of the smaller number."""


def disagreements(results: Results, tolerance: float = TOLERANCE) -> list[Disagreement]:
    """Return the numbers on which two sources disagree, the largest difference first.

    Where a source has several numbers that fit, the nearest counts. Doubtful rows, reference rows, and measures that
    mean different things in different sources take no part.
    """
    groups: dict[tuple[str, ...], dict[str, list[Result]]] = defaultdict(lambda: defaultdict(list))
    for row in results.rows:
        if not row.is_baseline and row.paper and not results.is_doubtful(row):
            groups[row.paper, row.method, row.model, row.benchmark, row.metric][row.source].append(row)
    found = [
        nearest
        for by_source in groups.values()
        for one, other in combinations(by_source.values(), 2)
        for nearest in _nearest(results, one, other)
        if nearest.share > tolerance
    ]
    return sorted(found, key=lambda row: (-row.share, row.one.id, row.other.id))


def _nearest(results: Results, ones: Iterable[Result], others: list[Result]) -> Iterator[Disagreement]:
    """Yield for each setting of one source the number of the other that is nearest to one of the first."""
    best: dict[tuple[tuple[str, str], ...], Disagreement] = {}
    for one in ones:
        if not results.scheme.measure_of(one.benchmark).comparable:
            continue
        for other in others:
            if contradicts(results, one, other):
                continue
            pair = Disagreement(one, other, relative(one.value, other.value))
            key = tuple((name, one.settings.get(name, "")) for name in _deciding(results, one))
            if key not in best or pair.share < best[key].share:
                best[key] = pair
    yield from best.values()


def relative(one: float, other: float) -> float:
    """Return a difference as a share of the smaller of two numbers."""
    smaller = min(abs(one), abs(other))
    return abs(one - other) / smaller if smaller else float(one != other)


def contradicts(results: Results, one: Result, other: Result) -> bool:
    """Return whether two rows state different settings, or only one states an essential one: they do not compare."""
    mine, theirs = one.settings, other.settings
    return any(
        mine.get(row.id) != theirs.get(row.id)
        for row in results.scheme.settings.values()
        if not row.remark and (row.essential or (row.id in mine and row.id in theirs))
    )


def only_one_states(results: Results, one: Result, other: Result) -> list[str]:
    """Return the deciding settings that only one of two rows states: their numbers may not compare."""
    return [name for name in _deciding(results, one) if (name in one.settings) != (name in other.settings)]


def _deciding(results: Results, row: Result) -> tuple[str, ...]:
    return results.scheme.measure_of(row.benchmark).deciding


def number_across(results: Results, settings: Mapping[str, str]) -> float | None:
    """Return the place of a row across a picture: the first setting of the chart that it states as a number."""
    across = results.scheme.across
    for name in across.settings if across else ():
        try:
            return float(settings[name])
        except (KeyError, ValueError):
            continue
    return None
