"""The start of the command line: a command imports only the modules that it needs, and names a missing extra."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cardcatalog_tools import commands
from cardcatalog_tools.commands import SUMMARIES
from cardcatalog_tools.commands.lazy import EXTRA_MODULES

NETWORK = {"asyncio", "defusedxml", "email", "http", "httpcore", "httpx", "ssl"}
FORMATS = {"babel", "bibtexparser", "docutils", "filelock", "markdown_it", "pylatexenc", "rispy", "sphinx"}

MISSING = f"import sys\nfor name in {sorted(EXTRA_MODULES)}:\n    sys.modules[name] = None\n"
"""A program in which the libraries of the extra are not installed."""


def run_python(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a new interpreter, after some code."""
    program = f"{code}\nfrom cardcatalog_tools.commands import main\nmain(prog_name='cardcatalog')"
    environment = {**os.environ, "PYTHONPATH": str(Path(commands.__file__).parents[2])}
    return subprocess.run(  # noqa: S603  (our own program)
        [sys.executable, "-c", program, *arguments], env=environment, capture_output=True, text=True, check=False
    )


def imports_of(*arguments: str) -> set[str]:
    """Return the top-level names of all modules that a command line has imported at its end."""
    report = "import atexit, sys\natexit.register(lambda: print(*sys.modules, file=sys.stderr))"
    done = run_python(report, *arguments)
    assert done.returncode == 0
    return {name.partition(".")[0] for name in done.stderr.split()} | set(done.stderr.split())


def test_help_for_format_imports_neither_the_network_nor_other_formats() -> None:
    names = imports_of("format", "--help")
    assert not names & (NETWORK | FORMATS)
    assert not {name for name in names if name.startswith(("cardcatalog.catalog", "cardcatalog_tools.services"))}


def test_the_list_of_commands_imports_no_command() -> None:
    names = imports_of("--help")
    assert not {f"cardcatalog_tools.commands.{name}" for name in SUMMARIES} & names
    assert not names & (NETWORK | FORMATS)


@pytest.mark.parametrize("arguments", ["add 2210.17323 --yes", "add --help", "links", "upgrade", "import README.md"])
def test_a_command_without_its_libraries_names_the_extra(arguments: str) -> None:
    done = run_python(MISSING, *arguments.split())
    assert done.returncode == 1
    assert "install the extra 'tools': pip install 'sphinx-cardcatalog[tools]'" in done.stderr
    assert done.stderr.count("\n") == 1


def test_other_commands_work_without_the_extra(tmp_path: Path) -> None:
    bib = tmp_path / "refs.bib"
    bib.write_text("@misc{doe2020x, title={X}, author={Doe, Jane}, year={2020}}\n", encoding="utf-8")
    assert run_python(MISSING, "format", str(bib)).returncode == 0
    assert run_python(MISSING, "export", "ris", str(bib)).stdout.startswith("TY  - ")
