"""The vocabularies of a catalog (categories, keywords, venues) and the papers it wants, read from TOML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from itertools import chain
from typing import ClassVar, TypeVar

from cardcatalog.catalog.sentences import first_sentence
from cardcatalog.catalog.slugs import is_id
from cardcatalog.problems import Kind, Problem, did_you_mean, unknown
from cardcatalog.tables import TableRow


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
    """A term of the glossary; its definition is in the markup of the page that shows it, all else is plain text."""

    table: ClassVar = "keyword"
    id: str
    name: str
    group: str = ""
    aliases: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    listed: bool = False
    definition: str = ""
    applies: str = ""

    @property
    def rule(self) -> str:
        """When a paper carries the keyword, in one line."""
        return " ".join(self.applies.split())

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
    """Find the problems between rows of files: duplicate names, and references to unknown rows."""
    categories, keywords, venues = tuple(categories), tuple(keywords), tuple(venues)
    found = chain(
        _check_unique((row, (row.id, *row.ids)) for row in categories),
        _check_unique((row, row.aliases) for row in categories),
        _check_unique((row, (row.id,)) for row in keywords),
        _check_unique((row, (row.name, *row.aliases)) for row in keywords),
        _check_unique((row, _names_of_venue(row)) for row in venues),
        _check_ids((row, name) for row in categories for name in (row.id, *row.ids)),
        _check_ids((row, row.id) for row in keywords),
        _check_tree(categories),
        _check_implied(categories, {row.id for row in keywords}),
        _check_glossary(keywords),
    )
    yield from (Problem(row.location, message, Kind.TAXONOMY) for row, message in found if row.location)


def _names_of_venue(venue: Venue) -> tuple[str, ...]:
    short = (venue.name, *venue.aliases)
    return short if venue.full.casefold() in {"", *map(str.casefold, short)} else (*short, venue.full)


_Troubles = Iterator[tuple[TableRow, str]]
"""Rows with the messages about them."""


def _check_glossary(keywords: tuple[Keyword, ...]) -> _Troubles:
    known = {row.id: row for row in keywords}
    for row in keywords:
        for name in (row.name, *row.aliases):
            other = known.get(name.casefold(), row)
            if other.id != row.id:
                yield row, f"{name!r} is the id of the keyword at {other.location}; choose another name"
        for word in (*row.broader, *row.see):
            if word not in known:
                yield row, f"{row.id!r} refers to the {unknown('keyword', word, known)}"
        if "`" in row.applies:
            yield row, f"'applies' of {row.id!r} is shown as it is written; take its markup out"


def _check_unique(named: Iterable[tuple[TableRow, tuple[str, ...]]]) -> _Troubles:
    seen: dict[str, TableRow] = {}
    for row, names in named:
        for name in names:
            if first := seen.get(name.casefold()):
                yield row, f"{name!r} is already used at {first.location}; choose another name"
            seen.setdefault(name.casefold(), row)


def _check_ids(named: Iterable[tuple[TableRow, str]]) -> _Troubles:
    for row, name in named:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
            yield row, f"{name!r} is not an identifier; write lower-case letters and digits, joined by hyphens"
        elif not is_id(name):
            yield row, f"{name!r} can be no name of a page; choose another id"


def usable(rows: Iterable[_Named]) -> tuple[_Named, ...]:
    """Return the rows whose ids can be names of pages; others could lead out of the site.

    :func:`check_taxonomy` reports them.
    """
    return tuple(row for row in rows if is_id(row.id))


def _check_tree(categories: tuple[Category, ...]) -> _Troubles:
    seen: set[str] = set()
    known = {row.id for row in categories}
    for row in categories:
        if row.parent and row.parent not in seen:
            hint = "; put the parent first" if row.parent in known else did_you_mean(row.parent, known)
            yield row, f"the parent {row.parent!r} of {row.id!r} is not in an earlier row{hint}"
        seen.add(row.id)


def _check_implied(categories: tuple[Category, ...], known: set[str]) -> _Troubles:
    for row in categories:
        for word in row.implies:
            if known and word not in known:  # without a glossary, any word will do
                yield row, f"{row.id!r} implies the {unknown('keyword', word, known)}"
