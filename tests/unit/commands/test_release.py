"""The command ``release``: keys that people may cite from then on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.commands.conftest import Run


@pytest.fixture
def released(refs: Path) -> Path:
    """The list of released keys of a project, which does not exist yet."""
    conf = refs.with_name("conf.py")
    conf.write_text(conf.read_text("utf-8") + 'cardcatalog_released_keys = "released.tsv"\n', encoding="utf-8")
    return refs.with_name("released.tsv")


def test_keys_and_former_keys_are_recorded_with_their_titles(run: Run, released: Path) -> None:
    result = run("release")
    assert (result.exit_code, result.output) == (0, "released.tsv: 3 new keys\n")
    assert released.read_text("utf-8").splitlines()[1:] == [
        "doe2018binary\tBinary Networks for Images",
        "doe2019binary\tBinary Networks for Images",
        "poe2020posttraining\tPost-Training Quantization of Language Models",
    ]


def test_a_second_release_adds_new_keys(run: Run, released: Path, refs: Path) -> None:
    run("release")
    refs.write_text(refs.read_text("utf-8") + "@misc{zoe2021new, title = {New}}\n", encoding="utf-8")
    assert run("release").output == "released.tsv: 1 new keys\n"
    assert "zoe2021new\tNew\n" in released.read_text("utf-8")


@pytest.mark.parametrize("line", ["gone2000key\tGone\n", "doe2019binary\tSomething Else Entirely\n"])
def test_a_broken_list_is_not_changed(run: Run, released: Path, line: str) -> None:
    released.write_text(line, encoding="utf-8")
    result = run("release")
    assert (result.exit_code, ": released-key: " in result.stderr) == (1, True)
    assert released.read_text("utf-8") == line


def test_a_bibliography_with_a_fault_is_not_released(run: Run, released: Path, refs: Path) -> None:
    refs.write_text("@misc{open,", encoding="utf-8")
    assert run("release").exit_code == 1
    assert not released.exists()


@pytest.mark.usefixtures("refs")
def test_a_missing_list_is_reported_with_advice(run: Run) -> None:
    result = run("release")
    assert (result.exit_code, "cardcatalog_released_keys" in result.stderr) == (2, True)
