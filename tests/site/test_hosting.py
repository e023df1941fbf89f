"""Settings of hosts: workflows with few permissions and pinned actions, forms that fit the entries, and releases."""

from __future__ import annotations

import hashlib
import importlib.util
import re
import zipfile
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml  # type: ignore[import-untyped]  # it has no annotations

from tests.site.conftest import ROOT
from tests.unit.test_corrections import GITHUB, found

if TYPE_CHECKING:
    from types import ModuleType

WORKFLOWS = {path.name: path for path in sorted((ROOT / ".github" / "workflows").glob("*.yml"))}
FORMS = {path.name: path for path in sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*-a-*.yml"))}
JOBS = {
    f"{name}: {title}": job
    for name, path in WORKFLOWS.items()
    for title, job in yaml.safe_load(path.read_text("utf-8"))["jobs"].items()
}
FILLED = ("path", "line", "key", "title", "body")
"""The placeholders in the URL of a report."""


def settings(path: Path) -> Any:  # noqa: ANN401  (the content of a YAML file)
    """Return the content of a file; in YAML 1.1, the key ``on`` of a workflow is true."""
    return yaml.safe_load(path.read_text("utf-8"))


def test_a_workflow_grants_nothing_by_default() -> None:
    assert {name: settings(path)["permissions"] for name, path in WORKFLOWS.items()} == {name: {} for name in WORKFLOWS}


def test_two_runs_of_a_workflow_do_not_overlap() -> None:
    assert all(settings(path)["concurrency"]["group"] for path in WORKFLOWS.values())


def test_a_job_has_a_time_limit_and_permissions() -> None:
    assert not [name for name, job in JOBS.items() if job["timeout-minutes"] > 60 or not job["permissions"]]


def test_an_action_is_pinned_to_a_commit_with_its_version() -> None:
    for name, path in WORKFLOWS.items():
        uses = re.findall(r"uses: (.*)", path.read_text("utf-8"))
        assert uses, name
        assert not [row for row in uses if not re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", row)]


def test_no_checkout_keeps_its_token() -> None:
    checkouts = [
        step for job in JOBS.values() for step in job["steps"] if step.get("uses", "").startswith("actions/checkout@")
    ]
    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_a_job_with_write_permission_checks_nothing_out() -> None:
    writing = {name: job for name, job in JOBS.items() if "write" in job["permissions"].values()}
    assert writing
    assert not [
        name for name, job in writing.items() if any("checkout" in step.get("uses", "") for step in job["steps"])
    ]


def test_an_action_has_one_version_everywhere() -> None:
    uses = {row for path in WORKFLOWS.values() for row in re.findall(r"uses: (.*)", path.read_text("utf-8"))}
    assert len(uses) == len({row.partition("@")[0] for row in uses})


def test_the_comment_on_a_pull_request_runs_none_of_its_code() -> None:
    text = WORKFLOWS["words.yml"].read_text("utf-8")
    assert "pull_request_target" not in text
    assert not re.search(r"git (checkout|switch|merge(?!-base)|worktree|reset)|\bref:", text)


def test_the_comment_follows_the_checks() -> None:
    assert settings(WORKFLOWS["words.yml"])[True]["workflow_run"]["workflows"] == [
        settings(WORKFLOWS["ci.yml"])["name"]
    ]


def test_the_checks_are_the_script_of_the_repository() -> None:
    assert "- run: bash .ci/run\n" in WORKFLOWS["ci.yml"].read_text("utf-8")


def field_ids(name: str) -> set[str]:
    """Return the ids of the fields of a form."""
    return {row["id"] for row in settings(FORMS[name])["body"] if "id" in row}


def test_a_report_from_a_page_fills_in_fields_of_the_form() -> None:
    address = found(ROOT, GITHUB).report
    query = {name: value[0] for name, value in parse_qs(urlsplit(address).query).items()}
    assert query.pop("template") in FORMS
    assert {*query} - {"title"} <= field_ids("correct-a-paper.yml")
    assert {name for _text, name, *_ in Formatter().parse(address) if name} <= {*FILLED}


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("add-a-paper.yml", {"title", "author", "venue", "category", "keywords", "code"}),
        ("propose-a-keyword.yml", {"name", "aliases", "definition", "applies", "group", "broader"}),
    ],
)
def test_a_form_has_the_fields_of_an_entry(name: str, fields: set[str]) -> None:
    assert fields <= field_ids(name)


def test_a_keyword_is_proposed_for_a_group_of_the_glossary() -> None:
    groups = re.findall(r'^group = "(.+)"', (ROOT / "bib" / "keywords.toml").read_text("utf-8"), re.MULTILINE)
    (row,) = [row for row in settings(FORMS["propose-a-keyword.yml"])["body"] if row.get("id") == "group"]
    assert sorted(row["attributes"]["options"]) == sorted(set(groups))


def test_read_the_docs_builds_as_the_session_does() -> None:
    text = (ROOT / ".readthedocs.yaml").read_text("utf-8")
    assert "pip install --require-hashes -r requirements/docs.txt" in text
    assert "-n -W --keep-going" in text


@pytest.fixture(scope="module")
def archive() -> ModuleType:
    """The script that makes a release."""
    spec = importlib.util.spec_from_file_location("archive", ROOT / "release" / "archive.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


READY = {
    "CHANGELOG.md": "## [1.2.3] - 2026-11-25\n",
    "CITATION.cff": 'version: "1.2.3"\ndate-released: "2026-11-25"\n',
    "pyproject.toml": '[project]\nversion = "1.2.3"\n',
}


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("CHANGELOG.md", "## [Unreleased]\n", "CHANGELOG.md has no line '## [1.2.3] - "),
        ("CITATION.cff", 'version: "1.2.2"\ndate-released: "2026-11-25"\n', "'version: 1.2.3'"),
        ("CITATION.cff", 'version: "1.2.3"\ndate-released: "2026-11-24"\n', "'date-released: 2026-11-25'"),
        ("pyproject.toml", '[project]\nversion = "1.2.2"\n', "pyproject.toml"),
    ],
)
def test_a_release_that_is_not_ready_has_its_reason(
    archive: ModuleType, tmp_path: Path, name: str, text: str, fault: str
) -> None:
    for file, ready in (READY | {name: text}).items():
        (tmp_path / file).write_text(ready, encoding="utf-8")
    (found,) = archive.not_ready("1.2.3", tmp_path)
    assert fault in found


def test_a_release_that_is_ready_has_no_fault(archive: ModuleType, tmp_path: Path) -> None:
    for file, ready in READY.items():
        (tmp_path / file).write_text(ready, encoding="utf-8")
    assert list(archive.not_ready("1.2.3", tmp_path)) == []


def test_a_site_is_packed_to_the_same_bytes_in_any_order(archive: ModuleType, tmp_path: Path) -> None:
    for folder, names in (("one", ("a.html", "b/c.html")), ("two", ("b/c.html", "a.html"))):
        for name in names:
            path = tmp_path / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(name, encoding="utf-8")
        archive.pack(tmp_path / folder, tmp_path / f"{folder}.zip", 1_700_000_000)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert zipfile.ZipFile(tmp_path / "one.zip").namelist() == ["a.html", "b/c.html"]


def test_checksums_are_those_of_the_files(archive: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"1")
    assert archive.checksums(tmp_path) == f"{hashlib.sha256(b'1').hexdigest()}  x\n"


def test_files_of_a_release_exist(archive: ModuleType) -> None:
    assert all((ROOT / name).is_file() for name in archive.COPIES)
