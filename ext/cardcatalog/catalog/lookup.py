"""Find entries of a bibliography: by key, former key, or work; and find the word that is meant by one mistyped."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from cardcatalog.bibtex.entries import PRIVATE_FIELDS
from cardcatalog.bibtex.layout import format_entry
from cardcatalog.bibtex.text import split_list, to_text
from cardcatalog.catalog.duplicates import TITLE, MatchKey, match_keys, surnames
from cardcatalog.catalog.preprints import is_preprint

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cardcatalog.bibtex.entries import Entry
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


class _Known(NamedTuple):
    """The data of an entry in the index."""

    entry: Entry
    former_keys: tuple[str, ...]
    match_keys: tuple[MatchKey, ...]
    surnames: frozenset[str]
    publication: str


@dataclass(slots=True)
class Index:
    """The entries of a bibliography, to be found by keys and match keys."""

    _rows: list[_Known] = field(default_factory=list)
    _keys: dict[str, _Known] = field(default_factory=dict)
    _by_match_key: dict[MatchKey, list[_Known]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def from_entries(cls, entries: Iterable[Entry]) -> Index:
        """Return the index of some entries with distinct keys; their order makes no difference."""
        index = cls()
        index._rows.extend(map(_known, sorted(entries, key=lambda entry: entry.key)))
        index._keys.update({row.entry.key: row for row in index._rows})
        for row in index._rows:
            for key in row.former_keys:
                index._keys.setdefault(key, row)
            for match_key in row.match_keys:
                index._by_match_key[match_key].append(row)
        return index

    @classmethod
    def from_catalog(cls, catalog: Catalog) -> Index:
        """Return the index of the papers of a catalog, of sets of them, and of entries that set options of styles."""
        papers = catalog.papers.values()
        others = [*catalog.sets_of(papers), *catalog.switches(papers)]
        return cls.from_entries([*(paper.entry for paper in papers), *others])

    @property
    def keys(self) -> Sequence[str]:
        """The keys, present ones first."""
        return tuple(self._keys)

    def by_key(self, key: str) -> tuple[Entry, str] | None:
        """Return the entry that has, or had, a key, and which of the two it is."""
        row = self._keys.get(key)
        return (row.entry, KEY if row.entry.key == key else FORMER_KEY) if row else None

    def by_work(self, entry: Entry) -> tuple[Entry, str] | None:
        """Return the entry of the same work, and the kind of match key that both share; the most reliable decides."""
        names = surnames(entry.get("author"))
        for match_key in match_keys(entry):
            for row in self._by_match_key.get(match_key, ()):
                is_same = match_key.kind != TITLE or not names or not row.surnames or not names.isdisjoint(row.surnames)
                if is_same:
                    return row.entry, match_key.kind
        return None

    def members(self, key: str) -> tuple[str, ...]:
        """Return the keys of the entries that the entry of a key joins, if it is a set."""
        return members_of(self._keys[key].entry) if key in self._keys else ()

    def publication(self, entry: Entry) -> str:
        """Return where an entry of the index was published, or nothing if it is a preprint."""
        return self._keys[entry.key].publication

    def data(self) -> list[dict[str, Any]]:
        """Return the data for the browser: for each entry its keys, marks, names and publication, and its BibTeX."""
        return [
            {
                "key": row.entry.key,
                "formerKeys": list(row.former_keys),
                "marks": [f"{match_key.kind} {match_key.value}" for match_key in row.match_keys],
                "surnames": sorted(row.surnames),
                "publication": row.publication,
                "parents": list(parents_of(row.entry)),
                "members": list(members_of(row.entry)),
                "bibtex": format_entry(row.entry, without=LEFT_OUT),
            }
            for row in self._rows
        ]


def _known(entry: Entry) -> _Known:
    place = next(filter(None, map(entry.get, ("venuekey", "booktitle", "journal", "journaltitle"))), "")
    publication = "" if is_preprint(entry) or not place else f"{to_text(place)} {entry.get('year')}".strip()
    return _Known(entry, split_list(entry.get("ids")), match_keys(entry), surnames(entry.get("author")), publication)


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
