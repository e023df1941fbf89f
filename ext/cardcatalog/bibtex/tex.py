"""Write Unicode text as TeX in pure ASCII, the inverse of :func:`cardcatalog.bibtex.text.to_text`."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pylatexenc.latexencode import UnicodeToLatexEncoder

from cardcatalog.bibtex.commands import ACCENTS

_ACCENTS = {ACCENTS[name]: name for name in "`'^~\"=.uvHrckdb"}
"""The commands of LaTeX itself that set an accent on a letter, by their combining characters."""

_SPELLINGS = {
    "\\": r"{\textbackslash}", "{": r"\{", "}": r"\}", "~": r"{\textasciitilde}", "^": r"{\textasciicircum}",
    **{char: f"\\{char}" for char in "#$%&_"},
    "\N{NO-BREAK SPACE}": "~",
    "\N{SOFT HYPHEN}": r"\-",
    "\N{NON-BREAKING HYPHEN}": "-", "\N{HYPHEN}": "-",
    "\N{EN DASH}": "--", "\N{EM DASH}": "---",
    "\N{LEFT SINGLE QUOTATION MARK}": "`", "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT DOUBLE QUOTATION MARK}": "``", "\N{RIGHT DOUBLE QUOTATION MARK}": "''",
    "\N{MULTIPLICATION SIGN}": r"$\times$",
}  # fmt: skip
"""Characters that this project encodes differently from pylatexenc."""

_ENCODER = UnicodeToLatexEncoder(
    replacement_latex_protection="braces-all", unknown_char_policy="keep", unknown_char_warning=False
)
_IN_MATH = re.compile(r"\{\\ensuremath\{(.*)\}\}")
_BEYOND = re.compile(r"[^\x00-\x7f]")
_UNSAFE = re.compile(r"[^ -~]|[\\{}~^#$%&_]")


def to_tex(text: str) -> str:
    """Return text as TeX in ASCII: accents and symbols as commands, in braces so that BibTeX takes each for a letter.

    A character without a LaTeX command, such as a Chinese one, and a word in Greek are kept; white space is collapsed.
    """
    return " ".join(_spelled(_UNSAFE, unicodedata.normalize("NFC", text)).split())


def to_ascii_tex(tex: str) -> str:
    """Return TeX in ASCII: its characters beyond become commands, other text is kept."""
    return _spelled(_BEYOND, unicodedata.normalize("NFC", tex))


def _spelled(chars: re.Pattern[str], text: str) -> str:
    """Return a text with some characters as TeX; Greek words are kept, since commands set letters of formulas alone."""
    kept = _GREEK if _GREEK_WORD.search(text) else _NOTHING
    return chars.sub(lambda match: match[0] if kept.match(match[0]) else _spell(match[0]), text)


_GREEK = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")
_GREEK_WORD = re.compile(f"{_GREEK.pattern}{{3}}")
_NOTHING = re.compile("(?!)")


@lru_cache(maxsize=4096)
def _spell(char: str) -> str:
    """Return one character as TeX."""
    if char in _SPELLINGS:
        return _SPELLINGS[char]
    letter, *accents = tuple(unicodedata.normalize("NFD", char))
    if len(accents) == 1 and accents[0] in _ACCENTS and letter.isascii():
        name = _ACCENTS[accents[0]]
        return f"{{\\{name}{' ' if name.isalpha() else ''}{letter}}}"
    spelled = str(_ENCODER.unicode_to_latex(char))
    return _IN_MATH.sub(r"$\1$", spelled) if spelled.isascii() else char
