"""Take one line of a list apart: title, venue and year from its text, links and keywords from its markup."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import NamedTuple
from urllib.parse import urlsplit

from cardcatalog.catalog.identifiers import parse_url
from cardcatalog.catalog.links import Link


class Span(NamedTuple):
    """A part of a line with markup: ``link``, ``code``, ``strong``, or ``escaped`` characters, which are only text."""

    start: int
    end: int
    kind: str
    url: str = ""


@dataclass(slots=True)
class Line:
    """An item of a list: its number, its text without markup, and the spans of markup in the text."""

    number: int
    text: str = ""
    spans: list[Span] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    """Mistakes in the form of the line."""

    strong_starts: list[int] = field(default_factory=list)
    """The places where text in bold began that has not ended."""

    def add(self, text: str, kind: str = "", url: str = "") -> None:
        """Add text, with markup if a kind is given."""
        start = len(self.text)
        self.text += text
        if kind:
            self.spans.append(Span(start, len(self.text), kind, url))

    def of_kind(self, *kinds: str) -> list[Span]:
        """Return the spans of some kinds in their order."""
        return [span for span in self.spans if span.kind in kinds]

    def masked(self, *kinds: str, by: str, start: int = 0) -> str:
        """Return the text from a place on, of the same length, with each character in a span of some kinds replaced."""
        characters = list(self.text)
        for span in self.of_kind(*kinds):
            characters[span.start : span.end] = by * (span.end - span.start)
        return "".join(characters[start:])


_LABELS = {
    "paper": "paper pdf arxiv link doi openreview html abs preprint publication",
    "code": "code github repo repository implementation torch pytorch tensorflow keras jax caffe mxnet",
    "project": "project homepage page website webpage site",
}
_ROLES = {label: role for role, labels in _LABELS.items() for label in labels.split()}
_LONGEST_LABEL = 3
"""The number of words of a label such as ``official pytorch code``; a longer text is a title."""
_CODE_HOSTS = ("github.com", "gitlab.com", "bitbucket.org")


def role_of(link: Link) -> str:
    """Return the role of a link, by its label, which may have a typing error, or by its URL.

    :returns: ``paper``, ``code``, ``project``, or an empty text if neither names one.
    """
    words = re.findall(r"[a-z]+", link.label.casefold())
    for word in words if len(words) <= _LONGEST_LABEL else ():
        if near := get_close_matches(word, _ROLES, n=1, cutoff=0.8):
            return _ROLES[near[0]]
    if parse_url(link.url) or link.url.lower().endswith(".pdf"):
        return "paper"
    return "code" if _host(link.url).removeprefix("www.") in _CODE_HOSTS else ""


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


_AFTER_QUOTES = r"(?=\s*(?:[,.;:|(\[\n–—-]|$))"
_QUOTED = tuple(re.compile(f"{quotes}{_AFTER_QUOTES}", re.DOTALL) for quotes in ('"(.+)"', "“(.+)”", '["“](.+)["”]'))
_OPENERS = '_"“[('
"""Characters with which a title may begin; pictographs and other punctuation come before it."""
_OPENING = re.compile(r"(?P<open>\[*)(?P<label>l+)\]*:?\s+(?=[^\s\[(.,:;–—-])")
"""A link that words follow, which are the title: the link is named by the venue."""
_PLACE_OF_BARE_TITLE = re.compile(r"[,.] (?=[^,.]{1,60}[, ]+(?:19|20)\d\d\W*$)")
"""The end of a title without any mark, before venue and year."""
_GROUP = re.compile(r"\[([^\[\]]*)\]")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)|[’'](\d\d)(?!\d)")
_SEPARATORS = " \t\n.,;:|–—-"
_MAX_VENUE_CHARS = 120
_PERSON = re.compile(
    r"(?:[A-Z][\w.’'-]*\s+){1,3}(?:(?:de|den|der|la|le|van|von)\s+)*[A-Z][\w’'-]+(?:\s+et al\.?)?|.*\bet al\.?"
)
"""The name of a person, where more than one part could be the venue."""


class Title(NamedTuple):
    """A title, the place after it in the line, and whether it is in quotes."""

    text: str
    end: int
    is_quoted: bool = False


class Place(NamedTuple):
    """A venue, a year, and the texts around them that are neither."""

    venue: str = ""
    year: int | None = None
    rest: tuple[str, ...] = ()


class Opening(NamedTuple):
    """A venue before the title, the place after it in the line, and whether it is in brackets."""

    place: Place
    end: int
    is_bracketed: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a line; a part that it does not have is empty."""

    title: Title
    place: Place
    links: tuple[Link, ...]
    keywords: tuple[str, ...]
    rest: tuple[str, ...]
    """The texts that are none of these."""
    is_listed: bool
    """Whether a comma follows the title, as in no prose."""
    is_opened: bool
    """Whether a venue in brackets comes before the title."""

    def is_paper(self) -> bool:
        """Return whether the line is a paper, and not another link or prose."""
        web = [link for link in self.links if link.url.startswith(("http://", "https://"))]
        venue, year = self.place.venue, self.place.year
        return (
            any(role_of(link) == "paper" for link in web)
            or (self.title.is_quoted and bool(web or year or (venue and self.is_listed)))
            or bool(self.title.text and venue and (year or self.is_opened))
        )


