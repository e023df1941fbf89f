"""The page of each paper: its content, its links, and when it is written again."""

from __future__ import annotations

import gc
import json
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from bs4 import BeautifulSoup
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import ConfigError

from cardcatalog.catalog.related import _Index
from cardcatalog.sphinx.domain.domain import domain_of
from cardcatalog.sphinx.kept_values import KeptValues
from cardcatalog.sphinx.pages.generated_pages import Steps
from cardcatalog.sphinx.pages.paper_context import PaperPageRenderer
from cardcatalog.sphinx.pages.paper_pages import paper_pages
from tests.calls import note_calls
from tests.sphinx.helpers import Build, Project, dead_links, hrefs, line_of, read_pages, texts, the

ABEL = "paper/abel2021rounding.html"
BIB = "bib/refs.bib"
SITE = "https://library.example.org"


@pytest.fixture(scope="module")
def abel(html: Build) -> BeautifulSoup:
    """The page of a paper."""
    return html.soup(ABEL)


@pytest.fixture(scope="module")
def published(copy_root: Callable[[str], Project]) -> Project:
    """The library with a base URL, and a repository."""
    project = copy_root("library")
    project.set(
        cardcatalog_baseurl=f"{SITE}/",
        cardcatalog_edit_url="https://forge.example.org/lib/blob/main/{path}#L{line}",
        cardcatalog_report_url="https://forge.example.org/lib/issues/new?title={title}&body={body}",
    )
    return project


@pytest.fixture(scope="module")
def online(published: Project) -> Build:
    """The HTML of the published library."""
    return published.build()


def test_every_paper_has_a_page(html: Build) -> None:
    names = {path.stem for path in (html.outdir / "paper").glob("*.html")}
    assert len(names - {"hale2023draft"}) == 9


@pytest.mark.parametrize("builder", ["singlehtml", "epub", "latex"])
def test_pages_of_papers_are_for_the_web_alone(build: Callable[..., Build], builder: str) -> None:
    assert not (build("library", builder).outdir / "paper").exists()


def renderers() -> int:
    """Return how many renderers of pages are in memory."""
    return sum(isinstance(kept, PaperPageRenderer) for kept in gc.get_objects())


def test_what_pages_of_papers_are_made_of_is_freed_without_the_collector(html: Build, tmp_path: Path) -> None:
    domain = domain_of(html.env)
    builder = cast("StandaloneHTMLBuilder", domain.builder)
    gc.collect()  # those of earlier builds
    gc.disable()
    try:
        before = renderers()
        for page in paper_pages(builder, domain, KeptValues(tmp_path), "site", 1):
            deque(cast("Steps", page.content()))
            assert renderers() > before
        del page
        assert renderers() == before
    finally:
        gc.enable()


def test_pages_of_papers_can_be_left_out(library: Project) -> None:
    library.build()
    library.set(cardcatalog_paper_pages=False)
    assert not list((library.build().outdir).glob("paper/*.html"))


@pytest.mark.parametrize(
    ("selector", "shown"),
    [
        ("h1", ["Rounder: Rounding Well without Data"]),
        (".cc-authors a", ["Ada Abel", "Bo Berg"]),
        (".cc-paper > .cc-venue", ["International Conference on Examples (ICEX), 2021"]),
        (".cc-paper > .cc-links a", ["Paper", "PDF", "arXiv", "DOI", "Code", "Project"]),
        ("#keywords dt", ["PTQ", "Rounding"]),
        ("#keywords dd", [
            "Quantizing a network that has been trained already.", "Choosing the level that stands for a value.",
        ]),
        ("#categories li", ["Methods \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} Weights"]),
        ("#mentions a", ["Guide", "Keywords", "Weights"]),
        (".cc-colophon time", ["2026-01-05"]),
        (".cc-key code", ["abel2021rounding"]),
        ("#in-short .cc-source", ["Weights", "Keywords"]),
    ],
)  # fmt: skip
def test_a_page_shows_the_data_of_its_paper(abel: BeautifulSoup, selector: str, shown: list[str]) -> None:
    assert texts(abel, selector) == shown


