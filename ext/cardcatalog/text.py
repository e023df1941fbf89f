"""Turn the TeX of a field into Unicode text, into runs of text and math, and into names of people."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from bibtexparser.middlewares.names import (
    InvalidNameError,
    parse_single_name_into_parts,
    split_multiple_persons_names,
)
from pylatexenc.latex2text import LatexNodes2Text

if TYPE_CHECKING:
    from collections.abc import Iterator

_DECODER = LatexNodes2Text(math_mode="text", keep_comments=False, strict_latex_spaces=False)

_MARKUP = re.compile(r"[\\$~%]|--|``|''")
"""What the fast way of :func:`to_text`, which only takes braces away, must not see."""

_MATH = re.compile(r"(?<!\\)\$(.+?)(?<!\\)\$", re.DOTALL)

_SCRIPT = re.compile(r"([\^_])\{?([0-9+\-in])\}?")
_SUPERSCRIPTS = dict(zip("0123456789+-in", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁱⁿ", strict=True))
_SUBSCRIPTS = dict(zip("0123456789+-in", "₀₁₂₃₄₅₆₇₈₉₊₋ᵢₙ", strict=True))

_COMMAND = re.compile(r"\\([a-zA-Z]+|.)", re.DOTALL)
_ACCENTS_AND_SYMBOLS = frozenset("'`^\"~=.&%#_{}$- ") | frozenset(
    "H L O AA AE OE aa ae b c d dots i j k l ldots o oe r ss t textdegree u v "
    "emph textbf textit textsc textsubscript textsuperscript".split(),
)
"""Commands that only set a character or its style, and so may go into a document as they are."""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a title: text in Unicode, or the TeX of inline math."""

    content: str
    is_math: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """A person as named on a paper: given name and family name, particles and suffix with the latter."""

    given: str
    family: str

    @property
    def name(self) -> str:
        """The name in reading order."""
        return f"{self.given} {self.family}".strip()


def to_text(tex: str) -> str:
    """Return the TeX of a field as Unicode text; single scripts in math become Unicode scripts."""
    if not _MARKUP.search(tex):
        return _fold(tex.replace("{", "").replace("}", ""))
    return _fold("".join(_script_text(run.content) if run.is_math else run.content for run in to_runs(tex)))


def to_runs(tex: str) -> tuple[Run, ...]:
    """Divide the TeX of a field into runs of text, in Unicode, and of inline math, in TeX."""
    runs: list[Run] = []
    for number, piece in enumerate(_MATH.split(tex)):
        if number % 2:
            # A script without a base, as in S$^3$, is an error to most readers of math.
            runs.append(Run(f"{{}}{piece}" if piece[0] in "^_" else piece, is_math=True))
        elif piece:
            runs.append(Run(_decode(piece)))
    return tuple(runs)


def is_plain_tex(tex: str) -> bool:
    """Tell whether a field holds nothing but text, accents, symbols and math, so that LaTeX may have it as it is."""
    commands_are_known = all(name in _ACCENTS_AND_SYMBOLS for name in _COMMAND.findall(_MATH.sub("", tex)))
    bare = re.sub(r"\\.", "", _MATH.sub("", tex), flags=re.DOTALL)
    return commands_are_known and bare.count("{") == bare.count("}") and not re.search(r"[&%#_^$~]", bare)


def _decode(tex: str) -> str:
    if not _MARKUP.search(tex):
        return tex.replace("{", "").replace("}", "")
    try:
        # A percent sign in a field is a percent sign: BibTeX knows no comments there.
        text: str = _DECODER.latex_to_text(re.sub(r"(?<!\\)%", r"\\%", tex))
    except (IndexError, ValueError, AttributeError, TypeError):
        # pylatexenc fails on some commands that lack their arguments
        text = tex
    return re.sub(r"[{}\\]", "", text)


def _script_text(math: str) -> str:
    def script(match: re.Match[str]) -> str:
        return (_SUPERSCRIPTS if match[1] == "^" else _SUBSCRIPTS)[match[2]]

    return _decode(_keep_braces(_SCRIPT.sub(script, math.removeprefix("{}")))).replace("⟅", "{").replace("⟆", "}")


def _keep_braces(math: str) -> str:
    """Set visible braces aside, which are otherwise taken away with those that only group."""
    return math.replace(r"\{", "⟅").replace(r"\}", "⟆")


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def to_persons(tex: str) -> tuple[tuple[Person, ...], bool, tuple[str, ...]]:
    """Divide a field of names.

    :param tex: names joined by ``and``, each ``Family, Given`` or ``Given Family``.
    :returns: the people in order; whether the list ends with ``and others``; the names that cannot be divided, which
        also stand among the people as they are.
    """
    people: list[Person] = []
    failed: list[str] = []
    names = [name for name in split_multiple_persons_names(tex) if name.strip()]
    others = bool(names) and names[-1].lower() == "others"
    for name in names[:-1] if others else names:
        person = _person(name)
        if person is None:
            failed.append(name)
            person = Person("", to_text(name.replace(",", " ")))
        people.append(person)
    return tuple(people), others, tuple(failed)


@cache
def _person(name: str) -> Person | None:
    if name.startswith("{") and name.endswith("}"):
        return Person("", to_text(name))
    try:
        parts = parse_single_name_into_parts(name)
    except InvalidNameError:
        return None
    family = " ".join([*parts.von, *parts.last, *parts.jr])
    return Person(to_text(" ".join(parts.first)), to_text(family))


def to_ascii(text: str) -> str:
    """Return text in lower-case ASCII: accents dropped, ligatures and struck letters spelled out."""
    spelled = text.casefold().translate(_SPELLED)
    return unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()


_SPELLED = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "–": "-"},
)


def slug(text: str) -> str:
    """Return an identifier made of a text: lower-case ASCII letters and digits, joined by hyphens."""
    return "-".join(re.findall(r"[a-z0-9]+", to_ascii(text))) or "x"


def split_list(text: str) -> tuple[str, ...]:
    """Divide a field that lists words, by commas or semicolons; a word given twice counts once."""
    return tuple(dict.fromkeys(_words(text)))


def _words(text: str) -> Iterator[str]:
    return (word for part in re.split(r"[,;]", text) if (word := _fold(part)))
