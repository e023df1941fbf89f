"""Suggest categories and keywords for a paper by its title, each with its reason."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from cardcatalog.bibtex.text import to_ascii
from cardcatalog.catalog.bits import parse_bits
from cardcatalog.catalog.terms import UNCATEGORIZED

if TYPE_CHECKING:
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper

# The values worked best when each paper of a catalog of 2,000 was removed and classified again.
MAX_NEIGHBOURS = 60
"""The number of similar papers that vote."""
DECAY_YEARS = 8.0
"""The years between two papers after which a vote has lost two thirds of its weight."""
TITLE_BONUS = 0.15
"""The score that a category gains if the title names it; all votes together are 1."""
MIN_SCORE = 0.4
"""The lowest score of a keyword that is suggested."""
MIN_CERTAIN_CATEGORY = 0.55
"""The lowest score of a category that is taken without asking: nine in ten of these were right."""
MIN_CERTAIN_KEYWORD = 0.65
"""The same for a keyword."""
PRIOR_PAPERS = 2.0
"""The weight of the prior, in papers, against the papers whose titles have the name of a keyword."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A category or keyword by its id, the reason for it, and its score between 0 and 1."""

    id: str
    reason: str
    score: float


@dataclass(frozen=True, slots=True)
class _Neighbour:
    """A paper with a similar title, and how similar it is."""

    paper: Paper
    weight: float


_SETTING = re.compile(
    r"(?<![\w.])(?=W|KV)(?:W(?:FP|INT)?\d+(?:\.\d+)?)?(?:A(?:FP|INT)?\d+)?(?:KV\d+(?:\.\d+)?)?(?<=\d)(?!\w)"
)
_WIDTH = re.compile(
    r"(?<![\w.])(?<!sub-)(?<!sub )(?<!under )"
    r"(?:(?P<number>one|\d+(?:\.\d+)?)[- ]?bits?|(?P<format>(?:NVFP|MXFP|MXINT|HiF|FP|NF|INT)\d+))(?![\w.])"
    r"(?P<cache>(?: quanti[sz]ation (?:of|for))?[- ](?:KV|Key[- ]Value)\b)?",
    re.IGNORECASE,
)
_UNCHANGED = frozenset({"16", "32", "64", "FP16", "FP32"})


def suggest_bits(title: str) -> tuple[str, ...]:
    """Return the settings of bits that a title in Unicode states in figures, as the field ``bits`` writes them."""
    settings = [match[0] for match in _SETTING.finditer(title)]
    widths = [
        f"{'KV' if match['cache'] else ''}{width}"
        for match in _WIDTH.finditer(title)
        if (width := (match["number"] or match["format"]).upper().replace("ONE", "1")) not in _UNCHANGED
    ]
    return tuple(map(str, parse_bits(" / ".join(settings or widths))[0]))


