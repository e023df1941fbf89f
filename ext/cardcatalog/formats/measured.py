"""``results.csv`` and ``results.json``: measured results for programs; ``schema/results.json`` is the JSON Schema."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, cached_property
from io import StringIO
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cardcatalog.formats.rows import is_known, json_document, known, to_json
from cardcatalog.results.results import CORE, NO_BASELINE, Result, Results

if TYPE_CHECKING:
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
        settings = [name for name in results.scheme.settings if name in results.stated]
        cells = [csv_cells([row.get(name, "") for row in results.settings]) for name in settings]
        stated = dict(zip(map(id, results.settings), map(",".join, zip(*cells, strict=True)), strict=False))
        texts: dict[str, Callable[[Result], str]] = {
            "value": lambda row: f"{row.value:.10g}", "line": lambda row: str(row.line),
            "flags": lambda row: " ".join(row.flags), "url": results.link,
        }  # fmt: skip
        before, after = (
            [csv_cells(list(map(texts.get(name, attrgetter(name)), results.rows))) for name in names]
            for names in (("source", *CORE[:place]), (*CORE[place:], "url"))
        )
        between = [(stated[id(row.settings)] for row in results.rows)] if settings else []
        head = ",".join(("source", *CORE[:place], *map(csv_cell, settings), *CORE[place:], "url"))
        return [head, *map(",".join, zip(*before, *between, *after, strict=True))]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {row.id: place for place, row in enumerate(self._results.rows, 1)}

    def whole(self) -> str:
        """Return all rows."""
        return "\n".join([*self._lines, ""])

    def part(self, rows: Sequence[Result]) -> str:
        """Return some rows and the reference rows that they name, in the order of all, under the same heading."""
        ids = {*map(attrgetter("id"), rows), *map(attrgetter("baseline"), rows)}
        places = sorted(filter(None, map(self._places.get, ids)))
        return "\n".join([*map(self._lines.__getitem__, (0, *places)), ""])


def csv_cells(texts: Sequence[str]) -> Iterable[str]:
    """Return texts as cells, those of which none holds a special character as they are."""
    whole = "\0".join(texts)
    return map(cache(csv_cell), texts) if any(map(whole.__contains__, _SPECIAL)) else texts


def csv_cell(text: str) -> str:
    """Return a cell of a line of CSV.

    >>> csv_cell("W4, A8")
    '"W4, A8"'
    """
    if not any(map(text.__contains__, _SPECIAL)):
        return text
    line = StringIO()
    csv.writer(line, lineterminator="").writerow((text,))
    return line.getvalue()


_SPECIAL = '",\r\n'
"""The characters of cells in quotes."""


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
    }
    head = {"version": VERSION, "revision": results.digest} | known(license=license)
    rows = {name: map(to_json, rows) for name, rows in parts.items()}
    return json_document(head, {**rows, "results": _result_rows(results)})


def _benchmark(scheme: Scheme, row: Benchmark) -> dict[str, Any]:
    measure = scheme.measures[row.measure]
    return known(id=row.id, name=row.name, unit=measure.unit) | {
        "better": measure.better, "metrics": row.metrics, "deciding": measure.deciding,
        "comparable": measure.comparable,
    }  # fmt: skip


def _result_rows(results: Results) -> Iterator[str]:
    """Yield each row as JSON. Most texts are in many rows, and become JSON once."""
    for members in zip(*(_members(results, name) for name in _MEMBERS), strict=True):
        yield "{" + ", ".join(filter(None, members)) + "}"


_MEMBERS = (
    "id", "paper", "method", "relation", "reporter", "model", "benchmark", "metric", "settings",
    "value", "printed", "baseline", "source", "path", "line", "section", "flags",
)  # fmt: skip


def _members(results: Results, name: str) -> Iterator[str]:
    """Yield a member of the object of each row, or nothing where its value is not known."""
    start = f"{to_json(name)}: "

    def member(value: Any) -> str:  # noqa: ANN401
        return f"{start}{to_json(value)}" if is_known(value) else ""

    if name == "settings":
        stated = results.of_settings(member)
        return (stated[id(row.settings)] for row in results.rows)
    value = _reference if name == "baseline" else attrgetter(name)
    return map(cache(member), map(value, results.rows))


def _reference(row: Result) -> str:
    return row.baseline.replace(NO_BASELINE, "")
