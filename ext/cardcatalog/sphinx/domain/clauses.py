"""The clauses of a text that say something of papers, and the sentence that a text begins with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from cardcatalog.catalog.sentences import LONGEST, sentence_ends
from cardcatalog.sphinx.domain.parts import Part, cut, plain, width_of

LEAST_SAID = 30
"""Characters of a clause, apart from the names of its papers, that say something; a Chinese one counts twice."""

_SEPARATOR = re.compile(r"([;,])\s+((?:[^\W\d_A-Z]{1,6}\s+)?)((?:[A-Z0-9][^,;:()]{0,40}\s)?)$")
"""What parts two clauses: a mark, a word such as ``and``, and the name of what the paper of the second is about."""

_LEAD = re.compile(r"[:;]\s+((?:[A-Z0-9][^,;:()]{0,40}\s)?)$")
"""What precedes the first clause of an enumeration."""


ENOUGH = 60
"""Characters that say something: a first sentence that is shorter takes the next ones along."""


def opening(parts: Sequence[Part]) -> str:
    """Return the first sentence of a passage as plain text, or its first ones if they are short."""
    text = plain(parts)
    ends = list(sentence_ends(text))
    end = next((end for end in ends if end >= ENOUGH), ends[-1])
    return text[: end if end <= LONGEST else ends[0]].strip()


def clauses(parts: Sequence[Part]) -> Iterator[tuple[tuple[str, ...], tuple[Part, ...]]]:
    """Yield the clauses of a paragraph that say something of papers, each with the keys of these.

    A sentence that also refers to a category leads the way and says little; a paper in brackets is a witness.
    """
    start, text = 0, plain(parts)
    for end in sentence_ends(text):
        sentence = cut(parts, start, end)
        start = end
        if not any(part.target[0] == "category" for part in sentence):
            yield from _clauses_of(sentence)


class _Mention(NamedTuple):
    start: int
    end: int
    key: str


def _mentions(parts: Sequence[Part]) -> list[_Mention]:
    found: list[_Mention] = []
    at = depth = 0
    for part in parts:
        size = len(part.plain)
        if part.target[0] == "paper" and depth <= 0:
            if found and found[-1].key == part.target[1] and found[-1].end == at:
                found[-1] = found[-1]._replace(end=at + size)
            else:
                found.append(_Mention(at, at + size, part.target[1]))
        elif part.target[0] != "paper":
            depth += part.plain.count("(") - part.plain.count(")")
        at += size
    return found


def _clauses_of(sentence: Sequence[Part]) -> Iterator[tuple[tuple[str, ...], tuple[Part, ...]]]:
    mentions, text = _mentions(sentence), plain(sentence)
    if not mentions:
        return
    lead = _LEAD.search(text[: mentions[0].start])
    start = lead.start(1) if lead else 0
    group = [mentions[0]]
    for before, mention in pairwise(mentions):
        if between := _SEPARATOR.search(text, before.end, mention.start):
            yield from _said(sentence, group, start, between.start())
            start, group = between.start(3), []
        group.append(mention)
    yield from _said(sentence, group, start, len(text))


def _said(
    sentence: Sequence[Part], group: Sequence[_Mention], start: int, end: int
) -> Iterator[tuple[tuple[str, ...], tuple[Part, ...]]]:
    text = plain(sentence)[start:end].rstrip(" ,;:")
    names = sum(width_of(plain(sentence)[mention.start : mention.end]) for mention in group)
    if width_of(text) - names >= LEAST_SAID and text[0] != "(":
        stop = () if text.endswith((".", "!", "?", "。")) else (Part("."),)
        yield tuple(mention.key for mention in group), (*cut(sentence, start, start + len(text)), *stop)
