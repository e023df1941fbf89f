"""Print problems for people, for programs, and for the annotations of a pull request."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from cardcatalog.problems import Problem, Severity
from cardcatalog.text_files import decode

MAX_VALUE_LINES = 40
"""The number of lines in which the text at fault is searched: a value may be long."""


class ColumnFinder:
    """Finds the columns of problems in the files as they are now; each file is read once."""

    def __init__(self, base: Path | None = None) -> None:
        """Read nothing yet.

        :param base: the folder that paths are relative to; without it, the current one.
        """
        self._base = base or Path()
        self._files: dict[str, list[str]] = {}

    def find(self, problem: Problem) -> tuple[str, int, int]:
        """Return the file, line and column of a problem, both from one; the column is that of the text at fault."""
        path, line, field = problem.location.path, problem.location.line, problem.location.field
        lines = self._lines(path)
        text = lines[line - 1] if line <= len(lines) else ""
        name = re.search(rf"(?<![\w-]){re.escape(field)}\s*=", text, re.IGNORECASE) if field else None
        start = name.end() if name else 0
        if problem.value and text.rstrip().endswith(problem.value, start):
            # The rest of a line may be in it twice.
            return path, line, len(text.rstrip()) - len(problem.value) + 1
        for number in range(line, min(line + MAX_VALUE_LINES, len(lines) + 1) if problem.value else line):
            if number > line and lines[number - 1].lstrip().startswith("@"):
                break
            if (column := lines[number - 1].find(problem.value, start if number == line else 0)) >= 0:
                return path, number, column + 1
        return path, line, (name.start() if name else len(text) - len(text.lstrip())) + 1

    def _lines(self, path: str) -> list[str]:
        if path not in self._files:
            try:
                self._files[path] = decode((self._base / path).read_bytes(), path)[0].split("\n")
            except OSError:
                self._files[path] = []
        return self._files[path]


def in_order(problems: Iterable[Problem], columns: ColumnFinder | None = None) -> list[Problem]:
    """Return problems by file, line and column."""
    columns = columns or ColumnFinder()
    return sorted(problems, key=lambda problem: (*columns.find(problem), problem.kind.slug))


def as_text(problems: Sequence[Problem]) -> str:
    """Return a line for each problem that editors can follow, ``file:line:column: kind: message``, and a summary."""
    rows = _placed(problems)
    lines = (f"{path}:{line}:{column}: {row.kind.slug}: {row.message}" for row, path, line, column in rows)
    return "\n".join([*lines, summary(problems)])


def _placed(problems: Iterable[Problem]) -> Iterator[tuple[Problem, str, int, int]]:
    """Yield problems with file, line and column."""
    columns = ColumnFinder()
    return ((problem, *columns.find(problem)) for problem in problems)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: ``1 entry``, ``2,000 entries``."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") and noun != "key" else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"


def summary(problems: Sequence[Problem]) -> str:
    """Return how many problems there are of each severity, and how many of them a command can fix."""
    if not problems:
        return "No problem found."
    counts = Counter(problem.kind.severity for problem in problems)
    parts = [counted(counts[each], each.value) for each in Severity if counts[each]]
    fixable = sum(problem.is_fixable for problem in problems)
    hint = f"; check --fix may fix {fixable}" if fixable else ""
    return f"{' and '.join(parts)}{hint}"


def as_json(problems: Sequence[Problem]) -> str:
    """Return an object with a list of problems, and their number by severity."""
    counts = Counter(problem.kind.severity.value for problem in problems)
    rows = [_row(*row) for row in _placed(problems)]
    return json.dumps({"problems": rows, "counts": {each.value: counts[each.value] for each in Severity}}, indent=2)


def _row(problem: Problem, path: str, line: int, column: int) -> dict[str, Any]:
    return {
        "file": path, "line": line, "column": column, "kind": problem.kind.slug,
        "severity": problem.kind.severity.value, "message": problem.message, "fixable": problem.is_fixable,
    }  # fmt: skip


def as_github(problems: Sequence[Problem]) -> str:
    """Return a command of GitHub's runners for each problem, which shows it next to its line.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    lines = []
    for problem, path, line, column in _placed(problems):
        place = f"file={_escaped(path, ',:')},line={line},col={column},title={problem.kind.slug}"
        lines.append(f"::{problem.kind.severity.value} {place}::{_escaped(problem.message)}")
    return "\n".join([*lines, summary(problems)])


def _escaped(text: str, more: str = "") -> str:
    return "".join(f"%{ord(char):02X}" if char in "%\r\n" + more else char for char in text)


FORMATS: dict[str, Callable[[Sequence[Problem]], str]] = {"text": as_text, "json": as_json, "github": as_github}
"""The formats of problems, by name."""
