"""The files that a web site has next to its pages: downloads and feeds, to which pages link only where they exist."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from cardcatalog.catalog.authors import Author
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.sphinx.domain.default_pages import AUTHOR_FOLDER, author_feed


@dataclass(frozen=True)
class WebFiles:
    """The files of a web site that are not pages, by their paths within the site."""

    catalog: Catalog = field(default_factory=Catalog)
    names: frozenset[str] = frozenset()
    """All of them but those of authors."""

    of_authors: Mapping[str, Callable[[Author], object]] = field(default_factory=dict)
    """The endings of the files of authors of several papers, and which of them have one."""

    def __contains__(self, name: str) -> bool:
        """Return whether the site has a file; for one of an author, the index of all authors is made."""
        return name in self.names or (name.startswith(AUTHOR_FOLDER) and name in self._names_of_authors)

    @cached_property
    def _names_of_authors(self) -> frozenset[str]:
        return frozenset(
            f"{author_feed(author)}{ending}"
            for author in self.catalog.authors.values() if author.has_several
            for ending, has_file in self.of_authors.items() if has_file(author)
        )  # fmt: skip
