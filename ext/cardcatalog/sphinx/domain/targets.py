"""The record of each page, and the names of objects: which page of several links to an object lead to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

from cardcatalog.catalog.catalog import Catalog
from cardcatalog.sphinx.domain.dependencies import Dependency
from cardcatalog.sphinx.domain.prose import Prose


class Place(NamedTuple):
    """The place of an object: a page and an anchor on it (none for the page itself)."""

    docname: str
    anchor: str


class Object(NamedTuple):
    """An object of the catalog: its type (``paper``, ``category``, ``keyword``) and its name."""

    objtype: str
    name: str


EXPLORER = Object("explorer", "")
"""The explorer, which is not an object to refer to, but a target of links on cards."""


class TargetPriority(IntEnum):
    """The priority of a place: links lead to the place of an object with the lowest value."""

    OWN_PAGE = 0
    HOME_CATEGORY = 1
    CARD = 2
    """A card that a page shows by its key."""

    OTHER_CATEGORY = 3
    OTHER_LIST = 4


@dataclass
class Page:
    """The parts of the catalog that one page shows, and the objects it links to."""

    dependencies: dict[Dependency, str] = field(default_factory=dict)
    """The parts of the catalog that the page was made of, with their digests."""

    places: dict[Object, tuple[TargetPriority, str]] = field(default_factory=dict)
    """The objects that are here: their priority as targets of links, and their anchors."""

    links: set[Object] = field(default_factory=set)
    mentions: set[str] = field(default_factory=set)
    """The keys of the papers that its prose refers to or cites, by any of their keys."""

    has_bibliography: bool = False
    prose: Prose = field(default_factory=Prose)
    cards: set[str] = field(default_factory=set)
    """The keys of the papers whose cards are here."""

    def depend_on(self, part: Dependency, catalog: Catalog) -> None:
        """Note that the page is made of a part of the catalog, so that it is read again when that changes."""
        self.dependencies[part] = part.digest(catalog)

    def note_place(self, target: Object, anchor: str, priority: TargetPriority = TargetPriority.OWN_PAGE) -> None:
        """Note that an object is here; of several places links lead to that with the lowest priority."""
        if target not in self.places or priority < self.places[target][0]:
            self.places[target] = (priority, anchor)


def find_places(pages: Mapping[str, Page]) -> dict[Object, Place]:
    """Return the place of each object that is on a page, of several that with the lowest priority."""
    candidates: dict[Object, tuple[TargetPriority, Place]] = {}
    for docname, page in sorted(pages.items()):
        for target, (priority, anchor) in page.places.items():
            if target not in candidates or priority < candidates[target][0]:
                candidates[target] = (priority, Place(docname, anchor))
    return {target: place for target, (_priority, place) in candidates.items()}
