"""Find which papers are related to which, and why: shared authors, shared keywords, or titles that are alike.

Each paper looks for others only nearby in the lists of those that share something with it, so the work grows with the
number of papers and not with that of pairs.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from functools import cached_property
from itertools import accumulate, combinations, pairwise
from math import log
from typing import TYPE_CHECKING, Any, NamedTuple

from cardcatalog.bibtex.entries import digest
from cardcatalog.bibtex.text import to_ascii

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper

MOST_RELATED = 6
"""Papers that a page names as related."""

WINDOW = 12
"""The number of papers to compare on either side in the list of papers with a feature, in the order of the catalog."""

MOST_PAIRED = 30
"""The most keywords of a paper whose pairs count as features, too: of 100,000 there would be 5,000 million pairs."""

CANDIDATES = 30
"""Papers that are compared in full with each one."""

COUNTS_AS = {"author": 0.5, "keyword": 1.0, "word": 0.5, "keywords": 1.0}
"""Weight of each kind of feature, relative to others that are as rare: people share names, and topics share words."""

AUTHORS_COUNT_AS = 5.0
"""Weight at which shared authors count no more: else the papers of a large group would name only each other."""

ALIKE = 0.4
"""Share of the weight of the words of a title that another must have to be called similar."""

LEAST_SHARE = 1 / 3
"""The weight that two papers must share to be related, apart from a name that only one paper has: of 2,000 papers a
keyword that no more than 160 have, or several commoner ones."""


class Relation(NamedTuple):
    """A paper that is related to another: its key, and all that is a reason, the rarest first."""

    key: str
    is_named: bool = False
    """Whether the entry itself names it, in biblatex's field ``related``."""

    authors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    is_alike: bool = False
    """Whether the titles have much in common."""

    together: tuple[str, ...] = ()
    """The pages whose prose speaks of both papers together."""

    @classmethod
    def of(cls, row: Sequence[Any]) -> Relation:
        """Return a relation of its values, which may have been written as JSON, which has no tuples."""
        key, is_named, authors, keywords, is_alike, *_ = row
        return cls(key, is_named, tuple(authors), tuple(keywords), is_alike)


class Found(NamedTuple):
    """The papers nearest to one, and the state of all that they were found in."""

    state: int
    """A number that differs when others may be found: if the lists have changed where the paper looks, or weights."""

    titles: int
    """The same for the titles of both, whose weights tell which are alike."""

    keys: Sequence[str]
    """The keys of the nearest papers, in their order."""

    relations: str
    """The :class:`Relation` of each, as JSON: of the thousands that are kept, a build reads few."""

    @classmethod
    def of(cls, state: int, titles: int, nearest: Sequence[Relation]) -> Found:
        """Return what was found."""
        keys = [relation.key for relation in nearest]
        return cls(state, titles, keys, _to_json(nearest))

    @property
    def nearest(self) -> list[Relation]:
        """The papers nearest to one, the nearest first."""
        return list(map(Relation.of, json.loads(self.relations)))


_to_json = json.JSONEncoder(separators=(",", ":")).encode


def find_nearest(catalog: Catalog, known: Mapping[str, Found], limit: int = MOST_RELATED) -> dict[str, Found]:
    """Return the papers nearest to each one, by its key.

    :param known: what was found for other papers, or for the same; it is taken over where it would be found again.
    """
    papers = list(catalog.papers.values())
    index = _Index(papers)
    found: dict[str, Found] = {}
    for number, paper in enumerate(papers):
        most = limit + len(paper.related)
        state = index.state(number, most)
        row = known.get(paper.key)
        if not row or row.state != state or row.titles != index.titles(number, row.keys):
            nearest = index.nearest(number, most)
            row = Found.of(state, index.titles(number, [relation.key for relation in nearest]), nearest)
        found[paper.key] = row
    return found


def with_named(catalog: Catalog, paper: Paper, found: Found, limit: int = MOST_RELATED) -> tuple[Relation, ...]:
    """Return the papers related to one: those that its entry names, then the nearest."""
    named = _named(catalog, paper)
    nearest = (relation for relation in found.nearest if relation.key not in named)
    return (*named.values(), *nearest)[: max(limit, len(named))]


MOST_TOGETHER = 4
"""Papers that are related for the prose that speaks of them together: the others are found by what they share."""


