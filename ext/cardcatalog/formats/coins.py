"""COinS: a paper as an OpenURL ContextObject in HTML, by which reference managers take it from a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
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
    address = (url := paper.url) and f"rft_id={_quoted(url)}"
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
    form = _form_of(paper.kind)
    start = "&".join([form.head, *_pairs(paper, form.shared), form.title])
    return CoinsParts(start, form.role if paper.role == "author" else _CONTRIBUTOR, "&".join(_pairs(paper, form.own)))


class _Form(NamedTuple):
    """How a kind of works is written: texts, and by the name of a part of the record the text before its value."""

    head: str
    shared: Mapping[str, str]
    own: Mapping[str, str]
    title: str
    role: str
    """The key of authors."""


@cache
def _form_of(kind: str) -> _Form:
    """Return the form of a kind, found once for its thousands of papers."""
    name, _space, genre = KINDS[kind].coins.partition(" ")
    keys = _COINS["part" if genre in {"bookitem", "proceeding"} else name] | (_COINS_OF_BOOKS if name == "book" else {})
    title = next(key for key, part in keys.items() if part == "title")
    pairs = {key: (part, f"rft.{key}=") for key, part in keys.items() if key != title}
    of_kind = f"rft.type={KINDS[kind].zotero}" if name == "dc" else genre and f"rft.genre={genre}"
    head = ("ctx_ver=Z39.88-2004", f"rft_val_fmt=info:ofi/fmt:kev:mtx:{name}", of_kind)
    return _Form(
        head="&".join(filter(None, head)),
        shared=dict(row for key, row in pairs.items() if key in _SHARED),
        own=dict(row for key, row in pairs.items() if key not in _SHARED) | _OF_ALL,
        title=f"rft.{title}=",
        role=f"rft.{_ROLES.get(name, 'au')}",
    )


_ROLES, _CONTRIBUTOR = {"dc": "creator", "patent": "inventor"}, "rft.contributor"
_OF_ALL = {"date": "rft.date=", "pages": "rft.pages=", "doi": "rft_id=info:doi/"}


def _pairs(paper: Paper, starts: Mapping[str, str]) -> Iterator[str]:
    """Yield those parts of a paper that are known, each after its text."""
    return (start + _quoted(value) for part, start in starts.items() if (value := paper[part]))


def _quoted(value: str) -> str:
    return value.replace(" ", "+") if _PLAIN.fullmatch(value) else quote_plus(value, safe="/:,")


_PLAIN = re.compile(r"[\w.~/:, -]*", re.ASCII)
"""Text of which only spaces are quoted, as nearly all values are: that takes half of the time."""


def name_with_comma(person: Person) -> str:
    """Return a name by which programs find its parts; without a comma they take the last word for the family name."""
    return f"{person.family}," if person.is_literal and " " in person.family else person.inverted
