"""Write TeX that any document can set: without the commands of packages, and without HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cardcatalog.bibtex.commands import PACKAGES
from cardcatalog.bibtex.decode import SPACE, TOKEN, Reader, nest_quotes, without_entities
from cardcatalog.bibtex.tex import to_tex

if TYPE_CHECKING:
    from cardcatalog.bibtex.commands import Command


def without_packages(tex: str) -> str:
    """Return TeX with what they show in the place of commands of packages: ``quoted'' words, 5 mm."""
    return nest_quotes(_Writer(_ENVIRONMENT.sub(_as_command, tex)).read()).translate(_QUOTES) if "\\" in tex else tex


_NAMES = "|".join(map(re.escape, PACKAGES))
_ENVIRONMENT = re.compile(rf"\\begin\s*\{{({_NAMES})\}}|\\end\s*\{{(?:{_NAMES})\}}")


def _as_command(edge: re.Match[str]) -> str:
    """Return the command of which an environment is the scope, and nothing for its end."""
    return f"\\{edge[1]}" if edge[1] else ""


_QUOTES = str.maketrans({"“": "``", "”": "''", "‘": "`", "’": "'", "…": r"{\ldots}"})


class _Writer(Reader):
    """A reader that leaves TeX as it is, except for commands of packages."""

    def read(self) -> str:
        """Return the TeX of all that is left."""
        while token := TOKEN.match(self.tex, self.at):
            self.at = token.end()
            is_package = token["name"] in PACKAGES
            if is_package:
                self.next(SPACE)
            self.shown += self.filled(PACKAGES[self.starred(token["name"])]) if is_package else token[0]
        return self.shown

    def text(self, tex: str, *, is_math: bool) -> str:
        """Return the TeX of an argument."""
        return _Writer(tex, is_math=is_math).read()

    def filled(self, command: Command) -> str:
        """Return what a command shows, as TeX."""
        shown = super().filled(command)
        return to_tex(shown) if command.shown.startswith("=") else shown


def without_html(tex: str) -> str:
    """Return TeX with commands in the place of the tags and entities of HTML that programs leave in titles."""
    if "&" in tex:
        tex = _ENTITY.sub(_character, tex)
    if "</" in tex:
        for tag, shown in _TAGS:
            tex = tag.sub(shown, tex)
    return tex


_ENTITY = re.compile(r"(?:\{\\&\}|\\?&)(?P<name>#\w{1,8}|[a-zA-Z][a-zA-Z0-9]+);")
"""An entity of HTML; Mendeley escapes its sign."""


def _character(entity: re.Match[str]) -> str:
    char = without_entities(f"&{entity['name']};")
    return entity[0] if char.startswith("&") and entity["name"] != "amp" else to_tex(char)


_COMMANDS = {
    "sup": "textsuperscript", "sub|inf": "textsubscript", "i|em|italic": "emph", "b|strong|bold": "textbf",
    "scp|sc": "textsc", "tt": "texttt", "span": "",
}  # fmt: skip
_TAGS = tuple(
    (
        re.compile(rf"<({names})(?: [^<>]*)?>((?:(?!<(?:{names})\b).)*?)</\1>", re.IGNORECASE),
        rf"\\{command}{{\2}}" if command else r"\2",
    )
    for names, command in _COMMANDS.items()
)
