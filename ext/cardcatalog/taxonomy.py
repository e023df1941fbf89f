"""The words that a catalogue is ordered by (categories, keywords, venues) and papers it still wants, read from TOML."""

from __future__ import annotations

import re
import tomllib
from dataclasses import MISSING, dataclass, fields
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from cardcatalog.problems import Kind, Location, Problem, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A place in the tree of topics."""

    table: ClassVar = "category"
    id: str
    title: str
    parent: str = ""
    location: Location | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyword:
    """A term of the glossary; its definition is in the markup of the page that shows it."""

    table: ClassVar = "keyword"
    id: str
    name: str
    group: str = ""
    aliases: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    definition: str = ""
    location: Location | None = None

    @property
    def gist(self) -> str:
        """The first sentence of the definition, which is plain text by rule: what a badge shows on hover."""
        text = " ".join(self.definition.split())
        return re.split(r"(?<=[.!?])\s", text, maxsplit=1)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """A conference, journal, preprint server, workshop or book under its short name."""

    table: ClassVar = "venue"
    name: str
    full: str = ""
    kind: str = ""
    aliases: tuple[str, ...] = ()
    location: Location | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A paper that the catalogue lacks, since a fact about it is missing."""

    table: ClassVar = "wanted"
    title: str
    link: str = ""
    venue: str = ""
    year: int = 0
    location: Location | None = None


Row = TypeVar("Row", Category, Keyword, Venue, Wanted)


def read_rows(path: Path, name: str, row_type: type[Row]) -> tuple[tuple[Row, ...], list[Problem]]:
    """Read an array of tables, for example every ``[[category]]``, in file order.

    :param path: the TOML file.
    :param name: its path as messages show it.
    :param row_type: what each table is to become; a field without a default must be given.
    :returns: the rows that are complete, and a problem for each table or value that is not.
    """
    try:
        text = path.read_text(encoding="utf-8")
        document = tomllib.loads(text)
    except OSError as error:
        return (), [Problem(Location(name, 1), f"cannot be read: {error.strerror}; name an existing file", Kind.FILE)]
    except UnicodeDecodeError:
        return (), [Problem(Location(name, 1), "is not UTF-8; save the file as UTF-8", Kind.FILE)]
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        return (), [Problem(Location(name, int(line[1]) if line else 1), f"not valid TOML: {error}", Kind.TAXONOMY)]
    problems = [
        Problem(Location(name, 1), f"unknown table {key!r}; write [[{row_type.table}]]", Kind.TAXONOMY)
        for key in document
        if key != row_type.table
    ]
    tables = document.get(row_type.table, [])
    if not isinstance(tables, list):
        return (), [Problem(Location(name, 1), f"write [[{row_type.table}]] with two brackets", Kind.TAXONOMY)]
    rows = []
    for table, line in zip(tables, _table_lines(text, row_type.table), strict=False):
        row, more = _row(table, Location(name, line), row_type)
        problems += more
        rows += [row] if row else []
    return tuple(rows), problems


def _table_lines(text: str, table: str) -> Iterator[int]:
    """Find the lines, from one, at which the tables begin: tomllib does not tell."""
    header = re.compile(rf"\s*\[\[\s*{table}\s*\]\]")
    return (number for number, line in enumerate(text.split("\n"), 1) if header.match(line))


def _row(table: Mapping[str, Any], location: Location, row_type: type[Row]) -> tuple[Row | None, list[Problem]]:
    known = {field.name: field for field in fields(row_type) if field.name != "location"}
    problems = [
        Problem(location, f"unknown name {name!r}{did_you_mean(name, known)}", Kind.TAXONOMY)
        for name in table
        if name not in known
    ]
    values: dict[str, Any] = {}
    for name, field in known.items():
        if name in table:
            value = tuple(table[name]) if isinstance(table[name], list) else table[name]
            expected = str if field.default is MISSING else type(field.default)
            if isinstance(value, expected) and (expected is not tuple or all(isinstance(v, str) for v in value)):
                values[name] = value
            else:
                wanted = {str: "a text", int: "a whole number", tuple: "a list of texts"}[expected]
                problems.append(Problem(location, f"{name!r} must be {wanted}", Kind.TAXONOMY))
        elif field.default is MISSING:
            problems.append(Problem(location, f"{name!r} is missing; every {row_type.table} has one", Kind.TAXONOMY))
    complete = all(name in values for name, field in known.items() if field.default is MISSING)
    return (row_type(**values, location=location) if complete else None), problems


def check_taxonomy(
    categories: Iterable[Category],
    keywords: Iterable[Keyword],
    venues: Iterable[Venue],
) -> Iterator[Problem]:
    """Find what breaks the rules that hold between rows: unique names, and references that lead somewhere."""
    categories, keywords, venues = tuple(categories), tuple(keywords), tuple(venues)
    yield from _check_unique((row.location, [row.id]) for row in categories)
    yield from _check_unique((row.location, [row.id]) for row in keywords)
    yield from _check_unique((row.location, [row.name, *row.aliases]) for row in keywords)
    yield from _check_unique((row.location, [row.name, *row.aliases]) for row in venues)
    yield from _check_tree(categories)
    known = {row.id for row in keywords}
    for row in keywords:
        for word in (*row.broader, *row.see):
            if word not in known and row.location:
                message = f"{row.id!r} refers to no keyword {word!r}{did_you_mean(word, known)}"
                yield Problem(row.location, message, Kind.TAXONOMY)


def _check_unique(named: Iterable[tuple[Location | None, list[str]]]) -> Iterator[Problem]:
    seen: dict[str, Location] = {}
    for location, names in named:
        for name in names:
            if location and name.casefold() in seen:
                message = f"{name!r} stands already at {seen[name.casefold()]}; a name means one thing"
                yield Problem(location, message, Kind.TAXONOMY)
            elif location:
                seen[name.casefold()] = location


def _check_tree(categories: tuple[Category, ...]) -> Iterator[Problem]:
    seen: set[str] = set()
    known = {row.id for row in categories}
    for row in categories:
        if row.parent and row.parent not in seen and row.location:
            hint = "; put the parent first" if row.parent in known else did_you_mean(row.parent, known)
            message = f"the parent {row.parent!r} of {row.id!r} does not stand above it{hint}"
            yield Problem(row.location, message, Kind.TAXONOMY)
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row.id) and row.location:
            message = f"{row.id!r} is no identifier; write lower-case letters and digits, joined by hyphens"
            yield Problem(row.location, message, Kind.TAXONOMY)
        seen.add(row.id)
