"""The vocabularies of a catalog (categories, keywords, venues) and the papers it wants, read from TOML."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, ClassVar, TypeVar

from cardcatalog.catalog.sentences import first_sentence
from cardcatalog.catalog.slugs import is_id
from cardcatalog.problems import Kind, Problem, did_you_mean
from cardcatalog.tables import TableRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cardcatalog.problems import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Category(TableRow):
    """A place in the tree of categories."""

    table: ClassVar = "category"
    id: str
    title: str
    parent: str = ""
    ids: tuple[str, ...] = ()
    """Its former ids, and those of categories that it replaces."""

    aliases: tuple[str, ...] = ()
    """Words of entries that mean it, where these name categories in a field of their own kind."""

    implies: tuple[str, ...] = ()
    """Ids of the keywords that hold for every paper whose first category it is, whether the entry names them or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyword(TableRow):
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

    @property
    def gist(self) -> str:
        """The first sentence of the definition, which is plain text by rule: what a badge shows on hover."""
        return first_sentence(" ".join(self.definition.split()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue(TableRow):
    """A conference, journal, preprint server, workshop or book under its short name."""

    table: ClassVar = "venue"
    name: str
    full: str = ""
    kind: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted(TableRow):
    """A paper that the catalog lacks, since a fact about it is missing."""

    table: ClassVar = "wanted"
    title: str
    link: str = ""
    venue: str = ""
    year: int = 0


_Named = TypeVar("_Named", Category, Keyword)


def format_rows(rows: Iterable[TableRow]) -> str:
    """Return rows as the text of a TOML file, which :func:`read_rows` reads back; default values are left out."""
    return "\n".join(f"[[{row.table}]]\n{''.join(_format_values(row))}" for row in rows)


def _format_values(row: TableRow) -> Iterator[str]:
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
    categories: Iterable[Category], keywords: Iterable[Keyword], venues: Iterable[Venue]
) -> Iterator[Problem]:
    """Find the problems between rows: duplicate names, and references to unknown rows."""
    categories, keywords, venues = tuple(categories), tuple(keywords), tuple(venues)
    yield from _check_unique((row.location, [row.id, *row.ids]) for row in categories)
    yield from _check_unique((row.location, list(row.aliases)) for row in categories)
    yield from _check_unique((row.location, [row.id]) for row in keywords)
    yield from _check_unique((row.location, [row.name, *row.aliases]) for row in keywords)
    yield from _check_unique((row.location, _names_of_venue(row)) for row in venues)
    yield from _check_ids((row.location, name) for row in categories for name in (row.id, *row.ids))
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
