"""The identifiers of a work and its links, each URL once under the most specific label."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from cardcatalog.bibtex.text import to_address
from cardcatalog.catalog.identifiers import ARXIV, OPENREVIEW, Identifier, find_arxiv, find_arxiv_in_text, find_doi
from cardcatalog.catalog.kinds import PREPRINT
from cardcatalog.catalog.preprints import STORES, is_on_arxiv
from cardcatalog.catalog.record import IS_ADDRESS

if TYPE_CHECKING:
    from cardcatalog.bibtex.entries import Entry

FIND = "https://scholar.google.com/scholar?q="
"""The search that finds a paper without any link by its title."""


class Link(NamedTuple):
    """A link of a paper: its label (``PDF``, ``Code``, ...) and its URL."""

    label: str
    url: str


def find_own_identifiers(entry: Entry, kind: str) -> Iterator[Identifier]:
    """Yield the identifiers of an entry; a preprint may have that of arXiv in any field."""
    arxiv = find_arxiv(entry.get("eprint") if is_on_arxiv(entry) else entry.get("arxiv"))
    if kind == PREPRINT and not arxiv:
        arxiv = find_arxiv_in_text(entry)
    forum = entry.get("openreview")
    found = (arxiv, Identifier(OPENREVIEW, forum) if forum else None, find_doi(entry.get("doi")))
    return filter(None, found)


_SCHEMES = ("https://", "http://", "ftp://")
_HOST = re.compile(r"(?=www\.|[^/]+/)(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#]|$)", re.IGNORECASE)


def with_scheme(address: str) -> str:
    """Return the URL of an address that begins with its host, as a browser reads it: ``www.example.org/x``."""
    return f"http://{address}" if _HOST.match(address) else address


def url_of(entry: Entry) -> str:
    """Return the URL that an entry names for its work, the first if there are several."""
    url = with_scheme(to_address(entry.get("url")))
    return found[1] if (found := _SECOND.match(url)) else url


_SECOND = re.compile(r"(\S*?)[,;]?\s(?:.*\W)?https?://")
"""A URL, and the start of another after a space."""


def find_links(entry: Entry, identifiers: Iterable[Identifier]) -> Iterator[Link]:
    """Yield the links of an entry, each URL once, the most specific label first."""
    seen: set[str] = set()
    for label, url in _candidates(entry, {name.kind: name for name in identifiers}):
        if url.lower().startswith(_SCHEMES) and url not in seen:
            seen.add(url)
            yield Link(label, url)


def _candidates(entry: Entry, identifiers: dict[str, Identifier]) -> Iterator[tuple[str, str]]:
    others = () if identifiers else filter(None, map(entry.get, _URLS_OF_OTHERS))
    url = url_of(entry) or _address_elsewhere(entry) or to_address(next(iter(others), ""))
    pdfs = [url] if url.lower().endswith(".pdf") else []
    pages = {kind: name.url for kind, name in identifiers.items()}
    if url and not pdfs and url not in pages.values():
        yield "Paper", url
    pdfs += [identifiers[kind].pdf_url for kind in (OPENREVIEW, ARXIV) if kind in identifiers]
    yield from (("PDF", pdf) for pdf in pdfs[:1])
    yield from pages.items()
    for code in to_address(entry.get("code")).split():
        yield "Code", code
    yield "Project", to_address(entry.get("project"))


def _address_elsewhere(entry: Entry) -> str:
    """Return the URL of a work in an archive, in ``howpublished``, or in a ``note`` that holds nothing else."""
    note, eprint = entry.get("note"), entry.get("eprint")
    if eprint and (form := STORES.get(entry.get("eprinttype").lower().replace(" ", ""))):
        return form.format(to_address(eprint))
    for tex in (entry.get("howpublished"), note if IS_ADDRESS.fullmatch(note) else ""):
        if "://" in tex and (match := _NAMED.search(tex)):
            return to_address(match[1])
        if "://" in tex and (match := _ADDRESS.search(to_address(tex))):
            return match[0]
    return ""


_URLS_OF_OTHERS = ("bdsk-url-1", "link", "html", "website", "ee", "adsurl")
"""Fields in which BibDesk, JabRef, al-folio, DBLP and ADS have a URL of the work."""

_NAMED = re.compile(r"\\(?:url|href)\s*\{\s*((?:https?|ftp)://[^{}\s]+)\s*\}")
_ADDRESS = re.compile(r"(?:https?|ftp)://[^\s,;]*[^\s,;.)]")
