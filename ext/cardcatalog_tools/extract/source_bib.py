"""Read the ``.bib`` file of a document's author: entries as they are written, so that they can be handed on unchanged.

The reader of :mod:`cardcatalog.bibtex.entries` tells every fault of our own file and forgets how an entry was
written. Of somebody else's file each entry that ends is good enough, and its text counts. As BibTeX does, this counts
every brace, escaped or not. ``static/cardcatalog-extract.js`` does the same in the browser.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from cardcatalog.bibtex.entries import Entry
from cardcatalog.bibtex.text import split_list
from cardcatalog.problems import Kind, Problem
from cardcatalog_tools.extract.documents import Places

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cardcatalog.problems import Location
    from cardcatalog_tools.extract.documents import Document


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """An entry as its author wrote it, and the names of the strings that it uses."""

    entry: Entry
    text: str
    strings: tuple[str, ...]


class _String(NamedTuple):
    """What ``@string`` defines: the value, how it was written, and the names of the strings it is made of."""

    value: str
    text: str
    strings: tuple[str, ...]


class _Block(NamedTuple):
    """A block that ends: its kind, how it is written, what its braces hold, and where both begin."""

    kind: str
    text: str
    body: str
    offset: int
    where: Location


class _Value(NamedTuple):
    """A value: its parts joined, and the names of the strings among these."""

    text: str
    strings: tuple[str, ...]


_START = re.compile(r"(?<![^\n])(?=[ \t]*@[ \t]*[A-Za-z]+[ \t\n]*[{(])")
_BLOCK = re.compile(r"[ \t]*@[ \t]*([A-Za-z]+)[ \t\n]*([{(])")
_KEY = re.compile(r"""[ \t\n]*([^ \t\n,={}"#%\\]+)[ \t\n]*(?=[,}])""")
_JUNK = re.compile(r"[ \t\n,]*")
_FIELD = re.compile(r"""([^ \t\n,={}"#%()\\]+)[ \t\n]*=[ \t\n]*""")
_WORD = re.compile(r"""[^ \t\n,={}"#()]+""")
_JOINT = re.compile(r"[ \t\n]*(#[ \t\n]*)?")
_BRACE = re.compile(r"[{}]")
_QUOTE = re.compile(r'[{}"]')
_PARENTHESIS = re.compile(r"[{})]")
_LONGEST = 100_000
"""Characters that strings may put into a value, by which an entry is only recognised; its text keeps their names."""

_SPACE = re.compile(r"[ \t\n]+")


@dataclass(slots=True)
class SourceBib:
    """What the ``.bib`` files of an author hold; the first entry of a key counts."""

    entries: dict[str, SourceEntry] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _aliases: dict[str, str] = field(default_factory=dict)
    _strings: dict[str, _String] = field(default_factory=dict)
    _preambles: list[str] = field(default_factory=list)

    def read(self, document: Document) -> None:
        """Take in a file."""
        places = Places(document)
        starts = [0, *(match.start() for match in _START.finditer(document.text)), len(document.text)]
        # A block that has no end costs nothing behind the next line that begins one.
        for start, end in pairwise(starts):
            part = document.text[start:end]
            position = 0
            while block := _BLOCK.match(part, position):
                position = self._read_block(part, block, places, start)

    def find(self, key: str) -> SourceEntry | None:
        """Return the entry of a key, or of one that biblatex takes for it."""
        return self.entries.get(key) or self.entries.get(self._aliases.get(key, ""))

    def prelude(self, entries: Iterable[SourceEntry]) -> Iterator[str]:
        """Yield what entries need before them: preambles, and the strings that they use."""
        yield from self._preambles
        wanted: set[str] = set()
        names = [name for own in entries for name in own.strings]
        while names:
            name = names.pop()
            names += self._strings[name].strings if name not in wanted else ()
            wanted.add(name)
        yield from (string.text for name, string in self._strings.items() if name in wanted)

    def _complain(self, where: Location, message: str) -> None:
        self.problems.append(Problem(where, message, Kind.SYNTAX))

    def _read_block(self, part: str, start: re.Match[str], places: Places, offset: int) -> int:
        """Read a block, and return where it ends."""
        kind, begin = start[1].lower(), start.end()
        end = _end_of(part, begin, _BRACE, "}") if start[2] == "{" else _end_of(part, begin, _PARENTHESIS, ")")
        where = places.at(offset + start.start())
        if end:
            text = part[start.start() : end].strip(" \t\n")
            self._read(_Block(kind, text, part[begin : end - 1], offset + begin, where), places)
        elif kind != "comment":
            headline = part[start.start() :].strip(" \t\n").split("\n", 1)[0].rstrip(", \t")[:60]
            self._complain(where, f"'{headline}' has no end; look for a missing brace")
        return end or len(part)

    def _read(self, block: _Block, places: Places) -> None:
        if block.kind == "preamble":
            self._preambles.append(block.text)
        elif block.kind == "string":
            for name, value in self._fields(block, 0, places).items():
                self._strings.setdefault(name, _String(value.text, block.text, value.strings))
        elif block.kind != "comment":
            self._read_entry(block, places)

    def _read_entry(self, block: _Block, places: Places) -> None:
        key = _KEY.match(f"{block.body}}}")
        if not key:
            self._complain(block.where, "this entry has no proper key; begin it with '@type{key,'")
            return
        fields = self._fields(block, key.end(), places)
        values = MappingProxyType({name: value.text for name, value in fields.items()})
        strings = tuple(dict.fromkeys(name for value in fields.values() for name in value.strings))
        entry = Entry(block.kind, key[1], values, block.where, {})
        self.entries.setdefault(key[1], SourceEntry(entry, block.text, strings))
        for alias in split_list(values.get("ids", "")):
            self._aliases.setdefault(alias, key[1])

    def _fields(self, block: _Block, position: int, places: Places) -> dict[str, _Value]:
        """Return the fields up to the first fault."""
        fields: dict[str, _Value] = {}
        while (position := _skip(_JUNK, block.body, position)) < len(block.body):
            name = _FIELD.match(block.body, position)
            value, end = self._value(block.body, name.end()) if name else (None, 0)
            if not name or not value:
                where = places.at(block.offset + position)
                self._complain(where, "what begins here is no field; look for a missing comma, brace or quote")
                break
            fields.setdefault(name[1].lower(), value)
            position = end
        return fields

    def _value(self, body: str, position: int) -> tuple[_Value | None, int]:
        """Return the value at a position, and where it ends."""
        pieces: list[str] = []
        names: list[str] = []
        room = _LONGEST
        while True:
            mark = body[position : position + 1]
            if mark in {"{", '"'}:
                end = _end_of(body, position + 1, *((_BRACE, "}") if mark == "{" else (_QUOTE, '"')))
                pieces.append(body[position + 1 : end - 1])
            else:
                end = _skip(_WORD, body, position)
                word = body[position:end]
                string = self._strings.get(word.lower())
                room -= len(string.value) if string else 0
                pieces.append(string.value if string and room >= 0 else word)
                names += [word.lower()] if string else []
            if end <= position:
                return None, position
            joint = _JOINT.match(body, end)
            if not joint or not joint[1]:
                return _Value(_SPACE.sub(" ", "".join(pieces)).strip(" "), tuple(names)), end
            position = joint.end()


def _skip(form: re.Pattern[str], text: str, position: int) -> int:
    match = form.match(text, position)
    return match.end() if match else position


def _end_of(text: str, position: int, form: re.Pattern[str], closing: str) -> int:
    """Return the place behind what closes a text that begins at a position, or zero."""
    depth = 0
    for mark in form.finditer(text, position):
        if not depth and mark[0] == closing:
            return mark.end()
        depth += {"{": 1, "}": -1}.get(mark[0], 0)
        if depth < 0:
            return 0
    return 0
