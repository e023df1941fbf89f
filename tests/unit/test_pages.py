"""Generated pages: their content, and when they are written, kept and removed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from docutils.core import publish_doctree
from jinja2 import Environment, Undefined
from markupsafe import Markup, escape
from sphinx.builders.dirhtml import DirectoryHTMLBuilder
from sphinx.builders.html import StandaloneHTMLBuilder

from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.dates import PublicationDate
from cardcatalog.catalog.list_pages import CARDS_PER_PAGE, ListPage, list_pages, year_label
from cardcatalog.catalog.query import parse_query
from cardcatalog.catalog.taxonomy import Category
from cardcatalog.messages import wording_of
from cardcatalog.sphinx.domain.default_pages import (
    KEYWORDS_PAGE,
    MYST,
    RST,
    TREE_PAGE,
    Markups,
    category_page,
    pages_of,
    write_pages,
)
from cardcatalog.sphinx.pages.generated_pages import page_path, page_paths
from cardcatalog.sphinx.pages.templates import template_environment
from tests.calls import note_calls
from tests.catalogs import catalog_of

SUFFIXES = (".rst", ".md")


def years(**papers: int) -> Catalog:
    """Return a catalog with a number of papers for each year; ``y0`` counts those without one."""
    entries = "".join(
        f"@misc{{a{year}-{number}, category = {{c}}, {f'year = {year[1:]}' if year != 'y0' else 'note = {x}'}}}\n"
        for year, count in papers.items()
        for number in range(count)
    )
    return catalog_of(entries, [Category(id="c", title="C")])


def divided(**papers: int) -> list[tuple[str, int]]:
    """Return the names of the pages of a list, apart from the first, and how many papers each has."""
    (one,) = years(y2000=1).papers.values()  # to read thousands of entries takes longer than to divide them
    dates = {name: PublicationDate((int(name[1:]),) if name != "y0" else ()) for name in sorted(papers, reverse=True)}
    pages = list_pages(replace(one, date=date) for name, date in dates.items() for _ in range(papers[name]))
    return [(page.name if number else "", len(page.papers)) for number, page in enumerate(pages)]


FULL = CARDS_PER_PAGE


@pytest.mark.parametrize(
    ("papers", "pages"),
    [
        ({"y2023": 2, "y2022": 1, "y2019": 3}, [("", 6)]),
        ({"y2023": FULL - 1, "y2022": 1}, [("", FULL)]),
        ({"y2023": FULL, "y2022": 1}, [("", FULL), ("2022", 1)]),
        ({"y2023": 1, "y2022": FULL, "y2021": 1}, [("", 1), ("2022", FULL), ("2021", 1)]),
        ({"y2023": FULL, "y2022": 9, "y2020": 8, "y1999": 7, "y0": 6}, [("", FULL), ("1999-2022-undated", 30)]),
        ({"y2023": FULL, "y2022": 200, "y2021": 90, "y2020": 50}, [("", FULL), ("2022", 200), ("2020-2021", 140)]),
        ({"y2023": 2 * FULL + 5, "y2022": 1}, [("", FULL), ("2023-2", FULL), ("2023-3", 5), ("2022", 1)]),
        ({"y2023": 9, "y2022": FULL + 1, "y2021": 3}, [("", 9), ("2022", FULL), ("2022-2", 1), ("2021", 3)]),
        ({"y0": FULL + 2}, [("", FULL), ("undated-2", 2)]),
        ({"y0": 2, "y2023": 1}, [("", 3)]),
        ({}, []),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_a_list_is_divided_into_pages_by_year(papers: dict[str, int], pages: list[tuple[str, int]]) -> None:
    assert divided(**papers) == pages


def test_papers_of_a_new_year_leave_the_addresses_of_older_pages_as_they_were() -> None:
    before = {f"y{year}": 110 for year in range(2000, 2010)}
    assert divided(**before)[2:] == divided(y2011=110, y2010=110, **before)[-len(divided(**before)) + 2 :]


def test_every_paper_is_on_one_page_and_the_query_of_a_page_finds_its_papers() -> None:
    catalog = years(y2023=CARDS_PER_PAGE + 60, y2022=110, y2021=110, y2020=150, y1999=3, y0=5)
    pages = list_pages(catalog.papers_in("c"))
    assert [paper for page in pages for paper in page.papers] == list(catalog.papers_in("c"))
    for page in pages:
        query = parse_query({"category": "c"} | page.query, catalog)
        assert catalog.select(query) == page.papers, page.name


def test_years_before_the_common_era_have_names_and_queries_of_their_own() -> None:
    page = ListPage(((9, ()), (0, ()), (-43, ())))
    assert (page.years, page.name, page.label()) == ("0044 BCE-0009", "0044-bce-0009", "44 BCE–9")
    assert year_label(0, wording_of("de")) == "1 v. Chr."
    assert page.label(wording_of("de")) == "44 v. Chr.–9"


def test_an_empty_catalog_has_a_tree_and_a_glossary() -> None:
    assert set(pages_of(Catalog())) == {TREE_PAGE, KEYWORDS_PAGE}


def test_each_category_has_a_page() -> None:
    rows = (Category(id="a", title="A"), Category(id="b", title="B", parent="a"))
    assert {category_page("a"), category_page("b")} <= set(pages_of(Catalog.from_entries([], rows)))


def test_each_further_page_of_a_list_is_a_source_with_its_query() -> None:
    pages = pages_of(years(y2023=CARDS_PER_PAGE + 1, y2022=1, y0=1))
    assert {name: (page.title, page.options) for name, page in pages.items() if name.startswith("papers/c-")} == {
        "papers/c-2023-2": (
            "C, 2023, part 2",
            {"category": "c", "year": "2023", "skip": str(CARDS_PER_PAGE), "limit": str(CARDS_PER_PAGE)},
        ),
        "papers/c-2022-undated": (
            "C, 2022, undated",
            {"category": "c", "year": "2022, undated", "group-by": "year"},
        ),
    }


def test_pages_of_keywords_are_not_sources() -> None:
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
    write_pages(catalog, tmp_path, SUFFIXES, markups=Markups(glossary=MYST))
    assert (tmp_path / "keywords.md").read_text("utf-8").endswith("# Keywords\n\n```{paper:keywords}\n```\n")
    assert not (tmp_path / "keywords.rst").exists()


def test_a_generated_glossary_in_myst_is_recognised(tmp_path: Path, catalog: Catalog) -> None:
    write_pages(catalog, tmp_path, SUFFIXES, markups=Markups(glossary=MYST))
    write_pages(catalog, tmp_path, SUFFIXES)
    assert [path.name for path in tmp_path.glob("keywords.*")] == ["keywords.rst"]


def test_a_glossary_in_myst_belongs_to_the_project_once_its_first_comment_is_removed(
    tmp_path: Path, catalog: Catalog
) -> None:
    write_pages(catalog, tmp_path, SUFFIXES, markups=Markups(glossary=MYST))
    lines = (tmp_path / "keywords.md").read_text("utf-8").splitlines(keepends=True)
    (tmp_path / "keywords.md").write_text("".join([lines[0], *lines[2:]]), "utf-8")
    write_pages(Catalog(), tmp_path, SUFFIXES)
    assert [path.name for path in tmp_path.glob("keywords.*")] == ["keywords.md"]


def test_a_source_that_an_earlier_version_generated_is_replaced(tmp_path: Path, catalog: Catalog) -> None:
    (tmp_path / "keywords.rst").write_text(".. Generated by cardcatalog; it comes anew with each build.\n", "utf-8")
    write_pages(catalog, tmp_path, SUFFIXES, markups=Markups(glossary=MYST))
    assert [path.name for path in tmp_path.glob("keywords.*")] == ["keywords.md"]


def test_a_piece_that_pages_share_is_rendered_once(tmp_path: Path) -> None:
    rendered: list[tuple[str, str]] = []

    def note(macro: str, value: str) -> str:
        rendered.append((macro, value))
        return f"{macro} {value}. "

    macros = "".join(f"{{% macro {name}(value) %}}{{{{ note('{name}', value) }}}}{{% endmacro %}}" for name in "ab")
    (tmp_path / "pieces.html").write_text(macros, "utf-8")
    page = '{% import "pieces.html" as pieces %}{{ value|once(pieces.a) }}{{ value|once(pieces.b) }}'
    (tmp_path / "page.html").write_text(page, "utf-8")
    environment = template_environment([tmp_path])
    environment.globals["note"] = note
    texts = [environment.get_template("page.html").render(value=value) for value in ("1", "2 & 3", "1")]
    assert texts == ["a 1. b 1. ", "a 2 &amp; 3. b 2 &amp; 3. ", "a 1. b 1. "]
    assert rendered == [("a", "1"), ("b", "1"), ("a", "2 & 3"), ("b", "2 & 3")]


class Spelled(str):
    """A text of a class of its own, which says how it is written in HTML."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return it as HTML."""
        return f"<u>{escape(str(self))}</u>"


