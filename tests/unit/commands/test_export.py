"""The command ``export``: every format and filter by its name, and where the text goes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result

from cardcatalog.catalog.loader import Sources, load_catalog
from cardcatalog.formats.formats import FORMATS
from cardcatalog_tools import commands
from tests.unit.commands.conftest import REFS, Run

EXT = Path(commands.__file__).parents[2]


def keys(result: Result) -> list[str]:
    """Return the keys in an export to CSL-JSON."""
    assert result.exit_code == 0, result.stderr
    return [row["id"] for row in json.loads(result.stdout)]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_equals_the_output_of_its_writer(run: Run, refs: Path, name: str) -> None:
    names = ("categories.toml", "keywords.toml", "venues.toml")
    catalog, _problems = load_catalog(Sources(refs.parent, ("refs.bib",), *names))
    assert run("export", name).stdout == FORMATS[name].write(catalog, catalog.in_file_order())


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), ["doe2019binary", "poe2020posttraining"]),
        (("--category", "vision"), ["doe2019binary"]),
        (("--category", "vision,llm"), ["doe2019binary", "poe2020posttraining"]),
        (("--keyword", "ptq"), ["poe2020posttraining"]),
        (("--venue", "ICXX"), ["doe2019binary"]),
        (("--author", "Rex Roe"), ["doe2019binary"]),
        (("--author", "poe"), ["poe2020posttraining"]),
        (("--year", "2020-"), ["poe2020posttraining"]),
        (("--year", "2019, 2020"), ["doe2019binary", "poe2020posttraining"]),
        (("--keys", "poe2020posttraining"), ["poe2020posttraining"]),
        (("--keys", "doe2018binary"), ["doe2019binary"]),
        (("--keys", "doe2019binary,poe2020posttraining", "--category", "llm"), ["poe2020posttraining"]),
        (("--category", "llm", "--year", "-2019"), []),
    ],
)
@pytest.mark.usefixtures("refs")
def test_options_choose_papers(run: Run, options: tuple[str, ...], expected: list[str]) -> None:
    assert keys(run("export", "csl-json", *options)) == expected


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("risk",), "'ris'"),
        (("ris", "--category", "visoin"), "unknown category 'visoin' (did you mean 'vision'?)"),
        (("ris", "--keyword", "pqt"), "unknown keyword 'pqt' (did you mean 'ptq'?)"),
        (("ris", "--venue", "ICX"), "unknown venue 'ICX' (did you mean 'ICXX'?)"),
        (("ris", "--author", "Do"), "unknown author 'Do' (did you mean 'Doe'?)"),
        (("ris", "--year", "twenty"), "'twenty' is not a year or span of years"),
        (("ris", "--keys", "doe2019binaryy"), "unknown key 'doe2019binaryy' (did you mean 'doe2019binary'?)"),
        (("ris", "--title", "T"), "--title is for markdown only"),
        (("bibtex", "--about", "T"), "--about is for markdown only"),
        (("ris", "none.bib"), "none.bib: no such file"),
        (("ris", "-o", "."), "is a directory"),
    ],
)
@pytest.mark.usefixtures("refs")
def test_wrong_use_has_status_two_and_a_hint(run: Run, arguments: tuple[str, ...], hint: str) -> None:
    result = run("export", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert hint in result.stderr


@pytest.mark.usefixtures("refs")
def test_a_list_has_the_given_title(run: Run) -> None:
    result = run("export", "markdown", "--title", "My *Papers*", "--about", "All of *them*.")
    assert result.stdout.startswith("# My \\*Papers\\*\n\nAll of *them*.\n")


@pytest.mark.usefixtures("refs")
def test_a_list_of_some_categories_has_their_sections_alone(run: Run) -> None:
    headings = [
        line for line in run("export", "markdown", "--category", "vision").stdout.split("\n") if line.startswith("#")
    ]
    assert headings == ["# Papers", "## Contents", "## Vision"]


@pytest.mark.usefixtures("refs")
def test_a_file_gets_the_text_of_standard_output(run: Run, folder: Path) -> None:
    assert run("export", "ris", "-o", "out.ris").stdout == ""
    assert (
        (folder / "out.ris").read_text("utf-8") == run("export", "ris", "-o", "-").stdout == run("export", "ris").stdout
    )


@pytest.mark.usefixtures("refs")
def test_a_file_is_written_atomically(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "out.ris").write_text("old", encoding="utf-8")
    before = set(folder.iterdir())

    def refuse(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("cardcatalog.files.os.fsync", refuse)
    result = run("export", "ris", "-o", "out.ris")
    assert (result.exit_code, result.stderr) == (1, f"Error: {folder / 'out.ris'}: No space left on device\n")
    assert ((folder / "out.ris").read_text("utf-8"), set(folder.iterdir())) == ("old", before)


@pytest.mark.usefixtures("refs")
def test_a_missing_folder_is_reported(run: Run, folder: Path) -> None:
    result = run("export", "ris", "-o", "none/out.ris")
    assert (result.exit_code, result.stderr) == (
        1,
        f"Error: {folder / 'none' / 'out.ris'}: No such file or directory\n",
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
@pytest.mark.usefixtures("refs")
def test_a_pipe_is_written_to_and_not_replaced(run: Run, folder: Path) -> None:
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen([sys.executable, "-c", f"print(len(open({str(pipe)!r}).read()))"],  # noqa: S603  (our own)
                          stdout=subprocess.PIPE, text=True) as reader:  # fmt: skip
        run("export", "ris", "-o", "pipe")
        assert reader.stdout
        assert (int(reader.stdout.read()) > 100, pipe.is_fifo()) == (True, True)


def test_the_bibliography_is_not_overwritten_by_a_selection(run: Run, refs: Path) -> None:
    result = run("export", "bibtex", "-o", "refs.bib")
    assert (result.exit_code, "is the bibliography itself" in result.stderr) == (2, True)
    assert refs.read_text("utf-8") == REFS


def test_a_broken_entry_is_reported_and_the_rest_is_written(run: Run, refs: Path) -> None:
    refs.write_text(f"{REFS}\n@misc{{open,\n", encoding="utf-8")
    result = run("export", "csl-json")
    assert (result.exit_code, len(json.loads(result.stdout))) == (1, 2)
    assert ": syntax: " in result.stderr


def start(folder: Path, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    """Start the command line as a process of its own."""
    return subprocess.Popen(  # noqa: S603  (our own program)
        [sys.executable, "-m", "cardcatalog_tools", *arguments],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(EXT), **environment},
    )  # fmt: skip


@pytest.mark.parametrize("environment", [{"LC_ALL": "C", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "latin-1"}])
def test_standard_output_is_utf8_whatever_the_locale(refs: Path, environment: dict[str, str]) -> None:
    refs.write_text(REFS.replace("Doe, Jane", r"D{\'o}e, {\L}ukasz"), encoding="utf-8")
    out, err = start(refs.parent, "export", "csl-json", **environment).communicate()
    assert ("Dóe" in out.decode("utf-8"), "Łukasz" in out.decode("utf-8"), err) == (True, True, b"")


def test_characters_outside_the_terminal_encoding_are_escaped(refs: Path) -> None:
    refs.write_text(REFS.replace("Doe, Jane", "Łoe; Jane"), encoding="utf-8")
    out, err = start(refs.parent, "check", PYTHONIOENCODING="latin-1").communicate()
    assert (rb"\u0141oe" in out, err) == (True, b"")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_closed_pipe_gives_no_traceback(refs: Path, unbuffered: str) -> None:
    # More than a pipe holds, so that there is something left to write
    refs.write_text("".join(REFS.replace("doe2019", f"doe{n}").replace("poe2020", f"poe{n}") for n in range(300)))
    process = start(refs.parent, "export", "json", PYTHONUNBUFFERED=unbuffered)
    assert process.stdout
    assert process.stderr
    process.stdout.read(1)
    process.stdout.close()
    assert (process.stderr.read(), process.wait()) == (b"", 1)
    process.stderr.close()
