"""Projects and builds that the tests of the extension share."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from types import CodeType

import pybtex.plugin
import pytest
import sphinx.registry
import sphinxcontrib.bibtex.plugin
from jinja2 import Environment

from tests.sphinx.helpers import ROOTS, Build, Project


@pytest.fixture(scope="session", autouse=True)
def _work_done_once() -> Iterator[None]:
    """Compiled templates, and plugins of packages, which each build in this process would make and look for again."""
    compile_template = Environment.compile
    compiled: dict[object, CodeType | str] = {}

    def compile_once(environment: Environment, *source: str | bool | None, **options: bool) -> CodeType | str:
        syntax = (type(environment), environment.lexer, environment.autoescape, *environment.extensions)
        key = (syntax, source, *options.items())
        if key not in compiled:
            compiled[key] = compile_template(environment, *source, **options)  # type: ignore[call-overload]
        return compiled[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Environment, "compile", compile_once)
        find_plugins = cache(entry_points)
        for module in (pybtex.plugin, sphinx.registry, sphinxcontrib.bibtex.plugin):
            patch.setattr(module, "entry_points", find_plugins)
        yield


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
