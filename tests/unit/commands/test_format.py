"""The command ``format``: its output, and when it writes nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

UNTIDY = "% c\n@misc{b,title={B}}\n@misc{a,title={A}}\n"
TIDY = "% c\n@misc{b,\n  title         = {B},\n}\n\n@misc{a,\n  title         = {A},\n}\n"
SORTED = "@misc{a,\n  title         = {A},\n}\n\n% c\n@misc{b,\n  title         = {B},\n}\n"


@pytest.fixture
def path(folder: Path) -> Path:
    """A file to be formatted, in the folder in which the command runs."""
    path = folder / "refs.bib"
    path.write_text(UNTIDY, encoding="utf-8")
    return path


@pytest.mark.parametrize(("options", "expected"), [((), TIDY), (("--sort",), SORTED)])
def test_a_file_is_formatted_in_place(
    run: Callable[..., Result], path: Path, options: tuple[str, ...], expected: str
) -> None:
    assert run("format", "refs.bib", *options).exit_code == 0
    assert path.read_text("utf-8") == expected


def test_a_formatted_file_is_not_written(run: Callable[..., Result], path: Path) -> None:
    path.write_text(TIDY, encoding="utf-8")
    before = path.stat().st_ino
    assert run("format", "refs.bib").output == ""
    assert path.stat().st_ino == before


def test_line_ends_become_unix_line_ends(run: Callable[..., Result], path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + TIDY.replace("\n", "\r\n").encode())
    run("format", "refs.bib")
    assert path.read_bytes() == TIDY.encode()


@pytest.mark.parametrize("option", ["--check", "--diff"])
def test_check_mode_writes_nothing(run: Callable[..., Result], path: Path, option: str) -> None:
    result = run("format", "refs.bib", option)
    assert result.exit_code == 1
    assert path.read_text("utf-8") == UNTIDY


@pytest.mark.usefixtures("path")
def test_the_first_unformatted_line_is_reported(run: Callable[..., Result]) -> None:
    assert "refs.bib:2:1: layout: " in run("format", "refs.bib", "--check").output


@pytest.mark.usefixtures("path")
def test_a_difference_is_shown(run: Callable[..., Result]) -> None:
    assert "-@misc{b,title={B}}\n" in run("format", "refs.bib", "--diff").output


def test_a_formatted_file_passes(run: Callable[..., Result], path: Path) -> None:
    path.write_text(TIDY, encoding="utf-8")
    assert run("format", "refs.bib", "--check").exit_code == 0


BROKEN = "@misc{d,title={D}\n  note={E},}\n@misc{open,\n"


def test_entries_with_a_syntax_error_are_kept_and_the_others_are_formatted(
    run: Callable[..., Result], path: Path
) -> None:
    path.write_text(f"{UNTIDY}{BROKEN}", encoding="utf-8")
    result = run("format", "refs.bib")
    assert (result.exit_code, result.stdout) == (1, "refs.bib: formatted\n")
    assert [line.split(": ")[0] for line in result.stderr.splitlines()[:2]] == ["refs.bib:10:9", "refs.bib:12:1"]
    assert path.read_text("utf-8") == f"{TIDY}\n{BROKEN}"


@pytest.mark.usefixtures("path")
def test_check_mode_reports_syntax_and_layout(run: Callable[..., Result], path: Path) -> None:
    path.write_text(f"{UNTIDY}{BROKEN}", encoding="utf-8")
    rows = [line.split(": ")[:2] for line in run("format", "refs.bib", "--check").output.splitlines()[:3]]
    assert rows == [["refs.bib:4:9", "syntax"], ["refs.bib:6:1", "syntax"], ["refs.bib:2:1", "layout"]]


def test_a_file_that_is_not_utf8_is_not_touched(run: Callable[..., Result], path: Path) -> None:
    path.write_bytes(b"@misc{a, title = {\xe9}}")
    assert "is not UTF-8" in run("format", "refs.bib").output
    assert path.read_bytes() == b"@misc{a, title = {\xe9}}"


def test_standard_input_goes_to_standard_output(run: Callable[..., Result]) -> None:
    assert run("format", "-", stdin=UNTIDY).output == TIDY


def test_a_fault_in_standard_input_is_reported_and_its_text_is_kept(run: Callable[..., Result]) -> None:
    result = run("format", "-", stdin="@misc{open,\n")
    assert (result.exit_code, result.stdout) == (1, "@misc{open,\n")
    assert "<stdin>:1:1: syntax" in result.stderr


def test_an_os_error_is_one_line(run: Callable[..., Result], path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("cardcatalog_tools.commands.files.write_whole", refuse)
    result = run("format", "refs.bib")
    assert result.exit_code == 1
    assert result.output == f"Error: {path}: Permission denied\n"


@pytest.mark.usefixtures("path")
def test_paths_are_relative_to_the_working_folder(run: Callable[..., Result]) -> None:
    assert run("format", "refs.bib").output == "refs.bib: formatted\n"


def test_a_file_with_a_fault_does_not_block_others(run: Callable[..., Result], path: Path) -> None:
    path.with_name("latin.bib").write_bytes(b"@misc{a, title = {\xe9}}")
    result = run("format", "latin.bib", "refs.bib")
    assert (result.exit_code, result.stdout) == (1, "refs.bib: formatted\n")
    assert "latin.bib is not written" in result.stderr


@pytest.mark.parametrize("option", ["--check", "--diff"])
def test_check_mode_reads_standard_input(run: Callable[..., Result], option: str) -> None:
    result = run("format", "-", option, stdin=UNTIDY)
    assert (result.exit_code, "<stdin>:2:1: layout: " in result.output) == (1, True)
    assert run("format", "-", option, stdin=TIDY).exit_code == 0


def test_only_newlines_end_a_line(run: Callable[..., Result], path: Path) -> None:
    path.write_text("% a\x0cb\x85c\n" + UNTIDY, encoding="utf-8")
    assert "refs.bib:3:1: layout: " in run("format", "refs.bib", "--check").output


def test_a_file_with_strings_of_another_file_is_formatted(run: Callable[..., Result], path: Path) -> None:
    path.write_text("@misc{a, journal = jx # { and } # jy}\n", encoding="utf-8")
    assert run("format", "refs.bib").exit_code == 0
    assert "journal       = jx # { and } # jy," in path.read_text("utf-8")
