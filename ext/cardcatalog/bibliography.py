"""Read ``.bib`` files into entries, and write an entry in the canonical layout."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import count, pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

import bibtexparser
from bibtexparser import model

from cardcatalog.problems import Kind, Location, Problem

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping
    from pathlib import Path

# Its warnings about syntax have no file name; the same facts reach us as failed blocks.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)

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

PRIVATE_FIELDS = frozenset(
    {"category", "venue", "code", "project", "openreview", "formertitle", "creationdate"}
    # What reference managers keep for themselves, local paths among it.
    | {"abstract", "comment", "date-added", "date-modified", "file", "groups", "local-url", "mendeley-groups"}
    | {"mendeley-tags", "modificationdate", "owner", "pdf", "priority", "ranking", "readstatus", "timestamp"}
    | {f"bdsk-{what}-{number}" for what in ("file", "url") for number in range(1, 10)},
)
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
    entries, more = parse_bibliography(text, name, strings)
    return entries, problems + more


def decode(data: bytes, name: str) -> tuple[str, list[Problem]]:
    """Decode the bytes of a file as UTF-8; wrong bytes become U+FFFD and one problem."""
    problems = []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        location = Location(name, len(data[: error.start].splitlines(keepends=True) or [b""]))
        message = f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8"
        problems.append(Problem(location, message, Kind.FILE))
        text = data.decode("utf-8-sig", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n"), problems


def parse_bibliography(
    text: str,
    name: str,
    strings: dict[str, str] | None = None,
) -> tuple[list[Entry], list[Problem]]:
    """Read the entries of a text; see :func:`read_bibliography`."""
    reader = _Reader(name, {} if strings is None else strings)
    for line, part in _parts(text):
        reader.read(part, line)
    return reader.entries, reader.problems


_BLOCK = re.compile(r"^[ \t]*@\w*[ \t]*[{(]", re.MULTILINE)


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """Divide a text before each line that begins a block, so that no fault spreads from one block to the next."""
    line = 1
    for start, end in pairwise([0, *(match.start() for match in _BLOCK.finditer(text)), len(text)]):
        yield line, text[start:end]
        line += text.count("\n", start, end)


def _blocks(part: str) -> list[model.Block]:
    try:
        library = bibtexparser.parse_string(part, parse_stack=[])
    except Exception as error:  # noqa: BLE001  (whatever the parser stumbles over, it costs this part only)
        return [model.ParsingFailedBlock(error, start_line=0, raw=part)]
    # What is stated twice is well-formed; we look for it ourselves, in all files and whatever its case.
    return [getattr(block, "ignore_error_block", None) or block for block in library.blocks]


_MONTHS = frozenset("jan feb mar apr may jun jul aug sep oct nov dec".split())
"""Strings that every style defines, each in its own way; so they stay as they are."""

_KEY = re.compile(r"""[^\s"#%,={}~\\]+""")
_NAME = re.compile(r"""[^\s"#%'(),={}\\]+""")
_PLAIN = re.compile(
    r"""
    @(?!(?i:comment|preamble|string))(?P<type>\w+)\{(?P<key>[^\s"#%,={}~\\]+),\n
    (?P<fields>(?:
        [ ]*[\w-]+[ ]*=[ ]*
        \{(?:CHAR|\{(?:CHAR|\{CHAR*\})*\})*\},\n
    )+)
    \}\s*
    """.replace("CHAR", r"(?:[^{}@\\\n]|\\[^{}@\\\n])"),
    re.VERBOSE,
)
"""An entry in the canonical layout: a field a line, in braces, and these in pairs.

bibtexparser finds the same in it (a test holds it), but takes five times as long.
"""

_PLAIN_FIELD = re.compile(r"[ ]*([\w-]+)[ ]*=[ ]*\{(.*)\},\n")
_STRAY_MARK = re.compile(r"\s*@(?!comment)", re.IGNORECASE)
_LOOK = "look for a missing brace, quote or comma"


