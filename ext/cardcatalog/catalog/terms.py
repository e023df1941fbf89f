"""The terms of entries: the categories, keywords and venues that their fields name, and what each name means."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from cardcatalog.bibtex.text import split_list, to_text
from cardcatalog.catalog.dates import date_of
from cardcatalog.catalog.preprints import archive_of, named_archive
from cardcatalog.catalog.record import containers, text_of, to_plain

if TYPE_CHECKING:
    from cardcatalog.bibtex.entries import Entry
    from cardcatalog.catalog.taxonomy import Category, Keyword, Venue

UNCATEGORIZED = "other"
"""The category of entries that name none, where no tree is given."""

ENTRY_TYPE = "entrytype"
"""The name by which settings ask for the type of an entry, as in biblatex (manual, section 2.1)."""

ISSUERS = ("school", "organization", "publisher", "how published")
"""Parts of the record that name an issuer, the first that has a value winning."""


@dataclass(frozen=True, slots=True)
class TermResolver:
    """The meaning of the terms of an entry: ids of categories and keywords, names and kinds of venues."""

    category_field: str
    category_ids: dict[str, str]
    venue_names: dict[str, str]
    venue_kinds: dict[str, str]
    keyword_ids: dict[str, str]
    implied: dict[str, tuple[str, ...]]
    text: Callable[[str], str] = field(default_factory=lambda: cache(to_plain))
    """Reads the TeX of a field; thousands of papers share a few hundred venues and publishers."""

    def categories(self, entry: Entry) -> tuple[str, ...]:
        """Return the ids of the categories of an entry; an unknown name is kept."""
        names = categories_of(entry, self.category_field)
        if UNCATEGORIZED in self.category_ids.values():
            names = names or (UNCATEGORIZED,)
        ids = self.category_ids
        return tuple(dict.fromkeys(ids.get(name, ids.get(name.casefold(), name)) for name in names))

    def keywords(self, entry: Entry, categories: tuple[str, ...]) -> tuple[str, ...]:
        """Return the ids of the keywords of an entry, and those that the first of its categories implies.

        An unknown keyword is kept.
        """
        words = split_list(to_text(entry.get("keywords")))
        implied = (word for home in categories[:1] for word in self.implied.get(home, ()))
        return tuple(dict.fromkeys([*(self.keyword_ids.get(word.casefold(), word) for word in words), *implied]))

    def venue(self, entry: Entry) -> str:
        """Return the short name of the venue of an entry, or the name in the entry if the venue is not listed."""
        name = next(venues_of(entry, self.text), "")
        return self.venue_names.get(name.casefold(), name)


def categories_of(entry: Entry, category_field: str) -> tuple[str, ...]:
    """Return the categories that an entry names in a field; without a field, its year.

    A field that is not a list, such as the name of a venue, is not divided at commas.
    """
    if category_field == ENTRY_TYPE:
        return (entry.type,)
    if category_field == "venue":
        return tuple(venues_of(entry, to_plain))[:1]
    if category_field in {"", "year"}:
        return tuple(filter(None, [date_of(entry).shown]))
    return tuple(map(to_text, split_list(entry.get(category_field))))


def venues_of(entry: Entry, text: Callable[[str], str]) -> Iterator[str]:
    """Yield the names of the places where a work appeared, in the order of their worth to readers."""
    if name := text(entry.get("venuekey")):
        yield name
    yield from filter(None, map(text, (*containers(entry), entry.get("eventtitle"))))
    yield from (_SERIAL.sub("", name) for part in ISSUERS if (name := text_of(entry, part)))
    if archive := archive_of(entry) or named_archive(entry):
        yield archive


_SERIAL = re.compile(r",\s*(?:Paper|Report|Article)\s+[\w./-]+$")
"""The number of a work at the end of ``howpublished``, as the archive of the IACR writes it."""


def category_names(categories: Iterable[Category]) -> dict[str, str]:
    """Map every name of a category, in lower case, to its identifier."""
    rows = tuple(categories)
    names = {name.casefold(): row.id for row in reversed(rows) for name in (row.title, *row.aliases, *row.ids)}
    return names | {row.id: row.id for row in rows}


def former_ids(categories: Iterable[Category]) -> dict[str, str]:
    """Map the former ids of categories to their ids."""
    return {former: row.id for row in categories for former in row.ids}


def keyword_ids(keywords: Iterable[Keyword]) -> dict[str, str]:
    """Map every spelling of a keyword, in lower case, to its identifier."""
    ids = {spelling.casefold(): row.id for row in keywords for spelling in (*row.aliases, row.name)}
    return ids | {row.id: row.id for row in keywords}


def venue_names(venues: Iterable[Venue]) -> dict[str, str]:
    """Map every spelling of a venue, in lower case, to its short name."""
    names = {spelling.casefold(): row.name for row in venues for spelling in (row.full, *row.aliases) if spelling}
    return names | {row.name.casefold(): row.name for row in venues}


def has_former_venuekey(fields: Mapping[str, str], venue_names: Container[str]) -> bool:
    """Return whether the fields of an entry have a listed venue in ``venue``, the former name of ``venuekey``."""
    name = fields.get("venue", "")
    return bool(name) and "venuekey" not in fields and to_plain(name).casefold() in venue_names


def with_venuekey(entry: Entry, venue_names: Container[str]) -> Entry:
    """Return an entry that names a listed venue in ``venue`` with that in ``venuekey``, as this field once was called.

    To biblatex ``venue`` is the place of an event (manual, section 2.2.2), which it is here if no venue has the name.
    """
    if not has_former_venuekey(entry.fields, venue_names):
        return entry
    fields = {"venuekey" if field == "venue" else field: value for field, value in entry.fields.items()}
    return replace(entry, fields=MappingProxyType(fields))
