"""The parts of a text in a doctree, each with its markup and the object that it links to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple
from unicodedata import east_asian_width

from docutils import nodes

from cardcatalog.bibtex.text import to_text
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.sphinx.language import messages


class Part(NamedTuple):
    """A part of a passage: its text, its element in HTML, and the type and name of the object that it links to."""

    text: str
    element: str = ""
    target: tuple[str, str] = ("", "")

    @property
    def plain(self) -> str:
        """The text without markup."""
        return to_text(f"${self.text}$") if self.element == "math" else self.text


_ELEMENTS: dict[type[nodes.Element], str] = {
    nodes.emphasis: "em", nodes.strong: "strong", nodes.literal: "code", nodes.math: "math",
    nodes.subscript: "sub", nodes.superscript: "sup",
}  # fmt: skip

TEXTUAL = frozenset({"t", "ct", "ts", "cts"})
"""The kinds of a citation by which names are part of the sentence, as sphinxcontrib-bibtex calls them."""


def parts_of(
    node: nodes.Element, catalog: Catalog, element: str = "", target: tuple[str, str] = ("", "")
) -> Iterator[Part]:
    """Yield the parts of a paragraph; a citation in brackets is left out, since a sentence is whole without it."""
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield Part(re.sub(r"\s+", " ", child.astext()), element, target)
        elif isinstance(child, nodes.Element) and child.get("refdomain") == "cite":
            paper = catalog.find(child["reftarget"].split(",")[0].strip())
            if paper and child["reftype"] in TEXTUAL:
                yield Part(paper.author_year(messages), element, ("paper", paper.key))
        elif isinstance(child, nodes.Element) and not isinstance(child, nodes.raw | nodes.footnote_reference):
            yield from parts_of(child, catalog, _ELEMENTS.get(type(child), element), _target(child, catalog) or target)


def _target(node: nodes.Element, catalog: Catalog) -> tuple[str, str] | None:
    """Return the paper, category or keyword that a reference leads to, by type and name."""
    domain, kind, name = (node.get(f"ref{word}", "") for word in ("domain", "type", "target"))
    if domain == "paper" and kind in {"ref", "title"}:
        return "paper", getattr(catalog.find(name), "key", name)
    if domain == "paper" and kind in {"category", "keyword"}:
        return kind, name
    if domain == "std" and kind == "term" and (word := catalog.keyword_spellings.get(name.casefold())):
        return "keyword", word
    return None


def plain(parts: Sequence[Part]) -> str:
    """Return the text of parts without markup."""
    return "".join(part.plain for part in parts)


def width_of(text: str) -> int:
    """Return the number of characters of a text, wide ones counted twice."""
    return sum(1 + (east_asian_width(char) in {"W", "F"}) for char in text)


def cut(parts: Sequence[Part], start: int, end: int) -> tuple[Part, ...]:
    """Return the parts between two places in their plain text; a formula is kept whole."""
    found, at = [], 0
    for part in parts:
        size = len(part.plain)
        low, high = max(start - at, 0), min(end - at, size)
        if low < high:
            found.append(part if part.element == "math" else part._replace(text=part.text[low:high]))
        at += size
    return trimmed(found)


def trimmed(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Return parts without white space around them, or before a mark; a citation left it there."""
    text = plain(parts)
    kept = list(parts)
    for number, (part, after) in enumerate(pairwise([*parts, Part(".")])):
        if part.text.endswith(" ") and after.text[:1] in {".", ",", ";", ":", ")", " "}:
            kept[number] = part._replace(text=part.text.rstrip())
    if text[:1] == " " and kept:
        kept[0] = kept[0]._replace(text=kept[0].text.lstrip())
    return tuple(part for part in kept if part.text)
