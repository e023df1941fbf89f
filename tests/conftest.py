"""Where tests run on several processors (pytest-xdist, ``--dist loadgroup``): which stay together, and which begin."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent

WHOLE = ("citing", "site")
"""Folders whose tests share what takes long to make, those that take longest first."""

FREE = "browser"
"""The folder whose tests share so little that each may run anywhere."""


def pytest_configure(config: pytest.Config) -> None:
    """Know the mark where pytest-xdist is not there, too."""
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
    """Return the place of a file of tests among all: folders that stay whole, in their order, then the rest."""
    folder = path.relative_to(HERE).parts[0]
    return WHOLE.index(folder) if folder in WHOLE else len(WHOLE)
