"""Find what the prose of a page says of papers: the steps of a reading path, and the clauses that mention a paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import east_asian_width

from docutils import nodes
from sphinx import addnodes

from cardcatalog.bibtex.text import to_text
from cardcatalog.catalog.sentences import LONGEST, sentence_ends
from cardcatalog.sphinx.internals import reserve_identifier
from cardcatalog.sphinx.language import messages

if TYPE_CHECKING:
    from cardcatalog.catalog.catalog import Catalog


class Source(IntEnum):
    """The kind of text that a passage is from; the lower says more about a paper."""

    STEP = 0
    """A step of a reading path."""

    INTRODUCTION = 1
    """The introduction of a category."""

    GUIDE = 2
    """Any other paragraph of a guide."""

    DEFINITION = 3
    """The definition of a keyword."""


class Part(NamedTuple):
    """A part of a passage: its text, its element in HTML, and the type and name of the object that it links to."""

    text: str
    element: str = ""
    target: tuple[str, str] = ("", "")

    @property
    def plain(self) -> str:
        """The text without markup."""
        return to_text(f"${self.text}$") if self.element == "math" else self.text


class Passage(NamedTuple):
    """A passage of prose on some papers, by any of their keys."""

    keys: tuple[str, ...]
    parts: tuple[Part, ...]
    source: Source
    anchor: str
    """The nearest identifier on the page, or nothing for its beginning."""


class Prose(NamedTuple):
    """What the prose of a page says of papers."""

    passages: tuple[Passage, ...] = ()
    together: tuple[tuple[str, ...], ...] = ()
    """The keys of the papers that a paragraph, an introduction or a part of a path speaks of together."""


MOST_TOGETHER = 12
"""Papers that a text speaks of together; one that names more is a list."""

LEAST_SAID = 30
"""Characters of a clause, apart from the names of its papers, that say something; a Chinese one counts twice."""


def read_prose(document: nodes.document, catalog: Catalog, *, category: bool, guide: bool) -> Prose:
    """Return what a page says of papers: nothing if it has neither a category, nor is a guide, nor defines keywords.

    :param category: whether the page is that of a category.
    """
    steps = _steps(document, catalog) if guide else []
    passages = [_step(item, key, catalog) for item, key in steps]
    lists = dict.fromkeys(item.parent for item, _ in steps)
    groups = [tuple(key for item, key in steps if item.parent is row) for row in lists]
    introduced: list[str] = []
    items = {item for item, _ in steps}
    for paragraph in document.findall(nodes.paragraph):
        source = _source(paragraph, category=category, guide=guide)
        if source is None or paragraph["classes"] or not items.isdisjoint(_ancestors(paragraph)):
            continue
        parts = tuple(_parts(paragraph, catalog))
        mentioned = [part.target[1] for part in parts if part.target[0] == "paper"]
        passages += [Passage(keys, row, source, _anchor(paragraph)) for keys, row in clauses(parts)]
        if source is Source.INTRODUCTION:
            introduced += mentioned
        else:
            groups.append(tuple(mentioned))
    groups = [tuple(dict.fromkeys(group)) for group in (*groups, introduced)]
    return Prose(tuple(passages), tuple(group for group in groups if 1 < len(group) <= MOST_TOGETHER))


# Where a text is


def _steps(document: nodes.document, catalog: Catalog) -> list[tuple[nodes.list_item, str]]:
    """Return the items of numbered lists that begin with a paper, in order, with its key; one alone is not a path."""
    found = []
    for item in document.findall(nodes.list_item):
        first = next(iter(item.children), None)
        if isinstance(item.parent, nodes.enumerated_list) and isinstance(first, nodes.paragraph):
            mentioned = [part.target[1] for part in _parts(first, catalog) if part.target[0] == "paper"]
            found += [(item, mentioned[0])] if mentioned else []
    return found if len(found) > 1 else []


def _step(item: nodes.list_item, key: str, catalog: Catalog) -> Passage:
    """Return what a step says of its paper: all after the paragraph that names it, or that one; a name says nothing."""
    paragraphs = [child for child in item.children if isinstance(child, nodes.paragraph)]
    parts: list[Part] = []
    for paragraph in paragraphs[1:] or paragraphs:
        parts += [*([Part(" ")] if parts else []), *_parts(paragraph, catalog)]
    said = sum(_width(part.plain) for part in parts if part.target[0] != "paper")
    return Passage((key,), _trimmed(parts) if said >= LEAST_SAID else (), Source.STEP, _mark(item, key))


def _mark(item: nodes.list_item, key: str) -> str:
    """Return the identifier of a step, which gets one."""
    document = item.document
    if document is not None and not item["ids"]:
        item["ids"].append(reserve_identifier(document, nodes.make_id(f"step-{key}")))
    return str(item["ids"][0])


def _source(paragraph: nodes.paragraph, *, category: bool, guide: bool) -> Source | None:
    parents = _ancestors(paragraph)
    if any(isinstance(node, nodes.entry | nodes.footnote | nodes.citation) for node in parents):
        return None
    if any(isinstance(node, addnodes.glossary) for node in parents):
        return Source.DEFINITION
    return Source.INTRODUCTION if category else Source.GUIDE if guide else None


def _ancestors(node: nodes.Node) -> list[nodes.Element]:
    found: list[nodes.Element] = []
    while isinstance(node.parent, nodes.Element):
        node = node.parent
        found.append(node)
    return found


def _anchor(node: nodes.Node) -> str:
    """Return the identifier of the definition or the section around a text; nothing for that of the whole page."""
    for parent in _ancestors(node):
        if isinstance(parent, nodes.definition_list_item):
            return next((str(name) for term in parent.findall(nodes.term) for name in term["ids"]), "")
        if isinstance(parent, nodes.section):
            return "" if isinstance(parent.parent, nodes.document) else str(parent["ids"][0])
    return ""


# The parts of a text

_ELEMENTS: dict[type[nodes.Element], str] = {
    nodes.emphasis: "em", nodes.strong: "strong", nodes.literal: "code", nodes.math: "math",
    nodes.subscript: "sub", nodes.superscript: "sup",
}  # fmt: skip

TEXTUAL = frozenset({"t", "ct", "ts", "cts"})
"""The kinds of a citation by which names are part of the sentence, as sphinxcontrib-bibtex calls them."""


def _parts(
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
            yield from _parts(child, catalog, _ELEMENTS.get(type(child), element), _target(child, catalog) or target)


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


def _width(text: str) -> int:
    """Return the number of characters of a text, wide ones counted twice."""
    return sum(1 + (east_asian_width(char) in {"W", "F"}) for char in text)


def _cut(parts: Sequence[Part], start: int, end: int) -> tuple[Part, ...]:
    """Return the parts between two places in their plain text; a formula is kept whole."""
    found, at = [], 0
    for part in parts:
        size = len(part.plain)
        low, high = max(start - at, 0), min(end - at, size)
        if low < high:
            found.append(part if part.element == "math" else part._replace(text=part.text[low:high]))
        at += size
    return _trimmed(found)


def _trimmed(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Return parts without white space around them, or before a mark; a citation left it there."""
    text = plain(parts)
    kept = list(parts)
    for number, (part, after) in enumerate(pairwise([*parts, Part(".")])):
        if part.text.endswith(" ") and after.text[:1] in {".", ",", ";", ":", ")", " "}:
            kept[number] = part._replace(text=part.text.rstrip())
    if text[:1] == " " and kept:
        kept[0] = kept[0]._replace(text=kept[0].text.lstrip())
    return tuple(part for part in kept if part.text)


