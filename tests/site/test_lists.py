"""The database as a list in Markdown, and the list that the project began from: its lines, there and back."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from cardcatalog.bibtex.entries import parse_bibliography
from cardcatalog.bibtex.layout import format_entry
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.loader import Sources, load_catalog
from cardcatalog.catalog.taxonomy import Category, Keyword, Venue, format_rows
from cardcatalog.formats.markdown import format_list
from cardcatalog.tables import Row, read_rows
from cardcatalog_tools.lists.importer import to_entries
from cardcatalog_tools.lists.reader import Item, read_list
from tests.site.conftest import PRESENT_NAMES, ROOT

SEEDS = json.loads((ROOT / "tests" / "site" / "seed.json").read_text("utf-8"))
FIRST_LIST = (ROOT / "tests" / "site" / "seed-list.md").read_text("utf-8")
LISTS = {name: (ROOT / name).read_text("utf-8") for name in ("PAPERS.md", "PAPERS-SYSTEMS.md")}
LIST = LISTS["PAPERS.md"]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The catalog of the database."""
    words = (f"bib/{name}.toml" for name in ("categories", "keywords", "venues"))
    return load_catalog(Sources(ROOT, ("bib/quantization.bib",), *words))[0]


def lines_of(text: str) -> list[tuple[str, str]]:
    """Return the heading above each line of a paper and the line, in one spelling of labels, brackets and spaces."""
    heading, lines = "", []
    for row in text.split("\n"):
        if row.startswith("#"):
            heading = row.lstrip("# ")
        elif row.startswith('- "'):
            row = re.sub(r"\[\[(\w+)\]\]?\(([^)]*)\)\]?", r"[[\1](\2)]", row)  # noqa: PLW2901  (the same line, fixed)
            lines.append((heading, re.sub(" +", " ", re.sub(r"\[\[(Paper|papar)\]", "[[paper]", row))))
    return lines


FIRST_LINES = lines_of(FIRST_LIST)


def facts_of(item: Item) -> dict[str, Any]:
    """Return the data of a paper in seed.json."""
    links = [link.url for link in item.links]
    return {"title": item.title, "year": item.year, "links": links, "keywords": list(item.keywords)}


def test_the_first_list_is_read_in_full() -> None:
    items, problems = read_list(FIRST_LIST, "seed-list.md")
    expected = [{name: value for name, value in seed.items() if name != "page"} for seed in SEEDS]
    assert ([facts_of(item) for item in items], problems) == (expected, [])


def test_every_line_of_the_first_list_is_in_its_section_of_ours() -> None:
    for former, line in FIRST_LINES:
        heading = PRESENT_NAMES.get(former, former)
        words = re.sub(r"(?<=\*\*`).*?(?=`\*\*)", lambda name: PRESENT_NAMES.get(name[0], name[0]), line)
        # A section includes those below it, which divide it further.
        level, text = re.split(rf"^(#+) {re.escape(heading)}$", LIST, flags=re.MULTILINE)[1:3]
        assert f"\n{words}\n" in re.split(rf"^#{{1,{len(level)}}} ", text, flags=re.MULTILINE)[0]


def test_the_catalog_has_all_papers_of_the_first_list(catalog: Catalog) -> None:
    intake = to_entries(read_list(FIRST_LIST, "seed-list.md")[0], catalog, today="2026-11-23")
    assert (len(intake.known), intake.entries, intake.categories, intake.keywords, intake.venues) == (
        27,
        (),
        (),
        (),
        (),
    )


def test_the_first_list_becomes_files_that_become_the_same_lines(tmp_path: Path) -> None:
    intake = to_entries(read_list(FIRST_LIST, "seed-list.md")[0], Catalog(), today="2026-11-23")
    entries, problems = parse_bibliography("\n".join(map(format_entry, intake.entries)), "refs.bib")
    path = tmp_path / "words.toml"

    def there_and_back(rows: tuple[Row, ...], row_type: type[Row]) -> tuple[Row, ...]:
        path.write_text(format_rows(rows), "utf-8")
        found, trouble = read_rows(path, "words.toml", row_type)
        problems.extend(trouble)
        return found

    catalog = Catalog.from_entries(
        entries,
        there_and_back(intake.categories, Category),
        there_and_back(intake.keywords, Keyword),
        there_and_back(intake.venues, Venue),
    )
    assert (sorted(lines_of(format_list(catalog))), problems) == (sorted(FIRST_LINES), [])


def headings_of(text: str) -> list[str]:
    """Return the headings of a list, without its own and that of the contents."""
    return re.findall(r"^##+ (?!Contents$)(.*)$", text, re.MULTILINE)


def test_our_lists_are_in_step_with_the_database(catalog: Catalog) -> None:
    tops = [row.id for row in catalog.children("")]
    for name, text in LISTS.items():
        title, about = text.split("\n\n")[:2]
        shown = [row for row in tops if f"\n## {catalog.categories[row].title}\n" in text]
        expected = format_list(catalog, title=title.removeprefix("# "), about=about, within=shown)
        assert expected == text, f"{name} is out of step with bib/: run `nox -s export`"


def test_our_lists_have_every_category_once(catalog: Catalog) -> None:
    headings = sorted(heading for text in LISTS.values() for heading in headings_of(text))
    assert headings == sorted(row.title for row in catalog.categories.values())


def test_our_lists_are_read_back_with_every_paper_in_each_of_its_categories(catalog: Catalog) -> None:
    items = []
    for name, text in LISTS.items():
        found, problems = read_list(text, name)
        items += found
        assert not problems
    written = sorted(
        (catalog.categories[row].title, paper.title) for paper in catalog.papers.values() for row in paper.categories
    )
    assert sorted((item.section[-1], item.title) for item in items) == written


def test_our_lists_are_short_enough_for_github_to_show_them_whole() -> None:
    # It cuts a README off after 500 KiB: https://github.com/isaacs/github/issues/1610
    assert not [name for name, text in LISTS.items() if len(text.encode()) >= 500 * 1024]


def test_every_heading_of_our_lists_is_linked_to() -> None:
    for text in LISTS.values():
        anchors = {re.sub(r"[^\w\- ]", "", row.lower()).replace(" ", "-") for row in headings_of(text)}
        assert set(re.findall(r"\(#([^)]*)\)", text)) == anchors
