"""Rewrite the text of a ``.bib`` file entry by entry, and keep all else as it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from bibtexparser import model

from cardcatalog.bibtex.entries import field_rank, fold, format_entry, in_braces, lay_out
from cardcatalog.bibtex.syntax import KEY, NAME, PLAIN, PLAIN_FIELD, blocks_of, parts_of, pieces_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from cardcatalog.bibtex.entries import Entry


@dataclass(frozen=True, slots=True)
class RawEntry:
    """An entry as its file has it: strings are not put in, and a field may stand twice."""

    type: str
    key: str
    fields: tuple[tuple[str, str], ...]
    """Names in lower case, and values as sources: in braces, names of strings, or several joined by ``#``."""

    @property
    def text(self) -> str:
        """The entry in the canonical layout."""
        return lay_out(self.type, self.key, self.fields).rstrip("\n")

    @property
    def values(self) -> dict[str, str]:
        """The fields that are plain text, without their braces."""
        return {name: pieces[0][0] for name, source in self.fields
                if (pieces := pieces_of(source)) and len(pieces) == 1 and not pieces[0][1]}  # fmt: skip

    def with_values(self, values: Mapping[str, str]) -> RawEntry:
        """Return the entry with these texts in its fields; an empty text takes a field away."""
        kept = tuple((name, source) for name, source in self.fields if name not in values)
        new = tuple((name, in_braces(value)) for name, value in values.items() if value)
        return replace(self, fields=kept + new)

    def in_order(self) -> RawEntry:
        """Return the entry with its fields in the canonical order."""
        return replace(self, fields=tuple(sorted(self.fields, key=lambda field: field_rank(field[0]))))


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a file: an entry that can be understood, or any other text; and the white space behind it."""

    text: str
    gap: str
    entry: RawEntry | None = None

    @property
    def ends_line(self) -> bool:
        """Whether the next piece begins on another line."""
        return "\n" in self.gap


def divide(text: str) -> list[Chunk]:
    """Divide the text of a file into entries and what stands around them; joined, they are that text again."""
    return [chunk for _line, part in parts_of(text) for chunk in _chunks(part)]


def join(chunks: Iterable[Chunk]) -> str:
    """Return the text of a file."""
    return "".join(chunk.text + chunk.gap for chunk in chunks)


def _chunks(part: str) -> Iterator[Chunk]:
    entry, end = _block_in(part)
    if end:
        rest = part[end:].lstrip()
        yield Chunk(part[:end], part[end : len(part) - len(rest)], entry)
        part = rest
    for paragraph in filter(None, _PARAGRAPH.findall(part)):
        bare = paragraph.rstrip()
        yield Chunk(bare, paragraph[len(bare) :])


_PARAGRAPH = re.compile(r"(?:(?!\n[ \t]*\n).)*\s*", re.DOTALL)
"""Text up to a blank line, and the white space behind it."""


def _block_in(part: str) -> tuple[RawEntry | None, int]:
    """Return the entry with which a part begins, if it is one without a fault; and where the block ends, if it does."""
    if plain := PLAIN.fullmatch(part):
        fields = tuple((name.lower(), in_braces(fold(value))) for name, value in PLAIN_FIELD.findall(plain["fields"]))
        return RawEntry(plain["type"].lower(), plain["key"], fields), len(part.rstrip())
    block = next(iter(blocks_of(part)), None)
    if block is None or not block.raw or isinstance(block, model.ImplicitComment | model.ParsingFailedBlock):
        return None, 0
    return _raw_entry(block), part.index(block.raw) + len(block.raw)


def _raw_entry(block: model.Block) -> RawEntry | None:
    if not isinstance(block, model.Entry) or not block.entry_type or not KEY.fullmatch(block.key):
        return None
    sources = [(field.key, _canonical(field.value)) for field in block.fields]
    if not all(NAME.fullmatch(name) and source for name, source in sources):
        return None
    return RawEntry(block.entry_type.lower(), block.key, tuple((name.lower(), source) for name, source in sources))


def _canonical(source: str) -> str:
    """Return the source of a value with its texts in braces and their white space folded; nothing if it has a fault."""
    pieces = pieces_of(source) or []
    if len(pieces) > 1:  # a space at the end of a piece stands between two words
        pieces = [(re.sub(r"\s+", " ", text), is_name) for text, is_name in pieces]
    else:
        pieces = [(fold(text), is_name) for text, is_name in pieces]
    return " # ".join(text if is_name and not text.isdecimal() else in_braces(text) for text, is_name in pieces)


def rewrite(text: str, change: Callable[[RawEntry], RawEntry]) -> str:
    """Return the text of a file with entries changed; those that come back as they were stay to the letter."""
    return join(
        replace(chunk, text=changed.text)
        if chunk.entry and (changed := change(chunk.entry)) != chunk.entry
        else chunk
        for chunk in divide(text)
    )  # fmt: skip


def format_text(text: str, *, sort: bool = False) -> str:
    """Return the text of a file in the canonical layout: entries laid out, one blank line around each.

    Comments, strings, preambles and what is not understood stay to the letter.

    :param sort: order entries by key; those that others take fields from (``crossref``) come last, as BibTeX asks.
    """
    chunks = [replace(chunk, text=chunk.entry.text if chunk.entry else chunk.text) for chunk in divide(text)]
    chunks = [chunk for chunk in (_sorted(chunks) if sort else chunks) if chunk.text]
    if not chunks:
        return ""
    spaced = [replace(chunk, gap=_gap(chunk, following)) for chunk, following in pairwise(chunks)]
    return join([*spaced, replace(chunks[-1], gap="\n")]).lstrip()


def _gap(chunk: Chunk, following: Chunk) -> str:
    if chunk.gap and not chunk.ends_line:
        return " "
    # A comment or a string directly above something belongs to it.
    is_close = not chunk.entry and chunk.gap.count("\n") == 1
    return "\n" if is_close and not (following.entry and chunk.text.startswith("@")) else "\n\n"


def _sorted(chunks: list[Chunk]) -> list[Chunk]:
    """Order entries by key, each with the comment that stands directly above it or behind it on its line.

    The order stays where something depends on it: what a string stands for that is defined anew, and where a block ends
    that has a fault.
    """
    groups = _groups(chunks)
    if any(_FAULTY.match(chunk.text) for chunk in chunks if not chunk.entry):
        return chunks
    strings = [name.casefold() for chunk in chunks if not chunk.entry for name in _STRING.findall(chunk.text)]
    if len(set(strings)) < len(strings):
        return chunks
    parents = {chunk.entry.values.get("crossref", "").casefold() for chunk in chunks if chunk.entry}
    first = next((number for number, (entry, _group) in enumerate(groups) if entry), len(groups))

    def place(number: int) -> tuple[int, bool, str, str, int]:
        entry, group = groups[number]
        if number < first:
            return 0, False, "", "", number
        if entry:
            return 2, entry.key.casefold() in parents, entry.key.casefold(), entry.key, number
        # Strings and preambles must stand above what needs them.
        return 1 if any(_DEFINING.search(chunk.text) for chunk in group) else 3, False, "", "", number

    ordered = sorted(range(len(groups)), key=place)
    rows = [groups[number][1] for number in ordered]
    for row, number, following in zip(rows, ordered, ordered[1:], strict=False):
        if following != number + 1 and row[-1].ends_line:
            row[-1] = replace(row[-1], gap="\n\n")  # or it would be close to what it has nothing to do with
    return [chunk for row in rows for chunk in row]


_STRING = re.compile(r"@string\s*[{(]\s*([^\s=#{}(),]+)", re.IGNORECASE)  # BibTeX finds it within a line, too
_FAULTY = re.compile(r"\s*@(?!(?:string|preamble|comment)\b)", re.IGNORECASE)
_DEFINING = re.compile(r"@(?:string|preamble)\b", re.IGNORECASE)


def _groups(chunks: list[Chunk]) -> list[tuple[RawEntry | None, list[Chunk]]]:
    """Return chunks in groups that stay together: an entry with what stands close to it, or other text."""
    groups: list[tuple[RawEntry | None, list[Chunk]]] = []
    is_open = False
    for chunk in chunks:
        if is_open and not (chunk.entry and groups[-1][0]):
            entry, group = groups[-1]
            groups[-1] = (entry or chunk.entry, [*group, chunk])
        else:
            groups.append((chunk.entry, [chunk]))
        closes = chunk.gap.count("\n") > 1 or chunk.text.startswith("@")
        is_open = not closes or (bool(chunk.gap) and not chunk.ends_line)
    return groups


def insert(text: str, *entries: Entry) -> str:
    """Return the text of a file with more entries, each at its place if the file is in the order of keys, else last.

    All that is there stays to the letter.
    """
    chunks = divide(text)
    for entry in entries:
        chunks = _inserted(chunks, entry)
    return join(chunks)


def _inserted(chunks: list[Chunk], entry: Entry) -> list[Chunk]:
    new = Chunk(format_entry(entry).rstrip("\n"), "\n\n", RawEntry(entry.type, entry.key, ()))
    places = [number for number, chunk in enumerate(chunks) if chunk.entry]
    keys = [chunk.entry.key.casefold() for chunk in chunks if chunk.entry]
    if not places:
        return [*_ended(chunks), replace(new, gap="\n")]
    is_sorted = all(first <= second for first, second in pairwise(keys))
    before = [place for place, key in zip(places, keys, strict=True) if not is_sorted or key < entry.key.casefold()]
    if not before:
        first = places[0]
        while first and _belongs_to_next(chunks[first - 1]):
            first -= 1
        return [*chunks[:first], new, *chunks[first:]]
    place = before[-1]
    while place + 1 < len(chunks) and not chunks[place].ends_line:
        place += 1  # a comment behind the entry, on its line
    ended = [*chunks[:place], replace(chunks[place], gap="\n\n")]
    return [*ended, replace(new, gap=chunks[place].gap if chunks[place].ends_line else "\n"), *chunks[place + 1 :]]


def _belongs_to_next(chunk: Chunk) -> bool:
    """Tell whether a piece is a comment directly above what comes next."""
    return bool(chunk.text) and chunk.gap.count("\n") <= 1 and not chunk.text.startswith("@")


def _ended(chunks: list[Chunk]) -> list[Chunk]:
    """Return chunks with a blank line behind the last one."""
    return [*chunks[:-1], replace(chunks[-1], gap="\n\n")] if chunks else []
