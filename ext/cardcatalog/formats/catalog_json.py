"""``catalog.json``: the whole record of every paper, for programs; ``schema/catalog.json`` is its JSON Schema."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cardcatalog.bibtex.entries import digest
from cardcatalog.formats.frames import Frame
from cardcatalog.formats.rows import BETWEEN_ROWS, json_document, known, to_json
from cardcatalog.grouped import grouped

if TYPE_CHECKING:
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper

SCHEMA = Path(__file__).parent / "schema" / "catalog.json"
"""The JSON Schema of the format."""

VERSION = 1
"""The version of the schema: it changes when a reader of the former would go wrong."""


def _ends(catalog: Catalog, papers: Sequence[Paper], digests: Iterable[str], *, license: str = "") -> tuple[str, str]:  # noqa: A002  (as in the file)
    """Return the ends of a file of papers with the categories, keywords and venues they refer to, by the schema.

    :param license: the SPDX identifier of the licence of the data, if it has one.
    """
    members: dict[str, Iterable[dict[str, Any]]] = {
        "categories": (
            known(id=row.id, title=row.title, parent=parent, count=catalog.count_in(row.id))
            for row in catalog.categories.values()
            for parent in [row.parent if row in catalog.children(row.parent) else ""]
        ),
        "keywords": (
            known(id=row.id, name=row.name, group=row.group, gist=row.gist, applies=row.rule, count=count)
            | {"aliases": row.aliases, "broader": row.broader, "see": row.see}
            for row in catalog.keywords.values()
            for count in [len(catalog.with_keyword(row.id))]
        ),
        "venues": (
            known(name=row.name, full=row.full, kind=row.kind) | {"aliases": row.aliases}
            for row in catalog.venues.values()
        ),
    }
    measured = "results.json" if catalog.results.rows else ""
    rows = {name: [to_json(row) for row in part] for name, part in members.items()}
    parts = {"papers": digests} | {name: map(digest, part) for name, part in rows.items()}
    revision = digest(license, measured, *(digest(name, *part) for name, part in parts.items()))
    head: dict[str, object] = {"version": VERSION, "revision": revision}
    head |= known(license=license, results=measured)
    whole = json_document(head, {"papers": [_PLACE for _paper in papers[:1]], **rows})
    before, _place, after = whole.partition(_PLACE)
    return before, after


JSON_FRAME = Frame(BETWEEN_ROWS, _ends, digest)

_PLACE = "\0"
"""A character that JSON cannot have, in the place of the records of papers."""


def catalog_row(paper: Paper, _catalog: Catalog) -> str:
    """Return the record of a paper."""
    venue = known(short=paper.venue, full=paper.container or paper.publisher or paper.venue)
    record = {
        "key": paper.key,
        "former_keys": paper.former_keys,
        "type": paper.entry.type,
        "title": paper.title,
        "authors": [known(given=person.given, family=person.surname, suffix=person.suffix) for person in paper.authors],
        "categories": paper.categories,
        "keywords": paper.keywords,
        "links": grouped(paper.links),
        "former_titles": paper.former_titles,
        "bits": [str(row) for row in paper.bits],
    } | known(
        and_others=paper.has_more_authors,
        year=paper.year,
        date=date if (date := paper.date.edtf or paper.date.text) != paper["year"] else "",
        venue=venue if paper.venue else None,
        doi=paper.doi,
        arxiv=paper.arxiv,
        annotation=paper["annotation"],
        added=paper.added,
    )
    return to_json(record)
