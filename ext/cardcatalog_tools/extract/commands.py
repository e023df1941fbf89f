"""The commands of LaTeX that cite: those of the table that the browser shares, and those that documents define.

``static/scripts/commands.js`` does the same in the browser; shared cases hold the two in step.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from importlib.resources import files
from itertools import cycle
from typing import Any, NamedTuple

_FILE = files("cardcatalog") / "static" / "scripts" / "citing-commands.json"
_TABLE: list[dict[str, Any]] = json.loads(_FILE.read_text("utf-8"))
"""Rows of commands with one letter for each argument in braces: ``k`` for keys, ``-`` for another; a final ``+`` means
that the arguments come any number of times. A row with a package holds only in documents that load it."""

KEYS, UNKNOWN = "k", "?"
"""The roles of an argument: keys that are cited, and what may be keys, of a command that looks like a citation."""

_COMMAND = re.compile(r"\\(begin\{[A-Za-z]+\}|[A-Za-z@]+)\*{0,2}")
_LOOKS_CITING = re.compile(r"[Cc]ite|cquote")
_LOADED = re.compile(r"\\(?:usepackage|RequirePackage)[ \t\n]*(?:\[[^\]]{0,2000}\])?[ \t\n]*\{([^{}]*)\}")
_SUFFIXES = re.compile(r"\\newcites[ \t\n]*\{([^{}]*)\}")
_SET = re.compile(r"\\defbibentryset[ \t\n]*\{([^{}\\#]*)\}[ \t\n]*\{([^{}\\#]*)\}")
_CITE_COMMAND = re.compile(r"\\Declare(Multi)?CiteCommand\*?[ \t\n]*\{?\\([A-Za-z]+)")
_ALIAS = re.compile(
    r"\\(?:let[ \t]*\\([A-Za-z]+)[ \t]*=?[ \t]*"
    r"|(?:(?:re)?new|provide)command\*?[ \t]*\{?\\([A-Za-z]+)\}?[ \t]*\{"
    r"|def[ \t]*\\([A-Za-z]+)[ \t]*\{)\\([A-Za-z]+)(?![A-Za-z@{\[(])",
)
_DEFINITION = re.compile(
    r"\\(?:(?:(?:re)?new|provide)(?:command|robustcmd)|DeclareRobustCommand|[egx]?def"
    r"|(?:New|Renew|Provide|Declare)DocumentCommand)\*?[ \t]*\{?\\(?P<name>[A-Za-z]+)\}?[ \t\n]*"
    r"(?:\[(?P<number>[0-9])\][ \t\n]*(?P<default>\[[^\]]{0,200}\])?|(?P<marks>(?:\#[0-9]){1,9})"
    r"|\{(?P<letters>[^{}]{0,200}(?:\{[^{}]{0,200}\}[^{}]{0,200}){0,9})\}(?=[ \t\n]*\{))[ \t\n]*\{",
)
"""A definition by LaTeX, TeX, etoolbox or xparse of a command with arguments, up to the brace before its text."""

_BRACKET = re.compile(r"\\[\s\S]|[{}\[\]()<>]")
_PAIRS = {"[": "]", "(": ")", "<": ">"}
_GAP = re.compile(r"[ \t\n]*")


class Argument(NamedTuple):
    """The argument of a command: its role, the command, and the begin and end of its text."""

    role: str
    command: re.Match[str]
    start: int
    end: int


class Commands:
    """The commands that cite in some documents, and the sets of entries that these define under a key.

    :param texts: the LaTeX of the documents, as :func:`~cardcatalog_tools.extract.documents.readable` returns it.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        """Take down what the documents load and define."""
        texts = list(texts)
        loaded = {"", *_words(match[1] for text in texts for match in _LOADED.finditer(text))}
        self._patterns: dict[str, str] = {}
        for row in _TABLE:
            if row.get("package", "") in loaded:
                self._patterns.update(dict.fromkeys(" ".join(row["commands"]).split(), row["arguments"]))
        self._longest = max(map(len, self._patterns))
        self._suffixes = {*_words(match[1] for text in texts for match in _SUFFIXES.finditer(text))}
        self.sets = {match[1]: tuple(_words([match[2]])) for text in texts for match in _SET.finditer(text)}
        for text in texts:
            self._define(text)

    def arguments(self, text: str) -> Iterator[Argument]:
        """Yield the arguments of a text that hold keys, or may do so, in the order of their commands."""
        return self._arguments(text, _closers(text))

    def _arguments(self, text: str, closers: dict[int, int]) -> Iterator[Argument]:
        for command in _COMMAND.finditer(text):
            for role, start in _groups(text, command.end(), closers, self._pattern(command[1])):
                if role != "-":
                    yield Argument(role, command, start + 1, closers[start])

    def _pattern(self, name: str) -> str:
        """Return the arguments of a command. biblatex and natbib define most with a capital, too."""
        small = name[0].lower() + name[1:]
        for known in (name, small, *self._without_suffix(small)):
            if known in self._patterns:
                return self._patterns[known]
        return UNKNOWN if _LOOKS_CITING.search(name) and "@" not in name and not name.startswith("if") else ""

    def _without_suffix(self, name: str) -> Iterator[str]:
        """Yield the commands of which a name is that for another bibliography (multibib, section 2)."""
        ends = range(1, min(len(name), self._longest + 1)) if self._suffixes else ()
        return (name[:end] for end in ends if name[end:] in self._suffixes)

    def _define(self, text: str) -> None:
        for match in _CITE_COMMAND.finditer(text):
            self._patterns[match[2]] = "k+" if match[1] else "k"
        for match in _ALIAS.finditer(text):
            self._patterns[match[1] or match[2] or match[3]] = self._pattern(match[4])
        definitions = list(_DEFINITION.finditer(text))
        starts, closers = [match.end() for match in definitions], _closers(text)
        cited: dict[int, set[str]] = {}
        for role, _, start, end in self._arguments(text, closers):  # which finds more as patterns are added
            last = bisect_right(starts, start) - 1
            used = re.findall("#([1-9])", text[start:end]) if role == KEYS and last >= 0 else ()
            if used and end < closers.get(starts[last] - 1, 0):
                cited.setdefault(last, set()).update(used)
                self._patterns[definitions[last]["name"]] = _pattern_of(definitions[last], cited[last])


