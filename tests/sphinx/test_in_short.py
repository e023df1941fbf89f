"""What the site's own prose says of a paper: on its page, its card, in feeds and metadata, and after changes."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from bs4 import Tag

from tests.sphinx.helpers import Build, Project, dead_links, hrefs, read_pages, texts, the
from tests.unit.node import unpacked

BIB, PATH = "bib/refs.bib", "way.md"
WAY = """---
orphan: true
---

# Path: rounding

## First

1. **{paper:title}`abel2021rounding`**

   Rounds *without* data, as {paper:ref}`elmer2020norms` do for {math}`x^2`; the scale is learned. It came first.

2. **{paper:title}`berg2022shared`**, by {paper:ref}`berg2022shared`

   One scale for all. Then two, which is what the tables of the next paper are compared with.

## Second

3. **{paper:title}`hale2023draft`**

   The last of them, and by far the longest to read of all three papers here.

Afterwards {paper:ref}`mueller2019strasse` compare all the roads that lead to fewer bits, and
{paper:ref}`cole2023crowd` count those who walk them day by day. This is shown in {paper:category}`weights` by
{paper:ref}`dorn2023others` for everyone.
"""
DEVELOPERS = """---
orphan: true
---

# Notes

Here {paper:ref}`gray2018survey` survey everything that there is to be surveyed.
"""


def walked(project: Project) -> Project:
    """Return a project with a path, and a page for developers."""
    project.write(PATH, WAY)
    project.write("notes/code.md", DEVELOPERS)
    project.page("# Explore\n\n```{paper:explorer}\n```\n", "explore.md")
    annotated = "@misc{dorn2023others,\n  annotation = {It {Dorns} $x^2$ by halves.},"
    project.replace(BIB, "@misc{dorn2023others,", annotated)
    project.set(
        cardcatalog_guides=["way"], cardcatalog_unquoted="notes/*", cardcatalog_baseurl="https://library.example.org/"
    )
    return project


@pytest.fixture(scope="module")
def site(copy_root: Callable[[str], Project]) -> Build:
    """The library with a path."""
    return walked(copy_root("library")).build()


def short(site: Build, key: str) -> Tag:
    """Return the part of a paper's page that quotes prose."""
    return the(site.soup(f"paper/{key}.html"), "#in-short")


def test_a_page_quotes_the_step_of_a_path_with_its_source(site: Build) -> None:
    first = the(short(site, "abel2021rounding"), "p:first-of-type")
    assert first.get_text(" ", strip=True).startswith("Rounds without data, as Elmer")
    assert first.get_text(" ", strip=True).endswith("the scale is learned. It came first. Path: rounding")
    assert hrefs(first, ".cc-source") == ["../way.html#step-abel2021rounding"]
    assert site.soup("way.html").select("li#step-abel2021rounding")


def test_what_is_quoted_keeps_its_links_emphasis_and_math(site: Build) -> None:
    first = the(short(site, "abel2021rounding"), "p:first-of-type")
    assert hrefs(first, "a:not(.cc-source)") == ["elmer2020norms.html"]
    assert texts(first, "em") == ["without"]
    assert len(first.select("math")) == 1


def test_a_page_names_its_step_and_the_papers_around_it(site: Build) -> None:
    assert texts(short(site, "berg2022shared"), ".cc-step") == [
        "Step 2 of 3: Path: rounding · before: Rounder · after: Hale (2024)"
    ]
    links = hrefs(short(site, "berg2022shared"), ".cc-step a")
    assert links == ["../way.html#step-berg2022shared", "abel2021rounding.html", "hale2024grid.html"]
    assert "before:" not in texts(short(site, "abel2021rounding"), ".cc-step")[0]


def test_a_step_may_have_a_former_key(site: Build) -> None:
    assert texts(short(site, "hale2024grid"), "p")[0].startswith("The last of them")


