"""Read the groups of a file: JabRef's tree, and paths such as ``Physics > Optics`` in a field."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    """A group in the tree of a file: the names from the top, and the terms of entries that belong to it."""

    path: tuple[str, ...]
    words: tuple[str, ...] = ()


_GROUPING = re.compile(r"@comment\s*\{\s*jabref-meta:\s*grouping:(?P<rows>.*?)(?<!\\)\}", re.IGNORECASE | re.DOTALL)
_ROW = re.compile(r"\s*(?P<level>\d+)\s+(?P<kind>\w+):(?P<values>.*)", re.DOTALL)
_NAMED = frozenset({"StaticGroup", "ExplicitGroup"})
"""Groups whose names are in the field ``groups`` of entries; the others are searches of JabRef."""


def jabref_groups(text: str) -> list[Group]:
    """Return the tree of groups in a file of JabRef, as its ``GroupSerializer`` writes it.

    A row holds its level, its kind and its values, the name first; values end with an escaped semicolon, and rows with
    a plain one. Groups that are searches have no entries, only groups below them.
    """
    groups: list[Group] = []
    path: list[str] = []
    for grouping in _GROUPING.finditer(text):
        for row in filter(None, map(_ROW.fullmatch, re.split(r"(?<!\\);", grouping["rows"].replace("\n", "")))):
            level = int(row["level"])
            name = re.sub(r"\\(.)", r"\1", re.split(r"\\;", row["values"])[0]).strip()
            if level and name:
                path = [*path[: level - 1], name]
                groups.append(Group(tuple(path), (name,) if row["kind"] in _NAMED else ()))
    return groups


def paths_of(words: Iterable[str], separator: str) -> list[Group]:
    """Return terms such as ``Physics > Optics`` as the tree that they describe, in the order of their names.

    :param separator: the text between the levels, with or without spaces around it.
    """
    groups: dict[tuple[str, ...], list[str]] = {}
    for word in sorted(set(words), key=lambda word: (word.casefold(), word)):
        path = tuple(part for part in (part.strip() for part in word.split(separator)) if part) or (word,)
        for depth in range(1, len(path)):
            groups.setdefault(path[:depth], [])
        groups.setdefault(path, []).append(word)
    ordered = sorted(groups, key=lambda path: [name.casefold() for name in path])
    return [Group(path, tuple(groups[path])) for path in ordered]
