"""Pages made of the whole catalog: venues, the index of authors, and missing data."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from tests.sphinx.helpers import Build, Project, dead_links, hrefs, line_of, read_pages, repeated_anchors, texts, the

OVERVIEWS = {
    "venues": "```{paper:venues}\n```",
    "authors": "```{paper:authors}\n:limit: 3\n```",
    "health": "```{paper:health}\n```",
    "no-code": "```{paper:health} no-code\n:limit: 2\n```",
    "no-doi": "```{paper:health} no-doi\n```",
    "old-preprint": "```{paper:health} old-preprint\n```",
    "no-guide": "```{paper:health} no-guide\n```",
}


def add_overviews(project: Project) -> None:
    """Give a project a page for each overview, and a guide."""
    for name, text in OVERVIEWS.items():
        project.write(f"see/{name}.md", f"# {name}\n\n{text}\n")
    project.write("guides/first.md", "# First\n\n{paper:ref}`abel2021rounding` and {paper:category}`survey`.\n")
    project.replace("index.md", "wanted\n", "wanted\nguides/first\n" + "".join(f"see/{name}\n" for name in OVERVIEWS))


@pytest.fixture(scope="module")
def build(copy_root: Callable[[str], Project]) -> Callable[[str], Build]:
    """Builds of the library with all overviews."""
    project = copy_root("library")
    add_overviews(project)
    return cache(project.build)


@pytest.fixture
def overviews(library: Project) -> Project:
    """A project of its own with all overviews."""
    add_overviews(library)
    return library


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml", "epub", "latex", "text", "man", "texinfo"])
def test_no_builder_gives_a_warning(build: Callable[[str], Build], builder: str) -> None:
    assert not build(builder).output


def test_a_bibliography_without_vocabularies_has_overviews(copy_root: Callable[[str], Project]) -> None:
    project = copy_root("nasty")
    words = (
        "venues",
        "authors",
        "chart",
        "health",
        *(f"health:: {name}" for name in ("no-code", "no-doi", "no-guide")),
    )
    directives = (f".. paper:{word if '::' in word else f'{word}::'}" for word in words)
    project.write("page.rst", ":orphan:\n\nPage\n====\n\n" + "\n\n".join(directives) + "\n")
    build = project.build()
    assert not build.output
    assert not list(dead_links(read_pages(build.outdir)))


def test_an_empty_bibliography_has_overviews(library: Project) -> None:
    library.write("bib/empty.bib", "")
    for name in ("guide", "lists", "references", "wanted", "papers/weights", "keywords"):
        (library.root / f"{name}.md").unlink()
    library.write("index.md", "# Library\n\n" + "\n\n".join([*OVERVIEWS.values(), "```{paper:chart}\n```"]))
    library.set(cardcatalog_bibliography="bib/empty.bib", cardcatalog_keywords="", suppress_warnings=["toc", "bibtex"])
    assert not [at for at in library.build().warnings if at.path.startswith("index")]


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_no_link_or_anchor_is_dead(build: Callable[[str], Build], builder: str) -> None:
    assert not list(dead_links(read_pages(build(builder).outdir)))


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_anchors_are_unique_on_a_page(build: Callable[[str], Build], builder: str) -> None:
    assert not list(repeated_anchors(read_pages(build(builder).outdir)))


# Venues


def test_a_venue_has_its_names_its_kind_its_number_and_its_years(build: Callable[[str], Build]) -> None:
    assert texts(build("html").soup("see/venues.html"), ".cc-venues tbody tr") == [
        "ICEX International Conference on Examples conference 4 2020–2024",
        "JEX Journal of Examples journal 3 2018–2023",
        "arXiv preprint server 1 2023",
    ]


def test_a_venue_links_to_its_papers(build: Callable[[str], Build]) -> None:
    assert hrefs(build("html").soup("see/venues.html"), ".cc-venues a")[0] == "../venues/icex.html"


def test_the_page_of_a_venue_lists_its_papers_by_year(build: Callable[[str], Build]) -> None:
    page = build("html").soup("venues/jex.html")
    assert (texts(page, "h1"), texts(page, "h2")) == (["Papers at JEX"], ["2023", "2019", "2018"])
    assert texts(page, ".cc-list li")[0] == "Written by a Crowd JEX 2023"


def test_math_of_a_title_is_math_on_the_page_of_a_venue(build: Callable[[str], Build]) -> None:
    assert len(build("html").soup("venues/icex.html").select("math")) == 3


def test_other_builders_only_name_a_venue(build: Callable[[str], Build]) -> None:
    assert "ICEX" in build("text").text("see/venues.txt")
    assert not (build("text").outdir / "venues").exists()


# Authors


def test_authors_with_most_papers_come_first(build: Callable[[str], Build]) -> None:
    page = build("html").soup("see/authors.html")
    assert texts(page, ".cc-most li")[:1] == ["Bo Berg 2"]
    assert len(texts(page, ".cc-most li")) == 3


def test_a_name_links_to_its_row(build: Callable[[str], Build]) -> None:
    assert hrefs(build("html").soup("see/authors.html"), ".cc-most a")[0] == "../authors/b.html#bo-berg"


def test_letters_link_to_pages(build: Callable[[str], Build]) -> None:
    page = build("html").soup("see/authors.html")
    assert texts(page, ".cc-letters a") == list("ABCDEFGHMTV")


def test_a_row_lists_the_papers_of_a_name_newest_first(build: Callable[[str], Build]) -> None:
    page = build("html").soup("authors/b.html")
    row = the(page, "#bo-berg")
    papers = [row.find_next_sibling("dd"), row.find_next_siblings("dd")[1]]
    assert [paper.get_text() for paper in papers if paper] == [
        "Shared Scales for Weights and Caches ICEX 2022",
        "Rounder: Rounding Well without Data ICEX 2021",
    ]


def test_the_page_of_a_letter_marks_its_letter(build: Callable[[str], Build]) -> None:
    assert the(build("html").soup("authors/b.html"), "[aria-current]").get_text() == "B"


def test_the_index_is_in_no_menu_and_no_search(build: Callable[[str], Build]) -> None:
    assert "authors/b" not in build("html").text("searchindex.js")


def test_other_builders_show_only_names_and_counts(build: Callable[[str], Build]) -> None:
    assert "* Bo Berg 2" in build("text").text("see/authors.txt")
    assert "A B C" not in build("text").text("see/authors.txt")


def test_the_page_of_a_paper_links_to_its_authors(build: Callable[[str], Build]) -> None:
    assert "../authors/b.html#bo-berg" in hrefs(build("html").soup("paper/abel2021rounding.html"), ".cc-authors a")


def test_without_an_index_authors_link_to_a_search(library: Project) -> None:
    build = library.build()
    assert "../search.html?q=Bo+Berg" in hrefs(build.soup("paper/abel2021rounding.html"), ".cc-authors a")
    assert not (build.outdir / "authors").exists()


# Missing data


def test_counts_say_how_much_is_missing(build: Callable[[str], Build]) -> None:
    assert texts(build("html").soup("see/health.html"), "tbody tr") == [
        "Papers without code 7",
        "Preprints more than a year old 1",
        "Papers without a DOI 7",
    ]


def test_a_list_of_missing_data_is_limited_to_the_newest(build: Callable[[str], Build]) -> None:
    page = build("html").soup("see/no-code.html")
    assert texts(page, ".cc-summary") == ["The newest 2 of 7"]
    assert texts(page, "tbody td:first-child") == ["A Paper by Dorn and More", "Written by a Crowd"]


def test_each_row_names_the_line_of_the_entry(overviews: Project) -> None:
    rows = texts(overviews.build().soup("see/no-code.html"), "tbody td:last-child")
    assert rows[0] == f"bib/refs.bib:{line_of(overviews.read('bib/refs.bib'), '@misc{dorn2023others')}"


def test_an_old_preprint_is_listed(build: Callable[[str], Build]) -> None:
    assert texts(build("html").soup("see/old-preprint.html"), "tbody td:first-child") == ["A Paper by Dorn and More"]


def test_categories_without_a_link_from_a_guide_are_listed(build: Callable[[str], Build]) -> None:
    rows = texts(build("html").soup("see/no-guide.html"), "tbody tr")
    assert [row.rsplit(" ", 2)[0] for row in rows] == ["Activations & Caches", "Training"]


def test_a_wrong_list_is_reported_at_its_line(library: Project) -> None:
    library.page("```{paper:health} nocode\n```")
    (warned,) = library.build().warnings
    assert (warned.path, warned.kind) == ("page.md", "cardcatalog.reference")
    assert warned.message.startswith("paper:health: unknown list 'nocode' (did you mean 'no-code'?); choose from")


# Later builds


def test_an_unchanged_build_writes_nothing(overviews: Project) -> None:
    overviews.build()
    page = overviews.root / "_build" / "html" / "authors" / "b.html"
    before = page.stat().st_mtime_ns
    again = overviews.build()
    assert (again.read, page.stat().st_mtime_ns) == (frozenset(), before)


def test_a_new_paper_is_added_to_its_author_and_venue(overviews: Project) -> None:
    overviews.build()
    overviews.append(
        "bib/refs.bib", "\n@misc{x, title={New}, author={Berg, Bo}, year={2025}, venuekey={JEX}, category={training}}\n"
    )
    build = overviews.build()
    assert "New JEX 2025" in texts(build.soup("authors/b.html"), "dd")
    assert "New JEX 2025" in texts(build.soup("venues/jex.html"), "li")
    assert texts(build.soup("see/authors.html"), ".cc-most li")[0] == "Bo Berg 3"


def test_the_page_of_a_letter_without_names_is_removed(overviews: Project) -> None:
    assert (overviews.build().outdir / "authors/m.html").exists()
    overviews.replace("bib/refs.bib", r"M{\"u}ller, J{\"o}rg", "Berg, Bo")
    assert not (overviews.build().outdir / "authors/m.html").exists()


def test_missing_data_follow_the_lines_of_the_file(overviews: Project) -> None:
    overviews.build()
    overviews.replace("bib/refs.bib", "% A small", "% One line more.\n% A small")
    line = line_of(overviews.read("bib/refs.bib"), "@misc{dorn2023others")
    assert texts(overviews.build().soup("see/no-code.html"), "tbody td:last-child")[0] == f"bib/refs.bib:{line}"


def test_a_link_from_a_guide_removes_a_category_from_the_list(overviews: Project) -> None:
    overviews.build()
    overviews.replace(
        "guides/first.md", "{paper:category}`survey`", "{paper:category}`survey`, {paper:category}`training`"
    )
    build = overviews.build()
    assert build.read == {"guides/first"}
    assert "Training" not in build.text("see/no-guide.html").partition("<table")[2]


def test_several_processes_make_the_same_pages(overviews: Project, copy_root: Callable[[str], Project]) -> None:
    other = copy_root("library")
    add_overviews(other)
    names = ["see/venues.html", "see/authors.html", "see/no-guide.html", "authors/b.html", "venues/jex.html"]
    alone, together = other.build(), overviews.build(jobs=2)
    assert [alone.text(name) for name in names] == [together.text(name) for name in names]


def test_a_name_has_the_quotation_marks_of_its_entry(overviews: Project) -> None:
    paper = "title={{T}}, author={{O'Roe, Ann and רמב\"ם, משה}}, year={{2025}}, category={{training}}"
    overviews.append("bib/refs.bib", "".join(f"\n@misc{{x{n}, {paper.format()}}}\n" for n in range(3)))
    names = {"Ann O'Roe 3", 'משה רמב"ם 3'}
    assert set(texts(overviews.build().soup("see/authors.html"), ".cc-most li")) >= names