def test_each_paper_of_a_sentence_has_its_own_clause(site: Build) -> None:
    assert texts(short(site, "mueller2019strasse"), "p")[0] == (
        "Afterwards Müller et al. (2019) compare all the roads that lead to fewer bits. Path: rounding"
    )
    assert texts(short(site, "cole2023crowd"), "p")[0].endswith("count those who walk them day by day. Path: rounding")


def test_a_sentence_that_leads_to_a_category_is_not_quoted(site: Build) -> None:
    assert "everyone" not in short(site, "dorn2023others").get_text()


def test_an_annotation_comes_first(site: Build) -> None:
    assert texts(short(site, "dorn2023others"), "p")[0] == "It Dorns x² by halves."
    assert texts(site.card("papers/weights.html", "dorn2023others"), ".cc-gist") == ["It Dorns x² by halves."]


def test_pages_for_developers_are_neither_quoted_nor_mentioned(site: Build) -> None:
    page = site.soup("paper/gray2018survey.html")
    assert not page.select("#in-short")
    assert "Notes" not in texts(page, "#mentions a")


def test_a_card_shows_the_first_sentence_and_the_path(site: Build) -> None:
    card = site.card("papers/weights.html", "abel2021rounding")
    (gist,) = texts(card, ".cc-gist")
    assert gist.startswith("Rounds without data")
    assert gist.endswith("x²; the scale is learned.")
    assert hrefs(card, ".cc-path") == ["../way.html#step-abel2021rounding"]
    assert not site.card("papers/survey.html", "gray2018survey").select(".cc-gist, .cc-path")


def test_a_short_first_sentence_takes_the_next_along(site: Build) -> None:
    assert texts(site.card("papers/weights.html", "berg2022shared"), ".cc-gist") == [
        "One scale for all. Then two, which is what the tables of the next paper are compared with."
    ]


def test_description_and_metadata_have_the_sentence(site: Build) -> None:
    page = site.soup("paper/dorn2023others.html")
    assert str(the(page, "meta[name=description]")["content"]).startswith("It Dorns x² by halves. Dan Dorn")
    data = json.loads(the(page, "script[type='application/ld+json']").get_text())
    assert data["abstract"] == "It Dorns x² by halves."


def test_a_feed_has_the_sentence_as_summary(site: Build) -> None:
    pytest.importorskip("feedgen")
    summary = (
        "<summary>ICEX 2021. Rounds without data, as Elmer et al. (2020) do for x²; the scale is learned.</summary>"
    )
    assert summary in site.text("papers/weights.xml")


def test_the_explorer_has_sentences_and_paths(site: Build) -> None:
    papers, cards = unpacked(site.text("explorer/papers.json"))["papers"], json.loads(site.text("explorer/cards.json"))
    at = str(papers["key"].index("abel2021rounding"))
    assert cards["gist"][at].startswith("Rounds without data")
    assert papers["path"][at] == "way.html#step-abel2021rounding"


def test_papers_that_prose_names_together_are_related_first(site: Build) -> None:
    page = site.soup("paper/mueller2019strasse.html")
    assert hrefs(page, "#related a")[:2] == ["cole2023crowd.html", "dorn2023others.html"]
    assert texts(page, "#related p + p")[0].startswith("Named together in Path: rounding")


def test_no_link_of_what_is_quoted_is_dead(site: Build) -> None:
    assert not list(dead_links(read_pages(site.outdir)))


@pytest.mark.parametrize("builder", ["singlehtml", "epub", "latex", "text"])
def test_other_builders_write_paths_and_cards_without_a_warning(library: Project, builder: str) -> None:
    build = walked(library).build(builder)
    assert not build.warnings
    if builder == "singlehtml":
        assert hrefs(build.card("index.html", "abel2021rounding"), ".cc-path") == ["#step-abel2021rounding"]


