"""Hand fields down from the entries that others name: ``crossref`` and biblatex's ``xdata``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from cardcatalog.bibtex.entries import MANAGER_FIELDS, OWN_FIELDS, Entry
from cardcatalog.bibtex.text import split_list
from cardcatalog.problems import Kind, Location, Problem, did_you_mean

DATA_TYPE = "xdata"
"""The type of entries that only hand fields to others (biblatex manual, section 3.14.6); they are not papers."""

_GIVERS = ("xdata", "crossref")
"""The fields that name parents; the first comes first."""

_NAMING = (*_GIVERS, "entryset")
"""The fields that name other entries."""

_KEPT = OWN_FIELDS | MANAGER_FIELDS | frozenset(
    # Never inherited (biblatex.def, `\DeclareDataInheritance{*}{*}`)
    "ids crossref xref xdata entryset entrysubtype execute label options presort related relatedoptions relatedstring "
    "relatedtype shorthand shorthandintro sortkey "
    # What identifies the volume itself: its DOI and its URL are not those of each paper in it
    "keywords doi url urldate eprint archiveprefix eprinttype primaryclass eprintclass biburl bibsource".split(),
)  # fmt: skip
"""Fields that the parent in ``crossref`` keeps for itself; BibTeX and Biber pass on all others that are missing."""


class _Rule(NamedTuple):
    """The fields that have another name in the child, for some types of parents and children."""

    parents: frozenset[str]
    children: frozenset[str]
    names: Mapping[str, tuple[str, ...]]


def _rule(parents: str, children: str, **names: str) -> _Rule:
    rows = {name: tuple(targets.split()) for name, targets in names.items()}
    return _Rule(frozenset(parents.split()), frozenset(children.split()), MappingProxyType(rows))


def _titles(parents: str, children: str, kind: str) -> _Rule:
    """Return the rule of titles; those that sort or abbreviate the title of the parent are not inherited."""
    names = {name: f"{kind}{name}" for name in ("title", "subtitle", "titleaddon")}
    kept = dict.fromkeys(("shorttitle", "sorttitle", "indextitle", "indexsorttitle", "pages"), "")
    return _rule(parents, children, **names, **kept)


_IN_BOOKS = "inbook bookinbook suppbook"
_IN_COLLECTIONS = "incollection inreference suppcollection"
_RULES = (
    _rule("mvbook book", _IN_BOOKS, author="author bookauthor"),
    _titles("mvbook", f"book {_IN_BOOKS}", "main"),
    _titles("mvcollection mvreference", f"collection reference {_IN_COLLECTIONS}", "main"),
    _titles("mvproceedings", "proceedings inproceedings", "main"),
    _titles("book", _IN_BOOKS, "book"),
    _titles("collection reference", _IN_COLLECTIONS, "book"),
    _titles("proceedings", "inproceedings", "book"),
    _titles("periodical", "article suppperiodical", "journal"),
    _rule("software softwareversion softwaremodule", "softwareversion softwaremodule codefragment", url="url"),
)
"""The rules of biblatex (manual, appendix B; ``biblatex.def``, "DATA INHERITANCE"), and that of biblatex-software."""

_ANY_VOLUME = _titles("", f"{_IN_BOOKS} {_IN_COLLECTIONS} inproceedings", "book")
"""The rule of a part in a volume of any other type, such as BibTeX's ``@incollection`` in a ``@book``."""

_ALIASES = {
    "conference": "inproceedings", "journal": "journaltitle", "address": "location", "school": "institution",
}  # fmt: skip
"""Names of BibTeX for types and fields of biblatex (manual, sections 2.1.2 and 2.2.5)."""


def inherit(entries: Iterable[Entry]) -> tuple[list[Entry], list[Problem]]:
    """Complete entries with what they take from others, wherever these are, over any number of steps.

    An entry that is complete in itself no longer names its parents: one who copies it needs no other.

    :returns: the entries without those that only hold data, and a problem for each parent that does not exist.
    """
    entries = list(entries)
    if all(map(_is_alone, entries)):
        return entries, []
    family = _Family(entries)
    complete = [
        family.completed(entry) if family.is_heir(entry) else entry
        for entry in family.entries
        if entry.type != DATA_TYPE
    ]
    return complete, list(family.problems())


def _is_alone(entry: Entry) -> bool:
    """Return whether an entry neither names others nor hands data to those that refer to it in a value."""
    return entry.type != DATA_TYPE and entry.fields.keys().isdisjoint(_NAMING)


class _Held(NamedTuple):
    """The value of a field, and its place."""

    value: str
    place: Location


_AND = re.compile(r"\s+and\s+")
_REFERENCE = re.compile(r"xdata=\{?([^{}]+?)-([a-z]+)(?:-([0-9]+|\*))?\}?")


