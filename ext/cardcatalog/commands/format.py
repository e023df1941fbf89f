"""The command ``format``: a file in the canonical layout."""

from __future__ import annotations

import sys
from difflib import unified_diff
from pathlib import Path

import click

from cardcatalog.bibliography import decode, parse_bibliography
from cardcatalog.commands.shared import BROKEN, edit, open_project, read_text
from cardcatalog.problems import Kind, Location, Problem
from cardcatalog.report import as_text
from cardcatalog.source import format_text


@click.command("format")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--sort", is_flag=True, help="Order the entries by their keys.")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit with 1 if a file would change.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would change.")
def format_command(files: tuple[Path, ...], *, sort: bool, only_check: bool, diff: bool) -> None:
    """Bring files into the canonical layout.

    Fields stand one a line, aligned, in one order; comments, @string, @preamble and all that is not an entry stay as
    they are. A file with a syntax error is not touched. FILES may be - for standard input, to standard output.

    \b
    Examples:
      cardcatalog format
      cardcatalog format refs.bib --sort
      cardcatalog format --check
      cardcatalog format - < refs.bib > tidy.bib
    """
    if files == (Path("-"),):
        format_stream(sort=sort)
        return
    paths = open_project(files).files
    if not only_check and not diff:
        for path in paths:
            if edit(path, lambda text: format_text(text, sort=sort)):
                click.echo(f"{path}: formatted")
        return
    problems = [problem for path in paths for problem in compare(path, sort=sort, diff=diff)]
    if problems:
        click.echo(as_text(problems), err=diff)
    sys.exit(bool(problems))


def format_stream(*, sort: bool) -> None:
    """Format what comes from standard input; with a fault in it, only say so."""
    text, problems = decode(sys.stdin.buffer.read(), "<stdin>")
    problems = [row for row in problems + parse_bibliography(text, "<stdin>")[1] if row.kind in BROKEN]
    if problems:
        click.echo(as_text(problems), err=True)
        sys.exit(1)
    sys.stdout.buffer.write(format_text(text, sort=sort).encode())


def compare(path: Path, *, sort: bool, diff: bool) -> list[Problem]:
    """Return what is wrong with the layout of a file, at the first line that would change."""
    text, problems = read_text(path)
    if problems:
        return problems
    new = format_text(text, sort=sort)
    if new.encode() == path.read_bytes():
        return []
    before, after = text.splitlines(keepends=True), new.splitlines(keepends=True)
    if diff:
        click.echo("".join(unified_diff(before, after, str(path), str(path))), nl=False)
    same = next((number for number, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), 0)
    return [Problem(Location(str(path), same + 1), "not in the canonical layout from here on; run format", Kind.LAYOUT)]
