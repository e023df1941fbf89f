"""Divide a field of names into people, by the rules of BibTeX and of biblatex."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from cardcatalog.bibtex.braces import with_depths
from cardcatalog.bibtex.commands import is_sort_key
from cardcatalog.bibtex.decode import end_of_group
from cardcatalog.bibtex.letters import spell_letters
from cardcatalog.bibtex.markup import without_entities
from cardcatalog.bibtex.math import is_balanced
from cardcatalog.bibtex.text import to_text

_JOINING = ("'", "\N{RIGHT SINGLE QUOTATION MARK}", "-")
"""Ends of particles that have no space after them, as in ``d'Alembert``."""

_EAST_ASIAN = re.compile(
    "[\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U000323af\u00b7 ]+"
)
"""Han characters, kana or Hangul, with the dots and spaces among them."""


@dataclass(frozen=True)
class Person:
    """A person as named on a paper, in the four parts of BibTeX; an organization has a literal family name alone."""

    given: str
    family: str
    prefix: str = ""
    """The particles before the family name: ``van``."""

    suffix: str = ""
    """The part after the family name: ``Jr.``"""

    is_literal: bool = field(default=False, kw_only=True)
    """Whether the name is one whole: in braces, or not to be divided."""

    @cached_property
    def surname(self) -> str:
        """The family name with its particles: ``van Beethoven``."""
        if not self.prefix:
            return self.family
        return f"{self.prefix}{'' if self.prefix.endswith(_JOINING) else ' '}{self.family}"

    @cached_property
    def initials(self) -> str:
        """The given names as initials, ``J.-P. M.``; a word without a capital stays whole."""
        return " ".join("-".join(map(_initial, word.split("-"))) for word in _GIVEN.sub(" ", self.given).split())

    @cached_property
    def is_east_asian(self) -> bool:
        """Whether the name is in Chinese, Japanese or Korean characters.

        Such a name begins with the family name, without a space (specification of CSL 1.0.2, "name-part order").
        """
        return not self.family.isascii() and _EAST_ASIAN.fullmatch(self.given + self.surname) is not None

    @cached_property
    def name(self) -> str:
        """The name in reading order, with a comma before the suffix, as the styles of BibTeX have it."""
        name = f"{self.surname}{self.given}" if self.is_east_asian else f"{self.given} {self.surname}".strip()
        return f"{name}, {self.suffix}" if self.suffix else name

    @cached_property
    def inverted(self) -> str:
        """The name as RIS and indexes have it, ``van Beethoven, Ludwig, Jr.``: surname, given name, suffix."""
        return ", ".join(filter(None, (self.surname, self.given, self.suffix)))


_GIVEN = re.compile(r"(?<=\.)(?=\w)")
"""The places between initials that are written without a space: ``J.R.R.``"""


def _initial(word: str) -> str:
    capital = next((at for at, char in enumerate(word, 1) if char.isupper()), 0)
    return f"{word[:capital]}." if capital else word


@lru_cache(maxsize=4096)
def to_persons(tex: str) -> tuple[tuple[Person, ...], bool, tuple[str, ...]]:
    """Divide a field of names.

    :param tex: names joined by ``and``, each ``Family, Given`` or ``Given Family``.
    :returns: the people in order; whether the list ends with ``and others``; the names that cannot be divided, which
        are also among the people as they are written.
    """
    names = list(_names(spell_letters(without_entities(tex))))
    last = names[-1].lower() if names else ""
    rows = list(map(_read, names[:-1] if last in _OTHERS else names))
    failed = [name for name, row in zip(names, rows, strict=False) if row.is_wrong]
    failed += names[-1:] if _OTHERS.get(last) else ()
    people = tuple(row.person for row in rows if row.person.given or row.person.family)
    return people, last in _OTHERS or any(row.goes_on for row in rows), tuple(failed)


class _Name(NamedTuple):
    """A name of a list as it is read."""

    person: Person
    goes_on: bool
    """Whether ``et al.`` ends it."""

    is_wrong: bool
    """Whether it cannot be divided, or not as BibTeX divides it."""


