"""COinS: a paper as an OpenURL ContextObject in HTML, by which reference managers take it from a list."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote_plus

from cardcatalog.catalog.kinds import KINDS

if TYPE_CHECKING:
    from cardcatalog.bibtex.names import Person
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper

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


def coins(paper: Paper, _catalog: Catalog) -> str:
    """Return a paper as an OpenURL ContextObject in a span; see :meth:`Catalog.text`.

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


def name_with_comma(person: Person) -> str:
    """Return a name by which programs find its parts; without a comma they take the last word for the family name."""
    return f"{person.family}," if person.is_literal and " " in person.family else person.inverted
