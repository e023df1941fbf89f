"""``results.csv`` and ``results.json``: measured results for programs; ``schema/results.json`` is the JSON Schema."""

from __future__ import annotations

import csv
from functools import cached_property
from itertools import repeat
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cardcatalog.formats.rows import json_document, known, to_json
from cardcatalog.results.results import CORE, NO_BASELINE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cardcatalog.results.results import Result, Results
    from cardcatalog.results.scheme import Benchmark, Scheme

SCHEMA = Path(__file__).parent / "schema" / "results.json"
"""The JSON Schema of ``results.json``."""

VERSION = 1
"""The version of the schema: it changes when a reader of the former would go wrong."""


class ResultsCsv:
    """Measured results as CSV; each row becomes a line once, for the file of all rows and for those of some."""

    def __init__(self, results: Results) -> None:
        """Write nothing yet."""
        self._results = results

    @cached_property
    def _lines(self) -> list[str]:
        """The heading and a line for each row: the columns of the files of rows, the source first, the URL last."""
        results, place = self._results, CORE.index("value")
        used = {name for row in results.rows for name in row.settings}
        settings = [name for name in results.scheme.settings if name in used]
        made: list[str] = []
        writer = csv.writer(_Lines(made), lineterminator="\n")
        writer.writerow(["source", *CORE[:place], *settings, *CORE[place:], "url"])
        cells = attrgetter(*CORE[:place]), attrgetter(*CORE[place + 1 : -1])
        for row in results.rows:
            before, after = (get(row) for get in cells)
            stated = map(row.settings.get, settings, repeat(""))
            value, flags = f"{row.value:.10g}", " ".join(row.flags)
            writer.writerow((row.source, *before, *stated, value, *after, flags, results.link(row)))
        return made

    @cached_property
    def _places(self) -> dict[str, int]:
        return {row.id: place for place, row in enumerate(self._results.rows, 1)}

    def whole(self) -> str:
        """Return all rows."""
        return "".join(self._lines)

    def part(self, rows: Iterable[Result]) -> str:
        """Return some rows and the reference rows that they name, in the order of all, under the same heading."""
        ids = {name for row in rows for name in (row.id, row.baseline)}
        places = sorted(self._places[name] for name in ids if name in self._places)
        return "".join([self._lines[0], *(self._lines[place] for place in places)])


class _Lines:
    """A file of which each write is a line."""

    def __init__(self, made: list[str]) -> None:
        self.write = made.append


def results_json(results: Results, *, license: str = "") -> str:  # noqa: A002  (as in the file)
    """Return all rows with what they name, by the schema; a member is left out where the source does not state it.

    :param license: the SPDX identifier of the licence of the data, if it has one.
    """
    scheme = results.scheme
    parts = {
        "settings": [known(id=row.id, name=row.name, remark=row.remark) for row in scheme.settings.values()],
        "benchmarks": [_benchmark(scheme, row) for row in scheme.benchmarks.values()],
        "models": [
            known(id=row.id, name=row.name, family=row.family, size=row.size) | {"printed": row.printed}
            for row in scheme.models.values()
        ],
        "sources": [
            known(id=row.id, link=row.link, url=row.url, date=row.date, paper=row.paper)
            for row in scheme.sources.values()
        ],
        "flags": [known(id=row.id, text=row.text, doubtful=row.doubtful) for row in scheme.flags.values()],
        "results": map(_result, results.rows),
    }
    head = {"version": VERSION, "revision": results.digest} | known(license=license)
    return json_document(head, {name: map(to_json, rows) for name, rows in parts.items()})


def _benchmark(scheme: Scheme, row: Benchmark) -> dict[str, Any]:
    measure = scheme.measures[row.measure]
    return known(id=row.id, name=row.name, unit=measure.unit) | {
        "better": measure.better, "metrics": row.metrics, "deciding": measure.deciding,
        "comparable": measure.comparable,
    }  # fmt: skip


def _result(row: Result) -> dict[str, Any]:
    return known(
        id=row.id, paper=row.paper, method=row.method, relation=row.relation, reporter=row.reporter, model=row.model,
        benchmark=row.benchmark, metric=row.metric, settings=row.settings,
    ) | {"value": row.value, "printed": row.printed} | known(
        baseline=row.baseline.replace(NO_BASELINE, ""), source=row.source, path=row.path, line=row.line,
        section=row.section, flags=row.flags,
    )  # fmt: skip
