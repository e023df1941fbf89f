r"""Letters whose command is glued to the rest of the word, as in ``B\laszkiewicz``: to TeX it is another command."""

from __future__ import annotations

import re
from unicodedata import normalize

from cardcatalog.bibtex.commands import ACCENTS, COMMANDS, MATH_COMMANDS, SYMBOLS, is_sort_key

_COMMAND = re.compile(
    r"""(?:(?<=[^\W\d_])|(?<=\\['`^"~=.])|(?=\\[A-Z]{1,2}[a-z]{3}))\\([A-Za-z]{2,})(?![A-Za-z@]|\s*[\[{])"""
)
"""A command without arguments within a word or under an accent; a capital may begin a word, if it is not too short."""

_NAME = "AA|AE|DH|DJ|NG|OE|TH|aa|ae|dh|dj|ng|oe|ss|th|[LOijlo]"
_LETTER = re.compile(rf"({_NAME})([a-z]+)")
_MARKED = re.compile(r"([Hcdkruv])([A-Za-z])([a-z]*)")
_DIVIDED = re.compile(
    r"""(?<!\{)\\(?:(?P<accent>[`'^"~=.]|[Hbcdkrtuv](?![A-Za-z]))\s*(?P<letter>\{[^{}]*\}|\\[ij](?![A-Za-z])\s*|[A-Za-z])"""
    rf"|(?P<name>{_NAME})(?![A-Za-z])\s+)"
)
"""A letter with an accent, or a command for a letter and the space that ends it."""

_DOTLESS = re.compile(r"""\\([`'^"~=.]|[Hbcdkrtuv](?![A-Za-z]))\s*(\{\s*)?\\([ij])(?![A-Za-z])\s*(?(2)\})""")
_DOTLESS_TO_LATEX = re.compile(r"""\\([`'^"])\s*(\{\s*)?\\(i)(?![A-Za-z])\s*(?(2)\})""")
"""A letter without a dot under an accent; those under which LaTeX has it as a composite in all encodings."""

_LATIN = frozenset(map(chr, range(0xC0, 0x180)))
"""The letters with marks of the languages of Europe (Unicode, Latin-1 Supplement and Latin Extended-A)."""

_KNOWN = ACCENTS.keys() | COMMANDS.keys() | MATH_COMMANDS.keys() | SYMBOLS.keys() | {"begin"}


def spell_letters(tex: str) -> str:
    r"""Return TeX with braces around the letters that are glued to a word: ``B{\l}aszkiewicz``, ``Fran{\c c}ois``.

    Of a letter for formulas and for text, as journals of APS write accents, that for text is kept.
    """
    if "\\" not in tex:
        return tex
    return _COMMAND.sub(lambda found: spelled(found[1]) or found[0], _BRANCHES.sub(r"\1", tex))


_BRANCH = r"(?:(?!\\(?:ifmmode|else|fi)\b).)*"
_BRANCHES = re.compile(rf"\\ifmmode\b{_BRANCH}(?:\\else\b\s*({_BRANCH}))?\\fi\b(?:\{{\}}|\s*)")


def dot_letters(tex: str, *, is_for_biber: bool = False) -> str:
    r"""Return TeX with ``\'{i}`` for ``\'{\i}``, of which Biber and Pandoc make two characters that LaTeX cannot set.

    :param is_for_biber: whether to do so under every accent; LaTeX itself keeps the dot under some.
    """
    return (_DOTLESS if is_for_biber else _DOTLESS_TO_LATEX).sub(r"\\\1{\3}", tex) if "\\" in tex else tex


def brace_letters(names: str) -> str:
    """Return names with braces around letters that divide a word to BibTeX: by a space, or the tilde of an accent."""
    return _DIVIDED.sub(_braced, names) if "\\" in names else names


def _braced(letter: re.Match[str]) -> str:
    if letter["name"]:
        return f"{{\\{letter['name']}}}"
    if letter["accent"] != "~" and not re.search(r"\s", letter[0]):
        return letter[0]
    bare = letter["letter"].strip()
    bare = bare[1:-1] if len(bare) == len("{a}") and bare[0] == "{" else bare
    space = " " if letter["accent"].isalpha() and bare[0].isalpha() else ""
    return f"{{\\{letter['accent']}{space}{bare}}}"


def glued(tex: str) -> dict[str, str]:
    """Return the commands of a field that are letters glued to a word, and how to write them."""
    return {name: word for name in _COMMAND.findall(tex) if (word := spelled(name))}


def spelled(name: str) -> str:
    """Return the letter and the rest of the word that a command holds which no table has, or nothing."""
    if name in _KNOWN or is_sort_key(name):
        return ""
    if letter := _LETTER.fullmatch(name):
        return f"{{\\{letter[1]}}}{letter[2]}"
    marked = _MARKED.fullmatch(name)
    if marked and normalize("NFC", marked[2] + ACCENTS[marked[1]]) in _LATIN:
        return f"{{\\{marked[1]} {marked[2]}}}{marked[3]}"
    return ""
