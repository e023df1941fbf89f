"""What holds for the package as a whole: the way of imports, docstrings, and that nothing comes from another host."""

from __future__ import annotations

import ast
import re
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import cardcatalog

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(cardcatalog.__file__).parent
FILES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts).replace(".__init__", ""): path
    for path in PACKAGE.rglob("*.py")
}
MODULES = sorted(FILES)
STATIC = sorted(path for path in (PACKAGE / "site" / "static").iterdir() if path.is_file())

SPHINX = {name for name in MODULES if name.split(".")[0] in {"__init__", "site"}}
"""Modules that may stand on Sphinx; all others are plain Python."""

PURE = sorted(set(MODULES) - SPHINX)

LINK_TARGETS = {"arxiv.org", "doi.org", "openreview.net", "schema.org", "www.w3.org"}
"""Hosts that papers link to, and those that name the vocabulary of data and the language of a picture."""

SOURCES = {
    "docs.github.com", "info.arxiv.org", "llmstxt.org", "ogp.me", "reproducible-builds.org",
    "spec.commonmark.org", "www.doi.org", "www.sitemaps.org",
}  # fmt: skip
"""Hosts of the rules and formats that docstrings name."""

SERVICES = {
    "aclanthology.org", "api.crossref.org", "api.openreview.net", "api2.openreview.net", "export.arxiv.org",
    "citation.doi.org", "citeproc-js.readthedocs.io", "docs.openreview.net", "www.crossref.org", "www.doi.org",
}  # fmt: skip
"""Hosts that are asked when a user runs the command, never by a build or from a page; below, what documents them."""

COMMANDS = {name for name in MODULES if name.split(".")[0] in {"__main__", "commands", "services"}}
"""Modules that ask other hosts, or need what does."""


def tree_of(module: str) -> ast.Module:
    """Return the syntax tree of a module."""
    return ast.parse(FILES[module].read_text("utf-8"))


def imports_of(module: str) -> Iterator[str]:
    """Return the full names of what a module imports, for types alone or not."""
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports name the package"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_imports_of(module: str) -> set[str]:
    """Return the modules of the package that a module imports."""
    names = (name.removeprefix("cardcatalog.") for name in imports_of(module) if name.startswith("cardcatalog."))
    return {name for name in names if name in MODULES}


def test_imports_run_one_way() -> None:
    TopologicalSorter({module: own_imports_of(module) for module in MODULES}).prepare()


def test_packages_depend_one_way() -> None:
    graph: dict[str, set[str]] = {}
    for module in MODULES:
        package = module.split(".")[0]
        graph.setdefault(package, set()).update(name.split(".")[0] for name in own_imports_of(module))
        graph[package].discard(package)
    TopologicalSorter(graph).prepare()


@pytest.mark.parametrize("module", PURE)
def test_the_pure_part_knows_no_sphinx(module: str) -> None:
    packages = {name.split(".")[0] for name in imports_of(module)}
    assert not packages & {"docutils", "sphinx", "sphinx_design", "myst_parser"}
    assert not own_imports_of(module) & SPHINX


@pytest.mark.parametrize("module", MODULES)
def test_a_module_says_what_it_is_for(module: str) -> None:
    assert ast.get_docstring(tree_of(module))


def public_parts(module: str) -> Iterator[tuple[str, ast.ClassDef | ast.FunctionDef]]:
    """Return the public classes, functions and methods of a module."""
    parts: list[tuple[str, ast.stmt]] = [("", node) for node in tree_of(module).body]
    for prefix, node in parts:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
            yield f"{module}.{prefix}{node.name}", node
        if isinstance(node, ast.ClassDef):
            parts += [(f"{prefix}{node.name}.", child) for child in node.body]


@pytest.mark.parametrize(
    "part", [pytest.param(node, id=name) for module in MODULES for name, node in public_parts(module)]
)
def test_what_is_public_has_a_docstring(part: ast.ClassDef | ast.FunctionDef) -> None:
    assert ast.get_docstring(part)


def texts_of(module: str) -> Iterator[str]:
    """Return the texts in the code of a module."""
    yield from (
        node.value
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


@pytest.mark.parametrize("module", MODULES)
def test_code_names_no_host_but_those_that_papers_link_to(module: str) -> None:
    hosts = {host for text in texts_of(module) for host in re.findall(r"https?://([\w.-]+\.\w+)", text)}
    assert hosts <= LINK_TARGETS | SERVICES | SOURCES


def test_one_module_alone_asks_other_hosts() -> None:
    packages = {"aiohttp", "http", "httpx", "requests", "socket", "urllib3"}
    asking = {name for name in MODULES if packages & {full.split(".")[0] for full in imports_of(name)}}
    assert asking == {"services.web"}


@pytest.mark.parametrize("module", sorted(set(MODULES) - COMMANDS))
def test_no_build_asks_another_host(module: str) -> None:
    assert not own_imports_of(module) & COMMANDS


@pytest.mark.parametrize("path", STATIC, ids=lambda path: path.name)
def test_a_file_for_browsers_loads_nothing_from_another_host(path: Path) -> None:
    text = path.read_text("utf-8")
    assert set(re.findall(r"""(?:https?:|["'(])//([\w.-]+\.\w+)""", text)) <= {"www.w3.org"}
    assert "@import" not in text
