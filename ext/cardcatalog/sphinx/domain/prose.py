"""Find what the prose of a page says of papers: the steps of a reading path, and the clauses that mention a paper."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from docutils import nodes
from sphinx import addnodes

from cardcatalog.catalog.catalog import Catalog
from cardcatalog.sphinx.domain.clauses import LEAST_SAID, clauses
from cardcatalog.sphinx.domain.parts import Part, parts_of, trimmed, width_of
from cardcatalog.sphinx.internals import reserve_identifier
from cardcatalog.sphinx.render.tables import table_cells


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
        parts = tuple(parts_of(paragraph, catalog))
        mentioned = [part.target[1] for part in parts if part.target[0] == "paper"]
        passages += [Passage(keys, row, source, _anchor(paragraph)) for keys, row in clauses(parts)]
        if source is Source.INTRODUCTION:
            introduced += mentioned
        else:
            groups.append(tuple(mentioned))
    groups = [tuple(dict.fromkeys(group)) for group in (*groups, introduced)]
    return Prose(tuple(passages), tuple(group for group in groups if 1 < len(group) <= MOST_TOGETHER))


def _steps(document: nodes.document, catalog: Catalog) -> list[tuple[nodes.list_item, str]]:
    """Return the items of numbered lists that begin with a paper, in order, with its key; one alone is not a path."""
    found = []
    for item in document.findall(nodes.list_item):
        first = next(iter(item.children), None)
        if isinstance(item.parent, nodes.enumerated_list) and isinstance(first, nodes.paragraph):
            mentioned = [part.target[1] for part in parts_of(first, catalog) if part.target[0] == "paper"]
            found += [(item, mentioned[0])] if mentioned else []
    return found if len(found) > 1 else []


def _step(item: nodes.list_item, key: str, catalog: Catalog) -> Passage:
    """Return what a step says of its paper: all after the paragraph that names it, or that one; a name says nothing."""
    paragraphs = [child for child in item.children if isinstance(child, nodes.paragraph)]
    parts: list[Part] = []
    for paragraph in paragraphs[1:] or paragraphs:
        parts += [*([Part(" ")] if parts else []), *parts_of(paragraph, catalog)]
    said = sum(width_of(part.plain) for part in parts if part.target[0] != "paper")
    return Passage((key,), trimmed(parts) if said >= LEAST_SAID else (), Source.STEP, _mark(item, key))


def _mark(item: nodes.list_item, key: str) -> str:
    """Return the identifier of a step, which gets one."""
    document = item.document
    if document is not None and not item["ids"]:
        item["ids"].append(reserve_identifier(document, nodes.make_id(f"step-{key}")))
    return str(item["ids"][0])


def _source(paragraph: nodes.paragraph, *, category: bool, guide: bool) -> Source | None:
    parents = _ancestors(paragraph)
    if any(isinstance(node, nodes.entry | table_cells | nodes.footnote | nodes.citation) for node in parents):
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
