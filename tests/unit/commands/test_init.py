"""The command ``init``: a site for given files, in one step, with nothing overwritten."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.unit.commands.conftest import Run

BIB = """\
@article{doe2020nets,
  title    = {Nets},
  author   = {Doe, Jane},
  year     = {2020},
  groups   = {Theory},
  keywords = {nets},
}

@article{roe2021trees,
  title  = {Trees},
  author = {Roe, Rex},
  groups = {Practice},
}
"""


@pytest.fixture
def bib(folder: Path) -> Path:
    """A file in the folder of the command."""
    path = folder / "my_library.bib"
    path.write_text(BIB, encoding="utf-8")
    return path


def settings(folder: Path) -> dict[str, object]:
    """Return the settings of a conf.py."""
    tree = ast.parse((folder / "conf.py").read_text("utf-8"))
    rows = {node.targets[0].id: node.value for node in tree.body if isinstance(node, ast.Assign)}  # type: ignore[attr-defined]
    return {name: ast.literal_eval(node) for name, node in rows.items() if not isinstance(node, ast.Name)}


def test_a_new_site_builds(run: Run, bib: Path, folder: Path) -> None:
    assert run("init", "site", "--bib", bib.name).exit_code == 0
    names = {path.relative_to(folder / "site").as_posix() for path in (folder / "site").rglob("*") if path.is_file()}
    assert names == {
        *("conf.py", "README.md", "requirements.txt", ".gitignore"),
        *("bib/my_library.bib", "bib/categories.toml", "bib/keywords.toml"),
        *(f"docs/{name}.md" for name in ("index", "keywords", "explore", "timeline", "authors", "venues")),
    }


def test_the_file_is_copied_and_not_changed(run: Run, bib: Path, folder: Path) -> None:
    run("init", "site", "--bib", bib.name)
    assert bib.read_text("utf-8") == (folder / "site/bib/my_library.bib").read_text("utf-8") == BIB


@pytest.mark.parametrize(
    ("stem", "title"), [("my_library", "My library"), ("EPA_final-report", "EPA final report"), ("__", "Papers")]
)
def test_the_site_is_named_after_its_file(run: Run, bib: Path, folder: Path, stem: str, title: str) -> None:
    run("init", "site", "--bib", bib.rename(folder / f"{stem}.bib").name)
    assert settings(folder / "site")["project"] == title


def test_a_title_may_hold_any_character(run: Run, bib: Path, folder: Path) -> None:
    run("init", "site", "--bib", bib.name, "--title", 'A "B" \\ $C *d*', "--author", "É")
    assert settings(folder / "site")["project"] == 'A "B" \\ $C *d*'
    assert settings(folder / "site")["author"] == "É"
    assert settings(folder / "site")["html_show_copyright"] is True
    assert (folder / "site/docs/index.md").read_text("utf-8").startswith('# A "B" \\\\ \\$C \\*d\\*\n')


def test_a_site_without_an_author_has_no_line_of_copyright(run: Run, bib: Path, folder: Path) -> None:
    run("init", "site", "--bib", bib.name)
    assert settings(folder / "site")["html_show_copyright"] is False


def test_only_fields_of_every_entry_are_required(run: Run, bib: Path, folder: Path) -> None:
    run("init", "site", "--bib", bib.name)
    assert settings(folder / "site")["cardcatalog_required_fields"] == ["title", "author"]


@pytest.mark.parametrize(("field", "is_named"), [("abstract", True), ("note", False)])
def test_a_file_with_fields_that_are_not_published_is_no_download(
    run: Run, bib: Path, folder: Path, field: str, *, is_named: bool
) -> None:
    bib.write_text(f"@misc{{doe2020tidy, title = {{Tidy}}, author = {{Doe, Jane}}, {field} = {{Text}}}}", "utf-8")
    run("init", "site", "--bib", bib.name)
    assert (f"not published ({field})" in (folder / "site" / "conf.py").read_text("utf-8")) is is_named
    assert ("cardcatalog_exports" in settings(folder / "site")) is is_named


def test_harmless_faults_are_reported_and_ignored(run: Run, bib: Path, folder: Path) -> None:
    bib.write_text(BIB.replace("year     = {2020},", "year = {MMXX}, doi = {doi 1},"), encoding="utf-8")
    done = run("init", "site", "--bib", bib.name)
    assert done.exit_code == 0
    assert "bad-doi 1, bad-year 1" in done.stderr
    assert settings(folder / "site")["suppress_warnings"] == ["cardcatalog.bad-doi", "cardcatalog.bad-year"]


def test_a_lost_entry_is_reported_with_file_and_line(run: Run, bib: Path, folder: Path) -> None:
    bib.write_text(BIB + "\n@article{broken,\n  title = {T\n", encoding="utf-8")
    done = run("init", "site", "--bib", bib.name)
    assert done.exit_code == 1
    assert "my_library.bib:15" in done.stderr
    assert "suppress_warnings" not in settings(folder / "site")


def test_several_files_are_one_bibliography(run: Run, bib: Path, folder: Path) -> None:
    (folder / "more.bib").write_text("@misc{more, title = {More}, author = {Doe, Jane}}\n", encoding="utf-8")
    done = run("init", "site", "--bib", bib.name, "--bib", "more.bib")
    assert done.exit_code == 0
    assert settings(folder / "site")["cardcatalog_bibliography"] == ["bib/my_library.bib", "bib/more.bib"]


def test_two_files_of_one_name_are_refused(run: Run, bib: Path, folder: Path) -> None:
    (folder / "other").mkdir()
    (folder / "other" / bib.name).write_text(BIB, encoding="utf-8")
    done = run("init", "site", "--bib", bib.name, "--bib", f"other/{bib.name}")
    assert done.exit_code == 2
    assert "have the same name" in done.stderr


@pytest.mark.parametrize("name", ["conf.py", "docs/index.md", "bib/my_library.bib"])
def test_nothing_is_overwritten(run: Run, bib: Path, folder: Path, name: str) -> None:
    (folder / "site" / name).parent.mkdir(parents=True)
    (folder / "site" / name).write_text("mine", encoding="utf-8")
    done = run("init", "site", "--bib", bib.name)
    assert done.exit_code == 2
    assert f"site/{name} exists" in done.stderr
    assert [path for path in (folder / "site").rglob("*") if path.is_file()] == [folder / "site" / name]


def test_a_folder_with_other_files_is_accepted(run: Run, bib: Path, folder: Path) -> None:
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    assert run("init", ".", "--bib", bib.name).exit_code == 0
    assert (folder / "conf.py").is_file()


def test_a_file_without_an_entry_is_refused(run: Run, folder: Path) -> None:
    (folder / "empty.bib").write_text("nothing", encoding="utf-8")
    done = run("init", "site", "--bib", "empty.bib")
    assert done.exit_code == 2
    assert "empty.bib: no entry could be parsed" in done.stderr
    assert not (folder / "site").exists()


def test_a_missing_file_is_reported(run: Run) -> None:
    done = run("init", "site", "--bib", "none.bib")
    assert done.exit_code == 2
    assert "none.bib" in done.stderr


def test_check_finds_the_new_project(run: Run, bib: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("init", "site", "--bib", bib.name)
    monkeypatch.chdir(folder / "site")
    assert "unknown" not in run("check").output


def test_the_start_page_counts_in_a_sentence_that_is_right_for_one(run: Run, folder: Path) -> None:
    (folder / "one.bib").write_text("@misc{a, title = {A}, year = 2020}", encoding="utf-8")
    run("init", "site", "--bib", "one.bib")
    numbers = "Papers: {paper:count}`papers`. Categories: {paper:count}`categories`."
    assert numbers in (folder / "site/docs/index.md").read_text("utf-8")
