"""The problems of a bibliography and their places: values made by the reader and the checks."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from typing import TYPE_CHECKING

from cardcatalog.messages import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterable


class Severity(Enum):
    """The severity of a problem."""

    ERROR = "error"
    """Something is lost or wrong: an entry that cannot be read, a link that leads nowhere."""

    WARNING = "warning"
    """The entry can be used, but breaks a rule."""


class Kind(Enum):
    """A kind of problem: its name (the subtype of the warning), one sentence on it, how bad it is.

    The last value is whether ``cardcatalog check --fix`` fixes it, always or where there is no doubt.
    """

    FILE = "file", gettext_noop("A file cannot be read, or is not encoded in UTF-8."), Severity.ERROR
    SYNTAX = (
        "syntax",
        gettext_noop("A part of a `.bib` file cannot be understood; only that part is left out."),
        Severity.ERROR,
    )
    DUPLICATE_KEY = (
        "duplicate-key",
        gettext_noop("Two entries have the same citation key; the first one is kept."),
        Severity.ERROR,
    )
    DUPLICATE_FIELD = (
        "duplicate-field",
        gettext_noop("An entry states a field twice; the first one is kept."),
        Severity.ERROR,
    )
    UNKNOWN_TYPE = "unknown-type", gettext_noop("BibTeX and biblatex know no such entry type."), Severity.ERROR
    MISSING_FIELD = "missing-field", gettext_noop("An entry lacks a field that every entry must have."), Severity.ERROR
    UNKNOWN_CATEGORY = (
        "unknown-category",
        gettext_noop("An entry names a category that is not in the tree."),
        Severity.ERROR,
    )
    UNKNOWN_KEYWORD = (
        "unknown-keyword",
        gettext_noop("An entry names a keyword that is not in the glossary."),
        Severity.ERROR,
    )
    UNKNOWN_VENUE = (
        "unknown-venue",
        gettext_noop("An entry names a venue that is not in the list of venues."),
        Severity.ERROR,
    )
    BAD_YEAR = "bad-year", gettext_noop("A year is not a number of four digits."), Severity.ERROR
    BAD_NAME = (
        "bad-name",
        gettext_noop("A name cannot be divided into given name and family name."),
        Severity.ERROR,
        True,
    )
    BAD_DOI = "bad-doi", gettext_noop("A DOI does not have the form `10.<registrant>/<name>`."), Severity.ERROR, True
    BAD_ARXIV = (
        "bad-arxiv",
        gettext_noop("An arXiv identifier has neither the form `2210.17323` nor `cs/0112017`."), Severity.ERROR, True,
    )  # fmt: skip
    BAD_URL = "bad-url", gettext_noop("A link is not an absolute `http` or `https` address."), Severity.ERROR
    BAD_DATE = "bad-date", gettext_noop("A date of creation is not of the form `2026-11-23`."), Severity.ERROR
    MATH = (
        "math",
        gettext_noop("A formula in a title lacks something or does more than set symbols; it is shown as text."),
        Severity.WARNING,
    )
    TAXONOMY = (
        "taxonomy",
        gettext_noop("A file of categories, keywords, venues or wanted papers breaks its own rules."), Severity.ERROR,
    )  # fmt: skip
    CROSSREF = "crossref", gettext_noop("An entry takes fields from one that does not exist."), Severity.ERROR
    REFERENCE = (
        "reference",
        gettext_noop("A page asks for a paper, category or keyword that does not exist."),
        Severity.ERROR,
    )
    PROJECT = "project", gettext_noop("A rule of the project's own is broken."), Severity.ERROR
    # What only `cardcatalog check` looks for
    UNBALANCED = (
        "unbalanced",
        gettext_noop("Braces or dollar signs do not come in pairs, as BibTeX counts."),
        Severity.ERROR,
    )
    RELEASED_KEY = (
        "released-key",
        gettext_noop("A released key is gone, or stands for another work; keys are for ever."), Severity.ERROR,
    )  # fmt: skip
    DUPLICATE_WORK = (
        "duplicate-work",
        gettext_noop("Two entries seem to be of one work; if not, `related` in one names the other."),
        Severity.WARNING,
    )
    PREPRINT = (
        "preprint",
        gettext_noop("A preprint stands here although its published version is known."),
        Severity.WARNING,
    )
    KEY_RULE = (
        "key-rule",
        gettext_noop("A key is not made of family name, year and first significant word."),
        Severity.WARNING,
    )
    NON_ASCII = (
        "non-ascii",
        gettext_noop("A character is not ASCII, which classic BibTeX cannot sort."),
        Severity.WARNING,
        True,
    )
    OVER_BRACED = (
        "over-braced",
        gettext_noop("A title stands in braces as a whole, so that styles lose its case."),
        Severity.WARNING,
    )
    HTTP_LINK = (
        "http-link",
        gettext_noop("A link begins with `http` although its host answers to `https`."),
        Severity.WARNING,
        True,
    )
    REDIRECT = "redirect", gettext_noop("A link leads through a host that only redirects."), Severity.WARNING, True
    VENUE_SPELLING = (
        "venue-spelling", gettext_noop("A venue is not spelled as the list of venues has it."), Severity.WARNING, True,
    )  # fmt: skip
    PAGES = "pages", gettext_noop("The numbers of pages are not joined by `--`."), Severity.WARNING, True
    FUTURE_YEAR = "future-year", gettext_noop("A year is later than the next."), Severity.WARNING
    FIELD_ORDER = (
        "field-order",
        gettext_noop("The fields of an entry do not stand in their order."),
        Severity.WARNING,
        True,
    )
    LIST = "list", gettext_noop("A line of a list in Markdown cannot be read, or only in part."), Severity.WARNING
    LAYOUT = (
        "layout",
        gettext_noop("A file is not in the canonical layout; `cardcatalog format` brings it there."),
        Severity.WARNING,
    )

    def __init__(self, slug: str, sentence: str, severity: Severity, is_fixable: bool = False) -> None:  # noqa: FBT001, FBT002  (a value of an enumeration is a tuple)
        """Name the parts of the value."""
        self.slug = slug
        self.sentence = sentence
        self.severity = severity
        self.is_fixable = is_fixable


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
    """The text at fault, as in the file at or after that place; empty where the place is enough."""

    def __str__(self) -> str:
        """Return the line that a build prints."""
        return f"{self.location}: {self.message} [cardcatalog.{self.kind.slug}]"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `` (did you mean 'x'?)`` for the nearest known word, or nothing if none is near."""
    spellings = {name.lower(): name for name in known}
    nearest = get_close_matches(word.lower(), spellings, n=1, cutoff=0.6)
    return f" (did you mean {spellings[nearest[0]]!r}?)" if nearest else ""
