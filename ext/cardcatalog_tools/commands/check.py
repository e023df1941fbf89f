"""The command ``check``: every problem of a bibliography in one run."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from cardcatalog.bibtex.rewrite import rewrite
from cardcatalog.catalog.loader import load_catalog
from cardcatalog.checks.build import check
from cardcatalog.checks.fixes import fix_entry
from cardcatalog.checks.released import check_released, read_released
from cardcatalog.checks.style import lint
from cardcatalog.problems import Kind
from cardcatalog_tools.commands.files import UNREADABLE, BrokenFileError, edit, files_argument, open_project, shown
from cardcatalog_tools.linting.changes import State
from cardcatalog_tools.linting.report import FORMATS, in_order

if TYPE_CHECKING:
    from pathlib import Path

    from cardcatalog.checks.released import ReleasedKey
    from cardcatalog.problems import Problem
    from cardcatalog_tools.linting.project import Project

KINDS = {kind.slug: kind for kind in Kind}


@click.command("check")
@files_argument
@click.option("--fix", is_flag=True, help="Fix what has only one possible fix, then check.")
@click.option("--format", "style", type=click.Choice(list(FORMATS)), default="text", help="Output format.")
@click.option(
    "--ignore",
    multiple=True,
    type=click.Choice(sorted(KINDS)),
    metavar="KIND",
    help="Problem type to ignore; repeatable.",
)
def check_command(files: tuple[Path, ...], style: str, ignore: tuple[str, ...], *, fix: bool) -> None:
    """Find every problem of a bibliography, with its line and what to do.

    FILES are .bib files; without any, those of the project. The exit status is 1 if there is a problem.

    \b
    Examples:
      cardcatalog check
      cardcatalog check refs.bib --ignore key-rule
      cardcatalog check --fix
      cardcatalog check --format github
    """
    project = open_project(files)
    if fix:
        fix_files(project)
    ignored = {KINDS[slug] for slug in ignore}
    problems = in_order(problem for problem in find_problems(project) if problem.kind not in ignored)
    click.echo(FORMATS[style](problems))
    sys.exit(bool(problems))


def find_problems(project: Project) -> list[Problem]:
    """Return all problems of a project."""
    return list(read_state(project).problems)


def read_state(project: Project) -> State:
    """Return a project as it is, with all problems: of reading it, of its entries and order, of its released keys."""
    catalog, problems = load_catalog(project.sources)
    problems += check(catalog, project.required_fields)
    problems += lint(catalog, datetime.now(UTC).date())
    rows: list[ReleasedKey] = []
    if project.released:
        rows, more = read_released(project.sources.base / project.released, project.sources.shown(project.released))
        problems += [*more, *check_released(catalog, rows)]
    return State(catalog, tuple(problems), tuple(rows))


def fix_files(project: Project) -> None:
    """Fix the files of a project, and print which were changed."""
    catalog, _problems = load_catalog(project.sources)
    for path in project.files:
        try:
            if edit(path, lambda text: rewrite(text, lambda entry: fix_entry(entry, catalog)), UNREADABLE).is_changed:
                click.echo(f"{shown(path)}: fixed", err=True)
        except BrokenFileError:
            click.echo(f"{shown(path)}: not fixed, since it is not encoded in UTF-8", err=True)
