"""Files of measured results: rows in their canonical order, each with its reference row; and the list of sources."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from typing import TYPE_CHECKING

from cardcatalog.catalog.taxonomy import format_rows
from cardcatalog.results.results import BASELINE, CORE, NO_BASELINE, REPEATED

if TYPE_CHECKING:
    from cardcatalog.results.scheme import Scheme, Source

Row = dict[str, str]


def read_rows(text: str) -> list[Row]:
    """Return the rows of a file of results by the names of its columns."""
    return list(csv.DictReader(StringIO(text, newline="")))


def format_file(rows: Sequence[Row], scheme: Scheme) -> str:
    """Return a file of results: rows by path and line, with a column for each setting that one of them states."""
    finish(rows, scheme)
    before = CORE.index("value")
    names = [*CORE[:before], *scheme.settings, *CORE[before:]]
    columns = [name for name in names if name in CORE or any(row.get(name) for row in rows)]
    text = StringIO(newline="")
    writer = csv.DictWriter(text, columns, extrasaction="ignore", restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=_place))
    return text.getvalue()


def _place(row: Mapping[str, str]) -> tuple[str, int, str, str, str, str]:
    return row["path"], int(row["line"]), row["benchmark"], row["model"], row["method"], row["id"]


def finish(rows: Iterable[Row], scheme: Scheme) -> None:
    """Name the reference row of each row that names none yet, and flag those that a source prints twice."""
    known: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    same: dict[tuple[tuple[str, str], ...], list[Row]] = defaultdict(list)
    for row in rows:
        same[tuple(sorted((name, value) for name, value in row.items() if value and name not in _PLACES))].append(row)
        if row["relation"] == BASELINE:
            known[_cell(row)].append(row)
    for group in same.values():
        if len({row["value"] for row in group}) > 1:
            for row in group:
                row["flags"] = " ".join(sorted({*row["flags"].split(), REPEATED}))
    for row in rows:
        if "baseline" not in row:
            found = [other for other in known[_cell(row)] if not _contradicts(row, other, scheme)]
            nearest = min(found, key=lambda other: _distance(row, other), default=None)
            row["baseline"] = "" if row["relation"] == BASELINE else nearest["id"] if nearest else NO_BASELINE


_PLACES = frozenset({"id", "value", "printed", "path", "line", "section", "flags", "baseline"})


def _cell(row: Row) -> tuple[str, ...]:
    return row["path"], row["model"], row["benchmark"], row["metric"]


def _contradicts(row: Row, other: Row, scheme: Scheme) -> bool:
    """Return whether a row and a reference row were measured in different ways, as far as both say; bits differ."""
    ways = (name for name, each in scheme.settings.items() if not (each.bits or each.remark or each.essential))
    return any(row.get(name) and other.get(name) and row[name] != other[name] for name in ways)


def _distance(row: Row, other: Row) -> tuple[bool, int]:
    return row["section"] != other["section"], abs(int(row["line"]) - int(other["line"]))


_TABLE = re.compile(r"^\[\[(\w+)\]\]\n(?:.+\n)*", re.MULTILINE)
_ID = re.compile(r'^id = "(.*)"$', re.MULTILINE)


def insert_source(text: str, source: Source) -> str:
    """Return a TOML file with a source in its place, by name; the file stays as it is otherwise."""
    block = format_rows([source])
    for table in _TABLE.finditer(text):
        name = _ID.search(table[0])
        if table[1] == "source" and name and name[1].casefold() > source.id.casefold():
            return f"{text[: table.start()]}{block}\n{text[table.start() :]}"
    return f"{text.rstrip()}\n\n{block}"


def merge(old: Sequence[Row], new: Sequence[Row]) -> tuple[list[Row], int]:
    """Return the rows of a file with new ones, and how many of them it had already, by their ids."""
    ids = {row["id"] for row in old}
    fresh = [row for row in new if row["id"] not in ids]
    return [*old, *fresh], len(new) - len(fresh)
