"""The command ``diff``: a change of a bibliography in words."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import click

from cardcatalog_tools.commands.check import read_state
from cardcatalog_tools.commands.files import open_project
from cardcatalog_tools.linting.changes import compare
from cardcatalog_tools.linting.diff_report import FORMATS
from cardcatalog_tools.linting.project import Project, loose_project, project_in
from cardcatalog_tools.linting.report import ColumnFinder
from cardcatalog_tools.linting.revisions import project_at


@click.command("diff")
@click.argument("old", default="HEAD")
@click.argument("new", required=False)
@click.option("--format", "style", type=click.Choice(list(FORMATS)), default="text", help="Output format.")
def diff_command(old: str, new: str | None, style: str) -> None:
    """Describe what differs between OLD and NEW: papers, keys, terms, and new problems.

    Each is a .bib file, a folder with a bibliography, or a revision of git; a name that exists as a file or folder is
    one. Without NEW it is the project as it is here, without OLD the last commit. A single .bib file is read with the
    categories, keywords, venues and released keys of the other side. The status is 1 if NEW has a problem that OLD did
    not have, such as a missing released key or a possible duplicate.

    \b
    Examples:
      cardcatalog diff
      cardcatalog diff main
      cardcatalog diff v1.0 v1.1 --format markdown
      cardcatalog diff theirs.bib ours.bib
    """
    with ExitStack() as stack:
        first, second = (open_state(name, stack) for name in (old, new))
        before, after = borrow(first, second), borrow(second, first)
        changes = compare(read_state(before), read_state(after))
        click.echo(FORMATS[style](changes, ColumnFinder(after.sources.base)))
    sys.exit(bool(changes.problems or changes.duplicates))


def open_state(name: str | None, stack: ExitStack) -> Project:
    """Return the project of a file, a folder or a revision; without a name, the current one.

    :raises ProjectError: if there is no project, no such revision, or its settings cannot be read.
    """
    if name is None:
        return open_project()
    path = Path(name)
    if path.is_dir():
        return project_in(path) or loose_project(path)
    if path.exists() or path.suffix == ".bib":
        return open_project([path])
    return stack.enter_context(project_at(name))


def borrow(project: Project, other: Project) -> Project:
    """Return a project with the terms of another, if it has none of its own."""
    own, theirs = project.sources, other.sources
    if own.categories or own.keywords or own.venues or project.released:
        return project
    sources = replace(own, categories=theirs.categories, keywords=theirs.keywords, venues=theirs.venues)
    return replace(other, sources=sources)
