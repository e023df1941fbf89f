"""Make entries from the answers of arXiv, DOI registries, OpenReview and the ACL Anthology."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from cardcatalog.bibtex.entries import Entry, parse_bibliography
from cardcatalog.bibtex.names import Person, to_persons
from cardcatalog.bibtex.tex import to_tex
from cardcatalog.bibtex.text import to_address, to_text
from cardcatalog.catalog.citekeys import key_of
from cardcatalog.catalog.duplicates import plain_title
from cardcatalog.catalog.identifiers import ARXIV, find_arxiv, find_doi
from cardcatalog.problems import Location
from cardcatalog.text_files import decode
from cardcatalog_tools.services.titles import braced_words, protect_case, tex_of_html, tex_of_latex, visible
from cardcatalog_tools.services.venues import Venues
from cardcatalog_tools.services.web import ServiceError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.taxonomy import Venue

BY_HAND = "add it by another identifier or by hand"


@dataclass(frozen=True, slots=True)
class HouseStyle:
    """The spellings that a bibliography does not share with services: its venues, and words that keep their case."""

    venues: Venues = field(default_factory=Venues)
    names: frozenset[str] = frozenset()

    @classmethod
    def of(cls, catalog: Catalog) -> HouseStyle:
        """Return the spelling of a bibliography."""
        return cls(Venues(catalog.venues.values()), braced_words(entry.get("title") for entry in catalog.entries))


def read_json(body: bytes, source: str) -> dict[str, Any]:
    """Return the object of a JSON document.

    :raises ServiceError: if it is none.
    """
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        message = f"the answer on {source} is not the JSON of a paper; try again later"
        raise ServiceError(message)
    return document


_ATOM = {"atom": "http://www.w3.org/2005/Atom", "arxiv": "http://arxiv.org/schemas/atom"}


def read_atom(body: bytes, source: str) -> dict[str, Element]:
    """Return the papers of an answer of arXiv's API by their identifiers, without versions.

    https://info.arxiv.org/help/api/user-manual.html

    :raises ServiceError: if it is not a feed, or reports an error.
    """
    try:
        feed = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, LookupError, ValueError) as error:
        message = f"the answer on {source} is not an Atom feed; try again later"
        raise ServiceError(message) from error
    papers = {}
    for entry in feed.findall("atom:entry", _ATOM):
        address = _child(entry, "atom:id")
        found = find_arxiv(address)
        if "/api/errors" in address or not found:
            # arXiv reports errors as a paper of that title.
            message = f"arXiv cannot read the identifier of {source}; look at it"
            raise ServiceError(message, is_unknown=True)
        papers[found.value] = entry
    return papers


def _child(element: Element, path: str) -> str:
    return " ".join((element.findtext(path, "", _ATOM)).split())


_WITHDRAWN = re.compile(r"\bwithdrawn\b", re.IGNORECASE)


def entry_of_atom(paper: Element, identifier: str, house: HouseStyle) -> Entry:
    """Return the entry of a paper on arXiv: a preprint, with the DOI of its publication if the authors gave one.

    :raises ServiceError: if the paper has been withdrawn, or the record lacks its title, authors or year.
    """
    source = f"arXiv:{identifier}"
    if _WITHDRAWN.search(_child(paper, "arxiv:comment")):
        message = f"{source} has been withdrawn; look for another version of the paper"
        raise ServiceError(message)
    names = (_child(author, "atom:name") for author in paper.findall("atom:author", _ATOM))
    fields = {
        "title": tex_of_latex(_child(paper, "atom:title")),
        "author": authors_of(map(person_of, names)),
        "year": _year(_child(paper, "atom:published")),
        "doi": _doi(_child(paper, "arxiv:doi")),
    }
    return make_entry("misc", fields | on_arxiv(identifier), source, house)


def on_arxiv(identifier: str) -> dict[str, str]:
    """Return the fields that say where on arXiv a preprint is."""
    url = f"https://arxiv.org/abs/{identifier}"
    return {"url": url, "eprint": identifier, "archiveprefix": "arXiv", "venuekey": "arXiv"}


_ARTICLES = frozenset({"article-journal", "journal-article", "article-magazine", "article-newspaper"})
_TALKS = frozenset({"paper-conference", "proceedings-article"})
_CHAPTERS = frozenset({"chapter", "book-chapter", "book-section", "book-part"})
_SERIES = re.compile(r"lecture notes|communications in computer|advances in intelligent|ceur workshop", re.IGNORECASE)
"""Series of proceedings, which registries name in addition to the proceedings."""


def entry_of_csl(work: Mapping[str, Any], source: str, house: HouseStyle) -> Entry:
    """Return the entry of a record of a DOI registry, in CSL-JSON or in the JSON of Crossref, which differ in lists.

    https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html

    :raises ServiceError: if the record lacks its title, authors or year.
    """
    containers = [*_texts(work, "container-title")]
    events = [*_texts(work, "event-title"), *_texts(_dict(work.get("event")), "name")]
    venue = house.venues.find(*containers, *events)
    named = next((name for name in reversed(containers) if not _SERIES.search(name)), "".join(containers[-1:]))
    doi = _doi(_text(work, "DOI"))
    kind = _type_of(_text(work, "type"), venue)
    shown = (venue and venue.full) or named
    fields = {
        "title": tex_of_html(_full_title(work)),
        "author": authors_of(_people(work.get("author"))),
        **_container(kind, shown),
        "year": _issued(work),
        "volume": to_tex(visible(_text(work, "volume"))),
        "number": to_tex(visible(_text(work, "issue"))) if kind == "article" else "",
        "pages": _pages(_text(work, "page")),
        "publisher": to_tex(_publisher(_text(work, "publisher"))),
        "doi": doi,
        "url": f"https://doi.org/{doi}" if doi else "",
        "venuekey": venue.name if venue and kind != "misc" else "",
    }
    return make_entry(kind, fields, source, house)


def _container(kind: str, name: str) -> dict[str, str]:
    """Return the field of what holds a work, if that is published."""
    field = {"article": "journal", "inproceedings": "booktitle", "incollection": "booktitle"}.get(kind)
    return {field: to_tex(visible(name))} if field else {}


def _type_of(kind: str, venue: Venue | None) -> str:
    is_event = venue is not None and venue.kind in {"conference", "workshop"}
    # Springer registers papers of conferences as chapters, some societies as articles.
    if kind in _TALKS or (kind in _CHAPTERS | _ARTICLES and is_event):
        return "inproceedings"
    if kind in _ARTICLES:
        return "article"
    if kind in _CHAPTERS:
        return "incollection"
    return "misc"


def _full_title(work: Mapping[str, Any]) -> str:
    title, subtitle = _text(work, "title"), _text(work, "subtitle")
    return f"{title}: {subtitle}" if subtitle and plain_title(subtitle) not in plain_title(title) else title


def _issued(work: Mapping[str, Any]) -> str:
    for name in ("issued", "published-print", "published", "published-online"):
        parts = _list(_dict(work.get(name)).get("date-parts"))
        first = _list(parts[0]) if parts else []
        if first and (year := _year(str(first[0]))):
            return year
    return ""


def _people(authors: object) -> Iterator[Person]:
    for author in map(_dict, _list(authors)):
        family = visible(_text(author, "family"))
        particle = _text(author, "non-dropping-particle") or _text(author, "dropping-particle")
        if family:
            given, suffix = (visible(_text(author, name)) for name in ("given", "suffix"))
            yield Person(given, family, visible(particle), suffix)
        elif name := visible(_text(author, "literal") or _text(author, "name")):
            yield Person("", name, is_literal=True)


def _publisher(name: str) -> str:
    """Return the name of a publisher, or its short name in parentheses."""
    short = re.search(r"\(([A-Z][\w&. -]{1,20})\)\s*$", name)
    return visible(short[1] if short else name)


_YEAR_OF_VENUE = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_UNDECIDED = re.compile(r"submi|withdrawn|reject|under review|\bcorr\b|arxiv|^$", re.IGNORECASE)


def entry_of_note(note: Mapping[str, Any], forum: str, house: HouseStyle) -> Entry:
    """Return the entry of a submission on OpenReview: published where it was accepted, else a manuscript.

    https://docs.openreview.net/reference/api-v2/entities/note

    :raises ServiceError: if the record lacks its title, authors or year.
    """
    source = f"OpenReview forum {forum}"
    content = {name: _value(value) for name, value in _dict(note.get("content")).items()}
    stated = _stated_bibtex(_text(content, "_bibtex"), source)
    spelled, group = _text(content, "venue") or stated, _text(content, "venueid")
    is_accepted = not _UNDECIDED.search(spelled) and not _UNDECIDED.search(group or "accepted")
    venue = house.venues.find(spelled, re.sub("^accepted (?:by|at) ", "", spelled, flags=re.IGNORECASE))
    is_journal = is_accepted and venue is not None and venue.kind == "journal"
    kind = ("article" if is_journal else "inproceedings") if is_accepted else "misc"
    shown = (venue and venue.full) or spelled
    dated = _YEAR_OF_VENUE.search(spelled) or _YEAR_OF_VENUE.search(group)
    fields = {
        "title": tex_of_latex(_text(content, "title")),
        "author": authors_of(map(person_of, _texts_of_people(content.get("authors")))),
        **_container(kind, shown),
        "year": dated[0] if dated and is_accepted else _year_of(note),
        "url": f"https://openreview.net/forum?id={forum}",
        "venuekey": venue.name if venue and is_accepted else "",
        "openreview": forum,
    }
    return make_entry(kind, fields, source, house)


def _stated_bibtex(text: str, source: str) -> str:
    """Return the venue and year in the BibTeX entry of a submission: the only source for many of the older ones."""
    entries, _problems = parse_bibliography(text, source)
    stated = [to_text(entries[0].get(name)) for name in ("booktitle", "journal", "year")] if entries else []
    return " ".join(filter(None, stated)) if any(stated[:2]) else ""


def _value(value: object) -> object:
    """Return a value of version 2 of the API, which wraps it, as version 1 gives it."""
    return value["value"] if isinstance(value, dict) and "value" in value else value


def _texts_of_people(authors: object) -> Iterator[str]:
    for author in _list(authors):
        name = _text(author, "fullname") or _text(author, "name") if isinstance(author, dict) else author
        if isinstance(name, str):
            yield name


def _year_of(note: Mapping[str, Any]) -> str:
    """Return the year in which a note was published or made; the note has it in milliseconds."""
    for name in ("pdate", "odate", "cdate", "tcdate"):
        moment = note.get(name)
        if isinstance(moment, int) and 0 < moment < 32_503_680_000_000:  # noqa: PLR2004  (the year 3000)
            return str(datetime.fromtimestamp(moment / 1000, UTC).year)
    return ""


_ANTHOLOGY_TYPES = frozenset({"article", "inproceedings", "incollection"})


def entry_of_anthology(body: bytes, identifier: str, house: HouseStyle) -> Entry:
    """Return the entry of a BibTeX file of the ACL Anthology, in the style of the project.

    :raises ServiceError: if the file has no entry, or the entry lacks its title, authors or year.
    """
    source = f"ACL Anthology {identifier}"
    text, _problems = decode(body, source)
    entries, _problems = parse_bibliography(text, source)
    if not entries:
        message = f"the answer on {source} is not a BibTeX entry; {BY_HAND}"
        raise ServiceError(message)
    given = entries[0]
    spelled = to_text(given.get("booktitle") or given.get("journal"))
    venue = house.venues.find(spelled)
    kind = given.type if given.type in _ANTHOLOGY_TYPES else "misc"
    shown = (venue and venue.full) or spelled
    fields = {
        "title": tex_of_latex(given.get("title")),
        "author": authors_of(to_persons(given.get("author"))[0]),
        **_container(kind, shown),
        "year": _year(given.get("year")),
        "volume": to_tex(visible(to_text(given.get("volume")))) if kind == "article" else "",
        "number": to_tex(visible(to_text(given.get("number")))) if kind == "article" else "",
        "pages": _pages(to_text(given.get("pages"))),
        "publisher": to_tex(visible(to_text(given.get("publisher")))),
        "doi": _doi(to_address(given.get("doi"))),
        "url": f"https://aclanthology.org/{identifier}/",
        "venuekey": venue.name if venue else "",
    }
    return make_entry(kind, fields, source, house)


def make_entry(kind: str, fields: Mapping[str, str], source: str, house: HouseStyle) -> Entry:
    """Return an entry without its empty fields, under the key that the rule gives it.

    :raises ServiceError: if it has no title, author or year.
    """
    given = {name: value for name, value in fields.items() if value}
    missing = [name for name in ("title", "author", "year") if name not in given]
    if missing:
        message = f"{source} has no {' and no '.join(missing)}; {BY_HAND}"
        raise ServiceError(message)
    given["title"] = protect_case(given["title"], house.names)
    entry = Entry(kind, "", MappingProxyType(given), Location(source, 1), MappingProxyType({}))
    return Entry(kind, key_of(entry), entry.fields, entry.location, entry.lines)


_GROUP = re.compile(r"\b(?:collaboration|consortium|team|group|community)$", re.IGNORECASE)
_SUFFIX = re.compile(r"(.*\S),?\s+((?:[JS]r|I{2,3}|IV)\.?)", re.IGNORECASE)


def person_of(name: str) -> Person:
    """Divide a name in reading order."""
    text = " ".join(visible(to_text(visible(name))).split())
    if _GROUP.search(text):
        return Person("", text, is_literal=True)
    match = _SUFFIX.fullmatch(text)
    bare, suffix = (match[1], match[2]) if match else (text, "")
    people, _others, failed = to_persons(to_tex(bare.replace(",", " ") if match else bare))
    if len(people) != 1 or failed:
        return Person("", text, is_literal=True)
    return replace(people[0], suffix=suffix)


def authors_of(people: Iterable[Person]) -> str:
    """Return a field of names, ``Family, Given``; a name that BibTeX would divide is in braces."""
    return " and ".join(filter(None, map(_spell_name, people)))


def _spell_name(person: Person) -> str:
    parts = [" ".join(visible(part).split()) for part in (person.surname, person.suffix, person.given)]
    if person.given:
        return ", ".join(_guarded(part, "," in part) for part in parts if part)
    return _guarded(parts[0], bool(re.search(r"[\s,]", parts[0])))


def _guarded(text: str, is_whole: bool) -> str:  # noqa: FBT001  (private)
    tex = to_tex(text)
    return f"{{{tex}}}" if tex and (is_whole or re.search(r"\band\b", text)) else tex


def _year(text: str) -> str:
    match = re.match(r"\s*((?:19|20)\d\d)(?!\d)", text, re.ASCII)
    return match[1] if match else ""


def _pages(text: str) -> str:
    return to_tex(re.sub(r"\s*(?:-+|[\u2010-\u2015])\s*", "\u2013", visible(text).strip()))


def _doi(text: str) -> str:
    """Return the DOI in a text, unless it is one that arXiv gives its preprints."""
    doi = find_doi(text)
    return doi.value if doi and doi.canonical.kind != ARXIV and doi.value.isascii() else ""


def _text(values: Mapping[str, Any], name: str) -> str:
    return next(iter(_texts(values, name)), "")


def _texts(values: Mapping[str, Any], name: str) -> list[str]:
    """Return a value that is a text, a number or a list of texts as texts."""
    value = values.get(name)
    parts = value if isinstance(value, list) else [value]
    return [str(part) for part in parts if isinstance(part, str | int) and not isinstance(part, bool) and str(part)]


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
