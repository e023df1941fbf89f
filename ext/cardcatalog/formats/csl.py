"""CSL-JSON, for Pandoc, Zotero and the processors of the Citation Style Language.

Texts are plain: a title needs no markup for its scripts, which Unicode has, and a program without rich text would show
tags as they are.
"""

# https://github.com/citation-style-language/schema, schemas/input/csl-data.json of version 1.0.2

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cardcatalog.catalog.dates import SEASONS, Point, PublicationDate
from cardcatalog.catalog.kinds import KINDS
from cardcatalog.catalog.record import plain
from cardcatalog.formats.frames import Frame
from cardcatalog.formats.rows import BETWEEN_ROWS, to_json

if TYPE_CHECKING:
    from cardcatalog.bibtex.names import Person
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper

OTHERS = "others"
"""The last author of a list that goes on, as in BibTeX; processors and reference managers have it from there."""

_TEXTS = {
    "id": "key", "citation-key": "key", "title": "title", "title-short": "short title",
    "container-title": "main container", "container-title-short": "short container", "volume-title": "volume title",
    "collection-title": "series", "collection-number": "series number", "event-title": "event",
    "event-place": "event place", "publisher": "publisher", "publisher-place": "place of publication",
    "authority": "authority", "call-number": "library",
    "jurisdiction": "jurisdiction", "edition": "edition", "volume": "volume", "number-of-volumes": "volumes",
    "issue": "issue", "number": "number", "chapter-number": "chapter", "page": "pages",
    "number-of-pages": "pagetotal", "genre": "genre", "version": "version", "status": "status",
    "language": "language", "note": "remarks", "annote": "annotation", "original-title": "original title",
    "original-publisher": "original publisher", "original-publisher-place": "original place", "DOI": "doi",
    "ISBN": "isbn", "ISSN": "issn", "PMID": "pmid", "PMCID": "pmcid", "URL": "url",
}  # fmt: skip
"""The part of the record for each variable of CSL that is a text (specification, Appendix IV)."""

_DATES = {"accessed": "urldate", "event-date": "eventdate", "original-date": "origdate"}
"""The field for each variable that is a date, except for that of publication."""

ROLES = {
    "author": "author", "editor": "editor", "translator": "translator", "bookauthor": "container-author",
    "compiler": "compiler", "director": "director", "illustrator": "illustrator", "organizer": "organizer",
    "producer": "producer", "narrator": "narrator", "composer": "composer", "performer": "performer",
    "curator": "curator", "introduction": "contributor", "foreword": "contributor", "afterword": "contributor",
    "annotator": "contributor", "commentator": "contributor", "collaborator": "contributor", "collaboration": "author",
}  # fmt: skip
"""The variable for the people of each role, by the field that holds them or the type that it has."""


def _ends(_catalog: Catalog, papers: Sequence[Paper], _values: Sequence[str]) -> tuple[str, str]:
    return ("[\n", "\n]\n") if papers else ("", "[]\n")


CSL_FRAME = Frame(BETWEEN_ROWS, _ends)


def csl_row(paper: Paper, catalog: Catalog) -> str:
    """Return the row of a paper."""
    fields: dict[str, Any] = paper.texts(_TEXTS.items())
    fields["type"] = KINDS[paper.kind].csl
    for role, people in paper.credits():
        fields.setdefault(ROLES.get(role, "editor"), []).extend(map(_name, people))
    for role in paper.open_roles:
        fields.setdefault(ROLES.get(role, "editor"), []).append({"literal": OTHERS})
    fields["issued"] = _date(paper.date)
    fields |= {name: _date(paper.other_date(field)) for name, field in _DATES.items()}
    fields["keyword"] = ", ".join(map(plain, catalog.keyword_names(paper.keywords)))
    fields["custom"] = {"arXiv": paper.arxiv} if paper.arxiv and not paper.is_preprint else None
    return to_json({name: fields[name] for name in filter(fields.get, _ORDER)})


_ORDER = tuple(dict.fromkeys(
    ("id", "citation-key", "type", "title", *ROLES.values(), "issued", *_TEXTS, *_DATES, "custom", "keyword")
))  # fmt: skip


def _name(person: Person) -> dict[str, str]:
    """Return a name; its particles begin the family name, where processors find them, and Zotero would lose them."""
    if person.is_literal:
        return {"literal": person.family}
    parts = (("family", person.surname), ("given", person.given), ("suffix", person.suffix))
    return {name: text for name, text in parts if text}


def _date(date: PublicationDate) -> dict[str, Any]:
    """Return a date; a range with an open end is its known end, since CSL has no open ranges."""
    points = [point for point in (date.begin, date.end) if point]
    if not points:
        return {"literal": date.text} if date.text else {}
    parts = {"date-parts": [_parts(point) for point in points]}
    season = next((point[1] - SEASONS["spring"] + 1 for point in points if _is_season(point)), 0)
    return parts | ({"season": season} if season else {}) | ({"circa": True} if date.is_circa else {})


def _is_season(point: Point) -> bool:
    return len(point) > 1 and point[1] >= SEASONS["spring"]


def _parts(point: Point) -> list[int]:
    """Return the parts of a date; CSL counts years before the first one from -1 (specification, "Dates")."""
    year = point[0] if point[0] > 0 else point[0] - 1
    return [year] if _is_season(point) else [year, *point[1:]]
