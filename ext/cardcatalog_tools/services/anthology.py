"""Papers of the ACL Anthology, made entries of."""

from __future__ import annotations

from cardcatalog.bibtex.entries import Entry, parse_bibliography
from cardcatalog.bibtex.names import to_persons
from cardcatalog.bibtex.tex import to_tex
from cardcatalog.bibtex.text import to_address, to_text
from cardcatalog.text_files import decode
from cardcatalog_tools.services.entries import (
    BY_HAND,
    HouseStyle,
    authors_of,
    container_of,
    doi_in,
    make_entry,
    pages_in,
    year_in,
)
from cardcatalog_tools.services.titles import tex_of_latex, visible
from cardcatalog_tools.services.web import ServiceError

_ANTHOLOGY_TYPES = frozenset({"article", "inproceedings", "incollection"})


def entry_of_anthology(body: bytes, identifier: str, house: HouseStyle) -> Entry:
    """Return the entry of a BibTeX file of the ACL Anthology, in the style of the project.

    :raises ServiceError: if the file has no entry, or the entry lacks its title, authors or year.
    """
    source = f"ACL Anthology {identifier}"
    text, _problems = decode(body, source)
    entries, _problems = parse_bibliography(text, source)
    if not entries:
        message = f"the answer on {source} is not a BibTeX entry; {BY_HAND}"
        raise ServiceError(message)
    given = entries[0]
    spelled = to_text(given.get("booktitle") or given.get("journal"))
    venue = house.venues.find(spelled)
    kind = given.type if given.type in _ANTHOLOGY_TYPES else "misc"
    fields = {
        "title": tex_of_latex(given.get("title")),
        "author": authors_of(to_persons(given.get("author"))[0]),
        **container_of(kind, venue, spelled),
        "year": year_in(given.get("year")),
        "volume": to_tex(visible(to_text(given.get("volume")))) if kind == "article" else "",
        "number": to_tex(visible(to_text(given.get("number")))) if kind == "article" else "",
        "pages": pages_in(to_text(given.get("pages"))),
        "publisher": to_tex(visible(to_text(given.get("publisher")))),
        "doi": doi_in(to_address(given.get("doi"))),
        "url": f"https://aclanthology.org/{identifier}/",
        "venuekey": venue.name if venue else "",
    }
    return make_entry(kind, fields, source, house)
