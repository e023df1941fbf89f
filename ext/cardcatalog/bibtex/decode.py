"""Read TeX as the text that it sets: characters, commands with their arguments, formulas."""

from __future__ import annotations

import re
import unicodedata

from cardcatalog.bibtex.braces import with_depths
from cardcatalog.bibtex.commands import (
    ACCENTS,
    COMMANDS,
    FUNCTIONS,
    MATH_COMMANDS,
    OPERATORS,
    RELATIONS,
    SPACING,
    SYMBOLS,
    Command,
    is_sort_key,
)
from cardcatalog.bibtex.letters import spell_letters
from cardcatalog.bibtex.markup import without_html
from cardcatalog.bibtex.scripts import subscript, superscript
from cardcatalog.bibtex.shown import SHOWN

TOKEN = re.compile(
    r"\\(?:a(?=['`=]))?(?P<name>[a-zA-Z@]+|.)|(?P<script>[\^_])|(?P<text>[^\\^_{}$~]+)|(?P<tie>~)|.", re.DOTALL
)
"""A command, a sign or a text; within tabs, LaTeX has an ``a`` before the names of three accents."""

_LIGATURE = re.compile(r"---?|``|''|[?!]`")
_LIGATURES = {"---": "—", "--": "–", "``": "“", "''": "”", "?`": "¿", "!`": "¡"}

_BRACKETS = re.compile(r"\[((?:[^\[\]{}]|\{[^{}]*\})*)\]")
_OPTIONS = re.compile(r"\*?(?:\[[^\[\]{}]*\])*(?=\{)")
SPACE = re.compile(r"\s+")
_STAR = re.compile(r"\*")
_STAR_OF_ARGUMENTS = re.compile(r"\*(?=\s*[{\[])")
_CHARACTER = re.compile(".", re.DOTALL)
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_ARGUMENT = re.compile(r"\\(?!left|[bB]ig)[a-zA-Z]")
"""The next operand of a function, which a space divides from it."""

_SIGN = re.compile(r"[-+=<>*/|]")
_PADDING = re.compile(r"(?<=[(\[]) | (?=[)\]])")
"""Spaces of formulas that TeX does not set."""

_CLOSING = ")]}′!|∞°⟩⌉⌋"
_LENGTH = re.compile(
    r"=?\s*[-+]?(?:\d+\.?\d*|[.,]\d+)?\s*(?:\\[a-zA-Z]+|(?:pt|pc|in|bp|cm|mm|dd|cc|sp|em|ex|mu|fil+)(?![a-zA-Z]))"
    r"(?:\s*(?:plus|minus)\s*[-+]?[\d.]+\s*[a-z]{2,5})*\s?"
)
_NUMBER = re.compile(r"""\s*(?:"[0-9A-F]+|'[0-7]+|`\\?.|[0-9]+)\s?""")
_PATTERNS = {"o": _BRACKETS, "p": _BRACKETS, "l": _LENGTH, "c": _CHARACTER, "n": _NUMBER}
"""The arguments that TeX does not read as groups, by their letters in ``commands.toml``."""

_FUNCTION_NAME = 10
"""The most letters of the name of a function, on which bounds are set."""

_DEEPEST = 40
"""Commands within commands: the rest is shown without its commands."""


def decode(tex: str, *, is_math: bool = False) -> str:
    """Return TeX as text in Unicode, its white space collapsed to single spaces.

    A token without a meaning is dropped, but never the text of an argument.

    :param is_math: whether this is the inside of a formula.
    """
    text = nest_quotes(Reader(tex if is_math else spell_letters(tex), is_math=is_math).read())
    if "&" in text or "</" in text or "<br" in text:
        text = without_html(text)
    text = re.sub(r"\s+", " ", text)
    text = _PADDING.sub("", text) if is_math else re.sub("`([^`']*)'", "\u2018\\1\u2019", text)
    return unicodedata.normalize("NFC", text)


def unknown_commands(tex: str) -> tuple[str, ...]:
    """Return the commands of a field, without formulas, that no table has, and accents on no letter, each once."""
    reader = Reader(tex)
    reader.read()
    return tuple(dict.fromkeys(reader.unknown))


