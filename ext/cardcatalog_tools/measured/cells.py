"""Cells of tables: their words without markup, and the numbers that they print."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import NamedTuple

MISSING = re.compile(
    r"(?:[-\u2010-\u2015\u2212/\\.?x\u2717\u2718\u00d7]+|n/?a|nan|oom|out of memory|[-+]?inf(?:inity)?|\u221e"
    r"|tbd|wip|none|null)?",
    re.IGNORECASE,
)
"""What a source prints where it has no number; neither NaN nor infinity is one."""

_MARKUP = tuple(
    (re.compile(pattern, re.IGNORECASE | re.DOTALL), new)
    for pattern, new in (
        (r"<!--.*?-->|~~.*?~~|<(s|del|strike)\b.*?</\1>", ""),  # what is struck out is withdrawn
        (r"!\[[^\]]*\]\([^)]*\)|<img\b[^>]*>", ""),
        (r"(?<!\s)\s*+(?:\u00d7|\\times|\bx|\*)\s*10\s*(?:<sup>\s*|\^\s*\{?\s*)([+-]?\d+)(?:\s*</sup>|\s*\}?)", r"e\1"),
        (r"\[\[\^?\d+\]\]\(#[^)]*\)|\[\^[^\]]*\]|\^\{[^{}]*\}|\^[*\u2020\u2021]", ""),  # footnotes
        (r"<sup\b[^<>]*>(?:<(?!/?sup\b)[^<>]*>|[^\w<]|\d|\b[^\W\d]\b)*+</sup>", ""),
        (r"\[([^\]]*)\]\([^)]*\)", r"\1"),
        (r"(?<![\w:]):[a-z][\w+-]*:(?![\w:])", ""),  # names of emoji
        (r"<(?:br|su[bp])\b[^>]*>", " "),
        (r"</?[a-z][^>]*>", ""),
        (r"\\(?:textbf|mathbf|textit|mathit|text|mathrm|underline|bf|bm|boldsymbol)\b\s*\{([^{}]*)\}", r"\1"),
        (r"\\pm\b", "±"),
        (r"\\%", "%"),
        (r"\\uparrow\b", "↑"),
        (r"\\downarrow\b", "↓"),
        (r"\\(?:dagger|ddagger|ast)\b", ""),
        (r"_\{([^{}]*)\}", r"\1"),
        (r"\*\*|__|`|\$|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|[\u00b9\u00b2\u00b3\u2070-\u2079\u2020\u2021\u00a7]", ""),
        (r"\\(?=[-_*|&#])", ""),
    )
)


def plain(text: str) -> str:
    """Return a cell of Markdown, HTML or LaTeX without its markup, marks of footnotes, and struck words.

    >>> plain("**6.14**<sup>1</sup>")
    '6.14'
    """
    for pattern, new in _MARKUP:
        text = pattern.sub(new, text)
    return " ".join(html.unescape(text).split())


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its words without markup, as the source has it, and the line that it begins in."""

    text: str
    source: str
    line: int


class Number(NamedTuple):
    """A number of a cell."""

    text: str
    """As it is printed, without thousands separators and a percent sign."""

    remark: str = ""
    """The words in brackets after it, or before it and a colon, which may say how it was measured."""


_NUMBER = re.compile(
    r"(?P<number>[-+\u2212]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*%?",
    re.IGNORECASE,
)
_CHANGES = r"\((?![^()]*[^\W\d_])([^()]*)\)"
_CHANGE = re.compile(rf"\s*(?:(?:±|\+/-)\s*[\d.]+%?|[\u2191\u2193](?:\s*[\d.]+%?)?|{_CHANGES})\s*")
"""What follows a number and is not another: its spread, an arrow with or without a change, and a change in brackets."""

_REMARK = re.compile(r"\(([^()]*)\)")
_NAMED = r"[^\W\d_][\w@.-]*: *(?=[-+\u2212]?\d*\.\d)"
"""A name before a number with a decimal point: ``mAP: 0.25``; whole numbers after names are settings."""


def read_numbers(text: str) -> list[Number]:
    """Return the numbers of a cell without markup: none where the source has none, several in ``6.14 / 71.2``.

    So are those of ``NDS: 0.35 mAP: 0.25``.

    :raises ValueError: if the cell is something else, such as words.
    """
    if MISSING.fullmatch(text):
        return []
    parts = re.split(rf"\s*(?<!\+)/(?!-)\s*(?![^()]*\))|,? +(?={_NAMED})", text)
    found = [_read_number(part) for part in parts if not MISSING.fullmatch(part)]
    if len(found) < len(parts):
        message = f"{text!r} has an empty part; which number is missing is not certain"
        raise ValueError(message)
    if any(
        changes.count("/") not in {0, changes.count("+/-"), len(parts) - 1} for changes in re.findall(_CHANGES, text)
    ):
        message = f"{text!r} has more or fewer changes in brackets than numbers; what they are of is not certain"
        raise ValueError(message)
    return found


def _read_number(part: str) -> Number:
    name = re.match(_NAMED, part)
    printed = part[name.end() if name else 0 :].strip("*\u2191\u2193 ")
    match = _NUMBER.match(printed)
    rest = _CHANGE.sub("", printed[match.end() :]).strip() if match else part
    remark = _REMARK.fullmatch(rest)
    if not match or (rest and not remark):
        message = f"{part!r} is not a number"
        raise ValueError(message)
    text = match["number"].replace(",", "").replace("\u2212", "-")
    words = [name[0].rstrip(": ")] if name else []
    return Number(text, " ".join([*words, *([remark[1].strip()] if remark else [])]))


def is_numeric(text: str) -> bool:
    """Return whether a cell has a number and nothing else."""
    try:
        return bool(read_numbers(text))
    except ValueError:
        return False
