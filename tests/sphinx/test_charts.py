"""Charts: a picture where the builder shows some, its numbers as a table everywhere, and both made anew in time."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

from cardcatalog.sphinx.charts import charts, drawing
from tests.sphinx.helpers import Build, Project, line_of, texts, the, unpack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
"""


@pytest.fixture(scope="module")
def build(copy_root: Callable[[str], Project]) -> Callable[[str], Build]:
    """Builds of a page with a chart of each kind."""
    project = copy_root("library")
    project.replace("index.md", "wanted\n", "wanted\npage\n")
    project.write("page.md", f"# Page\n{CHARTS}")
    return cache(project.build)


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml", "epub", "latex", "text", "man", "texinfo", "xml"])
def test_no_builder_has_anything_to_complain_of(build: Callable[[str], Build], builder: str) -> None:
    assert not build(builder).output


def test_a_page_holds_a_picture_for_each_chart_and_each_panel(build: Callable[[str], Build]) -> None:
    assert len(build("html").soup("page.html").select("figure svg")) == 1 + 3 + 1


def test_a_picture_says_what_is_to_be_seen(build: Callable[[str], Build]) -> None:
    label = the(build("html").soup("page.html"), ".cc-columns svg")["aria-label"]
    assert label == "All papers. 9 papers from 2017 to 2024; most in 2023: 2."


def test_a_panel_is_called_as_its_category(build: Callable[[str], Build]) -> None:
    labels = [svg["aria-label"] for svg in build("html").soup("page.html").select(".cc-panels svg")]
    assert labels == ["Surveys, 2 papers", "Methods, 6 papers", "Training, 2 papers"]


def test_a_wide_picture_can_be_scrolled_with_the_keyboard(build: Callable[[str], Build]) -> None:
    assert the(build("html").soup("page.html"), ".cc-heat")["tabindex"] == "0"


def test_a_chart_has_its_caption_and_its_words(build: Callable[[str], Build]) -> None:
    captions = texts(build("html").soup("page.html"), "figcaption .caption-text")
    assert captions == ["All papers", "Papers by category and year", "Keywords that papers share"]


def test_the_numbers_are_folded_below(build: Callable[[str], Build]) -> None:
    tables = build("html").soup("page.html").select("figure + details table")
    assert texts(tables[1], "tbody tr")[0] == "Surveys 1 1 2"


def test_the_first_column_of_the_numbers_names_the_rows(build: Callable[[str], Build]) -> None:
    table = build("html").soup("page.html").select("details table")[0]
    assert texts(table, "tbody th") == [str(year) for year in range(2017, 2025)]


def test_a_picture_runs_nothing_and_loads_nothing(build: Callable[[str], Build]) -> None:
    pictures = "".join(map(str, build("html").soup("page.html").select("svg")))
    assert not re.search(r"<script|\son\w+=|href|url\(", pictures)


def test_a_book_has_the_pictures_as_files(build: Callable[[str], Build]) -> None:
    pages = unpack(build("epub").outdir)
    images = re.findall(r'<img[^>]* src="(_images/chart-[^"]+\.svg)"', (pages / "page.xhtml").read_text("utf-8"))
    assert len(images) == 5
    assert all((pages / name).is_file() for name in images)


def test_a_picture_of_a_book_has_words_too(build: Callable[[str], Build]) -> None:
    page = (unpack(build("epub").outdir) / "page.xhtml").read_text("utf-8")
    assert 'alt="All papers. 9 papers from 2017 to 2024; most in 2023: 2."' in page


def test_latex_includes_the_pictures_as_pdf(build: Callable[[str], Build]) -> None:
    names = re.findall(r"\\sphinxincludegraphics.*?{{(chart-\w+)}\.pdf}", build("latex").text("library.tex"))
    assert len(names) == 5
    assert all((build("latex").outdir / f"{name}.pdf").is_file() for name in names)