class Reader:
    """A place in TeX and the text of what is before it."""

    def __init__(self, tex: str, *, is_math: bool = False, depth: int = 0, unknown: list[str] | None = None) -> None:
        """Begin at the beginning; unknown commands are collected in a list."""
        self.tex = tex
        self.at = 0
        self.is_math = is_math
        self.depth = depth
        self.unknown: list[str] = [] if unknown is None else unknown
        self.shown = self.base = ""
        self.end_of_script = -1

    def read(self) -> str:
        """Return the text of all that is left."""
        while token := TOKEN.match(self.tex, self.at):
            self.at = token.end()
            if token["name"]:
                self.shown += self._command(token["name"])
            elif token["script"] and self.is_math:
                script = self._script(token["script"])  # which may take a space from the text before it
                self.shown += script
            elif text := token["text"] or token["script"]:
                primes = text.replace("''", "″").replace("'", "′")
                self.shown += primes if self.is_math else _LIGATURE.sub(lambda mark: _LIGATURES[mark[0]], text)
            elif token["tie"]:
                self.shown += " "
        return self.shown

    def text(self, tex: str, *, is_math: bool) -> str:
        """Return the text of an argument."""
        if self.depth > _DEEPEST:
            return without_commands(tex)
        return Reader(tex, is_math=is_math, depth=self.depth + 1, unknown=self.unknown).read()

    def _command(self, name: str) -> str:
        if name.isspace():
            return " "
        is_spaced = name.isalpha() and self.next(SPACE) != ""
        if name == "begin" and (name := self._argument()) not in COMMANDS:
            return ""
        if name in ACCENTS:
            return self._accented(name)
        command = MATH_COMMANDS.get(name) if self.is_math else None
        if command is None and name in SYMBOLS:
            return self._spaced(name, is_spaced=is_spaced) if self.is_math else SYMBOLS[name]
        name = self.starred(name)
        command = command or COMMANDS.get(name) or MATH_COMMANDS.get(name)
        return self.filled(command) if command else self._unknown(name)

    def starred(self, name: str) -> str:
        """Return the name of a command with its star, if it has one that matters; pass over a star before arguments."""
        if f"{name}*" in COMMANDS and self.next(_STAR):
            return f"{name}*"
        command = COMMANDS.get(name) or MATH_COMMANDS.get(name)
        if command and command.arguments:
            self.next(_STAR_OF_ARGUMENTS)
        return name

    def _accented(self, name: str) -> str:
        """Return the letter after an accent with its mark; of an empty group, the accent as a sign, if it is one."""
        tex, unknown = self._argument(), len(self.unknown)
        if text := self.text(tex, is_math=self.is_math).lstrip():
            return _with_marks(text, name)
        is_empty = not tex.strip("\\ ") and (tex or self.tex[self.at - 1] == "}")
        sign = SPACING.get(name, "") if is_empty or name in "~^" else ""
        is_reported = len(self.unknown) > unknown  # with the command that is in the place of the letter
        self.unknown += [] if sign or self.is_math or is_reported else [name]
        return sign

    def _unknown(self, name: str) -> str:
        """Pass over a command that no table has; its arguments are read as groups."""
        if is_sort_key(name):
            self._argument()
            return ""
        self.unknown.append(name)
        self.next(_OPTIONS)
        return ""

    def filled(self, command: Command) -> str:
        """Return what a command shows of its arguments."""
        arguments = [text for kind in command.arguments for text in self._read(kind)]
        if command.shown.startswith("="):
            return SHOWN[command.shown[1:]](*arguments)
        return command.shown.format(*arguments)

    def _read(self, kind: str) -> list[str]:
        """Pass over an argument, and return it if it has a use."""
        if kind in "mte":
            return [self.text(self._argument(), is_math=kind == "e" or (kind == "m" and self.is_math))]
        if kind == "k":
            return [self.text(self._argument(), is_math=True).replace(".", "")]
        if kind == "d":
            return [self._delimited()]
        raw = self._argument() if kind in "rv" else self.next(_PATTERNS[kind])
        return [] if kind in "vo" else [raw.strip("[]") if kind == "p" else raw]

    def next(self, pattern: re.Pattern[str]) -> str:
        """Pass over what a pattern matches here, and return it."""
        match = pattern.match(self.tex, self.at)
        self.at = match.end() if match else self.at
        return match[0] if match else ""

    def _argument(self) -> str:
        """Pass over an argument, and return its TeX: of a group, a command with its own arguments, or a character."""
        self.next(SPACE)
        start, missing = self.at, 1
        while missing and (token := TOKEN.match(self.tex, self.at)) and token[0] != "}":
            is_group = token[0] == "{"
            self.at = end_of_group(self.tex, self.at) if is_group else token.end() if token["name"] else self.at + 1
            missing += _required(token["name"]) - 1 if token["name"] else -1
            if missing:
                self.next(SPACE)
        tex = self.tex[start : self.at]
        if not self.is_math and token and (token["name"] or "").isalpha():
            self.next(SPACE)  # it ends the name of the command
        return tex[1:].removesuffix("}") if tex.startswith("{") else tex

    def _delimited(self) -> str:
        if self.tex.startswith("{", self.at):
            return self._argument()
        end = self.tex.find(self.tex[self.at : self.at + 1] or "\0", self.at + 1)
        text = self.tex[self.at + 1 : end] if end > 0 else ""
        self.at = end + 1 if end > 0 else self.at
        return text

    def _spaced(self, name: str, *, is_spaced: bool) -> str:
        """Return a symbol of a formula, between spaces if it is one that is between operands.

        :param is_spaced: whether a space ends the command.
        """
        symbol, before = SYMBOLS[name], self.shown.rstrip()
        if name in FUNCTIONS:
            space = " " if self.shown[-1:].isalnum() or self.shown[-1:] == ")" else ""
            return f"{space}{symbol}{' ' if is_spaced or _ARGUMENT.match(self.tex, self.at) else ''}"
        is_operand = before[-1:].isalnum() or before[-1:] in _CLOSING
        if name in RELATIONS or (name in OPERATORS and before and is_operand):
            is_spaced = is_spaced or before != self.shown or SPACE.match(self.tex, self.at) is not None
            return f" {symbol} " if is_spaced else symbol
        return f"{symbol} " if is_spaced and _SIGN.match(self.tex, self.at) else symbol

    def _script(self, mark: str) -> str:
        if self.tex[self.at - 2 : self.at - 1].isspace():
            self.shown = self.shown.rstrip()
        if self.at - 1 > self.end_of_script:  # else it has the base of the script before it
            self.base = self.shown.rstrip()
        text = self.text(self._argument(), is_math=True).strip()
        self.end_of_script = self.at
        if mark == "_":
            return subscript(text, self.base[-_FUNCTION_NAME:])
        return superscript(text, self.base[-1:])


