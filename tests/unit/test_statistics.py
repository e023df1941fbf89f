"""Counts of papers: their dimensions, order, styles and summaries."""

from __future__ import annotations

import pytest

from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.statistics import MAX_PANELS, MAX_YEARS, ChartSpec, Counts, count_papers, parse_chart
from cardcatalog.catalog.taxonomy import Category, Keyword
from cardcatalog.messages import wording_of
from cardcatalog.sphinx.charts.captions import caption, grid, summarize, tabulate
from tests.catalogs import catalog_of

BIB = """
@misc{a, title = {A}, year = {2020}, venuekey = {X}, category = {low}, keywords = {p, q}}
@misc{b, title = {B}, year = {2020}, venuekey = {Y}, category = {low, side}, keywords = {p, q}}
@misc{c, title = {C}, year = {2022}, venuekey = {Y}, category = {top}, keywords = {p, r}}
@misc{d, title = {D}, venuekey = {Y}, category = {side}}
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
    return catalog_of(BIB, CATEGORIES, KEYWORDS)


def count(catalog: Catalog, **options: str) -> Counts:
    """Return the numbers of a chart with options."""
    return count_papers(catalog, parse_chart(options, catalog))


def many(years: int) -> Catalog:
    """Return a catalog of two papers that are some years apart."""
    bib = "".join(f"@misc{{k{year}, year = {{{year}}}, keywords = {{w}}}}\n" for year in (2000, 2000 + years))
    return catalog_of(bib)


def test_a_chart_counts_by_year_by_default(catalog: Catalog) -> None:
    assert count(catalog).rows == ("2020", "2021", "2022")


def test_a_year_without_papers_is_a_zero(catalog: Catalog) -> None:
    assert count(catalog, by="year").totals == (2, 0, 1)


def test_a_gap_of_more_than_a_century_is_left_out() -> None:
    assert count(many(MAX_YEARS)).rows == ("2000", str(2000 + MAX_YEARS))


def test_years_before_the_common_era_have_names() -> None:
    bib = "@misc{a, year = {535 BCE}}\n@misc{b, year = {1 BCE}}\n@misc{c, year = 2020}\n"
    catalog = catalog_of(bib)
    assert count(catalog).rows == ("535 BCE", "1 BCE", "2020")
    assert count_papers(catalog, ChartSpec("year"), wording_of("de")).rows == ("535 v. Chr.", "1 v. Chr.", "2020")


def test_venues_are_sorted_by_number(catalog: Catalog) -> None:
    counted = count(catalog, by="venue")
    assert dict(zip(counted.rows, counted.totals, strict=True)) == {"Y": 3, "X": 1}


def test_keywords_have_their_names(catalog: Catalog) -> None:
    assert count(catalog, by="keyword").rows == ("P", "Q", "R")


def test_categories_have_the_order_of_the_tree(catalog: Catalog) -> None:
    assert count(catalog, by="category").rows == ("Top", "Side")


def test_a_category_counts_a_paper_below_it_once(catalog: Catalog) -> None:
    assert count(catalog, by="category").totals == (3, 2)


def test_a_category_is_divided_into_its_children(catalog: Catalog) -> None:
    assert count(catalog, by="category", category="top").rows == ("Low",)


def test_a_category_without_children_is_counted_itself(catalog: Catalog) -> None:
    assert count(catalog, by="category", category="side").rows == ("Side",)


def test_several_categories_are_counted_themselves(catalog: Catalog) -> None:
    assert count(catalog, by="category", category="low, side").totals == (2, 2)


def test_a_query_leaves_out_papers(catalog: Catalog) -> None:
    assert count(catalog, by="venue", year="2020").totals == (1, 1)


def test_a_limit_keeps_the_largest(catalog: Catalog) -> None:
    assert count(catalog, by="venue", limit="1").rows == ("Y",)


def test_a_limit_keeps_the_last_years(catalog: Catalog) -> None:
    assert count(catalog, by="year", limit="2").rows == ("2021", "2022")


def test_one_dimension_over_another_is_a_table_of_numbers(catalog: Catalog) -> None:
    assert count(catalog, by="keyword", over="year").numbers == ((2, 0, 1), (2, 0, 0), (0, 0, 1))


def test_a_keyword_is_not_counted_with_itself(catalog: Catalog) -> None:
    assert count(catalog, by="keyword", over="keyword").numbers == ((0, 2, 1), (2, 0, 0), (1, 0, 0))


def test_few_rows_over_years_are_panels(catalog: Catalog) -> None:
    assert count(catalog, by="category", over="year").style == "panels"


def test_many_rows_over_years_are_a_heat_map() -> None:
    words = ", ".join(f"w{number}" for number in range(MAX_PANELS + 1))
    catalog = catalog_of(f"@misc{{a, year = 2020, keywords = {{{words}}}}}")
    assert count(catalog, by="keyword", over="year").style == "heat"
    assert count(catalog, by="keyword", over="year", limit=str(MAX_PANELS)).style == "panels"


STYLES = {("year", ""): "columns", ("venue", ""): "bars", ("keyword", "keyword"): "heat", ("category", "venue"): "heat"}


@pytest.mark.parametrize(("by", "over"), STYLES)
def test_each_kind_of_chart_has_its_style(catalog: Catalog, by: str, over: str) -> None:
    options = {"by": by} | ({"over": over} if over else {})
    assert count(catalog, **options).style == STYLES[by, over]


def test_a_style_can_be_chosen(catalog: Catalog) -> None:
    assert count(catalog, by="category", over="year", style="heat").style == "heat"


SENTENCES = {
    ("year", ""): "3 papers from 2020 to 2022; most in 2020: 2. 1 paper without a year.",
    ("venue", ""): "4 papers at 2 venues; most at Y 3, X 1.",
    ("keyword", "year"): "3 papers with 3 keywords. The largest number is P in 2020: 2. 1 paper without a keyword.",
    ("keyword", "keyword"): "3 papers with 3 keywords. The largest number is P and Q: 2. 1 paper without a keyword.",
    ("category", "venue"): "4 papers in 2 categories. The largest number is Top and Y: 2.",
}


@pytest.mark.parametrize(("by", "over"), SENTENCES)
def test_a_summary_describes_its_chart(catalog: Catalog, by: str, over: str) -> None:
    options = {"by": by} | ({"over": over} if over else {})
    assert summarize(count(catalog, **options)) == SENTENCES[by, over]


def test_a_summary_counts_the_rows_that_a_limit_hides(catalog: Catalog) -> None:
    assert summarize(count(catalog, by="venue", limit="1")).endswith("The largest 1 of 2 venues are shown.")


def test_an_empty_summary_has_a_message() -> None:
    assert summarize(count(Catalog())) == "No paper has a year."


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


def test_a_grid_of_pairs_names_each_twice(catalog: Catalog) -> None:
    assert grid(count(catalog, by="keyword", over="keyword")) == (
        ["Keyword", "P", "Q", "R"],
        [["P", "", "2", "1"], ["Q", "2", "", ""], ["R", "1", "", ""]],
    )


NAMES = {
    ("year", ""): "Papers by year",
    ("keyword", "year"): "Papers by keyword and year",
    ("keyword", "keyword"): "Keywords that papers share",
}


@pytest.mark.parametrize(("by", "over"), NAMES)
def test_a_chart_has_a_default_caption(by: str, over: str) -> None:
    assert caption(ChartSpec(by, over)) == NAMES[by, over]


WRONG = {
    "papers are not counted by 'month'; choose 'by' from year, venue, keyword, category": {"by": "month"},
    "papers are not counted by 'month'; choose 'over' from year, venue, keyword, category": {"over": "month"},
    "years go in 'over'; write :by: keyword and :over: year": {"by": "year", "over": "keyword"},
    "a paper has one venue at most; choose another 'over'": {"by": "venue", "over": "venue"},
    "the style 'heat' does not show papers by venue; choose from bars": {"by": "venue", "style": "heat"},
    "the style 'bars' does not show papers by keyword over year; choose from panels, heat": {
        "by": "keyword", "over": "year", "style": "bars",
    },
    "the limit 'few' is not a whole number above zero": {"limit": "few"},
    "unknown keyword 'x'": {"keyword": "x"},
}  # fmt: skip


@pytest.mark.parametrize("message", WRONG)
def test_a_wrong_option_is_an_error_with_advice(catalog: Catalog, message: str) -> None:
    with pytest.raises(ValueError, match="^" + message.replace("(", r"\(")):
        parse_chart(WRONG[message], catalog)
