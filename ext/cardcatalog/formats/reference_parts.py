"""The parts that styles of references share: names of people, editions, ranges, and how parts are joined, as HTML."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cardcatalog.bibtex.names import Person
    from cardcatalog.catalog.paper import Paper


def join(joint: str, *parts: str) -> str:
    """Return the parts that are not empty, joined."""
    return joint.join(filter(None, parts))


def around(before: str, text: str, after: str = "") -> str:
    """Return a text between two others, or nothing without it."""
    return text and f"{before}{text}{after}"


def emphasized(text: str) -> str:
    """Return HTML in italics."""
    return around("<em>", text, "</em>")


def html_of(text: str) -> str:
    """Return a text as HTML."""
    return escape(text, quote=False)


def stopped(text: str) -> str:
    """Return a text with a full stop, unless it ends with a mark."""
    return text if text.removesuffix("</em>").endswith((".", "?", "!", ".”", "?”", "!”")) else f"{text}."


def number_of(text: str) -> str:
    """Return a number, or a range of numbers with its dash."""
    return html_of(_RANGE.sub("–", text))


_RANGE = re.compile(r"(?<=\d)-(?=\d)")


def pages_of(paper: Paper) -> str:
    """Return the pages of a paper, or the number that it has instead."""
    return html_of("–".join(paper.pages) or paper["eid"])


def edition_of(paper: Paper) -> str:
    """Return a numbered edition as an ordinal number, ``2nd ed.``; any other as it is."""
    number = paper["edition"]
    if not number.isdecimal():
        return html_of(number)
    ending = {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th") if number[-2:-1] != "1" else "th"
    return f"{number}{ending} ed."


@lru_cache(maxsize=4096)
def _initials(given: str) -> str:
    """Return given names as initials, ``J.-P. M.``; a word without a capital stays whole."""
    return " ".join("-".join(map(_initial, word.split("-"))) for word in _GIVEN.sub(" ", given).split())


_GIVEN = re.compile(r"(?<=\.)(?=\w)")
"""The places between initials that are written without a space: ``J.R.R.``"""


def _initial(word: str) -> str:
    capital = next((at for at, char in enumerate(word, 1) if char.isupper()), 0)
    return f"{word[:capital]}." if capital else word


def inverted(person: Person) -> str:
    """Return a person with the surname first: ``van Roe, J. Q., Jr.``."""
    return html_of(join(", ", person.surname, _initials(person.given), person.suffix))


def in_order(person: Person) -> str:
    """Return a person in reading order: ``J. Q. van Roe Jr.``."""
    return html_of(join(" ", _initials(person.given), person.surname, person.suffix))


def editors_of(paper: Paper) -> tuple[Person, ...]:
    """Return the editors of a paper; other types of editors are not among them."""
    return dict(paper.credits()).get("editor", ())


def listed(names: Sequence[str], word: str, comma_from: int = 3) -> str:
    """Return names as a list.

    :param word: the word before the last name.
    :param comma_from: the least number of names with a comma before that word.
    """
    if not names[1:]:
        return "".join(names)
    return f"{', '.join(names[:-1])}{',' if len(names) >= comma_from else ''} {word} {names[-1]}"
