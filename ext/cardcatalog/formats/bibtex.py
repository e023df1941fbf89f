"""BibTeX, the classic dialect: one text for a paper, wherever a reader copies or downloads it."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from cardcatalog.bibtex.entries import PRIVATE_FIELDS
from cardcatalog.bibtex.layout import format_entry
from cardcatalog.bibtex.names import to_classic_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cardcatalog.bibtex.entries import Entry
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper

TYPES = {
    "online": "misc", "electronic": "misc", "www": "misc", "software": "misc", "dataset": "misc", "patent": "misc",
    "report": "techreport", "thesis": "phdthesis", "collection": "book", "mvcollection": "book", "mvbook": "book",
    "reference": "book", "mvreference": "book", "mvproceedings": "proceedings", "inreference": "incollection",
    "suppbook": "inbook", "bookinbook": "inbook", "suppcollection": "incollection", "suppperiodical": "article",
}  # fmt: skip
"""The entry types of classic BibTeX for those of biblatex."""

_NAMES_OF_TYPES = frozenset("phdthesis mathesis bathesis candthesis techreport resreport software".split())
"""Values of ``type`` that biblatex puts into the language of the document (manual, section 4.9.2.13)."""

BIBLATEX_FIELDS = {
    "journal": "journaltitle", "address": "location", "school": "institution", "archiveprefix": "eprinttype",
    "primaryclass": "eprintclass", "annote": "annotation", "key": "sortkey",
}  # fmt: skip
"""The names of biblatex for the fields of BibTeX (manual, section 2.2.5)."""

_FIELDS = {biblatex: bibtex for bibtex, biblatex in BIBLATEX_FIELDS.items() if biblatex != "institution"}
"""The way back; an institution is a school to a thesis only."""


def to_bibtex(paper: Paper) -> str:
    """Return the entry of a paper in classic BibTeX, without the fields that serve only the catalog or a manager."""
    entry = paper.entry
    if entry.type in TYPES or "date" in entry.fields or not entry.fields.keys().isdisjoint(_FIELDS):
        entry = _to_classic(paper)
    return format_entry(_with_classic_names(entry), without=PRIVATE_FIELDS)


_NAMES = ("author", "editor", "translator", "bookauthor")


def _with_classic_names(entry: Entry) -> Entry:
    names = {name: to_classic_names(entry.fields[name]) for name in _NAMES if "=" in entry.get(name)}
    return replace(entry, fields=MappingProxyType({**entry.fields, **names})) if names else entry


def _to_classic(paper: Paper) -> Entry:
    entry = paper.entry
    kind = TYPES.get(entry.type, entry.type)
    fields = rename_fields(entry, _FIELDS)
    if kind == "phdthesis":
        kind = "mastersthesis" if fields.get("type", "").lower().startswith("ma") else kind
        fields.setdefault("school", fields.pop("institution", ""))
    if fields.get("type") in _NAMES_OF_TYPES:
        del fields["type"]
    if "date" in fields:
        written = fields.pop("date")
        fields.setdefault("year", str(paper.year or written))
        if len(paper.date) > 1:
            fields.setdefault("month", str(paper.date[1]))
    kept = {name: value for name, value in fields.items() if value}
    return replace(entry, type=kind, fields=MappingProxyType(kept))


def rename_fields(entry: Entry, names: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of an entry under other names; a field that has its new name already is kept."""
    fields = {name: value for name, value in entry.fields.items() if names.get(name, name) == name}
    for name, value in entry.fields.items():
        fields.setdefault(names.get(name, name), value)
    return fields


def join_entries(entries: Iterable[str]) -> str:
    """Return a file of entries; an empty one has a comment, since a file ends with a newline."""
    return "\n".join(entries) or "% No entries.\n"


def write_bibtex(catalog: Catalog, papers: Sequence[Paper]) -> str:
    """Return papers in classic BibTeX, with the options of styles."""
    return join_entries([*map(to_bibtex, papers), *map(format_entry, catalog.switches())])