@pytest.mark.parametrize(
    ("selector", "addresses"),
    [
        (".cc-authors a", ["../search.html?q=Ada+Abel", "../search.html?q=Bo+Berg"]),
        ("#keywords a", ["../keywords.html#ptq", "../keywords.html#rounding"]),
        ("#categories a", ["../papers/methods.html", "../papers/weights.html"]),
        ("#mentions a", ["../guide.html", "../keywords.html", "../papers/weights.html"]),
    ],
)
def test_venues_categories_and_keywords_of_a_page_are_links(
    abel: BeautifulSoup, selector: str, addresses: list[str]
) -> None:
    assert hrefs(abel, selector) == addresses


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
@pytest.mark.parametrize("root", ["library", "nasty"])
def test_no_link_of_a_page_is_dead(build: Callable[..., Build], root: str, builder: str) -> None:
    outdir = build(root, builder).outdir
    pages = read_pages(outdir)
    assert len([path for path in pages if (outdir / "paper").resolve() in path.parents]) > 5
    assert not list(dead_links(pages))


def test_a_list_that_shows_a_paper_does_not_mention_it(html: Build) -> None:
    assert not html.soup("paper/mueller2019strasse.html").select("#mentions")


def test_a_citation_mentions_its_paper(html: Build) -> None:
    assert texts(html.soup("paper/gray2018survey.html"), "#mentions a") == ["References"]


def test_a_mention_by_a_former_key_counts(html: Build) -> None:
    assert "Guide" in texts(html.soup("paper/hale2024grid.html"), "#mentions a")


def test_a_page_names_former_titles(html: Build) -> None:
    assert texts(html.soup("paper/hale2024grid.html"), ".cc-former") == ["Formerly: Learning Lines; Learning Squares"]


def test_a_title_has_its_math(html: Build) -> None:
    assert len(html.soup("paper/elmer2020norms.html").select("h1 math")) == 3


def test_omitted_authors_are_others(html: Build) -> None:
    assert texts(html.soup("paper/dorn2023others.html"), ".cc-authors") == ["Dan Dorn, Eve Evans, and others"]


def test_a_related_paper_has_its_reason(html: Build) -> None:
    assert texts(html.soup("paper/berg2022shared.html"), "#related p + p")[0] == (
        "Same author: Bo Berg · Same keyword: PTQ"
    )


def test_neighbours_are_those_of_the_home_category(html: Build) -> None:
    links = {link["rel"][0]: link["href"] for link in html.soup("paper/berg2022shared.html").select("link[rel]")}
    assert (links["prev"], links["next"]) == ("dorn2023others.html", "abel2021rounding.html")


@pytest.mark.parametrize(
    ("name", "beginning"),
    [
        ("bibtex", "@inproceedings{abel2021rounding,\n"),
        ("biblatex", "@inproceedings{abel2021rounding,\n"),
        ("ris", "TY  - CONF\n"),
        ("csl-json", "[\n"),
        ("markdown", "Ada Abel, Bo Berg. [Rounder: Rounding Well without Data](<"),
    ],
)
def test_the_page_has_the_citation_in_each_format(abel: BeautifulSoup, name: str, beginning: str) -> None:
    assert the(abel, f"#cc-text-{name}").get_text().startswith(beginning)


def test_the_page_has_the_citation_in_each_style(html: Build) -> None:
    assert the(html.soup(ABEL), "#cc-text-apa").get_text().startswith("Abel, A., & Berg, B. (2021). Rounder: ")


def test_every_format_has_its_tab_and_one_is_open(abel: BeautifulSoup) -> None:
    boxes = abel.select(".cc-formats > label > input[name=cc-format]")
    assert len(boxes) == len(abel.select(".cc-formats > label + .cc-text")) > 1
    assert len([box for box in boxes if box.has_attr("checked")]) == 1


def test_buttons_show_only_when_a_script_makes_them_work(abel: BeautifulSoup) -> None:
    assert all(button.has_attr("hidden") for button in abel.select(".cc-cite button"))


@pytest.mark.parametrize("setting", ["Edit this entry", "Something is wrong here"])
def test_without_a_repository_there_are_no_links_to_edit_or_report(abel: BeautifulSoup, setting: str) -> None:
    assert setting not in texts(abel, "a")


def test_without_a_repository_a_page_of_the_project_says_how_to_report(library: Project) -> None:
    library.set(cardcatalog_contact="index#help")
    page = library.build().soup(ABEL)
    assert (
        the(page, ".cc-colophon")
        .get_text(" ", strip=True)
        .startswith("Something is wrong here? This site belongs to The Library developers. How to report a mistake")
    )
    assert "../index.html#help" in hrefs(the(page, ".cc-colophon"))


def test_without_an_author_a_page_of_the_project_explains_how_to_report(library: Project) -> None:
    library.set(cardcatalog_contact="index#help", author="")
    colophon = the(library.build().soup(ABEL), ".cc-colophon")
    assert colophon.select("p")[0].get_text(" ", strip=True) == "How to report a mistake"
    assert "../index.html#help" in hrefs(colophon)


