"""Entries that have been read before are taken over, and all is as if the whole file had been read."""

from __future__ import annotations

from random import Random

import pytest

from cardcatalog.bibtex import known_entries
from cardcatalog.bibtex.entries import Reader, parse_bibliography
from cardcatalog.bibtex.known_entries import KnownEntries
from tests.calls import note_calls

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
    "@STRING (jn = {Proceedings})\n",
    "@misc{k, title = {K}} @string{x = {In a line}}\n",
    "@string{x = {X\n",
    "@misc{l, title = {L},\n note = {write to a@string.org\n@string{x = {Y}}\n}}\n",
    "@comment{ @misc{j, title = {J}} }\n",
    "@comment{\n",
    "@preamble{ {x} }\n",
    "words % @misc{k, title = {K}}\n",
    "} \n",
    ", note = {Words\n",
    "@misc{m, title = {M}}}}\n",
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


@pytest.mark.parametrize("text", ["@string{jn = {J}}\n", "@misc{b, title = {B}}\n"])
def test_a_field_after_its_entry_may_end_after_what_has_been_read(text: str) -> None:
    before = f"@misc{{a, title = {{A}}}}\n, note = {{N\n{text}"
    known = KnownEntries()
    content(f"{before}@misc{{c, title = {{C}}}}\n", known)
    after = f"{before}@misc{{c, title = {{C}}}}\n}}}}\n"
    assert content(after, KnownEntries(known.after)) == content(after)


def entries(count: int, journal: str = "{J}") -> list[str]:
    """Return the texts of some entries."""
    return [f"@misc{{k{number},\n title = {{T {number}}},\n journal = {journal}\n}}\n\n" for number in range(count)]


def read_again(before: str, after: str, monkeypatch: pytest.MonkeyPatch, **strings: str) -> list[str]:
    """Return the keys of the entries that are read of a text after another one has been read."""
    known = KnownEntries()
    parse_bibliography(before, "refs.bib", dict(strings), known.read)
    with monkeypatch.context() as patch:
        keys = note_calls(patch, Reader, "read_entry", lambda _reader, block: block.key)
        parse_bibliography(after, "refs.bib", dict(strings), KnownEntries(known.after).read)
    return keys


@pytest.mark.parametrize(
    "head",
    [
        "",
        "% Words\n",
        "@string{jn = {J}}\n",
        "\n% Words\n @STRING (jn = {J})\n@string{x = jn # {x}}\n",
        "@misc{first, title = {First}}\n@string{jn = {J}}\n",
        "@misc{first, title = {First}} @string{jn = {J}}\n",
    ],
)
def test_only_an_entry_that_has_changed_is_read_again(head: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = head + "".join(entries(50))
    again = read_again(text, f"% More\n{text.replace('T 7}', 'T Seven}')}", monkeypatch)
    assert [key for key in again if key != "first"] == ["k7"]


def test_a_string_that_has_changed_has_the_entries_after_it_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = entries(9)
    text = "".join((*rows[:4], "@string{jn = {J}}\n", *rows[4:]))
    assert read_again(text, text.replace("jn = {J}", "jn = {K}"), monkeypatch) == ["k4", "k5", "k6", "k7", "k8"]


def scanned(before: str, after: str, monkeypatch: pytest.MonkeyPatch, **strings: str) -> int:
    """Return the number of characters that are scanned of a text after another one has been read."""
    with monkeypatch.context() as patch:
        sizes = note_calls(patch, known_entries, "scan", lambda text, _line=1: len(text))
        known = KnownEntries()
        parse_bibliography(before, "refs.bib", dict(strings), known.read)
        sizes.clear()
        parse_bibliography(after, "refs.bib", dict(strings), KnownEntries(known.after).read)
    return sum(sizes)


def test_each_entry_that_has_changed_is_scanned_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = entries(200)
    changed = [row.replace("T ", "New ") if number % 2 else row for number, row in enumerate(rows)]
    count = scanned("".join(rows), "".join(changed), monkeypatch)
    assert count == sum(map(len, changed[1::2]))


def test_each_entry_with_a_string_of_an_earlier_file_is_scanned_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [pair[number % 2] for number, pair in enumerate(zip(entries(200), entries(200, "jn"), strict=True))]
    text = "".join(rows)
    assert scanned(text, text, monkeypatch, jn="J") == sum(map(len, rows[1::2]))


def test_a_text_with_a_fault_is_scanned_twice_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "".join(f"@string{{s{number} = {{x}}}}\n{row}" for number, row in enumerate(entries(200)))
    faulty = f"@misc{{a, title = {{A\n{text}"
    assert scanned(faulty, faulty, monkeypatch) <= 2 * len(faulty)


def test_the_state_of_strings_grows_with_their_own_text(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = note_calls(monkeypatch, known_entries, "digest", lambda *texts: sum(map(len, texts)))
    text = "".join(f"@string{{s{number} = {{x}}}}\n" for number in range(200))
    parse_bibliography(text, "refs.bib", read=KnownEntries().read)
    assert max(sizes) < 100
