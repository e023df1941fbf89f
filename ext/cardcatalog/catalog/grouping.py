"""Choose how papers are grouped where no tree of categories is given, and make the tree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from cardcatalog.bibtex.text import slug
from cardcatalog.catalog.dates import date_of
from cardcatalog.catalog.groups import Group, paths_of
from cardcatalog.catalog.kinds import DOCUMENT, KIND_OF_TYPE, KINDS
from cardcatalog.catalog.list_pages import year_label
from cardcatalog.catalog.slugs import alike, unique_ids
from cardcatalog.catalog.taxonomy import Category
from cardcatalog.catalog.terms import ENTRY_TYPE, UNCATEGORIZED, categories_of
from cardcatalog.catalog.venues import preferred_spellings
from cardcatalog.grouped import grouped
from cardcatalog.messages import ENGLISH

if TYPE_CHECKING:
    from cardcatalog.bibtex.entries import Entry
    from cardcatalog.messages import Translator

GROUPINGS = {
    "category": "category",
    "groups": "groups",
    "mendeley-groups": "mendeley-groups",
    "keywords": "keywords",
    "venue": "venue",
    "type": ENTRY_TYPE,
    "year": "year",
}
"""The ways to group papers, as users call them, and the fields for them; the first that fits is chosen."""

MAX_CATEGORIES = 40
"""The largest number of categories of a list that is easy to read."""

_SEPARATORS = {"mendeley-groups": "/", "keywords": ">", "groups": ">", "category": ">"}
"""What separates the levels of a path in the fields that may hold one."""

_GIVEN = frozenset({"category", "groups", "mendeley-groups"})
"""Fields by which a person has grouped the papers."""

_MOST_YEARS = 12
"""The number of years up to which each is a category; more are grouped by decade."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """A grouping of papers: the field that names their categories, and the tree of these."""

    field: str
    categories: tuple[Category, ...]


def choose_grouping(
    entries: Sequence[Entry], groups: Sequence[Group] = (), field: str = "", messages: Translator = ENGLISH
) -> Grouping:
    """Return how entries are grouped where no tree of categories is given.

    :param groups: the tree of JabRef that the files have for the field ``groups``.
    :param field: the field that names categories; without it the first of :data:`GROUPINGS` that fits the entries.
    """
    field = field or next(each for each in GROUPINGS.values() if each == "year" or _fits(each, entries))
    named = [categories_of(entry, field) for entry in entries]
    tree = _tree(field, entries, groups, messages)
    rows = _rows(tree, title_of=_spelled if field == "category" else str)
    rest = tuple(word for group in tree if not group.path for word in group.words)
    if (rest or not all(named)) and UNCATEGORIZED not in {row.id for row in rows}:
        rows.append(Category(id=UNCATEGORIZED, title=messages.gettext("Other"), aliases=rest))
    return Grouping(field, tuple(rows))


def _fits(field: str, entries: Sequence[Entry]) -> bool:
    """Return whether a grouping is useful: most papers have a category, and the categories divide the papers."""
    named = [categories_of(entry, field) for entry in entries]
    words = Counter(chain.from_iterable(named))
    if 2 * sum(map(bool, named)) < len(entries) or not words:
        return False
    if field == ENTRY_TYPE:
        kinds = Counter(map(_plural, words.elements()))
        return len(kinds) > 1 and max(kinds.values()) <= 0.8 * len(entries)
    if field in _GIVEN:
        return len(words) > 1 or field == "category"  # which is our own, so that nothing else can be meant by it
    is_dense = sum(words.values()) >= (3 if field == "venue" else 2) * len(words)  # else most pages hold one paper
    return 1 < len(words) <= MAX_CATEGORIES and is_dense


def _tree(field: str, entries: Sequence[Entry], groups: Sequence[Group], messages: Translator) -> list[Group]:
    """Return the groups that have papers, perhaps in groups below; words of a group without a path have no category."""
    words = dict.fromkeys(word for entry in entries for word in categories_of(entry, field))
    if field == "year":
        return _years(entries, messages)
    if field == ENTRY_TYPE:
        return _types(words, messages)
    if field == "venue":
        return _venues(entries)
    if field in _SEPARATORS:
        return _jabref(words, groups) if field == "groups" else paths_of(words, _SEPARATORS[field])
    return [Group((word,), (word,)) for word in sorted(words, key=str.casefold)]


def _jabref(words: Iterable[str], groups: Sequence[Group]) -> list[Group]:
    """Return the groups of JabRef that have papers, then the words that are in none."""
    used = {word.casefold() for word in words}
    known = {word.casefold() for group in groups for word in group.words}
    full = [group.path for group in groups if used & {word.casefold() for word in group.words}]
    kept = [group for group in groups if any(path[: len(group.path)] == group.path for path in full)]
    return kept + paths_of((word for word in words if word.casefold() not in known), _SEPARATORS["groups"])


def _venues(entries: Iterable[Entry]) -> list[Group]:
    """Return a group for each venue, with all of its spellings."""
    spellings = preferred_spellings(word for entry in entries for word in categories_of(entry, "venue"))
    names = grouped((name, word) for word, name in spellings.items())
    return [Group((name,), names[name]) for name in sorted(names, key=str.casefold)]


def _years(entries: Iterable[Entry], messages: Translator) -> list[Group]:
    """Return years, the newest first; if there are many, the decades or centuries that hold them."""
    years = {word: date_of(entry).year for entry in entries for word in categories_of(entry, "year")}
    dated = sorted((year, word) for word, year in years.items() if year is not None)[::-1]
    for label, most in ((year_label, _MOST_YEARS), (_decade, MAX_CATEGORIES), (_century, len(dated))):
        spans = grouped((label(year, messages), word) for year, word in dated)
        if len(spans) <= most:
            break
    rest = tuple(word for word, year in years.items() if year is None)
    return [*(Group((title,), names) for title, names in spans.items()), *([Group((), rest)] if rest else [])]


def _decade(year: int, messages: Translator) -> str:
    return f"{year // 10}0s" if year > 0 else messages.gettext("BCE")


def _century(year: int, messages: Translator) -> str:
    return f"{year // 100}00–{year // 100}99" if year > 0 else messages.gettext("BCE")


def _types(words: Iterable[str], messages: Translator) -> list[Group]:
    """Return a group for each type of work, with its entry types of BibTeX and biblatex."""
    order = {word: place for place, word in enumerate(KIND_OF_TYPE)}
    ordered = sorted(words, key=lambda word: (order.get(word, len(order)), word))
    types = grouped((_plural(word), word) for word in ordered)
    return [Group((messages.gettext(title),) if title else (), names) for title, names in types.items()]


def _plural(word: str) -> str:
    """Return the heading above entries of a type, or an empty string if it has none."""
    return KINDS[KIND_OF_TYPE.get(word, DOCUMENT)].plural


def _spelled(word: str) -> str:
    """Return the title of a category from the identifier in entries."""
    return word.replace("-", " ").capitalize() if word == slug(word) else word


def _rows(tree: Iterable[Group], title_of: Callable[[str], str]) -> list[Category]:
    """Return categories for groups, each with a unique id; those that are alike are one.

    A word belongs to the first group that has it.
    """
    titles: dict[tuple[str, ...], str] = {}
    words: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    owners: dict[str, tuple[str, ...]] = {}
    for group in filter(lambda group: group.path, tree):
        path = tuple(map(alike, group.path))
        titles.setdefault(path, title_of(group.path[-1]))
        for word in group.words:
            if owners.setdefault(word.casefold(), path) == path:
                words[path].setdefault(word.casefold(), word)
    ids = unique_ids(titles)
    rows = []
    for path, title in titles.items():
        own = {title.casefold(), ids[path]}
        aliases = tuple(word for plain, word in words[path].items() if plain not in own)
        rows.append(Category(id=ids[path], title=title, parent=ids.get(path[:-1], ""), aliases=aliases))
    return rows
