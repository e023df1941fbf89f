"""Papers: what an entry is, decided once, when the paper is made: kind, people, date, container, identifiers, links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from cardcatalog.bibtex.names import Person, to_persons
from cardcatalog.bibtex.text import split_list, to_address, to_text
from cardcatalog.catalog.dates import PublicationDate, parse_date
from cardcatalog.catalog.identifiers import (
    ARXIV,
    DOI,
    OPENREVIEW,
    Identifier,
    archive_prefix,
    find_arxiv,
    find_arxiv_in_text,
    find_doi,
)
from cardcatalog.catalog.kinds import DOCUMENT, KIND_OF_TYPE, PREPRINT, SPECIAL_KINDS
from cardcatalog.catalog.record import plain, text_of, title_tex, to_plain
from cardcatalog.messages import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from cardcatalog.bibtex.entries import Entry
    from cardcatalog.messages import Translator

UNCATEGORIZED = "other"
"""The category of entries that name none, where no tree is given."""

ENTRY_TYPE = "entrytype"
"""The name by which settings ask for the type of an entry, as in biblatex (manual, section 2.1)."""

PREPRINT_SERVER = "preprint server"
"""The kind of a listed venue at which preprints are."""

_MAY_BE_PREPRINTS = frozenset({"article", "document", "manuscript", "report", "review", "web page"})

_CONTAINERS = ("booktitle", "journal", "journaltitle", "maintitle")
_PUBLISHERS = ("publisher", "school", "organization", "how published")
_ISSUERS = ("school", "organization", "publisher", "how published")
"""Parts of the record that name an issuer, the first that has a value winning."""


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
    """The name of one of :data:`cardcatalog.catalog.kinds.KINDS`."""

    title: str
    former_titles: tuple[str, ...]

    authors: tuple[Person, ...]
    has_more_authors: bool
    role: str
    """The role of the people: ``author``, or ``editor`` where no author is named."""

    date: PublicationDate
    container: str
    """The proceedings, journal or book that the paper is a part of; a preprint is a part of none."""

    publisher: str
    """The publisher, school or institution; of a preprint its archive."""

    identifiers: tuple[Identifier, ...]
    links: tuple[Link, ...]

    venue: str
    """The short name of the venue if it is listed, else the name in the entry."""

    categories: tuple[str, ...]
    keywords: tuple[str, ...]
    former_keys: tuple[str, ...]
    related: tuple[str, ...]
    """The keys of related papers that the entry names."""

    added: str
    """The day on which the paper was added, ``2026-11-28``, as it is written."""

    def __hash__(self) -> int:
        """Return the hash of the key, which no two papers of a catalog share."""
        return hash(self.key)

    @property
    def is_preprint(self) -> bool:
        """Whether the paper has appeared in an archive of preprints alone."""
        return self.kind == PREPRINT

    def __getitem__(self, part: str) -> str:
        """Return a part of the record by its name in :data:`cardcatalog.catalog.record.PARTS`, as text."""
        return text_of(self.entry, part)

    @property
    def year(self) -> int | None:
        """The year of the date."""
        return self.date.year

    @property
    def title_tex(self) -> str:
        """The title in TeX, with its formulas."""
        return title_tex(self.entry, "title")

    @property
    def pages(self) -> tuple[str, ...]:
        """First and last page; a single page, or any other text, as one item."""
        return _pages(self.entry.get("pages"))

    @property
    def short_title(self) -> str:
        """The title up to its colon, if that is a short name."""
        head, colon, _ = self.title.partition(":")
        return head if head and colon and len(head) <= 40 else self.title  # noqa: PLR2004  (a line of a phone)

    @property
    def url(self) -> str:
        """The URL of the paper on the web: the one that the entry names, else the first link, else empty."""
        urls = [link.url for link in self.links]
        named = to_address(self.entry.get("url"))
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
        return f"{self.venue} {self.date.shown}".strip()

    def author_year(self, messages: Translator = ENGLISH) -> str:
        """Return the paper as prose names it: ``Frantar et al. (2023)``."""
        names = [person.family for person in self.authors]
        if not names:
            who = self.title
        elif len(names) > 2 or self.has_more_authors:  # noqa: PLR2004  (two authors are both named)
            who = messages.gettext("{name} et al.", name=names[0])
        elif names[1:]:
            who = messages.gettext("{first} and {second}", first=names[0], second=names[1])
        else:
            who = names[0]
        return f"{who} ({self.date.shown})" if self.date.shown else who


@dataclass(frozen=True, slots=True)
class TermResolver:
    """The meaning of the terms of an entry: ids of categories and keywords, names and kinds of venues."""

    category_field: str
    category_ids: dict[str, str]
    venue_names: dict[str, str]
    venue_kinds: dict[str, str]
    keyword_ids: dict[str, str]
    text: Callable[[str], str] = field(default_factory=lambda: cache(to_plain))
    """Reads the TeX of a field; thousands of papers share a few hundred venues and publishers."""

    def categories(self, entry: Entry) -> tuple[str, ...]:
        """Return the ids of the categories of an entry; an unknown name is kept."""
        names = categories_of(entry, self.category_field)
        if UNCATEGORIZED in self.category_ids.values():
            names = names or (UNCATEGORIZED,)
        ids = self.category_ids
        return tuple(dict.fromkeys(ids.get(name, ids.get(name.casefold(), name)) for name in names))

    def keywords(self, entry: Entry) -> tuple[str, ...]:
        """Return the ids of the keywords of an entry; an unknown keyword is kept."""
        words = split_list(to_text(entry.get("keywords")))
        return tuple(dict.fromkeys(self.keyword_ids.get(word.casefold(), word) for word in words))

    def venue(self, entry: Entry) -> str:
        """Return the short name of the venue of an entry, or the name in the entry if the venue is not listed."""
        name = next(_venues(entry, self.text), "")
        return self.venue_names.get(name.casefold(), name)


def make_paper(entry: Entry, terms: TermResolver) -> Paper:
    """Return the paper of an entry."""
    people, has_more, _ = to_persons(entry.get("author") or entry.get("editor"))
    venue = terms.venue(entry)
    kind = kind_of(entry, terms.venue_kinds.get(venue, ""))
    is_preprint = kind == PREPRINT
    archive = archive_of(entry) if is_preprint else ""
    identifiers = tuple(_identifiers(entry, kind))
    return Paper(
        key=entry.key,
        entry=entry,
        kind=kind,
        title=to_plain(title_tex(entry, "title")) or entry.key,
        former_titles=tuple(map(to_plain, filter(None, entry.get("formertitle").split(" ; ")))),
        authors=tuple(map(_plain_person, people)),
        has_more_authors=has_more,
        role="author" if entry.get("author") or not entry.get("editor") else "editor",
        date=date_of(entry),
        container="" if is_preprint else next(_containers(entry, terms.text), ""),
        publisher=archive or _publisher(entry, terms.text),
        identifiers=identifiers,
        links=tuple(_links(entry, identifiers)),
        venue=archive if is_preprint and venue not in terms.venue_kinds else venue,
        categories=terms.categories(entry),
        keywords=terms.keywords(entry),
        former_keys=split_list(entry.get("ids")),
        related=split_list(entry.get("related")),
        added=entry.get("creationdate"),
    )


def _containers(entry: Entry, text: Callable[[str], str]) -> Iterator[str]:
    """Yield the names of the proceedings, journals and books that hold a work, the nearest first."""
    return filter(None, (text(title_tex(entry, name)) for name in _CONTAINERS if entry.get(name)))


def _publisher(entry: Entry, text: Callable[[str], str]) -> str:
    if tex := entry.get("publisher"):
        return text(tex) if " and " not in tex else text_of(entry, "publisher")
    return next(filter(None, (text_of(entry, part) for part in _PUBLISHERS)), "")


def _venues(entry: Entry, text: Callable[[str], str]) -> Iterator[str]:
    """Yield the names of the places where a work appeared, in the order of their worth to readers."""
    if name := text(entry.get("venue")):
        yield name
    yield from _containers(entry, text)
    yield from filter(None, (text(entry.get(name)) for name in ("eventtitle", "archiveprefix", "eprinttype")))
    yield from (_SERIAL.sub("", name) for part in _ISSUERS if (name := text_of(entry, part)))


_SERIAL = re.compile(r",\s*(?:Paper|Report|Article)\s+[\w./-]+$")
"""The number of a work at the end of ``howpublished``, as the archive of the IACR writes it."""


def _plain_person(person: Person) -> Person:
    if person.name.isprintable():
        return person
    return Person(plain(person.given), plain(person.family))


# Kind


def kind_of(entry: Entry, venue_kind: str = "") -> str:
    """Return the kind of an entry: ``preprint``, or the kind of its type.

    :param venue_kind: the kind of its venue, if that is listed.
    """
    kind = KIND_OF_TYPE.get(entry.type, DOCUMENT)
    if kind in _MAY_BE_PREPRINTS and _has_only_an_archive(entry, venue_kind):
        return PREPRINT
    if kind == "manuscript" and entry.get("eventtitle"):
        return "talk"
    return next((SPECIAL_KINDS.get((entry.type, name, entry.get(name)), kind) for name in ("entrysubtype", "type")
                 if entry.get(name)), kind)  # fmt: skip


def is_preprint(entry: Entry) -> bool:
    """Return whether an entry with an unlisted venue is a preprint."""
    return kind_of(entry) == PREPRINT


def _has_only_an_archive(entry: Entry, venue_kind: str) -> bool:
    """Return whether an archive has a paper and no other place of publication is named; a listed venue decides."""
    if venue_kind:
        return venue_kind == PREPRINT_SERVER
    places = filter(None, map(entry.get, (*_CONTAINERS, "school", "institution")))
    return all(map(_ARCHIVE.match, places)) and bool(archive_of(entry))


_ARCHIVE = re.compile(r"(?:\w*rxiv|ssrn)\b|corr\b(?!\.)|cryptology \{?eprint\}? archive\b", re.IGNORECASE)
"""The beginning of a journal's name that is an archive of preprints: arXiv, bioRxiv, CoRR, SSRN, that of the IACR."""

