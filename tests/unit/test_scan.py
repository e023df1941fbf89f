"""The grammar of BibTeX: blocks, their fields, where they end, and how a fault is recovered from."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from cardcatalog.bibtex import forms
from cardcatalog.bibtex import scan as scanner
from cardcatalog.bibtex.scan import scan


def entries(text: str) -> dict[str, dict[str, str]]:
    """Return the complete entries of a text by key: the sources of their fields, joined parts with a ``#``."""
    return {
        block.key: {name: "#".join(parts) for name, parts, _line in block.fields}
        for block in scan(text)
        if block.is_entry and block.is_complete
    }


def faults(text: str) -> list[str]:
    """Return the faults of a text, each with its line."""
    return [f"{fault.line}: {fault.message}" for block in scan(text) for fault in block.faults]


TEXTS = [
    *("", "\n", "text", "@", "@{", "@misc", "@misc{", "@misc{a", "@misc{a,", "@misc{a, b", "@misc{a, b =", "}"),
    *("@misc{a, b = {", "@misc{a, b = c # ", "@comment", "@comment{", "@comment(x)", "@preamble{", "@preamble(x)"),
    *("@string{", "@string(a=b)", "  @misc{a}  @misc{b} x\n\t@misc(c)\n", "@misc{a, b = {@misc{c}\n@misc{d}}}"),
    "@misc{a,\n@misc{b,\n}\n}",
]


@pytest.mark.parametrize("text", TEXTS)
def test_blocks_joined_are_the_text(text: str) -> None:
    assert "".join(block.text for block in scan(text)) == text


def test_a_block_has_its_kind_key_fields_and_lines() -> None:
    text, block = scan('x\n\n@MISC{Doe2020,\n  Title = {A} #\n b # "c",\n year = 2020\n}')
    assert (text.kind, text.text) == ("", "x\n\n")
    assert (block.kind, block.key, block.line) == ("misc", "Doe2020", 3)
    assert block.fields == (("Title", ("{A}", "b", '"c"'), 4), ("year", ("2020",), 6))
    assert block.is_complete
    assert block.is_closed


IN_VALUES = [
    "@article{a, title = {One}, abstract = {We follow\n  @example{sic} and more.}}",
    "@article{a, title = {One}, abstract = {We follow\n  @example (2019) and more.}}",
    '@article{a, title = {One}, abstract = "We follow\n  @list{x} and more."}',
    "@article{a, title = {One}, abstract = {An entry is\n@book{b,\n title = {Two},\n}\nand so on.},\n year = 2020}",
    "@article{a, title = {One}, abstract = {\n@misc\n{ { x } @ {CLEF} a@b.org}}}",
]


@pytest.mark.parametrize("text", IN_VALUES)
def test_block_syntax_within_a_value_is_text(text: str) -> None:
    after = "\n@misc{z, title = {Z}}\n"
    assert list(entries(text + after)) == ["a", "z"]
    assert faults(text + after) == []


@pytest.mark.parametrize(
    "text",
    [
        *("@commentary{a, title = {A}}", "@Comments{a, title = {A}}", "@my-type{a, title = {A}}"),
        *("@my:type.x{a, title = {A}}", "@\n:MaNuAl  (a, title = {A})", "legal things.@\n\n:MaNuAl  (a, title = {A})"),
    ],
)
def test_any_word_is_a_type(text: str) -> None:
    assert list(entries(text)) == ["a"]


HIDDEN = ["% @misc{a, title = {A}}", "text % @misc{a}", "@comment{at a@b.org {x}}", "%@misc{a,\n% title = {A},\n%}"]


@pytest.mark.parametrize("text", HIDDEN)
def test_comments_hide_entries(text: str) -> None:
    assert entries(f"{text}\n@misc{{b, title = {{B}}}}") == {"b": {"title": "{B}"}}
    assert faults(text) == []


@pytest.mark.parametrize("inner", ["\n@misc{a, title = {A}}\n", "\nsee @string(a = {A})", "{\n@a {}\n@b {}}"])
def test_an_entry_in_a_comment_that_bibtex_reads_is_a_fault(inner: str) -> None:
    text = f"@comment{{{inner}}}\n@misc{{b, title = {{B}}}}"
    assert list(entries(text)) == ["b"]
    assert faults(text) == [
        "2: @comment hides this entry here and from Biber, but not from BibTeX; remove the '@' of the entry"
    ]


def test_a_comment_without_an_end_hides_its_line_alone() -> None:
    text = "@comment{a { b {\n@misc{c, title = {C}}\n}"
    assert list(entries(text)) == ["c"]
    assert faults(text) == []


