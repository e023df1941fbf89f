"""``results.csv`` and ``results.json``: measured results for programs; ``schema/results.json`` is the JSON Schema."""

from __future__ import annotations

import csv
import json
from io import StringIO
from itertools import repeat
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cardcatalog.formats.rows import json_rows, to_json
from cardcatalog.results.results import CORE, NO_BASELINE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cardcatalog.results.results import Result, Results
    from cardcatalog.results.scheme import Benchmark, Scheme

SCHEMA = Path(__file__).parent / "schema" / "results.json"
"""The JSON Schema of ``results.json``."""

VERSION = 1
"""The version of the schema: it changes when a reader of the former would go wrong."""


def results_csv(results: Results, some: Sequence[Result] | None = None) -> str:
    """Return rows as one table: the columns of the files of rows, with the source first and the URL last.

    :param some: the rows, to which their reference rows are added; without them, all.
    """
    rows = results.rows if some is None else with_references(results, some)
    used = {name for row in rows for name in row.settings}
    settings = [name for name in results.scheme.settings if name in used]
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    place = CORE.index("value")
    writer.writerow(["source", *CORE[:place], *settings, *CORE[place:], "url"])
    cells = attrgetter(*CORE[:place]), attrgetter(*CORE[place + 1 : -1])
    for row in rows:
        before, after = (get(row) for get in cells)
        stated = map(row.settings.get, settings, repeat(""))
        value, flags = f"{row.value:.10g}", " ".join(row.flags)
        writer.writerow((row.source, *before, *stated, value, *after, flags, results.link(row)))
    return text.getvalue()


def with_references(results: Results, some: Sequence[Result]) -> list[Result]:
    """Return rows and the reference rows that they name, in the order of sources and lines."""
    ids = {row.id for row in some} | {row.baseline for row in some}
    sources = dict.fromkeys(row.source for row in some)
    return [row for source in sources for row in results.by_source[source] if row.id in ids]


def results_json(results: Results, *, license: str = "") -> str:  # noqa: A002  (as in the file)
    """Return all rows with what they name, by the schema; a member is left out where the source does not state it.

    :param license: the SPDX identifier of the licence of the data, if it has one.
    """
    scheme = results.scheme
    parts = {
        "settings": [_known(id=row.id, name=row.name, remark=row.remark) for row in scheme.settings.values()],
        "benchmarks": [_benchmark(scheme, row) for row in scheme.benchmarks.values()],
        "models": [
            _known(id=row.id, name=row.name, family=row.family, size=row.size) | {"printed": row.printed}
            for row in scheme.models.values()
        ],
        "sources": [
            _known(id=row.id, link=row.link, url=row.url, date=row.date, paper=row.paper)
            for row in scheme.sources.values()
        ],
        "flags": [_known(id=row.id, text=row.text, doubtful=row.doubtful) for row in scheme.flags.values()],
        "results": map(_result, results.rows),
    }
    head = {"version": VERSION, "revision": results.digest} | _known(license=license)
    lines = [f"{json.dumps(name)}: {to_json(value)}" for name, value in head.items()]
    lines += [f"{json.dumps(name)}: [{json_rows(rows)}]" for name, rows in parts.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _benchmark(scheme: Scheme, row: Benchmark) -> dict[str, Any]:
    measure = scheme.measures[row.measure]
    return _known(id=row.id, name=row.name, unit=measure.unit) | {
        "better": measure.better, "metrics": row.metrics, "deciding": measure.deciding,
        "comparable": measure.comparable,
    }  # fmt: skip


def _result(row: Result) -> dict[str, Any]:
    return _known(
        id=row.id, paper=row.paper, method=row.method, relation=row.relation, reporter=row.reporter, model=row.model,
        benchmark=row.benchmark, metric=row.metric, settings=row.settings,
    ) | {"value": row.value, "printed": row.printed} | _known(
        baseline=row.baseline.replace(NO_BASELINE, ""), source=row.source, path=row.path, line=row.line,
        section=row.section, flags=row.flags,
    )  # fmt: skip


def _known(**values: Any) -> dict[str, Any]:  # noqa: ANN401
    return {name: value for name, value in values.items() if value}
