"""CSL-JSON, for Pandoc, Zotero and the processors of the Citation Style Language.

Texts are plain: a title needs no markup for its scripts, which Unicode has, and a program without rich text would show
tags as they are.
"""

# https://github.com/citation-style-language/schema, schemas/input/csl-data.json of version 1.0.2

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cardcatalog.catalog.kinds import KINDS
from cardcatalog.catalog.record import plain
from cardcatalog.formats.rows import json_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper

OTHERS = "others"
"""The last author of a list that goes on, as in BibTeX; processors and reference managers have it from there."""

TYPES = {
    "article": "article-journal", "conference paper": "paper-conference", "chapter": "chapter", "book": "book",
    "thesis": "thesis", "report": "report", "web page": "webpage", "preprint": "article", "software": "software",
    "dataset": "dataset", "patent": "patent", "manuscript": "manuscript", "document": "document",
}  # fmt: skip
"""The type of each kind of paper; a preprint is an ``article`` (specification, Appendix III)."""


def write_csl(catalog: Catalog, papers: Sequence[Paper]) -> str:
    """Return papers in CSL-JSON."""
    return f"[{json_rows(_item(paper, catalog) for paper in papers)}]\n"


def _item(paper: Paper, catalog: Catalog) -> dict[str, Any]:
    people = [
        {"family": person.family, "given": person.given} if person.given else {"literal": person.family}
        for person in paper.authors
    ]
    fields = {
        "id": paper.key,
        "citation-key": paper.key,
        "type": TYPES[paper.kind],
        "title": paper.title,
        paper.role: [*people, *([{"literal": OTHERS}] if paper.has_more_authors else [])],
        "issued": {"date-parts": [list(paper.date)]} if paper.date else None,
        "container-title": paper.container,
        "container-title-short": paper.venue if paper.container not in {"", paper.venue} else "",
        "publisher": paper.publisher,
        "volume": paper.volume,
        **_numbers(paper),
        "page": "-".join(paper.pages),
        "DOI": paper.doi,
        "URL": plain(paper.url),
        "keyword": ", ".join(map(plain, catalog.keyword_names(paper.keywords))),
    }
    return {name: value for name, value in fields.items() if value}


def _numbers(paper: Paper) -> dict[str, Any]:
    """Return the number of a paper: that of a journal is its issue, that of a preprint its number in the archive."""
    if paper.is_preprint:
        return {"number": f"arXiv:{paper.arxiv}" if paper.arxiv else paper.number}
    name = "issue" if paper.kind == "article" else "number"
    return {name: paper.number, "custom": {"arXiv": paper.arxiv} if paper.arxiv else None}
