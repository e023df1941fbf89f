"""What compares: rows of one setting, and numbers on which sources disagree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from cardcatalog.grouped import grouped
from cardcatalog.results.results import MIN_SOURCES, Result, Results

if TYPE_CHECKING:
    _Statement = tuple[tuple[str, str], ...]

TOLERANCE = 0.01
"""The relative difference above which two numbers disagree."""


class Disagreement(NamedTuple):
    """Two numbers of two sources that differ though nothing that both state does."""

    one: Result
    other: Result
    share: float
    """The difference as a share of the smaller number."""


def disagreements(results: Results) -> list[Disagreement]:
    """Return the numbers on which sources disagree, the largest difference first.

    Each number is paired with the farthest one of another source, so that the list is as long as the numbers are many,
    not their pairs. Where a source has several numbers that fit, the nearest counts. Doubtful rows, reference rows, and
    measures that mean different things in different sources take no part.
    """
    essential = [row.id for row in results.scheme.settings.values() if row.essential and not row.remark]
    stated = results.of_settings(lambda settings: tuple(settings.get(name, "") for name in essential))
    compared = results.of_settings(partial(_compared, results))
    is_comparable = {name: results.scheme.measure_of(name).comparable for name in results.by_benchmark}
    groups = grouped(
        ((row.paper, row.method, row.model, row.benchmark, row.metric, stated[id(row.settings)]), row)
        for row in results.rows
        if row.paper and not row.is_baseline and is_comparable[row.benchmark] and not results.is_doubtful(row)
    )
    found = [each for rows in groups.values() for each in _farthest(results, rows, compared) if each.share > TOLERANCE]
    return sorted(found, key=lambda row: (-row.share, row.one.id, row.other.id))


def _farthest(results: Results, rows: Sequence[Result], compared: Mapping[int, _Statement]) -> Iterable[Disagreement]:
    """Return for each setting of each source the pair with the number of another source that is farthest, once.

    :param compared: the settings that compare, by the identity of all.
    """
    if len({row.source for row in rows}) < MIN_SOURCES:
        return ()
    by_settings = grouped((compared[id(row.settings)], row) for row in rows)
    best: dict[tuple[str, ...], Disagreement] = {}
    for ones in by_settings.values():
        fit = [row for others in by_settings.values() if not contradicts(results, ones[0], others[0]) for row in others]
        ends = _ends(fit)
        for one in ones:
            pair = _pair(one, *ends)
            key = one.source, *(one.settings.get(name, "") for name in _deciding(results, one))
            if key not in best or pair.share < best[key].share:
                best[key] = pair
    return {(pair.one.id, pair.other.id): pair for pair in best.values()}.values()


def _compared(results: Results, stated: Mapping[str, str]) -> _Statement:
    settings = results.scheme.settings
    return tuple((name, value) for name, value in sorted(stated.items()) if not settings[name].remark)


def _ends(rows: Iterable[Result]) -> tuple[Result, Result]:
    """Return the highest of the lowest numbers of sources, and the lowest of their highest.

    A number below the first, or above the second, is that far from the nearest number of its source; any other lies
    among the numbers of every source.
    """
    lowest: dict[str, Result] = {}
    highest: dict[str, Result] = {}
    for row in sorted(rows, key=lambda row: row.value):
        lowest.setdefault(row.source, row)
        highest[row.source] = row
    return max(lowest.values(), key=lambda row: row.value), min(highest.values(), key=lambda row: row.value)


def _pair(one: Result, above: Result, below: Result) -> Disagreement:
    ends = above if above.value > one.value else one, below if below.value < one.value else one
    share, other = max(((relative(one.value, end.value), end) for end in ends), key=lambda pair: pair[0])
    first, second = sorted((one, other), key=lambda row: row.source)
    return Disagreement(first, second, share)


def relative(one: float, other: float) -> float:
    """Return a difference as a share of the smaller of two numbers."""
    smaller = min(abs(one), abs(other))
    return abs(one - other) / smaller if smaller else float(one != other)


def contradicts(results: Results, one: Result, other: Result) -> bool:
    """Return whether two rows state different settings, or only one states an essential one: they do not compare."""
    mine, theirs, settings = one.settings, other.settings, results.scheme.settings
    return any(
        mine.get(name) != theirs.get(name) and not settings[name].remark
        for name in {**mine, **theirs}
        if settings[name].essential or (name in mine and name in theirs)
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
