"""Divide the text of a ``.bib`` file into blocks, and the values of fields into what they join."""

from __future__ import annotations

import logging
import re
from itertools import pairwise
from typing import TYPE_CHECKING

import bibtexparser
from bibtexparser import model

if TYPE_CHECKING:
    from collections.abc import Iterator

# Its warnings about syntax have no file name; the same facts reach us as failed blocks.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)

_BLOCK = re.compile(r"^[ \t]*@\w*[ \t]*[{(]", re.MULTILINE)


def parts_of(text: str) -> Iterator[tuple[int, str]]:
    """Divide a text before each line that begins a block, so that no fault spreads from one block to the next."""
    line = 1
    for start, end in pairwise([0, *(match.start() for match in _BLOCK.finditer(text)), len(text)]):
        yield line, text[start:end]
        line += text.count("\n", start, end)


def blocks_of(part: str) -> list[model.Block]:
    """Return what a part holds: a block, or what could not be read of it, and what is written behind it."""
    try:
        library = bibtexparser.parse_string(part, parse_stack=[])
    except Exception as error:  # noqa: BLE001  (whatever the parser stumbles over, it costs this part only)
        return [model.ParsingFailedBlock(error, start_line=0, raw=part)]
    # What is stated twice is well-formed; we look for it ourselves, in all files and whatever its case.
    return [getattr(block, "ignore_error_block", None) or block for block in library.blocks]


KEY = re.compile(r"""[^\s"#%,={}~\\]+""")
"""A citation key."""

NAME = re.compile(r"""[^\s"#%'(),={}\\]+""")
"""The name of a field or of a string."""

PLAIN = re.compile(
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

PLAIN_FIELD = re.compile(r"[ ]*([\w-]+)[ ]*=[ ]*\{(.*)\},\n")
"""A field of such an entry: its name, and its value without the braces."""


def pieces_of(source: str) -> list[tuple[str, bool]] | None:
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
            word = NAME.match(source, position)
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


def stray_brace(text: str) -> int | None:
    """Return the place of a brace that closes nothing."""
    depth = 0
    for mark in _MARK.finditer(text):
        depth += {"{": 1, "}": -1}.get(mark[0], 0)
        if depth < 0:
            return mark.start()
    return None