def test_a_contact_that_is_not_a_page_is_reported(library: Project) -> None:
    library.set(cardcatalog_contact="nowhere")
    assert "cardcatalog_contact: there is no page 'nowhere'; write an e-mail address" in library.build().output


@pytest.mark.parametrize(
    ("setting", "value"), [("contact", "nowhere"), ("guides", ["nowhere/*"]), ("unquoted", ["nowhere/*"])]
)
def test_a_setting_without_its_page_is_reported_in_every_build(library: Project, setting: str, value: object) -> None:
    library.set(**{f"cardcatalog_{setting}": value})
    first, second = (library.build().warnings for _ in range(2))
    assert [row.message for row in first] == [row.message for row in second]
    assert f"cardcatalog_{setting}: " in second[-1].message


def test_an_entry_is_edited_at_its_line(online: Build, published: Project) -> None:
    line = line_of(published.read(BIB), "@inproceedings{abel2021rounding")
    link = the(online.soup(ABEL), "a.cc-edit")
    assert link["href"] == "https://forge.example.org/lib/blob/main/bib/refs.bib"
    assert link["data-fragment"] == "#L{line}"
    assert json.loads(online.text("entry-lines.json"))["abel2021rounding"] == line


def test_an_entry_that_moves_to_another_line_changes_no_page(library: Project) -> None:
    library.set(cardcatalog_edit_url="https://forge.example.org/lib/blob/main/{path}#L{line}")
    first = library.build()
    before, lines = times(first), json.loads(first.text("entry-lines.json"))
    library.write(BIB, f"% one\n% more\n{library.read(BIB)}")
    second = library.build()
    assert times(second) == before
    assert json.loads(second.text("entry-lines.json")) == {key: line + 2 for key, line in lines.items()}


def test_a_report_names_the_entry(online: Build) -> None:
    address = hrefs(online.soup(ABEL), ".cc-colophon a")[0]
    assert "title=Mistake%20in%20abel2021rounding&body=Rounder%3A%20Rounding" in address


def test_an_invalid_url_template_is_refused(library: Project) -> None:
    library.set(cardcatalog_edit_url="https://forge.example.org/{file}")
    with pytest.raises(ConfigError, match=r"cardcatalog_edit_url is 'https://forge.*no other brace"):
        library.build()


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_a_page_has_a_canonical_url(published: Project, builder: str) -> None:
    pages = {"html": ABEL, "dirhtml": "paper/abel2021rounding/index.html"}
    page = published.build(builder).soup(pages[builder])
    assert hrefs(page, "link[rel=canonical]") == [f"{SITE}/{pages[builder].removesuffix('index.html')}"]


def test_without_a_base_url_a_page_has_no_canonical_url(abel: BeautifulSoup) -> None:
    assert not abel.select("link[rel=canonical], meta[property='og:url']")


def test_html_baseurl_is_used_as_base_url(library: Project) -> None:
    library.set(html_baseurl=f"{SITE}/")
    assert hrefs(library.build().soup(ABEL), "link[rel=canonical]") == [f"{SITE}/{ABEL}"]


def test_a_page_has_its_metadata_once(abel: BeautifulSoup) -> None:
    (title,) = abel.select("meta[name=citation_title]")
    (data,) = abel.select("script[type='application/ld+json']")
    assert title["content"] == json.loads(data.get_text())["name"] == "Rounder: Rounding Well without Data"


def test_a_page_has_no_inline_script(abel: BeautifulSoup) -> None:
    within = abel.select("head script:not([src]), .cc-paper script")
    assert [script["type"] for script in within] == ["application/ld+json"]


def test_a_title_cannot_inject_a_script(build: Callable[..., Build]) -> None:
    assert "<script>alert" not in build("nasty", "html").text("paper/markup2019.html")


def test_a_key_that_is_not_a_file_name_has_a_page(build: Callable[..., Build]) -> None:
    assert texts(build("nasty", "html").soup("paper/DBLP~3a~conf~2f~icex~2f~Abel21.html"), "code") == [
        "DBLP:conf/icex/Abel21"
    ]


def test_a_key_cannot_escape_the_output_folder(library: Project) -> None:
    library.append(BIB, "\n@misc{../../up, title={Up}, author={A, B}, year={2020}, category={survey}}\n")
    assert (library.build().outdir / "paper" / "~2e~.~2f~..~2f~up.html").is_file()


