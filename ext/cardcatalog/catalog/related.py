"""Find which papers are related to which, and why: shared authors, shared keywords, or titles that are alike.

Each paper looks for others only nearby in the lists of those that share something with it, so the work grows with the
number of papers and not with that of pairs.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache, partial
from itertools import chain, combinations, count, islice
from math import log
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from cardcatalog.bibtex.text import to_ascii

if TYPE_CHECKING:
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper

T = TypeVar("T")

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


class Reason(NamedTuple):
    """Why a paper is related to another: all that is a reason, the rarest first."""

    is_named: bool = False
    """Whether the entry itself names it, in biblatex's field ``related``."""

    authors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    is_alike: bool = False
    """Whether the titles have much in common."""

    together: tuple[str, ...] = ()
    """The pages whose prose speaks of both papers together."""


class Found(NamedTuple):
    """The papers nearest to one, and all by which it is compared with others."""

    state: str
    """Equal as long as its features are."""

    limit: int
    """How many papers were to be found."""

    features: str
    """All that it may share, a line each: the kind of each feature, and its name."""

    keys: tuple[str, ...]
    """The keys of the nearest papers, in their order."""

    reasons: str
    """Why each is near, a line each: the places of what it shares among the features, those of keywords with the rarest
    first, and :data:`ALIKE_TITLES`. Of the thousands that are kept, a build reads few."""

    @property
    def nearest(self) -> dict[str, Reason]:
        """Why each of the nearest papers is near, by its key, the nearest first."""
        features, found = _lines(self.features), {}
        for key, line in zip(self.keys, self.reasons.split("\n"), strict=bool(self.keys)):
            places, is_alike, _ = line.partition(ALIKE_TITLES)
            shared = "\n".join([features[int(place)] for place in places.split()])
            found[key] = _reason(shared, is_alike=bool(is_alike))
        return found


ALIKE_TITLES = "~"
"""Written after the places of features where the titles of two papers have much in common."""


@lru_cache(maxsize=4096)
def _reason(shared: str, *, is_alike: bool) -> Reason:
    """Return the reason that some features are, a line each; one of five relations of a catalog has its own."""
    rows = [feature.split(" ", 1) for feature in _lines(shared)]
    names = {kind: tuple(name for other, name in rows if other == kind) for kind in ("author", "keyword")}
    return Reason(authors=names["author"], keywords=names["keyword"], is_alike=is_alike)


Row = tuple[str, tuple[str, ...], str]
"""The key of a paper, those of the nearest ones, and why each of them is near."""

Share = Callable[[Sequence[str], Callable[[Sequence[str]], list[Row]]], list[list[Row]]]


def find_nearest(
    catalog: Catalog,
    known: Mapping[str, Found],
    limit: int = MOST_RELATED,
    share: Share = lambda keys, find: [find(keys)],
) -> dict[str, Found]:
    """Return the papers nearest to each one, by its key.

    :param known: what was found in an earlier catalog, in its order; it is taken over where it would be found again.
    :param share: calls a function with parts of some keys, as several processes may, and returns the result of each.
    """
    papers = catalog.papers.values()
    states = {paper.key: _state(catalog, paper) for paper in papers}
    limits = {paper.key: limit + len(paper.related) for paper in papers}
    same = {key: row.features for key, row in known.items() if states.get(key) == row.state}
    features = {paper.key: same.get(paper.key) or _features(paper) for paper in papers}
    found = {
        key: row if row.state == states[key] else row._replace(state=states[key])
        for key, row in known.items()
        if limits.get(key) == row.limit and features[key] == row.features
    }
    index = _Index(features)
    stale, heavier = _stale(index, known, found)

    def find(keys: Sequence[str]) -> list[Row]:
        rows = ((key, index.nearest(key, limits[key])) for key in keys)
        return [(key, nearest, index.reasons(key, nearest)) for key, nearest in rows]

    for key, nearest, reasons in chain.from_iterable(share(list(stale), find)):
        found[key] = Found(states[key], limits[key], features[key], nearest, reasons)
    for key, row in found.items() if heavier else ():
        if not heavier.isdisjoint(row.keys) and key not in stale:
            found[key] = row._replace(reasons=index.reasons(key, row.keys))
    return {key: found[key] for key in catalog.papers}


def _state(catalog: Catalog, paper: Paper) -> str:
    # Which keywords the words of an entry are, the glossary decides.
    return f"{catalog.fingerprint(paper)} {' '.join(paper.keywords)}"