def with_prose(relations: Sequence[Relation], together: Mapping[str, tuple[str, ...]]) -> tuple[Relation, ...]:
    """Return the papers related to one: those that its entry names, that prose names with it, that share most with it.

    :param together: the papers that prose names together with it, the nearest first, and the pages that do.
    """
    known = {relation.key: relation for relation in relations}
    named = [relation for relation in relations if relation.is_named]
    joined = [
        known.get(key, Relation(key))._replace(together=pages)
        for key, pages in together.items()
        if key not in {relation.key for relation in named}
    ][:MOST_TOGETHER]
    ordered = dict.fromkeys(relation.key for relation in (*named, *joined, *relations))
    best = known | {relation.key: relation for relation in joined}
    return tuple(best[key] for key in ordered)[: max(MOST_RELATED, len(named))]


def _named(catalog: Catalog, paper: Paper) -> dict[str, Relation]:
    found = (catalog.find(key) for key in paper.related)
    return {other.key: Relation(other.key, is_named=True) for other in found if other and other is not paper}


class _Index:
    """The papers under each feature, and the weight of each: the fewer papers have it, the more it counts.

    Features are numbers here: they are compared a million times for 2,000 papers. Numbers of papers are rounded to two
    digits, so that one more paper changes few weights.
    """

    def __init__(self, papers: list[Paper]) -> None:
        self._papers = papers
        self._numbers: dict[tuple[str, str], int] = {}
        self._lists: list[list[int]] = []
        self._features = [self._add(number, paper) for number, paper in enumerate(papers)]
        """The features of each paper, with its place in the list of each."""
        self._names = list(self._numbers)
        self._weights = [
            _weight(_rounded(len(papers)) / _rounded(len(numbers)), COUNTS_AS[kind])
            for (kind, _name), numbers in zip(self._names, self._lists, strict=True)
        ]
        weighed = [(kind, weight) for (kind, _name), weight in zip(self._names, self._weights, strict=True)]
        self._counts = [weight << _AUTHORS if kind == "author" else weight for kind, weight in weighed]
        """The weight of each feature; of many, the sum of those of authors is above that of all others."""
        self._title_word = [weight if kind == "word" else 0 for kind, weight in weighed].__getitem__
        """Return the weight of a feature, or nothing if it is not a word of a title."""
        shared = {number for number, papers in enumerate(self._lists) if papers[1:]}
        single = {number for number in shared if self._names[number][0] != "keywords"}
        self._compared = [single.intersection(features) for features in self._features]
        """The features of each paper that others have, too, without the pairs, which only lead to them."""
        self._least = _weight(_rounded(len(papers)) or 1, LEAST_SHARE)
        self._title_weights = [sum(map(self._title_word, features)) for features in self._features]

    def _add(self, number: int, paper: Paper) -> dict[int, int]:
        places: dict[int, int] = {}
        for name in _features(paper):
            feature = self._numbers.setdefault(name, len(self._numbers))
            if feature == len(self._lists):
                self._lists.append([])
            if feature not in places:
                places[feature] = len(self._lists[feature])
                self._lists[feature].append(number)
        return places

    @cached_property
    def _marks(self) -> list[int]:
        """A number for each paper that differs if its key, its place in the catalog, or its features do."""
        return [
            _number(paper.key, str(paper.year), paper.title, *(text for name in _shared(paper) for text in name))
            for paper in self._papers
        ]

    @cached_property
    def _states(self) -> list[int]:
        """A number for each paper that differs when one of the lists does where the paper looks, or its weight."""
        states = [self._least] * len(self._papers)
        for name, numbers, weight in zip(self._names, self._lists, self._weights, strict=True):
            if numbers[1:]:  # else no other paper has the feature
                seen = _seen_from_each([self._marks[number] for number in numbers])
                feature = hash((_number(*name), weight))
                for number, others in zip(numbers, seen, strict=True):
                    states[number] += hash((feature, others))
        return states

    def state(self, number: int, limit: int) -> int:
        """Return a number that differs when other papers may be nearest to one: that of all lists where it looks."""
        return hash((self._states[number], limit))

    def titles(self, number: int, keys: Iterable[str]) -> int:
        """Return a number that differs when the weights of the titles do, of one and of those nearest to it."""
        places = [self._places[key] for key in keys if key in self._places]
        return hash((self._title_weights[number], *map(self._title_weights.__getitem__, places)))

    @cached_property
    def _places(self) -> dict[str, int]:
        return {paper.key: number for number, paper in enumerate(self._papers)}

    def nearest(self, number: int, limit: int) -> list[Relation]:
        """Return the papers nearest to one."""
        compared_with, counts = self._compared[number].intersection, self._counts.__getitem__
        compared = []
        for other in self._candidates(number):
            shared = compared_with(self._compared[other])
            total = sum(map(counts, shared))
            weight = min(total >> _AUTHORS, _MOST_OF_AUTHORS) + (total & _TOPIC)
            if weight >= self._least:
                compared.append((-weight, other, shared))
        return [self._explain(number, other, shared) for _weight, other, shared in sorted(compared)[:limit]]

    def _candidates(self, number: int) -> list[int]:
        """Return the papers that share most with one, of those nearby in each list."""
        found: dict[int, int] = defaultdict(int)
        for feature, place in self._features[number].items():
            if (papers := self._lists[feature])[1:]:  # else no other paper has the feature
                weight = self._weights[feature]
                for other in papers[max(0, place - WINDOW) : place + WINDOW + 1]:
                    found[other] += weight
        found.pop(number, None)  # a title of short words, without authors, has nothing to be found by
        return sorted(found, key=found.__getitem__, reverse=True)[:CANDIDATES]

    def _explain(self, number: int, other: int, shared: set[int]) -> Relation:
        in_order = [feature for feature in self._features[number] if feature in shared]
        rarest = sorted(in_order, key=self._weights.__getitem__, reverse=True)
        title = min(self._title_weights[number], self._title_weights[other])
        return Relation(
            self._papers[other].key,
            authors=self._names_of(in_order, "author"),
            keywords=self._names_of(rarest, "keyword"),
            is_alike=sum(map(self._title_word, in_order)) >= ALIKE * title > 0,
        )

    def _names_of(self, features: Iterable[int], kind: str) -> tuple[str, ...]:
        return tuple(name for which, name in map(self._names.__getitem__, features) if which == kind)


