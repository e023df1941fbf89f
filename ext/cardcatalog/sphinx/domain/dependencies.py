"""The parts of the catalog that pages are made of: each has a digest, equal as long as a page shows the same."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from cardcatalog.bibtex.entries import digest
from cardcatalog.catalog.completeness import GAPS
from cardcatalog.catalog.statistics import ChartSpec, count_papers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper
    from cardcatalog.catalog.query import Query


class Dependency(Protocol):
    """A part of the catalog; equal parts are equal values, which can be hashed and pickled."""

    def digest(self, catalog: Catalog) -> str:
        """Return a text that differs when a page that shows the part would differ."""


def papers_digest(catalog: Catalog, papers: Iterable[Paper]) -> str:
    """Digest of some papers in their order."""
    keys = [paper.key for paper in papers]
    return digest(*keys, *catalog.fingerprints(keys))


@dataclass(frozen=True, slots=True)
class Selection:
    """The papers that match a query, in its order."""

    query: Query

    def digest(self, catalog: Catalog) -> str:
        """Digest of the papers."""
        return papers_digest(catalog, catalog.select(self.query))


@dataclass(frozen=True, slots=True)
class OnePaper:
    """A paper, by any of its keys."""

    key: str

    def digest(self, catalog: Catalog) -> str:
        """Digest of the paper; empty if there is none."""
        paper = catalog.find(self.key)
        return catalog.fingerprint(paper) if paper else ""


@dataclass(frozen=True, slots=True)
class CategoryPapers:
    """The papers of a category, without those of the categories below it."""

    category: str

    def digest(self, catalog: Catalog) -> str:
        """Digest of the papers."""
        return papers_digest(catalog, catalog.papers_in(self.category))


@dataclass(frozen=True, slots=True)
class CategoryTree:
    """The categories below one (below none: all), with their titles and numbers of papers."""

    parent: str = ""

    def digest(self, catalog: Catalog) -> str:
        """Digest of the tree."""
        return digest(
            *(
                f"{row.id} {row.title} {catalog.count_in(row.id)} {CategoryTree(row.id).digest(catalog)}"
                for row in catalog.children(self.parent)
            )
        )


@dataclass(frozen=True, slots=True)
class CategoryTitle:
    """The title of a category."""

    category: str

    def digest(self, catalog: Catalog) -> str:
        """Return the title itself; empty if there is no such category."""
        row = catalog.category(self.category)
        return row.title if row else ""


@dataclass(frozen=True, slots=True)
class KeywordName:
    """The name of a keyword."""

    keyword: str

    def digest(self, catalog: Catalog) -> str:
        """Return the name itself; empty if there is no such keyword."""
        row = catalog.keywords.get(self.keyword)
        return row.name if row else ""


@dataclass(frozen=True, slots=True)
class Glossary:
    """All keywords, with their definitions, relations and numbers of papers."""

    def digest(self, catalog: Catalog) -> str:
        """Digest of the keywords."""
        return digest(
            *(
                f"{row.id} {row.name} {row.definition} {row.group} {row.aliases} {row.broader} {row.see} "
                f"{len(catalog.with_keyword(row.id))}"
                for row in catalog.keywords.values()
            )
        )


@dataclass(frozen=True, slots=True)
class Count:
    """The number of papers that match a query."""

    query: Query

    def number(self, catalog: Catalog) -> int:
        """Return the number."""
        return len(catalog.select(self.query))

    def digest(self, catalog: Catalog) -> str:
        """Return the number as text."""
        return str(self.number(catalog))


@dataclass(frozen=True, slots=True)
class Total:
    """The number of papers, categories, keywords, or measured results and their sources."""

    of: Literal["papers", "categories", "keywords", "results", "sources"]

    def number(self, catalog: Catalog) -> int:
        """Return the number."""
        results = catalog.results
        return {
            "papers": len(catalog.papers),
            "categories": len(catalog.categories),
            "keywords": len(catalog.keywords),
            "results": len(results.rows),
            "sources": len(results.scheme.sources),
        }[self.of]

    def digest(self, catalog: Catalog) -> str:
        """Return the number as text."""
        return str(self.number(catalog))


@dataclass(frozen=True, slots=True)
class Chart:
    """The numbers of a chart."""

    spec: ChartSpec

    def digest(self, catalog: Catalog) -> str:
        """Digest of the numbers."""
        return digest(repr(count_papers(catalog, self.spec)))


@dataclass(frozen=True, slots=True)
class VenueIndex:
    """All venues, with their kinds, years and numbers of papers."""

    def digest(self, catalog: Catalog) -> str:
        """Digest of the venues."""
        rows = catalog.venue_rows
        return digest(*(f"{row.name} {row.full} {row.kind} {len(row.papers)} {sorted(row.years)}" for row in rows))


@dataclass(frozen=True, slots=True)
class AuthorIndex:
    """All authors, with their pages and numbers of papers."""

    def digest(self, catalog: Catalog) -> str:
        """Digest of the authors."""
        rows = catalog.authors.values()
        return digest(*(f"{row.person} {row.page} {row.anchor} {len(row.papers)}" for row in rows))


@dataclass(frozen=True, slots=True)
class Gaps:
    """The papers that lack something, by the name of the gap."""

    gap: str

    def digest(self, catalog: Catalog) -> str:
        """Digest of the papers and their places."""
        papers = GAPS[self.gap].find(catalog)
        return digest(*(f"{catalog.fingerprint(paper)} {paper.entry.location}" for paper in papers))


@dataclass(frozen=True, slots=True)
class Guides:
    """The categories for which a folder of guides has no guide; which guides there are is a matter of pages."""

    folder: str

    def digest(self, catalog: Catalog) -> str:
        """Digest of the categories."""
        rows = catalog.categories.values()
        return digest(*(f"{row.id} {row.title} {row.location} {catalog.count_in(row.id)}" for row in rows))


@dataclass(frozen=True, slots=True)
class MeasuredRows:
    """All measured results, with the names of the papers whose authors report them."""

    def digest(self, catalog: Catalog) -> str:
        """Digest of the rows and of the papers."""
        papers = filter(None, (catalog.find(row.paper) for row in catalog.results.scheme.sources.values()))
        return digest(catalog.results.digest, *map(catalog.fingerprint, papers))


def catalog_digest(catalog: Catalog) -> str:
    """Digest of all that a catalog holds: papers, categories, keywords, venues and measured results."""
    return digest(catalog.results.digest, terms_digest(catalog), *catalog.fingerprints(catalog.papers))


def terms_digest(catalog: Catalog) -> str:
    """Digest of all by which entries are read: categories, keywords and venues."""
    rows = (catalog.categories, catalog.keywords, catalog.venues)
    kinds = (catalog.category_field, catalog.has_tree, catalog.has_glossary, catalog.has_venues)
    return digest(repr(kinds), *(repr(row) for part in rows for row in part.values()))


@cache
def code_digest() -> str:
    """Digest of the code and the templates of this package: files that it made are made again when it changes."""
    package = Path(__file__).parents[2]
    paths = sorted(path for path in package.rglob("*.*") if path.suffix in {".py", ".html"})
    return digest(*(path.read_text("utf-8") for path in paths))
