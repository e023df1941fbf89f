"""Works of DOI registries: found at Crossref by a title, and made entries of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from cardcatalog.bibtex.names import Person
from cardcatalog.bibtex.tex import to_tex
from cardcatalog.catalog.duplicates import plain_title
from cardcatalog_tools.services.entries import (
    HouseStyle,
    authors_of,
    container_of,
    doi_in,
    make_entry,
    pages_in,
    year_in,
)
from cardcatalog_tools.services.hosts import HOSTS, Hosts
from cardcatalog_tools.services.json_values import as_dict, as_list, read_object, text_in, texts_in
from cardcatalog_tools.services.titles import tex_of_html, visible
from cardcatalog_tools.services.web import JSON, Client

if TYPE_CHECKING:
    from cardcatalog.bibtex.entries import Entry
    from cardcatalog.catalog.taxonomy import Venue


def ask_crossref(title: str, author: str, client: Client, hosts: Hosts = HOSTS) -> list[dict[str, Any]]:
    """Return the works that Crossref finds by a title and the family name of the first author, the likeliest first.

    https://www.crossref.org/documentation/retrieve-metadata/rest-api/

    :raises ServiceError: if Crossref cannot be asked, or its answer cannot be read.
    """
    query = urlencode({"query.bibliographic": f"{title} {author}".strip(), "rows": 5})
    answer = read_object(client.get(f"{hosts.crossref}/works?{query}", JSON), "Crossref")
    message = answer.get("message")
    works = message.get("items") if isinstance(message, dict) else None
    return [work for work in works if isinstance(work, dict)] if isinstance(works, list) else []


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
    containers = [*texts_in(work, "container-title")]
    events = [*texts_in(work, "event-title"), *texts_in(as_dict(work.get("event")), "name")]
    venue = house.venues.find(*containers, *events)
    named = next((name for name in reversed(containers) if not _SERIES.search(name)), "".join(containers[-1:]))
    doi = doi_in(text_in(work, "DOI"))
    kind = _type_of(text_in(work, "type"), venue)
    fields = {
        "title": tex_of_html(_full_title(work)),
        "author": authors_of(_people(work.get("author"))),
        **container_of(kind, venue, named),
        "year": _issued(work),
        "volume": to_tex(visible(text_in(work, "volume"))),
        "number": to_tex(visible(text_in(work, "issue"))) if kind == "article" else "",
        "pages": pages_in(text_in(work, "page")),
        "publisher": to_tex(_publisher(text_in(work, "publisher"))),
        "doi": doi,
        "url": f"https://doi.org/{doi}" if doi else "",
        "venuekey": venue.name if venue and kind != "misc" else "",
    }
    return make_entry(kind, fields, source, house)


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
    title, subtitle = text_in(work, "title"), text_in(work, "subtitle")
    return f"{title}: {subtitle}" if subtitle and plain_title(subtitle) not in plain_title(title) else title


def _issued(work: Mapping[str, Any]) -> str:
    for name in ("issued", "published-print", "published", "published-online"):
        parts = as_list(as_dict(work.get(name)).get("date-parts"))
        first = as_list(parts[0]) if parts else []
        if first and (year := year_in(str(first[0]))):
            return year
    return ""


def _people(authors: object) -> Iterator[Person]:
    for author in map(as_dict, as_list(authors)):
        family = visible(text_in(author, "family"))
        particle = text_in(author, "non-dropping-particle") or text_in(author, "dropping-particle")
        if family:
            given, suffix = (visible(text_in(author, name)) for name in ("given", "suffix"))
            yield Person(given, family, visible(particle), suffix)
        elif name := visible(text_in(author, "literal") or text_in(author, "name")):
            yield Person("", name, is_literal=True)


def _publisher(name: str) -> str:
    """Return the name of a publisher, or its short name in parentheses."""
    short = re.search(r"\(([A-Z][\w&. -]{1,20})\)\s*$", name)
    return visible(short[1] if short else name)