_NO_ARCHIVES = frozenset({"googlebooks", "hdl", "jstor", "pubmed"})
"""Types of ``eprint`` that are not archives of preprints (biblatex manual, section 3.14.7)."""


def archive_of(entry: Entry) -> str:
    """Return the archive of preprints that an entry names, such as ``arXiv``, or an empty string."""
    named = to_plain(entry.get("archiveprefix") or entry.get("eprinttype")) if entry.get("eprint") else ""
    if named and named.lower() not in _NO_ARCHIVES:
        return named
    for name in (*_CONTAINERS, "howpublished", "publisher"):
        if match := _ARCHIVE.match(entry.get(name)):
            return to_plain(match[0]) if match[0].lower() != "corr" else ARXIV  # which took over the CoRR
    return ARXIV if find_arxiv_in_text(entry) else ""


# Date and pages

_DASH = re.compile(r"\s*[-\u2010-\u2015]+\s*")


def date_of(entry: Entry) -> PublicationDate:
    """Return the date of publication of an entry."""
    get = entry.get
    return parse_date(get("date"), get("year"), get("month"), get("day"))


def _pages(tex: str) -> tuple[str, ...]:
    """Return first and last page, or the text if that is not a simple range."""
    whole = tex if tex.isascii() and not re.search(r"[\\{}$~%]", tex) else to_plain(tex)
    parts = _DASH.split(whole.strip())
    return tuple(parts) if len(parts) == 2 and all(parts) else tuple(filter(None, [to_plain(tex)]))  # noqa: PLR2004  (first, last)


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
        return tuple(_venues(entry, to_plain))[:1]
    if not category_field:
        return tuple(filter(None, [date_of(entry).shown]))
    return tuple(map(to_text, split_list(entry.get(category_field))))


