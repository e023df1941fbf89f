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

from cardcatalog.catalog.works import work_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cardcatalog.catalog.paper import Paper
    from cardcatalog.catalog.works import Work

STYLES = {"apa": "APA", "ieee": "IEEE"}
"""Styles by the names that Typst has for them, and what readers call them."""

_FIRST_MARK = 0xF0000
"""Where characters for private use begin, of which there are enough for 65,534 papers."""

_MARK = re.compile("[\U000f0000-\U000ffffd]")

_BATCH = 1000
"""Papers that are handed to Typst at once, which takes 60 KB for each."""

_PATIENCE = 8
"""Papers that Typst may refuse before the rest is left alone, too: then the fault is none of theirs."""


def typst_version() -> str:
    """Return the version of Typst, or nothing where it is not installed."""
    try:
        return metadata.version("typst")
    except metadata.PackageNotFoundError:
        return ""


def format_references(papers: Sequence[Paper]) -> dict[str, dict[str, str]]:
    """Return the references of papers by key and style, as plain text.

    A paper is left out if Typst is not installed or cannot set it, and if its entry does not name all of its authors,
    since no style says how to leave some out.
    """
    if not typst_version():
        return {}
    named = [paper for paper in papers if not paper.has_more_authors]
    references: dict[str, dict[str, str]] = {}
    for style in STYLES:
        for key, text in _set(named, style).items():
            references.setdefault(key, {})[style] = text
    return references


def _set(papers: Sequence[Paper], style: str) -> dict[str, str]:
    """Return the references of papers by key; those that Typst refuses are found by halving, and left out."""
    import typst  # noqa: PLC0415  (not everyone has it, and it takes a while to load)

    found: dict[str, str] = {}
    waiting = [papers[start : start + _BATCH] for start in range(0, len(papers), _BATCH)]
    refused = 0
    while waiting and refused < _PATIENCE:
        batch = waiting.pop()
        half = len(batch) // 2
        try:
            found |= _read(_compile(batch, style), batch)
        except typst.TypstError:
            waiting += [batch[half:], batch[:half]] if half else []
            refused += not half
    return found


def _read(html: str, papers: Sequence[Paper]) -> dict[str, str]:
    """Return the references of a bibliography by the keys of their papers."""
    found = {}
    for item in re.findall(r"<li\b[^>]*>(.*?)</li>", html, re.DOTALL):
        # IEEE's number says nothing for a reference on its own.
        text = " ".join(unescape(re.sub(r'<span class="prefix">.*?</span>|<[^>]+>', "", item)).split())
        mark = _MARK.search(text)
        if mark:
            found[papers[ord(mark[0]) - _FIRST_MARK].key] = _mended(text.replace(mark[0], ""))
    return found


def _mended(text: str) -> str:
    """Return a reference without what Typst should leave out: a comma before no month, a full stop behind a mark."""
    return re.sub(r"([?!])\.(?= )", r"\1", re.sub(r"\((\d{4}),\)", r"(\1)", text))


def _compile(papers: Sequence[Paper], style: str) -> str:
    """Return a bibliography as Typst writes it in HTML.

    Each paper has a mark in the name of its first author: by that it is found again, wherever the style puts it, and no
    two papers are so alike that the style would tell them apart by a letter behind the year.
    """
    import typst  # noqa: PLC0415  (as above)

    items = {f"p{number}": _item(paper, chr(_FIRST_MARK + number)) for number, paper in enumerate(papers)}
    with TemporaryDirectory() as folder:
        # JSON is YAML, which is what Typst reads: https://github.com/typst/hayagriva/blob/main/docs/file-format.md
        Path(folder, "papers.yml").write_text(json.dumps(items, ensure_ascii=False), encoding="utf-8")
        source = Path(folder, "references.typ")
        source.write_text(f'#bibliography("papers.yml", style: "{style}", full: true, title: none)\n', encoding="utf-8")
        return bytes(typst.compile(str(source), format="html")).decode()


_TYPES = {
    "article": "article", "conference paper": "article", "chapter": "chapter", "book": "book", "thesis": "thesis",
    "report": "report", "web page": "web", "preprint": "article", "manuscript": "manuscript", "patent": "patent",
}  # fmt: skip
_PARENTS = {"article": "periodical", "conference paper": "proceedings", "chapter": "anthology"}


def _item(paper: Paper, mark: str) -> dict[str, Any]:
    work = work_of(paper)
    people: list[dict[str, str]] = [
        {"name": person.family, "given-name": person.given} if person.given else {"name": person.family}
        for person in paper.authors
    ]
    if people:
        people[0]["name"] = mark + people[0]["name"]
    fields: dict[str, Any] = {
        "type": _TYPES.get(work.kind, "misc"),
        "title": _verbatim(work.title if people else mark + work.title),
        work.role: people,
        "date": "-".join(f"{part:02}" for part in work.date),
        "page-range": "-".join(work.pages),
        "serial-number": {"doi": work.doi} if work.doi else {},
        "url": work.url,
    }
    host = _host(work)
    fields |= {"parent": host} if work.container else host
    return {name: value for name, value in fields.items() if value}


def _host(work: Work) -> dict[str, Any]:
    """Return what a work appeared in; what is no part of another has the numbers and the publisher itself."""
    host = {
        "type": _PARENTS.get(work.kind, "misc") if work.container else "",
        "title": _verbatim(work.container) if work.container else "",
        "volume": work.volume,
        "issue": work.number if work.kind == "article" else "",
        "publisher": work.publisher,
    }
    return {name: value for name, value in host.items() if value}


def _verbatim(text: str) -> dict[str, str | bool]:
    """Return a text that Typst leaves as it is: no math, no commands, no other case."""
    return {"value": re.sub(r"([\\{}$])", r"\\\1", text), "verbatim": True}


def to_markdown(paper: Paper) -> str:
    """Return a paper as a line of Markdown: authors, the title as a link, where it came out, and when."""
    work = work_of(paper)
    names = [person.name for person in paper.authors] + (["et al."] if paper.has_more_authors else [])
    title = _escape(work.title)
    linked = f"[{title}](<{work.url}>)" if work.url else title
    where = ", ".join(filter(None, [f"*{_escape(work.container)}*" if work.container else _escape(work.publisher),
                                    str(paper.year or "")]))  # fmt: skip
    return ". ".join(filter(None, [_escape(", ".join(names)).removesuffix("."), linked, where])) + ".\n"


def _escape(text: str) -> str:
    """Return text that Markdown takes for nothing but text (CommonMark 0.31, section 2.4)."""
    return re.sub(r"([\\`*_\[\]<>&$])", r"\\\1", text)