@dataclass(slots=True)
class _Reader:
    """What reads the parts of a text, one after the other."""

    name: str
    strings: dict[str, str]
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    is_open: bool = False
    """Whether the part just read lacks its end."""

    def complain(self, line: int, message: str, kind: Kind = Kind.SYNTAX) -> None:
        """Note a problem."""
        self.problems.append(Problem(Location(self.name, line), message, kind))

    def read(self, part: str, line: int) -> None:
        """Read a part that begins at a line: a block, and what is written behind it."""
        was_open, self.is_open = self.is_open, False
        if self.read_plain(part, line):
            return
        entry: Entry | None = None  # directly before the block
        for block in _blocks(part):
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
        plain = _PLAIN.fullmatch(part)
        rows = _PLAIN_FIELD.findall(plain["fields"]) if plain else []
        fields = {name.lower(): _fold(value) for name, value in rows}
        if not plain or len(fields) < len(rows):
            return False
        self.add(plain["type"], plain["key"], line, fields, dict(zip(fields, count(line + 1), strict=False)))
        return True

    def read_entry(self, block: model.Entry, line: int, start: int) -> Entry | None:
        """Note an entry, unless a fault makes it worthless.

        :param line: where its part begins, from which the parser counts.
        :param start: where the entry itself begins.
        """
        if not block.entry_type or not _KEY.fullmatch(block.key):
            self.complain(start, f"{_headline(block)} has no proper type or key; begin it with '@type{{key,'")
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
                fields[name], lines[name] = _fold(value), where
        if repeated:
            message = f"fields that {block.key!r} states before: {', '.join(sorted(repeated))}; keep one of each"
            self.complain(min(repeated.values()), message, Kind.DUPLICATE_FIELD)
        return self.add(block.entry_type, block.key, start, fields, lines)

    def add(self, kind: str, key: str, line: int, fields: dict[str, str], lines: dict[str, int]) -> Entry:
        """Note an entry, and return it."""
        location = Location(self.name, line)
        self.entries.append(Entry(kind.lower(), key, MappingProxyType(fields), location, MappingProxyType(lines)))
        return self.entries[-1]

    def read_value(self, source: str, name: str, line: int) -> str | None:
        """Return the text of a value, its parts joined, or nothing but a complaint if it is none."""
        if not _NAME.fullmatch(name):
            hint = "look for a comma too many, or a '%', which begins no comment in an entry"
            self.complain(line, f"'{_fold(name)[:60]}' is no name of a field; {hint}")
            return None
        pieces = _pieces(source)
        if pieces is None:
            self.complain(line, f"the value of {name!r} cannot be read; {_LOOK}")
            return None
        text = ""
        for piece, is_name in pieces:
            if is_name and not piece.isdecimal() and piece.lower() not in _MONTHS | self.strings.keys():
                self.complain(line, f"no @string above defines {piece!r}; define it, or put the text in braces")
            text += self.strings.get(piece.lower(), piece) if is_name else piece
        return text

    def explain(self, block: model.ParsingFailedBlock, line: int) -> None:
        """Complain about a block that cannot be read, unless BibTeX would not mind: to it, a comment is mere text."""
        headline = _headline(block)
        if not _STRAY_MARK.match(headline, 1):
            return
        reason = _fold(str(getattr(block.error, "abort_reason", block.error))).rstrip(".")
        reason = "it has no end" if "end of file" in reason else reason
        self.complain(line, f"{headline} cannot be read: {reason}; {_LOOK}")

    def read_marks(self, text: str, line: int) -> None:
        """Find what was meant to begin an entry: BibTeX takes all that is outside of entries for a comment."""
        for offset, row in enumerate(text.split("\n")):
            if _STRAY_MARK.match(row):
                message = f"'{row.strip()[:60]}' begins no entry; write '@type{{key,' or take out the '@'"
                self.complain(line + offset, message)

    def read_brace(self, text: str, line: int, entry: Entry | None) -> None:
        """Find what was meant to end an entry, which then has ended too early or not only once."""
        stray = _stray_brace(text)
        if entry and stray is not None and "=" in text[:stray]:
            self.entries.pop()
            self.complain(line, f"{entry.key!r} ends here, before its last field; look for a '}}' too many")
        elif stray is not None:
            where = line + text.count("\n", 0, stray)
            self.complain(where, "this '}' closes nothing; take it out, or look for one too many above")


