"""The command line as in the documentation, and the round trip of the first list by commands."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from cardcatalog_tools.commands import main
from tests.site.conftest import ROOT
from tests.site.test_lists import FIRST_LINES, lines_of
from tests.site.test_project import sessions
from tests.unit.commands.test_help import parse

PAGES = [*(ROOT / name for name in ("README.md", "CONTRIBUTING.md")), *sorted((ROOT / "docs").glob("*.md"))]
TEXTS = {path.name: path.read_text("utf-8") for path in PAGES}
LINES = {
    f"{name}: {line}": line.removeprefix("python3 -m nox -s ").replace("cardcatalog -- ", "cardcatalog ")
    for name, text in TEXTS.items()
    for line in re.findall(r"^(?:python3 -m nox -s cardcatalog -- |cardcatalog ).*$", text, re.MULTILINE)
}


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_every_command_line_of_a_page_is_valid(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # click looks whether files are there, which those of an example are not
    monkeypatch.setattr(click.Path, "convert", lambda _type, value, _param, _context: value)
    parse(line)


@pytest.mark.parametrize(
    "name", ["add", "check", "diff", "export", "extract", "format", "import", "links", "release", "upgrade"]
)
def test_the_page_of_the_command_line_has_a_section_on_the_command(name: str) -> None:
    assert f"\n## {name}\n" in TEXTS["check.md"]


@pytest.mark.parametrize("name", TEXTS)
def test_a_session_named_on_a_page_exists(name: str) -> None:
    assert {*re.findall(r"nox -s (\w+)", TEXTS[name])} <= sessions().keys()


@pytest.mark.parametrize("name", ["cardcatalog", "check", "export", "links"])
def test_the_contributing_guide_has_the_session(name: str) -> None:
    assert f"| `python3 -m nox -s {name}` |" in TEXTS["CONTRIBUTING.md"]
    assert f"`{name}`" in TEXTS["README.md"]


def test_links_are_not_a_required_check() -> None:
    assert "links" not in (ROOT / ".ci" / "run").read_text("utf-8")


CONF = 'cardcatalog_bibliography = ["field.bib"]\n' + "".join(
    f'cardcatalog_{name} = "{name}.toml"\n' for name in ("categories", "keywords", "venues")
)


def test_the_first_list_becomes_a_project_that_prints_the_same_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    seeds = str(ROOT / "tests" / "site" / "seed-list.md")
    assert CliRunner().invoke(main, ["import", seeds, "--new", "field.bib"]).exit_code == 0
    (tmp_path / "conf.py").write_text(CONF, encoding="utf-8")
    lines = lines_of(CliRunner().invoke(main, ["export", "markdown"]).stdout)
    assert (len(lines), sorted(lines)) == (27, sorted(FIRST_LINES))
