"""The project around the site: its README files, its requirements and extras, and its version."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

REQUIREMENTS = sorted(path.name for path in (ROOT / "requirements").glob("*.txt"))

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

EXTRAS = set(PYPROJECT["project"]["optional-dependencies"])

TEXTS = {".md", ".py", ".txt"}


def text(name: str) -> str:
    """Return the text of a file of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


def sessions() -> dict[str, str]:
    """Return the sessions of noxfile.py with their sentences."""
    functions = [node for node in ast.parse(text("noxfile.py")).body if isinstance(node, ast.FunctionDef)]
    return {
        node.name: ast.get_docstring(node) or ""
        for node in functions
        if any("nox.session" in ast.unparse(decorator) for decorator in node.decorator_list)
    }


@pytest.mark.parametrize("name", ["docs", "tests"])
def test_the_readme_has_the_command(name: str) -> None:
    assert f"python3 -m pip install nox && python3 -m nox -s {name}" in text("README.md")


def test_pictures_of_the_readme_exist() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text("README.md"))
    assert pictures
    assert all((ROOT / picture).is_file() for picture in pictures)


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_of_a_file_at_the_root_exist(name: str) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text(name))
    assert not [link for link in links if not (ROOT / link).exists()]


def test_every_group_of_dependencies_is_compiled() -> None:
    assert sorted(f"{group}.txt" for group in PYPROJECT["dependency-groups"]) == REQUIREMENTS


def test_requirements_name_packages_without_urls() -> None:
    assert not [name for name in REQUIREMENTS if "://" in text(f"requirements/{name}")]


def test_every_extra_that_a_text_names_exists() -> None:
    files = [path for folder in ("ext", "docs") for path in (ROOT / folder).rglob("*") if path.suffix in TEXTS]
    named = [re.findall(r"sphinx-cardcatalog\[([\w,-]+)\]", path.read_text("utf-8")) for path in files]
    assert {extra for lists in named for names in lists for extra in names.split(",")} == EXTRAS


def test_the_readme_of_the_extension_lists_every_extra() -> None:
    table = text("ext/README.md").partition("| Extra |")[2].partition("\n\n")[0]
    assert set(re.findall(r"^\| `(\w+)`", table, re.MULTILINE)) == EXTRAS


def test_the_citation_of_the_bibliography_has_its_version() -> None:
    (version,) = re.findall(r'^version: "?([^"\n]+)', text("CITATION.cff"), re.MULTILINE)
    assert version == PYPROJECT["project"]["version"]
