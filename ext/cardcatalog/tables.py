"""Arrays of tables in TOML, read into rows of a declared type, with the line of every table and value that is wrong."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from cardcatalog.problems import Kind, Location, Problem, unknown
from cardcatalog.text_files import CONTROL, read_text


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A row of a table: a type for each table has a field for each value."""

    table: ClassVar[str]
    """The name of the table."""

    location: Location | None = None


Row = TypeVar("Row", bound=TableRow)


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of a TOML file, and its lines."""

    values: Mapping[str, Any]
    path: str
    begin: int
    lines: tuple[str, ...]

    def where(self, name: str = "") -> Location:
        """Return the place of the table, or of a value in it."""
        return Location(self.path, self.begin + (_lines_with(name, self.lines)[0] - 1 if name else 0))


def read_rows(path: Path, name: str, row_type: type[Row]) -> tuple[tuple[Row, ...], list[Problem]]:
    """Read one array of tables, for example every ``[[category]]``, in file order.

    :param path: the TOML file.
    :param name: its path as messages show it.
    :param row_type: what each table is to become; a field without a default must be given.
    :returns: the rows that are complete, and a problem for each table or value that is not.
    """
    found, problems = read_tables(path, name, [row_type])
    return found[row_type], problems


def read_tables(path: Path, name: str, row_types: Sequence[type[Any]]) -> tuple[dict[type[Any], Any], list[Problem]]:
    """Read several arrays of tables from one file; see :func:`read_rows`.

    :returns: the rows by their type, and the problems.
    """
    rows: dict[type[Any], tuple[Any, ...]] = dict.fromkeys(row_types, ())
    text, problems = read_text(path, name)
    lines = tuple(text.split("\n"))
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        location = Location(name, int(place[1]) if place else len(lines))
        return rows, [*problems, Problem(location, f"not valid TOML: {error}; correct this line", Kind.TAXONOMY)]
    problems += _unknown_tables(document, name, lines, [row_type.table for row_type in row_types])
    for row_type in row_types:
        tables, more = _tables(document, name, lines, row_type.table)
        problems += more
        complete = []
        for table in tables:
            values, more = _values(table, row_type)
            problems += more
            if values:
                complete.append(row_type(**values, location=table.where()))
        rows[row_type] = tuple(complete)
    return rows, problems


def _unknown_tables(document: Mapping[str, Any], path: str, lines: Sequence[str], known: list[str]) -> list[Problem]:
    wanted = " or ".join(f"[[{name}]]" for name in known)
    return [
        Problem(Location(path, _lines_with(name, lines)[0]), f"unknown table {name!r}; write {wanted}", Kind.TAXONOMY)
        for name in document
        if name not in known
    ]


def _tables(
    document: Mapping[str, Any], path: str, lines: tuple[str, ...], key: str
) -> tuple[list[_Table], list[Problem]]:
    begins = _headers(key, lines) or _lines_with(key, lines)
    found = document.get(key, [])
    if not isinstance(found, list) or not all(isinstance(values, dict) for values in found):
        message = f"write each {key} below a line [[{key}]] of its own"
        return [], [Problem(Location(path, begins[0]), message, Kind.TAXONOMY)]
    if len(begins) != len(found):  # they are in one line, as TOML allows
        return [_Table(values, path, begins[0], ()) for values in found], []
    ends = [*begins[1:], len(lines) + 1]
    return [
        _Table(values, path, begin, lines[begin - 1 : end - 1])
        for values, begin, end in zip(found, begins, ends, strict=True)
    ], []


def _headers(name: str, lines: Iterable[str]) -> list[int]:
    begin = re.compile(rf"""\s*\[\[\s*["']?{re.escape(name)}["']?\s*\]\]""")
    return [number for number, line in enumerate(lines, 1) if begin.match(line)]


def _lines_with(name: str, lines: Iterable[str]) -> list[int]:
    """Return the numbers, from one, of the lines that begin a table or give a value; tomllib does not report them."""
    begin = re.compile(rf"""\s*(\[\[?\s*)?["']?{re.escape(name)}["']?\s*[\].=]""")
    return [number for number, line in enumerate(lines, 1) if begin.match(line)] or [1]


def _values(table: _Table, row_type: type[Any]) -> tuple[dict[str, Any], list[Problem]]:
    """Return the values of a row, or none if one is missing that every row must have."""
    known = {field.name: field for field in fields(row_type) if field.name != "location"}
    problems = [
        Problem(table.where(name), unknown("name", name, known), Kind.TAXONOMY)
        for name in table.values
        if name not in known
    ]
    values: dict[str, Any] = {}
    for name, value in table.values.items():
        if name in known:
            expected = str if known[name].default is MISSING else type(known[name].default)
            if _holds_control(value):
                message = f"{name!r} holds a control character; take it out"
                problems.append(Problem(table.where(name), message, Kind.TAXONOMY))
            elif _fits(value, expected):
                values[name] = tuple(value) if expected is tuple else value
            else:
                wanted = _FORMS[expected]
                problems.append(Problem(table.where(name), f"{name!r} must be {wanted}", Kind.TAXONOMY))
    required = [name for name, field in known.items() if field.default is MISSING]
    for name in required:
        if table.values.get(name, "") == "":
            message = f"{name!r} is missing; every {row_type.table} has one"
            problems.append(Problem(table.where(), message, Kind.TAXONOMY))
    return values if all(values.get(name) for name in required) else {}, problems


_FORMS = {str: "a text", int: "a whole number", float: "a number", bool: "true or false", tuple: "a list of texts"}


def _fits(value: object, expected: type) -> bool:
    if expected is tuple:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    # To Python, true is a whole number.
    return type(value) is expected or (expected is float and type(value) is int)


def _holds_control(value: object) -> bool:
    texts = value if isinstance(value, list) else [value]
    return any(isinstance(text, str) and CONTROL.search(text) for text in texts)
