"""Dates of publication: year, month and day, ranges with open ends, seasons, doubt, and what is not a number."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from cardcatalog.bibtex.forms import MONTHS
from cardcatalog.bibtex.text import to_text
from cardcatalog.messages import ENGLISH, Translator

if TYPE_CHECKING:
    from cardcatalog.bibtex.entries import Entry

Point = tuple[int, ...]
"""Year, month and day as far as they are known; a season is a month from 21 (spring) to 24 (winter)."""

SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
"""The seasons as EDTF numbers them (ISO 8601-2:2019, section 4.8)."""

_NUMBERS = {name: number for number, name in enumerate(MONTHS, 1)} | {name[:3]: at for name, at in SEASONS.items()}
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_LAST_DAY = 31
_PARTS = 3
"""Year, month and day."""


@dataclass(frozen=True)
class PublicationDate:
    """A date of publication, which may be a range; years are counted as ISO 8601 does: the year 0 is 1 BCE."""

    begin: Point = ()
    end: Point = ()
    is_range: bool = False
    """Whether it has two ends; one that is empty is open or unknown."""

    is_circa: bool = False
    is_uncertain: bool = False
    text: str = ""
    """The date as it is written, where numbers do not tell it all: ``in press``, ``44 BCE``."""

    def __bool__(self) -> bool:
        """Return whether anything is known."""
        return bool(self.begin or self.end or self.text)

    @property
    def year(self) -> int | None:
        """The year in which the date begins, or of a range without a beginning, that in which it ends."""
        point = self.begin or self.end
        return point[0] if point else None

    @property
    def is_year(self) -> bool:
        """Whether it is a year and nothing else."""
        return len(self.begin) == 1 and not self.is_range

    @property
    def shown(self) -> str:
        """The year in English, or what is written in its place; empty if nothing is known."""
        return self.label()

    def label(self, messages: Translator = ENGLISH) -> str:
        """Return the year in a language, or what is written in its place; empty if nothing is known."""
        return self.text if self.text or self.year is None else label_of(self.year, messages)

    @cached_property
    def edtf(self) -> str:
        """The date in the format of biblatex (manual, section 2.3.8); empty if no year is known."""
        doubt = ("", "~", "?", "%")[self.is_circa + 2 * self.is_uncertain]
        ends = [_edtf(point) + doubt if point else "" for point in (self.begin, self.end)]
        return "/".join(ends) if self.is_range else ends[0]

    @cached_property
    def iso(self) -> str:
        """The beginning as ISO 8601 writes it, without a season: ``2023-05``."""
        return _edtf(tuple(part for part in self.begin or self.end if part < SEASONS["spring"] or part > _LAST_DAY))


def spell_year(year: int, before: str = "BCE") -> str:
    """Return a year as ISO 8601 counts it in words, with a mark if it is before the first one: ``44 BCE``."""
    return str(year) if year > 0 else f"{1 - year} {before}"


def label_of(year: int, messages: Translator = ENGLISH) -> str:
    """Return a year as ISO 8601 counts it in a language: ``44 BCE``."""
    return str(year) if year > 0 else messages.gettext("{year} BCE", year=str(1 - year))


def _edtf(point: Point) -> str:
    if not point:
        return ""
    year = point[0]
    spelled = f"{'-' * (year < 0)}{abs(year):04}"
    return "-".join(["y" * (abs(year) > 9999) + spelled, *(f"{part:02}" for part in point[1:])])  # noqa: PLR2004


@lru_cache(maxsize=4096)
def parse_date(date: str, year: str = "", month: str = "", day: str = "") -> PublicationDate:
    """Return the date in the fields of these names, in TeX; ``date`` wins over the others, as in biblatex."""
    whole, parts = _date_in(date), _date_in(year)
    if whole.year is not None or (whole.text and parts.year is None):
        return whole
    return _with_month(parts, _words(month), _words(day)) if month and parts.is_year else parts


def date_of(entry: Entry) -> PublicationDate:
    """Return the date of publication of an entry."""
    get = entry.get
    return parse_date(get("date"), get("year"), get("month") or get("issue_date"), get("day"))


def _date_in(tex: str) -> PublicationDate:
    padded = _DAY_OF_OTHERS.sub(lambda day: f"{day[1]}-{day[3]:0>2}-{day[4]:0>2}", _in_ascii(tex.strip()))
    return _edtf_date(padded) or _in_words(_words(tex))


_DAY_OF_OTHERS = re.compile(r"(?<![0-9-])([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?![0-9-])(?:/[a-z]+$)?")
"""A day with one digit for a month, or with other signs between its parts, as RIS has it: ``2011/06/14/online``."""


_SORTED_ELSEWHERE = re.compile(r"\\(?:noopsort|sortnoop|noop|skip\w*|switchargs)\s*\{[^{}]*\}", re.IGNORECASE)
"""What BibTeX sorts by and no style prints, as in the manual's own example, ``{\\noopsort{1973b}}1981``."""


def _words(tex: str) -> str:
    text = to_text(_SORTED_ELSEWHERE.sub("", tex)) if re.search(r"[\\{}$~]|--", tex) else tex.strip()
    return _in_ascii(text)


def _in_ascii(text: str) -> str:
    """Return a text with the digits of ASCII in the place of those of another script."""
    return text if text.isascii() or re.search("[0-9]", text) else re.sub(r"\d", lambda digit: str(int(digit[0])), text)


# Extended Date/Time Format, levels 0 and 1, as in the manual of biblatex, section 2.3.8

