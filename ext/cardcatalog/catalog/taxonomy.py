"""The vocabularies of a catalog (categories, keywords, venues) and the papers it wants, read from TOML."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import MISSING, dataclass, fields
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from cardcatalog.bibtex.entries import CONTROL, decode
from cardcatalog.catalog.slugs import is_id
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
    aliases: tuple[str, ...] = ()
    """Words of entries that mean it, where these name categories in a field of their own kind."""

    implies: tuple[str, ...] = ()
    """Ids of the keywords that hold for every paper whose first category it is, whether the entry names them or not."""

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
    listed: bool = False
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
    """A paper that the catalog lacks, since a fact about it is missing."""

    table: ClassVar = "wanted"
    title: str
    link: str = ""
    venue: str = ""
    year: int = 0
    location: Location | None = None


Row = TypeVar("Row", Category, Keyword, Venue, Wanted)
_Named = TypeVar("_Named", Category, Keyword)


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
    """Read an array of tables, for example every ``[[category]]``, in file order.

    :param path: the TOML file.
    :param name: its path as messages show it.
    :param row_type: what each table is to become; a field without a default must be given.
    :returns: the rows that are complete, and a problem for each table or value that is not.
    """
    try:
        text, problems = decode(path.read_bytes(), name)
    except OSError as error:
        reason = error.strerror or str(error)
        return (), [Problem(Location(name, 1), f"cannot be read: {reason}; name an existing file", Kind.FILE)]
    tables, more = _tables(text, name, row_type.table)
    problems += more
    rows: list[Row] = []
    for table in tables:
        values, more = _values(table, row_type)
        problems += more
        if values:
            rows.append(row_type(**values, location=table.where()))
    return tuple(rows), problems


def _tables(text: str, path: str, key: str) -> tuple[list[_Table], list[Problem]]:
    lines = tuple(text.split("\n"))
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        location = Location(path, int(place[1]) if place else len(lines))
        return [], [Problem(location, f"not valid TOML: {error}; correct this line", Kind.TAXONOMY)]
    problems = [
        Problem(Location(path, _lines_with(name, lines)[0]), f"unknown table {name!r}; write [[{key}]]", Kind.TAXONOMY)
        for name in document
        if name != key
    ]
    begins = _lines_with(key, lines)
    found = document.get(key, [])
    if not isinstance(found, list) or not all(isinstance(values, dict) for values in found):
        message = f"write each {key} below a line [[{key}]] of its own"
        return [], [*problems, Problem(Location(path, begins[0]), message, Kind.TAXONOMY)]
    if len(begins) != len(found):  # they are in one line, as TOML allows
        return [_Table(values, path, begins[0], ()) for values in found], problems
    spans = pairwise([*begins, len(lines) + 1])
    return [
        _Table(values, path, begin, lines[begin - 1 : end - 1])
        for values, (begin, end) in zip(found, spans, strict=True)
    ], problems


def _lines_with(name: str, lines: Iterable[str]) -> list[int]:
    """Return the numbers, from one, of the lines that begin a table or give a value; tomllib does not report them."""
    begin = re.compile(rf"""\s*(\[\[?\s*)?["']?{re.escape(name)}["']?\s*[\].=]""")
    return [number for number, line in enumerate(lines, 1) if begin.match(line)] or [1]


def _values(table: _Table, row_type: type[Row]) -> tuple[dict[str, Any], list[Problem]]:
    """Return the values of a row, or none if one is missing that every row must have."""
    known = {field.name: field for field in fields(row_type) if field.name != "location"}
    problems = [
        Problem(table.where(name), f"unknown name {name!r}{did_you_mean(name, known)}", Kind.TAXONOMY)
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


_FORMS = {str: "a text", int: "a whole number", bool: "true or false", tuple: "a list of texts"}


def _fits(value: object, expected: type) -> bool:
    if expected is tuple:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return type(value) is expected  # to Python, true is a whole number


def _holds_control(value: object) -> bool:
    texts = value if isinstance(value, list) else [value]
    return any(isinstance(text, str) and CONTROL.search(text) for text in texts)


def format_rows(rows: Iterable[Row]) -> str:
    """Return rows as the text of a TOML file, which :func:`read_rows` reads back; default values are left out."""
    return "\n".join(f"[[{row.table}]]\n{''.join(_format_values(row))}" for row in rows)


def _format_values(row: Row) -> Iterator[str]:
    for field in fields(row):
        value = getattr(row, field.name)
        if field.name != "location" and value != field.default:
            yield f"{field.name} = {_format_value(value)}\n"


def _format_value(value: object) -> str:
    if isinstance(value, str):
        lines = [json.dumps(line, ensure_ascii=False)[1:-1].replace("\x7f", r"\u007f") for line in value.split("\n")]
        return f'"{lines[0]}"' if len(lines) == 1 else '"""\n' + "\n".join(lines) + '"""'
    if isinstance(value, tuple):
        return f"[{', '.join(map(_format_value, value))}]"
    return str(value).lower()


def check_taxonomy(
    categories: Iterable[Category],
    keywords: Iterable[Keyword],
    venues: Iterable[Venue],
) -> Iterator[Problem]:
    """Find the problems between rows: duplicate names, and references to unknown rows."""
    categories, keywords, venues = tuple(categories), tuple(keywords), tuple(venues)
    yield from _check_unique((row.location, [row.id]) for row in categories)
    yield from _check_unique((row.location, list(row.aliases)) for row in categories)
    yield from _check_unique((row.location, [row.id]) for row in keywords)
    yield from _check_unique((row.location, [row.name, *row.aliases]) for row in keywords)
    yield from _check_unique((row.location, _names_of_venue(row)) for row in venues)
    yield from _check_ids((row.location, row.id) for row in categories)
    yield from _check_ids((row.location, row.id) for row in keywords)
    yield from _check_tree(categories)
    yield from _check_implied(categories, {row.id for row in keywords})
    yield from _check_glossary(keywords)


def _names_of_venue(venue: Venue) -> list[str]:
    short = [venue.name, *venue.aliases]
    return short if venue.full.casefold() in {"", *map(str.casefold, short)} else [*short, venue.full]


def _check_glossary(keywords: tuple[Keyword, ...]) -> Iterator[Problem]:
    known = {row.id: row for row in keywords}
    for row in keywords:
        for name in (row.name, *row.aliases):
            other = known.get(name.casefold(), row)
            if other.id != row.id and row.location:
                message = f"{name!r} is the id of the keyword at {other.location}; choose another name"
                yield Problem(row.location, message, Kind.TAXONOMY)
        for word in (*row.broader, *row.see):
            if word not in known and row.location:
                message = f"{row.id!r} refers to no keyword {word!r}{did_you_mean(word, known)}"
                yield Problem(row.location, message, Kind.TAXONOMY)


def _check_unique(named: Iterable[tuple[Location | None, list[str]]]) -> Iterator[Problem]:
    seen: dict[str, Location] = {}
    for location, names in named:
        for name in names:
            if location and name.casefold() in seen:
                message = f"{name!r} is already used at {seen[name.casefold()]}; choose another name"
                yield Problem(location, message, Kind.TAXONOMY)
            elif location:
                seen[name.casefold()] = location


def _check_ids(named: Iterable[tuple[Location | None, str]]) -> Iterator[Problem]:
    for location, name in named:
        if location and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
            message = f"{name!r} is not an identifier; write lower-case letters and digits, joined by hyphens"
            yield Problem(location, message, Kind.TAXONOMY)
        elif location and not is_id(name):
            message = f"{name!r} can be no name of a page; choose another id"
            yield Problem(location, message, Kind.TAXONOMY)


def usable(rows: Iterable[_Named]) -> tuple[_Named, ...]:
    """Return the rows whose ids can be names of pages; others could lead out of the site.

    :func:`check_taxonomy` reports them.
    """
    return tuple(row for row in rows if is_id(row.id))


def _check_tree(categories: tuple[Category, ...]) -> Iterator[Problem]:
    seen: set[str] = set()
    known = {row.id for row in categories}
    for row in categories:
        if row.parent and row.parent not in seen and row.location:
            hint = "; put the parent first" if row.parent in known else did_you_mean(row.parent, known)
            message = f"the parent {row.parent!r} of {row.id!r} is not in an earlier row{hint}"
            yield Problem(row.location, message, Kind.TAXONOMY)
        seen.add(row.id)


def _check_implied(categories: tuple[Category, ...], known: set[str]) -> Iterator[Problem]:
    for row in categories:
        for word in row.implies:
            if known and word not in known and row.location:  # without a glossary, any word will do
                message = f"{row.id!r} implies the unknown keyword {word!r}{did_you_mean(word, known)}"
                yield Problem(row.location, message, Kind.TAXONOMY)
