"""The schedule of tests on several processors (pytest-xdist, ``--dist loadgroup``): groups, and the first tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

HERE = Path(__file__).parent

WHOLE = ("citing", "site")
"""Folders whose tests share slow fixtures."""

FREE = "browser"
"""The folder whose tests share so little that each may run anywhere."""

LONGEST = (*WHOLE, "browser/test_validity.py")
"""The longest tests, in this order, by the beginning of their paths."""


def pytest_configure(config: pytest.Config) -> None:
    """Register the mark where pytest-xdist is not installed, too."""
    for name in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "CI_PROJECT_URL"):
        os.environ.pop(name, None)  # a site that a test builds is not that of the repository which CI builds
    config.addinivalue_line("markers", "xdist_group(name): tests of one name run in one process.")


@pytest.hookimpl(tryfirst=True)  # pytest-xdist itself reads the marks in this hook
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Group tests with shared slow fixtures; among several processes, begin with the slowest."""
    for item in items:
        if (name := group(item.path)) and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(name))
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: rank(item.path))


def group(path: Path) -> str:
    """Return the group of a file of tests: its folder, itself, or nothing."""
    inside = path.relative_to(HERE)
    if inside.parts[0] in WHOLE:
        return inside.parts[0]
    return "" if inside.parts[0] == FREE else inside.as_posix()


def rank(path: Path) -> int:
    """Return the position of a file of tests among all: the slowest first, in their order, then the rest."""
    inside = path.relative_to(HERE).as_posix()
    return next((place for place, begin in enumerate(LONGEST) if inside.startswith(begin)), len(LONGEST))
