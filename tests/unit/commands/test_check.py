"""The command ``check``: a fault of each kind at its line, in every format, and those that it fixes."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from cardcatalog.problems import HOUSE_RULES, Kind
from tests.unit.test_results import BASE, HEADER, OWN, PAPERS, SCHEME

FAULTS = Path(__file__).parents[1] / "data" / "faults"

PLANTED = {
    3: "unknown-type", 10: "missing-field", 19: "bad-year", 25: "bad-name", 32: "bad-name", 41: "unknown-category",
    48: "unknown-keyword", 57: "unknown-venue", 63: "venue-spelling", 73: "bad-doi", 81: "bad-arxiv", 90: "bad-url",
    98: "http-link", 106: "redirect", 115: "bad-date", 122: "duplicate-key", 126: "key-rule", 135: "non-ascii",
    141: "unbalanced", 148: "over-braced", 157: "future-year", 165: "pages", 171: "field-order", 183: "duplicate-work",
    199: "preprint", 212: "preprint", 218: "duplicate-key", 229: "duplicate-field", 233: "syntax", 237: "released-key",
    245: "hidden-entry", 249: "math", 256: "unknown-command", 267: "bad-bits", 275: "annotation", 282: "crossref",
    286: "syntax", 296: "syntax", 302: "syntax", 311: "syntax", 319: "syntax", 326: "syntax", 332: "unbalanced",
    342: "bare-and", 346: "bad-key", 357: "unescaped", 358: "unknown-field", 368: "contradiction",
    376: "bad-number", 381: "invisible",
}  # fmt: skip
"""The line of each fault in the file, and its kind."""

ELSEWHERE = {"file", "taxonomy", "reference", "project", "result", "result-conflict", "list", "layout"}
"""Kinds of problems that are not in entries of a file in UTF-8."""

HOUSE = {kind.slug for kind in HOUSE_RULES}


def kinds_in(output: str, stem: str = "refs") -> list[str]:
    """Return the kinds of the problems of a file, in their order."""
    return re.findall(rf"^{stem}\.bib:\d+:\d+: ([a-z-]+): ", output, re.MULTILINE)


TIDY = "@misc{doe2020tidy,\n  title         = {Tidy},\n  author        = {Doe, Jane},\n  year          = {2020},\n}\n"


@pytest.fixture
def faults(folder: Path) -> Path:
    """The folder with the faults, in which the command runs."""
    shutil.copytree(FAULTS, folder, dirs_exist_ok=True)
    return folder


@pytest.mark.usefixtures("faults")
def test_each_fault_gives_one_message_at_its_line(run: Callable[..., Result]) -> None:
    rows = re.findall(r"^refs\.bib:(\d+):\d+: ([a-z-]+): .+", run("check").output, re.MULTILINE)
    assert [(int(line), kind) for line, kind in rows] == list(PLANTED.items())


def test_a_column_points_at_the_faulty_text(run: Callable[..., Result], faults: Path) -> None:
    lines = (faults / "refs.bib").read_text("utf-8").split("\n")
    output = run("check").output
    words = ("^wieghts", "^qta", "^CONFF", "^http://arxiv.org/abs/2001.00002", "^Jané", "^doe2020none", "^\\nonsense")
    for word in (*words, "^% note  ", "{Comma},^,", "{2020}^},", "^unknown,", "Brace ^\\}"):
        before, after = word.split("^")
        number = next(number for number, line in enumerate(lines, 1) if before + after in line)
        assert f"refs.bib:{number}:{lines[number - 1].index(before + after) + len(before) + 1}: " in output, word


def test_each_kind_of_problem_of_entries_has_a_planted_fault() -> None:
    assert set(PLANTED.values()) == {kind.slug for kind in Kind} - ELSEWHERE


@pytest.mark.usefixtures("faults")
def test_a_removed_key_is_reported_in_the_list_of_released_keys(run: Callable[..., Result]) -> None:
    assert "released.tsv:3:1: released-key: " in run("check").output


@pytest.mark.usefixtures("faults")
def test_problems_set_the_exit_status(run: Callable[..., Result]) -> None:
    assert run("check").exit_code == 1


@pytest.mark.usefixtures("faults")
def test_json_has_the_same_problems(run: Callable[..., Result]) -> None:
    found = json.loads(run("check", "--format", "json").output)
    rows = [(row["line"], row["kind"]) for row in found["problems"] if row["file"] == "refs.bib"]
    assert rows == list(PLANTED.items())
    assert sum(found["counts"].values()) == len(found["problems"])


@pytest.mark.usefixtures("faults")
def test_annotations_of_a_pull_request_name_file_line_and_column(run: Callable[..., Result]) -> None:
    output = run("check", "--format", "github").output
    assert "::error file=refs.bib,line=41,col=29,title=unknown-category::unknown category 'wieghts'" in output
    assert "::warning file=refs.bib,line=98,col=20,title=http-link::" in output


@pytest.mark.usefixtures("faults")
@pytest.mark.parametrize("words", [("syntax,pages",), ("syntax, pages",), ("syntax", "--ignore", "pages")])
def test_kinds_can_be_ignored(run: Callable[..., Result], words: tuple[str, ...]) -> None:
    kinds = kinds_in(run("check", "--ignore", *words).output)
    assert kinds == [kind for kind in PLANTED.values() if kind not in {"syntax", "pages"}]


FOREIGN = FAULTS.parent / "foreign.bib"


def test_files_of_others_are_not_held_to_rules_of_taste(run: Callable[..., Result], folder: Path) -> None:
    (folder / "foreign.bib").write_bytes(FOREIGN.read_bytes())
    found = re.findall(r"^foreign\.bib:(\d+:\d+): ([a-z-]+): ", run("check", "foreign.bib").output, re.MULTILINE)
    assert found == [("40:10", "bad-url"), ("44:75", "bad-url")]


@pytest.mark.parametrize(("words", "kinds"), [("all", HOUSE), ("key-rule,redirect", {"key-rule", "redirect"})])
def test_rules_of_taste_are_checked_where_they_are_asked_for(
    run: Callable[..., Result], folder: Path, words: str, kinds: set[str]
) -> None:
    (folder / "foreign.bib").write_bytes(FOREIGN.read_bytes())
    asked = [f"cardcatalog_house_rules = {True if words == 'all' else words.split(',')!r}"]
    by_option = run("check", "foreign.bib", "--also", words).output
    (folder / "conf.py").write_text("\n".join(["cardcatalog_bibliography = 'foreign.bib'", *asked]), encoding="utf-8")
    assert run("check").output == by_option
    assert set(kinds_in(by_option, "foreign")) == kinds | {"bad-url"}


def test_autofix_follows_the_rules_that_are_asked_for(run: Callable[..., Result], folder: Path) -> None:
    path = folder / "foreign.bib"
    path.write_bytes(FOREIGN.read_bytes())
    run("check", "foreign.bib", "--fix")
    assert path.read_bytes() == FOREIGN.read_bytes()
    run("check", "foreign.bib", "--fix", "--also", "pages,redirect")
    text = path.read_text("utf-8")
    assert ("https://doi.org/10.1145/800157.805049" in text, "456--470" in text, "Größe" in text) == (True, True, True)


def test_the_manual_names_the_rules_of_taste() -> None:
    manual = (Path(__file__).parents[3] / "docs" / "check.md").read_text("utf-8")
    (sentence,) = re.findall(r"a matter of taste: (.*?)\.", manual)
    assert set(re.findall("[a-z-]+", sentence)) == HOUSE


@pytest.mark.usefixtures("folder")
def test_an_unknown_kind_is_wrong_use(run: Callable[..., Result]) -> None:
    result = run("check", "--ignore", "nonsense")
    assert (result.exit_code, "key-rule" in result.output) == (2, True)


OPEN = "@misc{doe2020open,\n  title         = {Open},\n  author        = {Doe, Jane},\n\n"


def test_an_entry_with_a_syntax_error_is_kept_by_autofix(run: Callable[..., Result], faults: Path) -> None:
    result = run("check", "--fix")
    assert result.exit_code == 1
    assert "refs.bib:233:1: syntax" in result.output
    assert OPEN in (faults / "refs.bib").read_text("utf-8")


@pytest.mark.usefixtures("faults")
def test_autofix_leaves_problems_that_need_a_person(run: Callable[..., Result]) -> None:
    kinds = set(re.findall(r"^refs\.bib:\d+:\d+: ([a-z-]+):", run("check", "--fix").output, re.MULTILINE))
    assert not kinds & {"http-link", "redirect", "bad-doi", "bad-arxiv", "pages", "non-ascii", "venue-spelling"}
    assert {"unknown-type", "bad-year", "duplicate-work", "over-braced", "key-rule"} <= kinds


def test_a_correct_file_has_no_problem(run: Callable[..., Result], folder: Path) -> None:
    (folder / "refs.bib").write_text(TIDY, encoding="utf-8")
    result = run("check", "refs.bib")
    assert (result.exit_code, result.output) == (0, "No problem found.\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "name the .bib files"),
        (("none.bib",), "no such file"),
        ((".",), "is a folder"),
        (("--nonsense",), "No such option"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_wrong_use_has_status_two_and_advice(
    run: Callable[..., Result], arguments: tuple[str, ...], words: str
) -> None:
    result = run("check", *arguments)
    assert result.exit_code == 2
    assert words in result.output


@pytest.mark.parametrize("data", [b"\xff\xfe@\x00m\x00", b"\x00", b"\xef\xbb\xbf", b"@misc{a,\xff}", b"@" * 1000])
def test_no_bytes_end_in_a_traceback(run: Callable[..., Result], folder: Path, data: bytes) -> None:
    (folder / "refs.bib").write_bytes(data)
    assert run("check", "refs.bib").exit_code in {0, 1}


def test_a_file_in_another_encoding_does_not_block_others(run: Callable[..., Result], folder: Path) -> None:
    (folder / "latin.bib").write_bytes(b"@misc{a, title = {\xe9}}")
    (folder / "refs.bib").write_text(TIDY.replace("Tidy}", "Tidÿ}"), encoding="utf-8")
    result = run("check", "--fix", "--also", "non-ascii", "latin.bib", "refs.bib")
    assert result.stderr.split("\n")[:2] == [
        "latin.bib: not fixed, since it is not encoded in UTF-8",
        "refs.bib: fixed",
    ]
    assert (folder / "refs.bib").read_text("utf-8").isascii()


@pytest.mark.parametrize(
    ("field", "column"),
    [("url = {c d}", 12), ("URL={u}", 10), ("url = {a} , url2 = {u}", 12), ("note = {url}, url = {url}", 26)],
)
def test_a_column_is_within_the_value_of_the_field(
    run: Callable[..., Result], folder: Path, field: str, column: int
) -> None:
    (folder / "refs.bib").write_text(TIDY.replace("  year", f"    {field},\n  year"), encoding="utf-8")
    assert run("check", "refs.bib").output.startswith(f"refs.bib:4:{column}: bad-url: ")


def test_columns_are_those_of_the_file_as_it_is_now(run: Callable[..., Result], folder: Path) -> None:
    places = []
    for year in ("", "      "):
        (folder / "refs.bib").write_text(TIDY.replace("{2020}", f"{year}{{20}}"), encoding="utf-8")
        places.append(run("check", "refs.bib").output.split(": ")[0])
    assert places == ["refs.bib:4:20", "refs.bib:4:26"]


def test_measured_results_of_the_project_are_checked(run: Callable[..., Result], folder: Path) -> None:
    (folder / "conf.py").write_text(
        "cardcatalog_bibliography = ['refs.bib']\ncardcatalog_results = 'results.toml'\n", "utf-8"
    )
    (folder / "refs.bib").write_text(PAPERS, "utf-8")
    (folder / "results.toml").write_text(SCHEME, "utf-8")
    (folder / "results").mkdir()
    (folder / "results" / "lab--arm.csv").write_text(f"{HEADER}\n{BASE}\n{OWN.replace('38.5,', '51,')}\n", "utf-8")
    found = run("check", "--ignore", "key-rule", "--ignore", "layout").output.splitlines()[0]
    assert found == "results/lab--arm.csv:3:53: result: 51 is impossible as force: it is from 0 to 50"
