"""Measured results on a site: on the page of a paper, of a benchmark and a model, by directive and role, as files."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache

import pytest

from cardcatalog.sphinx.outputs import downloads, results_explorer
from tests.calls import note_calls
from tests.sphinx.helpers import Build, Project, the
from tests.unit.test_results import BASE, HEADER, OWN, SCHEME

BIB, KEY = "bib/refs.bib", "abel2021rounding"
CHART = '\n[[chart]]\nname = "Load"\nsettings = ["load"]\n\n[[source]]\nid = "lib"\nname = "lib"\nlink = "https://lib.example/{line}"\n'
OTHERS = "".join(
    f"o{load},{KEY},Grip,comparison,,arm-1,pull,mean,{load},{30 + load},{30 + load}.0,none,README.md,{load},,\n"
    for load in range(3, 12)
)
PAGE = """
{paper:count}`results` numbers of {paper:count}`sources` sources, first {paper:result}`r1`.

```{paper:results}
:method: Grip
:where: load=3
:style: STYLE
```
"""


def measure(project: Project) -> Project:
    """Give a project measured results of one of its papers."""
    project.set(cardcatalog_results="bib/results.toml")
    project.write("bib/results.toml", SCHEME.replace("doe2020arm", KEY) + CHART)
    project.write("bib/results/lab--arm.csv", f"{HEADER}\n{BASE}\n{OWN}\n".replace("doe2020arm", KEY))
    project.write("bib/results/lib.csv", f"{HEADER}\n{OTHERS}")
    return project


@pytest.fixture(scope="module")
def built(copy_root: Callable[[str], Project]) -> Callable[[str], Build]:
    """Builds of a page with every style of the directive."""
    project = measure(copy_root("library"))
    styles = ("table", "compact", "chart", "pairs", "sources", "disagreements", "gaps")
    project.replace("index.md", "wanted\n", "wanted\npage\n")
    project.write("page.md", "# Page\n" + "".join(PAGE.replace("STYLE", style) for style in styles))
    return cache(project.build)


@pytest.mark.parametrize("builder", ["html", "epub", "latex", "text", "man", "texinfo", "xml"])
def test_no_builder_warns(built: Callable[[str], Build], builder: str) -> None:
    assert not built(builder).output


def test_the_page_of_a_paper_shows_its_own_numbers_and_then_those_of_others(built: Callable[[str], Build]) -> None:
    page = built("html").soup(f"paper/{KEY}.html")
    assert [part.text for part in page.select("#measured h3")] == ["By its own authors", "By others"]
    own = the(page, "#own-1-1")
    assert the(own, "td.cc-value a")["href"] == "https://example.org/README.md#L10"
    assert [cell.text for cell in own.select("td")] == ["38.50", "\u22121.50"]
    assert "Plain: 40.0" in the(own, ".cc-about").text
    assert len(page.select("#other-1-1 td.cc-value")) == 9


def test_measured_numbers_are_last_and_linked_at_the_top(built: Callable[[str], Build]) -> None:
    page = built("html").soup(f"paper/{KEY}.html")
    sections = [part["id"] for part in page.select(".cc-paper > section")]
    assert sections.index("cite") < sections.index("related") < sections.index("measured") == len(sections) - 1
    link = the(page, ".cc-paper > p > a[href='#measured']")
    assert link.find_next(id="cite")
    assert link.parent
    assert link.parent.text == f"Measured {the(page, '#measured > h2 .cc-count').text}"


def test_a_benchmark_and_a_model_have_a_page_with_a_section_for_each_source(built: Callable[[str], Build]) -> None:
    html = built("html")
    page = html.soup("results/pull/arm-1.html")
    assert the(page, "h1").text == "Pull of Arm 1"
    assert [part.text for part in page.select("h2")] == ["lab/arm", "lib"]
    assert len(page.select("#source-2 svg .cc-accent text")) == 9
    assert not page.select("#source-1 svg"), "one number makes no picture"
    assert 'href="results/pull/arm-1.html"' in html.text("page.html")


def test_a_role_gives_a_number_with_its_setting_and_line(built: Callable[[str], Build]) -> None:
    link = built("html").soup("page.html").select_one("p > a.cc-result")
    assert link
    assert (link.text, link["title"]) == ("38.50", "Grip, Arm 1, 3 kg")
    assert link["href"] == "https://example.org/README.md#L10"


def test_numbers_are_downloads(built: Callable[[str], Build]) -> None:
    html = built("html")
    assert len(html.text("results.csv").splitlines()) == 12
    assert len(json.loads(html.text("results.json"))["results"]) == 11
    assert json.loads(html.text("catalog.json"))["results"] == "results.json"
    assert "[results.json](results.json)" in html.text("llms.txt")


def test_a_benchmark_and_a_paper_have_their_numbers_as_files(built: Callable[[str], Build]) -> None:
    html = built("html")
    assert len(html.text("results/pull.csv").splitlines()) == 12
    assert len(html.text(f"paper/{KEY}.results.csv").splitlines()) == 12, "with the reference row"
    assert the(html.soup(f"paper/{KEY}.html"), "#measured a.download")["href"] == f"{KEY}.results.csv"
    assert the(html.soup("results/pull/arm-1.html"), "a.download")["href"] == "../pull.csv"


def test_pages_of_numbers_follow_the_name_of_who_reports_them(library: Project) -> None:
    key = "mueller2019strasse"  # no page speaks of it
    project = measure(library)
    rows = OTHERS.replace("comparison,,", "comparison,zed2020lab,").replace(KEY, key)
    project.write("bib/results/lib.csv", f"{HEADER}\n{rows}")
    project.append(BIB, "@misc{zed2020lab, title={Laboratory}, author={Zed, Ann}, year=2020, category={}}\n")
    project.build()
    project.replace(BIB, "Zed, Ann", "Yew, Ann")
    html = project.build()
    for page in (f"paper/{key}.html", "results/pull/arm-1.html"):
        assert (
            "Yew"
            in the(html.soup(page), "#numbers a[href$='zed2020lab.html'], #measured a[href$='zed2020lab.html']").text
        ), page


def test_the_explorer_has_data_of_all_numbers_on_its_page_alone(library: Project) -> None:
    project = measure(library)
    project.replace("bib/results.toml", 'name = "Load"\nshow', 'name = "Load"\nask = true\nshow')
    project.page("```{paper:results-explorer}\n```")
    html = project.build()
    data = json.loads(html.text("explorer/results.json"))
    assert [facet["id"] for facet in data["facets"]] == ["benchmark", "model", "method", "load", "source", "relation"]
    assert len(data["value"]) == 11
    assert data["value"][data["baseline"][data["id"].index("r1")]] == "40.0"
    assert "cardcatalog-ask.js" in html.text("page.html")
    assert "cardcatalog-ask.js" not in html.text("index.html")
    assert 'href="results/pull/arm-1.html"' in html.text("page.html"), "for readers without JavaScript"


def test_the_data_of_numbers_are_made_again_only_if_numbers_have_changed(
    library: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = measure(library)
    project.page("```{paper:results-explorer}\n```")
    project.build()
    made = note_calls(monkeypatch, results_explorer, "results_data", lambda results, _messages: len(results.rows))
    project.replace(BIB, "A Paper by {Dorn} and More", "A Paper by {Dorn} and Much More")
    project.build()
    assert not made
    project.replace("bib/results/lab--arm.csv", "38.5,38.50", "37,37.0")
    assert "37.0" in json.loads(project.build().text("explorer/results.json"))["value"]
    assert made == [11]


def test_the_files_of_numbers_are_made_again_only_if_numbers_have_changed(
    library: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = measure(library)
    project.build()
    made = note_calls(monkeypatch, downloads, "results_json", lambda results, **_more: len(results.rows))
    project.replace(BIB, "A Paper by {Dorn} and More", "A Paper by {Dorn} and Much More")
    project.build()
    assert not made
    project.replace("bib/results/lab--arm.csv", "38.5,38.50", "37,37.0")
    html = project.build()
    assert made == [11]
    files = ("results.csv", "results.json", f"paper/{KEY}.results.csv")
    assert ["37.0" in html.text(name) for name in files] == [True, True, True]


def test_where_no_model_has_a_page_the_explorer_shows_sources_without_javascript(library: Project) -> None:
    project = measure(library)
    project.write("bib/results/lib.csv", f"{HEADER}\n")
    project.page("```{paper:results-explorer}\n```")
    page = project.build().soup("page.html")
    assert "read the numbers in their sources" in the(page, ".cc-ask .cc-about").get_text()
    assert "lib" in [link.get_text() for link in page.select(".cc-ask table a")]


def test_unknown_names_are_reported_at_their_line(library: Project) -> None:
    measure(library).page("{paper:result}`r2`\n\n```{paper:results}\n:model: arm-2\n```")
    found = [(row.line, row.message) for row in library.build().warnings]
    assert found == [
        (7, "paper:result: no row has the id 'r2'"),
        (9, "paper:results: no row has the model 'arm-2' (did you mean 'arm-1'?)"),
    ]


def test_a_wrong_row_is_reported_at_its_line(library: Project) -> None:
    measure(library).replace("bib/results/lab--arm.csv", "38.5,38.50", "51,51")
    (found,) = library.build().warnings
    assert (found.path.rpartition("/")[2], found.line, found.kind) == ("lab--arm.csv", 3, "cardcatalog.result")


def test_a_changed_number_writes_its_pages_again(library: Project) -> None:
    measure(library).page("{paper:result}`r1`")
    library.build()
    library.replace("bib/results/lab--arm.csv", "38.5,38.50", "37,37.0")
    html = library.build()
    assert the(html.soup("page.html"), "a.cc-result").text == "37.0"
    assert the(html.soup(f"paper/{KEY}.html"), "#own-1-1 td.cc-value").text == "37.0"
    assert library.build().read == frozenset()


def test_without_results_there_is_nothing_of_them(html: Build) -> None:
    assert not (html.outdir / "results").exists()
    assert not (html.outdir / "results.csv").exists()
    assert 'id="measured"' not in html.text(f"paper/{KEY}.html")


def test_without_results_their_explorer_says_so_and_loads_nothing(library: Project) -> None:
    library.page("# Ask\n\n```{paper:results-explorer}\n```", "ask.md")
    html = library.build()
    assert the(html.soup("ask.html"), ".cc-empty").get_text() == "No matching numbers."
    assert not html.soup("ask.html").select("script[src*=ask]")
    assert not (html.outdir / "explorer" / "results.json").exists()
