"""The catalog: papers with their indexes by category, keyword, venue, author and former key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice, repeat
from operator import attrgetter
from typing import TYPE_CHECKING

from cardcatalog.bibtex.entries import SET, SWITCH, Entry, digest
from cardcatalog.bibtex.text import split_list, to_text
from cardcatalog.catalog.authors import Author, index_authors
from cardcatalog.catalog.citekeys import are_read_by_biber, keys_of_biber
from cardcatalog.catalog.grouping import choose_grouping
from cardcatalog.catalog.list_pages import ListPage, Year, list_pages
from cardcatalog.catalog.paper import Paper, make_paper
from cardcatalog.catalog.query import RECENT, SORTS, Query, answers, is_in_years, newest
from cardcatalog.catalog.recency import Moment, moments_of
from cardcatalog.catalog.slugs import alike, unique_ids
from cardcatalog.catalog.taxonomy import Category, Keyword, Venue
from cardcatalog.catalog.terms import TermResolver, category_names, former_ids, keyword_ids, venue_names, with_venuekey
from cardcatalog.catalog.venues import VenueRow, index_venues, preferred_spellings
from cardcatalog.grouped import grouped
from cardcatalog.messages import ENGLISH, Translator
from cardcatalog.results.results import Results

if TYPE_CHECKING:
    from cardcatalog.catalog.groups import Group


@dataclass(frozen=True, repr=False)
class Catalog:
    """All papers of a bibliography, newest first, with the tree, the glossary and the venues they refer to."""

    papers: dict[str, Paper] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    keywords: dict[str, Keyword] = field(default_factory=dict)
    venues: dict[str, Venue] = field(default_factory=dict)
    companions: tuple[Entry, ...] = ()
    """The entries that are not works but that exports need: sets of biblatex, switches of styles."""

    category_field: str = "year"
    """The field in which entries name their categories, as :data:`cardcatalog.catalog.grouping.GROUPINGS` has it."""

    has_tree: bool = False
    has_glossary: bool = False
    has_venues: bool = False
    results: Results = field(default_factory=Results)
    """What was measured, where the project has such rows."""

    @classmethod
    def from_entries(  # noqa: PLR0913  (the files of a catalog, and three words on them)
        cls,
        entries: Iterable[Entry],
        categories: Sequence[Category] = (),
        keywords: Sequence[Keyword] = (),
        venues: Sequence[Venue] = (),
        *,
        category_field: str = "",
        groups: Sequence[Group] = (),
        messages: Translator = ENGLISH,
        make: Callable[[Entry, TermResolver], Paper] = make_paper,
    ) -> Catalog:
        """Build the catalog; what is not given is derived from the entries.

        :param category_field: the field in which entries name their categories, by any name in the tree;
            else it is ``category`` with their ids, or without a tree one that fits the entries.
        :param groups: the tree of JabRef in the files, if any.
        :param messages: the language of titles, where there is no tree.
        :param make: makes the paper of an entry, and returns the same as :func:`make_paper`.
        """
        given = list(entries)
        spellings = venue_names(venues)
        works = [entry for entry in given if entry.is_work]
        named = works if categories else [with_venuekey(entry, spellings) for entry in works]
        tree, category_field, category_ids = _tree_of(named, categories, category_field, groups, messages)
        glossary = keywords or _derived_keywords(works)
        kinds = {row.name: row.kind for row in venues}
        implied = {row.id: row.implies for row in tree}
        terms = TermResolver(category_field, category_ids, spellings, kinds, keyword_ids(glossary), implied)
        papers = sorted((make(entry, terms) for entry in works), key=newest)
        papers = papers if venues else _with_preferred_venues(papers)
        return cls(
            papers={paper.key: paper for paper in papers},
            categories={row.id: row for row in tree},
            keywords={row.id: row for row in glossary},
            venues={row.name: row for row in venues},
            companions=tuple(entry for entry in given if not entry.is_work),
            category_field=category_field,
            has_tree=bool(categories),
            has_glossary=bool(keywords),
            has_venues=bool(venues),
        )

    def __repr__(self) -> str:
        """Return a short summary: Sphinx logs the arguments of the handlers of an event."""
        return f"<Catalog: {len(self.papers)} papers>"

    def find(self, key: str) -> Paper | None:
        """Return the paper of a citation key or of a former key."""
        return self.papers.get(key) or self.papers.get(self._former_keys.get(key, ""))

    def select(self, query: Query) -> tuple[Paper, ...]:
        """Return the papers that answer a query, in its order; a category answers for all below it."""
        keys = self._answering(query)
        in_order = self.papers if len(keys) == len(self.papers) else sorted(keys, key=self._places.__getitem__)
        papers = map(self.papers.__getitem__, in_order)
        if query.sort == RECENT:
            ordered: Iterable[Paper] = sorted(papers, key=lambda paper: self.moments[paper.key], reverse=True)
        else:
            ordered = papers if query.sort == "newest" else sorted(papers, key=SORTS[query.sort])  # type: ignore[arg-type]
        return tuple(islice(ordered, query.skip, query.limit and query.skip + query.limit))

    def count(self, query: Query) -> int:
        """Return how many papers :meth:`select` returns."""
        rest = max(0, len(self._answering(query)) - query.skip)
        return rest if query.limit is None else min(rest, query.limit)

    def _answering(self, query: Query) -> AbstractSet[str]:
        """Return the keys of the papers that answer a query, in any order and number."""
        keys: AbstractSet[str] = self.papers.keys()
        for values, index in ((query.category, self._under), (query.keyword, self._tagged)):
            if values:
                keys = keys & set().union(*(index.get(value, ()) for value in values))
        if query.year:
            keys = keys & {key for year, dated in self._dated.items() if is_in_years(year, query) for key in dated}
        if query.venue or query.author:
            keys = {key for key in keys if answers(self.papers[key], query)}
        return keys

    def sets_of(self, papers: Iterable[Paper]) -> list[Entry]:
        """Return the sets (biblatex manual, section 3.14.5) all members of which are among some papers."""
        sets = [entry for entry in self.companions if entry.type == SET]
        keys = {key for paper in papers for key in (paper.key, *paper.former_keys)} if sets else set()
        return [entry for entry in sets if keys.issuperset(split_list(entry.get("entryset")))]

    def switches(self, papers: Collection[Paper]) -> list[Entry]:
        """Return the entries that set options of styles of BibTeX, which belong to all papers together."""
        is_whole = len(papers) == len(self.papers)
        return [entry for entry in self.companions if is_whole and SWITCH.fullmatch(entry.type)]

    @property
    def entries(self) -> list[Entry]:
        """The entries of all papers."""
        return [paper.entry for paper in self.papers.values()]

    def in_file_order(self) -> list[Paper]:
        """Return all papers in the order of files and lines."""
        return sorted(self.papers.values(), key=attrgetter("entry.location.path", "entry.location.line"))

    def papers_in(self, category: str) -> tuple[Paper, ...]:
        """Return the papers that name a category themselves, newest first."""
        return tuple(self.papers[key] for key in self._filed.get(category, ()))

    def pages_in(self, category: str) -> tuple[ListPage, ...]:
        """Return the pages of the list of a category."""
        return self._pages.get(category, ())

    @cached_property
    def _pages(self) -> dict[str, tuple[ListPage, ...]]:
        return {category: list_pages(self.papers_in(category)) for category in self._filed}

    def count_in(self, category: str) -> int:
        """Return how many papers are in a category and below it, each counted once."""
        return len(self.keys_in(category))

    def keys_in(self, category: str) -> AbstractSet[str]:
        """Return the keys of the papers that are in a category and below it."""
        return self._under.get(category, frozenset())

    def with_keyword(self, keyword: str) -> tuple[Paper, ...]:
        """Return the papers that have a keyword, newest first."""
        return tuple(map(self.papers.__getitem__, self.keys_with(keyword)))

    def keys_with(self, keyword: str) -> tuple[str, ...]:
        """Return the keys of the papers that have a keyword, newest first."""
        return self._tagged.get(keyword, ())

    def children(self, category: str) -> tuple[Category, ...]:
        """Return the categories just below one, in file order; those at the top for an empty name."""
        return self._children.get(category, ())

    def category(self, name: str) -> Category | None:
        """Return the category with an id, or that once had it, or none."""
        return self.categories.get(name) or self.categories.get(former_ids(self.categories.values()).get(name, ""))

    def path(self, category: str) -> tuple[Category, ...]:
        """Return a category and its ancestors, from the top; nothing for an unknown one."""
        row = self.categories.get(category)
        return (*self.path(self._parents[category]), row) if row else ()

    def narrower(self, keyword: str) -> tuple[str, ...]:
        """Return the keywords that name this one as broader."""
        return tuple(row.id for row in self.keywords.values() if keyword in row.broader)

    def venue_names(self) -> set[str]:
        """Return the short names of all venues, listed or only named by papers."""
        return {*self.venues, *(paper.venue for paper in self.papers.values())} - {""}

    @cached_property
    def venue_spellings(self) -> dict[str, str]:
        """The short name of each listed venue, by all of its names in lower case."""
        return venue_names(self.venues.values())

    def author_names(self) -> set[str]:
        """Return the names of all authors, in full and the family name alone."""
        return {
            name for paper in self.papers.values() for person in paper.authors for name in (person.surname, person.name)
        }

    @cached_property
    def authors(self) -> dict[str, Author]:
        """The index of authors: each name as it is written, with its papers and its place."""
        return index_authors(self.papers.values())

    @cached_property
    def venue_rows(self) -> tuple[VenueRow, ...]:
        """The index of venues: those that have papers, those with the most first."""
        return index_venues(self.papers.values(), self.venues)

    def keyword_names(self, words: Iterable[str]) -> list[str]:
        """Return the names of keywords; one that is not in the glossary is its own name."""
        return [self.keywords[word].name if word in self.keywords else word for word in words]

    def text(self, paper: Paper, write: Callable[[Paper, Catalog], str]) -> str:
        """Return a paper of the catalog as a function writes it; once, since a page and a download show the same."""
        known = self._texts[write]
        if paper.key not in known:
            known[paper.key] = write(paper, self)
        return known[paper.key]

    def forget_texts(self, write: Callable[[Paper, Catalog], str]) -> None:
        """Drop the texts that a function has written, when no more are needed: all formats of all papers are large."""
        self._texts.pop(write, None)

    @cached_property
    def _texts(self) -> defaultdict[Callable[[Paper, Catalog], str], dict[str, str]]:
        return defaultdict(dict)

    def fingerprint(self, paper: Paper) -> str:
        """Digest of all that a page shows of a paper itself: entry, kind, names of its keywords and of its venue."""
        return self._fingerprints[paper.key]

    def own_fingerprint(self, paper: Paper) -> str:
        """Digest of the same but for keys in exports: papers of equal entries have equal ones, as long as terms do."""
        return self._own_fingerprints[paper.key]

    def take_fingerprints(self, known: Mapping[str, str]) -> None:
        """Note what :meth:`own_fingerprint` would return for papers, by key, so that it need not be made."""
        self._known_fingerprints.update(known)

    @cached_property
    def _known_fingerprints(self) -> dict[str, str]:
        return {}

    def fingerprints(self, keys: Iterable[str]) -> Iterable[str]:
        """Return the fingerprints of papers by their keys, an empty text for one that is not here."""
        return map(self._fingerprints.get, keys, repeat(""))

    @cached_property
    def _own_fingerprints(self) -> dict[str, str]:
        names = {row.id: row.name for row in self.keywords.values()}
        venues = {row.name: row.full for row in self.venues.values()}
        return {
            key: self._known_fingerprints.get(key)
            or digest(
                paper.entry.fingerprint,
                paper.kind,
                paper.venue,
                venues.get(paper.venue, ""),
                *(names[word] for word in paper.keywords if word in names),
            )
            for key, paper in self.papers.items()
        }

    @cached_property
    def _fingerprints(self) -> dict[str, str]:
        keys = self.keys_of_biber
        tied = (paper for paper in self.papers.values() if paper.related or paper.key in keys)
        return self._own_fingerprints | {
            paper.key: digest(
                self.own_fingerprint(paper),
                keys.get(paper.key, ""),
                *(keys.get(key, key) for key in paper.related if self.find(key)),  # exports name no other
            )
            for paper in tied
        }

    @cached_property
    def keys_of_biber(self) -> dict[str, str]:
        """The keys at which Biber stops, each with the one that takes its place in the biblatex export."""
        if are_read_by_biber((*self.papers, *(entry.key for entry in self.companions))):
            return {}
        return keys_of_biber([*(paper.entry for paper in self.in_file_order()), *self.companions])

    @cached_property
    def keyword_spellings(self) -> dict[str, str]:
        """The id of each keyword, by all of its names in lower case."""
        return keyword_ids(self.keywords.values())

    @cached_property
    def _places(self) -> dict[str, int]:
        return {key: place for place, key in enumerate(self.papers)}

    @cached_property
    def moments(self) -> dict[str, Moment]:
        """When each paper was news, by citation key."""
        return moments_of(self.papers.values())

    @cached_property
    def _former_keys(self) -> dict[str, str]:
        return {former: paper.key for paper in self.papers.values() for former in paper.former_keys}

    @cached_property
    def _parents(self) -> dict[str, str]:
        """The parent of each category, empty at the top; it must be an earlier row, so there are no cycles."""
        parents: dict[str, str] = {}
        for row in self.categories.values():
            parents[row.id] = row.parent if row.parent in parents else ""
        return parents

    @cached_property
    def _children(self) -> dict[str, tuple[Category, ...]]:
        return grouped((self._parents[row.id], row) for row in self.categories.values())

    @cached_property
    def _filed(self) -> dict[str, tuple[str, ...]]:
        return grouped((category, paper.key) for paper in self.papers.values() for category in paper.categories)

    @cached_property
    def _under(self) -> dict[str, set[str]]:
        under: dict[str, set[str]] = {row: set(self._filed.get(row, ())) for row in self.categories}
        # Parents come before their children, so one pass from the end of the file passes every set on once.
        for row, parent in reversed(self._parents.items()):
            if parent:
                under[parent] |= under[row]
        return under

    @cached_property
    def _dated(self) -> dict[Year, tuple[str, ...]]:
        return grouped((paper.year, paper.key) for paper in self.papers.values())

    @cached_property
    def _tagged(self) -> dict[str, tuple[str, ...]]:
        return grouped((keyword, paper.key) for paper in self.papers.values() for keyword in paper.keywords)


def _tree_of(
    entries: Sequence[Entry], categories: Sequence[Category], field: str, groups: Sequence[Group], messages: Translator
) -> tuple[Sequence[Category], str, dict[str, str]]:
    """Return the tree, the field in which entries name its categories, and the ids of these by their names there."""
    if not categories:
        grouping = choose_grouping(entries, groups, field, messages)
        return grouping.categories, grouping.field, category_names(grouping.categories)
    # Where entries name ids, no other word will do, and one that names none is a mistake.
    return categories, field or "category", category_names(categories) if field else former_ids(categories)


def _derived_keywords(entries: list[Entry]) -> list[Keyword]:
    names = {word for entry in entries for word in split_list(to_text(entry.get("keywords")))}
    spellings = grouped((alike(name), name) for name in sorted(names, key=lambda name: (name.casefold(), name)))
    ids = unique_ids({word: first for word, (first, *_rest) in spellings.items()})
    return [
        Keyword(id=ids[word], name=name, aliases=tuple(other for other in rest if other.casefold() != name.casefold()))
        for word, (name, *rest) in spellings.items()
    ]


def _with_preferred_venues(papers: Sequence[Paper]) -> list[Paper]:
    names = preferred_spellings(paper.venue for paper in papers if paper.venue)
    return [
        paper if names.get(paper.venue, "") == paper.venue else replace(paper, venue=names[paper.venue])
        for paper in papers
    ]
