"""The command ``diff``: the values of either side, and when its status is 1."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.unit.commands.conftest import REFS, Run

ADDED = REFS + (
    "\n@misc{zoe2021new,\n  title = {New},\n  author = {Zoe, Zed},\n  year = {2021},\n"
    "  keywords = {W4A4},\n  category = {llm},\n  venuekey = {arXiv},\n}\n"
)
SAME = "changes no paper, no key removed\n"


def git(folder: Path, *words: str) -> None:
    """Run git without the settings of the user."""
    who = ("-c", "user.name=Jane Doe", "-c", "user.email=jane@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True)  # noqa: S603, S607


@pytest.fixture
def history(refs: Path) -> Path:
    """A project in a repository with two states: ``main``, and ``grown`` with a paper more, which is here now."""
    git(refs.parent, "init", "--quiet", "--initial-branch=main")
    git(refs.parent, "add", ".")
    git(refs.parent, "commit", "--quiet", "--message=One")
    git(refs.parent, "checkout", "--quiet", "-b", "grown")
    refs.write_text(ADDED, encoding="utf-8")
    git(refs.parent, "commit", "--quiet", "--all", "--message=Two")
    return refs


@pytest.mark.parametrize(
    "words", [("main",), ("main", "grown"), ("main", "refs.bib"), ("HEAD^", "HEAD"), ("main", ".")]
)
@pytest.mark.usefixtures("history")
def test_a_revision_is_compared_with_a_later_one(run: Run, words: tuple[str, ...]) -> None:
    result = run("diff", *words)
    assert result.output.startswith("adds 1 paper, keyword W4A4 unknown, no key removed\n")
    assert result.exit_code == 1


def test_the_last_commit_is_compared_with_the_files_here(run: Run, history: Path) -> None:
    assert run("diff").output == SAME
    history.write_text(REFS, encoding="utf-8")
    assert run("diff").output.startswith("removes 1 paper")


@pytest.mark.usefixtures("history")
def test_a_difference_alone_is_not_an_error(run: Run) -> None:
    assert run("diff", "grown", "main").exit_code == 0


def test_a_project_below_the_top_of_its_repository_is_found(
    run: Run, refs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = refs.parent / "library"
    folder.mkdir()
    for path in [path for path in refs.parent.iterdir() if path.is_file()]:
        shutil.move(path, folder)
    git(refs.parent, "init", "--quiet")
    git(refs.parent, "add", ".")
    git(refs.parent, "commit", "--quiet", "--message=One")
    monkeypatch.chdir(folder)
    (folder / "refs.bib").write_text(ADDED, encoding="utf-8")
    assert run("diff").output.startswith("adds 1 paper")


@pytest.mark.usefixtures("history")
def test_a_problem_of_a_revision_names_its_line(run: Run, history: Path) -> None:
    line = 1 + ADDED.split("\n").index("  keywords = {W4A4},")
    history.write_text("", encoding="utf-8")
    assert f"  refs.bib:{line} unknown-keyword: " in run("diff", "main", "grown").output


def test_a_file_without_a_project_uses_the_vocabularies_of_the_other_side(run: Run, refs: Path) -> None:
    (refs.parent / "theirs.bib").write_text(ADDED, encoding="utf-8")
    assert "keyword W4A4 unknown" in run("diff", "refs.bib", "theirs.bib").output


def test_folders_without_settings_are_compared_by_their_files(run: Run, refs: Path) -> None:
    for name in ("one", "two"):
        (refs.parent / name / "bib").mkdir(parents=True)
        shutil.copy(refs, refs.parent / name / "bib")
        for table in ("categories", "keywords", "venues"):
            shutil.copy(refs.with_name(f"{table}.toml"), refs.parent / name / "bib")
    (refs.parent / "two" / "bib" / "keywords.toml").write_text('[[keyword]]\nid = "ptq"\nname = "PTQ"\n', "utf-8")
    output = run("diff", "one", "two").output
    assert output.startswith("changes 1 keyword, removes 1 keyword, keyword extreme unknown, no key removed")


@pytest.mark.parametrize("words", [("nowhere",), ("main", "nowhere"), ("--", "-x"), ("empty",), ("none.bib",)])
def test_an_input_that_is_not_a_bibliography_is_one_line(run: Run, history: Path, words: tuple[str, ...]) -> None:
    (history.parent / "empty").mkdir()
    result = run("diff", *words)
    assert (result.exit_code, words[-1] in result.stderr) == (2, True)


def test_without_git_a_revision_is_an_error(run: Run, history: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(history.parent))
    result = run("diff", "main")
    assert (result.exit_code, "git, which may have such a revision, is not on PATH" in result.stderr) == (2, True)


@pytest.mark.parametrize("path", ["/etc/hosts", "../*.bib", "a/../../x.bib"])
def test_settings_of_a_revision_cannot_name_files_outside_it(run: Run, history: Path, path: str) -> None:
    conf = history.with_name("conf.py")
    conf.write_text(f"cardcatalog_bibliography = [{path!r}]\n", encoding="utf-8")
    git(history.parent, "commit", "--quiet", "--all", "--message=Three")
    result = run("diff", "main", "HEAD")
    assert (result.exit_code, "outside of the repository" in result.stderr) == (2, True)


def test_a_symbolic_link_in_a_revision_is_not_followed(run: Run, history: Path) -> None:
    (history.parent / "secret").write_text("@misc{secret, title = {Secret}}", encoding="utf-8")
    history.unlink()
    history.symlink_to(history.parent / "secret")
    git(history.parent, "add", "refs.bib")
    git(history.parent, "commit", "--quiet", "--message=Three")
    assert "secret" not in run("diff", "main", "HEAD").output.lower()
