"""Programs that cite: how the tests find them, run them, and read their warnings."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).parents[2]
BIBLIOGRAPHY = ROOT / "bib" / "quantization.bib"
PERL = Path(__file__).with_name("perl")
"""Modules that Biber uses in place of those on the machine."""

CI = os.environ.get("CI", "").lower() == "true"

LATEX = ("pdflatex", "-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error")

JABREF = """\
<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!DOCTYPE map SYSTEM "http://java.sun.com/dtd/preferences.dtd">
<map MAP_XML_VERSION="1.0">
  <entry key="useRemoteServer" value="false"/>
</map>
"""
"""Preferences of JabRef, in Java's format: it neither opens the port of all its runs nor hands its files to another."""

LIMIT = 900
"""Seconds after which a program hangs; the longest of them takes a minute on a machine that is not busy."""

JAVA = "-Djava.awt.headless=true -XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""Options of Java: without a screen for windows, and without what takes more than it saves in a short program."""

COMPLAINT = re.compile(
    r"^!"  # an error of TeX
    r"|\b[Ww]arning(?: \(\w+\))?:"  # of LaTeX, its packages, pdfTeX, and most others
    r"|\[WARNING\]"  # of Pandoc
    r"|^Warning--|^\(There was 1 error|^\(There were \d+ error"  # of BibTeX
    r"|\b(?:WARN|ERROR)(?: -|  ?net\.)"  # of Biber and of JabRef
)
"""The pattern of a warning in a log."""


@dataclass(frozen=True)
class Run:
    """The run of a program in a folder."""

    folder: Path
    output: str
    """Its output, errors included."""

    def text(self, name: str) -> str:
        """Return the text of a file that it left."""
        return (self.folder / name).read_text(encoding="utf-8")

    @property
    def complaints(self) -> list[str]:
        """The warnings in its last logs, or in its output where it keeps none.

        LaTeX always warns at first, of citations that it cannot resolve yet; its log is that of its last run.
        """
        logs = [path.read_text("utf-8", "replace") for path in self.folder.iterdir() if path.suffix in {".log", ".blg"}]
        lines = [line for text in logs or [self.output] for line in text.splitlines()]
        return [line for line in lines if COMPLAINT.search(line)]


def run(folder: Path, *command: str, path: str = os.environ["PATH"]) -> Run:
    """Run a program in a folder, in an environment of its own, and hold that it succeeds.

    It has no shell escape, no preferences but those it leaves in the folder, and no way to another host, as far as
    the environment can take it away.
    """
    preferences = folder / ".java" / ".userPrefs" / "net" / "sf" / "jabref" / "prefs.xml"
    if not preferences.exists():
        preferences.parent.mkdir(parents=True)
        preferences.write_text(JABREF, encoding="utf-8")
    nowhere = "http://127.0.0.1:9"  # the port that discards
    environment = {
        "PATH": path,
        "HOME": str(folder),
        "PERL5LIB": str(PERL),
        "LC_ALL": "C.UTF-8",
        "http_proxy": nowhere,
        "https_proxy": nowhere,
        "shell_escape": "f",
        "max_print_line": "1000",  # TeX would break lines of its log at 79
        "JAVA_TOOL_OPTIONS": f"{JAVA} -Duser.home={folder} -Djava.util.prefs.userRoot={folder}",  # not $HOME
    }
    done = subprocess.run(  # noqa: S603
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, encoding="utf-8", errors="replace", timeout=LIMIT, check=False,
    )  # fmt: skip
    assert not done.returncode, f"{command} ended with {done.returncode}:\n{done.stdout[-3000:]}"
    return Run(folder, done.stdout)


def need(*programs: str, path: str = os.environ["PATH"]) -> None:
    """Skip the test where a program is missing, naming it; CI skips nothing."""
    for name in programs:
        if not shutil.which(name, path=path):
            do_without(f"{name} is not on PATH")


def need_style(name: str) -> None:
    """Skip the test where TeX has no such file, naming it; CI skips nothing."""
    need("kpsewhich")
    found = subprocess.run(["kpsewhich", name], capture_output=True, timeout=LIMIT, check=False)  # noqa: S603, S607
    if found.returncode:
        do_without(f"{name} is not in TeX's tree")


def do_without(missing: str) -> NoReturn:
    """Skip a test, or fail it in CI."""
    if CI:
        pytest.fail(missing, pytrace=False)
    pytest.skip(missing)


def own_programs(folder: Path) -> str:
    """Return a PATH that begins with the programs of this Python, and Typst among them.

    PyPI has Typst as a module, which compiles with Typst's own compiler, but without its command line.
    """
    program = folder / "typst"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{Path(__file__).with_name("compile.py")}" "$@"\n', "utf-8")
    program.chmod(0o755)
    return os.pathsep.join((str(folder), str(Path(sys.executable).parent), os.environ["PATH"]))
