"""The metadata of a paper in HTML, for search engines, reference managers, and sites where a link is shared."""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote_plus

from cardcatalog.messages import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cardcatalog.bibtex.names import Person
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper
    from cardcatalog.messages import Translator

_HOSTS = {"article": "journal", "conference paper": "conference", "chapter": "inbook"}
"""The name in Highwire's tags for the container of a paper, by the kind of the paper."""


def venue_of(catalog: Catalog, paper: Paper) -> str:
    """Return the venue of a paper by its full name, followed by the short one where that differs."""
    row = catalog.venues.get(paper.venue)
    full = row.full if row else ""
    return f"{full} ({paper.venue})" if full and full != paper.venue else paper.venue


AUTHORS_NAMED = 5
"""Authors that a description names at most."""


class Preview(NamedTuple):
    """The picture of a link preview: its URL, and its alternative text."""

    url: str
    text: str


PREVIEW_SIZE = (1200, 630)
"""Width and height that the sites where links are shared agree upon."""


def description_of(paper: Paper, catalog: Catalog, messages: Translator = ENGLISH) -> str:
    """Return the description of a paper, a line of plain text for use with its title: people, venue, year, keywords."""
    names = [person.name for person in paper.authors]
    people = ", ".join(names[:AUTHORS_NAMED])
    if len(names) > AUTHORS_NAMED or paper.has_more_authors:
        people = messages.gettext("{names} and others", names=people)
    when = ", ".join(filter(None, [venue_of(catalog, paper), str(paper.year or "")]))
    return ". ".join(filter(None, [people, when, ", ".join(catalog.keyword_names(paper.keywords))]))


class Shared(NamedTuple):
    """The preview of a shared page: its title, a line on it, the name of the site, and more if known."""

    title: str
    description: str
    site: str
    url: str = ""
    kind: str = "website"
    picture: Preview | None = None


def social_tags(page: Shared) -> str:
    """Return a shared page as HTML for its head: the Open Graph protocol (https://ogp.me), and the kind of X's card."""
    graph = {
        "title": page.title,
        "type": page.kind,
        "site_name": page.site,
        "description": page.description,
        "url": page.url,
    }
    if page.picture:
        width, height = map(str, PREVIEW_SIZE)
        graph |= {"image": page.picture.url, "image:width": width, "image:height": height}
        graph["image:alt"] = page.picture.text
    card = "summary_large_image" if page.picture else "summary"
    tags = [_meta("property", f"og:{name}", content) for name, content in graph.items() if content]
    return "".join([*tags, _meta("name", "twitter:card", card)])


def head_of(paper: Paper, catalog: Catalog, *, url: str) -> str:
    """Return the tags in the head of a paper's page, as HTML, in addition to those of every page.

    :param url: the address of the page on the web, or nothing where it is not known.
    """
    lines = [_meta("name", *tag) for tag in highwire(paper, catalog, url)]
    lines.append(f'<script type="application/ld+json">{json_ld(paper, catalog, url)}</script>')
    return "\n".join(["", *lines, ""])


def _meta(attribute: str, name: str, content: str) -> str:
    return f'<meta {attribute}="{name}" content="{escape(content)}">'


def highwire(paper: Paper, catalog: Catalog, url: str = "") -> Iterator[tuple[str, str]]:
    """Yield the tags of Highwire Press, which Google Scholar ("Inclusion Guidelines for Webmasters") and Zotero read.

    Empty ones are left out.
    """
    host = _HOSTS.get(paper.kind, "")
    pages = (*paper.pages, "", "")
    links = {link.label: link.url for link in paper.links}
    tags = [
        ("title", paper.title),
        *(("author", person.inverted) for person in paper.authors),
        ("publication_date", str(paper.year or "")),
        (f"{host}_title", paper.container if host else ""),
        ("volume", paper.volume),
        ("issue", paper.number if paper.kind == "article" else ""),
        ("firstpage", pages[0]),
        ("lastpage", pages[1]),
        ("publisher", paper.publisher),
        ("doi", paper.doi),
        ("arxiv_id", paper.arxiv),
        ("pdf_url", links.get("PDF", "")),
        ("public_url", url),
        ("keywords", "; ".join(catalog.keyword_names(paper.keywords))),
    ]
    yield from ((f"citation_{name}", text) for name, text in tags if text)


def json_ld(paper: Paper, catalog: Catalog, url: str = "") -> str:
    """Return a paper as a ``ScholarlyArticle`` of https://schema.org, in JSON that cannot end its script."""
    hosts = {"article": "Periodical", "chapter": "Book"}
    host = {"@type": hosts.get(paper.kind, "PublicationVolume"), "name": paper.container}
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "name": paper.title,
        "alternateName": list(paper.former_titles),
        "author": [_person(person) for person in paper.authors],
        "datePublished": str(paper.year or ""),
        "isPartOf": host if paper.container else {},
        "pagination": "-".join(paper.pages),
        "identifier": [
            {"@type": "PropertyValue", "propertyID": name, "value": value}
            for name, value in (("DOI", paper.doi), ("arXiv", paper.arxiv))
            if value
        ],
        "keywords": catalog.keyword_names(paper.keywords),
        "sameAs": [link.url for link in paper.links if link.label not in {"Code", "Project"}],
        "url": url,
    }
    text = json.dumps({name: value for name, value in data.items() if value}, ensure_ascii=False)
    return re.sub("[<>&\u2028\u2029]", lambda char: f"\\u{ord(char[0]):04x}", text)


def _person(person: Person) -> dict[str, str]:
    if person.is_literal:
        return {"@type": "Organization", "name": person.family}
    parts = {"name": person.name, "givenName": person.given, "familyName": person.surname}
    return {"@type": "Person"} | {name: text for name, text in parts.items() if text}


def coins(paper: Paper) -> str:
    """Return a paper as an OpenURL ContextObject in a span, by which reference managers take it from a list.

    ANSI/NISO Z39.88-2004, and the convention COinS for HTML; names of keys are those that Zotero reads.
    """
    is_book = paper.kind == "chapter"
    genre = {"conference paper": "proceeding", "chapter": "bookitem", "article": "article"}.get(paper.kind, "preprint")
    pairs = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", f"info:ofi/fmt:kev:mtx:{'book' if is_book else 'journal'}"),
        ("rft.genre", genre),
        ("rft.atitle", paper.title),
        ("rft.btitle" if is_book else "rft.jtitle", paper.container),
        ("rft.date", str(paper.year or "")),
        ("rft.volume", paper.volume),
        ("rft.issue", paper.number if paper.kind == "article" else ""),
        ("rft.pages", "-".join(paper.pages)),
        *(("rft.au", person.inverted) for person in paper.authors),
        ("rft_id", f"info:doi/{paper.doi}" if paper.doi else paper.url),
    ]
    query = "&".join(f"{name}={quote_plus(value, safe='/:,')}" for name, value in pairs if value)
    return f'<span class="Z3988" title="{escape(query)}"></span>'


def redirect_page(title: str, address: str, *, canonical: str, language: str) -> str:
    """Return a page that does nothing but lead to another.

    :param address: the way to the other page, seen from this one.
    :param canonical: its address on the web, or nothing where that is not known.
    """
    way, name = escape(address), escape(title)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{name}</title>\n'
        f'<meta http-equiv="refresh" content="0; url={way}">\n'
        f'<link rel="canonical" href="{escape(canonical) or way}">\n'
        f'</head>\n<body>\n<p><a href="{way}">{name}</a></p>\n</body>\n</html>\n'
    )
