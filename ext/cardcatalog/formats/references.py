"""Papers as references in running text: in the styles of APA and IEEE, and as a line of Markdown.

The styles are those of the Citation Style Language, set by Typst where that is installed: both for 2,000 papers in four
seconds, where citeproc-py takes more than forty.
"""

from __future__ import annotations

import json
import re
from html import escape, unescape
from importlib import metadata
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from cardcatalog.formats.hayagriva import to_hayagriva

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cardcatalog.catalog.paper import Paper

STYLES = {"apa": "APA-like", "ieee": "IEEE"}
"""Styles by the names that Typst has for them, and what readers call them.

APA sets a title in the case of a sentence, for which one must know every proper noun in it; ours stay as published.
"""

_FIRST_MARK = 0xF0000
"""The first character for private use; there are enough of them for 65,534 papers."""

_MARK = re.compile("[\U000f0000-\U000ffffd]")

_EM, _END_OF_EM = "\ue000", "\ue001"
"""Characters in the place of tags while a reference is corrected as text."""

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
    """Return the references of papers by key and style, as HTML with no tag but ``em``.

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
            marked = item.replace("<em>", _EM).replace("</em>", _END_OF_EM)
            text = " ".join(unescape(re.sub(r'<span class="prefix">.*?</span>|<[^>]+>', "", marked)).split())
            if mark := _MARK.search(text):
                paper = papers[ord(mark[0]) - _FIRST_MARK]
                text = escape(_corrected(text.replace(mark[0], ""), paper), quote=False)
                found[paper.key][style] = text.replace(_EM, "<em>").replace(_END_OF_EM, "</em>")
    return found


def _corrected(text: str, paper: Paper) -> str:
    """Return a reference without the mistakes of Typst, and with what it cannot be told.

    It sets a comma before a missing month, a full stop after a mark, the number of arXiv in capitals, or twice, and a
    capital to the word after an abbreviation: ``Proc. Of``.
    """
    text = re.sub(r"([?!]\ue001?)\.(?= )", r"\1", re.sub(r"\((\d{4}),\)", r"(\1)", text))
    if paper.is_preprint and paper.arxiv:
        text = text.replace("(ArXiv:", "(arXiv:").replace("arXiv: arXiv:", "arXiv:")
    for words in _AFTER_ABBREVIATION.findall(paper.container):
        text = text.replace(words.title(), words)
    return text.replace("(n.d.)", f"({paper.date.text})") if paper.date.text else text


_AFTER_ABBREVIATION = re.compile(r"\. (?:an?|and|at|by|de[rs]?|du|for|from|in|la|of|on|the|to|und|with)\b")


def _compile(papers: Sequence[Paper]) -> str:
    """Return a document as Typst writes it in HTML: a bibliography in each style.

    Each paper has a mark in the name of its first author: by that it is found again, wherever the style puts it, and no
    two papers are so alike that the style would add a letter to the year.
    """
    import typst  # noqa: PLC0415  (as above)

    marks = map(chr, count(_FIRST_MARK))
    items = {f"p{at}": _marked(to_hayagriva(paper), next(marks)) for at, paper in enumerate(papers)}
    with TemporaryDirectory() as folder:
        # JSON is YAML, which is what Typst reads.
        Path(folder, "papers.yml").write_text(json.dumps(items, ensure_ascii=False), encoding="utf-8")
        chapters = {key: _as_chapter(item) for key, item in items.items()}
        Path(folder, "chapters.yml").write_text(json.dumps(chapters, ensure_ascii=False), encoding="utf-8")
        source = Path(folder, "references.typ")
        source.write_text(_SOURCE.format(number=len(papers)), encoding="utf-8")
        return bytes(typst.compile(str(source), format="html", ignore_system_fonts=True)).decode()


def _marked(item: dict[str, Any], mark: str) -> dict[str, Any]:
    """Return an entry of Hayagriva with a mark in the name that leads it, or in its title."""
    for host in (item, item.get("parent", {})):
        if leading := host.get("author") or host.get("editor"):
            leading[0]["name"] = mark + leading[0]["name"]
            return item
    item["title"]["value"] = mark + item["title"]["value"]
    return item


def _as_chapter(item: dict[str, Any]) -> dict[str, Any]:
    """Return an entry of Hayagriva; in proceedings with editors, as the chapter that it is to APA."""
    host = item.get("parent", {})
    is_edited = host.get("type") == "proceedings" and "editor" in host
    return item | {"type": "chapter", "parent": host | {"type": "anthology"}} if is_edited else item


_SOURCE = """
#for number in range({number}) {{ cite(label("p" + str(number)), style: "ieee", form: none) }}
#bibliography("chapters.yml", style: "apa", title: none)
#bibliography("papers.yml", style: "ieee", full: true, title: none)
"""
"""A bibliography in each style, in the order of :data:`STYLES`. The first takes a quarter less time if its papers are
cited in the other style, without a mark in the text, than if it lists all by itself."""


def to_markdown(paper: Paper) -> str:
    """Return a paper as a line of Markdown: authors, the title as a link, where it came out, and when."""
    names = [person.name for person in paper.authors] + (["et al."] if paper.has_more_authors else [])
    title = _escape(paper.title)
    linked = f"[{title}](<{paper.url}>)" if paper.url else title
    where = ", ".join(filter(None, [f"*{_escape(paper.container)}*" if paper.container else _escape(paper.publisher),
                                    paper.date.shown]))  # fmt: skip
    return ". ".join(filter(None, [_escape(", ".join(names)).removesuffix("."), linked, where])) + ".\n"


def _escape(text: str) -> str:
    """Return text that Markdown takes for nothing but text (CommonMark 0.31, section 2.4)."""
    return re.sub(r"([\\`*_\[\]<>&$])", r"\\\1", text)
