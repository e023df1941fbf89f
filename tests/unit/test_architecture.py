"""Rules for the code as a whole: the direction of imports, and no resources from other hosts."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import cardcatalog

EXT = Path(cardcatalog.__file__).parents[1]
FILES = {
    ".".join(path.relative_to(EXT).with_suffix("").parts).removesuffix(".__init__"): path for path in EXT.rglob("*.py")
}
TREES = {module: ast.parse(path.read_text("utf-8")) for module, path in FILES.items()}

LINK_TARGETS = {
    "arxiv.org", "books.google.com", "ctan.org", "doi.org", "hdl.handle.net",
    "openreview.net", "purl.org", "schema.org",
    "scholar.google.com", "www.jstor.org", "www.ncbi.nlm.nih.gov", "www.w3.org",
}  # fmt: skip
"""Hosts that papers link to, and those that name the vocabulary of data and the language of a picture."""

SOURCES = {
    "docs.github.com", "info.arxiv.org", "llmstxt.org", "ogp.me", "reproducible-builds.org",
    "spec.commonmark.org", "www.doi.org", "www.sitemaps.org",
}  # fmt: skip
"""Hosts of the rules and formats that docstrings name."""

SERVICES = {
    "aclanthology.org", "api.crossref.org", "api.openreview.net", "api2.openreview.net", "export.arxiv.org",
    "citation.doi.org", "citeproc-js.readthedocs.io", "docs.openreview.net", "github.com",
    "raw.githubusercontent.com", "rss.arxiv.org", "www.crossref.org", "www.doi.org",
}  # fmt: skip
"""Hosts of requests by commands, and those of their documentation."""


def imports_of(module: str) -> Iterator[str]:
    """Return the full names of all imports of a module, for types alone or not."""
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module}: imports name the package"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


IMPORTS = {module: set(imports_of(module)) for module in FILES}


def roots_of(module: str) -> set[str]:
    """Return the top-level packages that a module imports."""
    return {name.split(".")[0] for name in IMPORTS[module]}


def is_in(module: str, *packages: str) -> bool:
    """Return whether a module is one of these packages or in one of them."""
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def package_of(module: str) -> str:
    """Return the package that holds a module: two levels deep, three within the Sphinx side."""
    parts = module.split(".")
    return ".".join(parts[: 3 if parts[1:2] == ["sphinx"] else 2])


def assert_one_way(group: Callable[[str], str]) -> None:
    """Hold that the imports among groups of modules have no cycle."""
    graph: dict[str, set[str]] = {}
    for module, names in IMPORTS.items():
        own = graph.setdefault(group(module), set())
        own.update(group(name) for name in names & FILES.keys() if group(name) != group(module))
    TopologicalSorter(graph).prepare()


def test_imports_run_one_way_among_modules() -> None:
    assert_one_way(lambda module: module)


def test_imports_run_one_way_among_packages() -> None:
    assert_one_way(package_of)


def test_only_the_sphinx_side_imports_sphinx() -> None:
    for module in FILES:
        if not is_in(module, "cardcatalog.sphinx") and module != "cardcatalog":
            assert not roots_of(module) & {"docutils", "sphinx", "sphinx_design", "myst_parser"}, module
            assert not any(is_in(name, "cardcatalog.sphinx") for name in IMPORTS[module]), module


def test_the_library_does_not_import_the_tools() -> None:
    for module in FILES:
        if is_in(module, "cardcatalog"):
            assert "cardcatalog_tools" not in roots_of(module), module


def test_code_names_no_unexpected_host() -> None:
    for module, tree in TREES.items():
        texts = (n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str))
        hosts = {host for text in texts for host in re.findall(r"https?://([\w.-]+\.\w+)", text)}
        assert hosts <= LINK_TARGETS | SERVICES | SOURCES, module


def test_only_one_module_sends_requests() -> None:
    packages = {"aiohttp", "http", "httpx", "requests", "socket", "urllib3"}
    assert {name for name in FILES if packages & roots_of(name)} == {"cardcatalog_tools.services.web"}


def test_static_files_load_nothing_from_another_host() -> None:
    for path in (EXT / "cardcatalog" / "static").rglob("*.*"):
        text = path.read_text("utf-8")
        assert set(re.findall(r"""(?:https?:|["'(])//([\w.-]+\.\w+)""", text)) <= {"www.w3.org"}, path.name
        assert "@import" not in text, path.name
