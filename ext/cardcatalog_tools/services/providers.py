"""Fetch the record of a paper from arXiv, DOI registries, OpenReview and the ACL Anthology."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote

from cardcatalog.catalog.identifiers import ACL, ARXIV, DOI, OPENREVIEW, Identifier
from cardcatalog_tools.services.anthology import entry_of_anthology
from cardcatalog_tools.services.arxiv import ask_arxiv, entry_of_atom
from cardcatalog_tools.services.entries import HouseStyle
from cardcatalog_tools.services.hosts import HOSTS, Hosts
from cardcatalog_tools.services.json_values import read_object
from cardcatalog_tools.services.openreview import ask_openreview, entry_of_note
from cardcatalog_tools.services.registries import entry_of_csl
from cardcatalog_tools.services.web import BIBTEX, CSL, Client, ServiceError

if TYPE_CHECKING:
    from cardcatalog.bibtex.entries import Entry


def fetch(paper: Identifier, client: Client, house: HouseStyle | None = None, hosts: Hosts = HOSTS) -> Entry:
    """Return the record of a paper at a service: an entry under the key of the rule, its location naming the service.

    :raises ServiceError: if the service fails, has no such paper, or lacks its title, authors or year.
    """
    return _FETCHERS[paper.kind](paper.value, client, house or HouseStyle(), hosts)


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
    return entry_of_csl({"DOI": identifier} | read_object(body, source), source, house)


_FETCHERS: Mapping[str, Callable[[str, Client, HouseStyle, Hosts], Entry]] = {
    ARXIV: _fetch_arxiv,
    DOI: _fetch_doi,
    OPENREVIEW: lambda name, client, house, hosts: entry_of_note(ask_openreview(name, client, hosts), name, house),
    ACL: lambda name, client, house, hosts: entry_of_anthology(
        client.get(f"{hosts.anthology}/{name}.bib", BIBTEX), name, house
    ),
}
