"""Read ``.bib`` files into entries, and write an entry in the canonical layout."""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import count
from types import MappingProxyType
from typing import TYPE_CHECKING
from unicodedata import normalize

from bibtexparser import model

from cardcatalog.bibtex.syntax import KEY, NAME, PLAIN, PLAIN_FIELD, blocks_of, parts_of, pieces_of, stray_brace
from cardcatalog.problems import Kind, Location, Problem

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping
    from pathlib import Path

FIELD_WIDTH = 13
"""Columns to which field names are padded: the length of ``archiveprefix``."""

LEADING_FIELDS = (
    "title", "author", "editor", "booktitle", "journal", "year", "volume", "number", "pages", "publisher",
    "doi", "url", "eprint", "archiveprefix", "primaryclass",
)  # fmt: skip
TRAILING_FIELDS = (
    "ids", "related", "keywords", "category", "venue", "code", "project", "openreview", "formertitle",
    "creationdate",
)  # fmt: skip

OWN_FIELDS = frozenset({"category", "venue", "code", "project", "openreview", "formertitle", "creationdate"})
"""Fields by which the catalogue orders and links papers."""

MANAGER_FIELDS = frozenset(
    {"abstract", "comment", "date-added", "date-modified", "file", "groups", "local-url", "mendeley-groups"}
    | {"mendeley-tags", "modificationdate", "owner", "pdf", "priority", "ranking", "readstatus", "timestamp"}
    | {f"bdsk-{what}-{number}" for what in ("file", "url") for number in range(1, 10)},
)
"""Fields that reference managers keep for themselves, local paths among them."""

PRIVATE_FIELDS = OWN_FIELDS | MANAGER_FIELDS
"""Fields that serve the catalogue or a reference manager and nobody who cites."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a ``.bib`` file: its fields without their enclosing braces, white space folded."""

    type: str
    key: str
    fields: Mapping[str, str]
    location: Location
    lines: Mapping[str, int]

    def get(self, name: str) -> str:
        """Return the value of a field, or an empty string."""
        return self.fields.get(name, "")

    def where(self, name: str) -> Location:
        """Return the place of a field, or that of the entry if it has no such field."""
        return Location(self.location.path, self.lines.get(name, self.location.line))

    @property
    def fingerprint(self) -> str:
        """Digest of type, key and fields: equal for equal content, wherever and in whatever layout it stands."""
        return digest(self.type, self.key, *(text for item in sorted(self.fields.items()) for text in item))


