"""The input of a command: a project found by its settings, or files by themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from cardcatalog_tools.linting.project import ProjectError, find_project, project_for, read_conf

CONF = """
import sys
raise SystemExit("it is read, not run")
cardcatalog_bibliography = ["bib/*.bib"]
cardcatalog_keywords: str = "bib/keywords.toml"
cardcatalog_required_fields = ("title",)
cardcatalog_released_keys = "bib/released.tsv"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a project of one file, in which a command runs."""
    (tmp_path / "bib").mkdir()
    (tmp_path / "bib" / "refs.bib").write_text("", encoding="utf-8")
    (tmp_path / "conf.py").write_text(CONF, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("start", [".", "bib"])
def test_a_project_is_found_from_its_folder_and_below(folder: Path, start: str) -> None:
    project = find_project((folder / start).resolve())
    assert project
    assert project.files == [folder / "bib" / "refs.bib"]


def test_settings_in_docs_are_found_too(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "conf.py").write_text('cardcatalog_bibliography = "x.bib"', encoding="utf-8")
    project = find_project(tmp_path)
    assert project
    assert project.sources.bibliography == (str(tmp_path / "docs" / "x.bib"),)


def test_a_conf_of_another_extension_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_text("project = 'x'", encoding="utf-8")
    assert find_project(tmp_path) is None


def test_settings_are_read_without_running_the_file(folder: Path) -> None:
    assert read_conf(folder / "conf.py")["required_fields"].value == ("title",)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (
            "cardcatalog_bibliography = sorted(x)",
            r"conf.py:1: cardcatalog_bibliography is not a literal, so it cannot be read without running conf.py; set",
        ),
        ("x = (cardcatalog_bibliography", "cannot be read"),
    ],
)
def test_unreadable_settings_are_reported_with_their_line(tmp_path: Path, text: str, hint: str) -> None:
    (tmp_path / "conf.py").write_text(text, encoding="utf-8")
    with pytest.raises(ProjectError, match=hint):
        find_project(tmp_path)


def test_a_file_of_the_project_has_its_vocabularies_and_released_keys(folder: Path) -> None:
    project = project_for([folder / "bib" / "refs.bib"], folder)
    assert project.sources.keywords == str(folder / "bib" / "keywords.toml")
    assert project.released


def test_a_file_outside_the_project_has_no_settings(folder: Path) -> None:
    (folder / "mine.bib").write_text("", encoding="utf-8")
    project = project_for([folder / "mine.bib"], folder)
    assert (project.sources.keywords, project.released) == ("", "")


def test_without_a_project_files_must_be_named(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"name the \.bib files"):
        project_for([], tmp_path)


def test_a_conf_that_only_mentions_the_setting_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_text("# cardcatalog_bibliography is set elsewhere", encoding="utf-8")
    assert find_project(tmp_path) is None


@pytest.mark.parametrize(
    "text",
    [
        "cardcatalog_bibliography = 5",
        "cardcatalog_bibliography = [5]",
        "cardcatalog_bibliography = {[]: 5}",
        "cardcatalog_bibliography: list[str]",
        "cardcatalog_bibliography = 'x.bib'\ncardcatalog_keywords = ['x.toml']",
        "cardcatalog_bibliography = 'x.bib'\ncardcatalog_required_fields = None",
    ],
)
def test_a_setting_of_a_wrong_type_is_reported(tmp_path: Path, text: str) -> None:
    (tmp_path / "conf.py").write_text(text, encoding="utf-8")
    with pytest.raises(ProjectError, match=r"conf\.py:.* cardcatalog_"):
        find_project(tmp_path)


def test_a_setting_that_conf_computes_is_read_from_pyproject(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    conf = 'cardcatalog_bibliography = [str(ROOT / "x.bib")]\ncardcatalog_keywords = "words.toml"\n'
    (tmp_path / "docs" / "conf.py").write_text(conf, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text('[tool.cardcatalog]\nbibliography = ["x.bib"]\n', encoding="utf-8")
    project = find_project(tmp_path)
    assert project
    assert project.sources.bibliography == (str(tmp_path / "x.bib"),)
    assert project.sources.keywords == str(tmp_path / "docs" / "words.toml")


def test_a_project_needs_no_conf(tmp_path: Path) -> None:
    table = '[tool.cardcatalog]\nbibliography = "x.bib"\nrequired_fields = ["title"]\n'
    (tmp_path / "pyproject.toml").write_text(table, encoding="utf-8")
    project = find_project(tmp_path)
    assert project
    assert (project.sources.bibliography, project.required_fields) == ((str(tmp_path / "x.bib"),), ("title",))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pyproject.toml", '[tool.cardcatalog]\nbibliography = "x.bib"\nrequired_fields = "title"\n'),
        ("conf.py", 'cardcatalog_bibliography = "x.bib"\ncardcatalog_required_fields = "title"\n'),
    ],
)
def test_a_required_field_without_a_list_is_that_one_field(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    project = find_project(tmp_path)
    assert project
    assert project.required_fields == ("title",)


def test_a_wrong_setting_is_reported_with_its_place_and_the_advice_of_the_build(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.cardcatalog]\nbibliography = [5]\n", encoding="utf-8")
    message = r"pyproject\.toml: bibliography is \[5\]; write a list of paths, such as \['papers\.bib'\]"
    with pytest.raises(ProjectError, match=message):
        find_project(tmp_path)


def test_a_pyproject_of_another_tool_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.other]\nbibliography = 5\n", encoding="utf-8")
    assert find_project(tmp_path) is None


def test_a_setting_that_no_command_needs_may_be_computed(tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_text("cardcatalog_bibliography = 'x.bib'\ncardcatalog_feeds = f()\n", "utf-8")
    assert find_project(tmp_path)


def test_a_pyproject_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool", encoding="utf-8")
    with pytest.raises(ProjectError, match=r"pyproject\.toml: cannot be read"):
        find_project(tmp_path)
