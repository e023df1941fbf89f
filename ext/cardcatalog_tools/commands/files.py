"""Open the files of a bibliography, read them, and change one as a whole or not at all; imports no catalog."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click
from click.core import ParameterSource

from cardcatalog.bibtex.entries import parse_bibliography
from cardcatalog.bibtex.forms import NAME
from cardcatalog.files import locked, write_whole
from cardcatalog.problems import Kind, Problem
from cardcatalog.text_files import decode
from cardcatalog_tools.linting.report import as_text

if TYPE_CHECKING:
    from cardcatalog_tools.linting.project import Project

UNREADABLE = frozenset({Kind.FILE})
"""The kind of problem with which no file is rewritten: its letters are in doubt."""

BROKEN = UNREADABLE | {Kind.SYNTAX}
"""Kinds of problems with parts of a file that cannot be read; these parts stay as they are."""

_STRING = re.compile(rf"[=#]\s*({NAME.pattern})")
"""The pattern of a possible reference to a string."""

files_argument = click.argument("files", nargs=-1, type=click.Path(path_type=Path))
"""The files that a command works on; without any, those of the project."""


class BrokenFileError(click.ClickException):
    """A file is not rewritten, since it cannot be read, or the change would not be read."""


def open_project(files: Sequence[Path] | None = None) -> Project:
    """Return the project to work on.

    :param files: the files that the command line names; None if the command takes none.
    :raises click.UsageError: if a file does not exist.
    """
    from cardcatalog_tools.linting.project import project_for  # noqa: PLC0415  (it imports the catalog, which no help text needs)

    for path in files or ():
        if not path.is_file():
            message = f"{path}: {'is a folder; name a .bib file' if path.is_dir() else 'no such file'}"
            raise click.UsageError(message)
    return project_for(files, Path.cwd())


def named_file(context: click.Context, option: click.Parameter, path: Path) -> Path:
    """Return the path that an option names; its default may be missing.

    :raises click.BadParameter: if the path is given and there is no such file.
    """
    is_given = context.get_parameter_source(str(option.name)) is not ParameterSource.DEFAULT
    if is_given and not path.is_file():
        message = f"{path}: no such file"
        raise click.BadParameter(message)
    return path


def shown(path: Path) -> str:
    """Return a path as messages show it: relative to the current folder if it is in there."""
    full, base = Path.cwd() / path, Path.cwd()
    return (full.relative_to(base) if full.is_relative_to(base) else full).as_posix()


def read_text(data: bytes, name: str) -> tuple[str, list[Problem]]:
    """Return the text of a file with line ends ``\\n``, and the problems with which parts of it are not rewritten."""
    text, problems = decode(data, name)
    # Another file may define the strings that this one uses; who rewrites it leaves them as they are.
    strings = {word.lower(): word for word in _STRING.findall(text)}
    problems += parse_bibliography(text, name, strings)[1]
    return text, [problem for problem in problems if problem.kind in BROKEN]


def write_output(path: Path | None, text: str) -> None:
    """Write a text to a file, as a whole or not at all, or to standard output, in UTF-8 either way.

    :raises OSError: if the text cannot be written.
    """
    if path is None or path == Path("-"):
        rest = memoryview(text.encode())
        while rest:  # an unbuffered stream may take a part only
            rest = rest[sys.stdout.buffer.write(rest) :]
        sys.stdout.buffer.flush()
    elif path.exists() and not path.is_file():
        path.write_text(text, encoding="utf-8", newline="\n")  # a device or a pipe, which must not be replaced
    else:
        with locked(path):
            write_whole(path, text)


def write_new(files: Mapping[Path, bytes], advice: str) -> None:
    """Write new files, all of them or none.

    :param advice: what to do where one of them exists.
    :raises click.UsageError: if one of them exists.
    :raises OSError: if one cannot be written.
    """
    for path in files:
        if os.path.lexists(path):
            message = f"{shown(path)} exists and is not overwritten; {advice}"
            raise click.UsageError(message)
    written: list[Path] = []
    try:
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            written.append(path)
            path.write_bytes(data)
    except OSError:
        for path in written:
            path.unlink(missing_ok=True)
        raise


class Edit(NamedTuple):
    """The result of an edit."""

    is_changed: bool
    problems: list[Problem]
    """The problems of parsing the file as it is now; the change must keep what they affect."""


def edit(path: Path, change: Callable[[str], str]) -> Edit:
    """Change the text of a file under a lock, as a whole or not at all.

    :raises BrokenFileError: if the letters of the file are in doubt; nothing is written.
    """
    with locked(path):
        text, problems = read_text(path.read_bytes(), shown(path))
        if UNREADABLE & {problem.kind for problem in problems}:
            message = f"{shown(path)} is not written, since parts of it cannot be read:\n{as_text(problems)}"
            raise BrokenFileError(message)
        new = change(text)
        is_changed = new.encode() != path.read_bytes()
        if is_changed:
            write_whole(path, new)
            problems = problems and read_text(new.encode(), shown(path))[1]
        return Edit(is_changed, problems)