@lru_cache(maxsize=16_384)
def _read(name: str) -> _Name:
    first = _ET_AL.sub("", name) if "al" in name.lower() else name
    known = _LOOSE_AND.sub("", first).rstrip(", ")  # BibTeX, too, passes over a comma at the end
    person = _person(known)
    is_wrong = person is None or known != name or _LATE_SUFFIX.search(known) is not None
    return _Name(person or Person("", to_text(known).strip(", "), is_literal=True), first != name, is_wrong)


def readable_names(tex: str) -> str:
    """Return a field of names that BibTeX and Biber read as we do.

    Biber crashes or leaves out an entry for a comma too many: there is none at an end of a name or next to another one,
    and a name with more than two is in braces. A suffix is in its place, an ``and`` joins two names, ``et al.`` is
    ``others``. A number that distinguishes people is left out, which every style would print.
    """
    names = [name if _SIMPLE.fullmatch(name) else _readable(name) for name in _names(tex)]
    return " and ".join(filter(None, names))


def _readable(name: str) -> str:
    known = "" if name.lower() in _OTHERS else _ET_AL.sub("", name)
    bare = _LEADING.sub("", _LOOSE_AND.sub("", _HOMONYM.sub("", known))).rstrip(", ")
    if "," in bare and "{" not in bare:
        bare = re.sub(r",(?:\s*,)+", ",", bare)
    if _LATE_SUFFIX.search(bare) and (parts := _divide(bare)):
        bare = _joined(parts)
    if _outside_braces(bare).count(",") >= _MAX_PARTS and not _labelled(bare):
        bare = f"{{{bare}}}"
    return " and ".join(filter(None, [bare, "others" if known != name else ""]))


_LEADING = re.compile(r"^(?:(?:and\s|,)\s*)+", re.IGNORECASE)


def to_classic_names(tex: str) -> str:
    """Return a field of names with those that BibTeX divides otherwise written as it reads them.

    BibTeX reads no labels, and a hyphen divides words to it: of ``Hin-chung Wong``, ``chung`` is a particle.
    """
    may_be_misread = ("-" in tex or "=" in tex) and _MISREAD.search(tex)
    return " and ".join(map(_classic_name, _names(tex))) if may_be_misread else tex


_LABEL = r"\b(?:family|given|prefix|suffix)(?:-i)?\s*="
_SMALL_AT_HYPHEN = r"-[a-z]|(?<![\w.}-])[a-z]+-"
_MISREAD = re.compile(rf"{_LABEL}|{_SMALL_AT_HYPHEN}")


_AND = re.compile(r"\\.|[{}]|(?<=\s)and(?=\s)", re.IGNORECASE | re.DOTALL)
_ET_AL = re.compile(r"(?<![,\s])[,\s]*\bet\.?\s+al\b\.?\s*$", re.IGNORECASE)
_MISTAKE = re.compile(r"(?:^|\s)and\s|\sand$|^and$|[;&]|" + _LABEL)
"""Text that is in a name, outside of braces, only if names are joined wrongly."""

_OTHERS = {"others": "", "...": "Google Scholar", "…": "Google Scholar"}
"""The last name of a list that goes on, and the service that writes another one than BibTeX."""

_LOOSE_AND = re.compile(r"^and\s+|(?<![,\s])[,\s]+and[,\s]*$", re.IGNORECASE)
"""An ``and`` that joins nothing, as lists of some services end."""

_SUFFIX = re.compile(r"(?:[JS]r|I{2,3}|IV|2nd|3rd|4th)\.?", re.IGNORECASE)
_INITIALS = frozenset({"JR", "SR"})
"""Given names that PubMed and others shorten without full stops, as in ``JR Anderson``, and that are not a suffix.

Before a family name, ``IV`` is two initials as well.
"""

_LATE_SUFFIX = re.compile(rf"(?:^[^,]*\s|,\s*)(?!(?-i:JR|SR)$){_SUFFIX.pattern}$", re.IGNORECASE)
"""A suffix at the end of a name, where services have it that do not divide names; BibTeX takes it for another part."""

_MAX_PARTS = 3
_EAST_ASIAN_WORDS = 2


