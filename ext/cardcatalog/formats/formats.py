"""Write papers in the formats that others read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import rispy  # type: ignore[import-untyped]  # it has no annotations

from cardcatalog.bibtex.entries import digest
from cardcatalog.catalog.works import plain, work_of
from cardcatalog.formats.dialects import write_classic, write_jabref, write_modern
from cardcatalog.formats.markdown import format_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper
from cardcatalog.catalog.works import Work

OTHERS = "others"
"""The last author of a list that goes on, as in BibTeX; processors and reference managers know it from there."""


# RIS: https://en.wikipedia.org/wiki/RIS_(file_format) has the specification of 2011, which its maker took down.

RIS_TYPES = {
    "article": "JOUR", "conference paper": "CPAPER", "chapter": "CHAP", "book": "BOOK", "thesis": "THES",
    "report": "RPRT", "web page": "ELEC", "preprint": "ELEC", "software": "COMP", "dataset": "DATA", "patent": "PAT",
    "manuscript": "UNPB", "document": "GEN",
}  # fmt: skip
"""The type of each kind of work; RIS has none for preprints."""


class _RisWriter(rispy.RisWriter):  # type: ignore[misc]  # nor a type that mypy knows
    """A writer that does not number its references, since readers of RIS know no such lines."""

    def set_header(self, count: int) -> str:  # noqa: ARG002  (rispy's)
        """Return no header."""
        return ""


def write_ris(catalog: Catalog, papers: Sequence[Paper]) -> str:
    """Return papers in RIS, as Zotero, EndNote and Mendeley import it."""
    return rispy.dumps([_ris(paper, catalog) for paper in papers], implementation=_RisWriter) or "\n"


def _ris(paper: Paper, catalog: Catalog) -> dict[str, str | list[str]]:
    work = work_of(paper)
    names = [plain(f"{person.family}, {person.given}".removesuffix(", ")) for person in paper.authors]
    people = [*names, *([OTHERS] if paper.has_more_authors else [])]
    numbers = [f"arXiv:{work.arxiv}"] if work.arxiv else []
    first, last = (*work.pages, "", "")[:2]
    fields: dict[str, str | list[str]] = {
        "type_of_reference": RIS_TYPES[work.kind],
        "id": paper.key,
        "authors" if work.role == "author" else "secondary_authors": people,
        "title": work.title,
        "secondary_title": work.container,
        # Zotero takes T2 of a conference paper for the name of the conference, C3 for that of the proceedings.
        "custom3": work.container if work.kind == "conference paper" else "",
        "alternate_title1": plain(paper.venue) if work.container not in {"", paper.venue} else "",
        "year": str(work.date[0]) if work.date else "",
        "date": "/".join(f"{part:02}" for part in work.date) if len(work.date) > 1 else "",
        "volume": work.volume,
        "number": work.number,
        "start_page": first,
        "end_page": last,
        "publisher": work.publisher,
        "doi": work.doi,
        "accession_number": "".join(numbers),
        "name_of_database": "arXiv" if numbers else "",
        "urls": [url for url in (work.url,) if url],
        "keywords": _names_of_keywords(paper, catalog),
    }
    return {name: value for name, value in fields.items() if value}


def _names_of_keywords(paper: Paper, catalog: Catalog) -> list[str]:
    known = catalog.keywords
    return [plain(known[word].name if word in known else word) for word in paper.keywords]


# CSL-JSON: https://github.com/citation-style-language/schema, schemas/input/csl-data.json of version 1.0.2.

CSL_TYPES = {
    "article": "article-journal", "conference paper": "paper-conference", "chapter": "chapter", "book": "book",
    "thesis": "thesis", "report": "report", "web page": "webpage", "preprint": "article", "software": "software",
    "dataset": "dataset", "patent": "patent", "manuscript": "manuscript", "document": "document",
}  # fmt: skip
"""The type of each kind of work; a preprint is an ``article``, says the specification (Appendix III)."""


def write_csl(catalog: Catalog, papers: Sequence[Paper]) -> str:
    """Return papers in CSL-JSON, as Pandoc, Zotero and the processors of CSL read it.

    Texts are plain: a title needs no markup for its scripts, which Unicode has, and what knows no rich text would show
    tags as they are.
    """
    return f"[{_rows(_csl(paper, catalog) for paper in papers)}]\n"


def _csl(paper: Paper, catalog: Catalog) -> dict[str, Any]:
    work = work_of(paper)
    people = [
        {"family": plain(person.family), "given": plain(person.given)}
        if person.given
        else {"literal": plain(person.family)}
        for person in paper.authors
    ]
    fields = {
        "id": paper.key,
        "citation-key": paper.key,
        "type": CSL_TYPES[work.kind],
        "title": work.title,
        work.role: [*people, *([{"literal": OTHERS}] if paper.has_more_authors else [])],
        "issued": {"date-parts": [list(work.date)]} if work.date else None,
        "container-title": work.container,
        "container-title-short": plain(paper.venue) if work.container not in {"", paper.venue} else "",
        "publisher": work.publisher,
        "volume": work.volume,
        **_csl_numbers(work),
        "page": "-".join(work.pages),
        "DOI": work.doi,
        "URL": work.url,
        "keyword": ", ".join(_names_of_keywords(paper, catalog)),
    }
    return {name: value for name, value in fields.items() if value}


def _csl_numbers(work: Work) -> dict[str, Any]:
    """Return the number of a work: that of a journal is its issue, that of a preprint its place in the archive."""
    if work.kind == "preprint":
        return {"number": f"arXiv:{work.arxiv}" if work.arxiv else work.number}
    name = "issue" if work.kind == "article" else "number"
    return {name: work.number, "custom": {"arXiv": work.arxiv} if work.arxiv else None}


# Our own JSON.

SCHEMA = Path(__file__).parent / "schema" / "catalog.json"
"""The JSON Schema of what :func:`write_json` writes."""

VERSION = 1
"""The version of the schema: it changes when a reader of the former would go wrong."""


def write_json(catalog: Catalog, papers: Sequence[Paper], *, license: str = "") -> str:  # noqa: A002  (as in the file)
    """Return papers and the words they are ordered by, as the schema says.

    :param license: the SPDX identifier of the licence of the data, if it has one.
    """
    parts = {
        "papers": _rows(_paper(paper) for paper in papers),
        "categories": _rows(
            _known(id=row.id, title=row.title, parent=parent, count=catalog.count_in(row.id))
            for row in catalog.categories.values()
            for parent in [row.parent if row in catalog.children(row.parent) else ""]
        ),
        "keywords": _rows(
            _known(id=row.id, name=row.name, group=row.group, gist=row.gist, count=len(catalog.with_keyword(row.id)))
            | {"aliases": row.aliases, "broader": row.broader, "see": row.see}
            for row in catalog.keywords.values()
        ),
        "venues": _rows(
            _known(name=row.name, full=row.full, kind=row.kind) | {"aliases": row.aliases}
            for row in catalog.venues.values()
        ),
    }
    head = {"version": VERSION, "revision": digest(license, *parts.values())} | _known(license=license)
    lines = [f"{json.dumps(name)}: {_dumps(value)}" for name, value in head.items()]
    lines += [f"{json.dumps(name)}: [{rows}]" for name, rows in parts.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _paper(paper: Paper) -> dict[str, Any]:
    work = work_of(paper)
    links: dict[str, list[str]] = {}
    for link in paper.links:
        links.setdefault(link.label, []).append(link.url)
    venue = _known(short=paper.venue, full=work.container or work.publisher or paper.venue)
    return {
        "key": paper.key,
        "former_keys": paper.former_keys,
        "type": paper.entry.type,
        "title": paper.title,
        "authors": [_known(given=person.given, family=person.family) for person in paper.authors],
        "categories": paper.categories,
        "keywords": paper.keywords,
        "links": links,
        "former_titles": paper.former_titles,
    } | _known(
        and_others=paper.has_more_authors,
        year=paper.year,
        venue=venue if paper.venue else None,
        doi=work.doi,
        arxiv=work.arxiv,
        added=paper.entry.get("creationdate"),
    )


def _known(**values: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return what is known: an empty text, no number and what is false are left out."""
    return {name: value for name, value in values.items() if value or (value == 0 and value is not False)}


