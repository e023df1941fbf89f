"""The command ``upgrade``: preprints get the record of their publication."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cardcatalog.bibliography import read_bibliography
from cardcatalog.catalog import load_catalog
from cardcatalog.commands.shared import Web, edit, open_project, pass_web, select
from cardcatalog.identity import Works, is_preprint
from cardcatalog.publication import merge_published, published_version
from cardcatalog.records import House
from cardcatalog.source import rewrite
from cardcatalog.web import Client, ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cardcatalog.bibliography import Entry
    from cardcatalog.source import RawEntry


@click.command("upgrade")
@click.option("--keys", default="", metavar="KEYS", help="Only these papers, by key or former key.")
@click.option("--from", "source", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE.bib",
              help="Look publications up in this file, and ask no service.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.option("-y", "--yes", is_flag=True, help="Take what is found, and ask nothing.")
@pass_web
def upgrade_command(web: Web, /, keys: str, source: Path | None, *, dry_run: bool, yes: bool) -> None:
    """Give preprints whose publication is on record their venue, year and DOI; the key stays.

    Looked up are the DOI that arXiv or the entry has, OpenReview, and the title with its authors at Crossref. Each
    change is written as soon as it is found, so that a run that is broken off loses nothing.

    \b
    Examples:
      cardcatalog upgrade --dry-run
      cardcatalog upgrade --keys frantar2023gptq
      cardcatalog upgrade --from dblp.bib --yes
    """
    if not (yes or dry_run or sys.stdin.isatty()):
        message = "nobody is there to ask; say --yes or --dry-run"
        raise click.UsageError(message)
    project = open_project(())
    catalog, _problems = load_catalog(project.sources)
    preprints = [paper.entry for paper in select(catalog, keys) if is_preprint(paper.entry)]
    house = House.of((paper.entry for paper in catalog.papers.values()), catalog.venues.values())
    paths = {project.sources.shown(str(path)): path for path in project.files}
    changed = 0
    with Client(web.limits) as client:
        finder = in_file(source) if source else lambda entry: published_version(entry, client, house, web.hosts)
        for entry, published in find(preprints, finder):
            merged = merge_published(entry, published)
            kinds = [f"@{merged.type} for @{entry.type}"] if merged.type != entry.type else []
            values = [f"{name} = {{{value}}}" for name, value in differences(entry, merged).items()]
            click.echo(f"{entry.location}: {entry.key}: {', '.join(kinds + values)}")
            if not dry_run and (yes or click.confirm("Write it?", default=True)):
                changed += edit(paths[entry.location.path], lambda text: rewrite(text, taking_over(entry, merged)))  # noqa: B023  (called at once)
    click.echo(f"{len(preprints)} preprints looked up, {changed} changed", err=True)


def in_file(path: Path) -> Callable[[Entry], Entry | None]:
    """Return what looks publications up in a file."""
    entries, _problems = read_bibliography(path, str(path))
    works = Works(entry for entry in entries if not is_preprint(entry))

    def find_in_file(entry: Entry) -> Entry | None:
        match = works.find(entry)
        return match.entry if match else None

    return find_in_file


def find(preprints: list[Entry], finder: Callable[[Entry], Entry | None]) -> Iterator[tuple[Entry, Entry]]:
    """Yield preprints with their publications; what a service cannot say is told, and the next one asked for."""
    for entry in preprints:
        try:
            published = finder(entry)
        except ServiceError as error:
            click.echo(f"{entry.location}: {entry.key}: {error}", err=True)
            continue
        if published:
            yield entry, published


def differences(before: Entry, after: Entry) -> dict[str, str]:
    """Return the fields in which the second of two entries differs, an empty text for those it lacks."""
    names = dict.fromkeys([*after.fields, *before.fields])
    return {name: after.get(name) for name in names if before.get(name) != after.get(name)}


def taking_over(before: Entry, after: Entry) -> Callable[[RawEntry], RawEntry]:
    """Return what changes an entry of a file where two entries differ, and no other entry."""

    def change(entry: RawEntry) -> RawEntry:
        if entry.key != before.key:
            return entry
        return replace(entry.with_values(differences(before, after)), type=after.type)

    return change
