"""Reading of ``.bib`` files, whole and broken, and the canonical layout of an entry."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

import pytest

from cardcatalog.bibtex.entries import (
    PRIVATE_FIELDS,
    Entry,
    digest,
    parse_bibliography,
    read_bibliography,
    unique_entries,
)
from cardcatalog.bibtex.layout import LEADING_FIELDS, TRAILING_FIELDS, format_entry
from cardcatalog.problems import Kind, Location
from cardcatalog.text_files import decode

WHOLE = "@misc{doe2020one,\n  title = {One},\n}\n"


def read_one(text: str) -> Entry:
    """Return the only entry of a text without problems."""
    (entry,), problems = parse_bibliography(text, "refs.bib")
    assert not problems
    return entry


def an_entry(**fields: str) -> Entry:
    """Return an entry with some fields."""
    return Entry("misc", "doe2020one", MappingProxyType(fields), Location("refs.bib", 1), MappingProxyType({}))


@pytest.mark.cases("whole.txt")
def test_valid_files_are_read_without_a_problem(given: str, expected: str) -> None:
    entries, problems = parse_bibliography(given, "refs.bib")
    assert "".join(map(format_entry, entries)) == expected
    assert problems == []


def test_types_and_names_of_fields_are_in_lower_case() -> None:
    entry = read_one("@MISC{Doe2020, TITLE = {One}}")
    assert (entry.type, entry.key, dict(entry.fields)) == ("misc", "Doe2020", {"title": "One"})


def test_entries_share_their_types_names_of_fields_and_equal_values() -> None:
    entries, _problems = parse_bibliography("@misc{a, year = {2020}}\n@misc{b, year = 2020}\n", "refs.bib")
    kinds, items = {id(entry.type) for entry in entries}, [item for entry in entries for item in entry.fields.items()]
    assert len(kinds) == len({id(name) for name, _year in items}) == len({id(year) for _name, year in items}) == 1


def test_white_space_in_a_value_is_collapsed() -> None:
    assert read_one("@misc{a,\n  title = { One\n\n\tTwo  Three },\n}").get("title") == "One Two Three"


def test_an_absent_field_is_an_empty_text() -> None:
    assert read_one(WHOLE).get("author") == ""


def test_entries_and_fields_have_lines() -> None:
    entry = read_one("\n\n" + WHOLE)
    assert entry.location == Location("refs.bib", 3)
    assert entry.where("title") == Location("refs.bib", 4)
    assert entry.where("absent") == entry.location


def test_lines_are_right_after_a_broken_entry() -> None:
    entries, _ = parse_bibliography("@misc{a,\n title = {\n\n\n@misc{b,\n\n title = {B}\n}\n", "refs.bib")
    assert [(entry.location.line, entry.where("title").line) for entry in entries] == [(5, 7)]


def test_the_first_of_duplicate_fields_is_kept() -> None:
    (entry,), _ = parse_bibliography("@misc{a, title = {One}, Title = {Two}}", "refs.bib")
    assert dict(entry.fields) == {"title": "One"}


def test_keywords_in_a_field_each_are_joined() -> None:
    entries, problems = parse_bibliography("@misc{a,\n keywords = {A},\n keywords = {B C}}", "refs.bib")
    assert (entries[0].get("keywords"), problems) == ("A, B C", [])


def test_an_undefined_string_is_read_as_its_name() -> None:
    (entry,), _ = parse_bibliography("@misc{a, journal = tpami}", "refs.bib")
    assert entry.get("journal") == "tpami"


def test_the_journals_of_the_standard_styles_have_their_names_and_a_problem_since_biber_lacks_them() -> None:
    text = '@article{a, journal = JACM}\n@string{tcs = "Text"}\n@article{b, journal = tcs # " B"}'
    entries, problems = parse_bibliography(text, "refs.bib")
    assert [entry.get("journal") for entry in entries] == ["Journal of the ACM", "Text B"]
    assert [problem.value for problem in problems] == ["JACM"]


def test_strings_of_one_file_apply_to_the_next() -> None:
    strings: dict[str, str] = {}
    parse_bibliography('@string{tpami = "Transactions"}', "strings.bib", strings)
    (entry,), problems = parse_bibliography("@misc{a, journal = tpami}", "refs.bib", strings)
    assert (entry.get("journal"), problems) == ("Transactions", [])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old mac"])
def test_all_line_ends_are_accepted(end: str) -> None:
    text, problems = decode(WHOLE.replace("\n", end).encode(), "refs.bib")
    assert (text, problems) == (WHOLE, [])


def test_a_byte_order_mark_is_not_text() -> None:
    assert decode(b"\xef\xbb\xbf" + WHOLE.encode(), "refs.bib") == (WHOLE, [])


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"], ids=["unix", "windows", "old mac"])
def test_a_wrong_byte_is_one_problem_at_its_line(end: bytes) -> None:
    _, problems = decode(end.join([b"@misc{a,", b"title = {\xe9t\xe9},", b"}"]), "refs.bib")
    assert [str(problem) for problem in problems] == [
        "refs.bib:2: byte 0xe9 is not UTF-8; save the file as UTF-8 [cardcatalog.file]",
    ]


def test_an_invalid_byte_does_not_remove_its_entry(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_bytes(b"@misc{a, title = {\xe9t\xe9}}")
    entries, problems = read_bibliography(path, "refs.bib")
    assert [entry.get("title") for entry in entries] == ["\N{REPLACEMENT CHARACTER}t\N{REPLACEMENT CHARACTER}"]
    assert len(problems) == 1


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    _, problems = read_bibliography(tmp_path / "refs.bib", "bib/refs.bib")
    assert [str(problem) for problem in problems] == [
        "bib/refs.bib:1: cannot be read: No such file or directory; name an existing file [cardcatalog.file]",
    ]


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    entries, problems = read_bibliography(tmp_path, "bib")
    assert (entries, [problem.kind for problem in problems]) == ([], [Kind.FILE])


def test_the_first_of_a_key_is_kept_in_all_files() -> None:
    first, second = (parse_bibliography(WHOLE, name)[0] for name in ("a.bib", "b.bib"))
    entries, problems = unique_entries([*first, *second])
    assert entries == first
    (message,) = map(str, problems)
    assert message == (
        "b.bib:1: the key 'doe2020one' is already used by the entry at a.bib:1; "
        "remove one, or give this entry another key "
        "[cardcatalog.duplicate-key]"
    )


def test_a_key_used_three_times_is_two_problems() -> None:
    assert len(unique_entries([an_entry(title=title) for title in "abc"])[1]) == 2


def test_known_fields_have_a_fixed_order_and_others_are_sorted() -> None:
    names = [*LEADING_FIELDS, "address", "note", *TRAILING_FIELDS]
    text = format_entry(an_entry(**dict.fromkeys(reversed(names), "x")))
    assert [line.split()[0] for line in text.splitlines()[1:-1]] == names


@pytest.mark.cases("whole.txt")
def test_an_entry_round_trips(given: str, expected: str) -> None:
    before, _ = parse_bibliography(given, "refs.bib")
    after, _ = parse_bibliography(expected, "refs.bib")
    assert [(e.type, e.key, e.fields) for e in after] == [(e.type, e.key, e.fields) for e in before]


@pytest.mark.cases("whole.txt")
def test_the_layout_is_idempotent(given: str, expected: str) -> None:  # noqa: ARG001
    entries, _ = parse_bibliography(expected, "refs.bib")
    assert "".join(map(format_entry, entries)) == expected


def test_excluded_fields_are_omitted() -> None:
    assert format_entry(an_entry(title="One", note="x", year="2020"), without={"note", "year"}) == (
        "@misc{doe2020one,\n  title         = {One},\n}\n"
    )


def test_private_fields_are_those_of_the_catalog_and_of_reference_managers() -> None:
    assert {
        "category",
        "venuekey",
        "code",
        "creationdate",
        "abstract",
        "file",
        "bdsk-file-2",
        "bdsk-file-14",
    } <= PRIVATE_FIELDS
    assert PRIVATE_FIELDS.isdisjoint({"title", "author", "keywords", "doi", "eprint", "ids", "note", "crossref"})


def test_a_fingerprint_depends_on_content_alone() -> None:
    one = an_entry(title="One Two", year="2020").fingerprint
    for same in (
        "@misc{doe2020one, title = {One Two}, year = {2020}}",
        "% moved\n\n@MISC{doe2020one,\n  YEAR = 2020,\n  title = {One\n  Two},\n}",
    ):
        assert read_one(same).fingerprint == one
    others = [
        "@book{doe2020one, title = {One Two}, year = {2020}}",
        "@misc{doe2020two, title = {One Two}, year = {2020}}",
        "@misc{doe2020one, title = {Two}, year = {2020}}",
        "@misc{doe2020one, title = {One Two}, note = {2020}}",
        "@misc{doe2020one, title = {One Two}, year = {2020}, note = {}}",
    ]
    assert len({one, *(read_one(text).fingerprint for text in others)}) == 1 + len(others)


def test_a_digest_depends_on_where_texts_end() -> None:
    assert digest("ab", "c") != digest("a", "bc")


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"], ids=["unix", "windows", "old mac"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["without a mark", "with a mark"])
def test_a_wrong_byte_that_begins_a_line_is_a_problem_at_that_line(mark: bytes, end: bytes) -> None:
    _, (problem,) = decode(mark + b"a" + end + b"\xff", "refs.bib")
    assert (problem.location.line, problem.message[:9]) == (2, "byte 0xff")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_in_utf_16_is_read_and_is_a_problem(encoding: str) -> None:
    text, problems = decode(WHOLE.encode(encoding), "refs.bib")
    assert (text, [problem.message for problem in problems]) == (
        WHOLE,
        ["the file is in UTF-16; save it as UTF-8"],
    )


@pytest.mark.parametrize(("header", "codec"), [("Cp1252", "cp1252"), ("ISO8859_2", "iso8859-2"), ("GBK", "gbk")])
def test_an_encoding_that_the_file_names_is_used_and_is_a_problem(header: str, codec: str) -> None:
    text = f"% Encoding: {header}\n\n@misc{{a, title = {{\u00fc}}}}"
    assert decode(text.encode("utf-8"), "refs.bib") == (text, [])
    found, problems = decode(text.encode(codec), "refs.bib")
    assert found == text
    assert [(row.location.line, row.message) for row in problems] == [(1, f"the file is in {codec}; save it as UTF-8")]


@pytest.mark.parametrize("header", ["rot13", "unicode_escape", "nothing", "hex"])
def test_an_encoding_that_is_not_for_text_is_not_used(header: str) -> None:
    _, (problem,) = decode(f"% Encoding: {header}\n".encode() + b"\xff", "refs.bib")
    assert problem.message.startswith("byte 0xff")


def test_only_a_control_character_itself_is_removed_and_reported(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_bytes(b"@misc{a,\n  title = {A\x01B\x00},\n}")
    (entry,), problems = read_bibliography(path, "refs.bib")
    assert entry.get("title") == "A\N{REPLACEMENT CHARACTER}B\N{REPLACEMENT CHARACTER}"
    assert [str(problem) for problem in problems] == [
        "refs.bib:2: the control character U+0001 is not allowed in text; remove it [cardcatalog.file]"
    ]


def test_strings_that_would_fill_the_memory_are_a_problem() -> None:
    text = '@string{s0 = "lol"}\n' + "".join(f"@string{{s{n + 1} = s{n} # s{n}}}\n" for n in range(40))
    entries, problems = parse_bibliography(f"{text}@misc{{a, title = s1}}\n", "refs.bib")
    assert problems[0].message.endswith("grows too long by @string; put its text in braces")
    assert problems[0].location.line == 22
    assert [entry.get("title") for entry in entries] == ["lollol"]


@pytest.mark.parametrize(
    ("first", "second"), [("case", "Case"), ("caf\u00e9", "cafe\u0301"), ("\uac00", "\u1100\u1161")]
)
def test_keys_that_collide_on_some_file_systems_are_duplicates(first: str, second: str) -> None:
    entries, _ = parse_bibliography(f"@misc{{{first}, title = {{A}}}}\n@misc{{{second}, title = {{B}}}}\n", "refs.bib")
    kept, problems = unique_entries(entries)
    assert ([entry.key for entry in kept], [problem.location.line for problem in problems]) == ([first], [2])
