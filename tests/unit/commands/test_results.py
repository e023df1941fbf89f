"""The command ``results add``."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.unit.commands.conftest import Run
from tests.unit.loopback import Answer, Server

SCHEME = """\
[[setting]]
id = "w"
name = "Weight bits"
bits = "weights"
show = "W{}"

[[measure]]
id = "acc"
name = "accuracy"
better = "higher"
unit = "%"
lowest = 0
highest = 100

[[benchmark]]
id = "quiz"
name = "Quiz"
measure = "acc"
metrics = ["accuracy"]

[[method]]
name = "unquantized"
reference = true
printed = ["FP32"]

[[method]]
name = "RTN"

[[model]]
id = "net-1"
name = "Net-1"

[[source]]
id = "lab/z"
name = "lab/z"
link = "https://example.org/{path}#L{line}"
"""

README = """# A

| Method | Net-1 Quiz |
| --- | --- |
| FP32 | **71.2** |
| RTN W4 | 70.1 |
| Ours | 70.9 |
"""

COMMIT = "0123456789abcdef0123456789abcdef01234567"
ADD = ("results", "add", "lab/a", "README.md", "--commit", COMMIT)


@pytest.fixture
def project(refs: Path) -> Path:
    """The folder of a project with measured results, and the files of a repository in ``copy``."""
    folder = refs.parent
    conf = folder / "conf.py"
    conf.write_text(conf.read_text("utf-8") + 'cardcatalog_results = "results.toml"\n', encoding="utf-8")
    (folder / "results.toml").write_text(SCHEME, encoding="utf-8")
    (folder / "copy").mkdir()
    (folder / "copy" / "README.md").write_text(README, encoding="utf-8")
    return folder


def rows_of(folder: Path) -> list[dict[str, str]]:
    """Return the rows that were written."""
    with (folder / "results" / "lab--a.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_numbers_that_are_certain_are_added(project: Path, run: Run) -> None:
    done = run(*ADD, "--from", "copy", "--yes")
    assert [(row["method"], row["w"], row["value"], row["line"]) for row in rows_of(project)] == [
        ("unquantized", "32", "71.2", "5"),
        ("RTN", "4", "70.1", "6"),
    ]
    assert "README.md:3: 'A': 2 numbers" in done.stderr
    assert "left out: 'Ours': 'ours' means nothing known" in done.stderr
    assert done.exit_code == 1


def test_the_summary_says_how_many_numbers_wait_for_which_answer(project: Path, run: Run) -> None:
    table = "| Method | Bits | Net-1 Quiz |\n| - | - | - |\n| RTN | 4 | 70.1 |\n| RTN | 2 | 12.5 |\n"
    (project / "copy" / "README.md").write_text(table, encoding="utf-8")
    done = run(*ADD, "--from", "copy", "--yes")
    assert "left out: 'Bits': 'bits' means nothing known; numbers that wait for the answer: 2\n" in done.stderr
    assert (done.exit_code, (project / "results" / "lab--a.csv").exists()) == (1, False)


def test_the_command_says_what_it_takes_words_for_and_why(project: Path, run: Run) -> None:  # noqa: ARG001
    done = run(*ADD, "--from", "copy", "--yes")
    assert "'Net-1 Quiz': model=net-1, benchmark=quiz ('Net-1': a name of Net-1; 'Quiz': a name of Quiz)" in done.stderr
    assert "line 5: net-1, quiz 71.2: reference" in done.stderr


def test_the_source_is_listed_with_its_commit(project: Path, run: Run) -> None:
    run(*ADD, "--from", "copy", "--yes", "--date", "2026-01-31")
    text = (project / "results.toml").read_text("utf-8")
    assert f'link = "https://github.com/lab/a/blob/{COMMIT}/{{path}}#L{{line}}"' in text
    assert text.index('id = "lab/a"') < text.index('id = "lab/z"')
    assert run("check").exit_code == 0


def test_a_person_answers_what_is_open(project: Path, run: Run) -> None:
    done = run(*ADD, "--from", "copy", answers="method=A, w=4\ny\n")
    assert [row["method"] for row in rows_of(project)] == ["unquantized", "RTN", "A"]
    assert done.exit_code == 0


def test_an_answer_that_does_not_fit_is_asked_again(project: Path, run: Run) -> None:
    done = run(*ADD, "--from", "copy", answers="methd=A\n-\ny\n")
    assert "unknown field 'methd' (did you mean 'method'?)" in done.stderr
    assert [row["method"] for row in rows_of(project)] == ["unquantized", "RTN"]


def test_answers_come_from_a_file(project: Path, run: Run) -> None:
    (project / "a.toml").write_text('[words]\nOurs = "method=A, w=3"\n', encoding="utf-8")
    done = run(*ADD, "--from", "copy", "--yes", "--answers", "a.toml")
    assert [(row["method"], row["w"]) for row in rows_of(project)] == [("unquantized", "32"), ("RTN", "4"), ("A", "3")]
    assert done.exit_code == 0


def test_a_second_time_adds_nothing(project: Path, run: Run) -> None:
    run(*ADD, "--from", "copy", "--yes")
    before = (project / "results" / "lab--a.csv").read_bytes()
    done = run(*ADD, "--from", "copy", "--yes")
    assert "0 numbers added, 2 were there" in done.stderr
    assert (project / "results" / "lab--a.csv").read_bytes() == before


def test_a_dry_run_writes_nothing(project: Path, run: Run) -> None:
    done = run(*ADD, "--from", "copy", "--dry-run")
    assert done.stdout.startswith("id,paper,method")
    assert not (project / "results").exists()


def test_the_file_is_read_from_the_repository_at_the_commit(project: Path, ask: Run, server: Server) -> None:
    server.say(f"/files/lab/a/{COMMIT}/README.md", Answer(README, "text/plain; charset=utf-8"))
    ask(*ADD, "--yes")
    assert len(rows_of(project)) == 2


def test_a_file_that_is_not_in_the_repository_is_reported(project: Path, ask: Run) -> None:  # noqa: ARG001
    done = ask(*ADD, "--yes")
    assert done.exit_code == 1
    assert "there is no file README.md at this commit" in done.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("lab", "README.md", "--commit", COMMIT), "'lab' is not a repository; write OWNER/NAME"),
        (("lab/a", "README.md", "--commit", "main"), "'main' is not a commit; write all 40 digits"),
        (("lab/a", "no.md", "--commit", COMMIT, "--from", "copy"), "copy/no.md: no such file"),
        (("lab/a", __file__, "--commit", COMMIT, "--from", "copy"), "no such file; FILE is the path within"),
        (("lab/a", "README.md", "--commit", COMMIT, "--date", "2026-13-01"), "'2026-13-01' is not a day; write it as"),
        (("lab/a", "README.md", "--commit", COMMIT, "--reporter", "doe2019"), "unknown paper 'doe2019'"),
        (("lab/z", "README.md", "--commit", COMMIT), "the rows of lab/z are of another commit"),
    ],
)
def test_what_is_not_right_is_refused(project: Path, run: Run, words: tuple[str, ...], message: str) -> None:  # noqa: ARG001
    done = run("results", "add", *words, "--yes")
    assert done.exit_code == 2
    assert message in done.stderr


def test_a_file_that_is_not_utf_8_is_refused(project: Path, run: Run) -> None:
    (project / "copy" / "README.md").write_bytes(b"| a | b |\n| - | - |\n| \xff | 1 |\n")
    done = run(*ADD, "--from", "copy", "--yes")
    assert done.exit_code == 1
    assert "README.md:3:1: file: byte 0xff is not UTF-8" in done.stderr


def test_a_file_of_csv_that_cannot_be_divided_into_cells_is_refused(project: Path, run: Run) -> None:
    (project / "copy" / "a.csv").write_text(f'Model,"Net-1{"x" * 200_000}\n', encoding="utf-8")
    done = run("results", "add", "lab/a", "a.csv", "--commit", COMMIT, "--from", "copy", "--yes")
    assert done.exit_code == 1
    assert "look for a quotation mark without its pair" in done.stderr


def test_a_file_without_tables_is_reported(project: Path, run: Run) -> None:
    (project / "copy" / "README.md").write_text("# A\n", encoding="utf-8")
    done = run(*ADD, "--from", "copy", "--yes")
    assert done.exit_code == 1
    assert "README.md: there is no table in it" in done.stderr


def test_a_project_without_results_is_refused(refs: Path, run: Run) -> None:  # noqa: ARG001
    done = run(*ADD, "--yes")
    assert done.exit_code == 2
    assert "the project has no measured results" in done.stderr