def _names(tex: str) -> Iterator[str]:
    """Yield the names of a list, which ``and`` outside of braces joins."""
    if not _TEX.search(tex) and " ".join(tex.split()) == tex and tex.lower().count("and ") == tex.count(" and "):
        yield from filter(None, tex.split(" and "))
        return
    start = 0
    for mark, depth in with_depths(_AND, tex):
        # Of two in a row, the second is left to the name, which then has a mistake.
        if not depth and mark[0].lower() == "and" and (name := tex[start : mark.start()].strip()):
            yield name
            start = mark.end()
    if name := tex[start:].strip():
        yield name


_TEX = re.compile(r"[\\{}~]")
"""What most names lack, which makes dividing them simple."""


class _Parts(NamedTuple):
    """The parts of a name in TeX."""

    given: str
    family: str
    prefix: str = ""
    suffix: str = ""


def _person(name: str) -> Person | None:
    """Return the person of a name, or nothing if it cannot be divided."""
    if simple := _SIMPLE.fullmatch(name):
        return Person(simple[2], simple[1])
    if _PLAIN.fullmatch(name):
        plain = _divide(name)
        return Person(*plain) if plain and plain.family else None
    if _is_group(name):
        return Person("", to_text(name), is_literal=True)
    parts = _divide(_HOMONYM.sub("", name)) if is_balanced(name) else None
    person = Person(*map(to_text, parts)) if parts else None
    return person if person and person.family else None


_SIMPLE = re.compile(
    rf"(?!(?i:{_SUFFIX.pattern}),)([A-Z][A-Za-z]+), (?!(?i:{_SUFFIX.pattern})$)((?:[A-Z][A-Za-z.]*(?: (?!$)|$))+)"
)
"""A family name of one word and given names, as most are, with nothing that needs a rule."""

_PLAIN = re.compile(r"(?:[A-Za-z ,.]|'(?!')|-(?!-))*")
"""A name in ASCII without TeX, as most are."""


def _is_group(tex: str) -> bool:
    return tex.startswith("{") and tex.endswith("}") and is_balanced(tex[1:-1])


def _divide(name: str) -> _Parts | None:
    """Return the parts of a name with balanced braces, by commas and small letters (btxdoc, section 4)."""
    if labelled := _labelled(name):
        return labelled
    parts = _with_suffix_in_place(_words(_without_sort_keys(name)))
    if not all((parts[0], parts[-1])) or len(parts) > _MAX_PARTS or _MISTAKE.search(_outside_braces(name)):
        return None
    given, family = _given_and_family(parts[0]) if len(parts) == 1 else (parts[-1], parts[0])
    are_initials = given and (given[0] in _INITIALS or (len(parts) == 1 and given[0].isalpha() and given[0].isupper()))
    if _is_suffix(family) or (_is_suffix(given) and not are_initials):
        return None
    end = next((end for end in range(len(family) - 1, 0, -1) if _is_particle(family[end - 1])), 0)
    suffix = parts[1] if len(parts) == _MAX_PARTS else []
    return _Parts(*map(" ".join, (given, family[end:], family[:end], suffix)))


def _with_suffix_in_place(parts: list[list[str]]) -> list[list[str]]:
    """Return the parts of a name in the order of BibTeX where its suffix comes last: ``John Doe Jr.``."""
    *others, last = parts
    if not last or not _is_suffix(last[-1:]) or last[-1] in _INITIALS or (others and len(last) > 1):
        return parts
    if len(others) > 1:
        return [others[0], last, *others[1:]]
    words = others[0] if others else last[:-1]
    given, family = _given_and_family(words) if len(words) > 1 else ([], [])
    return [family, last[-1:], given] if given else parts


def _is_suffix(words: list[str]) -> bool:
    return len(words) == 1 and _SUFFIX.fullmatch(words[0]) is not None


_TOKEN = re.compile(
    r"""(?P<brace>[{}])|(?P<comma>,)|(?P<gap>[\s~]+|\\\s+)|\\(?:[a-zA-Z]+|[`'^"~=.])\s*|\\.?|[^\\{},\s~]+""", re.DOTALL
)
"""A piece of a name; white space after a command or an accent is part of it, as to TeX: ``S\\o ren`` is one word."""