def _required(name: str) -> int:
    command = COMMANDS.get(name) or MATH_COMMANDS.get(name)
    return 1 if name in ACCENTS else command.required if command else 0


def end_of_group(tex: str, start: int) -> int:
    """Return the place after the group that begins at a brace, or the end of the text if it has none."""
    return next((brace.end() for brace, depth in with_depths(_BRACE, tex, start) if not depth), len(tex))


def without_commands(tex: str) -> str:
    """Return TeX without its commands, for one that cannot be read."""
    return re.sub(r"\\([&%#_])|\\(?:[a-zA-Z]+|.)", r"\1", tex, flags=re.DOTALL)


def _with_marks(text: str, name: str) -> str:
    """Return a text with the marks of a command on its first letter, outside of those that it has."""
    end = next((end for end, char in enumerate(text) if end and not unicodedata.combining(char)), len(text))
    return f"{text[:end].translate(_DOTTED)}{ACCENTS[name]}{text[end:]}"


_DOTTED = str.maketrans("ıȷ", "ij")


_OPEN, _CLOSE, _OPEN_INNER = "\ue000", "\ue001", "\ue002"
"""Characters for private use; they replace quotation marks while their depth is unknown."""


def nest_quotes(text: str) -> str:
    """Return text with quotation marks, double and single ones in turn (manual of csquotes, section 3.1)."""
    if _CLOSE not in text:
        return text
    shown, singles = [], [False]
    for char in text.replace(_CLOSE + _OPEN, ""):  # as Better BibTeX divides a quotation
        if char in {_OPEN, _OPEN_INNER}:
            singles.append(len(singles) % 2 == (char == _OPEN_INNER) if len(singles) == 1 else not singles[-1])
            shown.append("‘" if singles[-1] else "“")
        elif char == _CLOSE and len(singles) > 1:
            shown.append("’" if singles.pop() else "”")
        else:
            shown.append(char)
    return "".join(shown)
