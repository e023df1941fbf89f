"""RIS, for Zotero, EndNote and Mendeley."""

# https://en.wikipedia.org/wiki/RIS_(file_format) has the specification of 2011, which its maker took down. Where
# programs differ, the tags are those that Zotero reads: github.com/zotero/translators, RIS.js.

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cardcatalog.catalog.kinds import DOCUMENT, IN_VOLUMES, KINDS, PREPRINT
from cardcatalog.catalog.record import plain
from cardcatalog.formats.csl import OTHERS, ROLES
from cardcatalog.formats.frames import Frame

if TYPE_CHECKING:
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.dates import PublicationDate
    from cardcatalog.catalog.paper import Paper

_AT_EVENTS = frozenset({"conference paper"})
_WHOLE = frozenset({"book", "booklet", "proceedings"})
_PARTS = IN_VOLUMES - _WHOLE
_SERIALS = frozenset({"article", "review", "magazine article", "newspaper article"})

_IN_ARCHIVES = KINDS.keys() - {"preprint", "web page", "document"}
"""Kinds that may be in an archive as well; Zotero has no place for it where it takes the work for a web page."""

_TEXTS: tuple[tuple[str, str, Container[str]], ...] = (
    ("TI", "title", KINDS),
    ("T2", "container", KINDS),
    ("T2", "series", _WHOLE),
    ("T2", "event", _AT_EVENTS),  # Zotero has the name of the conference there ...
    ("C3", "container", _AT_EVENTS),  # ... and here that of the proceedings
    ("T3", "series", _PARTS),
    ("J2", "short container", _SERIALS),
    ("ST", "shorttitle", KINDS),
    ("VL", "volume", KINDS.keys() - {"patent", "preprint", "web page"}),
    ("IS", "number", {"conference paper"}),
    ("IS", "issue", _SERIALS),
    ("M1", "series number", _WHOLE),
    ("SV", "series number", _PARTS),
    ("NV", "volumes", _WHOLE),
    ("SP", "first page", KINDS),
    ("SP", "pagetotal", _WHOLE | {"thesis"}),
    ("EP", "last page", KINDS),
    ("C7", "eid", KINDS),
    ("SN", "issn", KINDS),
    ("SN", "isbn", KINDS),
    ("SN", "issn", _SERIALS),
    ("SN", "number", {"patent", "report", "standard"}),
    ("ET", "edition", KINDS),
    ("ET", "version", {"dataset", "software"}),
    ("M3", "genre", {"artwork", "letter", "manuscript", "report", "talk", "thesis"}),
    ("PB", "publisher", KINDS),
    ("CY", "place", KINDS.keys() - _AT_EVENTS),
    ("C1", "place", _AT_EVENTS),
    ("LA", "language", KINDS.keys() - {"software"}),
    ("DO", "doi", KINDS),
    ("AN", "archive number", _IN_ARCHIVES),
    ("DB", "archive", _IN_ARCHIVES),
)
"""The tag for each part of the record, and the kinds of works that have it there; the later row wins."""

_TEXTS_OF = {kind: tuple((tag, part) for tag, part, kinds in _TEXTS if kind in kinds) for kind in KINDS}
"""The rows of each kind."""

_ROLES = {"author": "AU", "collaboration": "AU", "director": "AU", "translator": "A4", "bookauthor": "C2"}
"""The tag for the people of each role, except for editors."""

_EDITORS = dict.fromkeys(("book", "proceedings", "thesis"), "A3") | dict.fromkeys(
    ("article", "review", "conference paper", "chapter", "encyclopedia entry", DOCUMENT), "A2"
)
"""The tag for editors; elsewhere ED, since A2 and A3 are other people there."""

_SPECIAL = frozenset({PREPRINT, DOCUMENT, "booklet", "performance", "standard", "treaty"})
"""Kinds that are others by their type in RIS; a line in M2 tells Zotero, which takes it for a field of its own."""


def _ends(_catalog: Catalog, papers: Sequence[Paper], _values: Sequence[str]) -> tuple[str, str]:
    return "", "" if papers else "\n"


RIS_FRAME = Frame("\n", _ends)


def ris_row(paper: Paper, catalog: Catalog) -> str:
    """Return the reference of a paper, a line for each text of a tag."""
    lines = [f"{tag}  - {text}" for tag, texts in _fields(paper, catalog).items() for text in texts]
    return "\n".join([*lines, "ER  - ", ""])


def _fields(paper: Paper, catalog: Catalog) -> dict[str, list[str]]:
    kind = paper.kind
    fields: dict[str, Any] = {"TY": KINDS[kind].ris, "ID": paper.key}
    contributors = []
    for role, people in paper.credits():
        if ROLES.get(role) == "contributor":  # RIS has no tag for them, and to Zotero A3 and A4 are others
            contributors.append(f"{role.capitalize()}: {'; '.join(person.inverted for person in people)}")
            continue
        tag = _ROLES.get(role) or _EDITORS.get(kind, "ED")
        fields.setdefault(tag, []).extend(person.inverted for person in people)
    for role in paper.open_roles:
        fields.setdefault(_ROLES.get(role) or _EDITORS.get(kind, "ED"), []).append(OTHERS)
    fields |= paper.texts(_TEXTS_OF[kind])
    fields |= {"PY": paper["year"], "DA": _date(paper.date), "Y2": _date(paper.other_date("urldate"))}
    fields["M2"] = list(_lines_for_zotero(paper))
    fields["UR"] = paper["url"]
    fields["N1"] = list(filter(None, (paper["remarks"], paper["annotation"], *contributors)))  # to Zotero a note each
    fields["KW"] = [plain(name) for name in catalog.keyword_names(paper.keywords)]
    return {tag: [value] if isinstance(value, str) else value for tag, value in fields.items() if value}


def _lines_for_zotero(paper: Paper) -> Iterator[str]:
    if paper.kind in _SPECIAL:
        yield f"Type: {KINDS[paper.kind].zotero}"
    if paper.is_preprint and paper["archive number"]:
        yield f"Archive ID: {paper['archive number']}"


def _date(date: PublicationDate) -> str:
    """Return a date as year, month, day and other words, each of which may be empty: ``2001/05//``."""
    if not date:
        return ""
    parts = [f"{part:02}" for part in date.begin or date.end]
    has_season = len(parts) > 1 and date.iso == parts[0]
    return "/".join([*(parts[:1] if has_season else parts), "", "", ""][:3]) + f"/{date.text}"
