"""The command ``format``: a file in the canonical layout."""

from __future__ import annotations

import io
import sys
from difflib import unified_diff
from pathlib import Path

import click

from cardcatalog.bibtex.rewrite import format_text
from cardcatalog.problems import Kind, Location, Problem
from cardcatalog_tools.commands.files import (
    UNREADABLE,
    BrokenFileError,
    edit,
    open_project,
    read_text,
    shown,
    write_output,
)
from cardcatalog_tools.linting.report import as_text


@click.command("format")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--sort", is_flag=True, help="Order the entries by their keys.")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit with 1 if a file would change.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would change.")
def format_command(files: tuple[Path, ...], *, sort: bool, only_check: bool, diff: bool) -> None:
    """Bring files into the canonical layout.

    Fields are one per line, aligned, in one order; comments, @string, @preamble and all other text are
    unchanged. So is an entry with a syntax error, or one that BibTeX, Biber and others read differently; the error is
    reported, and the status is 1. FILES may be - for standard input, to standard output.

    \b
    Examples:
      cardcatalog format
      cardcatalog format refs.bib --sort
      cardcatalog format --check
      cardcatalog format - < refs.bib > tidy.bib
    """
    is_stream = files == (Path("-"),)
    if only_check or diff:
        sources = [("<stdin>", sys.stdin.buffer.read())] if is_stream else read_files(files)
        problems = [problem for name, data in sources for problem in compare(data, name, sort=sort, diff=diff)]
        if problems:
            click.echo(as_text(problems), err=diff)
        sys.exit(bool(problems))
    sys.exit(not (format_stream(sort=sort) if is_stream else format_files(open_project(files).files, sort=sort)))


def read_files(files: tuple[Path, ...]) -> list[tuple[str, bytes]]:
    """Return the files to work on, each with its path as messages show it.

    :raises ProjectError: if there is no project, or its settings cannot be read.
    :raises OSError: if a file cannot be read.
    """
    return [(shown(path), path.read_bytes()) for path in open_project(files).files]


def format_files(paths: list[Path], *, sort: bool) -> bool:
    """Format files in place, and return whether all of each could be; the problems of the rest are printed."""
    all_went_well = True
    for path in paths:
        try:
            is_changed, problems = edit(path, lambda text: format_text(text, sort=sort))
        except BrokenFileError as error:
            error.show()
            all_went_well = False
            continue
        if is_changed:
            click.echo(f"{shown(path)}: formatted")
        if problems:
            click.echo(as_text(problems), err=True)
            all_went_well = False
    return all_went_well


def format_stream(*, sort: bool) -> bool:
    """Format standard input, and return whether all of it could be formatted; the problems of the rest are printed."""
    text, problems = read_text(sys.stdin.buffer.read(), "<stdin>")
    if problems:
        click.echo(as_text(problems), err=True)
    if not UNREADABLE & {problem.kind for problem in problems}:
        write_output(None, format_text(text, sort=sort))
    return not problems


def compare(data: bytes, name: str, *, sort: bool, diff: bool) -> list[Problem]:
    """Return the problems of parsing a file, and that of its layout, at the first line that would change."""
    text, problems = read_text(data, name)
    new = format_text(text, sort=sort)
    if new.encode() == data or UNREADABLE & {problem.kind for problem in problems}:
        return problems
    before, after = io.StringIO(text).readlines(), io.StringIO(new).readlines()  # splitlines would end more lines
    if diff:
        click.echo("".join(unified_diff(before, after, name, name)), nl=False)
    same = next((number for number, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), 0)
    message = "not in the canonical layout from here on; run format"
    return [*problems, Problem(Location(name, same + 1), message, Kind.LAYOUT)]
