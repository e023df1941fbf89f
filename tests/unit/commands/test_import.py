"""The command ``import``: a list becomes entries of a project, or a bibliography of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from cardcatalog.bibtex.entries import parse_bibliography
from tests.unit.commands.conftest import REFS, Run

LIST = """# Papers

## Vision

- "Nets Without Weights", ICXX, 2021. [[paper](https://arxiv.org/abs/2101.00009)] [**`PTQ`**]
- "Binary Networks for Images", ICXX, 2019. [[paper](https://doi.org/10.1000/old)]

## Sound

- "Ears at Two Bits", Other, 2022. [[paper](https://example.org/ears)] [**`New`**]
"""
PARTIAL = '- "No Venue", 2021. [[paper](https://example.org/none)]\n'
NAMES = ("field.bib", "categories.toml", "keywords.toml", "venues.toml")


@pytest.fixture
def readme(folder: Path) -> Path:
    """A list of papers in the folder of the command."""
    path = folder / "README.md"
    path.write_text(LIST, encoding="utf-8")
    return path


def keys_of(path: Path) -> list[str]:
    """Return the keys of a file without a fault."""
    entries, problems = parse_bibliography(path.read_text("utf-8"), "refs.bib")
    assert not problems
    return [entry.key for entry in entries]


@pytest.mark.usefixtures("readme")
def test_entries_are_inserted_in_order(run: Run, refs: Path) -> None:
    assert run("import", "README.md").exit_code == 0
    assert keys_of(refs) == ["2021nets", "2022ears", "doe2019binary", "poe2020posttraining"]


@pytest.mark.usefixtures("readme", "refs")
def test_known_papers_are_reported_with_their_lines(run: Run) -> None:
    stderr = run("import", "README.md").stderr
    assert "README.md:6: already here as 'doe2019binary' (DOI): Binary Networks for Images\n" in stderr
    assert "2 new, 1 already here, every line read in full\n" in stderr


@pytest.mark.usefixtures("readme", "refs")
def test_unknown_words_are_shown_as_rows(run: Run) -> None:
    stdout = run("import", "README.md").stdout
    assert '# for categories.toml:\n[[category]]\nid = "sound"' in stdout
    assert 'name = "New"' in stdout
    assert 'id = "vision"' not in stdout


@pytest.mark.usefixtures("readme")
def test_a_second_import_adds_nothing(run: Run, refs: Path) -> None:
    run("import", "README.md")
    before = refs.read_bytes()
    assert "0 new, 3 already here" in run("import", "README.md").stderr
    assert refs.read_bytes() == before


@pytest.mark.usefixtures("readme")
def test_a_dry_run_shows_entries_and_writes_nothing(run: Run, refs: Path) -> None:
    result = run("import", "README.md", "--dry-run")
    assert [entry.key for entry in parse_bibliography(result.stdout, "x")[0]] == ["2021nets", "2022ears"]
    assert refs.read_text("utf-8") == REFS


@pytest.mark.usefixtures("refs")
def test_a_partly_read_line_is_reported_at_its_line(run: Run, readme: Path) -> None:
    readme.write_text(LIST + PARTIAL, encoding="utf-8")
    result = run("import", "README.md")
    assert (result.exit_code, "README.md:11:1: list: no venue" in result.stderr) == (1, True)


@pytest.mark.usefixtures("readme")
def test_a_list_becomes_a_bibliography_with_vocabularies(run: Run, folder: Path) -> None:
    assert run("import", "README.md", "--new", "bib/field.bib").exit_code == 0
    assert sorted(path.name for path in (folder / "bib").iterdir()) == sorted(NAMES)
    assert keys_of(folder / "bib" / "field.bib") == ["2021nets", "2019binary", "2022ears"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.usefixtures("readme")
def test_existing_files_are_not_overwritten(run: Run, folder: Path, name: str) -> None:
    (folder / name).write_text("mine", encoding="utf-8")
    result = run("import", "README.md", "--new", "field.bib")
    assert (result.exit_code, f"{name} exists" in result.stderr) == (2, True)
    assert {path.name for path in folder.iterdir()} == {"README.md", name}


@pytest.mark.usefixtures("readme")
def test_a_list_can_go_into_a_file_outside_of_any_project(run: Run, folder: Path) -> None:
    (folder / "mine.bib").write_text("", encoding="utf-8")
    assert run("import", "README.md", "--into", "mine.bib").exit_code == 0
    assert len(keys_of(folder / "mine.bib")) == 3


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("none.md",), "none.md"),
        (("README.md",), "with --into"),
        (("README.md", "--new", "a.bib", "--into", "README.md"), "use only one of them"),
        (("README.md", "--new", "categories.toml"), "the name of a list"),
    ],
)
@pytest.mark.usefixtures("readme")
def test_wrong_use_has_status_two(run: Run, arguments: tuple[str, ...], hint: str) -> None:
    result = run("import", *arguments)
    assert (result.exit_code, hint in result.stderr) == (2, True)


@pytest.mark.usefixtures("readme")
def test_keys_are_unique_regardless_of_case(run: Run, refs: Path) -> None:
    refs.write_text("@misc{2021Nets, title = {Other}, author = {Doe, J}, year = {2021}}\n", encoding="utf-8")
    run("import", "README.md")
    assert "2021netsb" in keys_of(refs)
