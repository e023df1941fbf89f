"""Hayagriva's YAML, for Typst: the file format of typst/hayagriva, ``docs/file-format.md``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cardcatalog.catalog.kinds import KINDS
from cardcatalog.catalog.languages import TAG
from cardcatalog.formats.frames import Frame
from cardcatalog.formats.rows import BETWEEN_ROWS, known, to_json

if TYPE_CHECKING:
    from cardcatalog.bibtex.names import Person
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper

_OWN = {
    "genre": "genre", "chapter": "chapter", "page-range": "pages", "page-total": "pagetotal", "language": "language",
    "note": "remarks", "annote": "annotation",
}  # fmt: skip
_HOST = {"volume": "volume", "volume-total": "volumes", "issue": "issue", "edition": "edition"}
"""The part of the record for each field of a work, and for each of what holds it, or of a work in nothing."""

_SERIALS = {"doi": "doi", "isbn": "isbn", "issn": "issn", "pmid": "pmid", "arxiv": "arxiv", "serial": "number"}

_ROLES = frozenset(
    "translator afterword foreword introduction annotator commentator compiler collaborator organizer composer "
    "producer director illustrator narrator".split()
)


def _ends(_catalog: Catalog, _papers: Sequence[Paper], _values: Sequence[str]) -> tuple[str, str]:
    return "{\n", "\n}\n"


HAYAGRIVA_FRAME = Frame(BETWEEN_ROWS, _ends)
"""YAML in the form of JSON, an entry a line."""


def hayagriva_row(paper: Paper, _catalog: Catalog) -> str:
    """Return the line of a paper."""
    return to_json({paper.key: to_hayagriva(paper)})[1:-1]


def to_hayagriva(paper: Paper) -> dict[str, Any]:
    """Return a paper as an entry of Hayagriva."""
    people = dict(paper.credits())
    kind, _space, host_kind = KINDS[paper.kind].hayagriva.partition(" ")
    fields: dict[str, Any] = {"type": kind, "title": _verbatim(paper.title)}
    fields["author"] = _names(people.get("author", ()))
    fields["date"] = paper.date.iso if not paper.date.iso.startswith("y") else ""  # it has years of four digits
    fields |= _texts(paper, _OWN)
    fields["affiliated"] = [{"role": role, "names": _names(people[role])} for role in people if role in _ROLES]
    fields["serial-number"] = paper.texts(_SERIALS.items())
    fields["url"] = _address(paper)
    host: dict[str, Any] = _texts(paper, _HOST)
    host["editor"] = _names(people.get("editor", ()))
    host["publisher"] = known(name=paper.publisher, location=paper["place"])
    if not paper.container:
        return known(**fields, **host)
    series = {"type": host_kind or "misc", "title": _verbatim(paper["series"]), "issue": paper["series number"]}
    host |= {"type": host_kind or "misc", "title": _verbatim(paper.container)}
    host["parent"] = known(**series) if paper["series"] else {}
    return known(**fields, parent=known(**host))


def _texts(paper: Paper, parts: Mapping[str, str]) -> dict[str, str]:
    """Return fields that are texts; Typst refuses a whole file for one that has another form than its own."""
    texts = paper.texts(parts.items())
    return {name: text for name, text in texts.items() if name not in _FORMS or _FORMS[name].fullmatch(text)}


_NUMBER = re.compile("[0-9]+")
_FORMS = {"language": TAG, "page-total": _NUMBER, "volume-total": _NUMBER}


def _names(people: Iterable[Person]) -> list[dict[str, str]]:
    # The prefix of hayagriva goes after the given name in a list; APA and IEEE keep particles with the family name.
    parts = ((("name", each.surname), ("given-name", each.given), ("suffix", each.suffix)) for each in people)
    return [{name: text for name, text in each if text} for each in parts]


def _address(paper: Paper) -> str | dict[str, str]:
    """Return the URL, with the day on which it was visited if the entry names one."""
    visited = paper.other_date("urldate").iso
    return {"value": paper.url, "date": visited} if paper.url and visited else paper.url


def _verbatim(text: str) -> dict[str, str | bool]:
    """Return a text that Typst leaves as it is: no math, no commands, no other case."""
    return {"value": _SIGN.sub(r"\\\g<0>", text), "verbatim": True}


_SIGN = re.compile(r"[\\{}$]")
