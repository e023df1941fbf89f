"""The problems of a bibliography and their places: values made by the reader and the checks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import Enum

from cardcatalog.messages import gettext_noop


class Severity(Enum):
    """The severity of a problem."""

    ERROR = "error"
    """Something is lost or wrong: an entry that cannot be read, a link that leads nowhere."""

    WARNING = "warning"
    """The entry can be used, but breaks a rule."""


ERROR, WARNING = Severity


class Kind(Enum):
    """A kind of problem: one sentence on it, and how bad it is.

    The last value is whether ``cardcatalog check --fix`` fixes it, always or where there is no doubt.
    """

    FILE = gettext_noop("A file cannot be read, or is not encoded in UTF-8."), ERROR
    SYNTAX = gettext_noop("Part of a `.bib` file could not be parsed and was skipped."), ERROR
    DUPLICATE_KEY = gettext_noop("Two entries have the same citation key; the first one is kept."), ERROR
    DUPLICATE_FIELD = gettext_noop("An entry has a field twice; the first one is kept."), ERROR
    HIDDEN_ENTRY = gettext_noop("An entry in a `@comment` is hidden here and from Biber, but BibTeX reads it."), WARNING
    UNKNOWN_TYPE = gettext_noop("The entry type exists neither in BibTeX nor in biblatex."), ERROR
    UNKNOWN_FIELD = (
        gettext_noop("The name of a field looks like a misspelling of another one; its value is not used."),
        WARNING,
    )
    MISSING_FIELD = gettext_noop("An entry lacks a required field."), ERROR
    UNKNOWN_CATEGORY = gettext_noop("An entry names a category that is not in the tree."), ERROR
    UNKNOWN_KEYWORD = gettext_noop("An entry names a keyword that is not in the glossary."), ERROR
    UNKNOWN_VENUE = gettext_noop("An entry names a venue that is not in the list of venues."), ERROR
    BAD_YEAR = gettext_noop("A year is not a number of four digits."), ERROR
    BAD_NAME = (
        gettext_noop("A name cannot be divided into given name and family name, or holds what is not part of a name."),
        ERROR,
        True,
    )
    BAD_DOI = gettext_noop("A DOI does not have the form `10.<registrant>/<name>`."), ERROR, True
    BAD_ARXIV = gettext_noop("An arXiv identifier has neither the form `2210.17323` nor `cs/0112017`."), ERROR, True
    BAD_URL = gettext_noop("A link is not an absolute `http` or `https` address."), ERROR
    BAD_DATE = gettext_noop("A creation date is not one, or has not come, or a month is not one."), ERROR
    BAD_BITS = gettext_noop("A setting of bits does not have a form such as `W4A8KV4`, `W2` or `FP4`."), ERROR
    MATH = (
        gettext_noop("A formula in a title is incomplete or uses a command that is not allowed; it is shown as text."),
        WARNING,
    )
    UNKNOWN_COMMAND = (
        gettext_noop("A field has a TeX command that is unknown; only the text of its arguments is shown."),
        WARNING,
    )
    TAXONOMY = (
        gettext_noop("A file of categories, keywords, venues, wanted papers or measured results is invalid."),
        ERROR,
    )
    CROSSREF = (
        gettext_noop("An entry inherits fields from an entry, or names one as related, that does not exist."),
        ERROR,
    )
    REFERENCE = gettext_noop("A page refers to a paper, category or keyword that does not exist."), ERROR
    PROJECT = gettext_noop("A rule that the project defines is broken."), ERROR
    RESULT = gettext_noop("A row of measured results is wrong, or names what does not exist."), ERROR
    RESULT_CONFLICT = (
        gettext_noop("A measured result contradicts another, or its paper, or lacks its reference row."),
        WARNING,
    )

    # What only `cardcatalog check` looks for

    UNBALANCED = gettext_noop("Braces or dollar signs are not balanced, as BibTeX counts them."), ERROR
    RELEASED_KEY = gettext_noop("A released key is missing or belongs to another work; keys must not change."), ERROR
    DUPLICATE_WORK = (
        gettext_noop("Two entries seem to be the same work; if not, name one in the field `related` of the other."),
        WARNING,
    )
    PREPRINT = gettext_noop("A preprint is listed although its published version is known."), WARNING
    CONTRADICTION = gettext_noop("Two fields of an entry contradict each other."), WARNING
    UNESCAPED = (
        gettext_noop("A character is not escaped that TeX reads as a command, such as `&` or `_`."),
        WARNING,
        True,
    )
    BAD_KEY = gettext_noop("A key has a parenthesis or an apostrophe, at which Biber stops."), WARNING
    KEY_RULE = gettext_noop("A key is not made of family name, year and first significant word."), WARNING
    ANNOTATION = (
        gettext_noop("An annotation is not one short sentence with a full stop, so that no card shows it."),
        WARNING,
    )
    NON_ASCII = gettext_noop("A character is not ASCII; classic BibTeX cannot sort it."), WARNING, True
    OVER_BRACED = gettext_noop("A whole title is in braces, so that styles cannot change its case."), WARNING
    BARE_AND = (
        gettext_noop("A publisher or an institution has a bare `and`, at which biblatex and programs divide it."),
        WARNING,
    )
    BAD_NUMBER = (
        gettext_noop("An ISBN or an ISSN has a wrong check digit, or an identifier of OpenReview is not one."),
        WARNING,
        True,
    )
    INVISIBLE = gettext_noop("A field has characters that cannot be seen, such as a soft hyphen."), WARNING, True
    HTTP_LINK = gettext_noop("A link begins with `http` although its host supports `https`."), WARNING, True
    REDIRECT = gettext_noop("A link leads through a host that only redirects."), WARNING, True
    VENUE_SPELLING = gettext_noop("A venue is not spelled as in the list of venues."), WARNING, True
    PAGES = gettext_noop("Page numbers are not joined by `--`."), WARNING, True
    FUTURE_YEAR = gettext_noop("A year is later than next year."), WARNING
    FIELD_ORDER = gettext_noop("The fields of an entry are not in the standard order."), WARNING, True
    LIST = gettext_noop("A line of a Markdown list cannot be read, or only in part."), WARNING
    LAYOUT = gettext_noop("A file is not in the standard layout; `cardcatalog format` fixes that."), WARNING

    def __init__(self, sentence: str, severity: Severity, is_fixable: bool = False) -> None:  # noqa: FBT001, FBT002  (a value of an enumeration is a tuple)
        """Name the parts of the value; the name of the kind is the subtype of the warning."""
        self.slug = self.name.lower().replace("_", "-")
        self.sentence = sentence
        self.severity = severity
        self.is_fixable = is_fixable


HOUSE_RULES = frozenset(
    {Kind.ANNOTATION, Kind.KEY_RULE, Kind.NON_ASCII, Kind.OVER_BRACED}
    | {Kind.HTTP_LINK, Kind.REDIRECT, Kind.FIELD_ORDER, Kind.PAGES},
)
"""Kinds that are a matter of taste: only a project that asks for them is checked for them."""


@dataclass(frozen=True, slots=True)
class Location:
    """A line of a file: the path as messages show it, lines counted from one."""

    path: str
    line: int
    field: str = field(default="", compare=False)
    """The field of an entry that begins on the line, by which the column is found; empty for an entry as a whole."""

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

    is_doubtful: bool = field(default=False, compare=False)
    """Whether no fix is certain, although its kind has fixes."""

    @property
    def is_fixable(self) -> bool:
        """Whether ``cardcatalog check --fix`` fixes it."""
        return self.kind.is_fixable and not self.is_doubtful

    def __str__(self) -> str:
        """Return the line that a build prints."""
        return f"{self.location}: {self.message} [cardcatalog.{self.kind.slug}]"


def without_echoes(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems without those of values that are the name of a string, which is reported as not defined."""
    rows = list(problems)
    names = {row.value for row in rows if row.kind is Kind.SYNTAX and row.value}
    return [row for row in rows if row.kind is Kind.SYNTAX or row.value not in names]


def unknown(what: str, word: str, known: Iterable[str], advice: str = "", *, start: str = "") -> str:
    """Return the message on a word that is none of those known: what is wrong, the nearest word, and what to do.

    :param start: see :func:`did_you_mean`.
    """
    return f"unknown {what} {word!r}{did_you_mean(word, known, start=start)}" + (advice and f"; {advice}")


def did_you_mean(word: str, known: Iterable[str], *, start: str = "") -> str:
    """Return `` (did you mean 'x'?)`` for the nearest known word, or nothing if none is near.

    :param start: how all the words begin, which is not compared: it makes none of them near.
    """
    spellings = {name.removeprefix(start).lower(): name for name in known}
    nearest = get_close_matches(word.removeprefix(start).lower(), spellings, n=1, cutoff=0.65)
    return f" (did you mean {spellings[nearest[0]]!r}?)" if nearest else ""
