"""Read a ``.bib`` file of which most has been read before: an entry whose text is the same is taken over as it was."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import chain, pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from cardcatalog.bibtex.entries import Entry, Reader, digest
from cardcatalog.bibtex.forms import CONTINUED, LINE_MARK
from cardcatalog.bibtex.scan import scan
from cardcatalog.problems import Location

if TYPE_CHECKING:
    from cardcatalog.bibtex.blocks import Block

_STRING = re.compile(r"@\s*string\b", re.IGNORECASE)


class Placeable(Protocol):
    """An entry wherever it is."""

    def at(self, place: Location) -> Entry:
        """Return the entry at a place."""


class KnownEntries:
    """Entries that were read without a fault, by the digest of their text and of the strings that were defined."""

    def __init__(self, before: Mapping[str, Placeable] = MappingProxyType({})) -> None:
        """Take over those of an earlier reading."""
        self._before = before
        self._strings = ""
        self.after: dict[str, Entry] = {}
        """Those of this reading."""

    def read(self, text: str, reader: Reader) -> None:
        """Read a text as the grammar does, but no entry again."""
        self._strings = digest(*chain.from_iterable(reader.strings.items()))
        start, line = self._read_pieces(text, reader) if self._before else (0, 1)
        for block in scan(text[start:], line):
            self._read_block(block, reader)

    def _read_pieces(self, text: str, reader: Reader) -> tuple[int, int]:
        """Read a text up to what waits to be read at its end; return where that begins, and its line."""
        start, first = 0, 1
        line = 1
        for here, end in pairwise([0, *(mark.start() + 1 for mark in LINE_MARK.finditer(text)), len(text)]):
            piece = text[here:end]
            following = line + piece.count("\n")
            state = digest(self._strings, piece.rstrip())
            known = self._before.get(state)
            if known or _STRING.search(piece):  # entries after a string are found by it
                if not self._read_within(text[start : here if known else end], first, reader):
                    break  # a fault may reach beyond the run
                if known:
                    self._take(known, line, state, reader)
                start, first = end, following
            line = following
        return start, first

    def _take(self, known: Placeable, line: int, state: str, reader: Reader) -> None:
        self.after[state] = entry = known.at(Location(reader.name, line))
        reader.entries.append(entry)

    def _read_within(self, run: str, line: int, reader: Reader) -> bool:
        """Read a run of text; return whether it is sound, so that all of it has been read."""
        blocks = list(scan(run, line)) if run else []
        if not all(map(_is_sound, blocks)):
            return False
        for block in blocks:
            self._read_block(block, reader)
        return True

    def _read_block(self, block: Block, reader: Reader) -> None:
        state = digest(self._strings, block.text) if block.is_entry and _is_sound(block) else ""
        before = len(reader.entries), len(reader.problems), reader.room
        reader.read(block)
        if block.kind == "string":
            names = [row.name.lower() for row in block.fields]
            self._strings = digest(self._strings, *(f"{name} {reader.strings.get(name)!r}" for name in names))
        # An entry that takes a share of the room for strings is read again, and one with a string that is not defined,
        # which is reported where it comes first.
        is_alone = before == (len(reader.entries) - 1, len(reader.problems), reader.room)
        if state and is_alone and not _names_any(block, reader.unknown):
            self.after[state] = reader.entries[-1]


def _is_sound(block: Block) -> bool:
    """Return whether a block would be read the same whatever comes after it.

    Text that looks like further fields of the entry before it is read as these where their values have an end.
    """
    may_continue = not block.kind and CONTINUED.match(block.text)
    return not block.faults and block.is_complete and block.is_closed and not may_continue


def _names_any(block: Block, strings: set[str]) -> bool:
    return bool(strings) and any(part.lower() in strings for row in block.fields for part in row.parts)
