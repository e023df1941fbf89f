"""Lay out an entry in the canonical layout: a field a line, aligned, in a fixed order."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from cardcatalog.bibtex.forms import MONTHS

if TYPE_CHECKING:
    from cardcatalog.bibtex.entries import Entry

FIELD_WIDTH = 13
"""Columns to which field names are padded: the length of ``archiveprefix``."""

LEADING_FIELDS = (
    "title", "author", "editor", "booktitle", "journal", "year", "volume", "number", "pages", "publisher",
    "doi", "url", "eprint", "archiveprefix", "primaryclass",
)  # fmt: skip
TRAILING_FIELDS = (
    "ids", "related", "keywords", "category", "venuekey", "code", "project", "openreview", "formertitle",
    "bits", "annotation", "creationdate",
)  # fmt: skip


def format_entry(entry: Entry, *, without: Container[str] = ()) -> str:
    """Return an entry in the canonical layout: one field a line, aligned, in a fixed order.

    :param without: names of fields to leave out, for example :data:`PRIVATE_FIELDS`.
    :returns: the text of the entry with its final newline.
    """
    fields = {name: value for name, value in entry.fields.items() if name not in without}
    return format_fields(entry.type, entry.key, fields)


def format_fields(kind: str, key: str, fields: Mapping[str, str]) -> str:
    """Return the text of an entry that has some fields, as :func:`format_entry` lays it out."""
    lines = [f"{start}{_source(name, fields[name])}," for name, start in _starts(tuple(fields))]
    return "\n".join([f"@{kind}{{{key},", *lines, "}", ""])


@lru_cache(maxsize=1024)
def _starts(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return fields in order, each with the beginning of its line; many entries have the same."""
    return tuple((name, _start(name)) for name in sorted(names, key=field_rank))


def _start(name: str) -> str:
    return f"  {name:{FIELD_WIDTH}} = "


def lay_out(kind: str, key: str, fields: Iterable[tuple[str, str]]) -> str:
    """Return the text of an entry whose values are sources: in braces, names of strings, or several joined by ``#``."""
    ordered = sorted(fields, key=lambda field: field_rank(field[0]))
    lines = [f"{_start(name)}{source}," for name, source in ordered]
    return "\n".join([f"@{kind}{{{key},", *lines, "}", ""])


def _source(name: str, value: str) -> str:
    """Return the source of a field: in braces, but for the months, which styles write each in its own way."""
    if name == "month" and _MONTHS.fullmatch(value):
        parts = filter(None, re.split(f"({_MONTH})", value, flags=re.IGNORECASE))
        return " # ".join(part.lower() if part.isalpha() else f'"{part}"' for part in parts)
    return in_braces(value)


_MONTH = "|".join(MONTHS)
_MONTHS = re.compile(
    rf"(?:[0-9]{{1,2}}[~\s.]*)?(?:{_MONTH})(?:[0-9~\s,/-]+(?:{_MONTH}))*(?:[~\s,]+[0-9]{{1,2}}(?:--?[0-9]{{1,2}})?,?)?",
    re.IGNORECASE,
)
"""Months by their strings, perhaps with days, as the strings and texts that a field joins read."""


def in_braces(value: str) -> str:
    """Return a value as the source of a field; a backslash at its end must not escape the brace that closes it."""
    return f"{{{value} }}" if value.endswith("\\") else f"{{{value}}}"


def field_rank(name: str) -> tuple[int, str]:
    """Return the sort key of fields: leading ones, all others by name, trailing ones."""
    return _RANKS.get(name, (len(LEADING_FIELDS), name))


_RANKS = {
    name: (rank, "")
    for names, start in ((LEADING_FIELDS, 0), (TRAILING_FIELDS, len(LEADING_FIELDS) + 1))
    for rank, name in enumerate(names, start)
}
