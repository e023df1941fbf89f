"""What a page shows of the catalog, found in its doctree: the papers of its lists, and the objects it links to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import cast

from docutils import nodes

from cardcatalog.catalog.catalog import Catalog
from cardcatalog.sphinx.domain.dependencies import Dependency
from cardcatalog.sphinx.domain.targets import EXPLORER, Object, Page, TargetPriority
from cardcatalog.sphinx.render.nodes import paper_list


def note_lists(document: nodes.document, page: Page, catalog: Catalog) -> None:
    """Note which papers a page shows, and give each its anchor in the first list that has it."""
    listed: set[str] = set()
    for listing in document.findall(paper_list):
        # A line of a compact list links to the place of its paper, and is not a place itself.
        is_place = listing["style"] != "compact"
        listing["anchors"] = [key for key in dict.fromkeys(listing.keys) if is_place and key not in listed]
        listed.update(listing["anchors"])
        _note_papers(listing, page, catalog)
        if listing["style"] == "cards":
            page.cards.update(listing.keys)


def _note_papers(listing: paper_list, page: Page, catalog: Catalog) -> None:
    priority = listing["priority"]
    for key in listing["anchors"] if priority is not None else ():
        is_home = listing.get("category") in catalog.papers[key].categories[:1]
        page.note_place(Object("paper", key), key, TargetPriority.HOME_CATEGORY if is_home else priority)
    page.links.add(EXPLORER)
    for key in listing.keys:
        page.links.add(Object("paper", key))
        page.links.update(Object("keyword", word) for word in catalog.papers[key].keywords)


def note_references(
    document: nodes.document, page: Page, catalog: Catalog, types_of: Callable[[str], Collection[str]]
) -> None:
    """Note which objects a page links to, and which papers it mentions or cites.

    :param types_of: returns the types of objects that a role may mean.
    """
    for xref in cast("Iterator[nodes.Element]", document.findall(_is_reference)):
        role, target = xref["reftype"], xref["reftarget"]
        if xref["refdomain"] == "cite":
            for key in map(str.strip, target.split(",")):
                page.depend_on(Dependency("paper", key), catalog)
                page.mentions.add(key)
            continue
        if xref["refdomain"] == "std":
            page.depend_on(Dependency("term", target), catalog)
            page.links.add(Object("keyword", catalog.keyword_spellings.get(target, target)))
            continue
        types = types_of(role)
        page.links.update(Object(objtype, current_name(catalog, target)) for objtype in types)
        if role == "explorer":
            page.links.add(EXPLORER)
        if "paper" in types:
            page.mentions.add(target)


def current_name(catalog: Catalog, name: str) -> str:
    """Return the citation key of a paper where an object is named by a former key, else the name as it is."""
    paper = catalog.find(name)
    return paper.key if paper else name


def _is_reference(node: nodes.Node) -> bool:
    if not isinstance(node, nodes.Element):
        return False
    domain, role = node.get("refdomain"), node.get("reftype")
    return domain in {"paper", "cite"} or role == "any" or (domain, role) == ("std", "term")
