"""Papers: what an entry is, decided once, when the paper is made: kind, people, date, container, identifiers, links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from cardcatalog.bibtex.names import Person, to_persons
from cardcatalog.bibtex.text import split_list, to_address, to_text
from cardcatalog.catalog.bits import Bits, parse_bits
from cardcatalog.catalog.identifiers import (
    ARXIV,
    DOI,
    OPENREVIEW,
    Identifier,
    find_arxiv,
    find_arxiv_in_text,
    find_doi,
)
from cardcatalog.messages import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from cardcatalog.bibtex.entries import Entry
    from cardcatalog.messages import Translator

UNCATEGORIZED = "other"
"""The category of entries that name none, where no tree is given."""

ENTRY_TYPE = "entrytype"
"""The name by which settings ask for the type of an entry, as in biblatex (manual, section 2.1)."""

PREPRINT = "preprint"
PREPRINT_SERVER = "preprint server"
"""The kind of a listed venue at which preprints are."""

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
"""The kind of each entry type of BibTeX and biblatex (manual, section 2.1); any other is a ``document``."""

_MAY_BE_PREPRINTS = frozenset({"article", "document", "manuscript", "report", "web page"})

_CONTAINERS = ("booktitle", "journal", "journaltitle", "maintitle")
_PUBLISHERS = ("publisher", "school", "institution", "organization", "howpublished")
_ISSUERS = ("school", "institution", "organization", "publisher")
_VENUES = ("venue", "booktitle", "journal", "journaltitle", "archiveprefix", "eprinttype", *_ISSUERS)
"""Fields that name a part of the record, the first that has a value winning."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a paper: its label (``PDF``, ``Code``, ...) and its URL."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as readers see it, in plain Unicode: no text holds a line break or another control character."""

    key: str
    entry: Entry
    kind: str
    """One of the values of :data:`KINDS`, ``preprint`` or ``document``."""

    title: str
    former_titles: tuple[str, ...]

    authors: tuple[Person, ...]
    has_more_authors: bool
    role: str
    """The role of the people: ``author``, or ``editor`` where no author is named."""

    date: tuple[int, ...]
    """Year, month and day, as far as they are known."""

    container: str
    """The proceedings, journal or book that the paper is a part of; a preprint is a part of none."""

    publisher: str
    """The publisher, school or institution; of a preprint its archive."""

    volume: str
    number: str
    """The issue of a journal, or the number of a report."""

    pages: tuple[str, ...]
    """First and last page; a single page, or any other text, as one item."""

    identifiers: tuple[Identifier, ...]
    links: tuple[Link, ...]

    venue: str
    """The short name of the venue if it is listed, else the name in the entry."""

    categories: tuple[str, ...]
    keywords: tuple[str, ...]
    former_keys: tuple[str, ...]
    related: tuple[str, ...]
    """The keys of related papers that the entry names."""

    bits: tuple[Bits, ...]
    """To how many bits the paper quantizes what, as far as its entry says."""

    added: str
    """The day on which the paper was added, ``2026-11-28``, as it is written."""

    def __hash__(self) -> int:
        """Return the hash of the key, which no two papers of a catalog share."""
        return hash(self.key)

    @property
    def is_preprint(self) -> bool:
        """Whether the paper has appeared in an archive of preprints alone."""
        return self.kind == PREPRINT

    @property
    def year(self) -> int | None:
        """The year of the date."""
        return self.date[0] if self.date else None

    @property
    def title_tex(self) -> str:
        """The title in TeX, with its formulas."""
        return self.entry.get("title")

    @property
    def short_title(self) -> str:
        """The title up to its colon, if that is a short name."""
        head, colon, _ = self.title.partition(":")
        return head if head and colon and len(head) <= 40 else self.title  # noqa: PLR2004  (a line of a phone)

    @property
    def url(self) -> str:
        """The URL of the paper on the web: the one that the entry names, else the first link, else empty."""
        urls = [link.url for link in self.links]
        named = self.entry.get("url")
        return named if named in urls else "".join(urls[:1])

    @property
    def doi(self) -> str:
        """The DOI without a prefix, or an empty string."""
        return self._identifier(DOI)

    @property
    def arxiv(self) -> str:
        """The identifier on arXiv, with its version if the entry gives one, or an empty string."""
        return self._identifier(ARXIV)

    def _identifier(self, kind: str) -> str:
        return next((str(name) for name in self.identifiers if name.kind == kind), "")

    @property
    def venue_and_year(self) -> str:
        """The venue and the year, ``ICLR 2023``, as far as they are known."""
        return f"{self.venue} {self.year or ''}".strip()

    def author_year(self, messages: Translator = ENGLISH) -> str:
        """Return the paper as prose names it: ``Frantar et al. (2023)``."""
        names = [person.surname for person in self.authors]
        if not names:
            who = self.title
        elif len(names) > 2 or self.has_more_authors:  # noqa: PLR2004  (two authors are both named)
            who = messages.gettext("{name} et al.", name=names[0])
        elif names[1:]:
            who = messages.gettext("{first} and {second}", first=names[0], second=names[1])
        else:
            who = names[0]
        return f"{who} ({self.year})" if self.year else who


@dataclass(frozen=True, slots=True)
class TermResolver:
    """The meaning of the terms of an entry: ids of categories and keywords, names and kinds of venues."""

    category_field: str
    category_ids: dict[str, str]
    venue_names: dict[str, str]
    venue_kinds: dict[str, str]
    keyword_ids: dict[str, str]
    implied: dict[str, tuple[str, ...]]
    text: Callable[[str], str] = field(default_factory=lambda: cache(_text))
    """Reads the TeX of a field; thousands of papers share a few hundred venues and publishers."""

    def categories(self, entry: Entry) -> tuple[str, ...]:
        """Return the ids of the categories of an entry; an unknown name is kept."""
        names = categories_of(entry, self.category_field)
        if UNCATEGORIZED in self.category_ids.values():
            names = names or (UNCATEGORIZED,)
        ids = self.category_ids
        return tuple(dict.fromkeys(ids.get(name, ids.get(name.casefold(), name)) for name in names))

    def keywords(self, entry: Entry) -> tuple[str, ...]:
        """Return the ids of the keywords of an entry, and those that its first category implies.

        An unknown keyword is kept.
        """
        words = split_list(to_text(entry.get("keywords")))
        implied = (word for home in self.categories(entry)[:1] for word in self.implied.get(home, ()))
        return tuple(dict.fromkeys([*(self.keyword_ids.get(word.casefold(), word) for word in words), *implied]))

    def venue(self, entry: Entry) -> str:
        """Return the short name of the venue of an entry, or the name in the entry if the venue is not listed."""
        name = self.first(entry, _VENUES)
        return self.venue_names.get(name.casefold(), name)

    def first(self, entry: Entry, names: Iterable[str]) -> str:
        """Return the text of the first field that has one."""
        return next(filter(None, (self.text(tex) for tex in map(entry.get, names) if tex)), "")


def make_paper(entry: Entry, terms: TermResolver) -> Paper:
    """Return the paper of an entry."""
    people, has_more, _ = to_persons(entry.get("author") or entry.get("editor"))
    venue = terms.venue(entry)
    kind = kind_of(entry, terms.venue_kinds.get(venue, ""))
    identifiers = tuple(_identifiers(entry, kind))
    return Paper(
        key=entry.key,
        entry=entry,
        kind=kind,
        title=_text(entry.get("title")) or entry.key,
        former_titles=tuple(map(_text, filter(None, entry.get("formertitle").split(" ; ")))),
        authors=tuple(map(_plain_person, people)),
        has_more_authors=has_more,
        role="author" if entry.get("author") or not entry.get("editor") else "editor",
        date=date_of(entry),
        container="" if kind == PREPRINT else terms.first(entry, _CONTAINERS),
        publisher=archive_of(entry) if kind == PREPRINT else terms.first(entry, _PUBLISHERS),
        volume=terms.text(entry.get("volume")),
        number=terms.text(entry.get("number") or entry.get("issue")),
        pages=_pages(entry.get("pages"), terms.text),
        identifiers=identifiers,
        links=tuple(_links(entry, identifiers)),
        venue=venue,
        categories=terms.categories(entry),
        keywords=terms.keywords(entry),
        former_keys=split_list(entry.get("ids")),
        related=split_list(entry.get("related")),
        bits=parse_bits(entry.get("bits"))[0],
        added=entry.get("creationdate"),
    )


def plain(text: str) -> str:
    """Return a text on one line, without control characters, which line-based formats cannot hold."""
    return text if text.isprintable() else " ".join(_CONTROL.sub(" ", text).split())


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def _text(tex: str) -> str:
    return plain(to_text(tex)) if tex else ""


def _plain_person(person: Person) -> Person:
    if person.name.isprintable():
        return person
    parts = map(plain, (person.given, person.family, person.prefix, person.suffix))
    return Person(*parts, is_literal=person.is_literal)


# Kind


def kind_of(entry: Entry, venue_kind: str = "") -> str:
    """Return the kind of an entry: ``preprint``, or the kind of its type.

    :param venue_kind: the kind of its venue, if that is listed.
    """
    kind = KINDS.get(entry.type, "document")
    return PREPRINT if kind in _MAY_BE_PREPRINTS and _has_only_an_archive(entry, venue_kind) else kind


def is_preprint(entry: Entry) -> bool:
    """Return whether an entry with an unlisted venue is a preprint."""
    return kind_of(entry) == PREPRINT


def _has_only_an_archive(entry: Entry, venue_kind: str) -> bool:
    """Return whether an archive has a paper and no other place of publication is named; a listed venue decides."""
    if venue_kind:
        return venue_kind == PREPRINT_SERVER
    places = filter(None, map(entry.get, (*_CONTAINERS, "school", "institution")))
    return all(map(_ARCHIVE.match, places)) and bool(archive_of(entry))


_ARCHIVE = re.compile(r"(?:\w*rxiv|ssrn)\b|corr\b(?!\.)", re.IGNORECASE)
"""The beginning of a journal's name that is an archive of preprints: arXiv, bioRxiv, CoRR, SSRN."""

