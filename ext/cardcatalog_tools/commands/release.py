"""The command ``release``: record the keys that people may cite from now on."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cardcatalog.catalog.loader import load_catalog
from cardcatalog.checks.released import add_released, check_released, read_released
from cardcatalog.files import locked, write_whole
from cardcatalog_tools.commands.files import open_project
from cardcatalog_tools.linting.report import as_text


@click.command("release")
def release_command() -> None:
    """Record all keys of the project as released.

    The list is the file that conf.py names as cardcatalog_released_keys. From then on check reports a key that is
    removed or names another work. A broken list is not changed.

    \b
    Example:
      cardcatalog release
    """
    project = open_project()
    if not project.released:
        message = "conf.py sets no cardcatalog_released_keys; give it the path of a file"
        raise click.UsageError(message)
    catalog, problems = load_catalog(project.sources)
    path = Path(project.released)
    shown = project.sources.shown(project.released)
    with locked(path):
        rows, more = read_released(path, shown) if path.exists() else ([], [])
        problems += [*more, *check_released(catalog, rows)]
        if problems:
            click.echo(as_text(problems), err=True)
            sys.exit(1)
        before = path.read_text("utf-8-sig") if path.exists() else ""
        text, new = add_released(before, catalog.papers.values())
        write_whole(path, text)
    click.echo(f"{shown}: {new:,} new keys")
