"""What a file has around the texts of papers, so that it can be made of texts that an earlier one has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper

Writer = Callable[["Paper", "Catalog"], str]
"""Writes a paper of a catalog; see :meth:`Catalog.text`."""


class Frame(NamedTuple):
    """What is around the texts of papers in the files of a format."""

    between: str
    """The text between two papers."""

    ends: Callable[..., tuple[str, str]]
    """Returns the text before all papers and that after them, for a catalog, papers of it, and a value of each."""

    value: Callable[[str], str] | None = None
    """Returns such a value of the text of a paper, where the ends are made of any."""

    def values(self, texts: Iterable[str]) -> list[str]:
        """Return the values of some texts."""
        return [*map(self.value, texts)] if self.value else []

    def around(self, catalog: Catalog, papers: Sequence[Paper], texts: Sequence[str], **options: str) -> str:
        """Return a file of papers.

        :param texts: that of each paper.
        :param options: of what else the ends are made.
        """
        before, after = self.ends(catalog, papers, self.values(texts), **options)
        return "".join([before, self.between.join(texts), after])