def test_a_page_alone_is_not_a_path(library: Project) -> None:
    library.write(PATH, WAY)
    build = library.build()
    assert not build.soup("paper/berg2022shared.html").select(".cc-step")
    assert not build.card("papers/weights.html", "berg2022shared").select(".cc-path")


def change_a_step(project: Project) -> None:
    """Say something else of a paper."""
    project.replace(PATH, "One scale for all.", "A single scale for everyone and everything.")


def remove_a_step(project: Project) -> None:
    """Take the first paper out of the path."""
    project.write(PATH, WAY.replace(WAY[WAY.index("1. **") : WAY.index("2. **")], ""))


def rename_a_path(project: Project) -> None:
    """Change the title of a path."""
    project.replace(PATH, "# Path: rounding", "# Path: choosing levels")


def remove_a_path(project: Project) -> None:
    """Remove the page."""
    (project.root / PATH).unlink()


@pytest.mark.parametrize("change", [change_a_step, remove_a_step, rename_a_path, remove_a_path])
def test_after_a_change_of_prose_the_site_is_that_of_a_fresh_build(
    library: Project, copy_root: Callable[[str], Project], change: Callable[[Project], None]
) -> None:
    before = contents(walked(library).build())
    change(library)
    after = contents(library.build())
    fresh = walked(copy_root("library"))
    change(fresh)
    assert after != before
    assert after == contents(fresh.build())


def contents(build: Build) -> dict[str, bytes]:
    """Return all files of a site; Sphinx writes its search index in the order in which pages were read."""
    return {
        str(path.relative_to(build.outdir)): path.read_bytes()
        for path in sorted(build.outdir.rglob("*"))
        if path.is_file() and path.name not in {"searchindex.js", ".buildinfo", "objects.inv"}
        if (build.env.srcdir / PATH).exists() or path.name != "way.html"  # which Sphinx keeps
    }


def test_only_pages_with_the_card_of_a_paper_are_written_for_its_sentence(library: Project) -> None:
    walked(library).build()
    change_a_step(library)
    written = library.build().written
    assert {"papers/weights", "way"} <= written
    assert not {"papers/survey", "papers/training", "index"} & written


NESTED = """---
orphan: true
---

# Path: rounding

1. {paper:ref}`abel2021rounding` rounds everything without any data at hand.

   1. {paper:ref}`berg2022shared` shares one scale between all of these roundings.

2. {paper:title}`hale2023draft`

{paper:ref}`cole2023crowd`は量子化の誤差を小さくする方法を示す。
"""


@pytest.fixture(scope="module")
def nested(copy_root: Callable[[str], Project]) -> Build:
    """The library with a path whose first step has a step within it, and whose last one is a name alone."""
    project = copy_root("library")
    project.write(PATH, NESTED)
    project.set(cardcatalog_guides=[PATH])  # by its file, as in exclude_patterns
    return project.build()


def test_steps_within_a_step_follow_it(nested: Build) -> None:
    assert texts(short(nested, "berg2022shared"), ".cc-step") == [
        "Step 2 of 3: Path: rounding · before: Rounder · after: Hale (2024)"
    ]


def test_a_step_that_is_a_name_alone_is_not_a_quote(nested: Build) -> None:
    assert texts(short(nested, "hale2024grid"), "p") == [
        "The levels may be learned, as in Hale (2024). Keywords", "Step 3 of 3: Path: rounding · before: Berg (2022)"
    ]  # fmt: skip


def test_a_sentence_of_few_but_wide_letters_is_quoted(nested: Build) -> None:
    assert "は量子化の誤差を小さくする方法を示す。" in short(nested, "cole2023crowd").get_text()


def test_a_pattern_that_matches_no_page_is_reported(library: Project) -> None:
    library.set(cardcatalog_guides=["guide", "gudies/*"])
    assert [row.message for row in library.build().warnings] == [
        "cardcatalog_guides: no page matches 'gudies/*'; correct it in conf.py, or delete it"
    ]