RECOVERED = {
    "a doubled comma": ("title = {A},, year = 2020", "1: expected a field before this ','; remove it"),
    "a comment on a line": (
        "title = {A},\n% note = {N,\nyear = 2020",
        "2: BibTeX has no comments within entries; remove this one, or move it out of the entry",
    ),
    "a comment after a value": (
        "title = {A}, % the, first\nyear = 2020 % and, so on\n",
        "1: BibTeX has no comments within entries; remove this one, or move it out of the entry",
    ),
    "a comment before a comma": (
        "title = {A} % one\n, year = 2020",
        "1: BibTeX has no comments within entries; remove this one, or move it out of the entry",
    ),
    "a comment within a value": (
        "title =% one\n {A}, year % two\n= 2020",
        "1: BibTeX has no comments within entries; remove this one, or move it out of the entry",
    ),
    "a missing comma": ("title = {A}\n year = 2020", "1: expected ',' after the value of 'title'; add it"),
    "a missing equals sign": ("title {A}, year = 2020", "1: expected '=' after 'title'; add it"),
    "an early closing brace": (
        "title = {A}},\n year = 2020",
        "1: this '}' ends the entry before its last field; remove it",
    ),
    "an early closing brace at the end of a line": (
        "title = {A}}\n year = 2020",
        "1: this '}' ends the entry before its last field; remove it",
    ),
}


@pytest.mark.parametrize("case", RECOVERED)
def test_a_harmless_fault_is_reported_and_keeps_the_entry(case: str) -> None:
    fields, fault = RECOVERED[case]
    text = f"@misc{{a, {fields}}}\n@misc{{b, title = {{B}}}}"
    assert entries(text) == {"a": {"title": "{A}", "year": "2020"}, "b": {"title": "{B}"}}
    assert faults(text) == [fault]


@pytest.mark.parametrize(
    "head", ["@misc{, ", "@misc{", "@misc{two words, ", "@misc( , ", '@misc{"a", ', "@misc{a{b}, "]
)
def test_an_entry_without_a_proper_key_keeps_its_fields(head: str) -> None:
    block = next(scan(f"{head}title = {{A}}{')' if '(' in head else '}'}"))
    assert (block.key, [name for name, _parts, _line in block.fields]) == ("", ["title"])
    assert [fault.message for fault in block.faults] == ["this entry has no proper key; begin it with '@type{key,'"]


@pytest.mark.parametrize("head", ["@misc{% one\n a, ", "@misc{a % one\n, ", "@misc{a, % one\n", "@misc(% {\n%,\na,"])
def test_a_comment_next_to_a_key_is_reported(head: str) -> None:
    (block,) = scan(f"{head}title = {{A}}{')' if '(' in head else '}'}")
    assert (block.key, [name for name, _parts, _line in block.fields]) == ("a", ["title"])
    assert [fault.message[:30] for fault in block.faults] == ["BibTeX has no comments within "]


LOSSES = {
    "more after a value": ("title = {A} and more, year = 2020", "title year"),
    "two values": ("title = {A} {B}, year = 2020", "title year"),
    "a value of two words": ("title = A B,\n year = 2020", "title year"),
    "no value": ("title = , year = 2020, note = {A}", "year note"),
    "no name": ("= {A},\n year = 2020", "year"),
    "a name alone": ("title = {A}, foo, year = 2020", "title year"),
    "an open brace": ("title = {{A},\n author = {B},\n year = 2020\n", "author year"),
    "an open quote": ('title = "A,\n author = "B",\n year = 2020\n', "author year"),
    "a brace too many in quotes": ('title = "A } B", year = 2020', "year"),
    "two broken fields": ("title = , year = , note = {A}", "note"),
    "a semicolon": ("title = {A}; year = 2020", "title"),
    "no end after a number": ("title = {A}, year = 2020 \n\n@misc{x", "title year"),
    "no end": ("title = {A}, year = 2020, \n\n@misc{x", "title year"),
}


@pytest.mark.parametrize("case", LOSSES)
def test_a_fault_loses_no_field_but_its_own_and_is_reported_once(case: str) -> None:
    fields, kept = LOSSES[case]
    block = next(scan(f"@misc{{a, {fields}}}\n@misc{{b, title = {{B}}}}"))
    assert (block.key, block.is_complete, len(block.faults)) == ("a", False, 1)
    assert [name for name, _parts, _line in block.fields] == kept.split()


BROKEN = [
    *("title = , year = 2020", "= {A}", "title = {A} and more", 'title = "A, author = "B"', 'title = "A } B"'),
    *("title = {A", "title = {{A}, year = 2020", "a, b, c", "title = @misc", 'title = "A" # , year = 2020'),
    *("title", "title =", "title =="),
]


@pytest.mark.parametrize("fields", BROKEN)
def test_a_broken_entry_is_one_fault_and_does_not_affect_its_neighbours(fields: str) -> None:
    text = f"@misc{{x, title = {{X}}}}\n@misc{{a, {fields}}}\n\n@misc{{b, title = {{B}}}}\n@misc{{c, title = {{C}}}}\n"
    assert list(entries(text)) == ["x", "b", "c"]
    assert [fault[:2] for fault in faults(text)] == ["2:"]


def test_a_backslash_escapes_a_brace_unless_only_the_reading_of_bibtex_works() -> None:
    assert entries(r"@misc{a, title = {A \{ B}, year = 2020}") == {"a": {"title": r"{A \{ B}", "year": "2020"}}
    assert entries(r"@misc{a, file = {C:\}, year = 2020}") == {"a": {"file": r"{C:\}", "year": "2020"}}
    assert entries(r'@misc{a, title = "Erd\"os", file = "C:\", year = 2020}')["a"]["file"] == '"C:\\"'


