"""How work grows with entries: twice as many take twice as many calls, not four times, in each kind of build."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from cardcatalog.sphinx.domain.domain import domain_of
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


def test_further_cards_add_no_nodes_to_a_page(library: Project) -> None:
    counts = []
    for size in (5, 20):
        of_one_year = map(_entry, range(2, 30 * size, 30))
        library.append(BIB, "".join(of_one_year).replace("{grown", f"{{of{size}"))
        build = library.build()
        builder = domain_of(build.env).builder
        page = build.env.get_and_resolve_doctree("papers/training", builder, tags=builder.tags)
        counts.append(sum(1 for _node in page.findall()))
    assert counts[0] == counts[1]
