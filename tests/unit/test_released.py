"""Keys that were released: they stay, and stay with their works."""

from __future__ import annotations

from pathlib import Path

import pytest

from cardcatalog.catalog.catalog import Catalog
from cardcatalog.checks.released import HEAD, add_released, check_released, read_released
from tests.catalogs import catalog_of

TEXT = "@misc{doe2020one, title = {One {Thing}}, ids = {doe2019one}, formertitle = {The First Title}}"


@pytest.fixture
def catalog() -> Catalog:
    return catalog_of(TEXT)


def said(catalog: Catalog, tmp_path: Path, text: str) -> list[str]:
    """Return the places of the problems of a file of released keys."""
    path = tmp_path / "released.tsv"
    path.write_text(text, encoding="utf-8")
    rows, problems = read_released(path, "released.tsv")
    assert not problems
    return [str(problem.location) for problem in check_released(catalog, rows)]


@pytest.mark.parametrize(
    "line",
    [
        "doe2020one\tOne Thing",
        "doe2019one\tone thing",
        "doe2020one\tThe First Title",
        "doe2020one\tOne Thingy",
        "doe2020one",
        "",
    ],
)
def test_a_key_that_still_names_its_work_is_accepted(catalog: Catalog, tmp_path: Path, line: str) -> None:
    assert said(catalog, tmp_path, f"# head\n{line}\n") == []


def test_a_removed_key_is_reported_in_the_list(catalog: Catalog, tmp_path: Path) -> None:
    assert said(catalog, tmp_path, "# head\ndoe2018gone\tGone\n") == ["released.tsv:2"]


def test_a_key_reused_for_another_work_is_reported_at_the_entry(catalog: Catalog, tmp_path: Path) -> None:
    assert said(catalog, tmp_path, "doe2020one\tSomething Entirely Different\n") == ["refs.bib:1"]


def test_a_list_that_is_missing_is_reported(tmp_path: Path) -> None:
    rows, problems = read_released(tmp_path / "none.tsv", "none.tsv")
    assert not rows
    assert [str(problem.location) for problem in problems] == ["none.tsv:1"]


def test_new_keys_join_the_old_ones_which_keep_their_titles(catalog: Catalog) -> None:
    text, new = add_released("doe2020one\tAs Released\nzoe2000old\tOld\n", catalog.papers.values())
    assert text.splitlines() == ["doe2019one\tOne Thing", "doe2020one\tAs Released", "zoe2000old\tOld"]
    assert new == 1


def test_a_new_list_has_a_comment_that_explains_it(catalog: Catalog) -> None:
    assert add_released("", catalog.papers.values())[0].startswith(HEAD)


def test_comments_are_kept_verbatim_with_their_keys(catalog: Catalog) -> None:
    before = "# A head\n#\n\nzoe2000old\tOld\n# of the first\nabe1999old\tOlder\n# the end"
    text, _new = add_released(before, catalog.papers.values())
    assert text == (
        "# A head\n#\n\n# of the first\nabe1999old\tOlder\ndoe2019one\tOne Thing\ndoe2020one\tOne Thing\n"
        "zoe2000old\tOld\n# the end\n"
    )


def test_a_list_of_comments_alone_keeps_them_above_its_keys(catalog: Catalog) -> None:
    assert add_released("# Mine\n", catalog.papers.values())[0].startswith("# Mine\ndoe2019one\t")


def test_a_complete_list_is_unchanged(catalog: Catalog) -> None:
    text, _new = add_released("", catalog.papers.values())
    assert add_released(text, catalog.papers.values()) == (text, 0)
