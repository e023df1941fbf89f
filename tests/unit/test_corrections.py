"""Where a mistake is reported: in the repository that a setting or CI names, in the form of its host."""

from __future__ import annotations

from pathlib import Path

import pytest
from sphinx.config import Config

from cardcatalog.sphinx.pages.corrections import FORM, Corrections, find_corrections

GITHUB = {
    "GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "owner/name", "GITHUB_REF_TYPE": "branch",
    "GITHUB_REF_NAME": "next",
}  # fmt: skip


def found(folder: Path, environment: dict[str, str], **settings: object) -> Corrections:
    """Return what is found for settings."""
    config = Config({}, {f"cardcatalog_{name}": value for name, value in settings.items()} | {"author": "Jane Doe"})
    for name in ("repository", "edit_url", "report_url", "contact"):
        config.add(f"cardcatalog_{name}", "", "html", ())
    return find_corrections(config, folder, environment)


@pytest.mark.parametrize(
    ("environment", "edit", "report"),
    [
        (
            GITHUB, "https://github.com/owner/name/blob/next/{path}#L{line}",
            "https://github.com/owner/name/issues/new?title={title}&body={body}",
        ),
        (
            {**GITHUB, "GITHUB_REF_NAME": "12/merge", "GITHUB_HEAD_REF": "mine"},
            "https://github.com/owner/name/blob/HEAD/{path}#L{line}",
            "https://github.com/owner/name/issues/new?title={title}&body={body}",
        ),
        (
            {"CI_PROJECT_URL": "https://code.example.org/g/p", "CI_COMMIT_BRANCH": "main"},
            "https://code.example.org/g/p/-/blob/main/{path}#L{line}",
            "https://code.example.org/g/p/-/issues/new?issue[title]={title}&issue[description]={body}",
        ),
        (
            {**GITHUB, "GITHUB_SERVER_URL": "https://git.example.org", "FORGEJO_ACTIONS": "true"},
            "https://git.example.org/owner/name/src/branch/next/{path}#L{line}",
            "https://git.example.org/owner/name/issues/new?title={title}&body={body}",
        ),
        ({}, "", ""),
    ],
)  # fmt: skip
def test_the_repository_is_that_which_ci_builds(
    tmp_path: Path, environment: dict[str, str], edit: str, report: str
) -> None:
    assert found(tmp_path, environment)[:2] == (edit, report)


@pytest.mark.parametrize("url", ["https://gitlab.com/g/p", "https://gitlab.com/g/p/", "https://gitlab.com/g/p.git"])
def test_a_setting_names_the_repository(tmp_path: Path, url: str) -> None:
    corrections = found(tmp_path, GITHUB, repository=url)
    assert corrections.edit == "https://gitlab.com/g/p/-/blob/next/{path}#L{line}"


def test_a_project_may_name_no_repository(tmp_path: Path) -> None:
    assert found(tmp_path, GITHUB, repository=False) == ("", "", "Jane Doe", "")


def test_urls_of_the_settings_go_before_the_repository(tmp_path: Path) -> None:
    corrections = found(tmp_path, GITHUB, report_url="mailto:us@example.org?subject={title}")
    assert corrections.report == "mailto:us@example.org?subject={title}"
    assert corrections.edit.startswith("https://github.com/")


def test_without_a_repository_an_address_takes_reports_and_a_page_says_how(tmp_path: Path) -> None:
    report = "mailto:us@example.org?subject={title}&body={body}"
    assert found(tmp_path, {}, contact="us@example.org")[:4] == ("", report, "Jane Doe", "")
    assert found(tmp_path, {}, contact="help#mistakes")[:4] == ("", "", "Jane Doe", "help#mistakes")
    assert found(tmp_path, GITHUB, contact="us@example.org").report.startswith("https://github.com/")


@pytest.mark.parametrize(
    "url", ["https://social.example.org/@me", "http://example.org/help?about=lists", "mailto:jane@example.org"]
)
def test_without_a_repository_a_url_takes_reports_as_it_is(tmp_path: Path, url: str) -> None:
    assert found(tmp_path, {}, contact=url) == ("", url, "Jane Doe", "")


def test_a_form_of_the_repository_is_filled_in(tmp_path: Path) -> None:
    (tmp_path / ".github" / "ISSUE_TEMPLATE").mkdir(parents=True)
    (tmp_path / ".github" / "ISSUE_TEMPLATE" / FORM).write_text("name: Correct")
    assert found(tmp_path, GITHUB).report == (
        f"https://github.com/owner/name/issues/new?template={FORM}&title={{title}}&key={{key}}&where={{path}}"
    )


def test_a_line_after_the_page_is_not_part_of_pages(tmp_path: Path) -> None:
    corrections = found(tmp_path, GITHUB)
    assert (corrections.edit_page + corrections.fragment, corrections.names_lines) == (corrections.edit, False)
    other = found(tmp_path, {}, edit_url="https://example.org/{path}?line={line}")
    assert (other.edit_page, other.fragment, other.names_lines) == (other.edit, "", True)


def test_a_project_may_be_in_a_folder_of_its_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".github" / "ISSUE_TEMPLATE").mkdir(parents=True)
    (tmp_path / ".github" / "ISSUE_TEMPLATE" / FORM).write_text("name: Correct")
    folder = tmp_path / "my docs" / "site"
    folder.mkdir(parents=True)
    corrections = found(folder, GITHUB)
    assert corrections.edit == "https://github.com/owner/name/blob/next/my%20docs/site/{path}#L{line}"
    assert FORM in corrections.report
