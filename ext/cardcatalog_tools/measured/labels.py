"""What the words of a table are taken for, and why: a model, a benchmark, a method, or settings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cardcatalog.problems import unknown
from cardcatalog.results.results import BASELINE, RELATIONS

if TYPE_CHECKING:
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.results.scheme import Method, Scheme

HERE = "*"
"""The value of a field that the cells below a heading hold."""

SEVERAL = " / "
"""What divides the values of a field for several numbers in a cell: ``benchmark=set5-psnr / set5-ssim``."""

LEFT_OUT = "-"
"""The answer for words whose numbers are left out."""

_DIMENSIONS = {
    "model": "model models network networks backbone architecture arch",
    "method": "method methods algorithm",
    "benchmark": "benchmark benchmarks dataset datasets task tasks",
}
_SKIPPED = frozenset({"and", "with", "the", "on", "of", "hf", "bits", "bit", "in"})
"""Words that change nothing in the meaning of others; alone they mean nothing known."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What words are taken for."""

    facts: Mapping[str, str] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    rest: str = ""
    """The words that mean nothing known."""

    is_left_out: bool = False

    def text(self) -> str:
        """Return the reading in words."""
        facts = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return LEFT_OUT if self.is_left_out else f"{facts or 'nothing'} ({'; '.join(self.reasons) or 'no match'})"


def read_conditions(text: str, scheme: Scheme) -> Reading:
    """Return what an answer says: ``field=value, field=value``, or ``-``.

    :raises ValueError: if it names an unknown field, model, benchmark or relation.
    """
    if text.strip() == LEFT_OUT:
        return Reading(is_left_out=True)
    facts = {}
    for part in filter(None, map(str.strip, text.split(","))):
        name, sign, value = (word.strip() for word in part.partition("="))
        known = [*_FIELDS, *scheme.settings]
        if not sign or not value:
            message = f"{part!r} is not of the form field=value; write model=NAME, or {LEFT_OUT} to leave out"
            raise ValueError(message)
        if name not in known:
            message = unknown("field", name, known)
            raise ValueError(message)
        named: Mapping[str, Iterable[str]] = {
            "model": scheme.models, "benchmark": scheme.benchmarks, "relation": RELATIONS, "flags": scheme.flags,
        }  # fmt: skip
        for word in value.split(None if name == "flags" else SEVERAL):
            if name in named and word not in {HERE, *named[name]}:
                message = unknown(name, word, named[name], "declare it first")
                raise ValueError(message)
        facts[name] = value
    return Reading(facts, ("as answered",))


_FIELDS = ("model", "benchmark", "metric", "method", "paper", "relation", "flags", "unit")


