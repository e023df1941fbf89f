"""Find entries of a bibliography: by key, former key, or work; and find the word that is meant by one mistyped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cardcatalog.bibtex.entries import PRIVATE_FIELDS, Entry
from cardcatalog.bibtex.layout import format_entry
from cardcatalog.bibtex.text import split_list, to_text
from cardcatalog.catalog.duplicates import DuplicateIndex, match_keys, surnames
from cardcatalog.catalog.preprints import is_preprint

if TYPE_CHECKING:
    from cardcatalog.catalog.catalog import Catalog

KEY, FORMER_KEY = "key", "former key"
"""The ways to find an entry that need no match key."""

LEFT_OUT = PRIVATE_FIELDS | {"ids", "related"}
"""Fields that no extracted entry has: fields that are never cited, and keys of entries that are not in the file.

An entry has the key that the document cites. Biber warns of ``ids`` that name the entry itself, or another,
as they do when a document cites a former key, or both keys. The report names the entry.
"""

_PARENTS = ("crossref", "xdata", "xref")
"""Fields that take in another entry; BibTeX requires it after those that do."""

_LEAST = 0.6
"""The share of pieces that two keys must have in common for one to be meant by the other."""

_LONGEST = 200
"""A word longer than this is not a misspelt key."""


class Index:
    """The entries of a bibliography, to be found by keys, former keys and works."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        """Take in entries with distinct keys; their order makes no difference."""
        self._entries = sorted(entries, key=lambda entry: entry.key)
        self._keys = {entry.key: entry for entry in self._entries}
        for entry in self._entries:
            for key in split_list(entry.get("ids")):
                self._keys.setdefault(key, entry)

    @cached_property
    def _works(self) -> DuplicateIndex:
        return DuplicateIndex(self._entries)

    @classmethod
    def from_catalog(cls, catalog: Catalog) -> Index:
        """Return the index of the papers of a catalog, of sets of them, and of entries that set options of styles."""
        papers = catalog.papers.values()
        others = [*catalog.sets_of(papers), *catalog.switches(papers)]
        return cls([*(paper.entry for paper in papers), *others])

    @property
    def keys(self) -> Sequence[str]:
        """The keys, present ones first."""
        return tuple(self._keys)

    def by_key(self, key: str) -> tuple[Entry, str] | None:
        """Return the entry that has, or had, a key, and which of the two it is."""
        entry = self._keys.get(key)
        return (entry, KEY if entry.key == key else FORMER_KEY) if entry else None

    def by_work(self, entry: Entry) -> tuple[Entry, str] | None:
        """Return the entry of the same work, and the kind of match key that both share; the most reliable decides."""
        match = self._works.find(entry)
        return (match.entry, match.by.kind) if match else None

    def members(self, key: str) -> tuple[str, ...]:
        """Return the keys of the entries that the entry of a key joins, if it is a set."""
        return members_of(self._keys[key]) if key in self._keys else ()

    def data(self, known: Mapping[str, dict[str, Any]] | None = None) -> list[dict[str, Any]]:
        """Return the data of all entries for the browser.

        :param known: those that have been made, by the keys of their entries.
        """
        return [(known or {}).get(entry.key) or data_of(entry) for entry in self._entries]


def data_of(entry: Entry) -> dict[str, Any]:
    """Return the data of an entry for the browser: its keys, marks, names and publication, and its BibTeX."""
    return {
        "key": entry.key,
        "formerKeys": list(split_list(entry.get("ids"))),
        "marks": [f"{match_key.kind} {match_key.value}" for match_key in match_keys(entry)],
        "surnames": sorted(surnames(entry.get("author"))),
        "publication": publication_of(entry),
        "parents": list(parents_of(entry)),
        "members": list(members_of(entry)),
        "bibtex": format_entry(entry, without=LEFT_OUT),
    }


def publication_of(entry: Entry) -> str:
    """Return where an entry was published, or nothing if it is a preprint."""
    place = next(filter(None, map(entry.get, ("venuekey", "booktitle", "journal", "journaltitle"))), "")
    return "" if is_preprint(entry) or not place else f"{to_text(place)} {entry.get('year')}".strip()


def parents_of(entry: Entry) -> tuple[str, ...]:
    """Return the keys of the entries that one takes in."""
    return split_list(",".join(filter(None, map(entry.get, _PARENTS))))


def members_of(entry: Entry) -> tuple[str, ...]:
    """Return the keys of the entries that a set joins under its own key (biblatex manual, section 3.14.5)."""
    return split_list(entry.get("entryset")) if entry.type == "set" else ()


class Nearest:
    """Words, to be found by what is nearly one of them: the shares of three letters in a row that two have in common.

    difflib, which the rest of the catalog uses, would take seconds for the keys of a thesis, and browsers have none.
    """

    def __init__(self, words: Iterable[str]) -> None:
        """Take in the words."""
        self._sizes: dict[str, int] = {}
        self._holders: dict[str, list[str]] = defaultdict(list)
        for word in words:
            pieces = _pieces(word)
            if word not in self._sizes:
                self._sizes[word] = len(pieces)
                for piece in pieces:
                    self._holders[piece].append(word)

    def hint(self, word: str) -> str:
        """Return `` (did you mean 'x'?)`` for the nearest word, or nothing if none is near."""
        pieces = _pieces(word)
        shared: dict[str, int] = defaultdict(int)
        for piece in pieces:
            for holder in self._holders.get(piece, ()):
                shared[holder] += 1
        best, most = "", _LEAST
        for name, number in shared.items():
            share = 2 * number / (len(pieces) + self._sizes[name])
            if share > most or (share == most and (not best or name < best)):
                best, most = name, share
        return f" (did you mean '{best}'?)" if best else ""


def _pieces(word: str) -> dict[str, None]:
    small = word.lower() if len(word) <= _LONGEST else ""
    return dict.fromkeys(small[start : start + 3] for start in range(len(small) - 2))