# Clauses

_SEPARATOR = re.compile(r"([;,])\s+((?:[^\W\d_A-Z]{1,6}\s+)?)((?:[A-Z0-9][^,;:()]{0,40}\s)?)$")
"""What parts two clauses: a mark, a word such as ``and``, and the name of what the paper of the second is about."""

_LEAD = re.compile(r"[:;]\s+((?:[A-Z0-9][^,;:()]{0,40}\s)?)$")
"""What precedes the first clause of an enumeration."""


ENOUGH = 60
"""Characters that say something: a first sentence that is shorter takes the next ones along."""


def opening(parts: Sequence[Part]) -> str:
    """Return the first sentence of a passage as plain text, or its first ones if they are short."""
    text = plain(parts)
    ends = list(sentence_ends(text))
    end = next((end for end in ends if end >= ENOUGH), ends[-1])
    return text[: end if end <= LONGEST else ends[0]].strip()


def clauses(parts: Sequence[Part]) -> Iterator[tuple[tuple[str, ...], tuple[Part, ...]]]:
    """Yield the clauses of a paragraph that say something of papers, each with the keys of these.

    A sentence that also refers to a category leads the way and says little; a paper in brackets is a witness.
    """
    start, text = 0, plain(parts)
    for end in sentence_ends(text):
        sentence = _cut(parts, start, end)
        start = end
        if not any(part.target[0] == "category" for part in sentence):
            yield from _clauses_of(sentence)


class _Mention(NamedTuple):
    start: int
    end: int
    key: str


def _mentions(parts: Sequence[Part]) -> list[_Mention]:
    found: list[_Mention] = []
    at = depth = 0
    for part in parts:
        size = len(part.plain)
        if part.target[0] == "paper" and depth <= 0:
            if found and found[-1].key == part.target[1] and found[-1].end == at:
                found[-1] = found[-1]._replace(end=at + size)
            else:
                found.append(_Mention(at, at + size, part.target[1]))
        elif part.target[0] != "paper":
            depth += part.plain.count("(") - part.plain.count(")")
        at += size
    return found


def _clauses_of(sentence: Sequence[Part]) -> Iterator[tuple[tuple[str, ...], tuple[Part, ...]]]:
    mentions, text = _mentions(sentence), plain(sentence)
    if not mentions:
        return
    lead = _LEAD.search(text[: mentions[0].start])
    start = lead.start(1) if lead else 0
    group = [mentions[0]]
    for before, mention in pairwise(mentions):
        if between := _SEPARATOR.search(text, before.end, mention.start):
            yield from _said(sentence, group, start, between.start())
            start, group = between.start(3), []
        group.append(mention)
    yield from _said(sentence, group, start, len(text))


def _said(
    sentence: Sequence[Part], group: Sequence[_Mention], start: int, end: int
) -> Iterator[tuple[tuple[str, ...], tuple[Part, ...]]]:
    text = plain(sentence)[start:end].rstrip(" ,;:")
    names = sum(_width(plain(sentence)[mention.start : mention.end]) for mention in group)
    if _width(text) - names >= LEAST_SAID and text[0] != "(":
        stop = () if text.endswith((".", "!", "?", "。")) else (Part("."),)
        yield tuple(mention.key for mention in group), (*_cut(sentence, start, start + len(text)), *stop)
