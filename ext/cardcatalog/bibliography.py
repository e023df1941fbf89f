"""Read ``.bib`` files into entries, and write an entry in the canonical layout."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from types import MappingProxyType
from typing import TYPE_CHECKING

import bibtexparser
from bibtexparser.model import (
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    ImplicitComment,
    ParsingFailedBlock,
)

from cardcatalog.problems import Kind, Location, Problem

if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from pathlib import Path

    from bibtexparser.model import Block
    from bibtexparser.model import Entry as ParsedEntry

# Its warnings about syntax have no file name; the same facts reach us as failed blocks.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)

FIELD_WIDTH = 13
"""Columns to which field names are padded: the length of ``archiveprefix``."""

LEADING_FIELDS = (
    "title", "author", "booktitle", "journal", "year", "volume", "number", "pages", "publisher",
    "doi", "url", "eprint", "archiveprefix", "primaryclass",
)  # fmt: skip
TRAILING_FIELDS = (
    "ids", "related", "keywords", "category", "venue", "code", "project", "openreview", "formertitle",
    "creationdate",
)  # fmt: skip

PRIVATE_FIELDS = frozenset(
    {"category", "venue", "code", "project", "openreview", "formertitle", "creationdate"}
    # What reference managers keep for themselves, local paths among it.
    | {"abstract", "bdsk-file-1", "bdsk-url-1", "file", "groups", "modificationdate", "owner", "timestamp"},
)
"""Fields that serve the catalogue or a reference manager and nobody who cites."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a ``.bib`` file: its fields as written, without their enclosing braces."""

    type: str
    key: str
    fields: Mapping[str, str]
    location: Location
    lines: Mapping[str, int]

    def get(self, name: str) -> str:
        """Return the value of a field with white space folded, or an empty string."""
        return " ".join(self.fields.get(name, "").split())

    def where(self, name: str) -> Location:
        """Return the place of a field, or that of the entry if it has no such field."""
        return Location(self.location.path, self.lines.get(name, self.location.line))

    @property
    def fingerprint(self) -> str:
        """Digest of type, key and fields: equal for equal content, wherever it stands."""
        return digest(self.type, self.key, *(text for field in self.fields.items() for text in field))


def digest(*texts: str) -> str:
    """Return a short digest of some texts, the same in every process and on every machine."""
    return blake2b("\0".join(texts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def read_bibliography(path: Path, name: str) -> tuple[list[Entry], list[Problem]]:
    """Read the entries of a file.

    :param path: the file.
    :param name: its path as messages show it.
    :returns: every entry that can be understood, in file order, and the problems of reading.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        return [], [Problem(Location(name, 1), f"cannot be read: {reason}; name an existing file", Kind.FILE)]
    text, problems = decode(data, name)
    entries, more = parse_bibliography(text, name)
    return entries, problems + more


def decode(data: bytes, name: str) -> tuple[str, list[Problem]]:
    """Decode the bytes of a file as UTF-8; wrong bytes become U+FFFD and one problem."""
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n"), []
    except UnicodeDecodeError as error:
        location = Location(name, data.count(b"\n", 0, error.start) + 1)
        message = f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8"
        return data.decode("utf-8-sig", "replace").replace("\r\n", "\n"), [Problem(location, message, Kind.FILE)]


def parse_bibliography(text: str, name: str) -> tuple[list[Entry], list[Problem]]:
    """Read the entries of a text; see :func:`read_bibliography`."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    for block in bibtexparser.parse_string(text).blocks:
        # bibtexparser counts lines from zero
        location = Location(name, (block.start_line or 0) + 1)
        if isinstance(block, ParsingFailedBlock):
            problems.append(_explain(block, location))
        if isinstance(block, bibtexparser.model.Entry):
            entries.append(_entry(block, location))
        elif isinstance(block, DuplicateFieldKeyBlock):
            entries.append(_entry(_unenclosed(block), location))
        elif isinstance(block, ImplicitComment):
            problems += _stray_marks(block, location)
    return entries, problems


def _entry(block: ParsedEntry, location: Location) -> Entry:
    fields: dict[str, str] = {}
    lines: dict[str, int] = {}
    for field in block.fields:
        name = field.key.lower()
        if name not in fields:
            fields[name] = str(field.value)
            lines[name] = field.start_line + 1
    return Entry(block.entry_type.lower(), block.key, MappingProxyType(fields), location, MappingProxyType(lines))


def _unenclosed(block: DuplicateFieldKeyBlock) -> ParsedEntry:
    """Return the entry of a failed block with its braces removed, which the parser does for whole entries only."""
    library = bibtexparser.Library([block.ignore_error_block])
    return bibtexparser.middlewares.RemoveEnclosingMiddleware().transform(library).entries[0]


def _explain(block: ParsingFailedBlock, location: Location) -> Problem:
    if isinstance(block, DuplicateBlockKeyBlock):
        first = Location(location.path, (block.previous_block.start_line or 0) + 1)
        message = f"the key {block.key!r} is taken by the entry at {first}; give this one another key"
        return Problem(location, message, Kind.DUPLICATE_KEY)
    if isinstance(block, DuplicateFieldKeyBlock):
        names = ", ".join(sorted(block.duplicate_keys))
        message = f"fields given more than once: {names}; keep one of each"
        return Problem(location, message, Kind.DUPLICATE_FIELD)
    reason = " ".join(str(getattr(block.error, "abort_reason", block.error)).split()).rstrip(".")
    message = f"{_headline(block)} cannot be read: {reason}; look for a missing brace, quote or comma"
    return Problem(location, message, Kind.SYNTAX)


def _stray_marks(block: ImplicitComment, location: Location) -> Iterator[Problem]:
    """Find what was meant as an entry but is none, such as ``@misc`` without its brace: BibTeX calls it a comment."""
    for offset, line in enumerate(block.comment.split("\n")):
        if line.lstrip().startswith("@"):
            message = f"'{line.strip()[:60]}' begins no entry; write '@type{{key,' or take out the '@'"
            yield Problem(Location(location.path, location.line + offset), message, Kind.SYNTAX)


def _headline(block: Block) -> str:
    first = (block.raw or "").split("\n", 1)[0].strip().rstrip(",")
    return f"'{first[:60]}'" if first else "a block"


def format_entry(entry: Entry, *, without: Container[str] = ()) -> str:
    """Return an entry in the canonical layout: one field a line, aligned, in a fixed order.

    :param without: names of fields to leave out, for example :data:`PRIVATE_FIELDS`.
    :returns: the text of the entry with its final newline.
    """
    lines = [f"@{entry.type}{{{entry.key},"]
    lines += [
        f"  {name:{FIELD_WIDTH}} = {{{entry.get(name)}}}," for name in _in_order(entry.fields) if name not in without
    ]
    return "\n".join([*lines, "}", ""])


def _in_order(names: Mapping[str, str]) -> Iterator[str]:
    yield from (name for name in LEADING_FIELDS if name in names)
    yield from sorted(name for name in names if name not in LEADING_FIELDS and name not in TRAILING_FIELDS)
    yield from (name for name in TRAILING_FIELDS if name in names)
