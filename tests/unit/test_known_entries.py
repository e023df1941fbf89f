"""Entries that have been read before are taken over, and all is as if the whole file had been read."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from cardcatalog.bibtex.entries import Reader, parse_bibliography
from cardcatalog.bibtex.known_entries import KnownEntries

if TYPE_CHECKING:
    from cardcatalog.bibtex.blocks import Block

PIECES = (
    "@misc{a, title = {A},\n year = 2020}\n",
    "@misc{a, title = {Another A}}\n\n\n",
    "  @article{b,\n title = {B {nested}},\n journal = jn,\n month = jan\n}\n",
    '@book(c, title = "C" # " and more", year = {2001})\n',
    '@string{jn = "Journal"}\n',
    "@string{jn = {Journal of Others}, x = {}}\n",
    "@misc{d, title = x # {D}}\n",
    "@misc{e, title = {E}\n",
    "@misc{f, title = {F, year = 2020}\n",
    "@misc{g, title = {G}}, year = 2020}\n",
    "@misc{h, title = {H\n@misc{a, title = {A},\n year = 2020}\n}}\n",
    "@misc{i, title = {I}, title = {I again}, note = nowhere}\n",
    "@comment{ @misc{j, title = {J}} }\n",
    "@preamble{ {x} }\n",
    "words % @misc{k, title = {K}}\n",
    "} \n",
    "\n",
)


def content(text: str, known: KnownEntries | None = None) -> tuple[object, ...]:
    """Return all that is read of a text."""
    strings: dict[str, str] = {}
    found, problems = parse_bibliography(text, "refs.bib", strings, known.read if known else None)
    return [(row, row.location, dict(row.fields), dict(row.lines)) for row in found], problems, strings


@pytest.mark.parametrize("seed", range(300))
def test_a_changed_file_is_read_as_if_it_were_new(seed: int) -> None:
    rng = Random(seed)  # noqa: S311
    pieces = rng.choices(PIECES, k=rng.randrange(1, 14))
    known = KnownEntries()
    assert content("".join(pieces), known) == content("".join(pieces))
    for _change in range(3):
        pieces[rng.randrange(len(pieces))] = rng.choice(PIECES)
        pieces.insert(rng.randrange(len(pieces)), rng.choice(PIECES))
        text = "".join(pieces)
        known = KnownEntries(known.after)
        assert content(text, known) == content(text)


def test_only_an_entry_that_has_changed_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "".join(f"@misc{{k{number}, title = {{Title {number}}}}}\n\n" for number in range(50))
    known = KnownEntries()
    parse_bibliography(text, "refs.bib", read=known.read)
    keys: list[str] = []

    def note(reader: Reader, block: Block) -> None:
        keys.append(block.key)
        read(reader, block)

    read = Reader.read_entry
    monkeypatch.setattr(Reader, "read_entry", note)
    parse_bibliography(
        f"% More\n{text.replace('Title 7}', 'Title Seven}')}", "refs.bib", read=KnownEntries(known.after).read
    )
    assert keys == ["k7"]
