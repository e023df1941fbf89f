"""The commands of TeX that show something: characters, marks on letters, texts with arguments, units."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple


class Command(NamedTuple):
    """A command with arguments."""

    arguments: str
    """A letter for each, as ``commands.toml`` explains them."""

    shown: str
    """A format of their texts, or ``=`` and the name of a function."""

    @property
    def required(self) -> int:
        """The number of arguments that TeX demands."""
        return sum(kind not in "po" for kind in self.arguments)


_TABLES: dict[str, Any] = tomllib.loads(Path(__file__).with_name("commands.toml").read_text("utf-8"))
_MATH: dict[str, Any] = _TABLES["math"]


def _pairs(table: str) -> dict[str, str]:
    words = table.split()
    return dict(zip(words[::2], words[1::2], strict=True))


def _marks(table: str) -> dict[str, str]:
    return {
        name: "".join(chr(int(code, 16)) for code in re.findall("....", codes)) for name, codes in _pairs(table).items()
    }


def _commands(rows: dict[str, list[str]]) -> dict[str, Command]:
    return {name: Command(*row) for names, row in rows.items() for name in names.split()}


ACCENTS = _marks(_TABLES["accents"]) | _marks(_MATH["accents"])
"""The combining characters of commands that set them on the letter after."""

SPACING = _pairs(_TABLES["spacing"])
"""The characters of accents without a letter."""

DINGS = dict(zip(map(str, (*range(33, 127), *range(161, 255))), "".join(_TABLES["dings"].split()), strict=True))
"""The signs of the font Zapf Dingbats by their numbers."""

PACKAGES = _commands(_TABLES["packages"])
"""The commands with arguments that LaTeX has from packages alone."""

PLAIN = {name: tex for names, tex in _TABLES["plain"].items() for name in names.split()}
"""What LaTeX alone has in the place of other commands of packages."""

GENRES: dict[str, str] = _TABLES["genres"]
"""The values of ``type`` that biblatex puts into the language of the document (manual, section 4.9.2.13)."""

WORDS: dict[str, str] = GENRES | _TABLES["words"]
"""These and other keys of biblatex for words, in English."""

COMMANDS = _commands(_TABLES["commands"]) | PACKAGES
MATH_COMMANDS = _commands(_MATH["commands"])
RELATIONS = _pairs(_MATH["relations"])
OPERATORS = _pairs(_MATH["operators"])
FUNCTIONS: dict[str, str] = {
    name: re.sub("lim(?=sup|inf)", "lim ", name.removeprefix("var")) for name in _MATH["functions"].split()
} | {"varinjlim": "lim→", "varprojlim": "lim←"}
SYMBOLS: dict[str, str] = _pairs(_TABLES["symbols"]) | _pairs(_MATH["symbols"]) | RELATIONS | OPERATORS | FUNCTIONS
"""The characters of commands without arguments."""

STACKED = _pairs(_MATH["stacked"])
"""The relations that Unicode has as one character, by the sign above and the sign below."""

MATH_WORDS = frozenset(
    _pairs(_MATH["symbols"]) | RELATIONS | OPERATORS | FUNCTIONS | _marks(_MATH["accents"]) | MATH_COMMANDS
)
"""The commands that a formula may hold: those that LaTeX with amsmath and amssymb and the build can set."""

DELIMITERS = frozenset(_MATH["delimiters"].split())
"""What the commands ``left`` and ``right`` set."""

COMPOSED = frozenset(_MATH["composed"].split()) | FUNCTIONS.keys()
"""Commands that LaTeX sets as a script only within braces."""

MATH_ARGUMENTS = dict.fromkeys(_marks(_MATH["accents"]), 1) | {
    name: command.required for name, command in MATH_COMMANDS.items()
}

OPTIONAL = frozenset(name for name, command in MATH_COMMANDS.items() if "p" in command.arguments)
"""Commands of formulas with an argument in brackets that may be missing."""

MODERN_MATH = {name: row for names, row in _MATH["modern"].items() for name in names.split()}
"""Commands of plain TeX, of packages, and those that docutils lacks, and their equivalents."""

PREFIXES = _pairs(_TABLES["units"]["prefixes"])
UNITS = _pairs(_TABLES["units"]["symbols"])
SHORT_UNITS = frozenset(_TABLES["units"]["short"].split())

_SORT_KEY = re.compile(r"skip\w*|\w*noop?sort|sort-?noop", re.IGNORECASE)


def is_sort_key(name: str) -> bool:
    """Return whether a command has an argument by which BibTeX sorts and which is not shown (btxdoc, section 4).

    Files define such a command themselves, under names like ``noopsort``, ``SortNoop`` and ``skipped``.
    """
    return _SORT_KEY.fullmatch(name) is not None
