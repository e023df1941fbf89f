"""The schedule of the tests themselves on several processors."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tests.conftest import Schedule, rank

TESTS = [
    "tests/citing/test_csl.py::test_a",
    "tests/citing/test_typst.py::test_b[x::y]",
    "tests/site/test_pages.py::test_c",
    "tests/site/test_lists.py::test_d",
    "tests/sphinx/test_cards.py::test_e",
    "tests/sphinx/test_cards.py::test_f[x::y]",
    "tests/unit/test_slugs.py::test_g",
    "tests/unit/test_slugs.py::test_h",
    "tests/browser/test_cards.py::test_i",
    "tests/browser/test_cards.py::test_j",
]

UNITS = [TESTS[:2], TESTS[2:4], TESTS[4:6], TESTS[6:8], TESTS[8:9], TESTS[9:]]


class Process:
    """A process of pytest-xdist that notes the tests that it is given."""

    gateway = SimpleNamespace(id="")

    def __init__(self) -> None:
        """Begin without tests."""
        self.shutting_down = False
        self.given: list[list[str]] = []

    def send_runtest_some(self, indexes: list[int]) -> None:
        """Note tests."""
        self.given.append([TESTS[index] for index in indexes])

    def shutdown(self) -> None:
        """Take no more tests."""
        self.shutting_down = True


@pytest.mark.parametrize("number", [1, 2, 4])
def test_tests_that_share_slow_fixtures_run_in_one_process(number: int) -> None:
    config: Any = SimpleNamespace(
        option=SimpleNamespace(loadscopereorder=False), getvalue=lambda _name: [f"{number}*popen"]
    )
    schedule = Schedule(config)
    processes: list[Any] = [Process() for _ in range(number)]
    for process in processes:
        schedule.add_node(process)
        schedule.add_node_collection(process, TESTS)
    schedule.schedule()
    for process in processes:
        for unit in process.given:  # which grows
            for test in unit:
                schedule.mark_test_complete(process, TESTS.index(test))
    assert sorted(unit for process in processes for unit in process.given) == sorted(UNITS)


def test_the_longest_tests_are_the_first() -> None:
    given = TESTS[::-1]
    folders = [name.split("/")[1] for name in sorted(given, key=rank)]
    assert folders == "citing citing site site sphinx sphinx browser browser unit unit".split()
