"""Papers: what an entry is, decided once, when the paper is made: kind, people, date, container, identifiers, links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial
from operator import attrgetter
from typing import TYPE_CHECKING

from cardcatalog.bibtex.names import Person, to_persons
from cardcatalog.bibtex.text import split_list, to_address
from cardcatalog.catalog.bits import Bits, parse_bits
from cardcatalog.catalog.dates import PublicationDate, date_of, day_of, parse_date
from cardcatalog.catalog.identifiers import ARXIV, DOI, Identifier
from cardcatalog.catalog.kinds import ARTICLES, IN_VOLUMES, PREPRINT
from cardcatalog.catalog.links import Link, find_links, find_own_identifiers, url_of
from cardcatalog.catalog.preprints import archive_of, kind_of
from cardcatalog.catalog.record import (
    NOTHING,
    PARTS,
    ROLES,
    containers,
    genre_of,
    plain,
    text_of,
    title_of,
    title_tex,
    to_plain,
)
from cardcatalog.catalog.sentences import is_short_sentence
from cardcatalog.catalog.terms import ISSUERS, TermResolver, with_venuekey
from cardcatalog.messages import ENGLISH, Translator

if TYPE_CHECKING:
    from cardcatalog.bibtex.entries import Entry

COLLABORATION = "collaboration"
"""The role of a group of authors, which INSPIRE and the styles of REVTeX name in a field of its own."""

_OTHER_PEOPLE = frozenset({*ROLES, "authortype", COLLABORATION} - {"author"})
"""Fields whose people are not authors, or not authors alone."""

_PUBLISHERS = ("publisher", "school", "organization", "holder", "how published")

_FROM_SCHOOLS = frozenset({"report", "thesis"})
"""Kinds that a school or an institution issues, whoever sells or keeps them."""

_AUTHORS_ARE = frozenset({*ROLES, "compiler"})
"""Values of ``authortype`` that tell a role (biblatex manual, section 2.2.2)."""

_NO_PAGES = frozenset({"PDF", "Code", "Project"})
"""Labels of links that lead to no page about the paper."""


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

    undivided: tuple[str, ...]
    """The names of these people that cannot be divided, as the entry has them."""

    date: PublicationDate
    container: str
    """The proceedings, journal or book that the paper is a part of; a preprint is a part of none."""

    publisher: str
    """The publisher, school or institution; of a preprint its archive."""

    identifiers: tuple[Identifier, ...]
    links: tuple[Link, ...]
    url: str
    """The URL of the paper on the web: the one that the entry names, else its page, else the first link."""

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
    """The day on which the paper was added, ``2026-11-28``; empty if that is not known."""

    _shape: frozenset[str] = field(default=frozenset(), init=False, repr=False, compare=False)

    def __hash__(self) -> int:
        """Return the hash of the key, which no two papers of a catalog share."""
        return hash(self.key)

    @property
    def shape(self) -> frozenset[str]:
        """The names of the fields of the entry, found when they are first asked for: few builds need those of all."""
        if not self._shape:
            object.__setattr__(self, "_shape", _shape_of(tuple(self.entry.fields)))
        return self._shape

    @property
    def is_preprint(self) -> bool:
        """Whether the paper has appeared in an archive of preprints alone."""
        return self.kind == PREPRINT

    def __getitem__(self, part: str) -> str:
        """Return a part of the record as text, or an empty string.

        :param part: its name in :data:`DERIVED` or in :data:`cardcatalog.catalog.record.PARTS`.
        """
        read = readers_of(self.shape).get(part)
        return read(self) if read else ""

    def texts(self, parts: Iterable[tuple[str, str]]) -> dict[str, str]:
        """Return the texts of parts of the record under other names, without empty ones.

        :param parts: a name and the part that has it in a format; of two with one name, the later wins.
        """
        readers = readers_of(self.shape)
        return {name: text for name, part in parts if part in readers and (text := readers[part](self))}

    def other_date(self, name: str) -> PublicationDate:
        """Return a date that is not that of publication, by the name of its field, such as ``urldate``."""
        names = _fields_of_date(name)
        if self.shape.isdisjoint(names):
            return parse_date("")
        own, others, *parts = map(self.entry.get, names)
        return parse_date(own or others, *parts)

    def people(self, role: str) -> tuple[Person, ...]:
        """Return the people of a role, by the name of its field."""
        if role == self.role:
            return self.authors
        tex = self.entry.get(role)
        return tuple(map(_plain_person, to_persons(tex)[0])) if tex else ()

    def credits(self) -> Iterable[tuple[str, tuple[Person, ...]]]:
        """Return the people of the work by their role: the type of an editor, else the field.

        A person in two fields of one role is named once; two people in one field may share their name.
        """
        if self._has_authors_alone:
            return ((self.role, self.authors),) if self.authors else ()
        return self._all_credits()

    @property
    def _has_authors_alone(self) -> bool:
        """Whether the entry has no field of other people, as of most papers."""
        return self.shape.isdisjoint(_OTHER_PEOPLE)

    def _all_credits(self) -> Iterator[tuple[str, tuple[Person, ...]]]:
        named: dict[str, list[Person]] = {}
        for name in filter(self.entry.fields.get, ROLES):
            known = named.setdefault(self._role(name), [])
            known += [person for person in self.people(name) if person not in known]
        yield from ((role, tuple(people)) for role, people in named.items() if people)
        if name := self["collaboration"]:
            yield COLLABORATION, (Person("", name, is_literal=True),)

    @property
    def open_roles(self) -> tuple[str, ...]:
        """The roles whose list of people ends with ``and others``."""
        if self._has_authors_alone:
            return (self.role,) if self.has_more_authors else ()
        get = self.entry.get
        return tuple(self._role(name) for name in ROLES if get(name) and to_persons(get(name))[1])

    def _role(self, name: str) -> str:
        """Return the role of the people in a field; ``authortype`` may hold any word that a style prints."""
        kind = self.entry.get(f"{name}type")
        return kind if kind and (name != "author" or kind in _AUTHORS_ARE) else name

    @property
    def year(self) -> int | None:
        """The year of the date."""
        return self.date.year

    @property
    def title_tex(self) -> str:
        """The title in TeX, with its formulas."""
        return title_of(self.entry)

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
    def doi(self) -> str:
        """The DOI without a prefix, or an empty string."""
        return self._identifier(DOI)

    @property
    def arxiv(self) -> str:
        """The identifier on arXiv, with its version if the entry gives one, or an empty string."""
        return self._identifier(ARXIV)

    def _identifier(self, kind: str) -> str:
        for name in self.identifiers:
            if name.kind == kind:
                return str(name)
        return ""

    @property
    def month_on_arxiv(self) -> tuple[int, int] | None:
        """The year and the month of its number on arXiv, if it has one."""
        return next(filter(None, (name.month for name in self.identifiers)), None)

    def venue_and_year(self, messages: Translator = ENGLISH) -> str:
        """Return the venue and the year, ``ICLR 2023``, as far as they are known."""
        return f"{self.venue} {self.date.label(messages)}".strip()

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
        when = self.date.label(messages)
        return f"{who} ({when})" if when else who


def make_paper(entry: Entry, terms: TermResolver) -> Paper:
    """Return the paper of an entry."""
    entry = with_venuekey(entry, terms.venue_names)
    people, has_more, undivided = to_persons(entry.get("author") or entry.get("editor"))
    venue = terms.venue(entry)
    kind = kind_of(entry, terms.venue_kinds.get(venue, ""))
    is_preprint = kind == PREPRINT
    archive = archive_of(entry) if is_preprint else ""
    identifiers = tuple(find_own_identifiers(entry, kind))
    links = tuple(find_links(entry, identifiers))
    categories = terms.categories(entry)
    return Paper(
        key=entry.key,
        entry=entry,
        kind=kind,
        title=to_plain(title_of(entry)) or entry.key,
        former_titles=tuple(map(to_plain, filter(None, entry.get("formertitle").split(" ; ")))),
        authors=tuple(map(_plain_person, people)),
        has_more_authors=has_more,
        role="author" if entry.get("author") or not entry.get("editor") else "editor",
        undivided=undivided,
        date=date_of(entry),
        container="" if is_preprint else next(filter(None, map(terms.text, containers(entry))), ""),
        publisher=archive or _publisher(entry, kind, terms.text),
        identifiers=identifiers,
        links=links,
        url=_url(entry, links),
        venue=archive if is_preprint and venue not in terms.venue_kinds else venue,
        categories=categories,
        keywords=terms.keywords(entry, categories),
        former_keys=split_list(entry.get("ids")),
        related=split_list(entry.get("related")),
        bits=parse_bits(entry.get("bits"))[0],
        added=day_of(entry.get("creationdate")),
    )


def _url(entry: Entry, links: Iterable[Link]) -> str:
    urls = [link.url for link in links]
    named = url_of(entry)
    pages = [link.url for link in links if link.label not in _NO_PAGES]
    return next((url for url in urls if url == named), next(iter(pages + urls), ""))  # a text that the links have


def _publisher(entry: Entry, kind: str, text: Callable[[str], str]) -> str:
    if kind not in _FROM_SCHOOLS and (tex := entry.get("publisher")) and " and " not in tex:
        return text(tex)
    parts = ISSUERS if kind in _FROM_SCHOOLS else _PUBLISHERS
    return next(filter(None, (text_of(entry, part) for part in parts)), "")


def _plain_person(person: Person) -> Person:
    if f"{person.given}{person.family}{person.prefix}{person.suffix}".isprintable():
        return person
    parts = map(plain, (person.given, person.family, person.prefix, person.suffix))
    return Person(*parts, is_literal=person.is_literal)


DATES_OF_OTHERS = {"urldate": "lastchecked"}
"""The fields for dates in the exports of De Gruyter."""


@cache
def _fields_of_date(name: str) -> tuple[str, ...]:
    """Return the fields of a date: its own, that of other exports, those of its parts."""
    return name, DATES_OF_OTHERS.get(name, ""), *(name.removesuffix("date") + part for part in ("year", "month", "day"))


_TEX = re.compile(r"[\\{}$~%]")
_WORD_FOR_PAGES = re.compile(r"^p{1,2}\.\s*|^pages?:?\s+", re.IGNORECASE)
_DASH = re.compile(r"\s*[-\u2010-\u2015]+\s*")


@lru_cache(maxsize=1024)
def _pages(tex: str) -> tuple[str, ...]:
    """Return first and last page, or the text if that is not a simple range."""
    whole = tex if tex.isascii() and not _TEX.search(tex) else to_plain(tex)
    whole = _WORD_FOR_PAGES.sub("", whole.strip())
    parts = _DASH.split(whole)
    if NOTHING.fullmatch(whole):
        return ()
    if len(parts) == 2 and all(parts):  # noqa: PLR2004  (first, last)
        return tuple(dict.fromkeys(parts))
    return tuple(filter(None, [to_plain(whole)]))


# Parts of the record that depend on others


def _own(paper: Paper, *names: str, joint: str = ", ") -> str:
    """Return the texts of fields, whatever else a part of the record with such a name holds."""
    return joint.join(filter(None, (text_of(paper.entry, name) for name in names)))


def _main_container(paper: Paper) -> str:
    """Return the work in volumes that holds the book of a chapter, else the container."""
    if "maintitle" not in paper.shape:
        return paper.container
    return to_plain(title_tex(paper.entry.get, "maintitle")) or paper.container


def _series_number(paper: Paper) -> str:
    """Return the number in the series, which a book may have, and a volume of proceedings that is in one."""
    return _own(paper, "number") if paper.kind in IN_VOLUMES and (paper.kind in _IN_SERIES or paper["series"]) else ""


_IN_SERIES = IN_VOLUMES - {"conference paper", "proceedings"}
"""Proceedings that appear each year have numbers as journals have, but are in no series."""


def _number(paper: Paper) -> str:
    """Return the number of the work itself, such as a report; that of a preprint is its number in the archive."""
    if paper.is_preprint:
        eprint = to_address(paper.entry.get("eprint"))
        return paper["archive number"] or ("" if "://" in eprint else eprint) or _own(paper, "number")
    if paper.kind in ARTICLES:
        return paper["eid"]
    if paper["series number"]:
        return ""
    return text_of(paper.entry, "report number" if paper.kind == "report" else "number")


_LEGAL = frozenset({"legal case", "legislation", "treaty"})
"""Kinds of works that a court or a parliament issues."""


def _remarks(note: str, addendum: str) -> str:
    return f"{note.removesuffix('.')}. {addendum}" if note and addendum else note or addendum


def _short_container(paper: Paper) -> str:
    if paper.container and paper.container.casefold() != paper.venue.casefold():
        return paper["shortjournal"] or paper.venue
    return paper["shortjournal"] or (_own(paper, "journal") if paper.entry.get("fjournal") else "")


DERIVED: Mapping[str, Callable[[Paper], str]] = {
    **{name: attrgetter(name) for name in ("key", "container", "publisher", "doi", "arxiv")},
    # Its key, by which pages name it, is no title.
    "title": lambda paper: paper.title if paper.entry.get("title") or paper.title_tex else "",
    "short title": lambda paper: paper["shorttitle"] or (_own(paper, "title") if paper.entry.get("subtitle") else ""),
    "main container": _main_container,
    "volume title": lambda paper: paper.container if _main_container(paper) != paper.container else "",
    "short container": _short_container,
    "event": lambda paper: to_plain(title_tex(paper.entry.get, "eventtitle")),
    # The library of ACM has the place of the event in ``location``, after the address of the publisher.
    "event place": lambda paper: paper["venue"] or (paper["location"] if paper.entry.get("address") else ""),
    "place of publication": lambda paper: paper["place"] if paper.kind != "patent" else "",
    "jurisdiction": lambda paper: paper["place"] if paper.kind == "patent" else "",
    "volume": lambda paper: _own(paper, "volume", "part", joint="."),
    "issue": lambda paper: _own(paper, *("number", "issue")[paper.kind not in ARTICLES :]) or paper["issue in volume"],
    "series number": _series_number,
    "number": _number,
    "pages": lambda paper: "-".join(paper.pages) or paper["eid"],
    "first page": lambda paper: (*paper.pages, paper["eid"])[0],
    "last page": lambda paper: (*paper.pages, "", "")[1],
    "authority": lambda paper: paper["school"] or paper["organization"] if paper.kind in _LEGAL else "",
    "date": lambda paper: paper.date.iso,
    "year": lambda paper: "" if paper.year is None else str(paper.year),
    "genre": lambda paper: paper["type"] or genre_of(paper.entry.type),
    "remarks": lambda paper: _remarks(paper["note"], paper["addendum"]),
    "gist": lambda paper: text if is_short_sentence(text := paper["annotation"]) else "",
    "pmid": lambda paper: (
        paper["pubmed"]
        or paper["pubmed in note"]
        or (paper["eprint"] if paper.entry.get("eprinttype") == "pubmed" else "")
    ),
    "archive": lambda paper: ARXIV if paper.arxiv else "",
    "archive number": lambda paper: f"{ARXIV}:{paper.arxiv}" if paper.arxiv else "",
    "url": lambda paper: plain(paper.url),
}
"""Parts of the record that follow from others; the rest are in :data:`cardcatalog.catalog.record.PARTS`, or fields."""

_PLACE, _EID = PARTS["place"][0], PARTS["eid"][0]

MADE_OF: Mapping[str, Iterable[str]] = {
    "short title": ("shorttitle", "subtitle"),
    "volume title": ("maintitle",),
    "event": ("eventtitle",),
    "event place": ("venue", "address"),
    "place of publication": _PLACE,
    "jurisdiction": _PLACE,
    "volume": ("volume", "part"),
    "issue": ("number", "issue", "volume"),
    "series number": ("number",),
    "pages": ("pages", *_EID),
    "first page": ("pages", *_EID),
    "last page": ("pages",),
    "authority": (*PARTS["school"][0], "organization"),
    "remarks": ("note", "addendum"),
    "gist": PARTS["annotation"][0],
    "pmid": (*PARTS["pubmed"][0], "note", "eprint"),
}
"""The fields without any of which a derived part is empty; one that is not here may follow from others."""


@lru_cache(maxsize=1024)
def readers_of(shape: frozenset[str]) -> Mapping[str, Callable[[Paper], str]]:
    """Return how each part is read that the record of a paper can have, by the names of its fields.

    It is found once for thousands of papers: a format asks for forty parts, of which an entry has fields for ten.
    """
    texts = {*shape, *(part for part, (names, _read) in PARTS.items() if not shape.isdisjoint(names))}
    empty = {part for part, names in MADE_OF.items() if shape.isdisjoint(names)}
    return {
        **{part: partial(_text, part) for part in texts - DERIVED.keys()},
        **{part: read for part, read in DERIVED.items() if part not in empty},
    }


def _text(part: str, paper: Paper) -> str:
    return text_of(paper.entry, part)


@lru_cache(maxsize=1024)
def _shape_of(names: tuple[str, ...]) -> frozenset[str]:
    """Return the set of some names, one object for all entries that are laid out alike."""
    return frozenset(names)
