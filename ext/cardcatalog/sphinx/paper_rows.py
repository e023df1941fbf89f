"""A paper as a row of values that is kept: all but its place, which lines added above it change."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from operator import attrgetter
from types import MappingProxyType
from typing import Any, NamedTuple

from cardcatalog.bibtex.entries import Entry
from cardcatalog.bibtex.names import Person
from cardcatalog.catalog.dates import PublicationDate
from cardcatalog.catalog.paper import Paper
from cardcatalog.problems import Location
from cardcatalog.results.results import Result, Results
from cardcatalog.results.scheme import Scheme

_VALUES = attrgetter(*(field.name for field in fields(Paper) if field.init and field.name not in {"key", "entry"}))


class PaperRow(NamedTuple):
    """The values of a paper and of its entry."""

    type: str
    key: str
    fields: Mapping[str, str]
    lines: Mapping[str, int]
    is_complete: bool
    inherited: Mapping[str, Location]
    values: tuple[Any, ...]
    """Those of the paper, but for its key and its entry."""

    fingerprint: str
    """See :meth:`cardcatalog.catalog.catalog.Catalog.own_fingerprint`."""

    state: str
    """By which the text of its entry is known; empty if that is not all of which the paper was made."""

    given: Mapping[str, str] | None
    """The fields of which the paper was made, where its entry has others."""

    def at(self, place: Location) -> Entry:
        """Return the entry of which the paper was made, at a place."""
        given = self.fields if self.given is None else self.given
        return Entry(self.type, self.key, MappingProxyType(given), place, self.lines)

    def paper_at(self, place: Location) -> Paper:
        """Return the paper with its entry at a place."""
        return self._paper(place, self)

    def paper_of(self, entry: Entry) -> Paper | None:
        """Return the paper of an entry, or nothing if it was made of other content."""
        if entry.type == self.type and entry.fields == self.fields:
            return Paper(self.key, entry, *self.values)
        return self._paper(entry.location, entry) if entry.type == self.type and entry.fields == self.given else None

    def _paper(self, place: Location, layout: Entry | PaperRow) -> Paper:
        of_layout = (layout.lines, layout.is_complete, layout.inherited)
        entry = Entry(self.type, self.key, MappingProxyType(self.fields), place, *of_layout)
        return Paper(self.key, entry, *self.values)

    def is_laid_out_as(self, entry: Entry) -> bool:
        """Return whether an entry with the same content has it in the same lines, as far as they are its own."""
        layout = (entry.lines, entry.is_complete, entry.inherited)
        return (self.lines, self.is_complete, self.inherited) == layout


def row_of(paper: Paper, given: Entry, fingerprint: str, state: str) -> PaperRow:
    """Return the row of a paper.

    :param given: the entry of which it was made.
    """
    entry, own = paper.entry, dict(paper.entry.fields)
    of_entry = (entry.type, entry.key, own, entry.lines, entry.is_complete, entry.inherited)
    return PaperRow(*of_entry, _VALUES(paper), fingerprint, state, None if given.fields == own else dict(given.fields))


def pickled(value: object) -> bytes:
    """Return rows, and what a catalog has but papers, as bytes."""
    content = io.BytesIO()
    _Pickler(content, pickle.HIGHEST_PROTOCOL).dump(value)
    return content.getvalue()


def _frozen(row: dict[str, Any]) -> MappingProxyType[str, Any]:
    return MappingProxyType(row)


def _by_values(kind: type) -> Callable[[Any], tuple[type, tuple[Any, ...]]]:
    """Return how a value is pickled: as a call with its fields, which is faster than what dataclasses do."""
    values = attrgetter(*(field.name for field in fields(kind)))
    return lambda row: (kind, values(row))


def _person(parts: Iterable[str], is_literal: bool) -> Person:  # noqa: FBT001  (as it is pickled)
    return Person(*parts, is_literal=is_literal)


def _results(scheme: Scheme, columns: Iterable[tuple[Any, ...]], state: str) -> Results:
    return Results(scheme, tuple(map(Result._make, zip(*columns, strict=True))), state)


class _Pickler(pickle.Pickler):
    """A pickler for values that are many, and for mappings that are read-only."""

    dispatch_table = {  # noqa: RUF012  (as in the base)
        MappingProxyType: lambda row: (_frozen, (dict(row),)),
        Results: lambda row: (_results, (row.scheme, tuple(zip(*row.rows, strict=True)), row.digest)),
        # Without the texts that it keeps when they are first asked for.
        Person: lambda row: (_person, ((row.given, row.family, row.prefix, row.suffix), row.is_literal)),
        **{kind: _by_values(kind) for kind in (Entry, Location, PublicationDate)},
    }
