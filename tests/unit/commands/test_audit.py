"""The command ``audit``: what collections state otherwise, and the table of differences that are settled."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.commands.conftest import Run

ROW = "doe2019binary\tyear\t2019\t2020\tthe proceedings say 2019\ticxx2020.json"


@pytest.fixture
def settled(refs: Path) -> Callable[[str], None]:
    """A function that writes the table of settled differences, with a collection next to the bibliography."""
    paper = {"title": "Binary Networks for Images", "author": "Jane Doe; Rex Roe", "doi": "10.1000/old"}
    (refs.parent / "icxx2020.json").write_text(f"[\n{json.dumps(paper)}]\n", encoding="utf-8")
    (refs.parent / "bib").mkdir()

    def write(text: str) -> None:
        (refs.parent / "bib" / "contested.tsv").write_text(text, encoding="utf-8")

    return write


@pytest.mark.usefixtures("settled")
def test_a_difference_is_shown_with_both_places_and_sets_the_status(run: Run) -> None:
    result = run("audit", "icxx2020.json")
    assert result.stdout == (
        "refs.bib:7: doe2019binary: year: '2019' here, '2020' in icxx2020.json:2\n"
        "1 entry compared with 1 record, 1 difference\n"
    )
    assert result.exit_code == 1


@pytest.mark.usefixtures("settled")
def test_differences_are_written_as_json(run: Run) -> None:
    (found,) = json.loads(run("audit", "icxx2020.json", "--format", "json").stdout)["differences"]
    assert found == {
        "file": "refs.bib", "line": 7, "key": "doe2019binary", "field": "year", "ours": "2019", "theirs": "2020",
        "sources": ["icxx2020.json:2"],
    }  # fmt: skip


def test_a_settled_difference_is_left_out(run: Run, settled: Callable[[str], None]) -> None:
    settled(f"# head\n{ROW}\n")
    assert run("audit", "icxx2020.json").exit_code == 0


def test_a_line_of_the_table_format_becomes_a_row_with_a_reason(run: Run, settled: Callable[[str], None]) -> None:
    line = run("audit", "icxx2020.json", "--format", "tsv").stdout.split("\n")[1]
    settled(line.replace("\t\t", "\tthe proceedings say 2019\t") + "\n")
    assert run("audit", "icxx2020.json").exit_code == 0


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (ROW.replace("doe2019binary", "doe2018binary"), "unknown key 'doe2018binary' (did you mean 'doe2019binary'?)"),
        (ROW.replace("year\t2019", "year\t2018"), "do not differ so in 'year'"),
        (ROW.replace("\t2020\t", "\t2021\t"), "do not differ so in 'year'"),
        (ROW.replace("year", "yaer"), "unknown field 'yaer'"),
        (ROW.replace("the proceedings say 2019", ""), "write key, field, ours, theirs, reason, source"),
        (ROW.rpartition("\t")[0], "write key, field, ours, theirs, reason, source"),
    ],
)
def test_a_row_that_settles_nothing_is_reported(
    run: Run, settled: Callable[[str], None], row: str, message: str
) -> None:
    settled(f"# head\n{row}\n")
    result = run("audit", "icxx2020.json")
    assert result.stdout.startswith("bib/contested.tsv:2: ")
    assert (message in result.stdout, result.exit_code) == (True, 1)


def test_a_row_of_a_collection_that_was_not_read_is_not_judged(run: Run, settled: Callable[[str], None]) -> None:
    settled(f"{ROW}\npoe2020posttraining\ttitle\tA\tB\ta later version\tother.bib\n")
    assert run("audit", "icxx2020.json").exit_code == 0


@pytest.mark.usefixtures("settled")
def test_only_the_wanted_facts_are_compared(run: Run) -> None:
    assert run("audit", "icxx2020.json", "--fields", "title, author").exit_code == 0
    assert "unknown field 'yaer' (did you mean 'year'?)" in run("audit", "icxx2020.json", "--fields", "yaer").output


@pytest.mark.usefixtures("settled")
def test_a_file_that_is_not_a_collection_is_reported(run: Run, refs: Path) -> None:
    (refs.parent / "other.json").write_text('[{"x": 1}]', encoding="utf-8")
    result = run("audit", "other.json")
    assert "other.json:1: file: 1 of 1 records are broken or of no known form" in result.stdout
    assert result.exit_code == 1


def test_a_table_that_is_named_must_exist(run: Run) -> None:
    result = run("audit", "refs.bib", "--contested", "none.tsv")
    assert (result.exit_code, "none.tsv: no such file" in result.stderr) == (2, True)


def test_a_folder_without_collections_is_reported(run: Run, refs: Path) -> None:
    (refs.parent / "empty").mkdir()
    result = run("audit", "empty")
    assert (result.exit_code, "empty: contains no file that ends in .json" in result.stderr) == (1, True)
