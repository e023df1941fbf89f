"""Rewrite the text of a ``.bib`` file entry by entry, and keep all other text verbatim."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from cardcatalog.bibtex.entries import Entry, collapse_whitespace
from cardcatalog.bibtex.layout import field_rank, format_entry, in_braces, lay_out
from cardcatalog.bibtex.scan import scan
from cardcatalog.bibtex.strict import StrictReadings, is_one_text

if TYPE_CHECKING:
    from cardcatalog.bibtex.blocks import Block


@dataclass(frozen=True, slots=True)
class RawEntry:
    """An entry as its file has it: strings are not put in, and a field may be there twice."""

    type: str
    key: str
    fields: tuple[tuple[str, tuple[str, ...]], ...]
    """Names in lower case, and what each value joins by ``#``: texts in braces, or names of strings."""

    @property
    def text(self) -> str:
        """The entry in the canonical layout, without a newline at its end."""
        return lay_out(self.type, self.key, ((name, " # ".join(parts)) for name, parts in self.fields)).rstrip("\n")

    @property
    def values(self) -> dict[str, str]:
        """The fields that are plain text, without their braces."""
        return {name: parts[0][1:-1] for name, parts in self.fields if len(parts) == 1 and parts[0][0] == "{"}

    def with_values(self, values: Mapping[str, str]) -> RawEntry:
        """Return the entry with these texts in its fields; an empty text removes a field."""
        kept = tuple((name, parts) for name, parts in self.fields if name not in values)
        new = tuple((name, (in_braces(value),)) for name, value in values.items() if value)
        return replace(self, fields=kept + new)

    def in_order(self) -> RawEntry:
        """Return the entry with its fields in the canonical order."""
        return replace(self, fields=tuple(sorted(self.fields, key=lambda field: field_rank(field[0]))))


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a file: an entry that all programs read alike, or any other text; and the white space after it."""

    text: str
    gap: str
    entry: RawEntry | None = None

    @property
    def ends_line(self) -> bool:
        """Whether the next piece begins on another line."""
        return "\n" in self.gap


def divide(text: str) -> list[Chunk]:
    """Divide the text of a file into entries and what is around them; joined, they are that text again."""
    chunks: list[Chunk] = []
    strict = StrictReadings(text)
    position = 0
    for block in scan(text):
        rest = block.text
        if not block.kind and chunks:
            rest = rest.lstrip()
            chunks[-1] = replace(chunks[-1], gap=chunks[-1].gap + block.text.removesuffix(rest))
        start, position = position, position + len(block.text)
        chunks += _chunks(block, rest, is_safe=_is_safe(block, start, strict))
    return chunks


def _chunks(block: Block, text: str, *, is_safe: bool) -> Iterator[Chunk]:
    """Yield a block as one piece, or text as one for each paragraph."""
    if block.kind and block.is_closed:
        yield Chunk(text, "", _raw_entry(block) if is_safe else None)
        return
    for paragraph in filter(None, _PARAGRAPH.findall(text)):
        bare = paragraph.rstrip()
        yield Chunk(bare, paragraph[len(bare) :])


_PARAGRAPH = re.compile(r"(?:(?!\n[ \t]*\n).)*\s*", re.DOTALL)
"""Text up to a blank line, and the white space after it."""


def join(chunks: Iterable[Chunk]) -> str:
    """Return the text of a file."""
    return "".join(chunk.text + chunk.gap for chunk in chunks)


def _is_safe(block: Block, start: int, strict: StrictReadings) -> bool:
    """Return whether all programs read an entry alike; in another layout some could read anything else otherwise."""
    if not block.is_entry or block.faults or _APART.search(block.text):
        return False
    names = {name for name, _parts, _line in block.fields}
    if len({name.lower() for name in names}) < len(names):
        return False  # two spellings of a field are two fields to bibtexparser
    has_marks = "\\" in block.text or '"' in block.text
    if has_marks and not all(_is_plain(part) for _name, parts, _line in block.fields for part in parts):
        return False
    head = start + block.text.index("@")
    opening = head + len(block.text[head - start :].replace("(", "{").partition("{")[0])
    return strict.agree_on(head, opening, start + len(block.text))


def _is_plain(part: str) -> bool:
    """Return whether a part ends at the same place if a brace with a backslash counts, and a quote within braces."""
    if part[0] not in '{"':
        return True
    if part[0] == '"' and '"' in part[1:-1].replace('\\"', ""):
        return False
    return part[-2] != "\\" and is_one_text(part) and is_one_text(_ESCAPED.sub("", part))


_ESCAPED = re.compile(r"\\[{}]")
_APART = re.compile(r"\\\\[{}]|.\n\s*@|@\s|@\w+\s*\n", re.DOTALL)
"""Text that bibtexparser reads otherwise: a brace after two backslashes, and a line of a value that begins a block."""


def _raw_entry(block: Block) -> RawEntry:
    fields = tuple((name.lower(), _canonical(parts)) for name, parts, _line in block.fields)
    return RawEntry(block.kind, block.key, fields)


def _canonical(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Return a value in braces; the parts of a joined value stay, since not all programs join them."""
    if len(parts) > 1:
        return tuple(re.sub(r"\s+", " ", part) for part in parts)
    (part,) = parts
    if part[0] in '{"':
        return (in_braces(collapse_whitespace(part[1:-1])),)
    return (in_braces(part) if part.isdecimal() else part,)


