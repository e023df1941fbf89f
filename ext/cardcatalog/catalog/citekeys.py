"""Make citation keys by the rule: family name of the first author, year, first significant word of the title."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from itertools import chain, count, product
from string import ascii_lowercase
from typing import TYPE_CHECKING

from cardcatalog.bibtex.names import to_persons
from cardcatalog.bibtex.text import split_list, to_ascii, to_text
from cardcatalog.catalog.dates import date_of

if TYPE_CHECKING:
    from cardcatalog.bibtex.entries import Entry

STOP_WORDS = frozenset(
    "a an the on in of for to with and or from via by at as into towards toward is are be can do does how what why "
    "when where which we you it its not no".split()
)
"""Words without meaning at the beginning of a title."""


def make_key(family: str, year: str, title: str) -> str:
    """Return the key of a paper before equal keys get letters: ``frantar2023gptq``.

    :param family: family name of the first author; without one the key begins with the year.
    :param year: four digits, or nothing.
    :param title: the title in Unicode.
    """
    words = [word for word in map(_letters, title.split()) if word]
    significant = next((word for word in words if word not in STOP_WORDS), "".join(words[:1]))
    return f"{_letters(family)}{_letters(year)}{significant}" or "untitled"


def key_of(entry: Entry) -> str:
    """Return the key that the rule gives an entry, before equal keys get letters."""
    return keys_of(entry)[0]


def keys_of(entry: Entry) -> list[str]:
    """Return the key that the rule gives an entry, then those that it had before publication changed year or title."""
    people, _others, _failed = to_persons(entry.get("author") or entry.get("editor"))
    family = people[0].surname if people else ""
    preprint = _ARXIV_YEAR.match(entry.get("eprint"))
    year = date_of(entry).year
    years = ["" if year is None else str(year), *([f"20{preprint[1]}"] if preprint else [])]
    titles = [entry.get("title"), *filter(None, entry.get("formertitle").split(" ; "))]
    return list(dict.fromkeys(make_key(family, year, to_text(title)) for year, title in product(years, titles)))


_ARXIV_YEAR = re.compile(r"(\d\d)[01]\d\.\d{4,5}")
"""The year of a number on arXiv since April 2007: https://info.arxiv.org/help/arxiv_identifier.html"""


def taken_keys(entries: Iterable[Entry]) -> set[str]:
    """Return the keys and former keys of entries in lower case: to BibTeX, a key in capitals is the same."""
    return {key.casefold() for entry in entries for key in (entry.key, *split_list(entry.get("ids")))}


def with_keys(entries: Iterable[Entry], others: Iterable[Entry] = ()) -> list[Entry]:
    """Return entries, those that were written without a key with the one that the rule gives them.

    :param others: entries whose keys are taken, too.
    """
    entries = list(entries)
    if all(entry.key for entry in entries):
        return entries
    taken = taken_keys([*entries, *others])
    keyed = []
    for entry in entries:
        key = entry.key or free_key(key_of(entry), taken)
        taken.add(key)
        keyed.append(entry if entry.key else replace(entry, key=key))
    return keyed


UNREAD_BY_BIBER = "()'"
"""The signs at which btparse, the parser of Biber, ends a key; BibTeX reads them."""


def are_read_by_biber(keys: Iterable[str]) -> bool:
    """Return whether Biber stops at none of some keys."""
    joined = "".join(keys)
    return not any(sign in joined for sign in UNREAD_BY_BIBER)


def keys_of_biber(entries: Iterable[Entry]) -> dict[str, str]:
    """Return the keys at which Biber stops, each with one that it reads and that no entry has, now or formerly."""
    entries = list(entries)
    taken = taken_keys(entries)
    found: dict[str, str] = {}
    for key in (entry.key for entry in entries):
        readable = re.sub(f"[{UNREAD_BY_BIBER}]+", "-", key.strip(UNREAD_BY_BIBER))
        if readable not in {"", key}:
            found[key] = free_key(readable, taken)
            taken.add(found[key].casefold())
    return found


def follows_rule(key: str, base: str) -> bool:
    """Return whether a key follows the rule, with or without letters that distinguish it from others."""
    return key.startswith(base) and _SUFFIX.fullmatch(key, len(base)) is not None


_SUFFIX = re.compile(r"([b-z]|[a-z]{2,})?")


def free_key(base: str, taken: Container[str]) -> str:
    """Return the first of ``base``, ``baseb``, ``basec``, ... that no other entry has, now or formerly.

    :param taken: keys in lower case.
    """
    return next(key for key in (f"{base}{suffix}" for suffix in _suffixes()) if key.casefold() not in taken)


def _suffixes() -> Iterator[str]:
    longer = (map("".join, product(ascii_lowercase, repeat=length)) for length in count(2))
    return chain([""], ascii_lowercase[1:], chain.from_iterable(longer))


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", to_ascii(text))
