"""The dialect of biblatex and Biber: the fields of its data model and no other."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from cardcatalog.bibtex.entries import PRIVATE_FIELDS
from cardcatalog.bibtex.layout import format_entry
from cardcatalog.formats.bibtex import BIBLATEX_FIELDS, join_entries, rename_fields

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper

_TYPES = {
    "conference": "inproceedings", "electronic": "online", "www": "online",
    "phdthesis": "thesis", "mastersthesis": "thesis", "techreport": "report",
}  # fmt: skip
"""The entry types of biblatex for those of BibTeX (manual, section 2.1.2)."""

_THESES_AND_REPORTS = {"phdthesis": "phdthesis", "mastersthesis": "mathesis", "techreport": "techreport"}
"""The field ``type`` of the three where their entry names none (manual, section 2.1.2)."""

_MODEL = Path(__file__).parent / "schema" / "biblatex.toml"


@cache
def data_model() -> Mapping[str, frozenset[str]]:
    """Return the fields of the data model of biblatex, by entry type."""
    rows = {name: frozenset(fields.split()) for name, fields in tomllib.loads(_MODEL.read_text("utf-8")).items()}
    everywhere = rows.pop("every")
    return {name: (everywhere | fields) - PRIVATE_FIELDS for names, fields in rows.items() for name in names.split()}


def to_biblatex(paper: Paper) -> str:
    """Return the entry of a paper in the dialect of biblatex, with no field but those of its data model."""
    entry = paper.entry
    kind = _type_of(paper)
    known = data_model()[kind]
    fields = rename_fields(entry, BIBLATEX_FIELDS)
    if entry.type in _THESES_AND_REPORTS:
        fields.setdefault("type", _THESES_AND_REPORTS[entry.type])
    if "publisher" in fields and "publisher" not in known:
        fields.setdefault("organization", fields["publisher"])
    if "eprinttype" in fields:
        fields["eprinttype"] = fields["eprinttype"].lower()  # biblatex links `arxiv` only in lower case
    if paper.date:
        fields.setdefault("date", "-".join(f"{part:02}" for part in paper.date))
    if "date" in fields:
        # The data model allows one or the other.
        fields.pop("year", None)
        fields.pop("month", None)
    kept = {name: value for name, value in fields.items() if name in known}
    return format_entry(replace(entry, type=kind, fields=MappingProxyType(kept)))


def _type_of(paper: Paper) -> str:
    kind = "online" if paper.is_preprint else _TYPES.get(paper.entry.type, paper.entry.type)
    if kind == "incollection" and not paper.entry.get("editor"):
        kind = "inbook"  # the data model demands an editor of a collection
    return kind if kind in data_model() else "misc"


def write_biblatex(catalog: Catalog, papers: Sequence[Paper]) -> str:
    """Return papers in the dialect of biblatex, with their sets."""
    return join_entries([*map(to_biblatex, papers), *map(format_entry, catalog.sets_of(papers))])
