"""Papers as references in running text: in the styles of APA and IEEE, and as a line of Markdown.

The styles are those of the Citation Style Language, set by Typst where that is installed: both for 2,000 papers in four
seconds, where citeproc-py takes more than forty.
"""

from __future__ import annotations

import json
import re
from html import unescape
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cardcatalog.bibtex.names import Person
    from cardcatalog.catalog.paper import Paper

STYLES = {"apa": "APA", "ieee": "IEEE"}
"""Styles by the names that Typst has for them, and what readers call them."""

_FIRST_MARK = 0xF0000
"""The first character for private use; there are enough of them for 65,534 papers."""

_MARK = re.compile("[\U000f0000-\U000ffffd]")

_BATCH = 50
"""Papers that are handed to Typst at once: it remembers ten batches, and takes 60 KB for each paper."""

_MAX_REJECTED = 8
"""Papers that Typst may reject before the rest is left out too: then the cause is not in the papers."""


def typst_version() -> str:
    """Return the version of Typst, or nothing where it is not installed."""
    try:
        return metadata.version("typst")
    except metadata.PackageNotFoundError:
        return ""


def format_references(papers: Sequence[Paper]) -> dict[str, dict[str, str]]:
    """Return the references of papers by key and style, as plain text.

    A paper is left out if Typst is not installed or cannot set it, and if its entry does not name all of its authors,
    since no style defines how to omit some.
    """
    if not typst_version():
        return {}
    import typst  # noqa: PLC0415  (not everyone has it, and it takes a while to load)

    named = [paper for paper in papers if not paper.has_more_authors]
    found: dict[str, dict[str, str]] = {}
    waiting = [named[start : start + _BATCH] for start in range(0, len(named), _BATCH)]
    rejected = 0
    while waiting and rejected < _MAX_REJECTED:  # those that Typst rejects are found by halving, and left out
        batch = waiting.pop()
        half = len(batch) // 2
        try:
            found |= _read(_compile(batch), batch)
        except typst.TypstError:
            waiting += [batch[half:], batch[:half]] if half else []
            rejected += not half
    return found


def _read(html: str, papers: Sequence[Paper]) -> dict[str, dict[str, str]]:
    """Return the references in the bibliographies of a document, one for each style, by the keys of their papers."""
    found: dict[str, dict[str, str]] = {paper.key: {} for paper in papers}
    for style, section in zip(STYLES, html.split('role="doc-bibliography"')[1:], strict=True):
        for item in re.findall(r"<li\b[^>]*>(.*?)</li>", section, re.DOTALL):
            # IEEE's number has no meaning for a single reference.
            text = " ".join(unescape(re.sub(r'<span class="prefix">.*?</span>|<[^>]+>', "", item)).split())
            if mark := _MARK.search(text):
                found[papers[ord(mark[0]) - _FIRST_MARK].key][style] = _corrected(text.replace(mark[0], ""))
    return found


def _corrected(text: str) -> str:
    """Return a reference without two mistakes of Typst: a comma before a missing month, a full stop after a mark."""
    return re.sub(r"([?!])\.(?= )", r"\1", re.sub(r"\((\d{4}),\)", r"(\1)", text))


def _compile(papers: Sequence[Paper]) -> str:
    """Return a document as Typst writes it in HTML: a bibliography in each style.

    Each paper has a mark in the name of its first author: by that it is found again, wherever the style puts it, and no
    two papers are so alike that the style would add a letter to the year.
    """
    import typst  # noqa: PLC0415  (as above)

    items = {f"p{number}": _item(paper, chr(_FIRST_MARK + number)) for number, paper in enumerate(papers)}
    with TemporaryDirectory() as folder:
        # JSON is YAML, which is what Typst reads: https://github.com/typst/hayagriva/blob/main/docs/file-format.md
        Path(folder, "papers.yml").write_text(json.dumps(items, ensure_ascii=False), encoding="utf-8")
        source = Path(folder, "references.typ")
        source.write_text(_SOURCE.format(number=len(papers)), encoding="utf-8")
        return bytes(typst.compile(str(source), format="html", ignore_system_fonts=True)).decode()


_SOURCE = """
#for number in range({number}) {{ cite(label("p" + str(number)), style: "ieee", form: none) }}
#bibliography("papers.yml", style: "apa", title: none)
#bibliography("papers.yml", style: "ieee", full: true, title: none)
"""
"""A bibliography in each style, in the order of :data:`STYLES`. The first takes a quarter less time if its papers are
cited in the other style, without a mark in the text, than if it lists all by itself."""

_TYPES = {
    "article": "article", "conference paper": "article", "chapter": "chapter", "book": "book", "thesis": "thesis",
    "report": "report", "web page": "web", "preprint": "article", "manuscript": "manuscript", "patent": "patent",
}  # fmt: skip
_PARENTS = {"article": "periodical", "conference paper": "proceedings", "chapter": "anthology"}


def _item(paper: Paper, mark: str) -> dict[str, Any]:
    people: list[dict[str, str]] = [_person(person) for person in paper.authors]
    if people:
        people[0]["name"] = mark + people[0]["name"]
    fields: dict[str, Any] = {
        "type": _TYPES.get(paper.kind, "misc"),
        "title": _verbatim(paper.title if people else mark + paper.title),
        paper.role: people,
        "date": "-".join(f"{part:02}" for part in paper.date),
        "page-range": "-".join(paper.pages),
        "serial-number": {"doi": paper.doi} if paper.doi else {},
        "url": paper.url,
    }
    host = _host(paper)
    fields |= {"parent": host} if paper.container else host
    return {name: value for name, value in fields.items() if value}


def _person(person: Person) -> dict[str, str]:
    # The prefix of hayagriva goes after the given name in a list; APA and IEEE keep particles with the family name.
    parts = {"name": person.surname, "given-name": person.given, "suffix": person.suffix}
    return {name: text for name, text in parts.items() if text}


def _host(paper: Paper) -> dict[str, Any]:
    """Return the container of a paper; a paper that has none has the numbers and the publisher itself."""
    host = {
        "type": _PARENTS.get(paper.kind, "misc") if paper.container else "",
        "title": _verbatim(paper.container) if paper.container else "",
        "volume": paper.volume,
        "issue": paper.number if paper.kind == "article" else "",
        "publisher": paper.publisher,
    }
    return {name: value for name, value in host.items() if value}


def _verbatim(text: str) -> dict[str, str | bool]:
    """Return a text that Typst leaves as it is: no math, no commands, no other case."""
    return {"value": re.sub(r"([\\{}$])", r"\\\1", text), "verbatim": True}


def to_markdown(paper: Paper) -> str:
    """Return a paper as a line of Markdown: authors, the title as a link, where it came out, and when."""
    names = [person.name for person in paper.authors] + (["et al."] if paper.has_more_authors else [])
    title = _escape(paper.title)
    linked = f"[{title}](<{paper.url}>)" if paper.url else title
    where = ", ".join(filter(None, [f"*{_escape(paper.container)}*" if paper.container else _escape(paper.publisher),
                                    str(paper.year or "")]))  # fmt: skip
    return ". ".join(filter(None, [_escape(", ".join(names)).removesuffix("."), linked, where])) + ".\n"


def _escape(text: str) -> str:
    """Return text that Markdown takes for nothing but text (CommonMark 0.31, section 2.4)."""
    return re.sub(r"([\\`*_\[\]<>&$])", r"\\\1", text)