def _pattern_of(definition: re.Match[str], cited: set[str]) -> str:
    """Return the arguments of a defined command, some of which it cites."""
    if definition["number"]:
        letters = ("o" if definition["default"] else "m") + "m" * (int(definition["number"]) - 1)
    else:
        letters = "m" * (len(definition["marks"] or "") // 2)
        letters += "".join(re.findall("[A-Za-z]", re.sub(r"\{[^{}]*\}", "", definition["letters"] or "")))
    roles = [(KEYS if str(n) in cited else "-") for n, letter in enumerate(letters, 1) if letter in "mv"]
    return "".join(roles).rstrip("-")


def _words(lists: Iterable[str]) -> Iterator[str]:
    return (word for words in lists for part in words.split(",") if (word := part.strip(" \t\n")))


def _groups(text: str, position: int, closers: dict[int, int], pattern: str) -> Iterator[tuple[str, int]]:
    """Yield role and begin of each argument in braces from a position on; options come between them."""
    is_repeated = pattern.endswith("+")
    roles = cycle(pattern[:-1]) if is_repeated else iter(pattern)
    role = next(roles, "")
    position = _after_gap(text, position)
    while role and position in closers and (is_repeated or text[position] != "("):
        if text[position] == "{":
            yield role, position
            role = next(roles, "")
        position = _after_gap(text, closers[position] + 1)


def _after_gap(text: str, position: int) -> int:
    gap = _GAP.match(text, position)
    return gap.end() if gap else position


def _closers(text: str) -> dict[int, int]:
    """Return where each bracket closes, as TeX sees it: an option ends at the first ``]`` outside of further braces."""
    closers: dict[int, int] = {}
    groups: list[tuple[int, dict[str, list[int]]]] = [(-1, {})]
    for mark in _BRACKET.finditer(text):
        char, position = mark[0], mark.start()
        if char == "{":
            groups.append((position, {}))
        elif char == "}" and len(groups) > 1:
            closers[groups.pop()[0]] = position
        elif char in _PAIRS:
            groups[-1][1].setdefault(_PAIRS[char], []).append(position)
        elif char in "])>":
            closers.update(dict.fromkeys(groups[-1][1].pop(char, ()), position))
    return closers
