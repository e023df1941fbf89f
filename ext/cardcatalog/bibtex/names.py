"""Divide a field of names into people, by the rules of BibTeX and of biblatex."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from cardcatalog.bibtex.math import is_balanced
from cardcatalog.bibtex.text import to_text

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Person:
    """A person as named on a paper: given name and family name, particles and suffix with the latter."""

    given: str
    family: str

    @property
    def name(self) -> str:
        """The name in reading order."""
        return f"{self.given} {self.family}".strip()


@lru_cache(maxsize=4096)
def to_persons(tex: str) -> tuple[tuple[Person, ...], bool, tuple[str, ...]]:
    """Divide a field of names.

    :param tex: names joined by ``and``, each ``Family, Given`` or ``Given Family``.
    :returns: the people in order; whether the list ends with ``and others``; the names that cannot be divided, which
        are also among the people as they are written.
    """
    people: list[Person] = []
    failed: list[str] = []
    names = list(_names(tex))
    others = bool(names) and names[-1].lower() == "others"
    for name in names[:-1] if others else names:
        known = _ET_AL.sub("", name)
        person = _person(known)
        if person is None or known != name:
            failed.append(name)
            others = others or known != name
            person = person or Person("", to_text(known).strip(", "))
        if person.name:
            people.append(person)
    return tuple(people), others, tuple(failed)


_AND = re.compile(r"\\.|[{}]|(?<=\s)and(?=\s)", re.IGNORECASE | re.DOTALL)
_ET_AL = re.compile(r"(?<![,\s])[,\s]*\bet\.?\s+al\b\.?\s*$", re.IGNORECASE)
_MISTAKE = re.compile(r"(?:^|\s)and\s|\sand$|^and$|;|(?<!\\)&|\\&")
"""Text that is in a name, outside of braces, only if names are joined wrongly."""

_SUFFIX = re.compile(r"(?:[JS]r|I{2,3}|IV)\.?", re.IGNORECASE)
_MAX_PARTS = 3
_DEPTHS = {"{": 1, "}": -1}


def _names(tex: str) -> Iterator[str]:
    """Yield the names of a list: what ``and`` outside of braces joins."""
    start = depth = 0
    for mark in _AND.finditer(tex):
        depth += _DEPTHS.get(mark[0], 0)
        # Of two in a row, the second is left to the name, which then has a mistake.
        if not depth and mark[0].lower() == "and" and (name := tex[start : mark.start()].strip()):
            yield name
            start = mark.end()
    if name := tex[start:].strip():
        yield name


@lru_cache(maxsize=16_384)
def _person(name: str) -> Person | None:
    """Return the person of a name, or nothing if it cannot be divided."""
    if name.startswith("{") and name.endswith("}") and is_balanced(name[1:-1]):
        return Person("", to_text(name))
    if spelled_out := _PARTS_OF_NAMES.findall(name):
        return _spelled_out(dict(spelled_out))
    name = _HOMONYM.sub("", name)
    if _MISTAKE.search(re.sub(r"\{[^{}]*\}", "", name)) or not is_balanced(name):
        return None
    parts = _parts(name)
    if not all((parts[0], parts[-1])) or len(parts) > _MAX_PARTS:
        return None
    given, family = _given_and_family(parts[0]) if len(parts) == 1 else (parts[-1], parts[0])
    if _SUFFIX.fullmatch(" ".join(family)):
        return None
    family_name = to_text(" ".join([*family, *chain.from_iterable(parts[1:-1])]))
    return Person(to_text(" ".join(given)), family_name) if family_name else None


_TOKEN = re.compile(r"(?P<brace>[{}])|(?P<comma>,)|(?P<gap>[\s~]+|\\\s+)|\\[a-zA-Z]+\s*|\\.?|[^\\{},\s~]+", re.DOTALL)
"""A piece of a name; the white space after a command is part of it, as to TeX: ``S\\o ren`` is one word."""


def _parts(name: str) -> list[list[str]]:
    """Return the words of what commas divide, both outside of braces alone."""
    parts: list[list[str]] = [[""]]
    depth = 0
    for token in _TOKEN.finditer(name):
        depth += _DEPTHS.get(token[0], 0)
        if depth or not (token["comma"] or token["gap"]):
            parts[-1][-1] += token[0]
        elif token["comma"]:
            parts.append([""])
        else:
            parts[-1].append("")
    return [[word.strip() for word in words if word.strip()] for words in parts]


def _given_and_family(words: list[str]) -> tuple[list[str], list[str]]:
    """Divide a name without a comma: the family name begins with the first particle, or is the last word."""
    place = next((place for place, word in enumerate(words[:-1]) if _is_particle(word)), len(words) - 1)
    return words[:place], words[place:]


_LETTER = re.compile(r"\\(?P<command>[a-zA-Z]+)\s*\{?|\\.\{?|(?P<letter>[^\W\d_])|(?P<group>\{(?!\\))", re.DOTALL)
_LETTERS = frozenset("aa AA ae AE i j l L o O oe OE ss".split())
"""Commands that are letters themselves; all others set something on the letter after them."""


def _is_particle(word: str) -> bool:
    """Return whether the first letter of a word is a small one, as in ``van``; in plain braces there is none."""
    position = 0
    while found := _LETTER.search(word, position):
        if found["letter"] or found["command"] in _LETTERS:
            return (found["letter"] or found["command"]).islower()
        position = _end_of_group(word, found.start()) if found["group"] else found.end()
    return False


def _end_of_group(word: str, start: int) -> int:
    depth = 0
    for mark in _AND.finditer(word, start):
        depth += _DEPTHS.get(mark[0], 0)
        if not depth:
            return mark.end()
    return len(word)


_PARTS_OF_NAMES = re.compile(r"(?:^|,)\s*(family|given|prefix|suffix)\s*=\s*((?:[^,{}]|\{[^{}]*\})+)", re.IGNORECASE)
"""A name whose parts are labelled (biblatex manual, section 3.7)."""

_HOMONYM = re.compile(r"(?<=\w) [0-9]{4}$")
"""The number by which DBLP distinguishes people of one name."""


def _spelled_out(parts: dict[str, str]) -> Person | None:
    known = {name.lower(): to_text(text) for name, text in parts.items()}
    family = " ".join(filter(None, map(known.get, ("prefix", "family", "suffix"))))
    return Person(known.get("given", ""), family) if family else None