class Vocabulary:
    """All names that tables may print, and what each means."""

    def __init__(self, catalog: Catalog) -> None:
        """Gather the names of models, benchmarks and methods, and how settings are written."""
        scheme = self.scheme = catalog.results.scheme
        self._names: dict[tuple[str, ...], tuple[dict[str, str], str]] = {}
        for method, key in _methods(catalog):
            self._add(method, {"method": method, "paper": key}, f"the method of {key}")
        for row in scheme.methods.values():
            for printed in (row.name, *row.printed):
                self._add(printed, _facts_of(row, printed, scheme), f"printed for {row.name}")
        for model in scheme.models.values():
            for printed in (*model.printed, model.id, model.name):
                self._add(printed, {"model": model.id}, f"a name of {model.name}")
        for benchmark in scheme.benchmarks.values():
            for printed in (*benchmark.printed, benchmark.id, benchmark.name):
                self._add(printed, {"benchmark": benchmark.id}, f"a name of {benchmark.name}")
        self._longest = max(map(len, self._names), default=1)
        self._codes = _codes(scheme)
        self._dimensions = {word: name for name, words in _DIMENSIONS.items() for word in words.split()}

    def _add(self, printed: str, facts: dict[str, str], reason: str) -> None:
        if words := tuple(word for word, _begin, _end in _words(printed)):
            self._names[words] = (facts, reason)

    def dimension(self, text: str) -> Reading | None:
        """Return what the cells below a heading hold, if it says so: ``Model``, ``W/A`` or the name of a setting."""
        words = [word for word, _begin, _end in _words(text) if word not in {"bits", "bit"}]
        settings = self.scheme.settings
        found = {row.id for row in settings.values() if text.casefold().strip("#* ") in {row.name.casefold(), row.id}}
        if not found and words and all(word in settings and settings[word].bits for word in words):
            found = set(words)
            return Reading(dict.fromkeys(words, HERE), (f"the bits of {', '.join(words)}",))
        if not found and len(words) == 1 and words[0] in self._dimensions:
            found = {self._dimensions[words[0]]}
        return Reading(dict.fromkeys(found, HERE), ("a heading for it",)) if found else None

    def read(self, text: str) -> Reading:
        """Return what words are taken for: the longest names first, then codes such as ``W4A16g128``."""
        owner = re.match(r"(?=[\w.-]*[^\W\d_]{2})[\w.-]+/(?=[\w.-]+$)", text)
        if owner and self.read(owner[0]).rest:  # not of "W4A4/AWQ"
            text = text[owner.end() :]
        facts: dict[str, str] = {}
        reasons, left = [], text
        for begin, end, (meaning, reason) in self._spans(text):
            clash = {name for name, value in meaning.items() if facts.get(name, value) != value}
            if clash:
                continue  # stays as a word that means nothing
            facts |= meaning
            reasons.append(f"{text[begin:end]!r}: {reason}")
            left = left[:begin] + " " * (end - begin) + left[end:]
        codes = self._codes.search(left)
        while codes:
            found = {name.removeprefix("_"): value for name, value in _pairs(codes[0], self.scheme)}
            facts |= found
            reasons.append(f"{codes[0]!r}: {', '.join(found)}")
            left = left[: codes.start()] + " " + left[codes.end() :]
            codes = self._codes.search(left)
        words = [word for word, _begin, _end in _words(left)]
        rest = " ".join(word for word in words if word not in _SKIPPED or not facts)
        return Reading(facts, tuple(reasons), rest)

    def _spans(self, text: str) -> Iterator[tuple[int, int, tuple[dict[str, str], str]]]:
        """Yield the names in a text with their places, from the left, the longest first."""
        words = _words(text)
        place = 0
        while place < len(words):
            for length in range(min(self._longest, len(words) - place), 0, -1):
                names = tuple(word for word, _begin, _end in words[place : place + length])
                if names in self._names:
                    yield words[place][1], words[place + length - 1][2], self._names[names]
                    place += length - 1
                    break
            place += 1


def _words(text: str) -> list[tuple[str, int, int]]:
    """Return the words of a text with their places; letters and numbers are words of their own."""
    return [(m[0].casefold(), m.start(), m.end()) for m in re.finditer(r"\d+(?:\.\d+)*|[^\W\d_]+|\+", text)]


def _methods(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Yield methods with the keys of their papers: the names before the colons of titles, then those of rows."""
    for paper in catalog.papers.values():
        name, colon, _rest = paper.title.partition(":")
        if colon and len(name.split()) == 1 and not name.islower():
            yield name, paper.key
    for row in catalog.results.rows:
        if row.paper:
            yield row.method, row.paper


def _facts_of(row: Method, printed: str, scheme: Scheme) -> dict[str, str]:
    """Return the facts of a method; the number of a reference row, as in ``FP16``, is that of bits."""
    number = re.search(r"\d+$", printed) if row.reference else None
    bits = [name for name, each in scheme.settings.items() if each.bits in {"weights", "activations"}]
    facts = {"method": row.name} | ({"paper": row.paper} if row.paper else {})
    facts |= {"relation": BASELINE} if row.reference else {}
    return facts | (dict.fromkeys(bits, number[0]) if number else {})


def _templates(scheme: Scheme) -> Iterator[tuple[str, str]]:
    """Yield how the number of each setting is printed, as the pattern of an expression with one group."""
    for row in scheme.settings.values():
        for template in (row.show, *row.printed):
            before, _braces, after = template.partition("{}")
            if before or after:
                yield row.id, rf"{re.escape(before)}(\d+(?:\.\d+)?){re.escape(after)}"


def _codes(scheme: Scheme) -> re.Pattern[str]:
    """Return the pattern of settings one after the other, such as ``W4A16`` or ``w4-a16-g128``."""
    one = "|".join(pattern.replace("(", "(?:", 1) for _name, pattern in _templates(scheme)) or r"(?!)"
    return re.compile(rf"(?<![^\W_])(?:{one})(?:[-_ ]?(?:{one}))*(?![^\W_]|\.\d)", re.IGNORECASE)


def _pairs(code: str, scheme: Scheme) -> Iterator[tuple[str, str]]:
    """Yield the settings of a code; longer patterns count before shorter ones at the same place."""
    templates = sorted(_templates(scheme), key=lambda pair: -len(pair[1]))
    place = 0
    while place < len(code):
        for name, pattern in templates:
            if match := re.compile(pattern, re.IGNORECASE).match(code, place):
                yield name, match[1]
                place = match.end() - 1
                break
        place += 1
