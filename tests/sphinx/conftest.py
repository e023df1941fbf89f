"""Projects and builds that the tests of the extension share."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.sphinx.helpers import ROOTS, Build, Project


@pytest.fixture
def library(tmp_path: Path) -> Project:
    """A project of its own with the small library of ``roots/library``."""
    return Project(shutil.copytree(ROOTS / "library", tmp_path / "library"))


@pytest.fixture(scope="session")
def copy_root(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Project]:
    """Copies of a root, for builds that several tests look at."""
    return lambda root: Project(shutil.copytree(ROOTS / root, tmp_path_factory.mktemp(root) / root))


@pytest.fixture(scope="session")
def build(copy_root: Callable[[str], Project]) -> Callable[..., Build]:
    """Builds of the unchanged roots, each made once: ``build("library", "html")``."""
    project = cache(copy_root)
    return cache(lambda root, builder="html": project(root).build(builder))


@pytest.fixture(scope="session")
def html(build: Callable[..., Build]) -> Build:
    """The HTML of the library."""
    return build("library", "html")