_NO_ARCHIVES = frozenset({"googlebooks", "hdl", "jstor", "pubmed"})
"""Types of ``eprint`` that are not archives of preprints (biblatex manual, section 3.14.7)."""


def archive_of(entry: Entry) -> str:
    """Return the archive of preprints that an entry names, such as ``arXiv``, or an empty string."""
    named = _text(entry.get("archiveprefix") or entry.get("eprinttype")) if entry.get("eprint") else ""
    if named and named.lower() not in _NO_ARCHIVES:
        return named
    for name in (*_CONTAINERS, "howpublished", "publisher"):
        if match := _ARCHIVE.match(entry.get(name)):
            return match[0] if match[0].lower() != "corr" else ARXIV  # which took over the CoRR
    return ARXIV if find_arxiv_in_text(entry) else ""


# Date and pages

_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_DATE = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?(?![0-9])")
"""The beginning of a date of ISO 8601-2, as biblatex has it (manual, section 2.3.8)."""

_DASH = re.compile(r"\s*[-\u2010-\u2015]+\s*")


def entry_year(entry: Entry) -> str:
    """Return the year as written, from ``year`` or else from the beginning of biblatex's ``date``."""
    return entry.get("year") or entry.get("date")[:4]


def date_of(entry: Entry) -> tuple[int, ...]:
    """Return year, month and day of an entry, as far as they are known; a range counts from its beginning.

    Where ``year`` and ``date`` disagree, ``year`` wins, which BibTeX and biblatex both read.
    """
    match = _DATE.match(entry.get("date"))
    if match and entry.get("year") in {"", match[1]}:
        return tuple(int(part) for part in match.groups() if part)
    if not re.fullmatch(r"[0-9]{4}", entry.get("year")):
        return ()
    month = entry.get("month")[:3].lower()
    number = _MONTHS.get(month, int(month) if re.fullmatch(r"0?[1-9]|1[0-2]", month) else 0)
    return (int(entry.get("year")), number) if number else (int(entry.get("year")),)