def digest(*texts: str) -> str:
    """Return a short digest of some texts, the same in every process and on every machine."""
    return blake2b("\0".join(texts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def read_bibliography(
    path: Path,
    name: str,
    strings: dict[str, str] | None = None,
) -> tuple[list[Entry], list[Problem]]:
    """Read the entries of a file.

    :param path: the file.
    :param name: its path as messages show it.
    :param strings: what ``@string`` defined in the files before; gains what it defines in this one.
    :returns: every entry that can be understood, in file order, and the problems of reading.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        return [], [Problem(Location(name, 1), f"cannot be read: {reason}; name an existing file", Kind.FILE)]
    text, problems = decode(data, name)
    text, controls = _without_control(text, name)
    entries, more = parse_bibliography(text, name, strings)
    return entries, problems + controls + more


def decode(data: bytes, name: str) -> tuple[str, list[Problem]]:
    """Decode the bytes of a file as UTF-8.

    :returns: the text, with lines that end as in Unix and U+FFFD for wrong bytes; and a problem for the first of these,
        or for a file in UTF-16, which is read as such.
    """
    encoding = _encoding_of(data)
    found = [(1, "the file is in UTF-16; save it as UTF-8")] if encoding != "utf-8-sig" else []
    try:
        text = _with_plain_ends(data.decode(encoding))
    except UnicodeDecodeError as error:
        before = _with_plain_ends(error.object[: error.start].decode(encoding, "replace"))
        message = f"byte 0x{error.object[error.start]:02x} is not UTF-8; save the file as UTF-8"
        found = found or [(before.count("\n") + 1, message)]
        text = _with_plain_ends(data.decode(encoding, "replace"))
    return text, [Problem(Location(name, line), message, Kind.FILE) for line, message in found]


CONTROL = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 (section 2.2) has no place for, but for the page feed, which is white space as to TeX."""


def _without_control(text: str, name: str) -> tuple[str, list[Problem]]:
    """Return a text with U+FFFD for control characters, which no page or feed can hold, and a problem for the first."""
    control = CONTROL.search(text)
    if not control:
        return text, []
    line = text.count("\n", 0, control.start()) + 1
    message = f"the control character U+{ord(control[0]):04X} can stand in no text; take it out"
    return CONTROL.sub("\ufffd", text), [Problem(Location(name, line), message, Kind.FILE)]


def _encoding_of(data: bytes) -> str:
    """Return the encoding of a file: UTF-8, or UTF-16 by its mark or its first letters (XML 1.0, appendix F)."""
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    empty = "".join("01"[not byte] for byte in data[:4])
    return {"0101": "utf-16-le", "1010": "utf-16-be"}.get(empty, "utf-8-sig")


def _with_plain_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse_bibliography(
    text: str,
    name: str,
    strings: dict[str, str] | None = None,
) -> tuple[list[Entry], list[Problem]]:
    """Read the entries of a text; see :func:`read_bibliography`."""
    reader = _Reader(name, {} if strings is None else strings)
    for line, part in parts_of(text):
        reader.read(part, line)
    return reader.entries, reader.problems


_MONTHS = frozenset("jan feb mar apr may jun jul aug sep oct nov dec".split())
"""Strings that every style defines, each in its own way; so they stay as they are."""

_STRAY_MARK = re.compile(r"\s*@(?!comment)", re.IGNORECASE)
_LOOK = "look for a missing brace, quote or comma"

MOST_JOINED = 10_000_000
"""Characters that the strings of a file may put into its values; a few strings made of each other could fill a disk."""


@dataclass(slots=True)
class _Reader:
    """What reads the parts of a text, one after the other."""

    name: str
    strings: dict[str, str]
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    is_open: bool = False
    """Whether the part just read lacks its end."""
    room: int = MOST_JOINED
    """How many characters strings may still put into values."""

    def report_problem(self, line: int, message: str, kind: Kind = Kind.SYNTAX) -> None:
        """Note a problem."""
        self.problems.append(Problem(Location(self.name, line), message, kind))

    def read(self, part: str, line: int) -> None:
        """Read a part that begins at a line: a block, and what is written behind it."""
        was_open, self.is_open = self.is_open, False
        if self.read_plain(part, line):
            return
        entry: Entry | None = None  # directly before the block
        for block in blocks_of(part):
            # bibtexparser counts lines from zero
            start = line + (block.start_line or 0)
            if isinstance(block, model.Entry):
                entry = self.read_entry(block, line, start)
            elif isinstance(block, model.String):
                if (value := self.read_value(block.value, block.key, start)) is not None:
                    self.strings[block.key.lower()] = value
            elif isinstance(block, model.ParsingFailedBlock):
                self.is_open = True
                self.explain(block, start)
            elif isinstance(block, model.ImplicitComment) and not self.is_open:
                self.read_marks(block.comment, start)
                # The end of a block that another one interrupts comes behind that one.
                if not was_open:
                    self.read_brace(block.comment, start, entry)
                entry = None

    def read_plain(self, part: str, line: int) -> bool:
        """Note an entry if it needs no parser, which all in the canonical layout do not."""
        plain = PLAIN.fullmatch(part)
        rows = PLAIN_FIELD.findall(plain["fields"]) if plain else []
        fields = {name.lower(): fold(value) for name, value in rows}
        if not plain or len(fields) < len(rows):
            return False
        self.add(plain["type"], plain["key"], line, fields, dict(zip(fields, count(line + 1), strict=False)))
        return True

    def read_entry(self, block: model.Entry, line: int, start: int) -> Entry | None:
        """Note an entry, unless a fault makes it worthless.

        :param line: where its part begins, from which the parser counts.
        :param start: where the entry itself begins.
        """
        if not block.entry_type or not KEY.fullmatch(block.key):
            self.report_problem(start, f"{_headline(block)} has no proper type or key; begin it with '@type{{key,'")
            return None
        fields: dict[str, str] = {}
        lines: dict[str, int] = {}
        repeated: dict[str, int] = {}
        for part in block.fields:
            name, where = part.key.lower(), line + part.start_line
            value = self.read_value(part.value, part.key, where)
            if value is None:
                return None
            if name in fields:
                repeated.setdefault(name, where)
            else:
                fields[name], lines[name] = fold(value), where
        if repeated:
            message = f"fields that {block.key!r} states before: {', '.join(sorted(repeated))}; keep one of each"
            self.report_problem(min(repeated.values()), message, Kind.DUPLICATE_FIELD)
        return self.add(block.entry_type, block.key, start, fields, lines)

    def add(self, kind: str, key: str, line: int, fields: dict[str, str], lines: dict[str, int]) -> Entry:
        """Note an entry, and return it."""
        location = Location(self.name, line)
        self.entries.append(Entry(kind.lower(), key, MappingProxyType(fields), location, MappingProxyType(lines)))
        return self.entries[-1]

    def read_value(self, source: str, name: str, line: int) -> str | None:
        """Return the text of a value, its parts joined, or nothing but a complaint if it is none."""
        if not NAME.fullmatch(name):
            hint = "look for a comma too many, or a '%', which begins no comment in an entry"
            self.report_problem(line, f"'{fold(name)[:60]}' is no name of a field; {hint}")
            return None
        pieces = pieces_of(source)
        if pieces is None:
            self.report_problem(line, f"the value of {name!r} cannot be read; {_LOOK}")
            return None
        texts = []
        for piece, is_name in pieces:
            known = self.strings.get(piece.lower()) if is_name else piece
            if known is None and not piece.isdecimal() and piece.lower() not in _MONTHS:
                self.report_problem(line, f"no @string above defines {piece!r}; define it, or put the text in braces")
            joined = len(known or "") if is_name else 0
            if joined > self.room:
                self.report_problem(line, f"the value of {name!r} grows too long by @string; put its text in braces")
                return None
            self.room -= joined
            texts.append(piece if known is None else known)
        return "".join(texts)

    def explain(self, block: model.ParsingFailedBlock, line: int) -> None:
        """Complain about a block that cannot be read, unless BibTeX would not mind: to it, a comment is mere text."""
        headline = _headline(block)
        if not _STRAY_MARK.match(headline, 1):
            return
        reason = fold(str(getattr(block.error, "abort_reason", block.error))).rstrip(".")
        reason = "it has no end" if "end of file" in reason else reason
        self.report_problem(line, f"{headline} cannot be read: {reason}; {_LOOK}")

    def read_marks(self, text: str, line: int) -> None:
        """Find what was meant to begin an entry: BibTeX takes all that is outside of entries for a comment."""
        for offset, row in enumerate(text.split("\n")):
            if _STRAY_MARK.match(row):
                message = f"'{row.strip()[:60]}' begins no entry; write '@type{{key,' or take out the '@'"
                self.report_problem(line + offset, message)

    def read_brace(self, text: str, line: int, entry: Entry | None) -> None:
        """Find what was meant to end an entry, which then has ended too early or not only once."""
        stray = stray_brace(text)
        if entry and stray is not None and "=" in text[:stray]:
            self.entries.pop()
            self.report_problem(line, f"{entry.key!r} ends here, before its last field; look for a '}}' too many")
        elif stray is not None:
            where = line + text.count("\n", 0, stray)
            self.report_problem(where, "this '}' closes nothing; take it out, or look for one too many above")


def _headline(block: model.Block) -> str:
    return f"'{(block.raw or '').strip().split(chr(10), 1)[0].rstrip(',')[:60]}'"


def fold(text: str) -> str:
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
            message = f"the key {entry.key!r} is taken by the entry at {first.location}; give this one another key"
            problems.append(Problem(entry.location, message, Kind.DUPLICATE_KEY))
    return list(kept.values()), problems


def _sameness(key: str) -> str:
    """Return a key as it compares without case (The Unicode Standard, section 3.13, canonical caseless matching)."""
    return key.casefold() if key.isascii() else normalize("NFC", normalize("NFD", key).casefold())


def format_entry(entry: Entry, *, without: Container[str] = ()) -> str:
    """Return an entry in the canonical layout: one field a line, aligned, in a fixed order.

    :param without: names of fields to leave out, for example :data:`PRIVATE_FIELDS`.
    :returns: the text of the entry with its final newline.
    """
    fields = ((name, in_braces(value)) for name, value in entry.fields.items() if name not in without)
    return lay_out(entry.type, entry.key, fields)


def lay_out(kind: str, key: str, fields: Iterable[tuple[str, str]]) -> str:
    """Return the text of an entry whose values are sources: in braces, names of strings, or several joined by ``#``."""
    ordered = sorted(fields, key=lambda field: field_rank(field[0]))
    lines = [f"  {name:{FIELD_WIDTH}} = {source}," for name, source in ordered]
    return "\n".join([f"@{kind}{{{key},", *lines, "}", ""])


def in_braces(value: str) -> str:
    """Return a value as the source of a field; a backslash at its end must not escape the brace that closes it."""
    return f"{{{value} }}" if value.endswith("\\") else f"{{{value}}}"


def field_rank(name: str) -> tuple[int, str]:
    """Return what fields are ordered by: leading ones, all others by name, trailing ones."""
    return _RANKS.get(name, (len(LEADING_FIELDS), name))


_RANKS = {
    name: (rank, "")
    for names, start in ((LEADING_FIELDS, 0), (TRAILING_FIELDS, len(LEADING_FIELDS) + 1))
    for rank, name in enumerate(names, start)
}
