"""Choose how a new site groups its papers, and make the tree of categories."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from cardcatalog.bibtex.text import slug
from cardcatalog.catalog.kinds import DOCUMENT, KIND_OF_TYPE, KINDS
from cardcatalog.catalog.paper import ENTRY_TYPE, UNCATEGORIZED, categories_of
from cardcatalog.catalog.slugs import unique
from cardcatalog.catalog.taxonomy import Category
from cardcatalog.messages import ENGLISH
from cardcatalog_tools.scaffold.groups import Group, paths_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

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
_DECADES_FROM = 12
"""The number of years from which they are grouped by decade."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """A grouping of papers: the field that names their categories, and the tree of these."""

    field: str
    categories: tuple[Category, ...]


def choose_grouping(
    entries: Sequence[Entry], groups: Sequence[Group] = (), name: str = "", messages: Translator = ENGLISH
) -> Grouping:
    """Return the grouping of a new site.

    :param groups: the tree of JabRef that the file has for its field ``groups``.
    :param name: one of :data:`GROUPINGS`; without it the first that fits the entries.
    """
    name = name or next(each for each in GROUPINGS if each == "year" or _fits(each, entries))
    field = GROUPINGS[name]
    named = [categories_of(entry, field) for entry in entries]
    words = Counter(chain.from_iterable(named))
    make: dict[str, Callable[[Iterable[str]], list[Group]]] = {
        "year": _years,
        "type": partial(_types, messages=messages),
    }
    tree = make.get(name, partial(_tree, name, groups=groups))(words)
    rows = list(_rows(tree, title_of=_spelled if name == "category" else str))
    if not all(named) or any(UNCATEGORIZED in group.words for group in tree):
        rows.append(Category(id=UNCATEGORIZED, title=messages.gettext("Other"), aliases=_rest(tree)))
    return Grouping(field, tuple(rows))


def _fits(name: str, entries: Sequence[Entry]) -> bool:
    """Return whether a grouping is useful: most papers have a category, and the categories divide the papers."""
    named = [categories_of(entry, GROUPINGS[name]) for entry in entries]
    words = Counter(chain.from_iterable(named))
    has_most = 2 * sum(map(bool, named)) >= len(entries) > 0
    is_given = name in {"category", "groups", "mendeley-groups"}  # a person has grouped the papers
    tells = len(words) > 1 and (is_given or len(words) <= MAX_CATEGORIES)
    if name == "venue":
        tells = tells and sum(words.values()) >= 3 * len(words)  # else most pages would hold a paper or two
    if name == "type":
        kinds = Counter(map(_plural, words.elements()))
        tells = len(kinds) > 1 and max(kinds.values()) <= 0.8 * len(entries)
    return has_most and tells


def _tree(name: str, words: Iterable[str], groups: Sequence[Group]) -> list[Group]:
    """Return the groups that have papers, perhaps in groups below; then the terms without a group."""
    if name == "venue":
        return [Group((word,), (word,)) for word in sorted(words, key=str.casefold)]
    if name != "groups" or not groups:
        return paths_of(words, _SEPARATORS[name])
    used = {word.casefold() for word in words}
    known = {word.casefold() for group in groups for word in group.words}
    full = [group.path for group in groups if used & {word.casefold() for word in group.words}]
    kept = [group for group in groups if any(path[: len(group.path)] == group.path for path in full)]
    return kept + paths_of((word for word in words if word.casefold() not in known), ">")


def _years(words: Iterable[str]) -> list[Group]:
    """Return years, the newest first, grouped by decade if there are many."""
    years = sorted(words, reverse=True)
    if len(years) <= _DECADES_FROM:
        return [Group((year,), (year,)) for year in years]
    groups: dict[tuple[str, ...], tuple[str, ...]] = {}
    for year in years:
        decade = (f"{year[:3]}0s",) if len(year) == 4 and year.isdecimal() else ()  # noqa: PLR2004
        groups.setdefault(decade, ()) if decade else None
        groups[*decade, year] = (year,)
    return [Group(path, names) for path, names in groups.items()]


def _types(words: Iterable[str], messages: Translator) -> list[Group]:
    """Return a group for each type of work, with its entry types of BibTeX and biblatex."""
    types: dict[str, list[str]] = {}
    order = {word: place for place, word in enumerate(KIND_OF_TYPE)}
    for word in sorted(words, key=lambda word: (order.get(word, len(order)), word)):
        types.setdefault(_plural(word), []).append(word)
    rest = types.pop("", [])
    groups = [Group((messages.gettext(title),), tuple(names)) for title, names in types.items()]
    return [*groups, Group((), (UNCATEGORIZED, *rest))] if rest else groups


def _plural(word: str) -> str:
    """Return the heading above entries of a type, or an empty string if it has none."""
    return KINDS[KIND_OF_TYPE.get(word, DOCUMENT)].plural


def _spelled(word: str) -> str:
    """Return the title of a category from the identifier in entries."""
    return word.replace("-", " ").capitalize() if word == slug(word) else word


def _rest(tree: Iterable[Group]) -> tuple[str, ...]:
    return tuple(word for group in tree if not group.path for word in group.words if word != UNCATEGORIZED)


def _rows(tree: Iterable[Group], title_of: Callable[[str], str]) -> Iterable[Category]:
    """Yield categories for groups, each with a unique id; a term belongs to the first group that has it."""
    ids: dict[tuple[str, ...], str] = {}
    taken = {UNCATEGORIZED, "index"}
    meant: set[str] = set()
    for group in filter(lambda group: group.path and group.path not in ids, tree):
        ids[group.path] = unique(slug(group.path[-1]), taken)
        taken.add(ids[group.path])
        words = dict.fromkeys(word for word in group.words if word.casefold() not in meant)
        meant.update(word.casefold() for word in words)
        title = title_of(group.path[-1])
        yield Category(
            id=ids[group.path],
            title=title,
            parent=ids.get(group.path[:-1], ""),
            aliases=tuple(word for word in words if word.casefold() not in {title.casefold(), ids[group.path]}),
        )
