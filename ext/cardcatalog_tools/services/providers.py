"""Ask arXiv, DOI registries, OpenReview and the ACL Anthology for what they know of a paper."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote, urlencode, urlsplit

from cardcatalog.catalog.duplicates import link_mark
from cardcatalog.catalog.paper import ARXIV, DOI
from cardcatalog_tools.services.records import (
    HouseStyle,
    entry_of_anthology,
    entry_of_atom,
    entry_of_csl,
    entry_of_note,
    read_atom,
    read_json,
)
from cardcatalog_tools.services.web import ATOM, BIBTEX, CSL, JSON, ServiceError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any
    from xml.etree.ElementTree import Element

    from cardcatalog.bibtex.entries import Entry
    from cardcatalog_tools.services.web import Client


@dataclass(frozen=True, slots=True)
class Hosts:
    """Where the services are."""

    arxiv: str = "https://export.arxiv.org"
    doi: str = "https://doi.org"
    crossref: str = "https://api.crossref.org"
    openreview: str = "https://api2.openreview.net"
    openreview_old: str = "https://api.openreview.net"
    anthology: str = "https://aclanthology.org"


HOSTS = Hosts()


class Request(NamedTuple):
    """A paper to ask for: the service that knows it (``arXiv``, ``DOI``, ``OpenReview``, ``ACL``), its name there."""

    service: str
    identifier: str


_ANTHOLOGY = re.compile(
    r"https?://(?:www\.)?(?:aclanthology\.org|aclweb\.org/anthology)/"
    r"(\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\d+|[A-Z]\d\d-\d{4})(?:\.pdf|\.bib|v\d+\.pdf)?/?(?:[?#].*)?",
    re.ASCII,
)
_IN_PATH = re.compile(r"/doi/(?:abs/|full/|pdf/|epdf/|book/)?(10\.\d{4,9}/[^?#]+)")
"""A DOI in an address of ACM, Wiley, SAGE and other publishers."""

_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.", re.IGNORECASE)


def recognise(text: str) -> Request | None:
    """Return what a user asks for by an identifier or an address, or nothing if it is neither.

    Known are ``2210.17323``, ``arXiv:cs/0112017v1``, ``10.1000/182``, ``doi:10.1000/182`` and addresses of arXiv,
    doi.org, OpenReview, the ACL Anthology, and of publishers that have the DOI in them.
    """
    text = text.strip().rstrip(".,;")
    if re.match("https?://", text, re.IGNORECASE):
        return _recognise_address(text)
    if text.lower().startswith("doi:"):
        return _recognise_doi(text[4:].strip())
    return _recognise_arxiv(re.sub("^arxiv:", "", text, flags=re.IGNORECASE).strip()) or _recognise_doi(text)


def _recognise_address(url: str) -> Request | None:
    if match := _ANTHOLOGY.fullmatch(url):
        return Request("ACL", match[1])
    mark = link_mark(unquote(url))
    if mark and mark.kind == "OpenReview":
        return Request("OpenReview", mark.value)
    if mark and mark.kind == "arXiv":
        return _recognise_arxiv(mark.value)
    if mark and mark.kind == "DOI":
        return _recognise_doi(unquote(urlsplit(url).path).lstrip("/"))
    match = _IN_PATH.search(unquote(url))
    return _recognise_doi(match[1]) if match else None


def _recognise_arxiv(text: str) -> Request | None:
    match = ARXIV.fullmatch(text)
    # Of math.GT/0309136 the API knows math/0309136.
    return Request("arXiv", re.sub(r"\.\w+/", "/", match[1])) if match else None


def _recognise_doi(text: str) -> Request | None:
    if _ARXIV_DOI.match(text):
        return _recognise_arxiv(_ARXIV_DOI.sub("", text))
    return Request("DOI", text) if DOI.fullmatch(text) and text.isascii() and text.isprintable() else None


def fetch(request: Request, client: Client, house: HouseStyle | None = None, hosts: Hosts = HOSTS) -> Entry:
    """Return what a service knows of a paper: an entry under the key of the rule, its location naming the service.

    :raises ServiceError: if the service cannot be asked, does not know the paper, or lacks its title, authors or year.
    """
    return _WAYS[request.service](request.identifier, client, house or HouseStyle(), hosts)


def ask_arxiv(identifiers: Iterable[str], client: Client, hosts: Hosts = HOSTS) -> dict[str, Element]:
    """Return the papers that arXiv knows of some identifiers, in one question.

    https://info.arxiv.org/help/api/user-manual.html
    """
    wanted = list(identifiers)
    query = urlencode({"id_list": ",".join(wanted), "max_results": len(wanted)}, safe=",/")
    shown = wanted[0] if len(wanted) == 1 else f"{len(wanted)} papers"
    return read_atom(client.get(f"{hosts.arxiv}/api/query?{query}", ATOM), f"arXiv:{shown}")


def ask_openreview(forum: str, client: Client, hosts: Hosts = HOSTS) -> dict[str, Any]:
    """Return a submission; the old version of the API still has those of older conferences."""
    refusal = ServiceError(f"OpenReview has no forum {forum}; look at the identifier", is_unknown=True)
    for host in (hosts.openreview, hosts.openreview_old):
        try:
            body = client.get(f"{host}/notes?{urlencode({'id': forum})}", JSON)
            notes = read_json(body, f"OpenReview forum {forum}").get("notes")
        except ServiceError as error:
            refusal = refusal if error.is_unknown else error
            continue
        if isinstance(notes, list) and notes and isinstance(notes[0], dict):
            return notes[0]
    raise refusal


def ask_crossref(title: str, author: str, client: Client, hosts: Hosts = HOSTS) -> list[dict[str, Any]]:
    """Return the works that Crossref finds by a title and the family name of the first author, the likeliest first.

    https://www.crossref.org/documentation/retrieve-metadata/rest-api/
    """
    query = urlencode({"query.bibliographic": f"{title} {author}".strip(), "rows": 5})
    answer = read_json(client.get(f"{hosts.crossref}/works?{query}", JSON), "Crossref")
    message = answer.get("message")
    works = message.get("items") if isinstance(message, dict) else None
    return [work for work in works if isinstance(work, dict)] if isinstance(works, list) else []


def _fetch_arxiv(identifier: str, client: Client, house: HouseStyle, hosts: Hosts) -> Entry:
    papers = ask_arxiv([identifier], client, hosts)
    if identifier not in papers:
        message = f"arXiv has no paper {identifier}; look at the identifier"
        raise ServiceError(message, is_unknown=True)
    return entry_of_atom(papers[identifier], identifier, house)


def _fetch_doi(identifier: str, client: Client, house: HouseStyle, hosts: Hosts) -> Entry:
    body = client.get(f"{hosts.doi}/{quote(identifier, safe='/:;()._-')}", CSL)
    source = f"DOI {identifier}"
    # Some registries leave out the identifier that they were asked for.
    return entry_of_csl({"DOI": identifier} | read_json(body, source), source, house)


def _fetch_openreview(identifier: str, client: Client, house: HouseStyle, hosts: Hosts) -> Entry:
    return entry_of_note(ask_openreview(identifier, client, hosts), identifier, house)


def _fetch_anthology(identifier: str, client: Client, house: HouseStyle, hosts: Hosts) -> Entry:
    return entry_of_anthology(client.get(f"{hosts.anthology}/{identifier}.bib", BIBTEX), identifier, house)


_WAYS = {
    "arXiv": _fetch_arxiv,
    "DOI": _fetch_doi,
    "OpenReview": _fetch_openreview,
    "ACL": _fetch_anthology,
}
