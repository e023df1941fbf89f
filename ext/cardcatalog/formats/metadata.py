"""The metadata of a paper in the head of its page, for search engines and reference managers."""

from __future__ import annotations

from collections.abc import Container, Iterable
from html import escape
from typing import TYPE_CHECKING

from cardcatalog.catalog.kinds import KINDS, PREPRINT
from cardcatalog.formats.coins import name_with_comma
from cardcatalog.formats.schema_org import json_ld

if TYPE_CHECKING:
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper


def head_of(paper: Paper, catalog: Catalog, *, url: str, abstract: str = "") -> str:
    """Return the tags in the head of a paper's page, as HTML, in addition to those of every page.

    :param url: the address of the page on the web, or nothing where it is not known.
    :param abstract: what the page says of the paper, in a line of plain text.
    """
    tags = [*highwire(paper, catalog, url, abstract), *_zotero(paper)]
    data = f'<script type="application/ld+json">{json_ld(paper, catalog, url, abstract)}</script>'
    return f"\n{_meta_tags(tags)}\n{data}\n"


def _meta_tags(tags: Iterable[tuple[str, str]]) -> str:
    """Return tags by their names and contents, a line each; all are escaped at once, since they are some twenty."""
    text = escape("\0".join([f"{name}\1{content}" for name, content in tags]))
    lines = text.replace("\0", '">\n<meta name="').replace("\1", '" content="')
    return f'<meta name="{lines}">'


def meta_tag(attribute: str, name: str, content: str) -> str:
    """Return a tag for the head of a page."""
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


_HIGHWIRE_OF = {
    kind: tuple((f"citation_{name}", part) for name, part, kinds in _HIGHWIRE if kind in kinds) for kind in KINDS
}
"""The rows of each kind."""


def highwire(paper: Paper, catalog: Catalog, url: str = "", abstract: str = "") -> list[tuple[str, str]]:
    """Return the tags of Highwire Press, which Google Scholar ("Inclusion Guidelines for Webmasters") and Zotero read.

    Empty ones are left out.
    """
    links = {link.label: link.url for link in paper.links}
    people = [(_NAMED[role], person) for role, people in paper.credits() if role in _NAMED for person in people]
    tags = [
        ("citation_title", paper.title),
        *((name, name_with_comma(person)) for name, person in people),
        ("citation_publication_date", paper.date.iso.replace("-", "/") if paper.year and paper.year > 0 else ""),
        *paper.texts(_HIGHWIRE_OF[paper.kind]).items(),
        ("citation_abstract", abstract),
        ("citation_pdf_url", links.get("PDF", "")),
        ("citation_public_url", paper.url or url),  # by which Zotero finds what it saves, not this page on it
        ("citation_keywords", "; ".join(catalog.keyword_names(paper.keywords))),
    ]
    return [tag for tag in tags if tag[1]]


_NAMED = {"author": "citation_author", "collaboration": "citation_author", "editor": "citation_editor"}


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


_ZOTERO_OF = {kind: tuple((f"z:{name}", part) for name, part, kinds in _ZOTERO if kind in kinds) for kind in KINDS}
"""The rows of each kind."""


def _zotero(paper: Paper) -> Iterable[tuple[str, str]]:
    """Return fields of an item in Zotero, which takes them as they are (github.com/zotero/translators, ``RDF.js``)."""
    return {"z:itemType": KINDS[paper.kind].zotero, **paper.texts(_ZOTERO_OF[paper.kind])}.items()
