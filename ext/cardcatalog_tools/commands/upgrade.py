"""The command ``upgrade``: preprints get the record of their publication."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import click

from cardcatalog.bibtex.entries import Entry, read_bibliography
from cardcatalog.bibtex.rewrite import RawEntry, rewrite
from cardcatalog.bibtex.tex import to_tex
from cardcatalog.bibtex.text import to_text
from cardcatalog.catalog.duplicates import DuplicateIndex
from cardcatalog.catalog.preprints import is_preprint
from cardcatalog.checks.fixes import fix_values
from cardcatalog_tools.commands.catalogs import here_already, open_catalog, select
from cardcatalog_tools.commands.files import edit, files_argument, open_project, shown
from cardcatalog_tools.commands.network import Web, pass_web
from cardcatalog_tools.commands.prompts import can_ask
from cardcatalog_tools.linting.report import as_text
from cardcatalog_tools.services.entries import HouseStyle
from cardcatalog_tools.services.publication import merge_published, published_version
from cardcatalog_tools.services.venues import Venues
from cardcatalog_tools.services.web import Client, ServiceError

if TYPE_CHECKING:
    from cardcatalog.catalog.catalog import Catalog


MAX_FAILURES = 5
"""The number of failures in a row after which no more papers are looked up."""


@click.command("upgrade")
@files_argument
@click.option("--keys", default="", metavar="KEYS", help="Only these papers, by key or former key.")
@click.option("--from", "source", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE.bib",
              help="Look publications up in this file, and ask no service.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.option("-y", "--yes", is_flag=True, help="Take what is found, and ask nothing.")
@pass_web
def upgrade_command(  # noqa: PLR0913  (click hands over an argument for each option)
    web: Web, /, files: tuple[Path, ...], keys: str, source: Path | None, *, dry_run: bool, yes: bool
) -> None:
    """Give preprints whose publication is on record their venue, year and DOI; the key is kept.

    Looked up are the DOI that arXiv or the entry has, OpenReview, and the title with its authors at Crossref. Each
    change is written as soon as it is found, so that an interrupted run loses nothing. The status is 1 if
    something could not be looked up, or a publication has an entry of its own already.

    \b
    Examples:
      cardcatalog upgrade --dry-run
      cardcatalog upgrade --keys frantar2023gptq
      cardcatalog upgrade refs.bib --from dblp.bib --yes
    """
    asks = can_ask(yes=yes, dry_run=dry_run)
    project = open_project(files)
    catalog, is_whole = open_catalog(project)
    preprints = [paper.entry for paper in select(catalog, keys) if is_preprint(paper.entry)]
    house = HouseStyle.of(catalog)
    paths = {shown(path): path for path in project.files}
    with Client(web.limits) as client:
        finder = (
            in_file(source, catalog) if source else lambda entry: published_version(entry, client, house, web.hosts)
        )
        search = Search(preprints, finder, DuplicateIndex(entry for entry in catalog.entries if not is_preprint(entry)))
        changed = 0
        for entry, merged in search.find():
            tell(entry, merged)
            if not dry_run and (not asks or click.confirm("Write it?", default=True, err=True)):
                changed += edit(paths[entry.location.path], taking_over(entry, merged)).is_changed
    click.echo(f"{search.count} of {len(preprints)} preprints looked up, {changed} changed", err=True)
    sys.exit(not (is_whole and search.went_well))


def in_file(path: Path, catalog: Catalog) -> Callable[[Entry], Entry | None]:
    """Return a function that looks publications up in a file, and spells them like the catalog."""
    entries, problems = read_bibliography(path, shown(path))
    if problems:
        click.echo(as_text(problems), err=True)
    works = DuplicateIndex(entry for entry in entries if entry.get("booktitle") or entry.get("journal"))
    venues = Venues(catalog.venues.values())

    def find_in_file(entry: Entry) -> Entry | None:
        match = works.find(entry)
        if not match or is_preprint(match.entry):
            return None
        fields = dict(match.entry.fields)
        field = "booktitle" if fields.get("booktitle") else "journal"
        if venue := venues.find(to_text(fields[field])):
            fields |= {field: to_tex(venue.full or venue.name), "venuekey": to_tex(venue.name)}
        return replace(match.entry, fields=MappingProxyType(fix_values(fields, catalog)))

    return find_in_file


class Search:
    """The way through preprints in search of their publications."""

    def __init__(
        self, preprints: list[Entry], finder: Callable[[Entry], Entry | None], published: DuplicateIndex
    ) -> None:
        """Keep the preprints, the function that looks them up, and the published entries."""
        self.preprints, self.finder, self.published = preprints, finder, published
        self.count = 0
        self.went_well = True

    def find(self) -> Iterator[tuple[Entry, Entry]]:
        """Yield preprints with their results; a failed look-up is reported, and the next one follows."""
        failures = 0
        for entry in self.preprints:
            try:
                found = self.finder(entry)
            except ServiceError as error:
                self.report_problem(entry, str(error))
                failures += 1
                if failures == MAX_FAILURES:
                    click.echo(f"{MAX_FAILURES} failures in a row; run upgrade again later", err=True)
                    return
                continue
            failures = 0
            self.count += 1
            if found and (match := self.published.find(found)):
                self.report_problem(entry, f"its publication is in an entry of its own; {here_already(match)}")
            elif found and differences(entry, merged := merge_published(entry, found)):
                yield entry, merged

    def report_problem(self, entry: Entry, message: str) -> None:
        """Print the problem of a paper."""
        click.echo(f"{entry.location}: {entry.key}: {message}", err=True)
        self.went_well = False


def tell(entry: Entry, merged: Entry) -> None:
    """Print the changes of an entry."""
    kinds = [f"@{merged.type} for @{entry.type}"] if merged.type != entry.type else []
    values = [f"{name} = {{{value}}}" for name, value in differences(entry, merged).items()]
    click.echo(f"{entry.location}: {entry.key}: {', '.join(kinds + values)}")


def differences(before: Entry, after: Entry) -> dict[str, str]:
    """Return the fields in which the second of two entries differs, an empty text for those it lacks."""
    names = dict.fromkeys([*after.fields, *before.fields])
    return {name: after.get(name) for name in names if before.get(name) != after.get(name)}


def taking_over(before: Entry, after: Entry) -> Callable[[str], str]:
    """Return a function that changes an entry in the text of a file where two entries differ, and no other entry."""
    is_done = False

    def change(entry: RawEntry) -> RawEntry:
        nonlocal is_done
        if is_done or entry.key != before.key:  # a second entry of the key may be of another work
            return entry
        is_done = True
        return replace(entry.with_values(differences(before, after)), type=after.type)

    return lambda text: rewrite(text, change)
