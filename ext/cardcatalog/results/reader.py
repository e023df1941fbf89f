"""Read measured results: a TOML file of what rows may name, and a folder with a CSV file for each source."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import StringIO
from operator import attrgetter, itemgetter
from pathlib import Path
from sys import intern
from typing import NamedTuple

from cardcatalog.bibtex.entries import digest
from cardcatalog.problems import Kind, Location, Problem, did_you_mean, unknown
from cardcatalog.results.results import BASELINE, CORE, RELATIONS, Cells, Result, Results
from cardcatalog.results.scheme import (
    TABLES,
    Benchmark,
    Chart,
    Flag,
    Measure,
    Method,
    Model,
    Scheme,
    Setting,
    Source,
    by_id,
)
from cardcatalog.tables import read_tables
from cardcatalog.text_files import decode, without_control

REQUIRED = ("id", "method", "relation", "model", "benchmark", "metric", "value", "printed", "path", "line")
"""Columns that no row leaves empty."""


def file_of(source: str) -> str:
    """Return the name of the file with the rows of a source.

    >>> file_of("intel/auto-round")
    'intel--auto-round.csv'
    """
    return f"{source.replace('/', '--')}.csv"


def files_of(path: Path) -> list[Path]:
    """Return the file of what rows may name, and the files of rows that there are."""
    return [path, *sorted(path.with_suffix("").glob("*.csv"))]


def read_results(path: Path, name: str) -> tuple[Results, list[Problem]]:
    """Read all rows of a project.

    :param path: the TOML file of settings, measures, benchmarks, models, sources, flags and methods.
    :param name: its path as messages show it.
    :returns: the rows that can be understood, and a problem for each that cannot.
    """
    scheme, problems = read_scheme(path, name)
    files = {file_of(source): source for source in scheme.sources}
    folder = name.removesuffix(path.suffix)
    rows: list[Result] = []
    contents = [path.read_bytes()] if path.is_file() else []
    for file in files_of(path)[1:]:
        shown = f"{folder}/{file.name}"
        if file.name not in files:
            message = f"no source has this file{did_you_mean(file.name, files)}; add a [[source]] to {name}"
            problems.append(Problem(Location(shown, 1), message, Kind.RESULT))
            continue
        contents.append(file.read_bytes())
        text, faults = decode(contents[-1], shown)
        text, controls = without_control(text, shown)
        problems += faults + controls
        reader = RowReader(scheme, files[file.name], shown)
        rows += reader.read(text)
        problems += reader.problems
    return Results(scheme, tuple(rows), digest(*(content.decode(errors="replace") for content in contents))), problems


def read_scheme(path: Path, name: str) -> tuple[Scheme, list[Problem]]:
    """Read what rows may name, and find what its tables name that is not there."""
    found, problems = read_tables(path, name, TABLES)
    scheme = Scheme(
        by_id(found[Setting]), by_id(found[Measure]), by_id(found[Benchmark]), by_id(found[Model]),
        by_id(found[Source]), by_id(found[Flag]), {row.name: row for row in found[Method]}, found[Chart],
    )  # fmt: skip
    problems += check_scheme(scheme, {row_type.table: found[row_type] for row_type in TABLES[:6]})
    measured = {key: row for key, row in scheme.benchmarks.items() if row.measure in scheme.measures}
    return Scheme(**{**vars(scheme), "benchmarks": measured}), problems


def check_scheme(scheme: Scheme, tables: Mapping[str, tuple[Setting, ...]]) -> Iterator[Problem]:
    """Ids are distinct, and can be names of columns and pages; what a table names exists."""
    for table, rows in tables.items():
        yield from _check_ids(table, rows)
    for measure in scheme.measures.values():
        if measure.location and measure.better not in {"lower", "higher"}:
            message = f"better = {measure.better!r}; write 'lower' or 'higher'"
            yield Problem(measure.location, message, Kind.TAXONOMY)
        yield from _unknown(measure.deciding, scheme.settings, "setting", measure.location)
    for benchmark in scheme.benchmarks.values():
        yield from _unknown((benchmark.measure,), scheme.measures, "measure", benchmark.location)
    for chart in scheme.charts:
        yield from _unknown(chart.settings, scheme.settings, "setting", chart.location)


def _check_ids(table: str, rows: tuple[Setting, ...]) -> Iterator[Problem]:
    seen: set[str] = set()
    for row in rows:
        fault = ""
        if row.id in seen:
            fault = f"is the id of another {table}; choose another"
        elif table == "setting" and row.bits not in _BITS:
            fault = f"has bits = {row.bits!r}; write one of {', '.join(filter(None, _BITS))}"
        elif table == "setting" and row.id in CORE:
            fault = "is a column of every file; choose another id"
        elif table in {"benchmark", "model"} and not _PAGE.fullmatch(row.id):
            fault = "is not an identifier; write lower-case letters and digits, joined by - or ."
        if fault and row.location:
            yield Problem(row.location, f"{row.id!r} {fault}", Kind.TAXONOMY)
        seen.add(row.id)


_BITS = ("", "weights", "activations", "cache")
_PAGE = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")


def _unknown(
    names: tuple[str, ...], known: Mapping[str, object], what: str, location: Location | None
) -> Iterator[Problem]:
    for name in names:
        if name not in known and location:
            yield Problem(location, unknown(what, name, known), Kind.TAXONOMY)


_required = attrgetter(*REQUIRED)


class _Place(NamedTuple):
    """How many columns a file has, which it shares with all files, and the places of its settings."""

    width: int
    cells: Callable[[Sequence[str]], tuple[str, ...]]
    settings: Mapping[str, int]


class RowReader:
    """Reads the file of one source, and collects the problems of its rows."""

    def __init__(self, scheme: Scheme, source: str, name: str) -> None:
        """Begin with no problems.

        :param name: the path of the file as messages show it.
        """
        self._scheme, self._source, self._name = scheme, source, name
        self.problems: list[Problem] = []
        self._stated: dict[tuple[str, ...], dict[str, str]] = {}
        self._known: Mapping[str, Mapping[str, object]] = {
            "model": scheme.models, "benchmark": scheme.benchmarks, "relation": dict.fromkeys(RELATIONS),
        }  # fmt: skip

    def read(self, text: str) -> Iterator[Result]:
        """Yield the rows that can be understood."""
        reader = csv.reader(StringIO(text, newline=""), strict=True)
        try:
            place = self._header(next(reader, []))
            for cells in reader if place else ():
                row = self._row(cells, place, reader.line_num) if place else None
                if row:
                    yield row
        except csv.Error as error:
            self._report(reader.line_num, f"not valid CSV: {error}; correct this line")

    def _report(self, line: int, message: str, value: str = "") -> None:
        self.problems.append(Problem(Location(self._name, max(line, 1)), message, Kind.RESULT, value))

    def _header(self, columns: list[str]) -> _Place | None:
        known = [*CORE, *self._scheme.settings]
        wrong = [name for name in columns if name not in known]
        missing = [name for name in CORE if name not in columns]
        for name in wrong:
            self._report(1, unknown("column", name, known, "declare it as a [[setting]]"), name)
        for name in missing:
            self._report(1, f"there is no column {name!r}; add it")
        if len(set(columns)) < len(columns):
            self._report(1, "a column is there twice; take one out")
        elif not missing and not wrong:  # a setting that is lost would be shown as not stated
            places = {name: place for place, name in enumerate(columns)}
            settings = {name: place for name, place in places.items() if name in self._scheme.settings}
            return _Place(len(columns), itemgetter(*map(places.__getitem__, CORE)), settings)
        return None

    def _row(self, cells: list[str], place: _Place, line: int) -> Result | None:
        if len(cells) != place.width:
            self._report(line, f"{len(cells)} cells, but {place.width} columns; quote cells that hold commas")
            return None
        cell = Cells._make(place.cells(list(map(intern, cells))))
        faults = list(self._faults(cell))
        for message, value in faults:
            self._report(line, message, value)
        return None if faults else self._make(cell, self._settings(cells, place), line)

    def _settings(self, cells: list[str], place: _Place) -> dict[str, str]:
        """Return the settings of a row, which are those of the row before that states the same."""
        stated = tuple(map(cells.__getitem__, place.settings.values()))
        if stated not in self._stated:
            self._stated[stated] = {name: value for name, value in zip(place.settings, stated, strict=True) if value}
        return self._stated[stated]

    def _faults(self, cell: Cells) -> Iterator[tuple[str, str]]:
        """Yield what keeps a row from being understood, each with the text at fault."""
        if not all(_required(cell)):
            missing = [name for name in REQUIRED if not getattr(cell, name)]
            yield f"{', '.join(missing)}: empty; every row has a value there", ""
            return
        for name, known in self._known.items():
            if (value := getattr(cell, name)) not in known:
                yield unknown(name, value, known), value
        for flag in cell.flags.split():
            if flag not in self._scheme.flags:
                yield unknown("flag", flag, self._scheme.flags), flag
        if not cell.line.isdecimal():
            yield f"the line {cell.line!r} is not a number", cell.line
        if to_number(cell.value) is None:
            yield f"the value {cell.value!r} is not a number; a row without one is left out", cell.value

    def _make(self, cell: Cells, settings: Mapping[str, str], line: int) -> Result:
        known = self._scheme.methods.get(cell.method)
        return Result(
            cell.id,
            cell.paper or (known.paper if known and cell.relation != BASELINE else ""),
            cell.method,
            cell.relation,
            cell.reporter,
            cell.model,
            cell.benchmark,
            cell.metric,
            settings,
            float(cell.value),
            _digits(cell.printed, cell.value),
            cell.printed,
            cell.baseline,
            cell.path,
            int(cell.line),
            cell.section,
            tuple(cell.flags.split()),
            self._source,
            self._name,
            line,
        )


def to_number(text: str) -> float | None:
    """Return a finite number, or nothing: neither NaN nor infinity is a result."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


_PRINTED = re.compile(r"\d+(?:\.(\d+))?")


def _digits(printed: str, value: str) -> str:
    """Return a value with the digits that the source prints, which ``0.5540`` as a fraction has, too: ``55.40``."""
    if printed == value:
        return value
    match = _PRINTED.search(printed)
    decimals = len(match[1] or "") if match else 0
    number = float(value)
    if match and float(match[0]) == abs(number):
        return f"{number:.{decimals}f}"
    is_fraction = match and math.isclose(float(match[0]) * 100, number, rel_tol=1e-9)
    return f"{number:.{max(decimals - 2, 0)}f}" if is_fraction else value
