"""The metadata of a paper in HTML, for search engines, reference managers, and sites where a link is shared."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote_plus

from cardcatalog.catalog.kinds import KINDS, PREPRINT
from cardcatalog.formats.schema_org import json_ld
from cardcatalog.messages import ENGLISH

if TYPE_CHECKING:
    from cardcatalog.bibtex.names import Person
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper
    from cardcatalog.messages import Translator


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


def description_of(paper: Paper, catalog: Catalog, messages: Translator = ENGLISH, gist: str = "") -> str:
    """Return the description of a paper, a line of plain text for use with its title.

    :param gist: a sentence on the paper, which goes before people, venue and year; without one keywords end the line.
    """
    names = [person.name for person in paper.authors]
    people = ", ".join(names[:AUTHORS_NAMED])
    if len(names) > AUTHORS_NAMED or paper.has_more_authors:
        people = messages.gettext("{names} and others", names=people).strip()
    when = ", ".join(filter(None, [venue_of(catalog, paper), paper.date.label(messages)]))
    if gist:
        return f"{gist} {'. '.join(filter(None, [people, when]))}".strip()
    return ". ".join(filter(None, [people, when, ", ".join(catalog.keyword_names(paper.keywords))]))


class Shared(NamedTuple):
    """The preview of a shared page without its description: its title, the name of the site, and more if known."""

    title: str
    site: str
    url: str = ""
    kind: str = "website"
    picture: Preview | None = None


def social_tags(page: Shared) -> str:
    """Return a shared page as HTML for its head: the Open Graph protocol (https://ogp.me), and the kind of X's card."""
    graph = {"title": page.title, "type": page.kind, "site_name": page.site, "url": page.url}
    if page.picture:
        width, height = map(str, PREVIEW_SIZE)
        graph |= {"image": page.picture.url, "image:width": width, "image:height": height}
        graph["image:alt"] = page.picture.text
    card = "summary_large_image" if page.picture else "summary"
    tags = [_meta("property", f"og:{name}", content) for name, content in graph.items() if content]
    return "".join([*tags, _meta("name", "twitter:card", card)])


def head_of(paper: Paper, catalog: Catalog, *, url: str, abstract: str = "") -> str:
    """Return the tags in the head of a paper's page, as HTML, in addition to those of every page.

    :param url: the address of the page on the web, or nothing where it is not known.
    :param abstract: what the page says of the paper, in a line of plain text.
    """
    tags = [*highwire(paper, catalog, url, abstract), *_zotero(paper)]
    data = f'<script type="application/ld+json">{json_ld(paper, catalog, url, abstract)}</script>'
    return "\n".join(["", *(_meta("name", *tag) for tag in tags), data, ""])


def _meta(attribute: str, name: str, content: str) -> str:
    return f'<meta {attribute}="{name}" content="{escape(content)}">'


_HIGHWIRE: tuple[tuple[str, str, Container[str]], ...] = (
    ("journal_title", "container", {"article", "review", "periodical"}),
    ("conference_title", "container", {"conference paper"}),
    ("inbook_title", "container", {"chapter"}),
    ("volume", "volume", KINDS),
    ("issue", "issue", KINDS),
    ("firstpage", "first page", KINDS),
    ("lastpage", "last page", KINDS),
    ("technical_report_number", "number", {"report"}),
    ("technical_report_institution", "publisher", {"report"}),
    ("dissertation_institution", "publisher", {"thesis"}),
    ("publisher", "publisher", KINDS.keys() - {"report", "thesis"}),
    ("isbn", "isbn", KINDS),
    ("issn", "issn", KINDS),
    ("language", "language", KINDS),
    ("doi", "doi", KINDS),
    ("arxiv_id", "arxiv", KINDS),
)
"""The tag of Highwire Press for each part of the record, and the kinds of works that have it."""


def highwire(paper: Paper, catalog: Catalog, url: str = "", abstract: str = "") -> Iterator[tuple[str, str]]:
    """Yield the tags of Highwire Press, which Google Scholar ("Inclusion Guidelines for Webmasters") and Zotero read.

    Empty ones are left out.
    """
    links = {link.label: link.url for link in paper.links}
    tags = [
        ("title", paper.title),
        *((_NAMED[role], name_with_comma(who)) for role, people in paper.credits() if role in _NAMED for who in people),
        ("publication_date", paper.date.iso.replace("-", "/") if paper.year and paper.year > 0 else ""),
        *((name, paper[part]) for name, part, kinds in _HIGHWIRE if paper.kind in kinds),
        ("abstract", abstract),
        ("pdf_url", links.get("PDF", "")),
        ("public_url", paper.url or url),  # by which Zotero finds what it saves, not this page on it
        ("keywords", "; ".join(catalog.keyword_names(paper.keywords))),
    ]
    yield from ((f"citation_{name}", text) for name, text in tags if text)


_NAMED = {"author": "author", "collaboration": "author", "editor": "editor"}


def name_with_comma(person: Person) -> str:
    """Return a name by which programs find its parts; without a comma they take the last word for the family name."""
    return f"{person.family}," if person.is_literal and " " in person.family else person.inverted


_ZOTERO: tuple[tuple[str, str, Container[str]], ...] = (
    ("publicationTitle", "publisher", {"web page"}),  # which is the site; else Zotero takes ours for it
    ("publicationTitle", "container", KINDS.keys() - {"article", "review", "periodical", "chapter"}),
    ("meetingName", "event", {"talk"}),
    ("place", "place", KINDS),
    ("edition", "edition", KINDS),
    ("series", "series", KINDS),
    ("seriesNumber", "series number", KINDS),
    ("number", "number", KINDS.keys() - {"article", "report", PREPRINT}),
    ("archiveID", "archive number", {PREPRINT}),
    ("versionNumber", "version", KINDS),
    ("type", "genre", KINDS),
    ("numPages", "pagetotal", KINDS),
    ("numberOfVolumes", "volumes", KINDS),
    ("citationKey", "key", KINDS),
)
"""The field of Zotero for each part of the record that has no tag of Highwire Press, and the kinds that need it."""


def _zotero(paper: Paper) -> Iterator[tuple[str, str]]:
    """Yield fields of an item in Zotero, which takes them as they are (github.com/zotero/translators, ``RDF.js``)."""
    yield "z:itemType", KINDS[paper.kind].zotero
    fields = {name: text for name, part, kinds in _ZOTERO if paper.kind in kinds and (text := paper[part])}
    yield from ((f"z:{name}", text) for name, text in fields.items())


_COINS = {
    "journal": {"atitle": "title", "jtitle": "container", "stitle": "short container", "volume": "volume",
                "issue": "issue", "issn": "issn", "artnum": "eid"},
    "book": {"btitle": "title"},
    "part": {"atitle": "title", "btitle": "container", "volume": "volume"},
    "dissertation": {"title": "title", "inst": "publisher", "degree": "genre"},
    "patent": {"title": "title", "assignee": "publisher", "number": "number"},
    "dc": {"title": "title", "source": "container", "volume": "volume", "issue": "issue", "publisher": "publisher",
           "language": "language"},
}  # fmt: skip
_COINS_OF_BOOKS = {"series": "series", "edition": "edition", "pub": "publisher", "place": "place", "isbn": "isbn"}
"""The part of the record for each key of a format of OpenURL, as Zotero reads it."""


_SHARED = frozenset({"title", "btitle", "jtitle", "stitle", "source", "series", "pub", "publisher", "issn"})
"""Keys of which the papers of a venue often have the same value."""


def coins(paper: Paper) -> str:
    """Return a paper as an OpenURL ContextObject in a span, by which reference managers take it from a list.

    ANSI/NISO Z39.88-2004, and the convention COinS for HTML; where programs differ, as Zotero reads it
    (github.com/zotero/utilities, ``openurl.js``).
    """
    parts = coins_parts(paper)
    people = (f"{parts.role}={_quoted(name_with_comma(person))}" for person in paper.authors)
    address = _query([("rft_id", paper.url)])
    query = "&".join(filter(None, (parts.start + _quoted(paper.title), *people, parts.rest, address)))
    return f'<span class="Z3988" title="{query}"></span>'  # & may stay: no key is the name of a character


class CoinsParts(NamedTuple):
    """A ContextObject without title, people, and address."""

    start: str
    """The beginning, which papers of a venue share, with the key of the title at its end."""

    role: str
    """The key of each of the people."""

    rest: str


def coins_parts(paper: Paper) -> CoinsParts:
    """Return what makes the ContextObject of a paper, together with its title, its people and its address."""
    form, _space, genre = KINDS[paper.kind].coins.partition(" ")
    keys = _COINS["part" if genre in {"bookitem", "proceeding"} else form] | (_COINS_OF_BOOKS if form == "book" else {})
    role = {"dc": "creator", "patent": "inventor"}.get(form, "au") if paper.role == "author" else "contributor"
    values = [(key, paper[part]) for key, part in keys.items() if part != "title"]
    start = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", f"info:ofi/fmt:kev:mtx:{form}"),
        ("rft.type", KINDS[paper.kind].zotero) if form == "dc" else ("rft.genre", genre),
        *((f"rft.{key}", value) for key, value in values if key in _SHARED),
    ]
    rest = [
        *((f"rft.{key}", value) for key, value in values if key not in _SHARED),
        ("rft.date", paper.date.iso),
        ("rft.pages", paper["pages"]),
        ("rft_id", paper.doi and f"info:doi/{paper.doi}"),
    ]
    title = next(key for key, part in keys.items() if part == "title")
    return CoinsParts(f"{_query(start)}&rft.{title}=", f"rft.{role}", _query(rest))


def _query(pairs: Iterable[tuple[str, str]]) -> str:
    return "&".join(f"{name}={_quoted(value)}" for name, value in pairs if value)


def _quoted(value: str) -> str:
    return value.replace(" ", "+") if _PLAIN.fullmatch(value) else quote_plus(value, safe="/:,")


_PLAIN = re.compile(r"[\w.~/:, -]*", re.ASCII)
"""Text of which only spaces are quoted, as nearly all values are: that takes half of the time."""


def coins_of(paper: Paper, _catalog: Catalog) -> str:
    """Return a paper of a catalog in COinS; see :meth:`Catalog.text`."""
    return coins(paper)


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
