"""The state of an output folder from build to build: by it, each build finds the pages to write there again."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from cardcatalog.sphinx.domain.targets import Object, Page, Place

T = TypeVar("T", bound=Hashable)


@dataclass
class Site:
    """The state of one output folder at its last build: several builders may share the doctrees, each with its own."""

    read: dict[str, float] = field(default_factory=dict)
    """When each page was read, as Sphinx counts time."""

    places: dict[Object, Place] = field(default_factory=dict)
    papers: frozenset[str] = frozenset()
    """The keys of the papers that have pages of their own."""

    catalog: str = ""
    """The digest of all papers."""

    downloads: frozenset[str] = frozenset()
    gaps: dict[str, str] = field(default_factory=dict)
    """The digest of the categories without a guide, for each page that lists them."""

    cards: dict[str, tuple[str, str]] = field(default_factory=dict)
    """The prose that cards show; see :meth:`cardcatalog.sphinx.domain.quotes.Quotes.on_cards`."""

    menu: str = ""
    """The digest of the menu."""

    def pages_to_write(self, before: Site, pages: Mapping[str, Page]) -> Iterator[str]:
        """Yield the pages that differ from those of an earlier state.

        They link to an object that has moved, or were read again since this output folder was written: in a build of
        another one, Sphinx writes them there only.
        """
        moved = _differing(before.places, self.places)
        moved |= {Object("download", name) for name in before.downloads ^ self.downloads}
        moved |= {Object("paper", key) for key in before.papers ^ self.papers}
        cards = _differing(before.cards, self.cards)
        has_changed = before.catalog not in {"", self.catalog}
        for name, page in pages.items():
            is_same = moved.isdisjoint(page.links) and cards.isdisjoint(page.cards)
            if not is_same or (has_changed and page.has_bibliography):
                yield name
        yield from (name for name, moment in self.read.items() if moment != before.read.get(name))


def _differing(before: Mapping[T, object], now: Mapping[T, object]) -> set[T]:
    """Return the keys whose values differ, or that only one side has."""
    return {key for key in before.keys() | now.keys() if before.get(key) != now.get(key)}
