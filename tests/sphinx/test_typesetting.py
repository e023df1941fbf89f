"""References are set in a process beside the build, once for each paper."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cardcatalog.sphinx import background
from cardcatalog.sphinx.pages import references
from tests.sphinx.helpers import texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cardcatalog.catalog.paper import Paper
    from tests.sphinx.helpers import Project

ABEL = "paper/abel2021rounding.html"


@pytest.fixture
def set_here(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The keys that were set in this process, time by time."""
    times: list[list[str]] = []

    def note(papers: Sequence[Paper]) -> dict[str, dict[str, str]]:
        times.append([paper.key for paper in papers])
        return {paper.key: {"apa": f"{paper.key} in words"} for paper in papers}

    monkeypatch.setattr(references, "format_references", note)
    return times


def test_another_process_sets_them(library: Project, set_here: list[list[str]]) -> None:
    assert "abel2021rounding in words" in texts(library.build().soup(ABEL), "#cc-text-apa")
    assert not set_here


@pytest.mark.usefixtures("one_process")
def test_where_no_process_can_be_made_this_one_sets_them(library: Project, set_here: list[list[str]]) -> None:
    library.build()
    assert [len(keys) for keys in set_here] == [9]


def test_if_the_other_process_is_killed_this_one_sets_them(
    library: Project, set_here: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background.Beside, "_do", lambda *_: None)
    assert "abel2021rounding in words" in texts(library.build().soup(ABEL), "#cc-text-apa")
    assert [len(keys) for keys in set_here] == [9]


@pytest.mark.usefixtures("one_process")
def test_only_what_has_changed_is_set_again(library: Project, set_here: list[list[str]]) -> None:
    library.build()
    library.replace("bib/refs.bib", "Rounding Well without Data", "Rounding Well with No Data")
    library.build()
    assert set_here[1:] == [["abel2021rounding"]]


def test_no_process_is_made_for_a_build_without_a_change(library: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    library.build()
    begun: list[background.Beside] = []
    monkeypatch.setattr(background.Beside, "begin", begun.append)
    library.build()
    assert not begun
    kept = json.loads((library.root / "_build" / "doctrees" / "cardcatalog-references.json").read_text("utf-8"))
    assert len(kept) == 9
