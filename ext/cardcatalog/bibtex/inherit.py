"""Hand fields down from the entries that others name: ``crossref``, as BibTeX has it, and biblatex's ``xdata``."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from cardcatalog.bibtex.entries import MANAGER_FIELDS, OWN_FIELDS
from cardcatalog.bibtex.text import split_list
from cardcatalog.problems import Kind, Problem, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from cardcatalog.bibtex.entries import Entry

DATA_TYPE = "xdata"
"""The type of entries that only hand fields to others (biblatex manual, section 3.14.6); they are not papers."""

KEPT = OWN_FIELDS | MANAGER_FIELDS | frozenset(
    "crossref xref xdata ids related keywords doi url urldate eprint archiveprefix eprinttype primaryclass eprintclass "
    "isbn biburl bibsource label options presort sortkey shorthand".split(),
)  # fmt: skip
"""Fields that a parent keeps for itself.

BibTeX hands down all that the child lacks. What names the volume itself is left out: its DOI and its address are not
those of each paper in it.
"""

_WHOLE = frozenset({"title", "subtitle", "shorttitle", "author", "pages"})
"""Fields that mean one thing for a volume and another for a part of it (biblatex manual, appendix B)."""

_PARTS = frozenset(
    "inproceedings conference incollection inbook suppbook suppcollection bookinbook inreference".split()
)
"""Types of entries that are a part of what they name."""


def inherit(entries: Iterable[Entry]) -> tuple[list[Entry], list[Problem]]:
    """Complete entries with what they take from others, wherever these are.

    An entry that is complete in itself no longer names its parents: one who copies it needs no other.

    :returns: the entries without those that only hold data, and a problem for each parent that does not exist.
    """
    entries = list(entries)
    known = {entry.key.casefold(): entry for entry in entries}
    problems: list[Problem] = []
    complete = [
        _completed(entry, known, problems) if entry.fields.keys() & _GIVERS.keys() else entry
        for entry in entries
        if entry.type != DATA_TYPE
    ]
    return complete, problems


def _completed(entry: Entry, known: Mapping[str, Entry], problems: list[Problem]) -> Entry:
    fields = {name: value for name, value in entry.fields.items() if name not in _GIVERS}
    for name, give in _GIVERS.items():
        for key in split_list(entry.get(name)):
            parent = known.get(key.casefold())
            if parent and parent is not entry:
                given = give(entry, parent, known)
                fields |= {word: value for word, value in given.items() if not fields.get(word)}
            else:
                hint = did_you_mean(key, (other.key for other in known.values() if other is not entry))
                message = f"{name} names no other entry: {key!r}{hint}; correct the key, or add the entry"
                problems.append(Problem(entry.where(name), message, Kind.CROSSREF, key))
    return replace(entry, fields=MappingProxyType(fields))


def _data(child: Entry, parent: Entry, known: Mapping[str, Entry]) -> dict[str, str]:
    """Return all that an entry holds, with what it takes from data entries itself."""
    return _gathered(parent, known, frozenset({child.key.casefold()}))


def _gathered(entry: Entry, known: Mapping[str, Entry], seen: frozenset[str]) -> dict[str, str]:
    if entry.key.casefold() in seen:
        return {}
    fields = {name: value for name, value in entry.fields.items() if name not in _GIVERS}
    for key in map(str.casefold, split_list(entry.get("xdata"))):
        if key in known:
            given = _gathered(known[key], known, seen | {entry.key.casefold()})
            fields |= {word: value for word, value in given.items() if not fields.get(word)}
    return fields


def _volume(child: Entry, parent: Entry, known: Mapping[str, Entry]) -> dict[str, str]:
    """Return what a volume gives to what names it."""
    held = _data(child, parent, known)
    given = {name: value for name, value in held.items() if name not in KEPT}
    if child.type in _PARTS:
        title = held.get("booktitle") or held.get("title", "")
        given = {name: value for name, value in given.items() if name not in _WHOLE}
        given |= {"booktitle": title} if title else {}
    return given


_GIVERS: dict[str, Callable[[Entry, Entry, Mapping[str, Entry]], dict[str, str]]] = {
    "xdata": _data,
    "crossref": _volume,
}
"""The fields that each field with a parent inherits from it; the first comes first."""
