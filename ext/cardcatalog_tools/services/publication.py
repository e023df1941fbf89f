"""Find out how a preprint was published, and take that over into its entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from cardcatalog.bibtex.names import to_persons
from cardcatalog.bibtex.text import to_ascii, to_text
from cardcatalog.catalog.duplicates import TITLE, match_keys, plain_title
from cardcatalog.catalog.identifiers import ARXIV, DOI, OPENREVIEW, Identifier, find_identifiers
from cardcatalog_tools.services.entries import HouseStyle
from cardcatalog_tools.services.hosts import HOSTS, Hosts
from cardcatalog_tools.services.providers import fetch
from cardcatalog_tools.services.registries import ask_crossref, entry_of_csl
from cardcatalog_tools.services.web import Client, ServiceError

if TYPE_CHECKING:
    from cardcatalog.bibtex.entries import Entry

PUBLICATION = ("booktitle", "journal", "year", "volume", "number", "pages", "publisher", "doi", "venuekey")
"""Fields that are of a publication, and so change when a preprint is published."""

_NOTICE = re.compile(r"(?:author |publisher )?(?:correction|corrigendum|erratum|retract\w+|withdrawn)\b", re.IGNORECASE)
"""The beginnings of titles of notices about a paper, such as corrections."""


def published_version(
    entry: Entry, client: Client, house: HouseStyle | None = None, hosts: Hosts = HOSTS
) -> Entry | None:  # fmt: skip
    """Return the record of the publication of a preprint, or nothing if none is known.

    It is what the DOI leads to that the entry or arXiv gives, what OpenReview says of the submission, or what Crossref
    has under the very title, by the same authors.

    :raises ServiceError: if a service fails.
    """
    house = house or HouseStyle()
    for found in _candidates(entry, client, house, hosts):
        if found.type != "misc" and not _NOTICE.match(to_text(found.get("title"))) and have_same_authors(entry, found):
            return found
    return None


def _candidates(entry: Entry, client: Client, house: HouseStyle, hosts: Hosts) -> Iterator[Entry]:
    names = {name.kind: name for name in find_identifiers(entry)}
    doi = entry.get("doi") if DOI in names else ""
    if not doi and ARXIV in names:
        preprint = _known(names[ARXIV], client, house, hosts)
        doi = preprint.get("doi") if preprint else ""
    published = [Identifier(DOI, doi)] if doi else []
    for paper in (*published, *filter(None, [names.get(OPENREVIEW)])):
        if found := _known(paper, client, house, hosts):
            yield found
    yield from _namesakes(entry, client, house, hosts)


def _known(paper: Identifier, client: Client, house: HouseStyle, hosts: Hosts) -> Entry | None:
    """Return the record of a service, or nothing if it has no such paper, which is not a failure."""
    try:
        return fetch(paper, client, house, hosts)
    except ServiceError as error:
        if error.is_unknown:
            return None
        raise


def _namesakes(entry: Entry, client: Client, house: HouseStyle, hosts: Hosts) -> Iterator[Entry]:
    """Yield the records of Crossref under the title or a former title of an entry."""
    titles = {known.value for known in match_keys(entry) if known.kind == TITLE}
    author = next(iter(_families(entry)), "")
    for work in ask_crossref(to_text(entry.get("title")), author, client, hosts):
        try:
            found = entry_of_csl(work, f"Crossref {work.get('DOI', '')}".strip(), house)
        except ServiceError:
            continue  # a record without a title or authors is none of this paper
        if plain_title(to_text(found.get("title"))) in titles:
            yield found


def _families(entry: Entry) -> list[str]:
    return [to_ascii(person.surname) or person.surname for person in to_persons(entry.get("author"))[0]]


def have_same_authors(first: Entry, second: Entry) -> bool:
    """Return whether at least half of the people in the shorter list of two entries are in the other list."""
    families = {*_families(first)}, {*_families(second)}
    shared = families[0] & families[1]
    return bool(shared) and 2 * len(shared) >= min(map(len, families))


def merge_published(preprint: Entry, published: Entry) -> Entry:
    """Return the entry of a preprint merged with its publication; no service is asked.

    Type and fields of the publication replace those of the preprint, all others and the key are kept. If the paper was
    renamed, it takes the new title, and the old one is kept among the former titles.
    """
    kept = {name: value for name, value in preprint.fields.items() if name not in PUBLICATION}
    taken = {name: published.get(name) for name in PUBLICATION if published.get(name)}
    added = {name: published.get(name) for name in ("openreview", "url") if published.get(name) and name not in kept}
    old, new = preprint.get("title"), published.get("title")
    if plain_title(to_text(old)) != plain_title(to_text(new)):
        former = [title for title in preprint.get("formertitle").split(" ; ") if title]
        others = [title for title in former if plain_title(to_text(title)) != plain_title(to_text(new))]
        kept |= {"title": new, "formertitle": " ; ".join([*others, old])}
    return replace(preprint, type=published.type, fields=MappingProxyType(kept | taken | added))
