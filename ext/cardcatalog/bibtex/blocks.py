"""The blocks that make up the text of a ``.bib`` file, with their fields and faults: values without a reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from cardcatalog.problems import Kind


class Field(NamedTuple):
    """A field, or a string that ``@string`` defines."""

    name: str
    """As it is written."""

    parts: tuple[str, ...]
    """The parts that its value joins by ``#``: texts in their braces or quotes, names of strings, numbers."""

    line: int


class Fault(NamedTuple):
    """A fault at a line, and how to fix it."""

    line: int
    message: str
    kind: Kind = Kind.SYNTAX
    text: str = ""
    """The rest of the line from where the fault is; empty for an entry as a whole."""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a file: an entry, a string, a preamble, a comment, or the text between these.

    The texts of all blocks, joined, are the text of the file.
    """

    kind: str
    """``article``, ``string``, ``preamble``, ``comment`` and so on in lower case; empty for text between blocks."""

    text: str
    """The text of the block, with the blanks before it on its line."""

    line: int
    key: str = ""
    """The citation key; empty if there is none, or none that is proper."""

    fields: tuple[Field, ...] = ()
    faults: tuple[Fault, ...] = ()
    is_complete: bool = True
    """Whether everything could be read; else the fields are those that could."""

    is_closed: bool = True
    """Whether the block has an end; else the text goes up to where the next block begins."""

    @property
    def is_entry(self) -> bool:
        """Whether this is an entry, however broken."""
        return self.kind not in _NOT_ENTRIES


_NOT_ENTRIES = frozenset({"", "comment", "preamble", "string"})
