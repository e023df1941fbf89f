"""Quantities with units as siunitx sets them, as text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cardcatalog.bibtex.commands import PREFIXES, SHORT_UNITS, SYMBOLS, UNITS
from cardcatalog.bibtex.scripts import superscript

_TOKEN = re.compile(
    r"\\(?P<name>[a-zA-Z]+)\s*(?:\{(?P<argument>[^{}]*)\})?|\^\{?(?P<power>[-+\d]+)\}?|(?P<text>[^\\^]+)"
)
_POWERS = {"square": 2, "cubic": 3, "squared": 2, "cubed": 3}
_EXPONENT = re.compile(r"(.*?)[eEdD]([-+]?\d+)")
_SIGNS = (("+-", " ± "), (r"\pm", " ± "), ("x", " × "), (r"\times", " × "), (",", "."), ("--", "−"))
_CLOSE = "°′″"
"""Units that have no space before them."""


def unit(options: str, tex: str) -> str:
    """Return a unit, ``kg m⁻²``: the second argument of ``SI``, the only one of ``si``.

    :param options: of the command; ``per-mode = symbol`` asks for ``kg/m²``.
    """
    if "\\" not in tex:
        return re.sub(r"\^\{?([-+\d]+)\}?", lambda match: superscript(match[1]), re.sub("[.~]", " ", tex)).strip()
    has_bar = "symbol" in options
    units = [(symbol, abs(power) if has_bar else power, has_bar and power < 0) for symbol, power in _units(tex)]
    shown = [
        (f"{symbol}{superscript(str(power)) if power != 1 else ''}", is_below) for symbol, power, is_below in units
    ]
    above = " ".join(text for text, is_below in shown if not is_below)
    return "/".join([above, *(text for text, is_below in shown if is_below)])


def _units(tex: str) -> list[tuple[str, int]]:
    """Return the units of a product with their powers."""
    found: list[tuple[str, int]] = []
    prefix, power, sign = "", 1, 1
    for token in _TOKEN.finditer(tex):
        name, argument = token["name"], token["argument"] or ""
        if name == "per":
            sign = -1
        elif name in {"square", "cubic"}:
            power = _POWERS[name]
        elif name in PREFIXES:
            prefix = PREFIXES[name]
        elif name == "raiseto":
            power = _integer(argument)
        elif found and (name in {"squared", "cubed", "tothe"} or token["power"]):
            symbol, last = found[-1]
            found[-1] = symbol, last * (_POWERS.get(name) or _integer(argument or token["power"]))
        elif symbol := argument or (_symbol(name) if name else (token["text"] or "").strip(" .~{}")):
            found.append((prefix + symbol, power * sign))
            prefix, power, sign = "", 1, 1
    return found


def _symbol(name: str) -> str:
    """Return the symbol of a unit, of its short name, or of any other command."""
    if name in UNITS or name in SHORT_UNITS:
        return UNITS.get(name, name)
    letter, rest = name[:1], name[1:]
    if rest in SHORT_UNITS and letter in _LETTERS:
        return _LETTERS[letter] + UNITS.get(rest, rest)
    return SYMBOLS.get(name, name)


_LETTERS = {letter: letter for letter in PREFIXES.values()} | {"u": "µ"}


def _integer(text: str) -> int:
    return int(text) if re.fullmatch(r"[-+]?\d{1,3}", text) else 1


def number(_options: str, tex: str) -> str:
    """Return a number, ``1 × 10⁻³``: the argument of ``num``."""
    text = re.sub(r"[\s~{}]|\\[,;!]", "", tex)
    match = _EXPONENT.fullmatch(text)
    mantissa, exponent = (match[1], f"10{superscript(match[2].lstrip('+'))}") if match else (text, "")
    for written, shown in _SIGNS:
        mantissa = mantissa.replace(written, shown)
    return " × ".join(filter(None, (re.sub(r"\\([a-zA-Z]+)", _shown, mantissa).strip(), exponent)))


def _shown(command: re.Match[str]) -> str:
    return SYMBOLS.get(command[1], "")


def quantity(options: str, value: str, _before: str, tex: str) -> str:
    """Return a number with its unit, ``5 mm``: the arguments of ``SI``."""
    name = unit(options, tex)
    return f"{number(options, value)}{'' if name.split(' ')[0] in _CLOSE else ' '}{name}"


def angle(_options: str, tex: str) -> str:
    """Return an angle of degrees, minutes and seconds, ``1°2'3''`` with primes: the argument of ``ang``."""
    parts = zip(tex.split(";"), _CLOSE, strict=False)
    return "".join(f"{number('', value)}{sign}" for value, sign in parts if value.strip())


def quantities(options: str, first: str, last: str, tex: str = "") -> str:
    """Return a range, ``1 mm–5 mm``: the arguments of ``SIrange`` and ``numrange``."""
    return "–".join(_each(options, (first, last), tex))


def series(options: str, values: str, tex: str = "") -> str:
    """Return a list, ``1 mm, 5 mm``: the arguments of ``SIlist`` and ``numlist``."""
    return ", ".join(_each(options, values.split(";"), tex))


def _each(options: str, values: Iterable[str], tex: str) -> list[str]:
    return [quantity(options, value, "", tex) if tex else number(options, value) for value in values]