# Identifiers and links


def is_on_arxiv(entry: Entry) -> bool:
    """Return whether the ``eprint`` of an entry is marked as one of arXiv."""
    return archive_prefix(entry) == "arxiv"


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
    url = to_address(entry.get("url")) or _address_elsewhere(entry)
    pdfs = [url] if url.lower().endswith(".pdf") else []
    if url and not pdfs and url not in {name.url for name in identifiers.values()}:
        yield "Paper", url
    pdfs += [identifiers[kind].pdf_url for kind in (OPENREVIEW, ARXIV) if kind in identifiers]
    yield from (("PDF", pdf) for pdf in pdfs[:1])
    yield from ((kind, name.url) for kind, name in identifiers.items())
    for code in to_address(entry.get("code")).split():
        yield "Code", code
    yield "Project", to_address(entry.get("project"))


def _address_elsewhere(entry: Entry) -> str:
    """Return the URL of a work in ``howpublished``, or in a ``note`` that holds nothing else, as in classic BibTeX."""
    note = entry.get("note")
    for tex in (entry.get("howpublished"), note if _IS_ADDRESS.fullmatch(note) else ""):
        if match := _ADDRESS.search(to_address(tex)) if "://" in tex else None:
            return match[0]
    return ""


_ADDRESS = re.compile(r"(?:https?|ftp)://[^\s,;]*[^\s,;.)]")
_IS_ADDRESS = re.compile(
    r"(?:available\s*)?(?:online|at|from|url|see|retrieved from)?\s*:?\s*(?:\\url\s*|\\href\s*)?\{?https?://[^\s{}]+\}?(?:\s*\{[^{}]*\})?"
    r"[.,;]?\s*\(?(?:(?:last )?(?:accessed|visited|retrieved)\b.*)?",
    re.IGNORECASE,
)
