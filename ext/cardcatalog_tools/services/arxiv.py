"""Papers on arXiv: asked for by their numbers, and made entries of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from cardcatalog.catalog.identifiers import find_arxiv
from cardcatalog_tools.services.entries import HouseStyle, authors_of, doi_in, make_entry, person_of, year_in
from cardcatalog_tools.services.hosts import HOSTS, Hosts
from cardcatalog_tools.services.titles import tex_of_latex
from cardcatalog_tools.services.web import ATOM, Client, ServiceError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from cardcatalog.bibtex.entries import Entry


def ask_arxiv(identifiers: Iterable[str], client: Client, hosts: Hosts = HOSTS) -> dict[str, Element]:
    """Return the papers on arXiv with some identifiers, in one request.

    https://info.arxiv.org/help/api/user-manual.html

    :raises ServiceError: if arXiv cannot be asked, or cannot read an identifier.
    """
    wanted = list(identifiers)
    query = urlencode({"id_list": ",".join(wanted), "max_results": len(wanted)}, safe=",/")
    shown = wanted[0] if len(wanted) == 1 else f"{len(wanted)} papers"
    return read_atom(client.get(f"{hosts.arxiv}/api/query?{query}", ATOM), f"arXiv:{shown}")


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
        "year": year_in(_child(paper, "atom:published")),
        "doi": doi_in(_child(paper, "arxiv:doi")),
    }
    return make_entry("misc", fields | on_arxiv(identifier), source, house)


def on_arxiv(identifier: str) -> dict[str, str]:
    """Return the fields that say where on arXiv a preprint is."""
    url = f"https://arxiv.org/abs/{identifier}"
    return {"url": url, "eprint": identifier, "archiveprefix": "arXiv", "venuekey": "arXiv"}
