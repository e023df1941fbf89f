"""The catalog: papers under categories, keywords and venues, and queries over them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from cardcatalog.bibtex.entries import Entry, digest
from cardcatalog.bibtex.text import slug, split_list, to_ascii, to_text
from cardcatalog.catalog.authors import Author, index_authors
from cardcatalog.catalog.paper import UNCATEGORIZED, Paper, TermResolver, categories_of, make_paper
from cardcatalog.catalog.record import to_plain
from cardcatalog.catalog.slugs import to_id, unique
from cardcatalog.catalog.taxonomy import Category, Keyword, Venue
from cardcatalog.catalog.venues import VenueRow, index_venues
from cardcatalog.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Sequence


UNDATED = range(-1, 0)
"""The year of papers without one, as a span of years in a query."""

CATEGORY_FIELDS = ("category", "groups", "keywords")
"""The source of categories without a tree: the first of these fields that any entry has; else the year."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query of the catalog: a paper matches if it has any of the values in each given field."""

    category: tuple[str, ...] = ()
    keyword: tuple[str, ...] = ()
    venue: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    year: tuple[range, ...] = ()
    sort: str = "newest"
    limit: int | None = None


def parse_query(options: Mapping[str, str], catalog: Catalog) -> Query:
    """Read a query from texts as users write them, ``{"category": "survey", "year": "2020-2023"}``.

    :raises ValueError: if a name is not part of a query, or a value is unknown; the message gives advice.
    """
    names = [option.name for option in fields(Query)]
    for name in options:
        if name not in names:
            message = f"unknown option {name!r}{did_you_mean(name, names)}"
            raise ValueError(message)
    sort, limit = options.get("sort", "newest"), options.get("limit", "")
    if sort not in SORTS:
        message = f"unknown sort {sort!r}; choose from {', '.join(SORTS)}"
        raise ValueError(message)
    if limit and not (limit.isdecimal() and int(limit)):
        message = f"the limit {limit!r} is not a whole number above zero"
        raise ValueError(message)
    return Query(
        category=_known_words("category", options, lambda: catalog.categories),
        keyword=_known_words("keyword", options, lambda: catalog.keywords),
        venue=_known_words("venue", options, catalog.venue_names),
        author=_known_words("author", options, catalog.author_names),
        year=parse_years(options.get("year", "")),
        sort=sort,
        limit=int(limit) if limit else None,
    )


def _known_words(option: str, options: Mapping[str, str], known: Callable[[], Iterable[str]]) -> tuple[str, ...]:
    """Return the words of an option as the catalog spells them."""
    values = split_list(options.get(option, ""))
    spellings = {_plain(word): word for word in known()} if values else {}
    for value in values:
        if _plain(value) not in spellings:
            message = f"unknown {option} {value!r}{did_you_mean(value, spellings.values())}"
            raise ValueError(message)
    return tuple(spellings[_plain(value)] for value in values)


def _plain(word: str) -> str:
    """Return a word without capitals and accents, which a query may omit."""
    return to_ascii(word) or word


def parse_years(text: str) -> tuple[range, ...]:
    """Read years and spans of years: ``2023``, ``2020-2023``, ``2020-``, ``-2016``, ``undated``, joined by commas.

    :raises ValueError: if a part is none of these.
    """
    spans = []
    for part in split_list(text):
        if part == "undated":
            spans.append(UNDATED)
            continue
        match = re.fullmatch(r"(\d{4})?\s*([-–])?\s*(\d{4})?", part)
        if not match or not (match[1] or match[3]) or (match[1] and match[3] and not match[2]):
            message = f"{part!r} is not a year or span of years; write 2023, 2020-2023, 2020-, -2016 or undated"
            raise ValueError(message)
        first = int(match[1] or 0)
        last = int(match[3] or (9999 if match[2] else first))
        if first > last:
            message = f"{part!r} ends before it begins; write {last}-{first}"
            raise ValueError(message)
        spans.append(range(first, last + 1))
    return tuple(spans)


def _newest(paper: Paper) -> tuple[int, str]:
    return -(paper.year or 0), to_ascii(paper.title)


SORTS: dict[str, Callable[[Paper], object]] = {
    "newest": _newest,
    "oldest": lambda paper: (paper.year or 9999, to_ascii(paper.title)),
    "title": lambda paper: to_ascii(paper.title),
    "author": lambda paper: (
        not paper.authors,
        [to_ascii(person.surname) for person in paper.authors[:1]],
        _newest(paper),
    ),
    "venue": lambda paper: (not paper.venue, paper.venue.casefold(), _newest(paper)),
    "added": lambda paper: (
        not paper.added,
        [-ord(digit) for digit in paper.added],
        _newest(paper),
    ),
}
"""Orders of a list, by name; papers that lack what an order goes by come last."""


