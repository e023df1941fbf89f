"""Read the ``.bib`` file of a document's author: entries as they are written, so that they can be passed on unchanged.

The reader of :mod:`cardcatalog.bibtex.entries` replaces strings by their values and does not keep the text of an entry.
Of an author's file each entry that ends is good enough, and its text counts. ``static/scripts/source-bib.js`` does the
same in the browser.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from cardcatalog.bibtex.entries import Entry, collapse_whitespace
from cardcatalog.bibtex.scan import scan
from cardcatalog.bibtex.text import split_list
from cardcatalog.catalog.lookup import members_of
from cardcatalog.problems import Location, Problem

if TYPE_CHECKING:
    from cardcatalog.bibtex.blocks import Block
    from cardcatalog_tools.extract.documents import Document


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """An entry as its author wrote it, and the names of the strings that it uses."""

    entry: Entry
    text: str
    strings: tuple[str, ...]


class _Value(NamedTuple):
    """A value: its parts joined, and the names of the strings among these."""

    text: str
    strings: tuple[str, ...]


class _String(NamedTuple):
    """A definition by ``@string``: the value, and the text of the block."""

    value: _Value
    text: str


_MAX_JOINED = 100_000
"""Characters that strings may put into a value, by which an entry is only recognized; its text keeps their names."""


@dataclass(slots=True)
class SourceBib:
    """The content of the ``.bib`` files of an author; the first entry of a key counts."""

    entries: dict[str, SourceEntry] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _aliases: dict[str, str] = field(default_factory=dict)
    _strings: dict[str, _String] = field(default_factory=dict)
    _preambles: list[str] = field(default_factory=list)

    def read(self, document: Document) -> None:
        """Add the content of a file."""
        for block in scan(document.text):
            if not block.kind:
                continue
            self.problems += (
                Problem(Location(document.name, fault.line), fault.message, fault.kind) for fault in block.faults
            )
            if block.kind == "string":
                for name, parts, _line in block.fields:
                    self._strings.setdefault(name.lower(), _String(self._join(parts), block.text.strip()))
            elif block.kind == "preamble" and block.is_closed:
                self._preambles.append(block.text.strip())
            elif block.is_entry and block.is_closed and block.key:
                self._add(block, Location(document.name, block.line))

    def find(self, key: str) -> SourceEntry | None:
        """Return the entry of a key, or of one that biblatex takes for it."""
        return self.entries.get(key) or self.entries.get(self._aliases.get(key, ""))

    def members(self, key: str) -> tuple[str, ...]:
        """Return the keys of the entries that the entry of a key joins, if it is a set."""
        own = self.find(key)
        return members_of(own.entry) if own else ()

    def prelude(self, entries: Iterable[SourceEntry]) -> Iterator[str]:
        """Yield the blocks that entries need before them: preambles, and the strings that they use."""
        yield from self._preambles
        wanted: set[str] = set()
        names = [name for own in entries for name in own.strings]
        while names:
            name = names.pop()
            names += self._strings[name].value.strings if name not in wanted else ()
            wanted.add(name)
        yield from (string.text for name, string in self._strings.items() if name in wanted)

    def _add(self, block: Block, where: Location) -> None:
        fields: dict[str, _Value] = {}
        for name, parts, _line in block.fields:
            fields.setdefault(name.lower(), self._join(parts))
        values = {name: value.text for name, value in fields.items()}
        strings = tuple(dict.fromkeys(name for value in fields.values() for name in value.strings))
        entry = Entry(block.kind, block.key, MappingProxyType(values), where, MappingProxyType({}))
        self.entries.setdefault(block.key, SourceEntry(entry, block.text.strip(), strings))
        for alias in split_list(values.get("ids", "")):
            self._aliases.setdefault(alias, block.key)

    def _join(self, parts: tuple[str, ...]) -> _Value:
        """Return the value that parts make; a string that makes it too long is kept as its name."""
        texts: list[str] = []
        names: list[str] = []
        room = _MAX_JOINED
        for part in parts:
            string = self._strings.get(part.lower())
            if part[0] in '{"':
                texts.append(part[1:-1])
            elif string:
                room -= len(string.value.text)
                texts.append(string.value.text if room >= 0 else part)
                names.append(part.lower())
            else:
                texts.append(part)
        return _Value(collapse_whitespace("".join(texts)), tuple(names))
