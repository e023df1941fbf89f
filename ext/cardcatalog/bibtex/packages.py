"""Write TeX that any document can set: without the commands of packages, and without HTML."""

from __future__ import annotations

import re

from cardcatalog.bibtex.commands import PACKAGES, PLAIN, Command, is_sort_key
from cardcatalog.bibtex.decode import SPACE, TOKEN, Reader, nest_quotes
from cardcatalog.bibtex.markup import without_entities
from cardcatalog.bibtex.tex import to_tex


def without_packages(tex: str) -> str:
    """Return TeX with what they show in the place of commands of packages: ``quoted'' words, 5 mm."""
    if "\\" not in tex:
        return tex
    bare = _WITH_ARGUMENT.sub(lambda found: "" if is_sort_key(found[1] or found[2]) else found[0], tex)
    return nest_quotes(_Writer(_ENVIRONMENT.sub(_as_command, bare)).read()).translate(_QUOTES)


_WITH_ARGUMENT = re.compile(r"\{\\(\w+)\s*\{[^{}]*\}\s*\}|\\(\w+)\s*\{[^{}]*\}")
"""A command with an argument; those by which BibTeX sorts are defined by the file that they come from."""


_NAMES = "|".join(map(re.escape, PACKAGES))
_ENVIRONMENT = re.compile(rf"\\begin\s*\{{({_NAMES})\}}|\\end\s*\{{(?:{_NAMES})\}}")


def _as_command(edge: re.Match[str]) -> str:
    """Return the command of which an environment is the scope, and nothing for its end."""
    return f"\\{edge[1]}" if edge[1] else ""


_QUOTES = str.maketrans({"“": "``", "”": "''", "‘": "`", "’": "'", "…": r"{\ldots}"})


def _plain(name: str, following: str) -> str:
    """Return what is in the place of a command, with a space if it is one and a letter follows."""
    tex = PLAIN[name]
    return f"{tex} " if tex[0] == "\\" and following.isalpha() else tex


class _Writer(Reader):
    """A reader that leaves TeX as it is, except for commands of packages."""

    def read(self) -> str:
        """Return the TeX of all that is left."""
        while token := TOKEN.match(self.tex, self.at):
            self.at = token.end()
            name = token["name"]
            if name in PACKAGES or name in PLAIN:
                self.next(SPACE)
            if name in PACKAGES:
                self.shown += self.filled(PACKAGES[self.starred(name)])
            else:
                self.shown += _plain(name, self.tex[self.at : self.at + 1]) if name in PLAIN else token[0]
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
    if not _HTML.search(tex):
        return tex
    tex = _SIGN.sub(lambda sign: _SIGNS[sign[1]], tex)
    tex = _ENTITY.sub(_character, tex)
    for tag, shown in _TAGS:
        tex = tag.sub(shown, tex)
    return tex


_HTML = re.compile(r"(?:[<}$]|less )/[a-z]|&[^ ]*;|\\(?:less|greater|math(?:plus|semicolon))(?![a-z])", re.IGNORECASE)
_SIGNS = {"less": "$<$", "greater": "$>$", "mathplus": "+", "mathsemicolon": ";"}
_SIGN = re.compile(rf"\$\\({'|'.join(_SIGNS)})\$")
"""Signs as Crossref once wrote them, by commands that LaTeX lacks."""

_ENTITY = re.compile(r"(?:\{\\&\}|\\?&)(?P<name>#\w{1,8}|[a-zA-Z][a-zA-Z0-9]+);")
"""An entity of HTML; Mendeley escapes its sign."""


def _character(entity: re.Match[str]) -> str:
    char = without_entities(f"&{entity['name']};")
    return entity[0] if char.startswith("&") and entity["name"].lower() != "amp" else to_tex(char)


_COMMANDS = {
    "sup": "textsuperscript", "sub|inf": "textsubscript", "i|em|italic": "emph", "b|strong|bold": "textbf",
    "scp|sc": "textsc", "tt": "texttt", "span": "",
}  # fmt: skip
_LESS, _GREATER = (
    rf"(?:{sign}|\{{{sign}\}}|\${sign}\$|\{{\\text{name}\s*\}}|\\text{name}(?:\{{\}}|\s+))"
    for sign, name in (("<", "less"), (">", "greater"))
)
"""The signs around a tag, which reference managers write as TeX in five ways."""

_TAGS = tuple(
    (
        re.compile(
            rf"{_LESS}({names})(?: [^<>]*)?{_GREATER}((?:(?!{_LESS}(?:{names})\b).)*?){_LESS}/\1{_GREATER}",
            re.IGNORECASE,
        ),
        rf"\\{command}{{\2}}" if command else r"\2",
    )
    for names, command in _COMMANDS.items()
)
