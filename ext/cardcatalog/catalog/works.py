"""Say of a paper what every format of citations asks for: its kind, where and when it came out, its identifiers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from cardcatalog.bibtex.text import to_text
from cardcatalog.catalog.identifiers import find_arxiv, find_doi
from cardcatalog.catalog.paper import is_on_arxiv

if TYPE_CHECKING:
    from cardcatalog.bibtex.entries import Entry
    from cardcatalog.catalog.paper import Paper

KINDS = {
    "article": "article", "suppperiodical": "article", "review": "article",
    "inproceedings": "conference paper", "conference": "conference paper",
    "incollection": "chapter", "inbook": "chapter", "bookinbook": "chapter", "inreference": "chapter",
    "suppbook": "chapter", "suppcollection": "chapter",
    "book": "book", "mvbook": "book", "collection": "book", "mvcollection": "book", "reference": "book",
    "mvreference": "book", "proceedings": "book", "mvproceedings": "book", "manual": "book",
    "thesis": "thesis", "phdthesis": "thesis", "mastersthesis": "thesis",
    "report": "report", "techreport": "report",
    "online": "web page", "electronic": "web page", "www": "web page",
    "software": "software", "dataset": "dataset", "patent": "patent", "unpublished": "manuscript",
}  # fmt: skip
"""What the entry types of BibTeX and biblatex (manual, section 2.1) are; any other is a ``document``."""

_CONTAINERS = ("booktitle", "journal", "journaltitle", "maintitle")
_ISSUERS = ("publisher", "school", "institution", "organization", "howpublished")

_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_DATE = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?(?![0-9])")
"""The beginning of a date of ISO 8601-2, as biblatex has it (manual, section 2.3.8)."""

_ARCHIVE = re.compile(r"(?:arxiv|corr)\b", re.IGNORECASE)
"""How the name of a journal begins that is none: an archive of preprints, which many entries name as one."""

_DASH = re.compile(r"\s*[-\u2010-\u2015]+\s*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Work:
    """A paper as one cites it, in plain Unicode: no field holds a line break or another control character."""

    kind: str
    """One of the values of :data:`KINDS`, ``preprint`` or ``document``."""

    title: str
    container: str
    """The proceedings, journal or book that it is a part of; a preprint is a part of none."""

    publisher: str
    """Who brought it out; of a preprint its archive."""

    volume: str
    number: str
    pages: tuple[str, ...]
    """First and last page; a single page, or what is no simple range, stands alone."""

    date: tuple[int, ...]
    """Year, month and day, as far as they are known."""

    doi: str
    arxiv: str
    url: str
    role: str
    """What the people of the paper are to it: ``author``, or ``editor`` where no author is named."""


@lru_cache(maxsize=50_000)  # what shows a paper asks a dozen times; then each format asks for all papers in turn
def work_of(paper: Paper) -> Work:
    """Return the work of a paper."""
    entry = paper.entry
    kind = kind_of(entry)
    return Work(
        kind=kind,
        title=plain(paper.title),
        container="" if kind == "preprint" else _first(entry, _CONTAINERS),
        publisher=archive_of(entry) if kind == "preprint" else _first(entry, _ISSUERS),
        volume=_text(entry.get("volume")),
        number=_text(entry.get("number") or entry.get("issue")),
        pages=_pages(_text(entry.get("pages"))),
        date=date_of(entry),
        doi=doi_of(entry),
        arxiv=arxiv_of(entry),
        url=plain(paper.address),
        role="author" if entry.get("author") or not entry.get("editor") else "editor",
    )


def kind_of(entry: Entry) -> str:
    """Return what an entry is; what has appeared nowhere but in an archive is a preprint, whatever its type."""
    container = next(filter(None, map(entry.get, _CONTAINERS)), "")
    is_elsewhere = bool(container) and not _ARCHIVE.match(container)
    if archive_of(entry) and not is_elsewhere and KINDS.get(entry.type) in {None, "article", "web page", "manuscript"}:
        return "preprint"
    return KINDS.get(entry.type, "document")


def archive_of(entry: Entry) -> str:
    """Return the archive in which an entry has a number, such as ``arXiv``, or an empty string."""
    return _text(entry.get("archiveprefix") or entry.get("eprinttype")) if entry.get("eprint") else ""


def date_of(entry: Entry) -> tuple[int, ...]:
    """Return year, month and day of an entry, as far as they are known; a span of time counts from its beginning."""
    match = _DATE.match(entry.get("date"))
    if match:
        return tuple(int(part) for part in match.groups() if part)
    if not re.fullmatch(r"[0-9]{4}", entry.get("year")):
        return ()
    month = entry.get("month")[:3].lower()
    number = _MONTHS.get(month, int(month) if re.fullmatch(r"0?[1-9]|1[0-2]", month) else 0)
    return (int(entry.get("year")), number) if number else (int(entry.get("year")),)


def doi_of(entry: Entry) -> str:
    """Return the DOI of an entry without what may stand before it."""
    return str(find_doi(entry.get("doi")) or "")


def arxiv_of(entry: Entry) -> str:
    """Return the identifier of an entry on arXiv."""
    return str((find_arxiv(entry.get("eprint")) if is_on_arxiv(entry) else None) or "")


def plain(text: str) -> str:
    """Return a text on one line, without control characters, which formats of lines could not hold."""
    return text if text.isprintable() else " ".join(_CONTROL.sub(" ", text).split())


@cache
def _text(tex: str) -> str:
    # Thousands of papers share a few hundred venues, publishers and volumes.
    return plain(to_text(tex))


def _first(entry: Entry, names: tuple[str, ...]) -> str:
    return next(filter(None, (_text(entry.get(name)) for name in names)), "")


def _pages(text: str) -> tuple[str, ...]:
    parts = _DASH.split(text)
    return tuple(parts) if len(parts) == 2 and all(parts) else tuple(filter(None, [text]))  # noqa: PLR2004  (first, last)
