"""Generated pages: their content, and when they are written, kept and removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from docutils.core import publish_doctree

from cardcatalog.bibtex.entries import parse_bibliography
from cardcatalog.catalog.catalog import Catalog, parse_query
from cardcatalog.catalog.taxonomy import Category
from cardcatalog.sphinx.domain.default_pages import (
    CARDS_PER_PAGE,
    KEYWORDS_PAGE,
    MYST,
    RST,
    TREE_PAGE,
    category_page,
    divide_by_year,
    pages_of,
    write_pages,
    year_page,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SUFFIXES = (".rst", ".md")


def years(**papers: int) -> Catalog:
    """Return a catalog with a number of papers for each year; ``y0`` counts those without one."""
    entries = "".join(
        f"@misc{{a{year}-{number}, category = {{c}}, {f'year = {year[1:]}' if year != 'y0' else 'note = {x}'}}}\n"
        for year, count in papers.items()
        for number in range(count)
    )
    return Catalog.from_entries(parse_bibliography(entries, "refs.bib")[0], [Category(id="c", title="C")])


def divided(**papers: int) -> tuple[list[str], list[str]]:
    """Return the years that stay on the page of a category, and those that go on elsewhere."""
    here, elsewhere = divide_by_year(years(**papers).papers_in("c"))
    return [year for year, _ in here], [year for year, _ in elsewhere]


def test_a_short_list_is_on_one_page() -> None:
    assert divided(y2023=2, y2022=1, y2019=3) == (["2023", "2022", "2019"], [])


def test_a_list_at_the_limit_is_on_one_page() -> None:
    assert divided(y2023=CARDS_PER_PAGE - 1, y2022=1) == (["2023", "2022"], [])


def test_a_list_above_the_limit_continues_by_year() -> None:
    assert divided(y2023=CARDS_PER_PAGE, y2022=1) == (["2023"], ["2022"])


def test_the_newest_year_is_on_the_first_page() -> None:
    assert divided(y2023=CARDS_PER_PAGE + 1, y2022=1) == (["2023"], ["2022"])


def test_no_year_comes_before_one_that_does_not_fit() -> None:
    assert divided(y2023=1, y2022=CARDS_PER_PAGE, y2021=1) == (["2023"], ["2022", "2021"])


def test_papers_without_a_year_come_last() -> None:
    assert divided(y0=2, y2023=1) == (["2023", "undated"], [])


def test_without_papers_there_are_no_years() -> None:
    assert divide_by_year([]) == ([], [])


def test_every_paper_is_in_one_group() -> None:
    papers = years(y2023=60, y2022=60, y2021=60, y0=5).papers_in("c")
    here, elsewhere = divide_by_year(papers)
    assert [paper for _, group in (*here, *elsewhere) for paper in group] == list(papers)


def test_an_empty_catalog_has_a_tree_and_a_glossary() -> None:
    assert set(pages_of(Catalog())) == {TREE_PAGE, KEYWORDS_PAGE}


def test_each_category_has_a_page() -> None:
    rows = (Category(id="a", title="A"), Category(id="b", title="B", parent="a"))
    assert {category_page("a"), category_page("b")} <= set(pages_of(Catalog.from_entries([], rows)))


def test_each_year_that_does_not_fit_has_a_page() -> None:
    pages = pages_of(years(y2023=CARDS_PER_PAGE, y2022=1, y0=1))
    assert {name for name in pages if name.startswith("papers/c-")} == {
        year_page("c", "2022"), year_page("c", "undated"),
    }  # fmt: skip


@pytest.mark.parametrize("year", ["2022", "undated"])
def test_the_page_of_a_year_asks_for_its_papers(year: str) -> None:
    catalog = years(y2023=CARDS_PER_PAGE, y2022=1, y0=1)
    page = pages_of(catalog)[year_page("c", year)]
    assert len(catalog.select(parse_query(page.options, catalog))) == 1


def test_pages_of_keywords_are_not_sources(catalog_of: Callable[[str], Catalog]) -> None:
    pages = pages_of(catalog_of("@misc{a, keywords = {ptq}, category = {c}}"))
    assert not {name for name in pages if name.startswith("keywords/")}


@pytest.mark.parametrize(
    "title",
    [
        "Plain",
        "A *b* `c` |d| e_ [1]_ \\f :g:`h`",
        "..",
        "1. One",
        "- x",
        "C++",
        "量化 und É",
        "=",
        "a_",
        "::",
        "'",
        "x" * 200,
    ],
)
def test_a_title_is_shown_as_it_is(title: str) -> None:
    page = RST.write(
        pages_of(Catalog.from_entries([], [Category(id="c", title=title)]))[category_page("c")], "papers/c"
    )
    heading, _, _ = page.partition(".. paper:list::")
    tree = publish_doctree(heading, settings_overrides={"report_level": 1, "halt_level": 1})
    assert tree["title"] == title


@pytest.fixture
def catalog() -> Catalog:
    """A catalog with one category."""
    return Catalog.from_entries([], [Category(id="c", title="C")])


def test_pages_are_written(tmp_path: Path, catalog: Catalog) -> None:
    write_pages(catalog, tmp_path, SUFFIXES)
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")} == {
        "papers/index.rst", "papers/c.rst", "keywords.rst",
    }  # fmt: skip


def test_a_page_has_a_marker_that_explains_how_to_replace_it(tmp_path: Path, catalog: Catalog) -> None:
    write_pages(catalog, tmp_path, SUFFIXES)
    first = (tmp_path / "papers/c.rst").read_text("utf-8").splitlines()[0]
    assert first == (".. Generated by cardcatalog on each build. To write this page yourself, put c.md in its place.")


def test_a_page_is_written_only_if_its_text_differs(tmp_path: Path, catalog: Catalog) -> None:
    write_pages(catalog, tmp_path, SUFFIXES)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.rst")}
    write_pages(catalog, tmp_path, SUFFIXES)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.rst")} == before


def test_a_page_whose_text_differs_is_written(tmp_path: Path, catalog: Catalog) -> None:
    write_pages(catalog, tmp_path, SUFFIXES)
    write_pages(Catalog.from_entries([], [Category(id="c", title="Renamed")]), tmp_path, SUFFIXES)
    assert "Renamed" in (tmp_path / "papers/c.rst").read_text("utf-8")


@pytest.mark.parametrize("name", ["papers/c.md", "papers/c.rst", "papers/index.md", "keywords.md", "keywords.rst"])
def test_a_handwritten_page_is_kept_and_is_the_only_one(tmp_path: Path, catalog: Catalog, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("By hand\n=======\n", "utf-8")
    write_pages(catalog, tmp_path, SUFFIXES)
    assert path.read_text("utf-8") == "By hand\n=======\n"
    assert list(tmp_path.glob(f"{name.rpartition('.')[0]}.*")) == [path]


@pytest.mark.parametrize("name", ["papers/c", "keywords"])
def test_a_handwritten_page_replaces_a_generated_one(tmp_path: Path, catalog: Catalog, name: str) -> None:
    write_pages(catalog, tmp_path, SUFFIXES)
    (tmp_path / f"{name}.md").write_text("# By hand\n", "utf-8")
    write_pages(catalog, tmp_path, SUFFIXES)
    assert not (tmp_path / f"{name}.rst").exists()


def test_a_handwritten_rst_file_is_kept_even_if_rst_is_not_a_source(tmp_path: Path, catalog: Catalog) -> None:
    (tmp_path / "keywords.rst").write_text("By hand\n", "utf-8")
    write_pages(catalog, tmp_path, (".md",))
    assert (tmp_path / "keywords.rst").read_text("utf-8") == "By hand\n"


def test_an_obsolete_generated_page_is_removed(tmp_path: Path, catalog: Catalog) -> None:
    write_pages(catalog, tmp_path, SUFFIXES)
    write_pages(Catalog.from_entries([], [Category(id="d", title="D")]), tmp_path, SUFFIXES)
    assert {path.stem for path in (tmp_path / "papers").iterdir()} == {"index", "d"}


def test_a_handwritten_page_is_never_removed(tmp_path: Path, catalog: Catalog) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers/mine.rst").write_bytes(b"Caf\xe9, not even UTF-8\n")
    write_pages(catalog, tmp_path, SUFFIXES)
    assert (tmp_path / "papers/mine.rst").exists()


def test_the_glossary_is_written_in_myst_where_it_is_read(tmp_path: Path, catalog: Catalog) -> None:
    write_pages(catalog, tmp_path, SUFFIXES)
    write_pages(catalog, tmp_path, SUFFIXES, glossary=MYST)
    assert (tmp_path / "keywords.md").read_text("utf-8").endswith("# Keywords\n\n```{paper:keywords}\n```\n")
    assert not (tmp_path / "keywords.rst").exists()


def test_a_generated_glossary_in_myst_is_recognised(tmp_path: Path, catalog: Catalog) -> None:
    write_pages(catalog, tmp_path, SUFFIXES, glossary=MYST)
    write_pages(catalog, tmp_path, SUFFIXES)
    assert [path.name for path in tmp_path.glob("keywords.*")] == ["keywords.rst"]


def test_a_glossary_in_myst_belongs_to_the_project_once_its_first_comment_is_removed(
    tmp_path: Path, catalog: Catalog
) -> None:
    write_pages(catalog, tmp_path, SUFFIXES, glossary=MYST)
    lines = (tmp_path / "keywords.md").read_text("utf-8").splitlines(keepends=True)
    (tmp_path / "keywords.md").write_text("".join([lines[0], *lines[2:]]), "utf-8")
    write_pages(Catalog(), tmp_path, SUFFIXES)
    assert [path.name for path in tmp_path.glob("keywords.*")] == ["keywords.md"]


def test_a_source_that_an_earlier_version_generated_is_replaced(tmp_path: Path, catalog: Catalog) -> None:
    (tmp_path / "keywords.rst").write_text(".. Generated by cardcatalog; it comes anew with each build.\n", "utf-8")
    write_pages(catalog, tmp_path, SUFFIXES, glossary=MYST)
    assert [path.name for path in tmp_path.glob("keywords.*")] == ["keywords.md"]
