"""Find which papers are related to which, and why: shared authors, shared keywords, or titles that are alike.

Each paper looks for others only nearby in the lists of those that share something with it, so the work grows with the
number of papers and not with that of pairs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import combinations
from math import log
from typing import TYPE_CHECKING, Any, NamedTuple

from cardcatalog.bibtex.entries import digest
from cardcatalog.bibtex.text import to_ascii

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

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
    def of_json(cls, row: Iterable[Any]) -> Relation:
        """Return a relation that was written as JSON, which has no tuples."""
        return cls._make(tuple(part) if isinstance(part, list) else part for part in row)


def relate(catalog: Catalog, limit: int = MOST_RELATED) -> dict[str, tuple[Relation, ...]]:
    """Return the papers that are related to each one, by its key, the nearest first.

    The relations do not depend on the order in which files are read.
    """
    papers = list(catalog.papers.values())
    index = _Index(papers)
    relations: dict[str, tuple[Relation, ...]] = {}
    for number, paper in enumerate(papers):
        named = _named(catalog, paper)
        found = (relation for relation in index.nearest(number, limit + len(named)) if relation.key not in named)
        relations[paper.key] = (*named.values(), *found)[: max(limit, len(named))]
    return relations


MOST_TOGETHER = 4
"""Papers that are related for the prose that speaks of them together: the others are found by what they share."""


def with_prose(
    relations: Sequence[Relation], together: Mapping[str, tuple[str, ...]], limit: int = MOST_RELATED
) -> tuple[Relation, ...]:
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
    return tuple(best[key] for key in ordered)[: max(limit, len(named))]


def related_state(catalog: Catalog) -> str:
    """Return the digest of all that relations are made of: papers in their order, and what they may share."""
    rows = ((row.key, row.former_keys, row.related, row.title, row.keywords) for row in catalog.papers.values())
    names = ([person.name for person in paper.authors] for paper in catalog.papers.values())
    return digest(*map(repr, rows), *map(repr, names))


def _named(catalog: Catalog, paper: Paper) -> dict[str, Relation]:
    found = (catalog.find(key) for key in paper.related)
    return {other.key: Relation(other.key, is_named=True) for other in found if other and other is not paper}


class _Index:
    """The papers under each feature, and the weight of each: the fewer papers have it, the more it counts.

    Features are numbers here: they are compared a million times for 2,000 papers.
    """

    def __init__(self, papers: list[Paper]) -> None:
        self._papers = papers
        self._numbers: dict[tuple[str, str], int] = {}
        self._lists: list[list[int]] = []
        self._features = [self._add(number, paper) for number, paper in enumerate(papers)]
        """The features of each paper, with its place in the list of each."""
        self._names = list(self._numbers)
        self._weights = [
            log(len(papers) / len(numbers)) * COUNTS_AS[kind]
            for (kind, _name), numbers in zip(self._names, self._lists, strict=True)
        ]
        self._parts: dict[str, Callable[[int], float]] = {
            part: [
                weight if kind in kinds else 0.0
                for (kind, _name), weight in zip(self._names, self._weights, strict=True)
            ].__getitem__
            for part, kinds in {"authors": {"author"}, "topic": {"keyword", "word"}, "title": {"word"}}.items()
        }
        """Return the weight of a feature, or nothing if it is of another kind."""
        self._least = log(len(papers) or 1) * LEAST_SHARE
        self._title_weights = [self._sum("title", features) for features in self._features]

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

    def _sum(self, part: str, features: Iterable[int]) -> float:
        return sum(map(self._parts[part], features))

    def nearest(self, number: int, limit: int) -> list[Relation]:
        """Return the papers nearest to one."""
        mine, features, least = self._features[number].keys(), self._features, self._least
        authors, topic = self._parts["authors"], self._parts["topic"]
        compared = []
        for other in self._candidates(number):
            shared = mine & features[other].keys()
            weight = min(sum(map(authors, shared)), AUTHORS_COUNT_AS) + sum(map(topic, shared))
            if weight >= least:
                compared.append((-weight, other, shared))
        return [self._explain(number, other, shared) for _weight, other, shared in sorted(compared)[:limit]]

    def _candidates(self, number: int) -> list[int]:
        """Return the papers that share most with one, of those nearby in each list."""
        found: dict[int, float] = defaultdict(float)
        for feature, place in self._features[number].items():
            weight = self._weights[feature]
            for other in self._lists[feature][max(0, place - WINDOW) : place + WINDOW + 1]:
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
            is_alike=self._sum("title", in_order) >= ALIKE * title > 0,
        )

    def _names_of(self, features: Iterable[int], kind: str) -> tuple[str, ...]:
        return tuple(name for which, name in map(self._names.__getitem__, features) if which == kind)


def _features(paper: Paper) -> Iterator[tuple[str, str]]:
    """Yield all that papers may share: the kind of each feature, and its name."""
    for person in paper.authors:
        yield "author", person.name
    for word in paper.keywords:
        yield "keyword", word
    # Two common keywords together are rarer than each alone, and so lead nearer.
    for pair in combinations(sorted(paper.keywords)[:MOST_PAIRED], 2):
        yield "keywords", " ".join(pair)
    for word in re.findall(r"[a-z0-9]{3,}", to_ascii(paper.title)):
        yield "word", word