def take_apart(line: Line) -> Parts:
    """Divide a line: a venue that opens it, its title, then links and code; venue and year are in the rest."""
    opening = _find_opening(line)
    title = _find_title(line, opening.end if opening else 0)
    text, groups = _divide_groups(line.masked("link", "code", by=" ", start=title.end))
    place = _find_place(text)
    if opening:
        rest = (place.venue, *place.rest) if opening.place.venue and place.venue else place.rest
        place = Place(opening.place.venue or place.venue, opening.place.year or place.year, rest)
    codes = [span for span in line.of_kind("code") if span.start >= title.end]
    return Parts(
        title=title,
        place=place,
        links=tuple(Link(_plain(line, span).strip("[] "), span.url) for span in line.of_kind("link")),
        keywords=tuple(filter(None, (_plain(line, span) for span in codes))),
        rest=(*groups, *place.rest),
        is_listed=line.text[title.end :].startswith(","),
        is_opened=bool(opening and opening.is_bracketed),
    )


def _find_opening(line: Line) -> Opening | None:
    """Return the venue, perhaps with its year, that a link names before the title: ``[[ICLR 2023](URL)] Title``."""
    mask = line.masked("link", by="l")
    link = next(iter(line.of_kind("link")), None)
    match = link and _OPENING.match(mask)
    if not link or not match or match.start("label") != link.start:
        return None
    venue, year, _after = _divide_at_year(_plain(line, link).strip("[] "))
    is_label = venue.strip().casefold() in _ROLES
    return Opening(Place("" if is_label else venue.strip(_SEPARATORS), year), match.end(), bool(match["open"]))


def _plain(line: Line, span: Span) -> str:
    return _spaced(line.text[span.start : span.end])


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _find_title(line: Line, begin: int) -> Title:
    """Return the title: in quotes, a link, in bold, or the text up to a line break, a bracket or a link."""
    mask = line.masked("link", "code", "escaped", by="x")
    start = next((n for n in range(begin, len(mask)) if mask[n].isalnum() or mask[n] in _OPENERS), len(mask))
    links = (span for span in line.of_kind("link") if span.start >= begin)
    link = next(links, Span(len(mask), len(mask), "link"))
    for pattern in _QUOTED:
        if match := pattern.match(mask, start, link.start):
            return Title(_spaced(line.text[match.start(1) : match.end(1)]), match.end(), is_quoted=True)
    is_in_quotes = link.start == start + 1 and mask[start] in '"“' and mask[link.end : link.end + 1] in {'"', "”"}
    if (link.start == start < len(mask)) or is_in_quotes:
        return Title(_plain(line, link).rstrip(" .,:"), link.end + is_in_quotes, is_in_quotes)
    for span in line.of_kind("strong"):
        if span.start == start < span.end:
            return Title(_plain(line, span).rstrip(" .,:"), span.end)
    return _bare_title(line.text, mask, start, link.start)


def _bare_title(text: str, mask: str, start: int, end: int) -> Title:
    """Return a title that nothing marks."""
    stop = re.compile(r"\n|\[").search(mask, start, end)
    end = stop.start() if stop else end
    place = _PLACE_OF_BARE_TITLE.search(mask, start, end)
    end = place.start() if place else end
    title = _spaced(text[start:end]).rstrip(" .,:")
    is_balanced = len(re.findall('["“”]', title)) % 2 == 0
    return Title(title if is_balanced else title.lstrip('"“'), end)


def _divide_groups(text: str) -> tuple[str, list[str]]:
    """Return a text without its groups in brackets, and the groups that hold text; a group with a year is kept."""
    groups = [group[1].strip(_SEPARATORS) for group in _GROUP.finditer(text) if not _YEAR.search(group[1])]
    return _GROUP.sub(lambda group: f" {group[1]} " if _YEAR.search(group[1]) else " ", text), list(
        filter(None, groups)
    )


def _find_place(text: str) -> Place:
    """Find venue and year in the last line with a year; people and remarks may be around them."""
    lines = [_spaced(part) for part in text.split("\n") if part.strip(_SEPARATORS)]
    if not lines:
        return Place()
    number = next((n for n in reversed(range(len(lines))) if _YEAR.search(lines[n])), len(lines) - 1)
    before, year, after = _divide_at_year(lines[number])
    people, venue = _divide_at_venue(before)
    is_remark = year is None and (len(venue) > _MAX_VENUE_CHARS or before.lstrip().startswith(("-", "–", "—")))
    remark, venue = (venue, "") if is_remark else ("", venue)
    rest = (*lines[:number], people, remark, after, *lines[number + 1 :])
    return Place(venue, year, tuple(part.strip(_SEPARATORS) for part in rest if part.strip(f"{_SEPARATORS}()")))


def _divide_at_year(text: str) -> tuple[str, int | None, str]:
    """Divide a text at the last year in it: the text before it, the year, the text after it."""
    years = list(_YEAR.finditer(text))
    if not years:
        return text, None, ""
    year = years[-1]
    number = int(year[1] or 2000 + int(year[2]))
    return text[: year.start()], number, text[year.end() :]


def _divide_at_venue(text: str) -> tuple[str, str]:
    """Divide the text before a year into people and the venue, without the punctuation around them."""
    text = text.lstrip(_SEPARATORS).rstrip(" ;:|–—-")
    text = text[:-1].rstrip() if text.endswith((",", ".")) else text
    if text.startswith("(") and ")" not in text:
        text = text[1:].lstrip()
    parts: Sequence[str] = re.split(r"(?<=,)\s+", text)
    count = 0
    while count < len(parts) - 1 and _names_people(parts[count].rstrip(",")):
        count += 1
    return " ".join(parts[:count]), " ".join(parts[count:])


def _names_people(text: str) -> bool:
    return all(map(_PERSON.fullmatch, re.split(r"\s+(?:and|&)\s+", re.sub(r"^(?:and|&)\s+", "", text))))