class _Family:
    """Entries that inherit from each other."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Find entries by their keys, and by other keys of theirs."""
        self.entries = list(entries)
        former = (
            (key, entry) for entry in self.entries if "ids" in entry.fields for key in split_list(entry.get("ids"))
        )
        named = ((entry.key, entry) for entry in self.entries)
        self._known = {key.casefold(): entry for key, entry in (*former, *named)}
        self._has_data = any(entry.type == DATA_TYPE for entry in self.entries)
        self._found: dict[str, dict[str, _Held]] = {}

    def is_heir(self, entry: Entry) -> bool:
        """Return whether an entry may take fields from others."""
        return not entry.fields.keys().isdisjoint(_GIVERS) or (
            self._has_data and any("xdata=" in value for value in entry.fields.values())
        )

    def _parents(self, child: Entry, name: str) -> Iterator[tuple[str, Entry | None]]:
        """Yield the keys in a field with their entries, as far as there are any."""
        for key in split_list(child.get(name)):
            parent = self._known.get(key.casefold())
            yield key, parent if parent is not child else None

    def completed(self, entry: Entry) -> Entry:
        """Return an entry with the fields that it inherits and without the names of its parents."""
        held = self.fields_of(entry)
        fields = {name: row.value for name, row in held.items()}
        inherited = {name: row.place for name, row in held.items() if name not in entry.lines}
        return replace(entry, fields=MappingProxyType(fields), inherited=inherited)

    def fields_of(self, entry: Entry) -> dict[str, _Held]:
        """Return the fields of an entry with those that it inherits; a cycle ends where it began."""
        if entry.key in self._found:
            return self._found[entry.key]
        fields: dict[str, _Held] = {}
        self._found[entry.key] = fields
        for name, value in entry.fields.items():
            if name not in _GIVERS and value:
                fields[name] = _Held(self._read(value), entry.where(name))
        for name in _GIVERS:
            for _key, parent in self._parents(entry, name):
                if parent:
                    fields |= _missing(_handed_down(self.fields_of(parent), name, parent.type, entry), fields)
        return fields

    def _read(self, value: str) -> str:
        """Return a value with the fields of data entries that it refers to (biblatex manual, section 3.14.6)."""
        if not self._has_data or "xdata=" not in value:
            return value
        return " and ".join(map(self._referred, _AND.split(value)))

    def _referred(self, item: str) -> str:
        found = _REFERENCE.fullmatch(item)
        parent = self._known.get(found[1].casefold()) if found else None
        fields = self.fields_of(parent) if parent else {}
        held = fields[found[2]].value if found and found[2] in fields else ""
        items = _AND.split(held) if found and (found[3] or "*") != "*" else [held]
        place = int(found[3]) - 1 if found and len(items) > 1 else 0
        return items[place] if held and 0 <= place < len(items) else item

    def problems(self) -> Iterator[Problem]:
        """Yield a problem for each parent that is not there or leads back to its child."""
        for entry in self.entries:
            for name in (name for name in _NAMING if name in entry.fields):
                for key, parent in self._parents(entry, name):
                    if not parent:
                        hint = did_you_mean(key, (other.key for other in self.entries if other is not entry))
                        message = f"{name} names no other entry: {key!r}{hint}; correct the key, or add the entry"
                        yield Problem(entry.where(name), message, Kind.CROSSREF, key)
                    elif self._leads_to(parent, entry, name):
                        message = f"{name} leads back to {entry.key!r} by {key!r}; remove it from one of the entries"
                        yield Problem(entry.where(name), message, Kind.CROSSREF, key)

    def _leads_to(self, start: Entry, end: Entry, name: str) -> bool:
        seen: list[Entry] = [start]
        for entry in seen:
            seen += (parent for _key, parent in self._parents(entry, name) if parent and parent not in seen)
        return end in seen


def _handed_down(held: Mapping[str, _Held], giver: str, parent: str, child: Entry) -> dict[str, _Held]:
    """Return the fields that an entry with a type hands to another, under the names that they have there."""
    if giver == "xdata":
        return {name: value for name, value in held.items() if name != "ids"}
    names = _names(parent, _ALIASES.get(child.type, child.type))
    if "booktitle" in held and "title" in names:
        # A volume with `booktitle` is written for BibTeX, which hands down this and not `title`.
        names |= dict.fromkeys(("title", "subtitle", "titleaddon"), ())
    elif child.type == "inbook" and not child.get("title"):
        names = {}  # BibTeX's `@inbook`, the title of which is that of the book
    own = ((name, row) for name, row in held.items() if name in names or name not in _KEPT)
    return {target: row for name, row in own for target in names.get(name, (name,))}


def _names(parent: str, child: str) -> dict[str, tuple[str, ...]]:
    rules = [rule for rule in _RULES if parent in rule.parents and child in rule.children]
    if child in _ANY_VOLUME.children and not any("title" in rule.names for rule in rules):
        rules.append(_ANY_VOLUME)
    return {name: targets for rule in rules for name, targets in rule.names.items()}


def _missing(given: Mapping[str, _Held], own: Mapping[str, _Held]) -> dict[str, _Held]:
    """Return the given fields that an entry lacks under any name; dates are one field."""
    has = {_ALIASES.get(name, name) for name in own}
    if "date" in has or ("year" in has and "date" in given):
        has |= {"date", "year", "month", "day"}
    return {name: row for name, row in given.items() if _ALIASES.get(name, name) not in has}