def _stale(
    index: _Index, known: Mapping[str, Found], same: Mapping[str, Found]
) -> tuple[AbstractSet[str], AbstractSet[str]]:
    """Return the papers that look where lists of features, or weights, are not as they were: others may be nearest.

    The second are those whose title has another word, or one of another weight: which titles are alike may differ.
    """
    in_order = [key for key in index.numbers if key in same]
    if in_order != list(same) or _rounded(len(known)) != _rounded(len(index.numbers)):
        return index.numbers.keys(), set()
    stale = index.numbers.keys() - same.keys()
    heavier: set[str] = set()
    stay = _features_in_place(index, known, stale)
    for feature, changes in _changes(index, known, same, stay).items():
        papers, reach = index.papers_with(feature), WINDOW + len(changes)
        if index.weight_of(feature, len(papers)) != index.weight_of(feature, len(papers) + sum(changes.values())):
            stale.update(papers)
            heavier.update(papers if _kind(feature) == "word" else ())
        for number in changes:
            stale.update(index.around(feature, number, reach))
    for key, features in stay.items():  # their lists are the same, but not all that is compared with those in them
        changed = {*_lines(known[key].features), *index.features_of(key)} - features
        heavier.update([key] if any(_kind(feature) == "word" for feature in changed) else ())
        sharing = {other for feature in changed for other in index.papers_with(feature)}
        number = index.numbers[key]
        stale |= sharing.intersection(other for name in features for other in index.around(name, number, WINDOW))
    return stale, heavier


def _features_in_place(index: _Index, known: Mapping[str, Found], changed: Iterable[str]) -> dict[str, set[str]]:
    """Return the features that papers share with themselves as they were, if all papers are where they were.

    In the lists of these they are seen as before, by all papers but those that share what has changed of them.
    """
    if [*known] != [*index.numbers]:
        return {}
    return {key: {*_lines(known[key].features)}.intersection(index.features_of(key)) for key in changed}


def _changes(
    index: _Index, known: Mapping[str, Found], same: Container[str], stay: Mapping[str, Container[str]]
) -> Mapping[str, Counter[int]]:
    """Return by feature where in the catalog it was lost, and how often, and where it was gained, counted below 0."""
    changes: dict[str, Counter[int]] = defaultdict(Counter)
    number = 0
    for key, row in known.items():
        number = index.numbers[key] if key in same else number
        for feature in () if key in same else _lines(row.features):
            if feature not in stay.get(key, ()):
                changes[feature][number] += 1
    for key, number in index.numbers.items():
        for feature in () if key in same else index.features_of(key):
            if feature not in stay.get(key, ()):
                changes[feature][number] -= 1
    return changes


def with_named(catalog: Catalog, paper: Paper, found: Found, limit: int = MOST_RELATED) -> dict[str, Reason]:
    """Return why papers are related to one, by their keys: those that its entry names, then the nearest."""
    named = _named(catalog, paper)
    return _first(max(limit, len(named)), {**named, **found.nearest, **named})


MOST_TOGETHER = 4
"""Papers that are related for the prose that speaks of them together: the others are found by what they share."""


def with_prose(relations: Mapping[str, Reason], together: Mapping[str, tuple[str, ...]]) -> dict[str, Reason]:
    """Return why papers are related to one: those that its entry names, that prose names with it, that share most.

    :param together: the papers that prose names together with it, the nearest first, and the pages that do.
    """
    named = {key: reason for key, reason in relations.items() if reason.is_named}
    others = _first(MOST_TOGETHER, {key: pages for key, pages in together.items() if key not in named})
    joined = {key: relations.get(key, Reason())._replace(together=pages) for key, pages in others.items()}
    return _first(max(MOST_RELATED, len(named)), {**named, **joined, **relations, **joined})


def _first(count: int, rows: Mapping[str, T]) -> dict[str, T]:
    return dict(islice(rows.items(), count))


def _named(catalog: Catalog, paper: Paper) -> dict[str, Reason]:
    found = (catalog.find(key) for key in paper.related)
    return {other.key: Reason(is_named=True) for other in found if other and other is not paper}


