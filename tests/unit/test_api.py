"""The public names of the package, which work without Sphinx."""

from __future__ import annotations

import doctest
import os
import subprocess
import sys
from pathlib import Path

import pytest

import cardcatalog

BIB = "@misc{doe2020paper, title = {A Paper}, author = {Doe, Jane}, year = 2020}\n"


def run(code: str) -> str:
    """Return the output of some Python in a new interpreter."""
    env = os.environ | {"PYTHONPATH": str(Path(cardcatalog.__file__).parents[1])}
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env).stdout  # noqa: S603


def test_the_example_of_the_package_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "refs.bib").write_text(BIB, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert doctest.testmod(cardcatalog, optionflags=doctest.NORMALIZE_WHITESPACE) == (0, 5)


def test_every_public_name_is_there() -> None:
    for name in cardcatalog.__all__:
        assert getattr(cardcatalog, name) is not None


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = cardcatalog.nothing


def test_public_names_need_no_sphinx() -> None:
    code = "import sys, cardcatalog; from cardcatalog import *; print({'sphinx', 'docutils'} & sys.modules.keys())"
    assert run(code) == "set()\n"


def test_the_package_alone_loads_no_other_module() -> None:
    code = "import sys, cardcatalog; print([name for name in sys.modules if name.startswith('cardcatalog.')])"
    assert run(code) == "['cardcatalog.version']\n"


def test_load_takes_paths_from_a_base_and_returns_problems(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text(BIB, encoding="utf-8")
    (tmp_path / "categories.toml").write_text('[[category]]\nid = "c"\ntitle = "C"\n', encoding="utf-8")
    catalog, problems = cardcatalog.load("*.bib", "b.bib", categories="categories.toml", base=tmp_path)
    assert (list(catalog.papers), list(catalog.categories)) == (["doe2020paper"], ["c"])
    assert [problem.location.path for problem in problems] == ["b.bib"]
