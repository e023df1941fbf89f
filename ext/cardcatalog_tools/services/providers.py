"""Fetch the record of a paper from arXiv, DOI registries, OpenReview and the ACL Anthology."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from cardcatalog.catalog.identifiers import ACL, ARXIV, DOI, OPENREVIEW
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
    from typing import Any
    from xml.etree.ElementTree import Element

    from cardcatalog.bibtex.entries import Entry
    from cardcatalog.catalog.identifiers import Identifier
    from cardcatalog_tools.services.web import Client


@dataclass(frozen=True, slots=True)
class Hosts:
    """The URLs of the services."""

    arxiv: str = "https://export.arxiv.org"
    doi: str = "https://doi.org"
    crossref: str = "https://api.crossref.org"
    openreview: str = "https://api2.openreview.net"
    openreview_old: str = "https://api.openreview.net"
    anthology: str = "https://aclanthology.org"
    files: str = "https://raw.githubusercontent.com"
    """The files of repositories of GitHub, each at a commit."""


HOSTS = Hosts()


def fetch(paper: Identifier, client: Client, house: HouseStyle | None = None, hosts: Hosts = HOSTS) -> Entry:
    """Return the record of a paper at a service: an entry under the key of the rule, its location naming the service.

    :raises ServiceError: if the service fails, has no such paper, or lacks its title, authors or year.
    """
    return _FETCHERS[paper.kind](paper.value, client, house or HouseStyle(), hosts)


def ask_arxiv(identifiers: Iterable[str], client: Client, hosts: Hosts = HOSTS) -> dict[str, Element]:
    """Return the papers on arXiv with some identifiers, in one request.

    https://info.arxiv.org/help/api/user-manual.html

    :raises ServiceError: if arXiv cannot be asked, or cannot read an identifier.
    """
    wanted = list(identifiers)
    query = urlencode({"id_list": ",".join(wanted), "max_results": len(wanted)}, safe=",/")
    shown = wanted[0] if len(wanted) == 1 else f"{len(wanted)} papers"
    return read_atom(client.get(f"{hosts.arxiv}/api/query?{query}", ATOM), f"arXiv:{shown}")


def ask_openreview(forum: str, client: Client, hosts: Hosts = HOSTS) -> dict[str, Any]:
    """Return a submission; the old version of the API still has those of older conferences.

    :raises ServiceError: if OpenReview cannot be asked, or has no such submission.
    """
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

    :raises ServiceError: if Crossref cannot be asked, or its answer cannot be read.
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
    # Some registries omit the requested identifier.
    return entry_of_csl({"DOI": identifier} | read_json(body, source), source, house)


_FETCHERS: Mapping[str, Callable[[str, Client, HouseStyle, Hosts], Entry]] = {
    ARXIV: _fetch_arxiv,
    DOI: _fetch_doi,
    OPENREVIEW: lambda name, client, house, hosts: entry_of_note(ask_openreview(name, client, hosts), name, house),
    ACL: lambda name, client, house, hosts: entry_of_anthology(
        client.get(f"{hosts.anthology}/{name}.bib", BIBTEX), name, house
    ),
}
