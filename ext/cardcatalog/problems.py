"""What can be wrong with a bibliography, and where: values made by the reader and the checks."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Kind(Enum):
    """A kind of problem: its name (the subtype of the warning) and one sentence on it."""

    FILE = "file", "A file cannot be read, or is not encoded in UTF-8."
    SYNTAX = "syntax", "A part of a `.bib` file cannot be understood; only that part is left out."
    DUPLICATE_KEY = "duplicate-key", "Two entries have the same citation key; the first one is kept."
    DUPLICATE_FIELD = "duplicate-field", "An entry states a field twice; the first one is kept."
    UNKNOWN_TYPE = "unknown-type", "BibTeX and biblatex know no such entry type."
    MISSING_FIELD = "missing-field", "An entry lacks a field that every entry must have."
    UNKNOWN_CATEGORY = "unknown-category", "An entry names a category that is not in the tree."
    UNKNOWN_KEYWORD = "unknown-keyword", "An entry names a keyword that is not in the glossary."
    UNKNOWN_VENUE = "unknown-venue", "An entry names a venue that is not in the list of venues."
    BAD_YEAR = "bad-year", "A year is not a number of four digits."
    BAD_NAME = "bad-name", "A name cannot be divided into given name and family name."
    BAD_DOI = "bad-doi", "A DOI does not have the form `10.<registrant>/<name>`."
    BAD_ARXIV = "bad-arxiv", "An arXiv identifier has neither the form `2210.17323` nor `cs/0112017`."
    BAD_URL = "bad-url", "A link is not an absolute `http` or `https` address."
    BAD_DATE = "bad-date", "A date of creation is not of the form `2026-11-23`."
    TAXONOMY = "taxonomy", "A file of categories, keywords, venues or wanted papers breaks its own rules."
    REFERENCE = "reference", "A page asks for a paper, category or keyword that does not exist."
    LIST = "list", "A line of a list in Markdown cannot be read, or only in part."

    def __init__(self, slug: str, sentence: str) -> None:
        """Name the two parts of the value."""
        self.slug = slug
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Location:
    """A line of a file: the path as messages show it, lines counted from one."""

    path: str
    line: int

    def __str__(self) -> str:
        """Return the form that editors follow, ``path:line``."""
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong at a place: what it is, and what to do."""

    location: Location
    message: str
    kind: Kind

    def __str__(self) -> str:
        """Return the one line that the command line prints."""
        return f"{self.location}: {self.message} [cardcatalog.{self.kind.slug}]"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `` (did you mean 'x'?)`` for the nearest known word, or nothing if none is near."""
    spellings = {name.lower(): name for name in known}
    nearest = get_close_matches(word.lower(), spellings, n=1, cutoff=0.6)
    return f" (did you mean {spellings[nearest[0]]!r}?)" if nearest else ""