def _rows(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return the items of an array of JSON, one a line, so that a change shows as the change of a line."""
    text = ",\n".join(map(_dumps, rows))
    return f"\n{text}\n" if text else ""


_ENCODER = json.JSONEncoder(ensure_ascii=False)


def _dumps(value: object) -> str:
    # Nothing can end a script that somebody puts the file into.
    return _ENCODER.encode(value).replace("<", "\\u003c")


@dataclass(frozen=True, slots=True)
class Format:
    """A format in which papers are written."""

    name: str
    extension: str
    """How the name of such a file ends, without the dot before it."""

    media_type: str
    summary: str
    """What it is for, in a sentence."""

    write: Callable[..., str]
    """Takes a catalogue and papers of it; returns equal text for equal papers, with one newline at its end."""


_ALL = (
    Format("bibtex", "bib", "application/x-bibtex", "BibTeX, for LaTeX and most other tools.", write_classic),
    Format("biblatex", "biblatex.bib", "application/x-bibtex", "The dialect of biblatex and Biber.", write_modern),
    Format("jabref", "jabref.bib", "application/x-bibtex", "BibTeX with the categories as JabRef's groups.",
           write_jabref),
    Format("ris", "ris", "application/x-research-info-systems", "RIS, for Zotero, EndNote and Mendeley.", write_ris),
    Format("csl-json", "csl.json", "application/vnd.citationstyles.csl+json", "CSL-JSON, for Pandoc and Zotero.",
           write_csl),
    Format("markdown", "md", "text/markdown", "An awesome list, with a section for each category.", format_list),
    Format("json", "json", "application/json", "All that the catalogue knows, for programs.", write_json),
)  # fmt: skip

FORMATS: Mapping[str, Format] = MappingProxyType({row.name: row for row in _ALL})
"""The formats, by name."""
