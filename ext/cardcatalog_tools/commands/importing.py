"""The command ``import``: a list of papers in Markdown becomes entries."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from cardcatalog.bibtex.layout import format_entry
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.loader import load_catalog
from cardcatalog.catalog.taxonomy import format_rows
from cardcatalog.text_files import decode
from cardcatalog_tools.commands.catalogs import here_already, insert_into, open_target
from cardcatalog_tools.commands.files import shown, write_new
from cardcatalog_tools.linting.report import as_text, in_order
from cardcatalog_tools.lists.importer import Intake, to_entries
from cardcatalog_tools.lists.reader import read_list


@click.command("import")
@click.argument("source", metavar="LIST.md", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--new", type=click.Path(path_type=Path), help="Write a new bibliography, with its lists next to it.")
@click.option("--into", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="The file to write to.")
@click.option("--dry-run", is_flag=True, help="Only show the entries.")
def import_command(source: Path, new: Path | None, into: Path | None, *, dry_run: bool) -> None:
    """Turn a list of papers in Markdown, such as an awesome list, into entries.

    Each line that was not read in full is reported with what was read of it, and the status is 1. Papers that the
    bibliography has already are recognized. A list names no authors; check will report them as missing.

    With --new the list becomes a bibliography, with categories.toml, keywords.toml and venues.toml next to it.

    \b
    Examples:
      cardcatalog import README.md --dry-run
      cardcatalog import README.md
      cardcatalog import README.md --new bib/field.bib
    """
    if new and into:
        message = "--new writes a new bibliography, --into adds to one; use only one of them"
        raise click.UsageError(message)
    catalog, target = (Catalog(), new) if new else load_target(into)
    text, problems = decode(source.read_bytes(), shown(source))
    items, more = read_list(text, shown(source))
    intake = to_entries(items, catalog, today=datetime.now(UTC).date().isoformat())
    problems += [*more, *intake.problems]
    entries = "\n".join(map(format_entry, intake.entries))
    if dry_run:
        click.echo(entries, nl=False)
    elif new:
        lists = words_of(intake)
        if new.name in lists:
            message = f"{shown(new)} is the name of a list that is written next to the entries; end the name with .bib"
            raise click.UsageError(message)
        texts = {new.with_name(name): text for name, text in lists.items()} | {new: entries}
        write_new({path: text.encode() for path, text in texts.items()}, "name another file")
    elif intake.entries:
        join(target, intake)
    tell(intake, problems=bool(problems))
    if problems:
        click.echo(as_text(in_order(problems)), err=True)
        sys.exit(1)


def load_target(into: Path | None) -> tuple[Catalog, Path]:
    """Return the catalog that the entries are to join, and the file that they go to.

    :raises click.UsageError: if there is no such file, or there are several.
    """
    project, target = open_target(into)
    return load_catalog(project.sources)[0], target


def words_of(intake: Intake) -> dict[str, str]:
    """Return the new rows of categories, keywords and venues of a list, as texts by the names of their files."""
    return {
        "categories.toml": format_rows(intake.categories),
        "keywords.toml": format_rows(intake.keywords),
        "venues.toml": format_rows(intake.venues),
    }


def join(path: Path, intake: Intake) -> None:
    """Insert entries into a bibliography, and show the rows that its tables of terms lack.

    :raises BrokenFileError: if the file cannot be read; nothing is written.
    """
    _added, matches = insert_into(path, intake.entries)
    for match in matches:
        click.echo(here_already(match), err=True)  # added since the list was read
    for name, rows in words_of(intake).items():
        if rows:
            click.echo(f"# for {name}:\n{rows}")


def tell(intake: Intake, *, problems: bool) -> None:
    """Print the result of an import."""
    for item, entry, mark in intake.known:
        click.echo(f"{item.location}: already here as {entry.key!r} ({mark.kind}): {item.title}", err=True)
    summary = f"{len(intake.entries)} new, {len(intake.known)} already here"
    click.echo(f"{summary}{'' if problems else ', every line read in full'}", err=True)
