"""Names of pages that are valid and distinct on every file system, for any key or word."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from itertools import chain, count
from typing import TypeVar

from cardcatalog.bibtex.entries import digest
from cardcatalog.bibtex.text import slug

Thing = TypeVar("Thing")
"""What gets an id: any value that can be a key."""

_RESERVED = re.compile(r"(?:index$|(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$))", re.IGNORECASE)
"""``index`` is the page of a folder; the others are devices to Windows, with any ending ("Naming Files, Paths")."""

_LONGEST_FILE = 150
"""Bytes: a name may have 255 nearly everywhere, and ``.html`` or the like follows this one."""

_LONGEST_ID = 100

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def unique(wish: str, taken: Container[str]) -> str:
    """Return a name that is not taken: the wish, or else the wish with a number after it.

    >>> unique("x", {"x", "x-2"})
    'x-3'
    """
    return next(name for name in chain([wish], (f"{wish}-{n}" for n in count(2))) if name not in taken)


def take_id(word: str, taken: set[str]) -> str:
    """Return an id made of a slug that is not taken yet, and take it."""
    name = unique(to_id(word), taken)
    taken.add(name)
    return name


def alike(name: str) -> str:
    """Return what names have in common that differ in nothing but case, spaces, hyphens and underscores."""
    return " ".join(re.findall(r"[^\s_-]+", name.casefold())) or name


def unique_ids(names: Mapping[Thing, str]) -> dict[Thing, str]:
    """Return an id for each thing from its name; a name that is an id itself has no other one."""
    ids: dict[Thing, str] = {}
    taken: set[str] = set()
    for thing in sorted(names, key=lambda thing: slug(names[thing]) != names[thing].casefold()):
        ids[thing] = take_id(slug(names[thing]), taken)
    return ids


def is_id(name: str) -> bool:
    """Return whether a name is lower-case letters and digits, joined by hyphens, that a page can be called by."""
    return bool(_ID.fullmatch(name)) and len(name) <= _LONGEST_ID and not _RESERVED.match(name)


def to_id(word: str) -> str:
    """Return a slug as a name that a page can be called by."""
    name = word[: _LONGEST_ID - 20].rstrip("-")
    return name if is_id(name) else f"{name}-papers"


def file_name(key: str) -> str:
    """Return a name for the file of a key; no two keys share one, unless they differ in nothing but case.

    What a file name or an address could not hold as it is, is spelled by its number: a key may be ``a/b`` or ``..``,
    but has no tilde. A key that is too long is cut, and ends in a digest of all of it.
    """
    if key.isascii() and key.isalnum() and len(key) <= _LONGEST_FILE and not _RESERVED.match(key):  # nearly all
        return key
    name = re.sub(r"[^\w.+-]|^\.|\.$", lambda char: f"~{ord(char[0]):x}~", key)
    if _RESERVED.match(name):
        name = f"~{ord(name[0]):x}~{name[1:]}"
    data = name.encode(errors="replace")
    return name if len(data) <= _LONGEST_FILE else f"{data[:_LONGEST_FILE].decode(errors='ignore')}~{digest(key)}"
