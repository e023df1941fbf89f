"""Numbers of papers: what is counted, in which order, and what is said and drawn of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cardcatalog.bibtex.entries import parse_bibliography
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.statistics import (
    PANELS,
    YEARS,
    ChartSpec,
    caption,
    describe,
    parse_question,
    pictures_of,
    tabulate,
    tally,
)
from cardcatalog.catalog.taxonomy import Category, Keyword

if TYPE_CHECKING:
    from cardcatalog.catalog.statistics import Counts

BIB = """
@misc{a, title = {A}, year = {2020}, venue = {X}, category = {low}, keywords = {p, q}}
@misc{b, title = {B}, year = {2020}, venue = {Y}, category = {low, side}, keywords = {p, q}}
@misc{c, title = {C}, year = {2022}, venue = {Y}, category = {top}, keywords = {p, r}}
@misc{d, title = {D}, venue = {Y}, category = {side}}
"""

CATEGORIES = [
    Category(id="top", title="Top"),
    Category(id="low", title="Low", parent="top"),
    Category(id="side", title="Side"),
]
KEYWORDS = [Keyword(id=word, name=word.upper()) for word in "pqrs"]


@pytest.fixture
def catalog() -> Catalog:
    """Four papers, one of them without a year and a keyword."""
    return Catalog.from_entries(parse_bibliography(BIB, "refs.bib")[0], CATEGORIES, KEYWORDS)


def count(catalog: Catalog, **options: str) -> Counts:
    """Return the numbers that options of a chart ask for."""
    return tally(catalog, parse_question(options, catalog))


def many(years: int) -> Catalog:
    """Return a catalogue of two papers that are some years apart."""
    bib = "".join(f"@misc{{k{year}, year = {{{year}}}, keywords = {{w}}}}\n" for year in (2000, 2000 + years))
    return Catalog.from_entries(parse_bibliography(bib, "refs.bib")[0])


def test_a_chart_counts_by_year_where_nothing_is_said(catalog: Catalog) -> None:
    assert count(catalog).rows == ("2020", "2021", "2022")


def test_a_year_without_papers_is_a_zero(catalog: Catalog) -> None:
    assert count(catalog, by="year").totals == (2, 0, 1)


def test_a_gap_of_a_century_is_left_out() -> None:
    assert count(many(YEARS)).rows == ("2000", str(2000 + YEARS))


def test_venues_stand_by_number(catalog: Catalog) -> None:
    counted = count(catalog, by="venue")
    assert dict(zip(counted.rows, counted.totals, strict=True)) == {"Y": 3, "X": 1}


def test_keywords_are_called_by_their_names(catalog: Catalog) -> None:
    assert count(catalog, by="keyword").rows == ("P", "Q", "R")


def test_categories_stand_in_the_order_of_the_tree(catalog: Catalog) -> None:
    assert count(catalog, by="category").rows == ("Top", "Side")


def test_a_category_counts_a_paper_below_it_once(catalog: Catalog) -> None:
    assert count(catalog, by="category").totals == (3, 2)


def test_a_category_is_divided_into_those_below_it(catalog: Catalog) -> None:
    assert count(catalog, by="category", category="top").rows == ("Low",)


def test_a_category_with_none_below_it_is_counted_itself(catalog: Catalog) -> None:
    assert count(catalog, by="category", category="side").rows == ("Side",)


def test_several_categories_are_counted_themselves(catalog: Catalog) -> None:
    assert count(catalog, by="category", category="low, side").totals == (2, 2)


def test_a_query_leaves_out_papers(catalog: Catalog) -> None:
    assert count(catalog, by="venue", year="2020").totals == (1, 1)


def test_a_limit_keeps_the_largest(catalog: Catalog) -> None:
    assert count(catalog, by="venue", limit="1").rows == ("Y",)


def test_a_limit_keeps_the_last_years(catalog: Catalog) -> None:
    assert count(catalog, by="year", limit="2").rows == ("2021", "2022")


def test_one_thing_over_another_is_a_table_of_numbers(catalog: Catalog) -> None:
    assert count(catalog, by="keyword", over="year").numbers == ((2, 0, 1), (2, 0, 0), (0, 0, 1))


def test_no_keyword_goes_with_itself(catalog: Catalog) -> None:
    assert count(catalog, by="keyword", over="keyword").numbers == ((0, 2, 1), (2, 0, 0), (1, 0, 0))


def test_few_rows_over_years_get_pictures_of_their_own(catalog: Catalog) -> None:
    pictures = pictures_of(count(catalog, by="category", over="year"))
    assert [picture.title for picture in pictures] == ["Top, 3 papers", "Side, 2 papers"]


def test_many_rows_over_years_are_one_picture() -> None:
    words = ", ".join(f"w{number}" for number in range(PANELS + 1))
    catalog = Catalog.from_entries(parse_bibliography(f"@misc{{a, year = 2020, keywords = {{{words}}}}}", "r.bib")[0])
    assert [picture.kind for picture in pictures_of(count(catalog, by="keyword", over="year"))] == ["heat"]


def test_a_style_can_be_chosen(catalog: Catalog) -> None:
    assert pictures_of(count(catalog, by="category", over="year", style="heat"))[0].kind == "heat"


def test_of_nothing_there_is_no_picture() -> None:
    assert pictures_of(count(Catalog())) == ()


SENTENCES = {
    ("year", ""): "3 papers from 2020 to 2022; most in 2020: 2. 1 paper without a year.",
    ("venue", ""): "4 papers at 2 venues; most at Y 3, X 1.",
    ("keyword", "year"): "3 papers with 3 keywords. The largest number is P in 2020: 2. 1 paper without a keyword.",
    ("keyword", "keyword"): "3 papers with 3 keywords. The largest number is P and Q: 2. 1 paper without a keyword.",
    ("category", "venue"): "4 papers in 2 categories. The largest number is Top and Y: 2.",
}


@pytest.mark.parametrize(("by", "over"), SENTENCES)
def test_words_say_what_a_picture_shows(catalog: Catalog, by: str, over: str) -> None:
    options = {"by": by} | ({"over": over} if over else {})
    assert describe(count(catalog, **options)) == SENTENCES[by, over]


def test_words_say_what_a_limit_hides(catalog: Catalog) -> None:
    assert describe(count(catalog, by="venue", limit="1")).endswith("Shown are the largest 1 of 2 venues.")


def test_words_say_that_nothing_is_there() -> None:
    assert describe(count(Catalog())) == "No paper has a year."


def test_a_table_over_years_has_a_column_for_each(catalog: Catalog) -> None:
    assert tabulate(count(catalog, by="category", over="year")) == (
        ["Category", "2020", "2021", "2022", "All"],
        [["Top", "2", "", "1", "3"], ["Side", "1", "", "", "2"]],
    )


def test_a_table_of_pairs_names_each_once(catalog: Catalog) -> None:
    assert tabulate(count(catalog, by="keyword", over="keyword")) == (
        ["Keyword", "Other keyword", "Papers"],
        [["P", "Q", "2"], ["P", "R", "1"]],
    )


NAMES = {
    ("year", ""): "Papers by year",
    ("keyword", "year"): "Papers by keyword and year",
    ("keyword", "keyword"): "Keywords that papers share",
}


@pytest.mark.parametrize(("by", "over"), NAMES)
def test_a_chart_has_a_name_where_nobody_gives_it_one(by: str, over: str) -> None:
    assert caption(ChartSpec(by, over)) == NAMES[by, over]


WRONG = {
    "papers are not counted by 'month'; choose 'by' from year, venue, keyword, category": {"by": "month"},
    "papers are not counted by 'month'; choose 'over' from year, venue, keyword, category": {"over": "month"},
    "years stand on the other side; write :by: keyword and :over: year": {"by": "year", "over": "keyword"},
    "no paper has two venues; choose another 'over'": {"by": "venue", "over": "venue"},
    "the style 'heat' does not show papers by venue; choose from bars": {"by": "venue", "style": "heat"},
    "the style 'bars' does not show papers by keyword over year; choose from panels, heat": {
        "by": "keyword", "over": "year", "style": "bars",
    },
    "the limit 'few' is not a whole number above zero": {"limit": "few"},
    "unknown keyword 'x'": {"keyword": "x"},
}  # fmt: skip


@pytest.mark.parametrize("message", WRONG)
def test_a_wrong_option_says_what_to_write(catalog: Catalog, message: str) -> None:
    with pytest.raises(ValueError, match="^" + message.replace("(", r"\(")):
        parse_question(WRONG[message], catalog)
