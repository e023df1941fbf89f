"""How work grows with entries: twice as many take twice as many calls, not four times, in each kind of build."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import pairwise
from typing import Any
from weakref import WeakSet

import pytest
from docutils import nodes
from sphinx.application import Sphinx

from cardcatalog.sphinx import garbage
from tests.sphinx.helpers import Project

BIB = "bib/refs.bib"
SIZES = (120, 240, 480)
"""Numbers of further entries: enough for each to have as many related papers as a page shows."""

MOST = 2.3
"""Times as many further calls that twice as many further entries may take: searching what is in order takes some."""


def entries(count: int) -> str:
    """Return entries that share authors, words of titles, keywords, venues and years the more, the more there are."""
    return "".join(map(_entry, range(count)))


def _entry(number: int) -> str:
    fields = {
        "title": f"Topic {number % 7} of group {number % 23} number {number}",
        "author": f"Family{number % 19}, Ada and Single{number}, Bo",
        "journal": "Journal of Examples",
        "year": str(1990 + number % 30),
        "keywords": ("ptq", "stochastic")[number % 2],
        "category": ("caches", "survey", "training")[number % 3],
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@article{{grown{number:04},\n{lines}}}\n\n"


def calls_of(work: Callable[[], object]) -> int:
    """Return how many functions of Python some work calls."""
    count = 0

    def note(_frame: object, event: str, _argument: Any) -> None:  # noqa: ANN401
        nonlocal count
        count += event == "call"

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.fixture(scope="module")
def calls(copy_root: Callable[[str], Project]) -> dict[str, list[int]]:
    """The calls of each kind of build, in the order of sizes."""
    copy_root("library").build()  # which fills what lasts as long as the process
    found: dict[str, list[int]] = {"cold": [], "edited": [], "no change": []}
    for size in SIZES:
        project = copy_root("library")
        project.append(BIB, entries(size))
        found["cold"].append(calls_of(project.build))
        project.replace(BIB, "number 41}", "number 41 revisited}")
        found["edited"].append(calls_of(project.build))
        found["no change"].append(calls_of(project.build))
    return found


@pytest.mark.parametrize("build", ["cold", "edited", "no change"])
def test_work_grows_no_faster_than_entries(calls: dict[str, list[int]], build: str) -> None:
    first, second = (after - before for before, after in pairwise(calls[build]))
    assert second < MOST * first


def test_an_edit_takes_a_small_part_of_the_calls_of_a_cold_build(calls: dict[str, list[int]]) -> None:
    further = {build: row[-1] - row[0] for build, row in calls.items()}
    assert further["edited"] - further["no change"] < further["cold"] / 4


def test_pages_of_cards_are_not_kept_until_all_are_written(library: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garbage, "CARDS", 1)
    alive: WeakSet[nodes.document] = WeakSet()
    most = written = 0
    note = garbage.Cards.note

    def watch(cards: garbage.Cards, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        nonlocal most, written
        note(cards, app, doctree, docname)
        alive.add(doctree)
        most, written = max(most, len(alive)), written + 1

    monkeypatch.setattr(garbage.Cards, "note", watch)
    library.build()
    assert most < written / 2
