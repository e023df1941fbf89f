"""The dialect of biblatex and Biber: the fields of its data model and no other."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cardcatalog.bibtex.entries import PRIVATE_FIELDS
from cardcatalog.bibtex.layout import format_fields
from cardcatalog.bibtex.letters import dot_letters
from cardcatalog.bibtex.text import split_list
from cardcatalog.catalog.kinds import KINDS
from cardcatalog.catalog.paper import DATES_OF_OTHERS, Paper
from cardcatalog.catalog.record import PARTS, TYPES_OF_WORKS
from cardcatalog.formats.bibtex import BIBLATEX_FIELDS, clean_fields, last_entries, rename_fields
from cardcatalog.formats.frames import Frame

if TYPE_CHECKING:
    from cardcatalog.catalog.catalog import Catalog

_MODEL = Path(__file__).parent / "schema" / "biblatex.toml"


@cache
def data_model() -> Mapping[str, frozenset[str]]:
    """Return the fields of the data model of biblatex, by entry type."""
    rows = {name: frozenset(fields.split()) for name, fields in tomllib.loads(_MODEL.read_text("utf-8")).items()}
    everywhere = rows.pop("every")
    return {name: (everywhere | fields) - PRIVATE_FIELDS for names, fields in rows.items() for name in names.split()}


def to_biblatex(paper: Paper, catalog: Catalog) -> str:
    """Return the entry of a paper of a catalog in biblatex's dialect, with no field but those of its data model."""
    entry = paper.entry
    kind = _type_of(paper)
    known = data_model()[kind]
    fields = rename_fields(clean_fields(entry), _FIELDS | (_JOURNALS if entry.get("fjournal") else {}))
    if entry.type in TYPES_OF_WORKS:
        fields.setdefault("type", TYPES_OF_WORKS[entry.type])
    for issuer in {"publisher", "institution"} & fields.keys() - known:
        fields.setdefault("organization", fields[issuer])
    if "eprinttype" in fields:
        fields["eprinttype"] = fields["eprinttype"].lower()  # biblatex links `arxiv` only in lower case
    if date := paper.date.edtf:
        # The data model allows one or the other.
        fields = {"date": date} | {name: value for name, value in fields.items() if name not in _PARTS_OF_DATES}
    fields |= {name: paper.other_date(name).edtf for name in OTHER_DATES if fields.get(name)}
    fields |= {"related": ", ".join(key for key in paper.related if catalog.find(key))}
    kept = {name: dot_letters(value, is_for_biber=True) for name, value in fields.items() if name in known and value}
    return _written(kind, entry.key, kept, catalog.keys_of_biber)


def _written(kind: str, key: str, fields: Mapping[str, str], readable: Mapping[str, str]) -> str:
    """Return the text of an entry with keys that Biber can read; a document may go on to cite the key that it had."""
    lists = {name: split_list(fields[name]) for name in ("entryset", "related") if name in fields}
    replaced = {name: rows for name, rows in lists.items() if not readable.keys().isdisjoint(rows)}
    keys = {name: ", ".join(readable.get(row, row) for row in rows) for name, rows in replaced.items()}
    keys |= {"ids": ", ".join([*split_list(fields.get("ids", "")), key])} if key in readable else {}
    return format_fields(kind, readable.get(key, key), {**fields, **keys})


_FIELDS = BIBLATEX_FIELDS | {
    other: name for name in ("eid", "pagetotal", "shortjournal") for other in PARTS[name][0] if other != name
} | {other: name for name, other in DATES_OF_OTHERS.items()} | {"place": "location"}  # fmt: skip
"""The names of biblatex for fields of BibTeX and of databases."""

OTHER_DATES = ("urldate", "eventdate", "origdate")
"""Dates other than that of publication; Biber passes over one that is not in the form of EDTF."""

_JOURNALS = {"fjournal": "journaltitle", "journal": "shortjournal"}
"""The names of the titles of a journal in MathSciNet, which has the one in full in a field of its own."""

_PARTS_OF_DATES = frozenset({"date", "year", "month", "day"})


def _type_of(paper: Paper) -> str:
    kind = paper.entry.type
    is_named = kind == "misc" and paper.entry.get("howpublished") and not paper.entry.get("eprint")
    if (paper.is_preprint and not is_named) or kind not in data_model():  # @online has no `howpublished`
        kind = KINDS[paper.kind].biblatex
    is_by_authors = not paper.entry.get("editor") and (paper.authors or kind == "incollection")
    return _BY_AUTHORS.get(kind, kind) if is_by_authors else kind


_BY_AUTHORS = {"incollection": "inbook", "collection": "book", "reference": "book"}
"""The types of works without an editor, which the data model demands of a collection; it allows no author there."""


def _ends(catalog: Catalog, papers: Sequence[Paper], _values: Sequence[str]) -> tuple[str, str]:
    return "", last_entries(
        papers, [_written(row.type, row.key, row.fields, catalog.keys_of_biber) for row in catalog.sets_of(papers)]
    )


BIBLATEX_FRAME = Frame("\n", _ends)
"""Papers with their sets."""
