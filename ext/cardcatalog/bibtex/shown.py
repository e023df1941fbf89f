"""The functions that ``commands.toml`` names: each makes the text of a command from the texts of its arguments."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from cardcatalog.bibtex import units
from cardcatalog.bibtex.commands import DINGS, STACKED, WORDS
from cardcatalog.bibtex.markup import of_code
from cardcatalog.bibtex.scripts import subscript, superscript


def _fraction(above: str, below: str) -> str:
    return "/".join(text if text.isalnum() else f"({text})" for text in (above.strip(), below.strip()))


def _overset(above: str, text: str) -> str:
    """Return a sign with another one above it, as one where Unicode has it; letters are raised behind an arrow."""
    sign, above = text.strip(), above.strip()
    if found := STACKED.get(above + sign):
        return text.replace(sign, found)
    return text.replace(sign, sign + superscript(above, sign), 1)


def _root(index: str, text: str) -> str:
    return f"{superscript(index)}√({text})" if text else ""


def _style(style: str) -> Callable[[str], str]:
    """Return a function that sets letters and digits in a style that Unicode has for formulas."""
    return lambda text: "".join(_styled(char, style) for char in text)


@lru_cache
def _styled(char: str, style: str) -> str:
    name = re.sub("^(?:LATIN|GREEK) | LETTER", "", unicodedata.name(char, ""))
    for styled in (f"MATHEMATICAL {style} {name}", f"{style.replace('FRAKTUR', 'BLACK-LETTER')} {name}"):
        try:
            return unicodedata.lookup(styled)
        except KeyError:
            continue
    return char


def _space(length: str) -> str:
    return "" if re.match(r"\s*(?:=\s*)?(?:-|\+?[0.]*[a-z]|$)", length) else " "


def _character(number: str) -> str:
    """Return the character with a number, which TeX writes as ``8212``, ``"2014``, ``'20024`` or by the sign itself."""
    mark, digits = number.strip()[:1], number.strip().lstrip("\"'")
    if mark == "`":
        return digits[-1]
    try:
        code = int(digits, {'"': 16, "'": 8}.get(mark, 10))
    except ValueError:
        return number
    return of_code(code)


def _glyph(number: str) -> str:
    return _character(f'"{number}')


def _ding(number: str) -> str:
    return DINGS.get(number.strip(), number)


def _tone(contour: str) -> str:
    """Return tones, numbered from the lowest, as letters of the phonetic alphabet (tipa)."""
    return contour.translate(_TONES)


_TONES = str.maketrans("12345", "˩˨˧˦˥")


def _circled(text: str) -> str:
    """Return a letter or a digit in a circle, which Unicode has, or a text with a mark that encloses it."""
    try:
        return unicodedata.lookup(f"CIRCLED {unicodedata.name(text.strip())}")
    except (KeyError, TypeError, ValueError):  # of no such name, of several characters, of a formula
        return f"{text}\N{COMBINING ENCLOSING CIRCLE}"


def _address(tex: str) -> str:
    return re.sub(r"\\(.)", r"\1", tex)


def _chemistry(tex: str) -> str:
    """Return a formula of mhchem: ``H₂O``, ``SO₄²⁻``."""
    raised = re.sub(r"\^(?:\{([^{}]*)\}|([-+\d]+|\w))", lambda match: superscript(match[1] or match[2]), tex)
    lowered = _LOWERED.sub(lambda match: subscript(match[1] or match[2] or match[3] or ""), raised)
    return re.sub(r"[{}$]", "", lowered.replace("->", "→"))


_LOWERED = re.compile(r"(?<=[A-Za-z)\]])(\d+)|_(?:\{([^{}]*)\}|(\d+|\w))")
"""Numbers of atoms, and what follows an underscore."""


SHOWN: dict[str, Callable[..., str]] = {
    "upper": str.upper, "lower": str.lower, "superscript": superscript, "subscript": subscript,
    "overset": _overset,
    "left_arrow": lambda below, above: _overset(above, f" ←{subscript(below)} "),
    "right_arrow": lambda below, above: _overset(above, f" →{subscript(below)} "),
    "underset": lambda below, text: f"{text}{subscript(below, text)}",
    "overline": lambda text: "".join(f"{char}\N{COMBINING OVERLINE}" for char in text),
    "fraction": _fraction, "root": _root,
    "bold": _style("BOLD"), "double_struck": _style("DOUBLE-STRUCK"), "script": _style("SCRIPT"),
    "fraktur": _style("FRAKTUR"), "space": _space, "address": _address, "chemistry": _chemistry,
    "isotope": lambda mass, charge, name: f"{superscript(mass)}{subscript(charge)}{name}",
    "word": lambda key: str(WORDS.get(key, key)),
    "character": _character, "glyph": _glyph, "ding": _ding, "tone": _tone, "circled": _circled,
    "number": units.number, "unit": units.unit, "angle": units.angle, "quantity": units.quantity,
    "quantities": units.quantities, "series": units.series,
}  # fmt: skip
"""The functions by the names that ``commands.toml`` gives them."""