_POINT = re.compile(
    r"(?P<year>-?[0-9]{4}|[yY]-?[0-9]{5,9})"
    r"(?:-(?P<month>0[1-9]|1[0-2]|2[1-4])(?:-(?P<day>0[1-9]|[12][0-9]|3[01])(?:[T ][0-9:.Z+-]*)?)?)?"
    r"(?:-XX){0,2}[?~%]{0,2}"
)
_UNSPECIFIED = re.compile(r"(?P<known>-?[0-9]{1,3})(?P<unknown>[Xu]{1,3})(?P<doubt>[?~%]{0,2})")


def _edtf_date(text: str) -> PublicationDate | None:
    """Return the date of a text in EDTF, or None if it is none."""
    ends = text.split("/")
    points = [_point(end) for end in ends]
    if None in points or len(ends) > 2 or not any(points):  # noqa: PLR2004  (a range has two ends)
        return _decade(text)
    begin, end = (*(point or () for point in points), ())[:2]
    return PublicationDate(begin, end, len(ends) > 1, *_doubt("".join(end[-2:] for end in ends)))


def _point(text: str) -> Point | None:
    """Return the point of a text; an empty one for an open end."""
    if text in {"", ".."}:
        return ()
    match = _POINT.fullmatch(text)
    parts = (match["year"].lstrip("yY"), match["month"], match["day"]) if match else ()
    point = tuple(int(part) for part in parts if part)
    return point if match and _is_in_calendar(point) else None


def _is_in_calendar(point: Point) -> bool:
    """Return whether there is such a day; the calendar of ISO 8601 repeats every 400 years, a season has none."""
    if len(point) < _PARTS:
        return True
    year, month, day = point
    return month <= len(MONTHS) and day <= monthrange(year % 400 + 400, month)[1]


def _decade(text: str) -> PublicationDate | None:
    """Return the range that an unspecified year means: ``199X`` is 1990 to 1999."""
    match = _UNSPECIFIED.fullmatch(text)
    if not match or len(match["known"].lstrip("-") + match["unknown"]) != 4:  # noqa: PLR2004  (digits of a year)
        return None
    first, last = (int(match["known"] + digit * len(match["unknown"])) for digit in "09")
    return PublicationDate((first,), (last,), True, *_doubt(match["doubt"]))  # noqa: FBT003


def _doubt(marks: str) -> tuple[bool, bool]:
    """Return whether a date is approximate, and whether it is uncertain."""
    return bool(re.search("[~%]", marks)), bool(re.search("[?%]", marks))


# What people write

_YEARS = re.compile(
    r"(?<![0-9])(?P<first>[0-9]{4})(?![0-9])(?:\s*(?:-{1,3}|[–—/])\s*(?P<last>[0-9]{4}|[0-9]{2})(?![0-9-]))?"
)
_EARLY = re.compile(
    r"(?:(?:c|ca|circa)\b\.?\s*)?(?P<first>[0-9]{3}|-[0-9]{1,3}|[0-9]{1,2}(?=\s*(?:CE|AD)))\??(?:\s*(?:CE|AD))?",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"(?<![0-9])(?P<first>[0-9]{1,4})\s*B\.?\s*C(?![a-df-z])", re.IGNORECASE)
_CIRCA = re.compile(r"\W*(?:c|ca|circa)\b\.?\s", re.IGNORECASE)


def _in_words(text: str) -> PublicationDate:
    """Return the date in a text, with the first year of four digits; a text without one is kept as it is."""
    doubt = (bool(_CIRCA.match(text)), "?" in text)
    if before := _BEFORE.search(text):
        return PublicationDate((1 - int(before["first"]),), (), False, *doubt, text)  # noqa: FBT003
    if not (years := _YEARS.search(text) or _EARLY.fullmatch(text)):
        return PublicationDate(text="" if text.isdecimal() else text)
    begin = years["first"]
    last = years.groupdict().get("last") or ""
    end = begin[: 4 - len(last)] + last
    if last and end > begin:
        return PublicationDate((int(begin),), (int(end),), True, *doubt)  # noqa: FBT003
    return _with_month(PublicationDate((int(begin),), (), False, *doubt), text, "")  # noqa: FBT003


_NUMBERED = re.compile(r"\s*[0-9]{1,2}\s*(?:(?:--?|/|–)\s*[0-9]{1,2}\s*)?")
"""A month, or two, as numbers."""


def _with_month(date: PublicationDate, month: str, day: str) -> PublicationDate:
    """Return a date of a year with its month, or months, and days: ``may``, ``May 3--5``, ``15~jun``, ``Jul/Aug``."""
    words = re.findall(r"[A-Za-z]{3,}", month)
    months = [_NUMBERS[word[:3].lower()] for word in words if word[:3].lower() in _NUMBERS]
    numbers = [int(number) for number in re.findall(r"(?<![0-9])[0-9]{1,2}(?![0-9])", month)]
    if not months and _NUMBERED.fullmatch(month):
        months, numbers = [number for number in numbers if 1 <= number <= len(MONTHS)], []
    if not numbers and len(months) <= 1:
        numbers = list(map(int, re.findall("[0-9]+", day)))
    days = [number for number in numbers if 1 <= number <= _LAST_DAY]
    if not months:
        return date
    begin, end = (*date.begin, months[0], *days[:1]), (*date.begin, months[-1], *days[1:2])
    is_range = end > begin and (len(days) > 1 or months[-1] > months[0])
    return replace(date, begin=begin, end=end if is_range else (), is_range=is_range)


def day_of(text: str) -> str:
    """Return the day with which a text begins, ``2026-11-23``, or nothing if it is not one of the calendar."""
    try:
        return datetime.fromisoformat(text[:10]).date().isoformat() if _DAY.match(text) else ""
    except ValueError:
        return ""
