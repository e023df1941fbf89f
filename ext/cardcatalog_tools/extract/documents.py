"""Find what a document cites, in its LaTeX or in what LaTeX or biblatex noted of it.

``static/scripts/documents.js`` does the same in the browser; shared cases hold the two in step. So white space and
letters are spelled out here: the classes of Python and JavaScript differ. All forms take time linear in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cardcatalog.problems import Location

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        """The name without its folder and ending, by which one file asks for another."""
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
    r"|\\[\s\S]"
    r"|%[^\n]*",
)
"""Text that LaTeX does not read as it is: code, comments, text after the document, escaped characters."""

_CITING = re.compile(
    r"""\\(?:
      (?P<volume>[PpFfSsTtAa]?[Vv]olcite)
    | (?:[Aa]uto|block|[Ff]oot|footfull|full|inline|new|no|[FfPp]?[Nn]ote|online|[Pp]aren|possessive|short|[Ss]mart
        |[Ss]uper|[Tt]ext)?
      [Cc]ite
      (?:p|t|alp|alt|[Aa]uthor(?:NP)?|year(?:NP|par)?|fullauthor|date|title|url|num|n|N|NP|A|ANP|asnoun|online|poss|gen
        |[pt]alias|list|name|field|(?P<many>s))?
    | footcitetext(?P<notes>s)?
    | bibentry
    )(?![A-Za-z@])\*?""",
    re.VERBOSE,
)
"""The commands of LaTeX, natbib, biblatex, apacite and the conferences that cite; those of biblatex that end in ``s``
take several lists: the manuals of natbib (section 2) and of biblatex (section 3.9)."""

_BRACKET = re.compile(r"\\[\s\S]|[{}\[\]()<>]")
_PAIRS = {"[": "]", "(": ")", "<": ">"}
_GAP = re.compile(r"[ \t\n]*")
_KEYS = re.compile(r"\{([^{}\\#]*)\}")
_KEY = re.compile(r"[^, \t\n](?:[^,\n]*[^, \t\n])?")

_NOTED = {
    "aux": re.compile(r"\\(?:citation|abx@aux@cite(?:\{[0-9]+\})?)\{([^{}]*)\}"),
    "bcf": re.compile(r"<bcf:citekey[^<>]*>([^<>]*)</bcf:citekey>"),
}
"""The notes of each citation by LaTeX (``\\citation``) and biblatex."""

_INCLUDING = {
    "tex": re.compile(r"\\(?:input|include|subfile|(?:sub)?import[ \t]*\{[^{}]*\})[ \t]*\{([^{}\\#\n]+)\}"),
    "aux": re.compile(r"\\@input\{([^{}\n]+)\}"),
}


def stem_of(path: str) -> str:
    """Return the name of a file without its folder and ending."""
    return re.sub(r"\.[A-Za-z]+$", "", re.split(r"[/\\]", path)[-1])


def find_citations(document: Document) -> Iterator[Citation]:
    """Yield what a document cites, each key with its place; a ``.bib`` file cites nothing."""
    places = Places(document)
    text = readable(document)
    if document.kind == "tex":
        lists = _lists(text)
    else:
        form = _NOTED.get(document.kind)
        lists = (match.span(1) for match in form.finditer(text)) if form else iter(())
    for start, end in lists:
        for key in _KEY.finditer(text, start, end):
            yield Citation(key[0], places.at(key.start()))


def find_inclusions(document: Document) -> Iterator[Citation]:
    """Yield the names of other files that a document takes in, which may cite, too."""
    form = _INCLUDING.get(document.kind)
    places = Places(document)
    for match in form.finditer(readable(document)) if form else ():
        yield Citation(match[1].strip(" \t"), places.at(match.start()))


def readable(document: Document) -> str:
    """Return a text with blanks in place of the text that LaTeX skips, so that every position is unchanged."""
    return _UNREAD.sub(_blank, document.text) if document.kind == "tex" else document.text


def _blank(match: re.Match[str]) -> str:
    is_escaped = match[0][0] == "\\" and len(match[0]) == len(r"\%")
    return match[0] if is_escaped else re.sub(r"[^\n]", " ", match[0])


def _lists(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each list of keys begins and ends."""
    closers = _closers(text)
    for command in _CITING.finditer(text):
        has_many = bool(command["many"] or command["notes"])
        skips = bool(command["volume"])  # the number of the volume comes before the keys
        position = _after_gap(text, command.end())
        while position in closers and (has_many or text[position] != "("):
            if text[position] == "{":
                keys = _KEYS.match(text, position)
                if keys and not skips:
                    yield keys.span(1)
                if not (skips or has_many):
                    break
                skips = False
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
