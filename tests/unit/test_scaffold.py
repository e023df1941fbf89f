"""The tree of a new site: the tree in a file, or one that fits its entries."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cardcatalog.bibtex.entries import Entry, parse_bibliography
from cardcatalog.catalog.grouping import choose_grouping
from cardcatalog.catalog.groups import Group, jabref_groups, paths_of
from cardcatalog.catalog.taxonomy import check_taxonomy
from cardcatalog.problems import Location
from cardcatalog_tools.scaffold.plan import SiteOptions, plan_site, read_all

GROUPING = r"""
@Comment{jabref-meta: grouping:
0 AllEntriesGroup:;
1 StaticGroup:Theory\;0\;1\;0x8a8a8aff\;\;\;;
2 ExplicitGroup:A\\, b\;0\;1\;\;\;\;;
1 KeywordGroup:By keyword\;0\;keywords\;x\;0\;0\;1\;\;\;\;;
2 StaticGroup:Below a sea
rch\;0\;1\;\;\;\;;
}
"""


def entries_of(*rows: str, kind: str = "article") -> list[Entry]:
    """Return entries with these fields."""
    text = "".join(f"@{kind}{{k{number}, title = {{T}}, {row}}}\n" for number, row in enumerate(rows))
    entries, problems = parse_bibliography(text, "refs.bib")
    assert not problems
    return entries


def tree_of(entries: list[Entry], groups: list[Group] | None = None, field: str = "") -> list[tuple[str, str]]:
    """Return the chosen categories: their titles, and those of their parents."""
    grouping = choose_grouping(entries, groups or [], field)
    rows = [replace(row, location=Location("tree.toml", line)) for line, row in enumerate(grouping.categories, 1)]
    assert not list(check_taxonomy(rows, (), ()))
    titles = {row.id: row.title for row in grouping.categories}
    return [(row.title, titles.get(row.parent, "")) for row in grouping.categories]


def test_groups_of_jabref_are_read_with_their_levels() -> None:
    assert jabref_groups(GROUPING) == [
        Group(("Theory",), ("Theory",)),
        Group(("Theory", r"A\, b"), (r"A\, b",)),
        Group(("By keyword",)),
        Group(("By keyword", "Below a search"), ("Below a search",)),
    ]


def test_a_file_without_groups_has_none() -> None:
    assert not jabref_groups("@comment{jabref-meta: databaseType:bibtex;}")


def test_words_spell_out_paths() -> None:
    assert paths_of(["a > b", "a", "c"], ">") == [
        Group(("a",), ("a",)),
        Group(("a", "b"), ("a > b",)),
        Group(("c",), ("c",)),
    ]


def test_groups_without_papers_are_omitted_unless_they_are_parents() -> None:
    entries = entries_of("groups = {Below a search}", "groups = {New}")
    assert tree_of(entries, jabref_groups(GROUPING)) == [
        ("By keyword", ""),
        ("Below a search", "By keyword"),
        ("New", ""),
    ]


def test_papers_without_a_category_are_filed_under_other() -> None:
    assert tree_of(entries_of("groups = {A}", "groups = {B}", "year = 2001"))[-1] == ("Other", "")


def test_a_word_of_a_category_is_a_title_as_well() -> None:
    assert tree_of(entries_of("category = {graph-networks}", "category = {Vision}")) == [
        ("Graph networks", ""),
        ("Vision", ""),
    ]


def test_keywords_are_categories_only_if_they_can_be_looked_through() -> None:
    few = entries_of(*(f"keywords = {{w{n % 3}}}, year = 2001" for n in range(9)))
    many = entries_of(*(f"keywords = {{w{n}}}, year = 2001" for n in range(99)))
    sparse = entries_of(*(f"keywords = {{v, w{n}, x{n}}}, year = 2001" for n in range(7)))
    assert tree_of(few) == [("w0", ""), ("w1", ""), ("w2", "")]
    assert choose_grouping(many).field == "year"
    assert choose_grouping(sparse).field == "year"


def test_a_handful_of_venues_are_categories() -> None:
    entries = entries_of(*(f"journal = {{Ann. Math., Ser. {n % 2}}}" for n in range(8)))
    assert tree_of(entries) == [("Ann. Math., Ser. 0", ""), ("Ann. Math., Ser. 1", "")]


def test_types_of_one_kind_are_one_category() -> None:
    entries = [*entries_of("year = 2001"), *entries_of("year = 2001", kind="inproceedings")]
    entries += [*entries_of("year = 2001", kind="conference"), *entries_of("year = 2001", kind="misc")]
    grouping = choose_grouping(entries)
    assert [(row.title, row.aliases) for row in grouping.categories] == [
        ("Articles", ("article",)),
        ("Conference papers", ("inproceedings", "conference")),
        ("Other", ("misc",)),
    ]


@pytest.mark.parametrize(
    ("years", "titles"),
    [
        (range(2000, 2012), [str(year) for year in range(2011, 1999, -1)]),
        (range(1995, 2012), ["2010s", "2000s", "1990s"]),
        (range(1600, 2020, 10), [f"{n}00–{n}99" for n in range(20, 15, -1)]),
    ],
    ids=["years", "decades", "centuries"],
)
def test_years_are_grouped_by_spans_of_which_there_are_few(years: range, titles: list[str]) -> None:
    entries = entries_of(*(f"year = {year}" for year in years))
    assert tree_of(entries) == [(title, "") for title in titles]
    assert all(row.aliases for row in choose_grouping(entries).categories if "–" in row.title)


def test_the_field_of_categories_can_be_chosen() -> None:
    entries = entries_of("groups = {A}, date = {2020-01}", "groups = {B}, date = {2021-01}")
    assert tree_of(entries, field="year") == [("2021", ""), ("2020", "")]


def test_no_word_means_two_categories() -> None:
    groups = [Group(("X",), ("X",)), Group(("Y",), ("Y",)), Group(("Y", "x"), ("x",))]
    rows = choose_grouping(entries_of("groups = {x}", "groups = {Y}"), groups).categories
    assert [(row.id, row.title) for row in rows] == [("x", "X"), ("y", "Y"), ("x-2", "x")]


@pytest.mark.parametrize("word", ["C, C++", "[x], x", "index", "é, e", "日本語"])
def test_keywords_of_any_kind_make_a_glossary_without_a_fault(word: str) -> None:
    text = f"@misc{{a, title = {{T}}, author = {{A, B}}, year = 2001, keywords = {{{word}}}}}\n"
    read = read_all({"a.bib": text.encode()}, {"a.bib": "a.bib"})
    assert not plan_site(read, SiteOptions("T")).problems


def test_a_file_is_copied_byte_for_byte() -> None:
    data = "\ufeff@misc{a,\r\n title = {T}}\r\n".encode()
    read = read_all({"a.bib": data}, {"a.bib": "a.bib"})
    assert plan_site(read, SiteOptions("T")).files["bib/a.bib"] == data


def test_a_control_character_is_reported_as_by_a_build() -> None:
    read = read_all({"a.bib": b"@misc{a, title = {T\x07}}\n"}, {"a.bib": "lib/a.bib"})
    assert [(str(row.location), "U+0007" in row.message) for row in read.problems] == [("lib/a.bib:1", True)]
