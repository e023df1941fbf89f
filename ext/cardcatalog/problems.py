"""What can be wrong with a bibliography, and where: values made by the reader and the checks."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from typing import TYPE_CHECKING

from cardcatalog.wording import mark

if TYPE_CHECKING:
    from collections.abc import Iterable


class Severity(Enum):
    """How bad a problem is."""

    ERROR = "error"
    """Something is lost or wrong: an entry that cannot be read, a link that leads nowhere."""

    WARNING = "warning"
    """What is there can be used, but is not as it should be."""


class Kind(Enum):
    """A kind of problem: its name (the subtype of the warning), one sentence on it, how bad it is.

    The last value says whether ``cardcatalog check --fix`` mends it, always or where there is no doubt.
    """

    FILE = "file", mark("A file cannot be read, or is not encoded in UTF-8."), Severity.ERROR
    SYNTAX = "syntax", mark("A part of a `.bib` file cannot be understood; only that part is left out."), Severity.ERROR
    DUPLICATE_KEY = (
        "duplicate-key",
        mark("Two entries have the same citation key; the first one is kept."),
        Severity.ERROR,
    )
    DUPLICATE_FIELD = "duplicate-field", mark("An entry states a field twice; the first one is kept."), Severity.ERROR
    UNKNOWN_TYPE = "unknown-type", mark("BibTeX and biblatex know no such entry type."), Severity.ERROR
    MISSING_FIELD = "missing-field", mark("An entry lacks a field that every entry must have."), Severity.ERROR
    UNKNOWN_CATEGORY = "unknown-category", mark("An entry names a category that is not in the tree."), Severity.ERROR
    UNKNOWN_KEYWORD = "unknown-keyword", mark("An entry names a keyword that is not in the glossary."), Severity.ERROR
    UNKNOWN_VENUE = "unknown-venue", mark("An entry names a venue that is not in the list of venues."), Severity.ERROR
    BAD_YEAR = "bad-year", mark("A year is not a number of four digits."), Severity.ERROR
    BAD_NAME = "bad-name", mark("A name cannot be divided into given name and family name."), Severity.ERROR, True
    BAD_DOI = "bad-doi", mark("A DOI does not have the form `10.<registrant>/<name>`."), Severity.ERROR, True
    BAD_ARXIV = (
        "bad-arxiv",
        mark("An arXiv identifier has neither the form `2210.17323` nor `cs/0112017`."), Severity.ERROR, True,
    )  # fmt: skip
    BAD_URL = "bad-url", mark("A link is not an absolute `http` or `https` address."), Severity.ERROR
    BAD_DATE = "bad-date", mark("A date of creation is not of the form `2026-11-23`."), Severity.ERROR
    MATH = (
        "math",
        mark("A formula in a title lacks something or does more than set symbols; it is shown as text."),
        Severity.WARNING,
    )
    TAXONOMY = (
        "taxonomy",
        mark("A file of categories, keywords, venues or wanted papers breaks its own rules."), Severity.ERROR,
    )  # fmt: skip
    CROSSREF = "crossref", mark("An entry takes fields from one that does not exist."), Severity.ERROR
    REFERENCE = "reference", mark("A page asks for a paper, category or keyword that does not exist."), Severity.ERROR
    PROJECT = "project", mark("A rule of the project's own is broken."), Severity.ERROR
    # What only `cardcatalog check` looks for
    UNBALANCED = "unbalanced", mark("Braces or dollar signs do not come in pairs, as BibTeX counts."), Severity.ERROR
    RELEASED_KEY = (
        "released-key", mark("A released key is gone, or stands for another work; keys are for ever."), Severity.ERROR,
    )  # fmt: skip
    DUPLICATE_WORK = (
        "duplicate-work",
        mark("Two entries seem to be of one work; if not, `related` in one names the other."),
        Severity.WARNING,
    )
    PREPRINT = "preprint", mark("A preprint stands here although its published version is known."), Severity.WARNING
    KEY_RULE = "key-rule", mark("A key is not made of family name, year and first significant word."), Severity.WARNING
    NON_ASCII = (
        "non-ascii",
        mark("A character is not ASCII, which classic BibTeX cannot sort."),
        Severity.WARNING,
        True,
    )
    OVER_BRACED = (
        "over-braced",
        mark("A title stands in braces as a whole, so that styles lose its case."),
        Severity.WARNING,
    )
    HTTP_LINK = (
        "http-link",
        mark("A link begins with `http` although its host answers to `https`."),
        Severity.WARNING,
        True,
    )
    REDIRECT = "redirect", mark("A link leads through a host that only redirects."), Severity.WARNING, True
    VENUE_SPELLING = (
        "venue-spelling", mark("A venue is not spelled as the list of venues has it."), Severity.WARNING, True,
    )  # fmt: skip
    PAGES = "pages", mark("The numbers of pages are not joined by `--`."), Severity.WARNING, True
    FUTURE_YEAR = "future-year", mark("A year is later than the next."), Severity.WARNING
    FIELD_ORDER = "field-order", mark("The fields of an entry do not stand in their order."), Severity.WARNING, True
    LIST = "list", mark("A line of a list in Markdown cannot be read, or only in part."), Severity.WARNING
    LAYOUT = (
        "layout",
        mark("A file is not in the canonical layout; `cardcatalog format` brings it there."),
        Severity.WARNING,
    )

    def __init__(self, slug: str, sentence: str, severity: Severity, is_mended: bool = False) -> None:  # noqa: FBT001, FBT002  (a value of an enumeration is a tuple)
        """Name the parts of the value."""
        self.slug = slug
        self.sentence = sentence
        self.severity = severity
        self.is_mended = is_mended


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
    value: str = ""
    """The text at fault, as it stands in the file at that place or behind it; empty where the place says all."""

    def __str__(self) -> str:
        """Return the line that a build prints."""
        return f"{self.location}: {self.message} [cardcatalog.{self.kind.slug}]"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `` (did you mean 'x'?)`` for the nearest known word, or nothing if none is near."""
    spellings = {name.lower(): name for name in known}
    nearest = get_close_matches(word.lower(), spellings, n=1, cutoff=0.6)
    return f" (did you mean {spellings[nearest[0]]!r}?)" if nearest else ""