def _words(name: str) -> list[list[str]]:
    """Return the words of each part between commas; both are divided outside of braces only."""
    if not _TEX.search(name):
        return [part.split() for part in name.split(",")]
    parts: list[list[str]] = [[""]]
    for token, depth in with_depths(_TOKEN, name):
        if depth or not (token["comma"] or token["gap"]):
            parts[-1][-1] += token[0]
        elif token["comma"]:
            parts.append([""])
        else:
            parts[-1].append("")
    return [[word.strip() for word in words if word.strip()] for words in parts]


def _given_and_family(words: list[str]) -> tuple[list[str], list[str]]:
    """Divide a name without a comma: the family name begins with the first particle, or is the last word.

    In Chinese, Japanese and Korean, a name of two words is written with the family name first.
    """
    if len(words) == _EAST_ASIAN_WORDS and all(map(_EAST_ASIAN.fullmatch, words)):
        return words[1:], words[:1]
    place = next((place for place, word in enumerate(words[:-1]) if _is_particle(word)), len(words) - 1)
    return words[:place], words[place:]


_FIRST = re.compile(r"\{?\\(?P<command>[a-zA-Z]+|.)\s*\{?|(?P<letter>[^\W\d_])|(?P<group>\{)", re.DOTALL)
_LETTERS = frozenset("aa AA ae AE i j l L o O oe OE ss".split())
"""Commands that are letters to BibTeX (bibtex.web, section 398); all others set something on the letter after them."""


def _is_particle(word: str) -> bool:
    """Return whether the first letter of a word is a small one, as in ``van`` (bibtex.web, section 397).

    In plain braces there is none; of a special character, which is a brace with a command, the first letter decides.
    """
    if word[:1].isalpha():
        return word[0].islower()
    position = 0
    while found := _FIRST.search(word, position):
        if found["letter"] or found["command"] in _LETTERS:
            return (found["letter"] or found["command"]).islower()
        end = end_of_group(word, found.start())
        if found["command"] and found[0].startswith("{"):
            return next(filter(str.isalpha, word[found.end() : end]), "").islower()
        position = end if found["group"] else found.end()
    return False


_LABELLED = re.compile(r'"?\s*([a-z]+(?:-[a-z]+)?)\s*=\s*(.*?)\s*"?', re.IGNORECASE | re.DOTALL)
"""A part of a name with its label (biblatex manual, section 3.7)."""

_HOMONYM = re.compile(r"(?<=[\w}]) [0-9]{4}$|,\s*[0-9]{4}-(?:[0-9]{4})?\.?$")
"""The number by which DBLP distinguishes people of one name, and the years of life by which libraries do."""

_COMMAND_AND_GROUP = re.compile(r"\\([a-zA-Z]+)\s*\{[^{}]*\}")


def _without_sort_keys(name: str) -> str:
    return _COMMAND_AND_GROUP.sub(lambda match: "" if is_sort_key(match[1]) else match[0], name)


def _labelled(name: str) -> _Parts | None:
    """Return the parts of a name of which each has a label; only four of the labels name a part."""
    if "=" not in name:
        return None
    found = [_LABELLED.fullmatch(" ".join(words)) for words in _words(name)]
    values = {label[1].lower(): label[2] for label in found if label}
    bare = {label: text[1:-1] if _is_group(text) else text for label, text in values.items()}
    parts = _Parts(*(bare.get(part, "") for part in _Parts._fields))
    return parts if all(found) and any(parts) else None


def _classic_name(name: str) -> str:
    parts = _divide(name) if _MISREAD.search(_outside_braces(name)) and is_balanced(name) else None
    return _joined(parts) if parts else name


def _joined(parts: _Parts) -> str:
    """Return a name as BibTeX divides it into its parts: ``van Doe, Jr., Jane``."""
    given, family, prefix, suffix = parts
    if re.search(r",|\sand\s" if given or prefix or suffix else r"[,\s]", _outside_braces(family)):
        family = f"{{{family}}}"
    surname = f"{{{prefix}}}{family}" if prefix.endswith(_JOINING) else f"{prefix} {family}".strip()
    if re.search(_SMALL_AT_HYPHEN, _outside_braces(surname)):
        surname = f"{{{surname}}}"
    return ", ".join(filter(None, (surname, suffix, given or "{}" if suffix else given)))


def _outside_braces(tex: str) -> str:
    return "".join(token[0] for token, depth in with_depths(_TOKEN, tex) if not depth) if "{" in tex else tex
