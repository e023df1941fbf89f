"""The table of settled differences: facts that collections state otherwise, with the reason why ours stays."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cardcatalog.problems import Kind, Location, Problem, unknown
from cardcatalog.text_files import read_cells

if TYPE_CHECKING:
    from cardcatalog_tools.collections.audit import Difference

COLUMNS = ("key", "field", "ours", "theirs", "reason", "source")
"""The columns of the table, separated by tabs."""

HEAD = "# Differences to collections that are settled: key, field, ours, theirs, reason, source, separated by tabs.\n"


@dataclass(frozen=True, slots=True)
class Settled:
    """A difference that is settled; see :class:`~cardcatalog_tools.collections.audit.Difference` for its facts."""

    location: Location
    key: str
    field: str
    ours: str
    theirs: str
    reason: str
    source: str


def read_settled(path: Path, name: str, fields: Collection[str]) -> tuple[list[Settled], list[Problem]]:
    """Read a table of settled differences; a missing file is an empty one.

    :param name: its path as messages show it.
    :param fields: the names of fields that can differ.
    :returns: the rows, and a problem for each line that is none.
    """
    lines, problems = read_cells(path, name) if path.exists() else ([], [])
    rows = []
    for place, cells in lines:
        if len(cells) != len(COLUMNS) or not all((cells[0], cells[1], cells[3], cells[4], cells[5])):
            message = f"write {', '.join(COLUMNS)}, separated by tabs; only 'ours' may be empty"
            problems.append(Problem(place, message, Kind.TAXONOMY))
        elif cells[1] not in fields:
            message = unknown("field", cells[1], fields)
            problems.append(Problem(place, message, Kind.TAXONOMY))
        else:
            rows.append(Settled(place, *cells))
    return rows, problems


def unsettled(differences: Iterable[Difference], rows: Iterable[Settled]) -> list[Difference]:
    """Return the differences that no row settles: a row holds for both facts as they were."""
    known = {(row.key, row.field, row.ours, row.theirs) for row in rows}
    return [each for each in differences if (each.key, each.field, each.ours, each.theirs) not in known]


def check_settled(
    rows: Iterable[Settled], differences: Iterable[Difference], keys: Collection[str], files: Iterable[str]
) -> Iterator[Problem]:
    """Yield a problem for each row that settles nothing: its entry is gone, or neither fact differs any more.

    :param keys: the citation keys of the bibliography.
    :param files: the files that were read; a row whose source is none of them is not judged.
    """
    found = {(each.key, each.field, each.ours, each.theirs) for each in differences}
    read = tuple(files)
    for row in rows:
        path = row.source.rpartition(" ")[2]
        if row.key not in keys:
            message = unknown("key", row.key, keys)
            yield Problem(row.location, message, Kind.TAXONOMY)
        elif (row.key, row.field, row.ours, row.theirs) not in found and any(name.endswith(path) for name in read):
            message = f"{row.key!r} and {path} do not differ so in {row.field!r}; take the line out, or correct it"
            yield Problem(row.location, message, Kind.TAXONOMY)
