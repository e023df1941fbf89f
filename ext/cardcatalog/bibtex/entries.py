"""Read ``.bib`` files into entries: strings joined, white space collapsed, each key once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING
from unicodedata import normalize

from cardcatalog.bibtex.forms import JOURNALS, MONTHS
from cardcatalog.bibtex.scan import scan
from cardcatalog.problems import Kind, Location, Problem
from cardcatalog.text_files import decode, read_data, without_control

if TYPE_CHECKING:
    from cardcatalog.bibtex.blocks import Block

    ReadText = Callable[[str, "Reader"], None]

OWN_FIELDS = frozenset({"category", "venuekey", "code", "project", "openreview", "formertitle", "bits", "creationdate"})
"""Fields by which the catalog orders and links papers."""

MANAGER_FIELDS = frozenset(
    {"abstract", "comment", "date-added", "date-modified", "file", "groups", "local-url", "mendeley-groups"}
    | {"mendeley-tags", "modificationdate", "owner", "pdf", "priority", "ranking", "readstatus", "timestamp"}
    | {f"bdsk-{what}-{number}" for what in ("file", "url") for number in range(1, 100)}
)
"""Fields that reference managers keep for themselves, local paths among them."""

SET = "set"
"""The type of a set of entries that are cited as one (biblatex manual, section 3.14.5)."""

SWITCH = re.compile(r"\w*control|\w*bstctl|[\w-]*options")
"""Types of entries that set options of a style: ``@IEEEtranBSTCTL`` (IEEEtran), ``@CONTROL`` (REVTeX, achemso)."""

_NO_WORKS = frozenset({SET, "xdata", "bibnote"})

_NOTHING: Mapping[str, Location] = MappingProxyType({})

PRIVATE_FIELDS = OWN_FIELDS | MANAGER_FIELDS
"""Fields that serve the catalog or a reference manager, not those who cite."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a ``.bib`` file: its fields without their enclosing braces, white space collapsed."""

    type: str
    key: str
    fields: Mapping[str, str]
    location: Location
    lines: Mapping[str, int]
    """The line of each of its own fields, counted from that of the entry: many entries are laid out alike."""

    is_complete: bool = True
    """Whether all fields that its file has could be read."""

    inherited: Mapping[str, Location] = field(default_factory=lambda: _NOTHING)
    """The places of the fields that come from other entries."""

    def get(self, name: str) -> str:
        """Return the value of a field, or an empty string."""
        return self.fields.get(name, "")

    @property
    def own(self) -> dict[str, str]:
        """Its own fields, without those that come from other entries."""
        return {name: value for name, value in self.fields.items() if name in self.lines}

    def where(self, name: str) -> Location:
        """Return the place of a field, which may be in another entry, or that of the entry if it has no such field."""
        if name in self.lines:
            return Location(self.location.path, self.location.line + self.lines[name], name)
        return self.inherited.get(name, self.location)

    def at(self, place: Location) -> Entry:
        """Return the same entry at another place."""
        return replace(self, location=place)

    @property
    def is_work(self) -> bool:
        """Whether the entry describes a work, and does not only serve others or a style."""
        return _is_work(self.type)

    @property
    def fingerprint(self) -> str:
        """Digest of type, key and fields: equal for equal content in any place and layout."""
        return digest(self.type, self.key, *(text for item in sorted(self.fields.items()) for text in item))


@cache
def _is_work(entry_type: str) -> bool:
    return entry_type not in _NO_WORKS and not SWITCH.fullmatch(entry_type)


