"""Differences between two states, described as text, and as Markdown that no text from the files can break."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from markdown_it import MarkdownIt

from cardcatalog.bibtex.entries import parse_bibliography
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.taxonomy import Category, Keyword
from cardcatalog.checks.build import check
from cardcatalog.checks.released import ReleasedKey
from cardcatalog.checks.style import lint
from cardcatalog.formats.markdown import code_span
from cardcatalog.problems import Kind, Location, Problem
from cardcatalog_tools.linting.changes import State, compare
from cardcatalog_tools.linting.diff_report import FORMATS, MAX_BYTES, MAX_FOLDED, MAX_OPEN
from cardcatalog_tools.linting.report import ColumnFinder
from tests.catalogs import catalog_of

ONE = "title = {One Thing}, author = {Doe, Jane}, year = {2020}, category = {vision}, keywords = {ptq, qat}"
TWO = "title = {Two Things}, author = {Roe, Rex}, year = {2021}, category = {llm}, eprint = {2101.00001}"
OLD = f"@misc{{doe2020one, {ONE}}}\n@misc{{roe2021two, {TWO}}}\n"
TREE = (Category(id="vision", title="Vision"), Category(id="llm", title="Language Models"))
GLOSSARY = (Keyword(id="ptq", name="PTQ"), Keyword(id="qat", name="QAT"))
HOSTILE = [
    "@everyone", "#1", "owner/repo#2", "GH-3", "`a` b", "``", "`", "[x](https://example.org)", "<img src=x onerror=y>",
    "www.example.org", "https://example.org", "x\n\n# y", "</summary></details>",
    "|a|b|", "![x](y)", "&lt;", "*b*", "\\",
]  # fmt: skip


def state(
    text: str,
    categories: Sequence[Category] = TREE,
    keywords: Sequence[Keyword] = GLOSSARY,
    released: tuple[ReleasedKey, ...] = (),
) -> State:
    """Return the state of a bibliography."""
    entries, problems = parse_bibliography(text, "refs.bib")
    catalog = Catalog.from_entries(entries, categories, keywords)
    found = [*problems, *check(catalog), *lint(catalog, date(2026, 1, 1))]
    return State(catalog, tuple(found), released)


def told(before: State, after: State, style: str = "text") -> str:
    """Return the description of a change."""
    return FORMATS[style](compare(before, after), ColumnFinder())


def sentence(new: str, old: str = OLD) -> str:
    """Return the summary in one sentence."""
    return told(state(old), state(new)).partition("\n")[0]


def test_without_changes_the_report_is_empty() -> None:
    assert told(state(OLD), state(OLD)) == "changes no paper, no key removed"


def test_the_summary_counts_papers_duplicates_words_and_keys() -> None:
    new = OLD + (
        "@misc{doe2020oneb, title = {One Thing}, author = {Doe, Jane}, year = {2020}, category = {llm}}\n"
        "@misc{poe2022new, title = {New}, author = {Poe, Pat}, year = {2022}, keywords = {W4A4}, category = {llm}}\n"
    )
    assert sentence(new) == "adds 2 papers, 1 possible duplicate of doe2020one, keyword W4A4 unknown, no key removed"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("{One Thing}", "{Another Thing}", "title One Thing becomes Another Thing"),
        ("{2020}", "{2020}, doi = {10.1000/1}", "adds doi 10.1000/1"),
        (", eprint = {2101.00001}", "", "removes eprint 2101.00001"),
        ("{vision}", "{llm}", "moves from vision to llm"),
        ("{vision}", "{llm, vision}", "moves from vision to llm, adds category vision"),
        ("{vision}", "{vision, llm}", "adds category llm"),
        ("{ptq, qat}", "{qat}", "removes keywords ptq"),
        ("{ptq, qat}", "{qat, ptq}", "keywords in another order"),
        ("@misc{doe", "@article{doe", "type misc becomes article"),
    ],
)
def test_a_changed_paper_is_reported_field_by_field(old: str, new: str, words: str) -> None:
    assert words in told(state(OLD), state(OLD.replace(old, new)))


def test_a_key_that_moved_to_ids_is_renamed_and_not_removed() -> None:
    new = OLD.replace("{doe2020one, ", "{doe2020renamed, ids = {doe2020one}, ")
    text = told(state(OLD), state(new))
    assert "renames 1 key" in text
    assert "no key removed" in text
    assert "doe2020one becomes doe2020renamed, which keeps it in 'ids'" in text


def test_a_key_that_was_only_replaced_is_removed_and_its_paper_recognised() -> None:
    text = told(state(OLD), state(OLD.replace("{doe2020one, ", "{doe2020renamed, ")))
    assert "1 key removed" in text
    assert "doe2020one becomes doe2020renamed, which must name it in 'ids'" in text


def test_a_former_key_that_is_dropped_is_removed() -> None:
    old = OLD.replace("{doe2020one, ", "{doe2020one, ids = {doe2019one}, ")
    assert "Keys that no longer lead to a paper:\n  doe2019one" in told(state(old), state(OLD))


def test_a_released_key_counts_even_if_the_later_list_lacks_it() -> None:
    released = (ReleasedKey("doe2020one", "One Thing", Location("released.tsv", 2)),)
    after = state(OLD.split("\n")[1])
    (problem,) = compare(state(OLD, released=released), after).problems
    assert (problem.kind, problem.value) == (Kind.RELEASED_KEY, "doe2020one")


def test_only_added_problems_are_new() -> None:
    old = OLD.replace("{ptq, qat}", "{pqt}")
    assert compare(state(old), state("\n\n" + old)).problems == ()
    assert [row.value for row in compare(state(old), state(old.replace("{llm}", "{lml}"))).problems] == ["lml"]


def test_fixed_problems_are_counted() -> None:
    assert "1 problem fixed" in sentence(OLD, OLD.replace("{ptq, qat}", "{pqt}"))


def test_entries_marked_as_different_are_not_duplicates() -> None:
    entry = f"@misc{{doe2020oneb, {ONE}, related = {{doe2020one}}}}\n"
    assert "duplicate" not in told(state(OLD), state(OLD + entry))


def test_changed_categories_and_keywords_are_reported() -> None:
    tree = (TREE[1], TREE[0], Category(id="speech", title="Speech"))
    glossary = (Keyword(id="ptq", name="PTQ", definition="After training."),)
    text = told(state(OLD), state(OLD, tree, glossary))
    assert "adds 1 category, changes 1 keyword, removes 1 keyword" in text
    for line in ("category speech added", "definition of keyword ptq changed", "keyword qat removed"):
        assert f"  {line}\n" in f"{text}\n"
    assert "the order of categories changes" in text


@pytest.mark.parametrize("style", FORMATS)
def test_the_report_is_reproducible(style: str) -> None:
    new = OLD.replace("One", "Won") + "@misc{poe2022new, title = {New}, keywords = {x, y}}"
    assert told(state(OLD), state(new), style) == told(state(OLD), state(new), style)


def titled(title: str) -> State:
    """Return a state with a paper that is called and filed in a hostile way."""
    added = State(catalog_of("@misc{a, title = {x}}"))
    ((key, paper),) = added.catalog.papers.items()
    object.__setattr__(paper, "title", title)
    assert key == "a"
    problem = Problem(Location("refs.bib", 1), f"unknown keyword {title!r}", Kind.UNKNOWN_KEYWORD, title)
    return State(added.catalog, (problem,))


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_in_a_file_is_escaped(text: str) -> None:
    markdown = told(State(Catalog.from_entries([])), titled(text), "markdown")
    inlines = [token for token in MarkdownIt("commonmark").enable("table").parse(markdown) if token.type == "inline"]
    kinds = {child.type for token in inlines for child in token.children or []}
    assert kinds <= {"text", "code_inline", "strong_open", "strong_close", "softbreak"}
    outside = "".join(child.content for token in inlines for child in token.children or [] if child.type == "text")
    assert not set("@#<>`[]|*\\&.") & set(outside)  # nor is anything a mention, a reference or a link to GitHub


@pytest.mark.parametrize("text", [row for row in HOSTILE if "\n" not in row])
def test_a_code_span_shows_its_text_verbatim(text: str) -> None:
    (inline,) = [token for token in MarkdownIt().parse(f"x {code_span(text)} y") if token.type == "inline"]
    assert [child.content for child in inline.children or []] == ["x ", text, " y"]


def test_bidirectional_control_characters_are_removed() -> None:
    assert "\u202e" not in told(State(Catalog.from_entries([])), titled("a\u202eb"), "markdown")


def many(count: int, title: str = "T") -> State:
    """Return a state with many papers."""
    return State(Catalog.from_entries(parse_bibliography(
        "\n".join(f"@misc{{k{number:05}, title = {{{title} {number}}}}}" for number in range(count)), "refs.bib",
    )[0]))  # fmt: skip


def test_many_changes_are_folded_in_markdown_and_counted_in_text() -> None:
    nothing = State(Catalog.from_entries([]))
    assert f"  and {300 - MAX_OPEN} more" in told(nothing, many(300))
    markdown = told(nothing, many(300), "markdown")
    assert f"<details><summary>and {MAX_FOLDED[0]} more</summary>" in markdown
    assert markdown.endswith(f"and {300 - MAX_OPEN - MAX_FOLDED[0]} more")


def test_a_comment_is_within_the_length_limit() -> None:
    text = told(State(Catalog.from_entries([])), many(150, "漢" * 300), "markdown")
    assert len(text.encode()) <= MAX_BYTES
