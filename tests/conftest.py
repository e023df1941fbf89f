"""The schedule of tests on several processors (pytest-xdist, ``--dist loadgroup``): groups, and the first tests."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent

WHOLE = ("citing", "site")
"""Folders whose tests share what takes long to make."""

FREE = "browser"
"""The folder whose tests share so little that each may run anywhere."""

LONGEST = (*WHOLE, "browser/test_validity.py")
"""The longest tests, in this order, by the beginning of their paths."""


def pytest_configure(config: pytest.Config) -> None:
    """Register the mark where pytest-xdist is not installed, too."""
    config.addinivalue_line("markers", "xdist_group(name): tests of one name run in one process.")


@pytest.hookimpl(tryfirst=True)  # pytest-xdist itself reads the marks in this hook
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep together what shares what takes long to make; among several processes, begin with what takes longest."""
    for item in items:
        if (name := group(item.path)) and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(name))
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: rank(item.path))


def group(path: Path) -> str:
    """Return what a file of tests belongs to: its folder, itself, or nothing."""
    inside = path.relative_to(HERE)
    if inside.parts[0] in WHOLE:
        return inside.parts[0]
    return "" if inside.parts[0] == FREE else inside.as_posix()


def rank(path: Path) -> int:
    """Return the place of a file of tests among all: what takes longest, in its order, then the rest."""
    inside = path.relative_to(HERE).as_posix()
    return next((place for place, begin in enumerate(LONGEST) if inside.startswith(begin)), len(LONGEST))
