"""Compare the entries of a bibliography with the same works in collections, fact by fact."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from cardcatalog.bibtex.names import Person, to_persons
from cardcatalog.bibtex.text import to_ascii, to_text
from cardcatalog.catalog.duplicates import TITLE, DuplicateIndex, match_keys, plain_title
from cardcatalog.catalog.identifiers import ARXIV, DOI, OPENREVIEW, find_identifiers
from cardcatalog.catalog.preprints import is_preprint
from cardcatalog_tools.collections.reader import FOLDER

if TYPE_CHECKING:
    from cardcatalog.bibtex.entries import Entry
    from cardcatalog.problems import Location
    from cardcatalog_tools.services.venues import Venues

PUBLISHED = "published"
"""The name of the difference between a preprint here and its publication in a collection."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact that is different here and in collections.

    :param field: ``title``, ``author``, ``venue``, ``year``, ``doi``, ``eprint``, ``openreview``, ``published``.
    :param ours: the fact of the bibliography as a text, empty if it has none.
    :param theirs: the fact of the collections.
    :param location: where it is in the bibliography.
    :param sources: where it is in collections, the first of them first.
    """

    key: str
    field: str
    ours: str
    theirs: str
    location: Location
    sources: tuple[Location, ...]

    def __str__(self) -> str:
        """Return the difference on one line, with both places."""
        more = f" and {len(self.sources) - 1} more" if len(self.sources) > 1 else ""
        ours = repr(self.ours) if self.ours else "nothing"
        return f"{self.location}: {self.key}: {self.field}: {ours} here, {self.theirs!r} in {self.sources[0]}{more}"


class Audit:
    """The works of a bibliography, and how collections differ from them."""

    def __init__(self, entries: Iterable[Entry], venues: Venues) -> None:
        """Take in entries."""
        self._works = DuplicateIndex(entries)
        self._venues = venues
        self._found: dict[tuple[str, str, str], Difference] = {}
        self.matched: defaultdict[str, int] = defaultdict(int)
        """How many records of collections are of each entry, by its key."""

    def add(self, records: Iterable[Entry]) -> None:
        """Compare the records of a collection with the entries of the same works."""
        for record in records:
            match = self._works.find(record)
            if match and (match.by.kind == TITLE or _is_like(match.entry, record)):
                self.matched[match.entry.key] += 1
                for name, (ours, theirs) in self._differences(match.entry, record):
                    self._note(match.entry, name, ours, theirs, record.location)

    @property
    def differences(self) -> list[Difference]:
        """The differences in the order of the bibliography, each once with all of its sources."""
        return sorted(self._found.values(), key=lambda each: (each.location.path, each.location.line, each.field))

    def _note(self, entry: Entry, name: str, ours: str, theirs: str, source: Location) -> None:
        place = entry.where(_FIELDS.get(name, name))
        case = (entry.key, name, plain_title(theirs) or theirs)
        first = self._found.get(case) or Difference(entry.key, name, ours, theirs, place, ())
        self._found[case] = replace(first, sources=(*first.sources, source))

    def _differences(self, entry: Entry, record: Entry) -> Iterator[tuple[str, tuple[str, str]]]:
        """Yield the names of facts that differ, with both facts."""
        for name, compare in _COMPARISONS.items():
            if found := compare(entry, record):
                yield name, found
        yield from self._of_venue(entry, record)

    def _of_venue(self, entry: Entry, record: Entry) -> Iterator[tuple[str, tuple[str, str]]]:
        """Yield differences of venue and year; years are of one venue, since a preprint has another.

        A folder of a conference holds its findings and workshops, too, so that it says nothing against these.
        """
        spelled = to_text(record.get("booktitle") or record.get("journal"))
        # DBLP adds the acronym, the place and the days after commas.
        venue = self._venues.find(spelled or record.get(FOLDER), *spelled.split(", "))
        if venue is None or is_preprint(record):
            return
        ours, year = to_text(entry.get("venuekey")), record.get("year")
        if is_preprint(entry):
            yield PUBLISHED, (ours, f"{venue.name} {year}".strip())
        elif venue.name != ours and (spelled or venue.name not in ours.split()):
            yield "venue", (ours, venue.name)
        elif year and year != entry.get("year"):
            yield "year", (entry.get("year"), year)


_FIELDS: Mapping[str, str] = {"venue": "venuekey", PUBLISHED: "venuekey"}
"""The fields that have facts whose name is not that of a field."""


def _is_like(entry: Entry, record: Entry) -> bool:
    """Return whether two works of one identifier share an author or the title: a collection may have a wrong one."""
    titles = [{known.value for known in match_keys(each) if known.kind == TITLE} for each in (entry, record)]
    families = [{_letters(person.surname) for person in _people(each)} for each in (entry, record)]
    return bool(titles[0] & titles[1] or families[0] & families[1])


def _people(entry: Entry) -> tuple[Person, ...]:
    return tuple(to_persons(entry.get("author"))[0])


def _letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", to_ascii(text))


def _title(entry: Entry, record: Entry) -> tuple[str, str] | None:
    known = {match_key.value for match_key in match_keys(entry) if match_key.kind == TITLE}
    ours, theirs = to_text(entry.get("title")), to_text(record.get("title")).rstrip(".")
    return None if {plain_title(theirs), plain_title(record.get("title"))} & known else (ours, theirs)


def _authors(entry: Entry, record: Entry) -> tuple[str, str] | None:
    ours, theirs = _people(entry), _people(record)
    if not theirs or all(one and other and _are_one(one, other) for one, other in zip_longest(ours, theirs)):
        return None
    first, second = (", ".join(f"{person.given} {person.surname}".strip() for person in row) for row in (ours, theirs))
    return first, second


def _are_one(one: Person, other: Person) -> bool:
    """Return whether two names may be of one person: in either order, with initials, or with fewer given names."""
    words = [
        [*filter(None, map(_letters, re.split(r"[\s.-]+", f"{each.given} {each.surname}")))] for each in (one, other)
    ]
    if sorted("".join(words[0])) == sorted("".join(words[1])):
        return True
    fewer, more = sorted(words, key=len)
    has_word = any(len(word) > 1 and word in more for word in fewer)
    return has_word and all(any(_may_be(word, another) for another in more) for word in fewer)


def _may_be(word: str, another: str) -> bool:
    """Return whether two parts of names are equal, or one is the initial of the other."""
    return word == another or (min(len(word), len(another)) == 1 and word[0] == another[0])


def _identifier(kind: str) -> Callable[[Entry, Entry], tuple[str, str] | None]:
    def compare(entry: Entry, record: Entry) -> tuple[str, str] | None:
        ours, theirs = (
            next((found.value for found in find_identifiers(each) if found.kind == kind), "")
            for each in (entry, record)
        )
        return (ours, theirs) if theirs and theirs != ours else None

    return compare


def _code(entry: Entry, record: Entry) -> tuple[str, str] | None:
    theirs = record.get("code")
    return ("", theirs) if theirs and not entry.get("code") and "paperswithcode.com" not in theirs else None


_COMPARISONS: Mapping[str, Callable[[Entry, Entry], tuple[str, str] | None]] = {
    "title": _title,
    "author": _authors,
    "doi": _identifier(DOI),
    "eprint": _identifier(ARXIV),
    "openreview": _identifier(OPENREVIEW),
    "code": _code,
}
"""What is compared, but for venues: each returns our fact and theirs where they differ."""

FIELDS = (*_COMPARISONS, "venue", "year", PUBLISHED)
"""The names of all facts that are compared."""
