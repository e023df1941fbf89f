"""Rows of papers that are kept from build to build."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.paper import Paper
from cardcatalog.catalog.taxonomy import Category
from cardcatalog.sphinx.kept_rows import rows_of_papers
from cardcatalog.sphinx.kept_values import KeptValues
from tests.catalogs import catalog_of

TITLES = [f"Title {number}" for number in range(40)]


class Row(NamedTuple):
    """A row of one value."""

    title: str


def made(folder: Path, catalog: Catalog) -> list[str]:
    """Return the keys of the papers whose rows are made."""
    keys: list[str] = []

    def make(paper: Paper) -> Row:
        keys.append(paper.key)
        return Row(paper.title)

    rows = rows_of_papers(KeptValues(folder), "titles", catalog, make)
    assert rows == {key: (paper.title,) for key, paper in catalog.papers.items()}
    return keys


def titled(titles: Iterable[str], *terms: list[Category]) -> Catalog:
    """Return a catalog of papers with some titles."""
    return catalog_of("".join(f"@misc{{k{at}, title = {{{title}}}}}\n" for at, title in enumerate(titles)), *terms)


def test_the_rows_of_papers_that_have_changed_are_made(tmp_path: Path) -> None:
    assert len(made(tmp_path, titled(TITLES))) == 40
    assert made(tmp_path, titled(TITLES)) == []
    assert made(tmp_path, titled([*TITLES[:10], "Changed", *TITLES[11:], "Added"])) == ["k40", "k10"]
    assert made(tmp_path, titled(TITLES[:30])) == []


def test_all_rows_are_made_where_a_term_has_changed(tmp_path: Path) -> None:
    made(tmp_path, titled(TITLES))
    assert len(made(tmp_path, titled(TITLES, [Category(id="root", title="Root")]))) == 40


def test_rows_are_written_when_many_are_new(tmp_path: Path) -> None:
    made(tmp_path, titled(TITLES))
    assert [len(made(tmp_path, titled(["Changed", *TITLES[1:]]))) for _build in range(2)] == [1, 1]
    assert [len(made(tmp_path, titled([*["Changed"] * 3, *TITLES[3:]]))) for _build in range(2)] == [3, 0]


def test_rows_that_cannot_be_read_are_made(tmp_path: Path) -> None:
    made(tmp_path, titled(TITLES))
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-9])
    assert len(made(tmp_path, titled(TITLES))) == 40


def test_rows_are_kept_without_their_class_which_later_code_may_not_have(tmp_path: Path) -> None:
    made(tmp_path, titled(TITLES))
    assert {type(row) for _state, row in KeptValues(tmp_path).get("titles")["rows"].values()} == {tuple}