OPENS = re.compile(rf'\s*({forms.NAME.pattern}\s*=\s*)?[{{"]')


class CountedForm:
    """A compiled form that counts the characters that it goes through."""

    def __init__(self, form: re.Pattern[str], log: list[int]) -> None:
        """Count in a log."""
        self._form, self._log = form, log

    def match(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """Match as the form does; one that fails within a value has gone as far as its limit."""
        found = self._form.match(text, start, len(text) if end is None else end)
        fails_within = not found and end is not None and OPENS.match(text, start)
        self._log.append(end - start if end and fails_within else found.end() - start if found else 1)
        return found

    def search(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """Search as the form does."""
        found = self._form.search(text, start, end)
        self._log.append((found.end() if found else end) - start)
        return found

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Find as the form does."""
        self._log.append(len(text))
        return self._form.finditer(text)


HOSTILE = {
    "braces that stay open": "@misc{a, title = {{One},\n",
    "braces that stay open at the end": "@misc{a, title = {One}\n",
    "quotes that stay open": '@misc{a, title = "One\n',
    "quotes that stay open in parentheses": '@misc(a, title = "One\\"\n',
    "comments that stay open": "@comment{ {\n",
    "comments in parentheses that stay open": "@comment(\n",
    "preambles in parentheses that stay open": "@preamble(\n",
    "blocks on a line": "@misc{a,",
    "deep values": "@misc{a, title = {{{{{x}}}}},\n",
    "fields that cannot be read": '@misc{a, b = {{c, d = e f,\n g = "h, i = },\n',
    "entries that end too early": "@misc{a}, b = {c}\n",
    "comments within entries": "@misc{a, %\n",
    "strings": "@string{a = b # b\n",
}


def work(text: str, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return how far each match and search goes that reads a text."""
    log: list[int] = []
    with monkeypatch.context() as patch:
        for module, names in ((forms, "FIELD JUNK ASSIGNMENT ASSIGNED RESUMED"), (scanner, "UNESCAPED ALL")):
            for name in names.split():
                patch.setattr(module, name, CountedForm(getattr(module, name), log))
        texts = {mark: (end, CountedForm(form, log)) for mark, (end, form) in forms.TEXTS.items()}
        patch.setattr(forms, "TEXTS", texts)
        list(scan(text))
    return log


@pytest.mark.parametrize("case", HOSTILE)
def test_lines_count_from_that_of_the_first(case: str) -> None:
    text = f"@misc{{z, title = {{Z}}}}\n{HOSTILE[case] * 3}"
    rows = list(scan(text))
    moved = list(scan(text, 8))
    assert [row.line for row in moved] == [row.line + 7 for row in rows]
    for place in ("fields", "faults"):
        lines = [item.line + 7 for row in rows for item in getattr(row, place)]
        assert [item.line for row in moved for item in getattr(row, place)] == lines


@pytest.mark.parametrize("case", HOSTILE)
def test_the_work_grows_with_the_length_of_the_text_alone(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    once, twice = (sum(work(HOSTILE[case] * times, monkeypatch)) for times in (200, 400))
    assert twice <= 2.1 * once


def test_a_canonical_entry_takes_one_match_a_field(monkeypatch: pytest.MonkeyPatch) -> None:
    fields = "".join(f"  f{number} = {{x}},\n" for number in range(100))
    assert len(work(f"@misc{{a,\n{fields}}}\n", monkeypatch)) <= 100 + 3


def test_an_entry_without_its_at_sign_is_reported_at_its_line() -> None:
    message = "'misc{b' does not begin an entry; write '@' before it"
    assert faults("@misc{a, title = {A}}\n\nmisc{b,\n  title = {B},\n}\n") == [f"3: {message}"]


@pytest.mark.parametrize("text", ["see list{a, b}\n", "set{a, b}\n@misc{a}\n", "f{x} = {y}\n"])
def test_text_with_braces_is_not_an_entry_without_its_at_sign(text: str) -> None:
    assert faults(text) == []


def test_the_marks_around_a_merge_conflict_are_reported_at_their_lines() -> None:
    text = "<<<<<<< HEAD\n@misc{a}\n=======\n@misc{b}\n>>>>>>> other\n"
    assert [fault.partition(":")[0] for fault in faults(text) if "merge conflict" in fault] == ["1", "5"]


def test_a_merge_conflict_within_an_entry_is_named() -> None:
    text = "@misc{a,\n  title = {A},\n<<<<<<< HEAD\n  year = {2020},\n=======\n  year = {2021},\n>>>>>>> other\n}\n"
    assert [fault.partition(";")[0] for fault in faults(text)] == ["3: a mark of a merge conflict"]


def test_a_line_of_equals_signs_in_a_comment_is_not_a_mark_of_a_conflict() -> None:
    assert faults("=======\nBooks\n=======\n@misc{a}\n") == []