@dataclass(frozen=True, repr=False)
class Catalog:
    """All papers of a bibliography, newest first, with the tree, the glossary and the venues they refer to."""

    papers: dict[str, Paper] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    keywords: dict[str, Keyword] = field(default_factory=dict)
    venues: dict[str, Venue] = field(default_factory=dict)
    category_field: str = ""
    """The field in which entries name their categories; empty if these are their years."""

    has_tree: bool = False
    has_glossary: bool = False
    has_venues: bool = False

    @classmethod
    def from_entries(  # noqa: PLR0913  (the files of a catalog, and two words on them)
        cls,
        entries: Iterable[Entry],
        categories: Sequence[Category] = (),
        keywords: Sequence[Keyword] = (),
        venues: Sequence[Venue] = (),
        *,
        category_field: str = "",
        uncategorized: str = "Other",
    ) -> Catalog:
        """Build the catalog; what is not given is derived from the entries.

        :param category_field: the field in which entries name their categories, by any name in the tree;
            else it is ``category`` with their ids, or without a tree one that entries have.
        :param uncategorized: the title of the category of entries without one, where there is no tree.
        """
        venue_names = _venue_names(venues)
        entries = [with_venuekey(entry, venue_names) for entry in entries]
        # Where entries name ids, no other word will do, and one that names none is a mistake.
        category_ids = _category_names(categories) if category_field else {}
        category_field = category_field or ("category" if categories else _category_field(entries))
        names = (name for entry in entries for name in categories_of(entry, category_field) or (UNCATEGORIZED,))
        ids = {} if categories else unique_ids(names)
        category_ids |= {name: row for row, spellings in ids.items() for name in spellings}
        all_categories = categories or _derived_categories(
            ids, newest_first=not category_field, uncategorized=uncategorized
        )
        all_keywords = keywords or _derived_keywords(entries)
        venue_kinds = {row.name: row.kind for row in venues}
        terms = TermResolver(category_field, category_ids, venue_names, venue_kinds, _keyword_ids(all_keywords))
        papers = sorted((make_paper(entry, terms) for entry in entries), key=_newest)
        return cls(
            papers={paper.key: paper for paper in papers},
            categories={row.id: row for row in all_categories},
            keywords={row.id: row for row in all_keywords},
            venues={row.name: row for row in venues},
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
        keys = set(self.papers)
        for values, index in ((query.category, self._under), (query.keyword, self._tagged)):
            if values:
                keys &= {key for value in values for key in index.get(value, ())}
        papers = (self.papers[key] for key in self.papers if key in keys and _answers(self.papers[key], query))
        ordered = papers if query.sort == "newest" else sorted(papers, key=SORTS[query.sort])  # type: ignore[arg-type]
        return tuple(ordered)[: query.limit]

    def in_file_order(self) -> list[Paper]:
        """Return all papers in the order of files and lines."""
        return sorted(self.papers.values(), key=lambda paper: (paper.entry.location.path, paper.entry.location.line))

    def papers_in(self, category: str) -> tuple[Paper, ...]:
        """Return the papers that name a category themselves, newest first."""
        return tuple(self.papers[key] for key in self._filed.get(category, ()))

    def count_in(self, category: str) -> int:
        """Return how many papers are in a category and below it, each counted once."""
        return len(self._under.get(category, ()))

    def with_keyword(self, keyword: str) -> tuple[Paper, ...]:
        """Return the papers that have a keyword, newest first."""
        return tuple(self.papers[key] for key in self._tagged.get(keyword, ()))

    def children(self, category: str) -> tuple[Category, ...]:
        """Return the categories just below one, in file order; those at the top for an empty name."""
        return self._children.get(category, ())

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
        return _venue_names(self.venues.values())

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

    def fingerprint(self, paper: Paper) -> str:
        """Digest of all that a card shows of a paper, the names of its keywords and of its venue among it."""
        return self._fingerprints[paper.key]

    @cached_property
    def _fingerprints(self) -> dict[str, str]:
        names = {row.id: row.name for row in self.keywords.values()}
        venues = {row.name: row.full for row in self.venues.values()}
        return {
            paper.key: digest(
                paper.entry.fingerprint,
                paper.venue,
                venues.get(paper.venue, ""),
                *(names[word] for word in paper.keywords if word in names),
            )
            for paper in self.papers.values()
        }

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
        children: dict[str, list[Category]] = defaultdict(list)
        for row in self.categories.values():
            children[self._parents[row.id]].append(row)
        return {parent: tuple(rows) for parent, rows in children.items()}

    @cached_property
    def _filed(self) -> dict[str, list[str]]:
        filed: dict[str, list[str]] = defaultdict(list)
        for paper in self.papers.values():
            for category in paper.categories:
                filed[category].append(paper.key)
        return filed

    @cached_property
    def _under(self) -> dict[str, set[str]]:
        under: dict[str, set[str]] = {row: set(self._filed.get(row, ())) for row in self.categories}
        # Parents come before their children, so one pass from the end of the file passes every set on once.
        for row, parent in reversed(self._parents.items()):
            if parent:
                under[parent] |= under[row]
        return under

    @cached_property
    def _tagged(self) -> dict[str, list[str]]:
        tagged: dict[str, list[str]] = defaultdict(list)
        for paper in self.papers.values():
            for keyword in paper.keywords:
                tagged[keyword].append(paper.key)
        return tagged


def _answers(paper: Paper, query: Query) -> bool:
    if query.year and not any((paper.year or UNDATED.start) in years for years in query.year):
        return False
    if query.venue and paper.venue not in query.venue:
        return False
    if query.author:
        names = {_plain(name) for person in paper.authors for name in (person.surname, person.name)}
        return any(_plain(author) in names for author in query.author)
    return True


def _category_field(entries: list[Entry]) -> str:
    return next((name for name in CATEGORY_FIELDS if any(entry.get(name) for entry in entries)), "")


def _category_names(categories: Iterable[Category]) -> dict[str, str]:
    """Map every name of a category, in lower case, to its identifier."""
    rows = tuple(categories)
    names = {name.casefold(): row.id for row in reversed(rows) for name in (row.title, *row.aliases)}
    return names | {row.id: row.id for row in rows}


def unique_ids(names: Iterable[str]) -> dict[str, list[str]]:
    """Give identifiers to names; those that differ in nothing but case, spaces and hyphens share one.

    :returns: the spellings of each name by its identifier, in the order of names.
    """
    alike: dict[str, list[str]] = defaultdict(list)
    for name in sorted(set(names), key=lambda name: (name.casefold(), name)):
        alike[" ".join(re.findall(r"[^\s_-]+", name.casefold()))].append(name)
    ids: dict[str, str] = {}
    taken: set[str] = set()
    # A name that is an identifier itself has no other one: else it would mean the thing that got it.
    for word, (first, *_rest) in sorted(alike.items(), key=lambda row: slug(row[1][0]) != row[1][0].casefold()):
        ids[word] = unique(to_id(slug(first)), taken)
        taken.add(ids[word])
    return {ids[word]: spellings for word, spellings in alike.items()}


def _derived_categories(ids: Mapping[str, list[str]], *, newest_first: bool, uncategorized: str) -> list[Category]:
    rows = sorted(sorted(ids, reverse=newest_first), key=lambda row: row == UNCATEGORIZED)
    return [Category(id=row, title=uncategorized if ids[row] == [UNCATEGORIZED] else ids[row][0]) for row in rows]


def _derived_keywords(entries: list[Entry]) -> list[Keyword]:
    ids = unique_ids(word for entry in entries for word in split_list(to_text(entry.get("keywords"))))
    return [
        Keyword(id=row, name=name, aliases=tuple(word for word in rest if word.casefold() != name.casefold()))
        for row, (name, *rest) in ids.items()
    ]


def _keyword_ids(keywords: Iterable[Keyword]) -> dict[str, str]:
    """Map every spelling of a keyword, in lower case, to its identifier."""
    ids = {spelling.casefold(): row.id for row in keywords for spelling in (*row.aliases, row.name)}
    return ids | {row.id: row.id for row in keywords}


def _venue_names(venues: Iterable[Venue]) -> dict[str, str]:
    """Map every spelling of a venue, in lower case, to its short name."""
    names = {spelling.casefold(): row.name for row in venues for spelling in (row.full, *row.aliases) if spelling}
    return names | {row.name.casefold(): row.name for row in venues}


def with_venuekey(entry: Entry, venue_names: Container[str]) -> Entry:
    """Return an entry that names a listed venue in ``venue`` with that in ``venuekey``, as this field once was called.

    To biblatex ``venue`` is the place of an event (manual, section 2.2.2), which it is here if no venue has the name.
    """
    name = entry.get("venue")
    if not name or "venuekey" in entry.fields or to_plain(name).casefold() not in venue_names:
        return entry
    fields = {"venuekey" if field == "venue" else field: value for field, value in entry.fields.items()}
    return replace(entry, fields=MappingProxyType(fields))