def _seen_from_each(marks: list[int]) -> list[int]:
    """Return a number for each place of a list that differs when one of the marks in its window does, or their order.

    These are differences of sums over pairs of neighbours: two are the same only if all marks between these places are.
    """
    if len(marks) <= WINDOW + 1:
        return [hash(tuple(marks))] * len(marks)
    sums = [*accumulate(map(hash, pairwise([0, *marks])), initial=0)]
    ends = [(max(0, place - WINDOW), min(place + WINDOW + 1, len(marks))) for place in range(len(marks))]
    return [hash((marks[first], sums[last] - sums[first + 1])) for first, last in ends]


def _weight(rareness: float, share: float) -> int:
    """Return a weight as a whole number, so that sums do not depend on the order in which they are taken."""
    return round(_UNIT * share * log(rareness))


_UNIT = 1 << 20
_AUTHORS = 48
"""The bit at which the sum of the weights of authors begins, above that of all other features."""

_TOPIC = (1 << _AUTHORS) - 1
_MOST_OF_AUTHORS = round(AUTHORS_COUNT_AS * _UNIT)


def _rounded(count: int) -> int:
    """Return a number rounded up to two digits."""
    step: int = 10 ** max(len(str(count)) - 2, 0)
    return -(-count // step) * step


def _number(*texts: str) -> int:
    """Return a number for some texts, the same in every process."""
    return int(digest(*texts), 16)


def _features(paper: Paper) -> Iterator[tuple[str, str]]:
    """Yield all that papers may share: the kind of each feature, and its name."""
    yield from _shared(paper)
    # Two common keywords together are rarer than each alone, and so lead nearer.
    for pair in combinations(sorted(paper.keywords)[:MOST_PAIRED], 2):
        yield "keywords", " ".join(pair)
    for word in re.findall(r"[a-z0-9]{3,}", to_ascii(paper.title)):
        yield "word", word


def _shared(paper: Paper) -> Iterator[tuple[str, str]]:
    for person in paper.authors:
        yield "author", person.name
    for word in paper.keywords:
        yield "keyword", word