@pytest.mark.parametrize(
    ("builder", "name", "way"),
    [
        ("html", "paper/hale2023draft.html", "hale2024grid.html"),
        ("dirhtml", "paper/hale2023draft/index.html", "../hale2024grid/"),
    ],
)
def test_a_former_key_redirects_to_the_page(build: Callable[..., Build], builder: str, name: str, way: str) -> None:
    assert hrefs(build("library", builder).soup(name)) == [way]


def test_a_former_key_that_is_a_key_again_does_not_redirect(library: Project) -> None:
    library.append(BIB, "\n@misc{hale2023draft, title={New}, author={A, B}, year={2020}, category={survey}}\n")
    assert texts(library.build().soup("paper/hale2023draft.html"), "h1") == ["New"]


def test_search_results_link_to_the_pages(html: Build) -> None:
    assert '"paper/abel2021rounding"' in html.text("searchindex.js")


def test_the_search_shows_titles_as_they_are(library: Project) -> None:
    title = r"{Q\&C}: Caches"
    library.append(BIB, f"\n@misc{{new2024, title={{{title}}}, author={{A, B}}, year={{2024}}, category={{survey}}}}\n")
    index = json.loads(library.build().text("searchindex.js").removeprefix("Search.setIndex(").removesuffix(")"))
    names = [row[4] for rows in index["objects"].values() for row in rows]
    assert "Q&C: Caches" in names


def times(build: Build) -> dict[str, int]:
    """Return when each page of a paper was written."""
    return {path.stem: path.stat().st_mtime_ns for path in (build.outdir / "paper").glob("*.html")}


def change_nothing(_project: Project) -> None:
    """Change nothing."""


def change_a_title(project: Project) -> None:
    """Change a paper that two others of its category name as their neighbour."""
    project.replace(BIB, "A Paper by {Dorn} and More", "A Paper by {Dorn} and Much More")


def change_a_private_field(project: Project) -> None:
    """Change a field of a paper that no other page shows."""
    project.replace(BIB, "creationdate  = {2026-01-09}", "creationdate  = {2026-02-09}")


def change_a_definition(project: Project) -> None:
    """Change a definition on the pages of two papers."""
    project.replace("bib/keywords.toml", "Rounding up or down by chance.", "Rounding by chance.")


def rename_a_category(project: Project) -> None:
    """Change the title of a category."""
    project.replace("bib/categories.toml", 'title = "Training"', 'title = "Learning"')


def mention_a_paper(project: Project) -> None:
    """Refer to a paper in prose."""
    project.append("guide.md", "\n{paper:ref}`mueller2019strasse`\n")


def say_more_of_a_paper(project: Project) -> None:
    """Change what the introduction of a category says of a paper."""
    project.replace("papers/weights.md", "An introduction by hand", "Another introduction by hand")


WRITTEN: dict[Callable[[Project], None], str] = {
    change_nothing: "",
    change_a_title: "berg2022shared dorn2023others hale2024grid",
    change_a_private_field: "example2017page",
    change_a_definition: "cole2023crowd mueller2019strasse",
    rename_a_category: "all",  # their menu shows its title; the page of a former key has no menu
    mention_a_paper: "mueller2019strasse",
    say_more_of_a_paper: "abel2021rounding",
}
"""The papers whose page is written again."""


@pytest.mark.parametrize("change", WRITTEN)
def test_only_pages_that_show_a_change_are_written_again(library: Project, change: Callable[[Project], None]) -> None:
    before = times(library.build())
    change(library)
    after = times(library.build())
    expected = sorted({*after} - {"hale2023draft"}) if WRITTEN[change] == "all" else WRITTEN[change].split()
    assert sorted(name for name in after if after[name] != before[name]) == expected


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_the_page_of_a_removed_paper_is_removed(library: Project, builder: str) -> None:
    library.build(builder)
    text = library.read(BIB)
    start = text.index("@misc{dorn2023others")
    library.write(BIB, text[:start] + text[text.index("@", start + 1) :])
    assert not list((library.build(builder).outdir / "paper").glob("dorn2023others*"))


def test_a_deleted_page_is_written_again(library: Project) -> None:
    path = library.build().outdir / ABEL
    path.unlink()
    library.build()
    assert path.is_file()


def test_relations_are_found_again_only_if_papers_may_share_something_else(
    library: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = note_calls(monkeypatch, _Index, "nearest", lambda _index, key, _limit: key)
    library.build()
    assert found
    found.clear()
    library.replace(BIB, "{10--19}", "{10--20}")
    library.build()
    assert not found
    for old, new in (("Rounding Well", "Shared Scales"), ("{Berg, Bo},\n  booktitle", "{Abel, Ada},\n  booktitle")):
        library.replace(BIB, old, new)
        library.build()
        assert found
        found.clear()
