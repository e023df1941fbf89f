"""Sentences of running text: where the first one ends, and whether a text is one short sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST = 200
"""Characters of a sentence that a card has room for: three lines of it."""

_END = re.compile(r"[.!?…]+[\"')\]’”»]*(?=\s)|[。！？][\"')\]’”」』）]*")  # noqa: RUF001  (Chinese and Japanese)

_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[])(?:[^\W\d_]|al|approx|bzw|ca|cf|e\.g|eq|eqs|etc|fig|figs|i\.e|no|nos|pp|resp|sec|sect|st|usw|vgl|viz|vol|vs)\.$",
    re.IGNORECASE,
)
"""A word with a full stop that ends no sentence; a letter alone is an initial, or part of ``z. B.``."""


def sentence_ends(text: str) -> Iterator[int]:
    """Yield the places at which the sentences of a text end, its own end the last."""
    yield from (end for mark in _END.finditer(text) if _is_end(text, end := mark.end()) and end < len(text))
    yield len(text)


def first_sentence(text: str) -> str:
    """Return a text up to the end of its first sentence."""
    return text[: next(sentence_ends(text))]


def _is_end(text: str, end: int) -> bool:
    following = text[end:].lstrip()[:1]
    return not following.islower() and not _ABBREVIATION.search(text[max(0, end - 12) : end])


def is_short_sentence(text: str) -> bool:
    """Return whether a text is one sentence with a full stop, of at most :data:`LONGEST` characters."""
    return len(text) <= LONGEST and text.endswith((".", "。")) and first_sentence(text) == text
