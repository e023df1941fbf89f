"""Turn the items of a list into entries, and its sections, keywords and venues into rows of tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from cardcatalog.bibtex.entries import Entry
from cardcatalog.bibtex.tex import to_tex
from cardcatalog.bibtex.text import slug, to_address
from cardcatalog.catalog.citekeys import with_keys
from cardcatalog.catalog.duplicates import DuplicateIndex, MatchKey, match_keys, plain_title
from cardcatalog.catalog.identifiers import ACL, ARXIV, parse_url
from cardcatalog.catalog.slugs import take_id
from cardcatalog.catalog.taxonomy import Category, Keyword, Venue
from cardcatalog.formats.markdown import BOOK_CHAPTER
from cardcatalog.problems import Kind, Problem
from cardcatalog_tools.lists.lines import role_of

if TYPE_CHECKING:
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.links import Link
    from cardcatalog_tools.lists.reader import Item


class Known(NamedTuple):
    """An item that the catalog has already: the entry of the same work, and the identifier or title that matches."""

    item: Item
    entry: Entry
    by: MatchKey


@dataclass(frozen=True, slots=True)
class Intake:
    """The result of an import: new entries, terms that the catalog lacks, and items that it has already."""

    entries: tuple[Entry, ...]
    categories: tuple[Category, ...]
    keywords: tuple[Keyword, ...]
    venues: tuple[Venue, ...]
    known: tuple[Known, ...]
    problems: tuple[Problem, ...]


def to_entries(items: Iterable[Item], catalog: Catalog, *, today: str) -> Intake:
    """Turn the items of a list into entries.

    A list names no authors, so the entries have none. The type follows the kind of the venue if the catalog has it;
    else it is ``@misc`` with ``howpublished``, for which BibTeX requires nothing that a list does not give. A paper in
    several sections becomes one entry with several categories.

    :param items: the result of :func:`cardcatalog_tools.lists.reader.read_list`.
    :param catalog: the catalog that the entries will join; it may be empty.
    :param today: the date of creation, ``2026-11-23``.
    :returns: the entries; the problems are links without a free field, and different titles with the same link.
    """
    importer = _Importer(catalog)
    for item in items:
        importer.take(item)
    terms = importer.terms
    new = (draft.entry(today) for draft in importer.drafts.values())
    return Intake(
        entries=tuple(with_keys(new, catalog.entries)),
        categories=tuple(terms.new_categories),
        keywords=tuple(terms.new_keywords),
        venues=tuple(terms.new_venues),
        known=tuple(importer.known),
        problems=tuple(importer.problems),
    )


@dataclass(slots=True)
class _Draft:
    """An entry that gains fields while the list is read."""

    item: Item
    type: str
    fields: dict[str, str]
    codes: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)

    def entry(self, today: str = "") -> Entry:
        """Return the entry, still without a key."""
        more = {
            "code": " ".join(dict.fromkeys(self.codes)),
            "keywords": ", ".join(dict.fromkeys(self.keywords)),
            "category": ", ".join(dict.fromkeys(self.categories)),
            "creationdate": today,
        }
        fields = {name: value for name, value in (self.fields | more).items() if value}
        return Entry(self.type, "", MappingProxyType(fields), self.item.location, MappingProxyType({}))

    def add_links(self, links: Iterable[Link]) -> Iterator[Link]:
        """Put links into their fields; yield those without a free field."""
        roles = {link: role_of(link) for link in links}
        if "paper" not in roles.values():
            # A link named by the title, or by the venue
            roles |= dict.fromkeys([link for link, role in roles.items() if not role][:1], "paper")
        for link, role in roles.items():
            url = _address(link.url)
            if not url:
                yield link
            elif role == "code":
                self.codes.append(url)
            elif role == "project" and self.fields.setdefault("project", url) == url:
                continue
            elif role != "paper" or not self.add_paper_link(url):
                yield link

    def add_paper_link(self, url: str) -> bool:
        """Keep a link to the paper and the identifier in it; return whether there was a free field."""
        identifiers = _identifiers(url)
        is_main = self.fields.setdefault("url", url) == url
        return all(self.fields.setdefault(name, value) == value for name, value in identifiers.items()) and (
            is_main or bool(identifiers)
        )


class _Importer:
    """Turns items into drafts, one after the other."""

    def __init__(self, catalog: Catalog) -> None:
        self.terms = _Terms(catalog)
        self.drafts: dict[str, _Draft] = {}
        self.known: list[Known] = []
        self.problems: list[Problem] = []
        entries = catalog.entries
        self._works = DuplicateIndex(entries)
        self._pages = {to_address(entry.get("url")): entry for entry in reversed(entries) if entry.get("url")}
        self._linked: dict[MatchKey, Item] = {}

    def take(self, item: Item) -> None:
        """Make a draft of an item, unless the catalog has its work."""
        title = plain_title(item.title)
        draft = self.drafts.get(title) or self.draft(item)
        left = list(draft.add_links(item.links))
        if title not in self.drafts and (known := self.find(draft.entry())):
            self.known.append(Known(item, *known))
            return
        self.drafts[title] = draft
        draft.keywords += map(self.terms.keyword, item.keywords)
        draft.categories.append(self.terms.category(item.section))
        for link in left:
            message = f"no field is free for the link {link.label!r} to {link.url}; see whether it matters"
            self.problems.append(Problem(item.location, message, Kind.LIST))
        self.compare(item, draft)

    def draft(self, item: Item) -> _Draft:
        """Return the draft of an item: its title, year and venue."""
        kind, place = self.terms.place(item.venue)
        year = {"year": str(item.year)} if item.year else {}
        return _Draft(item, kind, {"title": _shield_capitals(item.title)} | place | year)

    def find(self, entry: Entry) -> tuple[Entry, MatchKey] | None:
        """Return the entry of the same work in the catalog, and the identifier or title that matches."""
        url = entry.get("url")
        return self._works.find(entry) or ((self._pages[url], MatchKey("URL", url)) if url in self._pages else None)

    def compare(self, item: Item, draft: _Draft) -> None:
        """Report another title with the same link: one of the two is wrong, or both are one work."""
        entry = draft.entry()
        for match_key in (*match_keys(entry), MatchKey("URL", entry.get("url"))):
            first = self._linked.setdefault(match_key, item) if match_key.value else item
            if plain_title(first.title) != plain_title(item.title):
                where = f"{first.title!r} at {first.location}"
                message = f"{item.title!r} has the same link as {where}; fix one, or make them one entry"
                self.problems.append(Problem(item.location, message, Kind.LIST))
                return


_TYPES = {
    "conference": ("inproceedings", "booktitle"),
    "workshop": ("inproceedings", "booktitle"),
    "journal": ("article", "journal"),
}
"""The type of an entry and the field of its venue; a chapter of a book needs a publisher, which no list gives."""

_PREPRINT_SERVERS = frozenset({"arxiv", "biorxiv", "corr", "medrxiv", "techrxiv"})


class _Terms:
    """The categories, keywords and venues of a catalog, and those that a list adds to them."""

    def __init__(self, catalog: Catalog) -> None:
        self.new_categories: list[Category] = []
        self.new_keywords: list[Keyword] = []
        self.new_venues: list[Venue] = []
        self._category_ids = set(catalog.categories)
        self._keyword_ids = set(catalog.keywords)
        self._paths: dict[tuple[str, ...], str] = {}
        for path, row in _paths(catalog):
            self._paths.setdefault(path, row)
        self._keywords = {
            name: row if catalog.has_glossary else catalog.keywords[row].name
            for name, row in catalog.keyword_spellings.items()
        }
        self._venues = {name: catalog.venues[short] for name, short in catalog.venue_spellings.items()}

    def category(self, section: tuple[str, ...]) -> str:
        """Return the category of a section; a section without one becomes a new category, like those above it."""
        parent = ""
        for depth, title in enumerate(section, 1):
            path = tuple(map(str.casefold, section[:depth]))
            if path not in self._paths:
                row = take_id(slug(title), self._category_ids)
                self._paths[path] = row
                self.new_categories.append(Category(id=row, title=title, parent=parent))
            parent = self._paths[path]
        return parent

    def keyword(self, name: str) -> str:
        """Return a keyword as entries write it: its id, or the spelling of the list if the glossary lacks it."""
        if name.casefold() not in self._keywords:
            self._keywords[name.casefold()] = to_tex(name)
            self.new_keywords.append(Keyword(id=take_id(slug(name), self._keyword_ids), name=name))
        return self._keywords[name.casefold()]

    def place(self, name: str) -> tuple[str, dict[str, str]]:
        """Return the entry type of papers of a venue, and the fields that name the venue."""
        if not name:
            return "misc", {}
        venue = self.venue(name)
        kind, where = _TYPES.get(venue.kind, ("misc", "howpublished"))
        full = {} if venue.kind == "preprint server" else {where: to_tex(venue.full or venue.name)}
        return kind, full | {"venuekey": to_tex(venue.name)}

    def venue(self, name: str) -> Venue:
        """Return the venue of a name; an unknown name becomes a new venue."""
        short = name.removeprefix(BOOK_CHAPTER)
        if short.casefold() not in self._venues:
            kind = "preprint server" if short.casefold() in _PREPRINT_SERVERS else ""
            row = Venue(name=short, kind="book" if short != name else kind)
            self._venues[short.casefold()] = row
            self.new_venues.append(row)
        return self._venues[short.casefold()]


def _paths(catalog: Catalog, parent: str = "", above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the titles that lead to each category, without regard to case, and its id."""
    for row in catalog.children(parent):
        path = (*above, row.title.casefold())
        yield path, row.id
        yield from _paths(catalog, row.id, path)


