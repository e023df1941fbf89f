"""Charts: a picture or a shaded table in HTML and EPUB, a table for other builders, and both kept up to date."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from xml.etree import ElementTree as ET

import pytest
from docutils import nodes

from tests.sphinx.helpers import Build, Project, WrongPage, texts, the, unpack

CHARTS = """
```{paper:chart} All papers
```

```{paper:chart}
:by: category
:over: year
```

```{paper:chart}
:by: keyword
:over: keyword
```

```{paper:chart} Categories
:by: category
```

```{paper:chart}
:by: category
:over: year
:style: heat
```
"""


@pytest.fixture(scope="module")
def build(copy_root: Callable[[str], Project]) -> Callable[[str], Build]:
    """Builds of a page with a chart of each kind."""
    project = copy_root("library")
    project.replace("index.md", "wanted\n", "wanted\npage\n")
    project.write("page.md", f"# Page\n{CHARTS}")
    return cache(project.build)


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml", "epub", "latex", "text", "man", "texinfo", "xml"])
def test_no_builder_warns(build: Callable[[str], Build], builder: str) -> None:
    assert not build(builder).output


def test_years_and_panels_have_a_picture_each(build: Callable[[str], Build]) -> None:
    page = build("html").soup("page.html")
    assert (len(page.select(".cc-columns svg")), len(page.select(".cc-panels svg"))) == (1, 3)


def test_the_accessible_name_of_a_picture_is_its_caption_and_summary(build: Callable[[str], Build]) -> None:
    label = the(build("html").soup("page.html"), ".cc-columns svg")["aria-label"]
    assert label == "All papers. 9 papers from 2017 to 2024; most in 2023: 2."


def test_columns_of_years_lead_to_the_explorer_where_there_is_one(copy_root: Callable[[str], Project]) -> None:
    project = copy_root("library")
    project.replace("index.md", "wanted\n", "wanted\npage\nexplore\n")
    project.write("explore.md", "# Explore\n```{paper:explorer}\n```\n")
    chart = "```{paper:chart}\n:category: methods\n```\n"
    project.write("page.md", f"# Page\n{CHARTS}\n{chart}")
    page = project.build("html").soup("page.html")
    every, methods = page.select(".cc-columns")
    assert {link["href"]: link["aria-label"] for link in every.select("a")}[
        "explore.html?year=2023"
    ] == "2023: 2 papers"
    assert all(str(link["href"]).startswith("explore.html?category=methods&year=") for link in methods.select("a"))
    assert [svg["role"] for svg in page.select(".cc-columns svg")] == ["group", "group"]
    assert len(every.select("a")) == len(every.select(".cc-accent a > rect:not(.cc-hit)")) > 2


def test_columns_of_years_are_not_links_without_an_explorer(build: Callable[[str], Build]) -> None:
    assert not build("html").soup("page.html").select(".cc-columns a")


def test_the_accessible_name_of_a_panel_is_its_title(build: Callable[[str], Build]) -> None:
    labels = [svg["aria-label"] for svg in build("html").soup("page.html").select(".cc-panels svg")]
    assert labels == ["Surveys, 2 papers", "Methods, 6 papers", "Training, 2 papers"]
    assert texts(build("html").soup("page.html"), ".cc-panels p") == labels


def test_bars_are_the_table_of_the_numbers(build: Callable[[str], Build]) -> None:
    table = the(build("html").soup("page.html"), "figure table.cc-bars")
    assert texts(table, "tr") == ["Category Papers", "Surveys 2", "Methods 6", "Training 2"]
    assert [svg["width"] for svg in table.select("td svg[aria-hidden=true]")] == ["33.3%", "100%", "33.3%"]


def test_a_heat_map_over_years_is_the_table_of_the_numbers(build: Callable[[str], Build]) -> None:
    page = build("html").soup("page.html")
    table = page.select("figure table.cc-heat")[1]
    assert texts(table, "thead th")[:2] == ["Category", "2017"]
    assert texts(table, "tbody th") == ["Surveys", "Methods", "Training"]
    assert texts(table, "td.cc-heat-1") == [cell for cell in texts(table, "td:not(:last-child)") if cell == "1"]
    assert not table.select("td:last-child[class]")


def test_the_cells_of_a_table_are_no_nodes_until_its_page_is_written(build: Callable[[str], Build]) -> None:
    html = build("html")
    assert not list(html.env.get_doctree("page").findall(nodes.entry))
    assert html.soup("page.html").select("table td")


def test_a_heat_map_of_pairs_is_a_square(build: Callable[[str], Build]) -> None:
    table = the(build("html").soup("page.html"), "figure table.cc-heat-upright")
    names = texts(table, "tbody th")
    assert texts(table, "thead th") == ["Keyword", *names]
    assert all(cell for cell in texts(table, "td[class]"))


def test_a_table_that_may_be_wide_is_scrolled_with_the_keyboard(build: Callable[[str], Build]) -> None:
    regions = build("html").soup("page.html").select(".cc-scroll")
    assert {region["tabindex"] for region in regions} == {"0"}
    assert {str(region["aria-label"])[:9] for region in regions} == {"Numbers: "}


def test_a_chart_has_its_caption_and_its_summary(build: Callable[[str], Build]) -> None:
    page = build("html").soup("page.html")
    assert texts(page, "figcaption .caption-text") == [
        "All papers", "Papers by category and year", "Keywords that papers share", "Categories",
        "Papers by category and year",
    ]  # fmt: skip
    assert texts(page, "figcaption .legend")[0] == "9 papers from 2017 to 2024; most in 2023: 2."


def test_numbers_that_the_figure_lacks_are_a_table_below(build: Callable[[str], Build]) -> None:
    page = build("html").soup("page.html")
    assert [texts(table, "tbody tr")[0] for table in page.select("figure + details table")] == [
        "2017 1", "Surveys 1 1 2", "Rounding PTQ 1",
    ]  # fmt: skip


def test_the_first_column_of_the_numbers_names_the_rows(build: Callable[[str], Build]) -> None:
    table = build("html").soup("page.html").select("details table")[0]
    assert texts(table, "tbody th") == [str(year) for year in range(2017, 2025)]


def test_a_picture_runs_nothing_and_loads_nothing(build: Callable[[str], Build]) -> None:
    pictures = "".join(map(str, build("html").soup("page.html").select("svg")))
    assert not re.search(r"<script|\son\w+=|href|url\(", pictures)


def test_labels_are_escaped(copy_root: Callable[[str], Project]) -> None:
    project = copy_root("library")
    name = "A <b>bold</b> & <script>other</script> name"
    project.replace("bib/categories.toml", 'title = "Surveys"', f"title = '{name}'")
    project.page("\n\n".join(f"```{{paper:chart}} {name}\n:by: category\n{more}\n```" for more in ("", ":over: year")))
    page = project.build().soup("page.html")
    assert not page.select("figure b, figure script")
    assert texts(page, ".cc-bars tbody th")[0] == name
    assert page.select(".cc-panels svg")[0]["aria-label"] == f"{name}, 2 papers"
    assert texts(page, ".cc-panels p")[0] == f"{name}, 2 papers"
    assert texts(page, "figcaption .caption-text") == [name, name]


def test_an_epub_declares_svg_in_its_manifest(build: Callable[[str], Build]) -> None:
    book = unpack(build("epub").outdir)
    page = (book / "page.xhtml").read_text("utf-8")
    svg = "{http://www.w3.org/2000/svg}svg"
    assert len(list(ET.fromstring(page).iter(svg))) == 1 + 3 + 3  # noqa: S314  (we wrote it)
    assert re.search(r'href="page\.xhtml"[^>]* properties="[^"]*\bsvg\b', (book / "content.opf").read_text("utf-8"))


@pytest.mark.parametrize(("builder", "file"), [("latex", "library.tex"), ("text", "page.txt"), ("man", "library.1")])
def test_other_builders_have_the_summary_and_the_table(build: Callable[[str], Build], builder: str, file: str) -> None:
    text = build(builder).text(file)
    assert text.count("All papers") == 1
    assert "9 papers from 2017 to 2024; most in 2023: 2." in text
    assert "<svg" not in text
    assert all(year in text for year in map(str, range(2017, 2025)))


def test_latex_has_no_figure_without_a_picture(build: Callable[[str], Build]) -> None:
    text = build("latex").text("library.tex")
    assert r"\begin{figure}" not in text
    assert r"\sphinxcaption{All papers}" in text


def test_a_page_with_a_chart_is_read_again_when_its_numbers_change(library: Project) -> None:
    library.page("```{paper:chart}\n```")
    library.build()
    library.append("bib/refs.bib", "\n@misc{new, title={New}, author={A, B}, year={2017}, category={survey}}\n")
    assert "page" in library.build().read


def test_a_page_with_a_chart_is_not_read_again_when_its_numbers_are_unchanged(library: Project) -> None:
    library.page("```{paper:chart}\n```")
    library.build()
    library.replace("bib/refs.bib", "A Paper by {Dorn} and More", "Another")
    assert "page" not in library.build().read


def test_parallel_builds_write_the_same_bytes(library: Project, copy_root: Callable[[str], Project]) -> None:
    other = copy_root("library")
    for project in (library, other):
        project.page(CHARTS)
    assert library.build(jobs=2).text("page.html") == other.build().text("page.html")


def test_an_empty_chart_has_a_message(library: Project) -> None:
    library.page("```{paper:chart}\n:by: keyword\n:author: Dorn\n```")
    assert texts(library.build().soup("page.html"), ".cc-empty") == ["No paper has a keyword."]


WRONG = {
    "{paper:chart}\n:by: month": "paper:chart: papers are not counted by 'month'; choose 'by' from year, venue,",
    "{paper:chart}\n:over: venue": "paper:chart: years go in 'over'; write :by: venue and :over: year",
    "{paper:chart}\n:style: pie": "paper:chart: the style 'pie' does not show papers by year; choose from bars",
    "{paper:chart}\n:limit: 0": "paper:chart: the limit '0' is not a whole number above zero",
    "{paper:chart}\n:category: weigths": "paper:chart: unknown category 'weigths' (did you mean 'weights'?)",
}


@pytest.fixture(scope="module")
def wrong(copy_root: Callable[[str], Project]) -> WrongPage:
    """A page on which every chart is wrong."""
    return WrongPage.of(copy_root("library"), (f"```{directive}\n```\n\nAfter." for directive in WRONG))


@pytest.mark.parametrize("directive", WRONG)
def test_a_wrong_option_is_reported_at_its_line(wrong: WrongPage, directive: str) -> None:
    assert wrong.kind_of(directive, WRONG[directive]) == "cardcatalog.reference"


def test_a_wrong_chart_loses_nothing_else_of_its_page(wrong: WrongPage) -> None:
    assert texts(wrong.build.soup("page.html"), "section > p") == ["After."] * len(WRONG)
