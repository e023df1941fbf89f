"""The entries that answers of services become: their people, venues and fields in the style of the project."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from cardcatalog.bibtex.entries import Entry
from cardcatalog.bibtex.names import Person, to_persons
from cardcatalog.bibtex.tex import to_tex
from cardcatalog.bibtex.text import to_text
from cardcatalog.catalog.citekeys import key_of
from cardcatalog.catalog.identifiers import ARXIV, find_doi
from cardcatalog.problems import Location
from cardcatalog_tools.services.titles import braced_words, protect_case, visible
from cardcatalog_tools.services.venues import Venues
from cardcatalog_tools.services.web import ServiceError

if TYPE_CHECKING:
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.taxonomy import Venue

BY_HAND = "add it by another identifier or by hand"


@dataclass(frozen=True, slots=True)
class HouseStyle:
    """The spellings that a bibliography does not share with services: its venues, and words that keep their case."""

    venues: Venues = field(default_factory=Venues)
    names: frozenset[str] = frozenset()

    @classmethod
    def of(cls, catalog: Catalog) -> HouseStyle:
        """Return the spelling of a bibliography."""
        return cls(Venues(catalog.venues.values()), braced_words(entry.get("title") for entry in catalog.entries))


def container_of(kind: str, venue: Venue | None, name: str) -> dict[str, str]:
    """Return the field of what holds a work, if that is published: a venue by its full name, else the name given."""
    field = {"article": "journal", "inproceedings": "booktitle", "incollection": "booktitle"}.get(kind)
    return {field: to_tex(visible((venue and venue.full) or name))} if field else {}


def make_entry(kind: str, fields: Mapping[str, str], source: str, house: HouseStyle) -> Entry:
    """Return an entry without its empty fields, under the key that the rule gives it.

    :raises ServiceError: if it has no title, author or year.
    """
    given = {name: value for name, value in fields.items() if value}
    missing = [name for name in ("title", "author", "year") if name not in given]
    if missing:
        message = f"{source} has no {' and no '.join(missing)}; {BY_HAND}"
        raise ServiceError(message)
    given["title"] = protect_case(given["title"], house.names)
    entry = Entry(kind, "", MappingProxyType(given), Location(source, 1), MappingProxyType({}))
    return Entry(kind, key_of(entry), entry.fields, entry.location, entry.lines)


_GROUP = re.compile(r"\b(?:collaboration|consortium|team|group|community)$", re.IGNORECASE)
_SUFFIX = re.compile(r"(.*\S),?\s+((?:[JS]r|I{2,3}|IV)\.?)", re.IGNORECASE)


def person_of(name: str) -> Person:
    """Divide a name in reading order."""
    text = " ".join(visible(to_text(visible(name))).split())
    if _GROUP.search(text):
        return Person("", text, is_literal=True)
    match = _SUFFIX.fullmatch(text)
    bare, suffix = (match[1], match[2]) if match else (text, "")
    people, _others, failed = to_persons(to_tex(bare.replace(",", " ") if match else bare))
    if len(people) != 1 or failed:
        return Person("", text, is_literal=True)
    return replace(people[0], suffix=suffix)


def authors_of(people: Iterable[Person]) -> str:
    """Return a field of names, ``Family, Given``; a name that BibTeX would divide is in braces."""
    return " and ".join(filter(None, map(_spell_name, people)))


def _spell_name(person: Person) -> str:
    parts = [" ".join(visible(part).split()) for part in (person.surname, person.suffix, person.given)]
    if person.given:
        return ", ".join(_guarded(part, "," in part) for part in parts if part)
    return _guarded(parts[0], bool(re.search(r"[\s,]", parts[0])))


def _guarded(text: str, is_whole: bool) -> str:  # noqa: FBT001  (private)
    tex = to_tex(text)
    return f"{{{tex}}}" if tex and (is_whole or re.search(r"\band\b", text)) else tex


def year_in(text: str) -> str:
    """Return the year that a text begins with, or nothing."""
    match = re.match(r"\s*((?:19|20)\d\d)(?!\d)", text, re.ASCII)
    return match[1] if match else ""


def pages_in(text: str) -> str:
    """Return a span of pages with an en dash as TeX."""
    return to_tex(re.sub(r"\s*(?:-+|[\u2010-\u2015])\s*", "\u2013", visible(text).strip()))


def doi_in(text: str) -> str:
    """Return the DOI in a text, unless it is one that arXiv gives its preprints."""
    doi = find_doi(text)
    return doi.value if doi and doi.canonical.kind != ARXIV and doi.value.isascii() else ""
