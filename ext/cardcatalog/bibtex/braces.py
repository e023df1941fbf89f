"""Count the braces of BibTeX, as it does and as people do: depths, pairs, one that closes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

DEPTHS = {"{": 1, "}": -1}
"""By how much a brace changes the depth."""

UNESCAPED = re.compile(r'\\.|[{}")]', re.DOTALL)
"""A mark that may open or close a text, or a character after a backslash: this is how people count braces."""

ALL = re.compile(r'[{}")]')
"""A mark, also after a backslash: this is how BibTeX counts braces."""

_STRAY = re.compile(r"%[^\n]*+|\\.|[{}]", re.DOTALL)


def nested(depth: int) -> str:
    """Return the form of a text in braces, in which a brace after a backslash does not count."""
    inner = rf"\\.|{nested(depth - 1)}" if depth else r"\\."
    return rf"\{{[^{{}}\\]*+(?:(?:{inner})[^{{}}\\]*+)*+\}}"


class Pairs:
    """The closing position of each brace of a text."""

    def __init__(self, text: str, marks: re.Pattern[str]) -> None:
        """Go through a text once; an unmatched closing brace is skipped."""
        self._text = text
        self._marks = marks
        self._closers: dict[int, int] = {}
        opened: list[int] = []
        for mark in marks.finditer(text):
            if mark[0] == "{":
                opened.append(mark.start())
            elif mark[0] == "}" and opened:
                self._closers[opened.pop()] = mark.end()

    def end_of(self, start: int, closing: str, limit: int) -> int:
        """Return the end of a text in braces, or in quotes or parentheses up to a limit; zero if it has none."""
        if closing == "}":
            return self._closers.get(start, 0)
        position = start + 1
        while position and (mark := self._marks.search(self._text, position, limit)):
            if mark[0] == closing:
                return mark.end()
            if mark[0] == "}":
                return 0
            position = self._closers.get(mark.start(), 0) if mark[0] == "{" else mark.end()
        return 0


def with_depths(form: re.Pattern[str], text: str, start: int = 0) -> Iterator[tuple[re.Match[str], int]]:
    """Yield each match of a form, braces among them, with the depth of braces at its end."""
    depth = 0
    for mark in form.finditer(text, start):
        depth += DEPTHS.get(mark[0], 0)
        yield mark, depth


def stray_brace(text: str) -> int | None:
    """Return the place of a brace that closes nothing."""
    return next((brace.start() for brace, depth in with_depths(_STRAY, text) if depth < 0), None)


def with_pairs(value: str) -> str:
    """Return a value in which braces after a backslash are spelled, if BibTeX, which counts them, lacks their pairs.

    Such a brace would take in the entries below, or end the entry.
    """
    depths = list(accumulate(DEPTHS[brace] for brace in re.findall("[{}]", value))) if "\\" in value else []
    if not depths or (depths[-1] == 0 and min(depths) == 0):
        return value
    return re.sub(r"\\(.)", lambda escaped: _SPELLED.get(escaped[1], escaped[0]), value)


_SPELLED = {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
