"""Find where BibTeX itself begins and ends to read, also after a fault (``bibtex.web``, sections 236 to 277)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from cardcatalog.bibtex.braces import DEPTHS

_ID = r"""[^\s"#%'(),={}0-9][^\s"#%'(),={}]*+"""
_HEAD = re.compile(rf"@\s*+({_ID})\s*+([{{(]?)\s*+")
_KEYS = {"}": re.compile(r"[^\s,}]*+\s*+"), ")": re.compile(r"[^\s,]*+\s*+")}
_FIELD = re.compile(rf",\s*+{_ID}\s*+=\s*+\{{[^{{}}]*+(?:\{{[^{{}}]*+\}}[^{{}}]*+)*+\}}\s*+(?=[,}}])")
_COMMA = re.compile(r",\s*+")
_NAME = re.compile(rf"(?:{_ID})?\s*+")
_EQUALS = re.compile(r"=\s*+")
_WORD = re.compile(rf"(?:[0-9]++|{_ID})")
_JOINT = re.compile(r"\s*+(#?)\s*+")
_CLOSING = {"{": "}", "(": ")"}
_TEXTS = {"{": ("}", re.compile("[{}]")), '"': ('"', re.compile('[{}"]'))}


class Reading(NamedTuple):
    """A piece of a file that BibTeX reads as an entry, a string or a preamble, up to its end or to a fault."""

    start: int
    end: int
    is_whole: bool


class _FaultError(Exception):
    """BibTeX gives up at a position, and skips to the next ``@``."""

    def __init__(self, position: int) -> None:
        super().__init__(position)
        self.position = position


class StrictReadings:
    """All that BibTeX reads of a text."""

    def __init__(self, text: str) -> None:
        """Read a text once."""
        self._readings = list(_readings(text))
        self._spans = {(row.start, row.end) for row in self._readings if row.is_whole}
        self._ends = [row.end for row in self._readings]

    def agree_on(self, start: int, opening: int, end: int) -> bool:
        """Return whether BibTeX reads an entry from its ``@`` to its end, or nothing of what is in its braces."""
        place = bisect_right(self._ends, opening)
        is_skipped = place == len(self._readings) or self._readings[place].start >= end
        return is_skipped or (start, end) in self._spans


def is_one_text(part: str) -> bool:
    """Return whether BibTeX, too, reads a text in braces or quotes up to its last character, and no further."""
    try:
        return _end_of_text(part, 0) == len(part)
    except _FaultError:
        return False


def _readings(text: str) -> Iterator[Reading]:
    position = 0
    while (start := text.find("@", position)) >= 0:
        head = _HEAD.match(text, start)
        position = head.end() if head else start + 1
        if head and head[2] and head[1].lower() != "comment":
            try:
                position, is_whole = _end_of_block(text, head, _CLOSING[head[2]]), True
            except _FaultError as fault:
                position, is_whole = fault.position, False
            yield Reading(start, position, is_whole)


def _end_of_block(text: str, head: re.Match[str], closing: str) -> int:
    kind, position = head[1].lower(), head.end()
    if kind == "preamble":
        position = _end_of_value(text, position)
    elif kind == "string":
        position = _end_of_field(text, position)
    else:
        position = _end_of_fields(text, position, closing)
    if text[position : position + 1] != closing:
        raise _FaultError(position)
    return position + 1


def _end_of_fields(text: str, position: int, closing: str) -> int:
    """Return where the key and the fields of an entry end, and the comma after them."""
    key = _KEYS[closing].match(text, position)
    position = key.end() if key else position
    while True:
        while field := _FIELD.match(text, position):
            position = field.end()
        comma = _COMMA.match(text, position)
        position = comma.end() if comma else position
        if not comma or text[position : position + 1] == closing:
            return position
        position = _end_of_field(text, position)


def _end_of_field(text: str, start: int) -> int:
    name = _NAME.match(text, start)
    position = name.end() if name else start
    equals = _EQUALS.match(text, position)
    if not equals or position == start:
        raise _FaultError(position)
    return _end_of_value(text, equals.end())


def _end_of_value(text: str, position: int) -> int:
    while joint := _JOINT.match(text, _end_of_part(text, position)):
        position = joint.end()
        if not joint[1]:
            break
    return position


def _end_of_part(text: str, start: int) -> int:
    if text[start : start + 1] in _TEXTS:
        return _end_of_text(text, start)
    word = _WORD.match(text, start)
    if not word:
        raise _FaultError(start)
    return word.end()


def _end_of_text(text: str, start: int) -> int:
    """Return the end of a text in braces or quotes; a backslash does not change how a brace counts."""
    (closing, marks), depth = _TEXTS[text[start]], 0
    for mark in marks.finditer(text, start + 1):
        if mark[0] == closing and not depth:
            return mark.end()
        depth += DEPTHS.get(mark[0], 0)
        if depth < 0:
            raise _FaultError(mark.start())
    raise _FaultError(len(text))