class Suggester:
    """Finds categories and keywords by the nearest titles, and by names in the title."""

    def __init__(self, catalog: Catalog) -> None:
        """Index the papers of a catalog and the names in its tree and glossary."""
        self._catalog = catalog
        titles = {key: _words(paper.title) for key, paper in catalog.papers.items()}
        frequency = Counter(term for words in titles.values() for term in set(_terms(words)))
        self._rarity = {term: math.log((len(titles) + 1) / (count + 0.5)) for term, count in frequency.items()}
        self._index: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for key, words in titles.items():
            for term, weight in self._vector(words).items():
                self._index[term].append((key, weight))
        self._names = _Names(
            (name, row.id) for row in catalog.keywords.values() for name in (row.name, *row.aliases)
        )  # fmt: skip
        self._titles = _Names(
            (row.title, row.id)
            for row in catalog.categories.values()
            if catalog.papers_in(row.id) and row.id != UNCATEGORIZED
        )
        self._users: dict[str, list[str]] = defaultdict(list)
        for key, paper in catalog.papers.items():
            for name in self._names.find(paper.title):
                self._users[name].append(key)

    def categories(self, title: str, year: int | None = None, *, skip: str = "", limit: int = 3) -> list[Suggestion]:
        """Return likely main categories of a paper, the best first.

        :param title: its title in Unicode.
        :param year: its year, if known.
        :param skip: the key of the paper itself, if it is in the catalog.
        :param limit: the largest number to return.
        """
        votes, voters = _count((near.weight, near.paper.key, near.paper.categories[:1])
                               for near in self._neighbours(title, year, skip))  # fmt: skip
        named = {category: name for name, category in self._titles.find(title).items()}
        for category in named:
            votes[category] += TITLE_BONUS
        found = (
            Suggestion(category, _reason(named.get(category, ""), voters[category]), min(1.0, score))
            for category, score in votes.items()
        )
        return sorted(found, key=_best)[:limit]

    def keywords(self, title: str, year: int | None = None, *, skip: str = "", limit: int = 6) -> list[Suggestion]:
        """Return likely keywords of a paper, the best first; see :meth:`categories`."""
        found = {suggestion.id: suggestion for suggestion in sorted(self._common(title, year, skip), key=_worst)}
        for suggestion in sorted(self._mentioned(title, skip), key=_worst):
            if suggestion.score >= found.get(suggestion.id, suggestion).score:
                found[suggestion.id] = suggestion
        likely = [suggestion for suggestion in found.values() if suggestion.score >= MIN_SCORE]
        return sorted(likely, key=_best)[:limit]

    def _mentioned(self, title: str, skip: str) -> Iterator[Suggestion]:
        """Yield the keywords that a title names; their score is the share of papers that name and have them."""
        for name, keyword in self._names.find(title).items():
            users = [key for key in self._users[name] if key != skip]
            having = sum(keyword in self._catalog.papers[key].keywords for key in users)
            yield Suggestion(keyword, f"title has {name!r}", (having + PRIOR_PAPERS) / (len(users) + PRIOR_PAPERS))

    def _common(self, title: str, year: int | None, skip: str) -> Iterator[Suggestion]:
        """Yield the keywords of similar papers, with the votes for them."""
        votes, voters = _count((near.weight, near.paper.key, near.paper.keywords)
                               for near in self._neighbours(title, year, skip))  # fmt: skip
        for keyword, score in votes.items():
            yield Suggestion(keyword, _reason("", voters[keyword]), score)

    def _neighbours(self, title: str, year: int | None, skip: str) -> list[_Neighbour]:
        """Return the papers with the most similar titles, the nearest first; their weights sum up to 1."""
        similar: dict[str, float] = defaultdict(float)
        for term, weight in self._vector(_words(title)).items():
            for key, other in self._index.get(term, ()):
                similar[key] += weight * other
        similar.pop(skip, None)
        aged = ((self._catalog.papers[key], cosine) for key, cosine in similar.items())
        weighed = [_Neighbour(paper, (cosine * _closeness(paper.year, year)) ** 2) for paper, cosine in aged]
        nearest = sorted(weighed, key=lambda neighbour: (-neighbour.weight, neighbour.paper.key))[:MAX_NEIGHBOURS]
        total = sum(neighbour.weight for neighbour in nearest) or 1.0
        return [_Neighbour(neighbour.paper, neighbour.weight / total) for neighbour in nearest]

    def _vector(self, words: list[str]) -> Mapping[str, float]:
        """Return the vector of a title: tf-idf over words and pairs of words, of length 1."""
        counts = Counter(term for term in _terms(words) if term in self._rarity)
        weights = {term: (1 + math.log(count)) * self._rarity[term] for term, count in counts.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {term: weight / length for term, weight in weights.items()}


class _Names:
    """Finds the names of categories or keywords in titles."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """Index pairs of a name and an id; the first id of a name counts."""
        self._known: dict[tuple[str, ...], tuple[str, str]] = {}
        for name, meaning in names:
            if words := tuple(_words(name)):
                self._known.setdefault(words, (name, meaning))
        self._longest = max(map(len, self._known), default=0)

    def find(self, title: str) -> dict[str, str]:
        """Return the names in a title with their ids, but no name that is part of a longer one."""
        words, found = _words(title), {}
        place = 0
        while place < len(words):
            for length in range(min(self._longest, len(words) - place), 0, -1):
                name, meaning = self._known.get(tuple(words[place : place + length]), ("", ""))
                if name and (not _is_short_acronym(name) or re.search(rf"(?<!\w){re.escape(name)}s?(?!\w)", title)):
                    found[name] = meaning
                    place += length - 1
                    break
            place += 1
        return found


def _is_short_acronym(name: str) -> bool:
    """Return whether a name would be another word in lower case, such as PoT."""
    return len(name) <= 4 and name != name.lower()  # noqa: PLR2004  (longer ones are rarely words)


_BRITISH = re.compile(r"(?<=[a-z]{3})is(?=(?:ation|ed|ing|er)\b)")


def _words(text: str) -> list[str]:
    """Return the words of a text in one spelling: lower case, singular, American, divided at hyphens."""
    words = re.findall(r"[a-z0-9]+(?:\.[0-9]+)?", _BRITISH.sub("iz", to_ascii(text).replace("'s", "")))
    return [word[:-1] if re.fullmatch(r".{2,}[^s]s", word) else word for word in words]


def _terms(words: list[str]) -> Iterator[str]:
    yield from words
    yield from (f"{first} {second}" for first, second in pairwise(words))


def _closeness(first: int | None, second: int | None) -> float:
    return math.exp(-abs(first - second) / DECAY_YEARS) if first and second else 1.0


def _count(
    ballots: Iterable[tuple[float, str, tuple[str, ...]]],
) -> tuple[dict[str, float], dict[str, list[str]]]:
    """Return the votes for each id and their voters, from ballots of weight, voter and ids."""
    votes: dict[str, float] = defaultdict(float)
    voters: dict[str, list[str]] = defaultdict(list)
    for weight, voter, ids in ballots:
        for chosen in ids:
            votes[chosen] += weight
            voters[chosen].append(voter)
    return votes, voters


def _reason(name: str, voters: list[str]) -> str:
    """Return the reason for a suggestion: a name in the title, the two nearest papers, or both."""
    parts = [f"title has {name!r}"] if name else []
    return "; ".join([*parts, f"like {', '.join(voters[:2])}"] if voters else parts)


def _best(suggestion: Suggestion) -> tuple[float, str]:
    return -suggestion.score, suggestion.id


def _worst(suggestion: Suggestion) -> tuple[float, str]:
    return suggestion.score, suggestion.id
