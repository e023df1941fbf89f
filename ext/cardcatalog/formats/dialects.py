"""Write entries in the dialects of BibTeX: the classic one, that of biblatex, and that of JabRef with its groups."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from cardcatalog.bibtex.entries import PRIVATE_FIELDS
from cardcatalog.bibtex.layout import format_entry
from cardcatalog.catalog.works import date_of, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cardcatalog.bibtex.entries import Entry
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper

CLASSIC_TYPES = {
    "online": "misc", "electronic": "misc", "www": "misc", "software": "misc", "dataset": "misc", "patent": "misc",
    "report": "techreport", "thesis": "phdthesis", "collection": "book", "mvcollection": "book", "mvbook": "book",
    "reference": "book", "mvreference": "book", "mvproceedings": "proceedings", "inreference": "incollection",
    "suppbook": "inbook", "bookinbook": "inbook", "suppcollection": "incollection", "suppperiodical": "article",
}  # fmt: skip
"""What classic BibTeX has in the place of biblatex's entry types."""

MODERN_TYPES = {
    "conference": "inproceedings", "electronic": "online", "www": "online",
    "phdthesis": "thesis", "mastersthesis": "thesis", "techreport": "report",
}  # fmt: skip
"""What biblatex has in the place of BibTeX's (manual, section 2.1.2)."""

_KINDS_OF_TYPES = {"phdthesis": "phdthesis", "mastersthesis": "mathesis", "techreport": "techreport"}
"""The ``type`` that the three become where their entry names none (manual, section 2.1.2)."""

_NAMES_OF_TYPES = frozenset("phdthesis mathesis bathesis candthesis techreport resreport software".split())
"""Values of ``type`` that biblatex puts into the language of the document (manual, section 4.9.2.13)."""

MODERN_FIELDS = {
    "journal": "journaltitle", "address": "location", "school": "institution", "archiveprefix": "eprinttype",
    "primaryclass": "eprintclass", "annote": "annotation", "key": "sortkey",
}  # fmt: skip
"""What biblatex calls the fields of BibTeX (manual, section 2.2.5)."""

CLASSIC_FIELDS = {modern: classic for classic, modern in MODERN_FIELDS.items() if modern != "institution"}
"""The way back; an institution is a school to a thesis only."""


def to_bibtex(paper: Paper) -> str:
    """Return the entry of a paper for classic BibTeX, without the fields that nobody needs who cites."""
    entry = paper.entry
    if entry.type in CLASSIC_TYPES or "date" in entry.fields or not entry.fields.keys().isdisjoint(CLASSIC_FIELDS):
        entry = _classic(entry)
    return format_entry(entry, without=PRIVATE_FIELDS)


def _classic(entry: Entry) -> Entry:
    kind = CLASSIC_TYPES.get(entry.type, entry.type)
    fields = _renamed(entry, CLASSIC_FIELDS)
    if kind == "phdthesis":
        kind = "mastersthesis" if fields.get("type", "").lower().startswith("ma") else kind
        fields.setdefault("school", fields.pop("institution", ""))
    if fields.get("type") in _NAMES_OF_TYPES:
        del fields["type"]
    if "date" in fields:
        written, date = fields.pop("date"), date_of(entry)
        fields.setdefault("year", str(date[0]) if date else written)
        if len(date) > 1:
            fields.setdefault("month", str(date[1]))
    kept = {name: value for name, value in fields.items() if value}
    return replace(entry, type=kind, fields=MappingProxyType(kept))


