"""RIS, for Zotero, EndNote and Mendeley."""

# https://en.wikipedia.org/wiki/RIS_(file_format) has the specification of 2011, which its maker took down.

from __future__ import annotations

from typing import TYPE_CHECKING

import rispy  # type: ignore[import-untyped]  # it has no annotations

from cardcatalog.catalog.paper import plain
from cardcatalog.formats.csl import OTHERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper

TYPES = {
    "article": "JOUR", "conference paper": "CPAPER", "chapter": "CHAP", "book": "BOOK", "thesis": "THES",
    "report": "RPRT", "web page": "ELEC", "preprint": "ELEC", "software": "COMP", "dataset": "DATA", "patent": "PAT",
    "manuscript": "UNPB", "document": "GEN",
}  # fmt: skip
"""The type of each kind of paper; RIS has none for preprints."""


class _RisWriter(rispy.RisWriter):  # type: ignore[misc]  # nor a type for mypy
    """A writer that does not number its references, since RIS has no such lines."""

    def set_header(self, count: int) -> str:  # noqa: ARG002  (rispy's)
        """Return no header."""
        return ""


def write_ris(catalog: Catalog, papers: Sequence[Paper]) -> str:
    """Return papers in RIS."""
    return rispy.dumps([_fields(paper, catalog) for paper in papers], implementation=_RisWriter) or "\n"


def _fields(paper: Paper, catalog: Catalog) -> dict[str, str | list[str]]:
    names = [person.inverted for person in paper.authors]
    first, last = (*paper.pages, "", "")[:2]
    fields: dict[str, str | list[str]] = {
        "type_of_reference": TYPES[paper.kind],
        "id": paper.key,
        "authors" if paper.role == "author" else "secondary_authors": [*names, *[OTHERS] * paper.has_more_authors],
        "title": paper.title,
        "secondary_title": paper.container,
        # Zotero takes T2 of a conference paper for the name of the conference, C3 for that of the proceedings.
        "custom3": paper.container if paper.kind == "conference paper" else "",
        "alternate_title1": paper.venue if paper.container not in {"", paper.venue} else "",
        "year": str(paper.year or ""),
        "date": "/".join(f"{part:02}" for part in paper.date) if len(paper.date) > 1 else "",
        "volume": paper.volume,
        "number": paper.number,
        "start_page": first,
        "end_page": last,
        "publisher": paper.publisher,
        "doi": paper.doi,
        "accession_number": f"arXiv:{paper.arxiv}" if paper.arxiv else "",
        "name_of_database": "arXiv" if paper.arxiv else "",
        "urls": [url for url in (plain(paper.url),) if url],
        "keywords": list(map(plain, catalog.keyword_names(paper.keywords))),
    }
    return {name: value for name, value in fields.items() if value}
