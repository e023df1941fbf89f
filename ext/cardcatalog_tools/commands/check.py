"""The command ``check``: every problem of a bibliography in one run."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cardcatalog.bibtex.rewrite import rewrite
from cardcatalog.bibtex.text import split_list
from cardcatalog.catalog.loader import load_catalog
from cardcatalog.checks.build import check
from cardcatalog.checks.fixes import ALL_KINDS, can_fix, fix_entry
from cardcatalog.checks.released import ReleasedKey, check_released, read_released
from cardcatalog.checks.style import lint
from cardcatalog.problems import HOUSE_RULES, Kind, unknown, without_echoes
from cardcatalog_tools.commands.files import BrokenFileError, edit, files_argument, open_project, shown
from cardcatalog_tools.linting.changes import State
from cardcatalog_tools.linting.report import FORMATS, in_order

if TYPE_CHECKING:
    from cardcatalog_tools.linting.project import Project

KINDS = {kind.slug: kind for kind in Kind}


def parse_kinds(_context: click.Context, _option: click.Parameter, values: Sequence[str]) -> frozenset[Kind]:
    """Return the kinds of problems that an option names, separated by commas.

    :raises click.BadParameter: if one of them is unknown.
    """
    words = split_list(",".join(values))
    for word in words:
        if word not in {*KINDS, "all"}:
            message = unknown("kind", word, KINDS, f"choose from {', '.join(sorted(KINDS))}")
            raise click.BadParameter(message)
    return ALL_KINDS if "all" in words else frozenset(map(KINDS.__getitem__, words))


@click.command("check")
@files_argument
@click.option("--fix", is_flag=True, help="Fix what has only one possible fix, then check.")
@click.option("--format", "style", type=click.Choice(list(FORMATS)), default="text", help="Output format.")
@click.option("--ignore", multiple=True, callback=parse_kinds, metavar="KINDS", help="Kinds of problems to ignore.")
@click.option(
    "--also", multiple=True, callback=parse_kinds, metavar="KINDS", help="Rules of taste to check as well, or 'all'."
)
def check_command(
    files: tuple[Path, ...], style: str, ignore: frozenset[Kind], also: frozenset[Kind], *, fix: bool
) -> None:
    """Find every problem of a bibliography, with its line and what to do.

    FILES are .bib files; without any, those of the project. Separate several kinds by commas. Rules of taste are
    checked where cardcatalog_house_rules or --also asks for them. The exit status is 1 if there is a problem.

    \b
    Examples:
      cardcatalog check
      cardcatalog check refs.bib --ignore duplicate-work,preprint
      cardcatalog check refs.bib --also key-rule
      cardcatalog check --fix
      cardcatalog check --format github
    """
    project = open_project(files)
    kinds = wanted_kinds(replace(project, house_rules=project.house_rules | (also & HOUSE_RULES))) - ignore
    if fix:
        fix_files(project, kinds)
    problems = in_order(problem for problem in read_state(project, kinds).problems if problem.kind in kinds)
    click.echo(FORMATS[style]([replace(problem, is_doubtful=not can_fix(problem)) for problem in problems]))
    sys.exit(bool(problems))


def wanted_kinds(project: Project) -> frozenset[Kind]:
    """Return the kinds of problems that a project is checked for."""
    return (ALL_KINDS - HOUSE_RULES) | project.house_rules


def read_state(project: Project, kinds: frozenset[Kind] | None = None) -> State:
    """Return a project as it is, with all problems: of reading it, of its entries and order, of its released keys.

    :param kinds: the kinds of problems of style to look for, if not those that the project asks for.
    """
    catalog, problems = load_catalog(project.sources)
    problems += check(catalog, project.required_fields)
    problems += lint(catalog, datetime.now(UTC).date(), wanted_kinds(project) if kinds is None else kinds)
    rows: list[ReleasedKey] = []
    if project.released:
        rows, more = read_released(project.sources.base / project.released, project.sources.shown(project.released))
        problems += [*more, *check_released(catalog, rows)]
    return State(catalog, tuple(without_echoes(problems)), tuple(rows))


def fix_files(project: Project, kinds: frozenset[Kind]) -> None:
    """Fix some kinds of problems in the files of a project, and print which were changed."""
    catalog, _problems = load_catalog(project.sources)
    for path in project.files:
        try:
            change = partial(rewrite, change=lambda entry: fix_entry(entry, catalog, kinds))
            if edit(path, change).is_changed:
                click.echo(f"{shown(path)}: fixed", err=True)
        except BrokenFileError:
            click.echo(f"{shown(path)}: not fixed, since it is not encoded in UTF-8", err=True)
