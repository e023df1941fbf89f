"""The parts of the catalog that pages are made of: each has a digest, equal as long as a page shows the same."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cardcatalog.bibtex.entries import digest
from cardcatalog.catalog.completeness import GAPS
from cardcatalog.catalog.statistics import count_papers
from cardcatalog.formats.search_data import first_papers

if TYPE_CHECKING:
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper


@dataclass(frozen=True, slots=True)
class Dependency:
    """A part of the catalog; equal parts are equal values, which can be hashed and pickled."""

    kind: str
    """One of the kinds of :data:`_DIGESTS`."""

    of: Hashable = ""
    """Which part of the kind: a query, the specification of a chart, a key, or another name; empty if there is one."""

    def digest(self, catalog: Catalog) -> str:
        """Return a text that differs when a page that shows the part would differ."""
        return _DIGESTS[self.kind](catalog, self.of)


AUTHORS, VENUES, GLOSSARY, RESULTS, FIRST_PAPERS = map(
    Dependency, ("authors", "venues", "glossary", "results", "first papers")
)
"""The index of authors with their pages, that of venues with their years, all keywords, all measured results, and the
papers with which the explorer begins."""


def papers_digest(catalog: Catalog, papers: Iterable[Paper]) -> str:
    """Digest of some papers in their order."""
    return digest(*catalog.fingerprints(paper.key for paper in papers))


def _paper(catalog: Catalog, key: str) -> str:
    paper = catalog.find(key)
    return catalog.fingerprint(paper) if paper else ""


def _tree(catalog: Catalog, parent: str) -> str:
    rows = catalog.children(parent)
    return digest(*(f"{row.id} {row.title} {catalog.count_in(row.id)} {_tree(catalog, row.id)}" for row in rows))


def _glossary(catalog: Catalog) -> str:
    words = ("id", "name", "definition", "applies", "group", "aliases", "broader", "see")
    rows = ((*(getattr(row, word) for word in words), len(catalog.with_keyword(row.id)))
            for row in catalog.keywords.values())  # fmt: skip
    return digest(*map(str, rows))


def _gap(catalog: Catalog, name: str) -> str:
    papers = GAPS[name].find(catalog)
    return digest(*(f"{catalog.fingerprint(paper)} {paper.entry.location}" for paper in papers))


def _guides(catalog: Catalog) -> str:
    rows = catalog.categories.values()
    return digest(*(f"{row.id} {row.title} {row.location} {catalog.count_in(row.id)}" for row in rows))


def _venues(catalog: Catalog) -> str:
    rows = catalog.venue_rows
    return digest(*(f"{row.name} {row.full} {row.kind} {len(row.papers)} {sorted(row.years)}" for row in rows))


def _authors(catalog: Catalog) -> str:
    rows = catalog.authors.values()
    return digest(*(f"{row.person} {row.page} {row.anchor} {len(row.papers)}" for row in rows))


def _results(catalog: Catalog) -> str:
    papers = filter(None, (catalog.find(row.paper) for row in catalog.results.scheme.sources.values()))
    return digest(catalog.results.digest, *map(catalog.fingerprint, papers))


TOTALS: Mapping[str, Callable[[Catalog], Collection[object]]] = {
    name: attrgetter(name) for name in ("papers", "categories", "keywords")
} | {"results": attrgetter("results.rows"), "sources": attrgetter("results.scheme.sources")}
"""What can be counted without a query."""

_DIGESTS: Mapping[str, Callable[[Catalog, Any], str]] = {
    "papers": lambda catalog, query: papers_digest(catalog, catalog.select(query)),
    "paper": _paper,  # by any of its keys
    "category papers": lambda catalog, category: papers_digest(catalog, catalog.papers_in(category)),
    "category tree": _tree,  # below a category; below an empty name, all
    "category": lambda catalog, name: getattr(catalog.category(name), "title", ""),
    "keyword": lambda catalog, name: getattr(catalog.keywords.get(name), "name", ""),
    "term": lambda catalog, name: catalog.keyword_spellings.get(name, ""),  # its anchor in the glossary
    "count": lambda catalog, query: str(catalog.count(query)),
    "total": lambda catalog, name: str(len(TOTALS[name](catalog))),
    "chart": lambda catalog, spec: digest(repr(count_papers(catalog, spec))),
    "gap": _gap,  # with the places of its papers
    "guides": lambda catalog, _: _guides(catalog),  # which guides there are is a matter of pages
    "glossary": lambda catalog, _: _glossary(catalog),
    "venues": lambda catalog, _: _venues(catalog),
    "authors": lambda catalog, _: _authors(catalog),
    "first papers": lambda catalog, _: papers_digest(catalog, first_papers(catalog)),
    "results": lambda catalog, _: _results(catalog),  # with the names of the papers whose authors report them
}
"""How the digest of each kind of part is made."""


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
