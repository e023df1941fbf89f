"""Find the entries of the same work, in the TeX of any ``.bib`` file: by identifiers, or by title and authors.

The browser compares entries as well, in ``static/scripts/duplicates.js``. So nothing here needs a TeX parser.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from cardcatalog.bibtex.text import split_list
from cardcatalog.catalog.identifiers import find_identifiers

if TYPE_CHECKING:
    from cardcatalog.bibtex.entries import Entry

TITLE = "title"
"""The kind of a match key that two works may share by chance; it counts only where the authors agree."""


class MatchKey(NamedTuple):
    """The kind (``DOI``, ``arXiv``, ``OpenReview``, ``title``) and the value of a key of one work."""

    kind: str
    value: str

    @property
    def shared(self) -> str:
        """What two works with it have in common, in words: ``DOI 10.1000/182``."""
        return "title and authors" if self.kind == TITLE else f"{self.kind} {self.value}"


class Match(NamedTuple):
    """An entry of the same work, and what both share."""

    entry: Entry
    by: MatchKey


_COMMAND = re.compile(r"\\(?:([a-z]+)[ \t\n]*|[\s\S])")
_LETTERS = {
    **{name: name for name in "ae i j l o oe ss th".split()},
    "aa": "a", "dh": "d", "dj": "d", "ell": "l",
}  # fmt: skip
"""The commands that are letters. All others only format their arguments, or are not ASCII letters, such as ``α``."""

_SPELLED = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


def plain_title(tex: str) -> str:
    """Return a title or name, TeX or not, without case, accents, commands and punctuation."""
    spelled = _COMMAND.sub(lambda match: _LETTERS.get(match[1] or "", ""), tex.lower()).translate(_SPELLED)
    plain = unicodedata.normalize("NFKD", spelled)
    return re.sub(r"[^a-z0-9]", "", plain) or "".join(char for char in plain if char.isalnum())


def surnames(names: str) -> frozenset[str]:
    """Return the last words of the family names in a field of names."""
    families = (name.split(",")[0].strip(" ").split(" ")[-1] for name in names.split(" and "))
    return frozenset(filter(None, map(plain_title, families))) - {"others"}


def match_keys(entry: Entry) -> tuple[MatchKey, ...]:
    """Return the identifiers and titles by which to match an entry, the most reliable first, with former titles."""
    title, subtitle = entry.get("title"), entry.get("subtitle")
    titles = [f"{title} {subtitle}", title, *entry.get("formertitle").split(" ; ")]
    found = [MatchKey(name.kind, name.value) for name in find_identifiers(entry)]
    return tuple(dict.fromkeys([*found, *(MatchKey(TITLE, plain) for plain in map(plain_title, titles) if plain)]))


def are_related(first: Entry, second: Entry) -> bool:
    """Return whether one of two entries names the other in ``related``: then they are two works."""
    return second.key in split_list(first.get("related")) or first.key in split_list(second.get("related"))


def authors_agree(first: Entry, second: Entry) -> bool:
    """Return whether two entries may be by the same people: they share a family name, or one has no names."""
    families = surnames(first.get("author")), surnames(second.get("author"))
    return not all(families) or not families[0].isdisjoint(families[1])


class DuplicateIndex:
    """The works of a bibliography, to be found by their match keys."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        """Take in entries."""
        self._known: dict[MatchKey, list[Entry]] = defaultdict(list)
        for entry in entries:
            self.add(entry)

    def add(self, entry: Entry) -> None:
        """Take in one more entry."""
        for match_key in match_keys(entry):
            self._known[match_key].append(entry)

    def find(self, entry: Entry) -> Match | None:
        """Return the first entry of the same work, or None; the most reliable match key decides."""
        for match_key in match_keys(entry):
            for known in self._known.get(match_key, ()):
                if match_key.kind != TITLE or authors_agree(entry, known):
                    return Match(known, match_key)
        return None
