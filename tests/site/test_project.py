"""The project around the site: its commands, pins, licences, and what each file promises."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

REQUIREMENTS = sorted(path.name for path in (ROOT / "requirements").glob("*.txt"))

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


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


@pytest.mark.parametrize(
    "name", ["docs", "tests", "browser", "check", "lint", "bench", "live", "export", "links", "cardcatalog", "release"]
)
def test_there_is_a_session(name: str) -> None:
    assert sessions()[name]


@pytest.mark.parametrize("name", ["docs", "tests"])
def test_the_readme_has_the_command(name: str) -> None:
    assert f"python3 -m pip install nox && python3 -m nox -s {name}" in text("README.md")


def test_what_the_readme_shows_is_there() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text("README.md"))
    assert pictures
    assert all((ROOT / picture).is_file() for picture in pictures)


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_what_a_file_of_the_root_names_is_there(name: str) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text(name))
    assert not [link for link in links if not (ROOT / link).exists()]


def test_every_group_of_dependencies_is_compiled() -> None:
    assert sorted(f"{group}.txt" for group in PYPROJECT["dependency-groups"]) == REQUIREMENTS


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_requirement_is_pinned_with_its_hashes(name: str) -> None:
    blocks = re.split(r"\n(?=[a-z])", text(f"requirements/{name}"))[1:]
    assert blocks
    assert not [block for block in blocks if not re.match(r"[\w.-]+==\S+.*\\\n    --hash=sha256:[0-9a-f]{64}", block)]


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_requirements_name_no_address(name: str) -> None:
    assert "://" not in text(f"requirements/{name}")


def test_code_is_under_the_mit_license() -> None:
    assert "MIT License" in text("LICENSE")


def test_facts_are_in_the_public_domain() -> None:
    assert "CC0 1.0 Universal" in text("bib/LICENSE")


def test_the_citation_of_the_bibliography_has_its_version() -> None:
    (version,) = re.findall(r'^version: "?([^"\n]+)', text("CITATION.cff"), re.MULTILINE)
    assert version == PYPROJECT["project"]["version"]


def test_the_site_is_built_strictly() -> None:
    assert '("-n", "-W", "--keep-going")' in text("noxfile.py")
