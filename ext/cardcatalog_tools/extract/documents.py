"""Find the citations of a document, in its LaTeX or in the notes of LaTeX or biblatex.

``static/scripts/documents.js`` does the same in the browser; shared cases hold the two in step. So white space and
letters are spelled out here: the classes of Python and JavaScript differ. All forms take time linear in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.sax.saxutils import unescape

from cardcatalog.bibtex.text import split_list
from cardcatalog.problems import Location
from cardcatalog_tools.extract.commands import KEYS, UNKNOWN, Commands

EVERYTHING = "*"
"""The key by which ``\\nocite`` takes the whole of a ``.bib`` file."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text that cites, or a ``.bib`` file of its author: its name as messages show it, lines ending as in Unix."""

    name: str
    text: str

    @property
    def kind(self) -> str:
        """The kind of the text, by the end of its name or else by its content: tex, aux, bcf or bib."""
        ending = self.name.rpartition(".")[2].lower()
        if ending in _ENDINGS:
            return _ENDINGS[ending]
        return next((kind for kind, form in _SIGNS.items() if form.search(self.text)), "tex")

    @property
    def stem(self) -> str:
        """The name without its folder and extension, by which one file includes another."""
        return stem_of(self.name)


@dataclass(frozen=True, slots=True)
class Citation:
    """A key, and the first place where a document cites it."""

    key: str
    location: Location


class Places:
    """The lines of a text, to be found by position."""

    def __init__(self, document: Document) -> None:
        """Take down where lines end."""
        self._name = document.name
        self._ends = [match.start() for match in re.finditer("\n", document.text)]

    def at(self, position: int) -> Location:
        """Return the place of a position."""
        return Location(self._name, bisect_left(self._ends, position) + 1)


_ENDINGS = {"tex": "tex", "ltx": "tex", "aux": "aux", "bcf": "bcf", "bib": "bib"}
_SIGNS = {
    "bcf": re.compile(r"<bcf:citekey"),
    "aux": re.compile(r"\\citation\{|\\abx@aux@cite\{"),
    "bib": re.compile(r"(?<![^\n])[ \t]*@[A-Za-z]+[ \t\n]*[{(]"),
}
"""The patterns that identify a text whose name does not."""

_UNREAD = re.compile(
    r"\\(?:verb|lstinline)\*?([^A-Za-z*{\[ \t\n])[^\n]{0,300}?\1"
    r"|\\begin\{(verbatim\*?|Verbatim|lstlisting|minted|comment|filecontents\*?)\}[\s\S]*?(?:\\end\{\2\}|\Z)"
    r"|\\end\{document\}[\s\S]*"
    r"|\\let[ \t]*\\[A-Za-z@]+[ \t]*=?[ \t]*\\iffalse(?![A-Za-z@])"
    r"|\\iffalse(?![A-Za-z@}])[\s\S]*?(?:\\(?:fi|else)(?![A-Za-z@])|\Z)"
    r"|\\bibitem[ \t\n]*\[[^\]]{0,1000}\]"
    r"|\\[\s\S]"
    r"|%[^\n]*",
)
"""Text that cites nothing: code, comments, text after the document, labels of references, escaped characters."""

_KEYS = re.compile(r"[^{}\\#]*")
_KEY = re.compile(r"(?:\*(?=[^, \t\n]))?([^, \t\n](?:[^,\n]*[^, \t\n])?)")
"""A key of a list; ``*`` before one adds it to the entry before (natbib manual, section 2.14; mcite)."""

_NOTED = {
    "aux": re.compile(r"\\(?:citation|abx@aux@cite(?:\{[0-9]+\})?)\{([^{}]*)\}"),
    "bcf": re.compile(r"<bcf:citekey[^<>]*>([^<>]*)</bcf:citekey>"),
}
"""The notes of each citation by LaTeX (``\\citation``) and biblatex."""

