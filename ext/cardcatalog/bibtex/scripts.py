"""Superscripts and subscripts as text: with the characters of Unicode as far as there are any."""

from __future__ import annotations

import re
from unicodedata import normalize

_RAISED = dict(zip("0123456789+-−=()in∘", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁱⁿ°", strict=True))
_RAISED_LETTERS = _RAISED | dict(zip(
    "abcdefghjklmoprstuvwxyzABDEGHIJKLMNOPRTUVW", "ᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ", strict=True
))  # fmt: skip
_LOWERED = dict(zip("0123456789+-−=()inx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ᵢₙₓ", strict=True))
_DIGITS_AND_SIGNS = {ord(char): lowered for char, lowered in _LOWERED.items() if not char.isalpha()}

_ORDINALS = frozenset({"st", "nd", "rd", "th"})
_MARKS = re.compile("[*∗†‡°′″⋆★☆±∓∞]+|[(](?:[*∗±∓])[)]")
"""Signs that are raised by themselves."""

_BOUND = re.compile(r"[∑∏∐∫⋂⋃⨁⨂⋁⋀]$|\b[a-z]{3,}$")
"""Ends of what bounds are set on: an operator, or a function such as ``lim``."""


def superscript(text: str, base: str | None = None) -> str:
    """Return a text as a superscript: with characters of Unicode, as a word without a mark, or with one (``x^αβ``).

    :param base: the end of the formula before it, empty for ``5$^{th}$``; of a superscript in text there is none.
    """
    text = _tight(text)
    if all(char in _RAISED for char in text):
        return "".join(_RAISED[char] for char in text)
    if base is None or text in _ORDINALS or _MARKS.fullmatch(text) or (not base and text.isalnum()):
        return text
    if _RAISED_LETTERS.keys() >= {*text}:
        return "".join(_RAISED_LETTERS[char] for char in text)
    return text if base.isdigit() and text.isalpha() else _marked("^", text)


def subscript(text: str, base: str = "") -> str:
    """Return a text as a subscript; without characters for it in Unicode, its words are not marked: ``OCLh``."""
    text = _tight(text)
    if all(char in _LOWERED for char in text):
        return "".join(_LOWERED[char] for char in text)
    if _BOUND.search(base) or " " in text:
        return _marked("_", text)
    return text if text.isalnum() else text.translate(_DIGITS_AND_SIGNS)


def _tight(text: str) -> str:
    """Return a text without the spaces around it, and around the signs of a formula: a script has no room for them."""
    text = normalize("NFC", text).strip()
    return text if _WORD.search(text) else re.sub(r"(?<!\s)\s*+([-−+±=])\s*", r"\1", text)


_WORD = re.compile(r"[^\W\d_]{2}")


def _marked(mark: str, text: str) -> str:
    return f"{mark}{text}" if re.fullmatch(r"[\w.]+|\S", text) else f"{mark}({text})"
