"""Compare two states of a bibliography: papers, keys, terms, and new problems."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, NamedTuple

from cardcatalog.catalog.duplicates import DuplicateIndex, Match, are_related
from cardcatalog.checks.released import ReleasedKey, check_released

if TYPE_CHECKING:
    from cardcatalog.bibtex.entries import Entry
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper
    from cardcatalog.catalog.taxonomy import Category, Keyword, Venue
    from cardcatalog.problems import Problem

TYPE = "type"
"""The name of the entry type among the fields that changed."""


@dataclass(frozen=True, slots=True)
class State:
    """A bibliography as it is at one time."""

    catalog: Catalog
    problems: tuple[Problem, ...] = ()
    released: tuple[ReleasedKey, ...] = ()


class FieldChange(NamedTuple):
    """A field of an entry before and after; a missing field is empty."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PaperChange:
    """A paper of both states, and the fields that differ."""

    before: Paper
    after: Paper
    fields: tuple[FieldChange, ...]

    @property
    def is_renamed(self) -> bool:
        """Whether its key differs."""
        return self.before.key != self.after.key


class Duplicate(NamedTuple):
    """An added paper that may be the work of another entry, and the match."""

    paper: Paper
    match: Match


class TermChange(NamedTuple):
    """A category, keyword or venue that was added, removed or changed; ``names`` are the values that changed in it."""

    table: str
    term: str
    change: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """All differences between two states, in the order of keys and of the tables of terms."""

    added: tuple[Paper, ...]
    removed: tuple[Paper, ...]
    changed: tuple[PaperChange, ...]
    lost_keys: tuple[str, ...]
    """Keys and former keys that led to a paper and no longer do."""

    duplicates: tuple[Duplicate, ...]
    terms: tuple[TermChange, ...]
    problems: tuple[Problem, ...]
    """Problems that only the later state has."""

    fixed: int
    """The number of problems that only the earlier state had."""

    @property
    def renamed(self) -> tuple[PaperChange, ...]:
        """The papers whose key differs."""
        return tuple(change for change in self.changed if change.is_renamed)


def compare(before: State, after: State) -> Changes:
    """Return the differences; a key that the earlier state has released counts as released in the later one."""
    pairs = dict(_pairs(before.catalog, after.catalog))
    added = _by_key(paper for key, paper in after.catalog.papers.items() if key not in set(pairs.values()))
    both = ((paper, after.catalog.papers[pairs[key]]) for key, paper in before.catalog.papers.items() if key in pairs)
    changed = (PaperChange(one, other, tuple(_field_changes(one.entry, other.entry))) for one, other in both)
    kept = [after.catalog.papers[key] for key in pairs.values()]
    lost = check_released(after.catalog, before.released)
    problems, fixed = _new_problems(before.problems, dict.fromkeys([*after.problems, *lost]))
    return Changes(
        added=added,
        removed=_by_key(paper for key, paper in before.catalog.papers.items() if key not in pairs),
        changed=tuple(sorted((row for row in changed if row.fields or row.is_renamed), key=lambda row: row.before.key)),
        lost_keys=tuple(key for key in _keys(before.catalog) if not after.catalog.find(key)),
        duplicates=tuple(_duplicates(_by_key(kept), added)),
        terms=tuple(_term_changes(before.catalog, after.catalog)),
        problems=problems,
        fixed=fixed,
    )


def _by_key(papers: Iterable[Paper]) -> tuple[Paper, ...]:
    return tuple(sorted(papers, key=lambda paper: paper.key))


def _keys(catalog: Catalog) -> list[str]:
    return sorted({key for paper in catalog.papers.values() for key in (paper.key, *paper.former_keys)})


def _pairs(before: Catalog, after: Catalog) -> Iterator[tuple[str, str]]:
    """Yield the keys of each paper that both have; one whose key is gone is found by ``ids``, or as the same work."""
    yield from ((key, key) for key in before.papers if key in after.papers)
    new = {key for key in after.papers if key not in before.papers}
    works = DuplicateIndex(after.papers[key].entry for key in sorted(new))
    for key, paper in sorted(before.papers.items()):
        if key not in after.papers:
            successor = after.find(key)
            match = works.find(paper.entry)
            found = successor.key if successor else match.entry.key if match else ""
            if found in new:
                new.remove(found)
                yield key, found


def _field_changes(before: Entry, after: Entry) -> Iterator[FieldChange]:
    if before.type != after.type:
        yield FieldChange(TYPE, before.type, after.type)
    for name in dict.fromkeys([*after.fields, *before.fields]):
        if before.get(name) != after.get(name):
            yield FieldChange(name, before.get(name), after.get(name))


def _duplicates(kept: Iterable[Paper], added: Iterable[Paper]) -> Iterator[Duplicate]:
    """Yield the added papers that may be duplicates, unless ``related`` names the other entry."""
    works = DuplicateIndex(paper.entry for paper in kept)
    for paper in added:
        match = works.find(paper.entry)
        if match and not are_related(paper.entry, match.entry):
            yield Duplicate(paper, match)
        works.add(paper.entry)


def _new_problems(before: Iterable[Problem], after: Iterable[Problem]) -> tuple[tuple[Problem, ...], int]:
    """Return the new problems, and the number of those that are gone; their lines do not count, since they move."""
    known = Counter(map(_signature, before))
    new = []
    for problem in after:
        if known[_signature(problem)]:
            known[_signature(problem)] -= 1
        else:
            new.append(problem)
    return tuple(new), known.total()


def _signature(problem: Problem) -> tuple[str, str, str]:
    return problem.kind.slug, re.sub(r"\S+:\d+", "", problem.message), problem.value


def _term_changes(before: Catalog, after: Catalog) -> Iterator[TermChange]:
    """Yield the differences of the tree, the glossary and the list of venues, where both states have them."""
    if before.has_tree and after.has_tree:
        yield from _row_changes("category", before.categories, after.categories)
    if before.has_glossary and after.has_glossary:
        yield from _row_changes("keyword", before.keywords, after.keywords)
    if before.has_venues and after.has_venues:
        yield from _row_changes("venue", before.venues, after.venues)


def _row_changes(
    table: str, before: Mapping[str, Category | Keyword | Venue], after: Mapping[str, Category | Keyword | Venue]
) -> Iterator[TermChange]:
    yield from (TermChange(table, term, "added") for term in after if term not in before)
    yield from (TermChange(table, term, "removed") for term in before if term not in after)
    for term, row in after.items():
        if term in before and (names := _differing(before[term], row)):
            yield TermChange(table, term, "changed", names)
    order = [[term for term in rows if term in before and term in after] for rows in (before, after)]
    if order[0] != order[1]:
        yield TermChange(table, "", "changed", ("order",))


def _differing(before: Category | Keyword | Venue, after: Category | Keyword | Venue) -> tuple[str, ...]:
    """Return the names of the values in which two rows differ, other than their locations."""
    names = (field.name for field in fields(after) if field.name != "location")
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))