def _pieces(source: str) -> list[tuple[str, bool]] | None:
    """Return what a value joins by ``#``: texts without their braces or quotes, and names of strings or numbers."""
    if source[:1] == "{" and source.find("{", 1) < 0 and source.find("}") == len(source) - 1:
        return [(source[1:-1], False)]
    pieces = []
    position = 0
    while position < len(source):
        if source[position] in '{"':
            end = _end_of_text(source, position)
            pieces.append((source[position + 1 : end - 1], False))
        else:
            word = _NAME.match(source, position)
            end = word.end() if word else 0
            pieces.append((source[position:end], True))
        joint = _JOINT.match(source, end) if end else None
        if not joint:
            return None
        if not joint[1]:
            return pieces
        position = joint.end()
    return None


_JOINT = re.compile(r"\s*(#\s*|$)")
_MARK = re.compile(r"""(?<!\\)[{}"]""")


def _end_of_text(source: str, start: int) -> int:
    """Return the place behind a text in braces or quotes, or zero if it has no end; braces must match within quotes."""
    closing = "}" if source[start] == "{" else '"'
    depth = 0
    for mark in _MARK.finditer(source, start + 1):
        if not depth and mark[0] == closing:
            return mark.end()
        depth += {"{": 1, "}": -1}.get(mark[0], 0)
        if depth < 0:
            return 0
    return 0


def _stray_brace(text: str) -> int | None:
    """Return the place of a brace that closes nothing."""
    depth = 0
    for mark in _MARK.finditer(text):
        depth += {"{": 1, "}": -1}.get(mark[0], 0)
        if depth < 0:
            return mark.start()
    return None


def _headline(block: model.Block) -> str:
    return f"'{(block.raw or '').strip().split(chr(10), 1)[0].rstrip(',')[:60]}'"


def _fold(text: str) -> str:
    return " ".join(text.split())


def unique_entries(entries: Iterable[Entry]) -> tuple[list[Entry], list[Problem]]:
    """Keep the first entry of each citation key; keys that differ in nothing but case are one key to BibTeX.

    :returns: the entries to keep, and a problem for each of the others.
    """
    kept: dict[str, Entry] = {}
    problems: list[Problem] = []
    for entry in entries:
        first = kept.setdefault(entry.key.casefold(), entry)
        if first is not entry:
            message = f"the key {entry.key!r} is taken by the entry at {first.location}; give this one another key"
            problems.append(Problem(entry.location, message, Kind.DUPLICATE_KEY))
    return list(kept.values()), problems


def format_entry(entry: Entry, *, without: Container[str] = ()) -> str:
    """Return an entry in the canonical layout: one field a line, aligned, in a fixed order.

    :param without: names of fields to leave out, for example :data:`PRIVATE_FIELDS`.
    :returns: the text of the entry with its final newline.
    """
    lines = [f"@{entry.type}{{{entry.key},"]
    lines += [
        f"  {name:{FIELD_WIDTH}} = {{{_shielded(entry.get(name))}}},"
        for name in _in_order(entry.fields)
        if name not in without
    ]
    return "\n".join([*lines, "}", ""])


def _shielded(value: str) -> str:
    """Return a value whose last character does not escape the brace that closes it."""
    return f"{value} " if value.endswith("\\") else value


def _in_order(names: Mapping[str, str]) -> Iterator[str]:
    yield from (name for name in LEADING_FIELDS if name in names)
    yield from sorted(name for name in names if name not in LEADING_FIELDS and name not in TRAILING_FIELDS)
    yield from (name for name in TRAILING_FIELDS if name in names)