def _renamed(entry: Entry, names: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of an entry under other names; what stands there under its new name already is kept."""
    fields = {name: value for name, value in entry.fields.items() if names.get(name, name) == name}
    for name, value in entry.fields.items():
        fields.setdefault(names.get(name, name), value)
    return fields


def write_classic(catalog: Catalog, papers: Sequence[Paper]) -> str:  # noqa: ARG001  (as every format)
    """Return papers in classic BibTeX."""
    return join_entries(map(to_bibtex, papers))


def join_entries(entries: Iterable[str]) -> str:
    """Return a file of entries; an empty one has a comment, since a file ends with a newline."""
    return "\n".join(entries) or "% No entries.\n"


_MODEL = Path(__file__).parent / "schema" / "biblatex.toml"


@cache
def data_model() -> Mapping[str, frozenset[str]]:
    """Return the fields that biblatex knows, by entry type."""
    rows = {name: frozenset(fields.split()) for name, fields in tomllib.loads(_MODEL.read_text("utf-8")).items()}
    everywhere = rows.pop("every")
    return {name: (everywhere | fields) - PRIVATE_FIELDS for names, fields in rows.items() for name in names.split()}


def to_biblatex(paper: Paper) -> str:
    """Return the entry of a paper in the dialect of biblatex, with no field but those of its data model."""
    entry = paper.entry
    kind = "online" if kind_of(entry) == "preprint" else MODERN_TYPES.get(entry.type, entry.type)
    if kind == "incollection" and not entry.get("editor"):
        kind = "inbook"  # the data model demands an editor of a collection
    kind = kind if kind in data_model() else "misc"
    known = data_model()[kind]
    fields = _renamed(entry, MODERN_FIELDS)
    if entry.type in _KINDS_OF_TYPES:
        fields.setdefault("type", _KINDS_OF_TYPES[entry.type])
    if "publisher" in fields and "publisher" not in known:
        fields.setdefault("organization", fields["publisher"])
    if "eprinttype" in fields:
        fields["eprinttype"] = fields["eprinttype"].lower()  # so biblatex knows arXiv
    if date := date_of(entry):
        fields.setdefault("date", "-".join(f"{part:02}" for part in date))
    if "date" in fields:
        # One or the other, says the data model.
        fields.pop("year", None)
        fields.pop("month", None)
    kept = {name: value for name, value in fields.items() if name in known}
    return format_entry(replace(entry, type=kind, fields=MappingProxyType(kept)))


def write_modern(catalog: Catalog, papers: Sequence[Paper]) -> str:  # noqa: ARG001  (as every format)
    """Return papers in the dialect of biblatex."""
    return join_entries(map(to_biblatex, papers))


def write_jabref(catalog: Catalog, papers: Sequence[Paper]) -> str:
    """Return papers with all their fields, and the tree of categories as JabRef's groups.

    The groups are made of the field ``category``, so that to drag a paper into one changes that field.
    Format: JabRef's ``MetaDataParser`` and ``GroupsParser``, which JabRef 3.8 to 6 have in common.
    """
    entries = (format_entry(_categorized(paper, catalog)) for paper in papers)
    # JabRef 3.8 takes the encoding from the first line, and calls the groups `groupstree`; JabRef 4 to 6 call them
    # `grouping` and read either.
    groups = ["0 AllEntriesGroup:;", *(f"{line};" for line in _groups(catalog, "", 1))]
    comments = ("@Comment{jabref-meta: databaseType:bibtex;}\n", _comment("groupstree", groups))
    return "\n".join(["% Encoding: UTF-8\n", *entries, *comments])


def _comment(name: str, lines: Iterable[str]) -> str:
    return f"@Comment{{jabref-meta: {name}:\n" + "".join(f"{line}\n" for line in lines) + "}\n"


def _categorized(paper: Paper, catalog: Catalog) -> Entry:
    """Return an entry that names its categories; without a tree they may come from another field."""
    if catalog.has_tree:
        return paper.entry
    fields = {**paper.entry.fields, "category": ", ".join(paper.categories)}
    return replace(paper.entry, fields=MappingProxyType(fields))


_UNION = "2"
"""The hierarchical context of a group that also shows what its subgroups hold."""

_UNFIT = re.compile(r"[{}@\s\x00-\x1f\x7f-\x9f]+")
"""What could end the comment, or begin an entry for classic BibTeX, which looks for ``@`` in comments, too."""


def _groups(catalog: Catalog, parent: str, level: int) -> Iterator[str]:
    """Yield a line for each category below one, in depth, its parts and the line as a whole escaped."""
    for row in catalog.children(parent):
        parts = (row.title, _UNION, "category", row.id, "1", "0")  # regards case, is no regular expression
        group = "".join(f"{_escaped(_UNFIT.sub(' ', part).strip())};" for part in parts)
        yield f"{level} KeywordGroup:{_escaped(group)}"
        yield from _groups(catalog, row.id, level + 1)


def _escaped(text: str) -> str:
    return re.sub(r"([;\\])", r"\\\1", text)
