"""References in running text are set once for each paper."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

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


def test_a_page_shows_the_reference(library: Project, set_here: list[list[str]]) -> None:
    assert "abel2021rounding in words" in texts(library.build().soup(ABEL), "#cc-text-apa")
    assert [len(keys) for keys in set_here] == [9]


def test_only_changed_references_are_formatted_again(library: Project, set_here: list[list[str]]) -> None:
    library.build()
    library.replace("bib/refs.bib", "Rounding Well without Data", "Rounding Well with No Data")
    library.build()
    assert set_here[1:] == [["abel2021rounding"]]


def test_an_unchanged_build_formats_no_reference(library: Project, set_here: list[list[str]]) -> None:
    library.build()
    library.build()
    assert len(set_here) == 1
    kept = json.loads((library.root / "_build" / "doctrees" / "cardcatalog-references.json").read_text("utf-8"))
    assert len(kept) == 9
