"""Files of BibTeX rewritten entry by entry: only the intended text changes."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from cardcatalog.bibtex.entries import Entry, parse_bibliography
from cardcatalog.bibtex.rewrite import RawEntry, divide, format_text, insert, join, rewrite
from cardcatalog.bibtex.scan import scan

MESSY = r"""

% head

@String{jmlr = "JMLR"}
@string{x = jmlr # " y"}
@preamble{ "\newcommand" }

% about b
@Misc{b, title = "x  y" # jan # {z}, YEAR=2020, journal = jmlr } % tail
% more

@article(A1,
  author = {Doe, J.
   and Roe, R.},
  title={a}, title={b},
)
free text
@comment{jabref-meta: foo;}
@misc{broken key, title = {left as it is}}

@misc{c,
  title         = {x},
}
"""

TIDY = r"""% head

@String{jmlr = "JMLR"}
@string{x = jmlr # " y"}
@preamble{ "\newcommand" }

% about b
@misc{b,
  title         = "x y" # jan # {z},
  journal       = jmlr,
  year          = {2020},
} % tail
% more

@article{A1,
  title         = {a},
  title         = {b},
  author        = {Doe, J. and Roe, R.},
}

free text
@comment{jabref-meta: foo;}
@misc{broken key, title = {left as it is}}

@misc{c,
  title         = {x},
}
"""

SORTED = "@misc{a,\n  title         = {A},\n}\n\n% note\n@misc{c,\n  title         = {C},\n}\n"


def entry(key: str) -> Entry:
    """Return an entry with a key."""
    ((found,), _problems) = parse_bibliography(f"@misc{{{key}, title = {{New}}}}", "refs.bib")
    return found


NEW = "@misc{KEY,\n  title         = {New},\n}\n"


@pytest.mark.parametrize(
    "text", [MESSY, TIDY, SORTED, "", "\n\n", "text", "@misc{a}", "@misc{a,", "\n@misc{a, b = {c}} x"]
)
def test_the_pieces_of_a_file_are_the_file(text: str) -> None:
    assert join(divide(text)) == text


def test_entries_are_formatted_and_other_text_is_kept() -> None:
    assert format_text(MESSY) == TIDY


@pytest.mark.parametrize("sort", [False, True])
def test_formatting_is_idempotent(sort: bool) -> None:  # noqa: FBT001  (pytest hands it over by name)
    once = format_text(MESSY, sort=sort)
    assert format_text(once, sort=sort) == once


@pytest.mark.parametrize("sort", [False, True])
def test_a_formatted_file_holds_the_same_entries(sort: bool) -> None:  # noqa: FBT001  (pytest hands it over by name)
    before, _problems = parse_bibliography(MESSY, "refs.bib")
    after, _problems = parse_bibliography(format_text(MESSY, sort=sort), "refs.bib")
    assert {row.fingerprint for row in before} == {row.fingerprint for row in after}


def test_spaces_in_a_concatenation_are_kept() -> None:
    text = '@string{x = {X}}\n@misc{a, title = x # " and\n  " # {  Y }, year = {  2020 }}\n'
    (before,), _problems = parse_bibliography(text, "refs.bib")
    (after,), _problems = parse_bibliography(format_text(text), "refs.bib")
    assert (after.get("title"), after.fingerprint) == ("X and Y", before.fingerprint)


@pytest.mark.cases("broken.txt")
@pytest.mark.parametrize("sort", [False, True])
def test_formatting_keeps_the_text_of_broken_blocks(given: str, expected: str, sort: bool) -> None:  # noqa: ARG001, FBT001
    text = "".join(format_text(given, sort=sort).split())
    assert all("".join(block.text.split()) in text for block in scan(given) if block.faults)


CASES = tomllib.loads((Path(__file__).parent / "data" / "apart.toml").read_text("utf-8"))["case"]
APART = {case["reason"]: case["text"] for case in CASES}


@pytest.mark.parametrize("reason", APART)
def test_formatting_keeps_entries_that_programs_read_differently(reason: str) -> None:
    assert format_text(APART[reason]) == APART[reason], reason


@pytest.mark.parametrize("text", ["", "\n \n"])
def test_an_empty_file_stays_empty(text: str) -> None:
    assert format_text(text) == ""


def test_sorting_moves_the_comment_above_an_entry_with_it() -> None:
    first, second = SORTED.rstrip("\n").split("\n\n")
    assert format_text(f"% head\n\n{second}\n\n{first}\n", sort=True) == f"% head\n\n{SORTED}"


def test_sorting_keeps_strings_above_their_uses() -> None:
    text = "@misc{b, title = {B}}\n@string{x = {X}}\n@misc{a, title = x}\n"
    assert format_text(text, sort=True).index("@string") < format_text(text, sort=True).index("@misc{a")


def test_sorting_puts_crossref_parents_last() -> None:
    text = "@proceedings{a, title = {A}}\n@inproceedings{b, crossref = {a}}\n"
    assert [chunk.entry.key for chunk in divide(format_text(text, sort=True)) if chunk.entry] == ["b", "a"]


@pytest.mark.parametrize(
    ("before", "key", "after"),
    [
        (SORTED, "b", SORTED.replace("% note", NEW.replace("KEY", "b") + "\n% note")),
        (SORTED, "d", SORTED + "\n" + NEW.replace("KEY", "d")),
        (SORTED, "0", NEW.replace("KEY", "0") + "\n" + SORTED),
        ("% on a\n" + SORTED, "0", NEW.replace("KEY", "0") + "\n% on a\n" + SORTED),
        ("% head\n\n" + SORTED, "0", "% head\n\n" + NEW.replace("KEY", "0") + "\n" + SORTED),
        ("@string{x = {X}}\n" + SORTED, "0", "@string{x = {X}}\n" + NEW.replace("KEY", "0") + "\n" + SORTED),
        ("\n" + SORTED, "0", "\n" + NEW.replace("KEY", "0") + "\n" + SORTED),
        ("% only a head", "a", "% only a head\n\n" + NEW.replace("KEY", "a")),
        ("", "a", NEW.replace("KEY", "a")),
        (
            "@misc{z, a={b}} % x\n\n@misc{c, a={b}}",
            "a",
            "@misc{z, a={b}} % x\n\n@misc{c, a={b}}\n\n" + NEW.replace("KEY", "a"),
        ),
        ("@misc{z, a={b}} % x", "zz", "@misc{z, a={b}} % x\n\n" + NEW.replace("KEY", "zz")),
    ],
)
def test_a_new_entry_is_inserted_in_order_and_nothing_else_changes(before: str, key: str, after: str) -> None:
    assert insert(before, entry(key)) == after


def test_several_new_entries_are_inserted_like_one_by_one() -> None:
    one_by_one = insert(insert(insert(SORTED, entry("b")), entry("0")), entry("d"))
    assert insert(SORTED, entry("b"), entry("0"), entry("d")) == one_by_one


def test_sorting_keeps_the_first_of_two_entries_with_one_key() -> None:
    text = "@misc{b, title = {B}}\n@misc{a, title = {A}}\n@misc{A, title = {Other}}\n"
    assert [chunk.entry.key for chunk in divide(format_text(text, sort=True)) if chunk.entry] == ["a", "A", "b"]


def test_sorting_moves_no_string_above_an_entry_that_it_would_change() -> None:
    text = "@misc{b, journal = s}\n@string{s = {S}}\n@misc{a, journal = s}\n"
    assert [chunk.entry.key for chunk in divide(format_text(text, sort=True)) if chunk.entry] == ["b", "a"]


def test_only_changed_entries_are_formatted() -> None:
    def change(found: RawEntry) -> RawEntry:
        return found.with_values({"title": "New", "year": ""}) if found.key == "a" else found

    text = "% c\n@misc{a, title={Old},year=1}\n@misc{b,title={Old}}\n"
    assert rewrite(text, change) == f"% c\n{NEW.replace('KEY', 'a')}@misc{{b,title={{Old}}}}\n"


def test_concatenations_are_not_plain_values() -> None:
    (chunk,) = divide('@misc{a, title = {T}, journal = jmlr, note = "x" # y, year = 2020}')
    assert chunk.entry
    assert chunk.entry.values == {"title": "T", "year": "2020"}