def test_text_has_the_words_and_the_table_alone(build: Callable[[str], Build]) -> None:
    text = build("text").text("page.txt")
    assert "9 papers from 2017 to 2024; most in 2023: 2." in text
    assert "| 2023 | 2" in text
    assert "chart-" not in text


@pytest.fixture
def without_matplotlib(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A place where Matplotlib is not installed."""
    charts.has_matplotlib.cache_clear()
    monkeypatch.setattr(charts, "find_spec", lambda _name: None)
    yield
    charts.has_matplotlib.cache_clear()


@pytest.mark.usefixtures("without_matplotlib")
def test_without_matplotlib_the_table_stands_alone(library: Project) -> None:
    library.page(CHARTS)
    page = library.build().soup("page.html")
    assert (len(page.select("svg")), len(page.select("details table"))) == (0, 3)


@pytest.mark.usefixtures("without_matplotlib")
def test_without_matplotlib_nothing_is_wrong(library: Project) -> None:
    library.page(CHARTS)
    assert not library.build().output


def test_a_page_with_a_chart_is_read_again_when_its_numbers_change(library: Project) -> None:
    library.page("```{paper:chart}\n```")
    library.build()
    library.append("bib/refs.bib", "\n@misc{new, title={New}, author={A, B}, year={2017}, category={survey}}\n")
    assert "page" in library.build().read


def test_a_page_with_a_chart_stays_when_its_numbers_stay(library: Project) -> None:
    library.page("```{paper:chart}\n```")
    library.build()
    library.replace("bib/refs.bib", "A Paper by {Dorn} and More", "Another")
    assert "page" not in library.build().read


def test_a_picture_of_the_same_numbers_is_not_drawn_again(library: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    library.page("```{paper:chart}\n```")
    library.build()
    monkeypatch.delattr(drawing, "draw")
    library.page("More.\n\n```{paper:chart}\n```")
    assert library.build().soup("page.html").select("svg")


def test_several_processes_draw_the_same_pictures(library: Project, copy_root: Callable[[str], Project]) -> None:
    other = copy_root("library")
    for project in (library, other):
        project.page(CHARTS)
    assert library.build(jobs=2).text("page.html") == other.build().text("page.html")


def test_a_chart_of_nothing_says_so(library: Project) -> None:
    library.page("```{paper:chart}\n:by: keyword\n:author: Dorn\n```")
    assert texts(library.build().soup("page.html"), ".cc-empty") == ["No paper has a keyword."]


WRONG = {
    "{paper:chart}\n:by: month": "paper:chart: papers are not counted by 'month'; choose 'by' from year, venue,",
    "{paper:chart}\n:over: venue": "paper:chart: years stand on the other side; write :by: venue and :over: year",
    "{paper:chart}\n:style: pie": "paper:chart: the style 'pie' does not show papers by year; choose from bars",
    "{paper:chart}\n:limit: 0": "paper:chart: the limit '0' is not a whole number above zero",
    "{paper:chart}\n:category: weigths": "paper:chart: unknown category 'weigths' (did you mean 'weights'?)",
}


@pytest.fixture(scope="module")
def wrong(copy_root: Callable[[str], Project]) -> tuple[Build, str]:
    """The build, and the source, of a page on which every chart is wrong."""
    project = copy_root("library")
    project.page("\n\n".join(f"```{directive}\n```\n\nAfter." for directive in WRONG))
    return project.build(), project.read("page.md")


@pytest.mark.parametrize("directive", WRONG)
def test_a_wrong_option_is_reported_where_it_stands(wrong: tuple[Build, str], directive: str) -> None:
    build, source = wrong
    start = line_of(source, directive)
    (found,) = [at for at in build.warnings if at.message.startswith(WRONG[directive])]
    assert (found.path, found.kind) == ("page.md", "cardcatalog.reference")
    assert start <= found.line <= start + directive.count("\n")


def test_a_wrong_chart_loses_nothing_else_of_its_page(wrong: tuple[Build, str]) -> None:
    assert texts(wrong[0].soup("page.html"), "section > p") == ["After."] * len(WRONG)