class _Index:
    """The papers under each feature, and the weight of each: the fewer papers have it, the more it counts.

    Papers and features are numbers here: they are compared a million times for 2,000 papers. Numbers of papers are
    rounded to two digits, so that one more paper changes few weights.
    """

    def __init__(self, features: Mapping[str, str]) -> None:
        """Index papers by their features, as in :class:`Found`."""
        self._keys = list(features)
        self.numbers = {key: number for number, key in enumerate(self._keys)}
        """The number of each paper, which is its place in the catalog."""
        known: dict[str, int] = defaultdict(count().__next__)
        self._features = [list(map(known.__getitem__, _lines(text))) for text in features.values()]
        self._known, self._names = dict(known), list(known)
        self._lists: list[list[int]] = [[] for _name in known]
        for number, row in enumerate(self._features):
            for feature in row:
                self._lists[feature].append(number)
        self._least = _weight(_rounded(len(features)) or 1, LEAST_SHARE)
        self._weigh = cache(partial(_weigh, len(features)))
        self._kinds = list(map(_kind, known))
        self._weights = list(map(self._weigh, self._kinds, map(len, self._lists)))
        weighed = list(zip(self._kinds, self._weights, strict=True))
        self._counts = [weight << _AUTHORS if kind == "author" else weight for kind, weight in weighed]
        """The weight of each feature; of many, the sum of those of authors is above that of all others."""
        self._title_word = [weight if kind == "word" else 0 for kind, weight in weighed].__getitem__
        """Return the weight of a feature, or nothing if it is not a word of a title."""
        rows = enumerate(zip(self._kinds, self._lists, strict=True))
        self._shared = {feature for feature, (kind, papers) in rows if len(papers) > 1 and kind != "keywords"}
        """The features that several papers have, without the pairs, which only lead to them."""
        # These refer to what they need and not to the index, which else would live until the collector runs.
        self._compared = cache(partial(_shared_of, self._shared, self._features))
        """Return the features by which a paper is compared."""
        self._title_weight = cache(partial(_weight_of, self._title_word, self._features))

    def features_of(self, key: str) -> list[str]:
        """Return the features of a paper."""
        return [self._names[feature] for feature in self._features[self.numbers[key]]]

    def papers_with(self, name: str) -> list[str]:
        """Return the papers with a feature, in their order."""
        return [self._keys[number] for number in self._lists[self._known[name]]] if name in self._known else []

    def around(self, name: str, number: int, reach: int) -> list[str]:
        """Return the papers next to a number in the list of a feature."""
        papers = self._lists[self._known[name]] if name in self._known else []
        place = bisect_left(papers, number)
        return [self._keys[other] for other in papers[max(0, place - reach) : place + reach + 1]]

    def weight_of(self, name: str, papers: int) -> int:
        """Return the weight of a feature that so many papers have."""
        return self._weigh(_kind(name), papers or 1)

    def nearest(self, key: str, limit: int) -> tuple[str, ...]:
        """Return the keys of the papers nearest to one."""
        number = self.numbers[key]
        compared_with, counts = self._compared(number).intersection, self._counts.__getitem__
        compared = []
        for other in self._candidates(number):
            total = sum(map(counts, compared_with(self._compared(other))))
            weight = min(total >> _AUTHORS, _MOST_OF_AUTHORS) + (total & _TOPIC)
            if weight >= self._least:
                compared.append((-weight, other))
        return tuple(self._keys[other] for _weight, other in sorted(compared)[:limit])

    def _candidates(self, number: int) -> list[int]:
        """Return the papers that share most with one, of those nearby in each list."""
        found: dict[int, int] = {}
        weight_of = found.get
        for feature in self._features[number]:
            if len(papers := self._lists[feature]) > 1:  # else no other paper has the feature
                weight, place = self._weights[feature], bisect_left(papers, number)
                for other in papers[max(0, place - WINDOW) : place + WINDOW + 1]:
                    found[other] = weight_of(other, 0) + weight
        found.pop(number, None)  # a title of short words, without authors, has nothing to be found by
        return sorted(found, key=found.__getitem__, reverse=True)[:CANDIDATES]

    def reasons(self, key: str, others: Iterable[str]) -> str:
        """Return why papers are near to one, as in :class:`Found`."""
        number = self.numbers[key]
        compared, places, title = self._compared(number), self._places(number), self._title_weight(number)
        reasons = []
        for other in map(self.numbers.__getitem__, others):
            shared = compared & self._compared(other)
            words = sum(map(self._title_word, shared))
            is_alike = words >= ALIKE * min(title, self._title_weight(other)) > 0
            reason = " ".join([place for feature, place in places.items() if feature in shared])
            reasons.append(reason + ALIKE_TITLES * is_alike)
        return "\n".join(reasons)

    def _places(self, number: int) -> dict[int, str]:
        """Return the places of authors, and of keywords with the rarest first, among the features of a paper."""
        places: dict[str, dict[int, str]] = {kind: {} for kind in COUNTS_AS}
        for place, feature in enumerate(self._features[number]):
            places[self._kinds[feature]][feature] = str(place)
        keywords = places["keyword"]
        rarest = sorted(keywords, key=self._weights.__getitem__, reverse=True)
        return places["author"] | {feature: keywords[feature] for feature in rarest}


def _shared_of(shared: set[int], features: Sequence[Sequence[int]], number: int) -> set[int]:
    return shared.intersection(features[number])


def _weight_of(weigh: Callable[[int], int], features: Sequence[Sequence[int]], number: int) -> int:
    return sum(map(weigh, features[number]))


def _kind(feature: str) -> str:
    return feature[: feature.index(" ")]


def _weigh(papers: int, kind: str, count: int) -> int:
    """Return the weight of a feature of a kind that so many of all papers have."""
    return _weight(_rounded(papers) / _rounded(count), COUNTS_AS[kind])


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


def _features(paper: Paper) -> str:
    """Return all that a paper may share with others: see :class:`Found`."""
    features = [f"author {person.name}" for person in paper.authors]
    features += [f"keyword {word}" for word in paper.keywords]
    # Two common keywords together are rarer than each alone, and so lead nearer.
    features += [f"keywords {' '.join(pair)}" for pair in combinations(sorted(paper.keywords)[:MOST_PAIRED], 2)]
    features += [f"word {word}" for word in re.findall(r"[a-z0-9]{3,}", to_ascii(paper.title))]
    return "\n".join(dict.fromkeys(feature.replace("\n", " ") for feature in features))


def _lines(text: str) -> list[str]:
    return text.split("\n") if text else []