def _pages(tex: str, text: Callable[[str], str]) -> tuple[str, ...]:
    """Return first and last page, or the text if that is not a simple range."""
    whole = tex if tex.isascii() and not re.search(r"[\\{}$~%]", tex) else text(tex)
    parts = _DASH.split(whole.strip())
    return tuple(parts) if len(parts) == 2 and all(parts) else tuple(filter(None, [text(tex)]))  # noqa: PLR2004  (first, last)


# Categories


def categories_of(entry: Entry, category_field: str) -> tuple[str, ...]:
    """Return the categories that an entry names in a field; without a field, its year.

    A field that is not a list, such as the name of a venue, is not divided at commas.
    """
    if category_field == "year":
        category_field = ""
    if category_field == ENTRY_TYPE:
        return (entry.type,)
    if category_field == "venue":
        return tuple(filter(None, map(_text, filter(None, map(entry.get, _VENUES)))))[:1]
    return tuple(map(to_text, split_list(entry.get(category_field) if category_field else entry_year(entry))))


# Identifiers and links


def is_on_arxiv(entry: Entry) -> bool:
    """Return whether the ``eprint`` of an entry is marked as one of arXiv."""
    return (entry.get("archiveprefix") or entry.get("eprinttype")).lower() == "arxiv"


def _identifiers(entry: Entry, kind: str) -> Iterator[Identifier]:
    """Yield the identifiers of an entry; a preprint may have that of arXiv in any field."""
    arxiv = find_arxiv(entry.get("eprint")) if is_on_arxiv(entry) else None
    if kind == PREPRINT and not arxiv:
        arxiv = find_arxiv_in_text(entry)
    forum = entry.get("openreview")
    found = (arxiv, Identifier(OPENREVIEW, forum) if forum else None, find_doi(entry.get("doi")))
    return filter(None, found)


_SCHEMES = ("https://", "http://", "ftp://")


def _links(entry: Entry, identifiers: Iterable[Identifier]) -> Iterator[Link]:
    """Yield the links of an entry, each URL once, the most specific label first."""
    seen: set[str] = set()
    for label, url in _candidates(entry, {name.kind: name for name in identifiers}):
        if url.lower().startswith(_SCHEMES) and url not in seen:
            seen.add(url)
            yield Link(label, url)


def _candidates(entry: Entry, identifiers: dict[str, Identifier]) -> Iterator[tuple[str, str]]:
    url = to_address(entry.get("url"))
    pdfs = [url] if url.lower().endswith(".pdf") else []
    if url and not pdfs and url not in {name.url for name in identifiers.values()}:
        yield "Paper", url
    pdfs += [identifiers[kind].pdf_url for kind in (OPENREVIEW, ARXIV) if kind in identifiers]
    yield from (("PDF", pdf) for pdf in pdfs[:1])
    yield from ((kind, name.url) for kind, name in identifiers.items())
    for code in to_address(entry.get("code")).split():
        yield "Code", code
    yield "Project", to_address(entry.get("project"))