_CONTROL = re.compile(r"(?:REVTEX|a[ip][ps])[A-Za-z0-9_-]*Control|achemso-control|abnt-[^,=]*=.*")
"""The keys by which REVTeX, achemso and abntex2cite tell BibTeX about options; such an entry is in a file of theirs."""

_SET = re.compile(r'<bcf:citekey[^<>]* members="([^"<>]*)"[^<>]*>([^<>]*)</bcf:citekey>')
"""A set that a document defines for itself (biblatex manual, section 3.14.5)."""

_NAME = r"[ \t\n]*\{([^{}\\#\n]+)\}"
_INCLUDING = {
    "tex": re.compile(
        r"\\(?:input|include|subfile|subfileinclude|(?:sub)?(?:import|inputfrom|includefrom)\*?[ \t]*\{[^{}]*\})(?:"
        + _NAME
        + r'|(?<=put)[ \t]+(?:"([^"\n]+)"|([^ \t\n{}\\%#"~]+)))',
    ),
    "aux": re.compile(r"\\@input\{([^{}\n]+)\}"),
}


def stem_of(path: str) -> str:
    """Return the name of a file without its folder and ending."""
    return re.sub(r"\.[A-Za-z]+$", "", re.split(r"[/\\]", path)[-1])


def commands_of(documents: Iterable[Document]) -> Commands:
    """Return the commands by which documents cite."""
    return Commands(readable(document) for document in documents if document.kind == "tex")


def find_citations(document: Document, commands: Commands) -> Iterator[Citation]:
    """Yield the citations of a document, each key with its place; a ``.bib`` file has none."""
    places = Places(document)
    text = readable(document)
    if document.kind == "tex":
        named = (row for row in commands.arguments(text) if row.role == KEYS)
        lists = [(row.start, row.end) for row in named if _KEYS.fullmatch(text, row.start, row.end)]
    else:
        form = _NOTED.get(document.kind)
        lists = [match.span(1) for match in form.finditer(text)] if form else []
    for start, end in lists:
        for key in _KEY.finditer(text, start, end):
            if not _CONTROL.fullmatch(key[1]):
                yield Citation(_decoded(key[1], document), places.at(key.start(1)))


def _decoded(text: str, document: Document) -> str:
    return unescape(text, {"&quot;": '"', "&apos;": "'"}) if document.kind == "bcf" else text


def find_unknown(document: Document, commands: Commands) -> Iterator[Citation]:
    """Yield the commands of LaTeX that look like citations, and are not read as such, each with its place."""
    places = Places(document)
    text = readable(document) if document.kind == "tex" else ""
    for role, command, start, end in commands.arguments(text):
        if role == UNKNOWN and _KEYS.fullmatch(text, start, end) and _KEY.search(text, start, end):
            yield Citation(f"\\{command[1]}", places.at(command.start()))


def find_sets(documents: Iterable[Document], commands: Commands) -> dict[str, tuple[str, ...]]:
    """Return the keys of the sets that documents define, with the keys of their members."""
    sets = dict(commands.sets)
    for document in documents:
        for members, key in _SET.findall(document.text) if document.kind == "bcf" else ():
            sets[_decoded(key, document)] = split_list(_decoded(members, document))
    return sets


def find_inclusions(document: Document) -> Iterator[Citation]:
    """Yield the names of other files that a document takes in, which may cite, too."""
    form = _INCLUDING.get(document.kind)
    places = Places(document)
    for match in form.finditer(readable(document)) if form else ():
        yield Citation(next(filter(None, match.groups())).strip(" \t"), places.at(match.start()))


def readable(document: Document) -> str:
    """Return a text with blanks in place of the text that LaTeX skips, so that every position is unchanged."""
    return _UNREAD.sub(_blank, document.text) if document.kind == "tex" else document.text


def _blank(match: re.Match[str]) -> str:
    is_escaped = match[0][0] == "\\" and len(match[0]) == len(r"\%")
    return match[0] if is_escaped else re.sub(r"[^\n]", " ", match[0])
