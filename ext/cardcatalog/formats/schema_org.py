"""Papers as works of https://schema.org, for search engines."""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING, Any

from cardcatalog.catalog.kinds import ARTICLES, KINDS
from cardcatalog.formats.rows import compact_json, known

if TYPE_CHECKING:
    from cardcatalog.bibtex.names import Person
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper

Data = dict[str, Any]

_IN_PARTS = frozenset({"Article", "Chapter", "NewsArticle", "PublicationIssue", "Report", "ScholarlyArticle"})
_EVERY = frozenset(row.schema for row in KINDS.values())

_TEXTS: tuple[tuple[str, str, Container[str]], ...] = (
    ("headline", "title", _EVERY),
    ("name", "title", _EVERY),
    ("datePublished", "date", _EVERY),
    ("inLanguage", "language", _EVERY),
    ("version", "version", _EVERY),
    ("pagination", "pages", _IN_PARTS),
    ("pageStart", "first page", _IN_PARTS),
    ("pageEnd", "last page", _IN_PARTS),
    ("reportNumber", "number", {"Report"}),
    ("issueNumber", "issue", {"PublicationIssue"}),
    ("bookEdition", "edition", {"Book"}),
    ("numberOfPages", "pagetotal", {"Book"}),
    ("isbn", "isbn", {"Book"}),
    ("issn", "issn", {"Dataset"}),
)
"""The part of the record for each property that is a text, and the types that have it."""

_TEXTS_OF = {kind: tuple((name, part) for name, part, kinds in _TEXTS if kind in kinds) for kind in _EVERY}
"""The rows of each type."""

_ROLES: dict[str, Container[str]] = {
    "author": _EVERY, "editor": _EVERY, "translator": _EVERY, "producer": _EVERY, "director": {"VideoObject"},
    "illustrator": {"Book"},
}  # fmt: skip
"""The roles of people that are properties, and the types that have them."""


def json_ld(paper: Paper, catalog: Catalog, url: str = "", abstract: str = "") -> str:
    """Return a paper in JSON that cannot end its script.

    :param abstract: what the page of the paper says of it, in a line of plain text.
    """
    kind = KINDS[paper.kind].schema
    data = {
        "@context": "https://schema.org",
        "@type": kind,
        "@id": url,
        **paper.texts(_TEXTS_OF[kind]),
        "alternateName": list(paper.former_titles),
        **{role: list(map(_person, people)) for role, people in paper.credits() if kind in _ROLES.get(role, ())},
        "abstract": abstract,
        "isPartOf": _host(paper),
        "publisher": {"@type": "Organization", "name": paper.publisher} if paper.publisher else {},
        "identifier": [
            {"@type": "PropertyValue", "propertyID": name, "value": value}
            for name, value in (("DOI", paper.doi), ("arXiv", paper.arxiv))
            if value
        ],
        "keywords": catalog.keyword_names(paper.keywords),
        "sameAs": [link.url for link in paper.links if link.label not in {"Code", "Project"}],
        "url": url,
    }
    text = compact_json(known(**data))
    for sign, written in _WRITTEN.items():
        text = text.replace(sign, written)
    return text


_WRITTEN = {sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
"""The signs that HTML or a script may take for its own."""


def _host(paper: Paper) -> Data:
    """Return what holds a work, or nothing: an issue in a volume of a periodical, or a book in a series."""
    if paper.kind in ARTICLES:
        name = paper.container or (paper.title if paper.kind == "periodical" else "")
        issue = "" if paper.kind == "periodical" else paper["issue"]
        host = _part("Periodical", {}, name=name, issn=paper["issn"])
        volume = _part("PublicationVolume", host, volumeNumber=paper["volume"])
        return _part("PublicationIssue", volume, issueNumber=issue)
    series = _part("BookSeries", {}, name=paper["series"], issn=paper["issn"] if paper["series"] else "")
    if not paper.container:
        return series
    kind = ["Book", "PublicationVolume"] if paper["volume"] else "Book"
    facts = {"isbn": paper["isbn"], "bookEdition": paper["edition"], "volumeNumber": paper["volume"]}
    return _part(kind, series, name=paper.container, **facts)


def _part(kind: str | list[str], host: Data, **facts: str) -> Data:
    """Return a part of a host, or the host where nothing is known of the part."""
    return {"@type": kind} | known(**facts, isPartOf=host) if any(facts.values()) else host


def _person(person: Person) -> dict[str, str]:
    if person.is_literal:
        return {"@type": "Organization", "name": person.family}
    parts = {
        "@type": "Person",
        "name": person.name,
        "givenName": person.given,
        "familyName": person.surname,
        "honorificSuffix": person.suffix,
    }
    return {name: text for name, text in parts.items() if text}
