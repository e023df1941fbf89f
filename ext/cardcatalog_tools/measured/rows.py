"""Rows of measured results, each made of a number and the facts about it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from cardcatalog.results.results import BASELINE, COMPARISON, OWN, THIRD_PARTY
from cardcatalog_tools.measured.labels import HERE

if TYPE_CHECKING:
    from cardcatalog.results.scheme import Scheme
    from cardcatalog_tools.measured.cells import Cell, Number

NEEDED = ("model", "benchmark", "method")
"""What every number is about."""

FRACTION = "fraction"
"""The value of ``unit`` of a number that is a hundredth of the percentage that it says."""


class Place(NamedTuple):
    """The file that a table is in: the source, the path there, and the paper whose authors report its numbers."""

    source: str
    path: str
    reporter: str


class RowMaker:
    """Makes the rows of one table."""

    def __init__(self, section: str, place: Place, scheme: Scheme) -> None:
        """Begin with no row of the section of a file."""
        self._section, self._place, self._scheme = section, place, scheme
        self._seen: Counter[str] = Counter()

    def make(self, cell: Cell, column: int, number: Number, facts: Mapping[str, str]) -> dict[str, str]:
        """Return the row of a number.

        :raises ValueError: if the facts lack something, or the number is impossible.
        """
        if missing := [name for name in NEEDED if not facts.get(name)]:
            message = f"the table does not say the {' and the '.join(missing)} of a number in line {cell.line}"
            raise ValueError(message)
        benchmark = self._scheme.benchmarks[facts["benchmark"]]
        metric = facts.get("metric") or (benchmark.metrics[0] if len(benchmark.metrics) == 1 else "accuracy")
        if benchmark.metrics and metric not in benchmark.metrics:
            message = f"the table does not say which metric of {benchmark.name}: {', '.join(benchmark.metrics)}"
            raise ValueError(message)
        measure = self._scheme.measures[benchmark.measure]
        value = Decimal(number.text) * (100 if facts.get("unit") == FRACTION else 1)
        text = f"{value.normalize():f}"
        if not measure.lowest <= value <= measure.highest:
            message = f"line {cell.line}: {text} is impossible as {measure.name} of {benchmark.name}"
            raise ValueError(message)
        return self._row(cell, column, {**facts, "metric": metric, "value": text})

    def _row(self, cell: Cell, column: int, facts: Mapping[str, str]) -> dict[str, str]:
        """Return the row of a number; its id is that of its place, which changes with no other row."""
        place = self._place
        key = f"{place.source}:{place.path}:{cell.line}:{column}:{facts['benchmark']}:{facts['model']}"
        self._seen[key] += 1
        paper, relation = facts.get("paper", ""), facts.get("relation", "")
        told = ("method", "model", "benchmark", "metric", "value")
        return {name: value for name, value in facts.items() if name in told or name in self._scheme.settings} | {
            "id": hashlib.sha256(f"{key}:{self._seen[key]}".encode()).hexdigest()[:10],
            "paper": "" if relation == BASELINE else paper,
            "relation": relation or relation_of(paper, place.reporter),
            "reporter": place.reporter,
            "printed": cell.text,
            "path": place.path,
            "line": str(cell.line),
            "section": self._section,
            "flags": facts.get("flags", ""),
        }


def relation_of(paper: str, reporter: str) -> str:
    """Return who reports a number: the authors of the method, those of another paper, or others."""
    return THIRD_PARTY if not reporter else OWN if paper == reporter else COMPARISON


def merged(given: Mapping[str, str], parts: Iterable[Mapping[str, str]], line: int) -> dict[str, str]:
    """Return facts together; those that are given, the answers, count before others.

    :raises ValueError: if two of the others differ.
    """
    facts: dict[str, str] = {}
    for part in parts:
        for name, value in part.items():
            if value != HERE and name not in given and facts.setdefault(name, value) != value:
                both = f"line {line}: the {name} is {facts[name]!r} and {value!r}"
                message = f"{both}; say which of them it is by facts, or leave one out"
                raise ValueError(message)
    return facts | dict(given)