def rewrite(text: str, change: Callable[[RawEntry], RawEntry]) -> str:
    """Return the text of a file with entries changed; unchanged ones are kept verbatim."""
    return join(
        replace(chunk, text=changed.text)
        if chunk.entry and (changed := change(chunk.entry)) != chunk.entry
        else chunk
        for chunk in divide(text)
    )  # fmt: skip


def format_text(text: str, *, sort: bool = False) -> str:
    """Return the text of a file in the canonical layout: entries laid out, one blank line around each.

    Comments, strings, preambles and broken blocks are kept verbatim.

    :param sort: order entries by key; those that others inherit from (``crossref``) come last, as BibTeX requires.
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
    """Order entries by key, each with the comment directly above it or after it on its line.

    The order stays where something depends on it: what a string means that is defined again, and where a block ends
    that has a fault.
    """
    groups = _groups(chunks)
    if any(_FAULTY.match(chunk.text) for chunk in chunks if not chunk.entry):
        return chunks
    if _depends_on_order_of_strings(chunks):
        return chunks
    parents = {chunk.entry.values.get("crossref", "").casefold() for chunk in chunks if chunk.entry}
    first = next((number for number, (entry, _group) in enumerate(groups) if entry), len(groups))

    def place(number: int) -> tuple[int, bool, str, int]:
        entry, group = groups[number]
        if number < first:
            return 0, False, "", number
        if entry:
            return 2, entry.key.casefold() in parents, entry.key.casefold(), number
        # Strings and preambles must be above the entries that need them.
        return 1 if any(_DEFINING.search(chunk.text) for chunk in group) else 3, False, "", number

    ordered = sorted(range(len(groups)), key=place)
    rows = [groups[number][1] for number in ordered]
    for row, number, following in zip(rows, ordered, ordered[1:], strict=False):
        if following != number + 1 and row[-1].ends_line:
            row[-1] = replace(row[-1], gap="\n\n")  # or it would be close to what it has nothing to do with
    return [chunk for row in rows for chunk in row]


def _depends_on_order_of_strings(chunks: list[Chunk]) -> bool:
    """Return whether a string is defined twice, or below an entry that names it."""
    seen: set[str] = set()
    for chunk in chunks:
        if chunk.entry:
            seen |= {part.casefold() for _name, parts in chunk.entry.fields for part in parts if part[0] not in '{"'}
            continue
        defined = {name.casefold() for name in _STRING.findall(chunk.text)}
        if defined & seen or len(defined) < len(_STRING.findall(chunk.text)):
            return True
        seen |= defined
    return False


_STRING = re.compile(r"@string\s*[{(]\s*([^\s=#{}(),]+)", re.IGNORECASE)  # BibTeX finds it within a line, too
_FAULTY = re.compile(r"\s*@(?!(?:string|preamble|comment)\b)", re.IGNORECASE)
_DEFINING = re.compile(r"@(?:string|preamble)\b", re.IGNORECASE)


def _groups(chunks: list[Chunk]) -> list[tuple[RawEntry | None, list[Chunk]]]:
    """Return chunks in groups that stay together: an entry with the text next to it, or other text."""
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

    The existing text is kept verbatim.
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
        place += 1  # a comment after the entry, on its line
    ended = [*chunks[:place], replace(chunks[place], gap="\n\n")]
    return [*ended, replace(new, gap=chunks[place].gap if chunks[place].ends_line else "\n"), *chunks[place + 1 :]]


def _belongs_to_next(chunk: Chunk) -> bool:
    """Return whether a piece is a comment directly above the next piece."""
    return bool(chunk.text) and chunk.gap.count("\n") <= 1 and not chunk.text.startswith("@")


def _ended(chunks: list[Chunk]) -> list[Chunk]:
    """Return chunks with a blank line after the last one."""
    return [*chunks[:-1], replace(chunks[-1], gap="\n\n")] if chunks else []
