"""A command that is killed, or two that run at once: the file is complete, and nothing in it is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from cardcatalog.bibtex.entries import parse_bibliography
from cardcatalog_tools import commands
from tests.unit.commands.conftest import REFS
from tests.unit.commands.test_add import FOUND

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows cannot fork")

EXT = Path(commands.__file__).parents[2]
VICTIMS = Path(__file__).with_name("victims.py")
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (EXT, EXT.parent)))}


ENTRIES = (
    "@misc{doe2020,title={One},\n author={Doe, J}, year=2020}\n@misc{roe2021, title={Two},author={Roe, R}, year=2021}\n"
)
"""Entries that are not in the canonical layout."""


@pytest.mark.parametrize(
    "words", [("format", "refs.bib"), ("add", "found.bib", "--yes", "--into", "refs.bib")], ids=" ".join
)
def test_a_command_that_is_killed_at_any_change_leaves_the_old_file_and_can_be_repeated(
    folder: Path, words: Sequence[str]
) -> None:
    (folder / "refs.bib").write_text(ENTRIES, encoding="utf-8")
    (folder / "found.bib").write_text(FOUND, encoding="utf-8")
    done = subprocess.run(  # noqa: S603  (our own program)
        [sys.executable, str(VICTIMS), "refs.bib", *words],
        cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    # The new file is opened, which is killed with half of it written, then renamed.
    assert done.stdout.splitlines() == ["old new 0"] * 2


def add_at_once(folder: Path, *texts: str) -> tuple[list[int | None], list[str]]:
    """Add entries to one file at once, each by a process of its own; return how they ended, and the keys then."""
    (folder / "refs.bib").write_text(REFS, encoding="utf-8")
    processes = []
    for number, text in enumerate(texts):
        (folder / f"{number}.bib").write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "cardcatalog_tools", "add", f"{number}.bib", "--yes", "--into", "refs.bib"]
        processes.append(subprocess.Popen(command, cwd=folder, env=ENVIRONMENT, stdout=subprocess.DEVNULL))  # noqa: S603  (ours)
    for process in processes:
        process.wait()
    entries, problems = parse_bibliography((folder / "refs.bib").read_text("utf-8"), "refs.bib")
    assert not problems
    return [process.returncode for process in processes], [entry.key for entry in entries]


def test_concurrent_additions_of_different_papers_both_succeed(folder: Path) -> None:
    texts = (FOUND, FOUND.replace("at 1-bit", "at 2-bit").replace("10.1000/New", "10.1000/Newer"))
    statuses, keys = add_at_once(folder, *texts)
    assert statuses == [0, 0]
    assert keys == ["doe2019binary", "kohler2021uber", "kohler2021uberb", "poe2020posttraining"]


def test_concurrent_additions_of_one_paper_add_it_once(folder: Path) -> None:
    statuses, keys = add_at_once(folder, FOUND, FOUND)
    assert sorted(statuses, key=str) == [0, 1]
    assert keys == ["doe2019binary", "kohler2021uber", "poe2020posttraining"]