def _identifiers(url: str) -> dict[str, str]:
    """Return the fields for the identifier in a URL of arXiv, a DOI, or OpenReview."""
    found = parse_url(url)
    if not found or found.kind == ACL:
        return {}
    if found.kind == ARXIV:
        return {"eprint": found.value, "archiveprefix": "arXiv"}
    return {found.kind.lower(): found.value}


def _address(url: str) -> str:
    """Return a URL in ASCII, without characters that TeX interprets; an empty text if it is not a web URL."""
    return quote(url, safe="%/:?#[]@!$&'()*+,;=~") if url.startswith(("http://", "https://")) else ""


_WORD = re.compile(r"[^\W_]+(?:[-+.&/][^\W_]+)*")
_INNER_CAPITAL = re.compile(r"[^\W_][+.&/]?[A-Z]")


def _shield_capitals(title: str) -> str:
    """Return a title as TeX, with braces around words with a capital inside, which BibTeX would write in lower case.

    Of words joined by hyphens all are shielded, or none: ``{RepQ-ViT}``, but ``Post-Training``.
    """
    tex = ""
    end = 0
    for word in _WORD.finditer(title):
        if _INNER_CAPITAL.search(word[0]):
            tex += f"{_spelled(title[end : word.start()])}{{{to_tex(word[0])}}}"
            end = word.end()
    return tex + _spelled(title[end:])


def _spelled(text: str) -> str:
    """Return part of a text as TeX, with the spaces at its ends, which :func:`to_tex` removes."""
    return f"{' ' * text.startswith(' ')}{to_tex(text)}{' ' * (text.endswith(' ') and bool(text.strip()))}"