def digest(*texts: str) -> str:
    """Return a short digest of some texts, the same in every process and on every machine."""
    return blake2b("\0".join(texts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def read_bibliography(
    path: Path, name: str, strings: dict[str, str] | None = None, read: ReadText | None = None
) -> tuple[list[Entry], list[Problem]]:
    """Read the entries of a file.

    :param path: the file.
    :param name: its path as messages show it.
    :param strings: what ``@string`` defined in the files before; gains what it defines in this one.
    :param read: reads a text by a :class:`Reader`, and leaves it as :func:`read_blocks` does.
    :returns: every entry that can be understood, in file order, those without a key with an empty one; and the
        problems of reading.
    """
    data, problems = read_data(path, name)
    entries, more = parse_data(data, name, strings, read)
    return entries, problems + more


def parse_data(
    data: bytes, name: str, strings: dict[str, str] | None = None, read: ReadText | None = None
) -> tuple[list[Entry], list[Problem]]:
    """Read the entries of a file from its bytes, as :func:`read_bibliography` does."""
    text, problems = decode(data, name)
    text, controls = without_control(text, name)
    entries, more = parse_bibliography(text, name, strings, read)
    return entries, problems + controls + more


def parse_bibliography(
    text: str, name: str, strings: dict[str, str] | None = None, read: ReadText | None = None
) -> tuple[list[Entry], list[Problem]]:
    """Read the entries of a text; see :func:`read_bibliography`."""
    reader = Reader(name, {} if strings is None else strings)
    (read or read_blocks)(text, reader)
    return reader.entries, reader.problems


def read_blocks(text: str, reader: Reader) -> None:
    """Read each block of a text."""
    for block in scan(text):
        reader.read(block)


MAX_JOINED = 10_000_000
"""Characters that the strings of a file may put into its values; a few strings made of each other could fill a disk."""


@dataclass(slots=True)
class Reader:
    """Reads the blocks of a text, one after the other."""

    name: str
    strings: dict[str, str]
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    layouts: dict[tuple[tuple[str, int], ...], Mapping[str, int]] = field(default_factory=dict)
    """The lines of fields in each layout of entries."""

    texts: dict[str, str] = field(default_factory=dict)
    """Types, names of fields and values: entries share them, in memory and where they are kept."""

    unknown: set[str] = field(default_factory=set)
    """Strings that are not defined; each is reported where it is first used."""

    room: int = MAX_JOINED
    """The number of characters that strings may still add to values."""

    def report(self, line: int, message: str, kind: Kind = Kind.SYNTAX, value: str = "") -> None:
        """Note a problem."""
        self.problems.append(Problem(Location(self.name, line), message, kind, value))

    def read(self, block: Block) -> None:
        """Read a block."""
        for fault in block.faults:
            self.report(fault.line, fault.message, fault.kind, fault.text)
        if block.kind == "string":
            for name, parts, line in block.fields:
                if (value := self.join(parts, name, line)) is not None:
                    self.strings[name.lower()] = value
        elif block.is_entry and (block.fields or (block.key and block.is_complete)):
            self.read_entry(block)

    def read_entry(self, block: Block) -> None:
        """Note an entry; a field whose value cannot be joined is left out."""
        is_complete = block.is_complete
        fields: dict[str, str] = {}
        lines: dict[str, int] = {}
        repeated: dict[str, int] = {}
        for written, parts, line in block.fields:
            name = self.shared(written.lower())
            if not block.is_complete and any(map(self.is_unknown, parts)):
                continue  # words left without braces
            value = parts[0][1:-1] if len(parts) == 1 and parts[0][0] == "{" else self.join(parts, written, line)
            if value is None:
                is_complete = False
            elif name in fields and name == "keywords":  # ScienceDirect has a field for each
                fields[name] = collapse_whitespace(f"{fields[name]}, {value}")
            elif name in fields:
                repeated.setdefault(name, line)
            else:
                fields[name], lines[name] = self.shared(collapse_whitespace(value)), line - block.line
        if repeated:
            shown = repr(block.key) if block.key else "this entry"
            message = f"{shown} has more than one {', '.join(sorted(repeated))}; keep one of each"
            self.report(min(repeated.values()), message, Kind.DUPLICATE_FIELD)
        place = Location(self.name, block.line)
        rows = self.layouts.setdefault(tuple(lines.items()), MappingProxyType(lines))
        kind = self.shared(block.kind)
        self.entries.append(Entry(kind, block.key, MappingProxyType(fields), place, rows, is_complete))

    def shared(self, text: str) -> str:
        """Return a text as one object for all that have it."""
        return self.texts.setdefault(text, text)

    def is_unknown(self, part: str) -> bool:
        """Return whether a part of a value is the name of a string that is not defined."""
        name = part.lower()
        return part[0] not in '{"' and not part.isdecimal() and name not in MONTHS and name not in self.strings

    def join(self, parts: tuple[str, ...], name: str, line: int) -> str | None:
        """Return the text of a value; or None, and a problem, if strings make it too long."""
        texts = []
        for part in parts:
            if part[0] in '{"':
                texts.append(part[1:-1])
                continue
            known = self.strings.get(part.lower(), JOURNALS.get(part.lower()))
            if self.is_unknown(part) and part.lower() not in self.unknown:
                self.unknown.add(part.lower())
                message = f"the string {part!r} is not defined above; define it, or put the text in braces"
                self.report(line, message, value=part)
            if known is not None and len(known) > self.room:
                self.report(line, f"the value of {name!r} grows too long by @string; put its text in braces")
                return None
            self.room -= len(known or "")
            texts.append(part if known is None else known)
        return "".join(texts)


def collapse_whitespace(text: str) -> str:
    """Return a text with each run of white space, line ends among it, as one space."""
    return " ".join(text.split())


def unique_entries(entries: Iterable[Entry]) -> tuple[list[Entry], list[Problem]]:
    """Keep the first entry of each citation key; keys that differ in nothing but case are one key to BibTeX.

    So are, to a file system, those that differ in how Unicode composes a letter.

    :returns: the entries to keep, and a problem for each of the others.
    """
    kept: dict[str, Entry] = {}
    problems: list[Problem] = []
    for entry in entries:
        first = kept.setdefault(_sameness(entry.key), entry)
        if first is not entry:
            message = (
                f"the key {entry.key!r} is already used by the entry at {first.location}; "
                f"remove one, or give this entry another key"
            )
            problems.append(Problem(entry.location, message, Kind.DUPLICATE_KEY))
    return list(kept.values()), problems


def _sameness(key: str) -> str:
    """Return a key as it compares without case (The Unicode Standard, section 3.13, canonical caseless matching)."""
    return key.casefold() if key.isascii() else normalize("NFC", normalize("NFD", key).casefold())
