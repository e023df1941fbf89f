"""Score by a table of words whether a title is one for a bibliography."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, NamedTuple

from cardcatalog.bibtex.text import to_ascii
from cardcatalog.tables import TableRow

IN_SCOPE = 2
"""The score from which a title is taken as in scope."""


@dataclass(frozen=True)
class ScopeRow(TableRow):
    """Words in titles that speak for a paper, or against it if the score is negative.

    :param score: what the row adds if a title has one of its words.
    :param needed: whether the words are of the subject: a title needs those of one such row.
    :param words: whole words; ``*`` matches any letters and digits, ``#`` for a number.
    """

    table: ClassVar = "row"
    reason: str
    words: tuple[str, ...] = ()
    score: int = 1
    needed: bool = False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern of the words in the text that :func:`_plain` makes."""
        return re.compile(rf"(?<!\S)(?:{'|'.join(map(_pattern, self.words)) or '(?!)'})(?!\S)")


class Verdict(NamedTuple):
    """The score of a title, and why it has that."""

    score: int
    reasons: tuple[str, ...]

    @property
    def is_in_scope(self) -> bool:
        """Whether the title is taken as one for the bibliography."""
        return self.score >= IN_SCOPE

    def __str__(self) -> str:
        """Return the score with its reasons: ``3: quantization +1 (quantized), language models +2 (llm)``."""
        return f"{self.score}: {', '.join(self.reasons) or 'no word that counts'}"


def judge(title: str, rows: tuple[ScopeRow, ...]) -> Verdict:
    """Return the verdict on a title in Unicode; without rows every title is in scope."""
    if not rows:
        return Verdict(IN_SCOPE, ("no table of words",))
    text = _plain(title)
    found = [(row, match) for row in rows if (match := row.pattern.search(text))]
    if any(row.needed for row in rows) and not any(row.needed for row, _match in found):
        return Verdict(0, ("no word of the subject",))
    return Verdict(
        sum(row.score for row, _match in found),
        tuple(f"{row.reason} {row.score:+d} ({match[0]})" for row, match in found),
    )


def _plain(title: str) -> str:
    """Return a title in lower case, its words divided by single spaces; a point within a number stays."""
    return " ".join(re.findall(r"\d+\.\d+|[a-z0-9]+", to_ascii(title).lower()))


def _pattern(words: str) -> str:
    text = re.escape(" ".join(words.lower().split()))
    return text.replace(re.escape("*"), "[a-z0-9]*").replace(re.escape("#"), r"\d+(?:\.\d+)?")
