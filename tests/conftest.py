"""The schedule of tests on several processors (pytest-xdist): which run in one process, and which begin."""

from __future__ import annotations

import os
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]  # it has no annotations

WHOLE = ("tests/citing/", "tests/site/")
"""Folders whose tests share slow fixtures."""

FREE = "tests/browser/"
"""The folder whose tests share so little that each may run anywhere."""

LONGEST = (*WHOLE, "tests/browser/test_validity.py", "tests/packaging/", "tests/sphinx/")
"""The longest tests, in this order, by the beginning of their ids."""


def pytest_configure() -> None:
    """Hide the repository that CI builds: a site that a test builds is not that of this repository."""
    for name in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "CI_PROJECT_URL"):
        os.environ.pop(name, None)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Among several processes, begin with the longest tests."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: rank(item.nodeid))


@pytest.hookimpl(optionalhook=True)  # with ``-p no:xdist`` there is none
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:  # noqa: ANN401  (of xdist)
    """Give out the tests in units.

    The mark ``xdist_group`` does nothing in pytest-xdist 3.8 with pytest 9.2 (pytest-dev/pytest-xdist#1386).
    """
    config.option.loadscopereorder = False  # it would begin with the most tests
    return Schedule(config, log)


class Schedule(LoadScopeScheduling):  # type: ignore[misc]  # likewise
    """A schedule by units: a folder with shared slow fixtures, a file, or a test."""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(FREE):
            return nodeid
        return next((folder for folder in WHOLE if nodeid.startswith(folder)), nodeid.partition("::")[0])


def rank(nodeid: str) -> int:
    """Return the position of a test among all: the longest first, in their order, then the rest."""
    return next((place for place, begin in enumerate(LONGEST) if nodeid.startswith(begin)), len(LONGEST))