@pytest.mark.parametrize(
    "value",
    [
        "plain",
        "a < b & 'c' > \"d\"",
        Markup("<b>&amp;</b>"),
        5,
        None,
        True,
        "",
        ["<"],
        Undefined(name="x"),
        Spelled("<i>"),
    ],
    ids=repr,
)
def test_a_template_escapes_a_value_as_jinja_does(value: object) -> None:
    page = "{{ value }} {{ 'x' if value }} {% set text %}<i>{{ value }}</i>{% endset %}{{ text }} {{ '<' ~ value }}"
    template = template_environment([]).from_string(page)
    assert template.render(value=value) == Environment(autoescape=True).from_string(page).render(value=value)


class LowerCase(StandaloneHTMLBuilder):
    """A builder of another extension, which changes the names of pages."""

    def get_output_path(self, page_name: str, /) -> Path:
        """Return the path of a page."""
        return super().get_output_path(page_name.lower())


def builder_of(kind: type[StandaloneHTMLBuilder]) -> StandaloneHTMLBuilder:
    """Return a builder that has nothing but an output folder."""
    builder = object.__new__(kind)
    builder.outdir, builder.out_suffix = Path("/out"), ".html"
    return builder


@pytest.mark.parametrize("kind", [StandaloneHTMLBuilder, DirectoryHTMLBuilder, LowerCase])
@pytest.mark.parametrize(
    "name", ["paper/abel2021", "paper/a.b-1", "paper/index", "paper/Reindex", "results/A/b", "404"]
)
def test_a_generated_page_is_where_its_builder_has_it(kind: type[StandaloneHTMLBuilder], name: str) -> None:
    builder = builder_of(kind)
    assert page_paths(builder)(name) == page_path(builder, name)


@pytest.mark.parametrize("kind", [StandaloneHTMLBuilder, DirectoryHTMLBuilder])
def test_a_builder_is_asked_for_the_path_of_one_page(
    monkeypatch: pytest.MonkeyPatch, kind: type[StandaloneHTMLBuilder]
) -> None:
    asked = note_calls(monkeypatch, kind, "get_output_path", lambda _builder, name: name)
    path_of = page_paths(builder_of(kind))
    assert len({path_of(f"paper/{number}") for number in range(100)}) == 100
    assert len(asked) == 1
