"""The command ``add``: papers by their identifiers, from the records of services or from BibTeX files."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import click

from cardcatalog.bibtex.entries import Entry, parse_bibliography, read_bibliography
from cardcatalog.bibtex.layout import format_entry
from cardcatalog.catalog.identifiers import ARXIV, Identifier, parse
from cardcatalog.catalog.loader import load_catalog
from cardcatalog.text_files import decode
from cardcatalog_tools.commands.catalogs import here_already, insert_into, open_target
from cardcatalog_tools.commands.entry_builder import EntryBuilder
from cardcatalog_tools.commands.files import shown
from cardcatalog_tools.commands.network import Web, pass_web
from cardcatalog_tools.commands.prompts import can_ask, choose_terms, known_terms
from cardcatalog_tools.services.entries import HouseStyle
from cardcatalog_tools.services.providers import fetch
from cardcatalog_tools.services.publication import merge_published, published_version
from cardcatalog_tools.services.titles import visible
from cardcatalog_tools.services.web import Client, ServiceError

if TYPE_CHECKING:
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.duplicates import Match
    from cardcatalog.problems import Location
    from cardcatalog_tools.linting.project import Project

FIELD_NAME = re.compile(r"[a-z][\w:+.-]*", re.ASCII)
"""The names of fields that are taken over from an entry of another source."""


@click.command("add")
@click.argument("sources", nargs=-1, required=True, metavar="PAPER...")
@click.option(
    "--category",
    "categories",
    default="",
    metavar="IDS",
    help="Its categories, separated by commas; the first is the main one.",
)
@click.option("--keyword", "keywords", default="", metavar="IDS", help="Its keywords, separated by commas.")
@click.option("--code", default="", metavar="URL", help="The URL of its code.")
@click.option("--into", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="The file to write to.")
@click.option("--dry-run", is_flag=True, help="Only show the entry.")
@click.option("-y", "--yes", is_flag=True, help="Take likely suggestions, and ask nothing.")
@pass_web
def add_command(
    web: Web, /, sources: tuple[str, ...], into: Path | None, *, dry_run: bool, yes: bool, **options: str
) -> None:
    """Add papers, each by an arXiv id, a DOI, a URL, a .bib file, or - for BibTeX from standard input.

    The record of a service becomes an entry: its key is made, categories and keywords are suggested with the reason,
    and a paper that the bibliography has already is not added again. The entry is shown before it is written. The
    status is 1 if a paper could not be added, or if check will find a problem in it.

    \b
    Examples:
      cardcatalog add 2210.17323
      cardcatalog add 10.1109/CVPR.2018.00286 --category mobile --keyword qat,int8 --yes
      cardcatalog add "https://openreview.net/forum?id=DihXH24AdY" --dry-run
      cardcatalog add https://aclanthology.org/2021.acl-long.334/
      cardcatalog add found.bib
    """
    if options["code"] and len(sources) > 1:
        message = "--code is the code of one paper; add the others separately"
        raise click.UsageError(message)
    asks = can_ask(yes=yes, dry_run=dry_run)
    project, target = open_target(into)
    catalog, _problems = load_catalog(project.sources)
    wanted = Wanted(
        known_terms("category", options["categories"], catalog.categories if catalog.has_tree else {}),
        known_terms("keyword", options["keywords"], catalog.keywords if catalog.has_glossary else {}),
        options["code"],
    )
    adder = Adder(
        EntryBuilder(catalog, project.required_fields, datetime.now(UTC).date()),
        project,
        wanted,
        None if dry_run else target,
        asks=asks,
    )
    results = [adder.add(found) for found in find_entries(sources, catalog, web)]
    sys.exit(not all(results))


@dataclass(frozen=True, slots=True)
class Wanted:
    """The categories, the keywords and the URL of the code that the command line gives."""

    categories: tuple[str, ...]
    keywords: tuple[str, ...]
    code: str


@dataclass(frozen=True, slots=True)
class Adder:
    """Adds papers to a file one after the other; without a file it only shows them."""

    builder: EntryBuilder
    project: Project
    wanted: Wanted
    target: Path | None
    asks: bool

    def add(self, found: Entry | str) -> bool:
        """Show the entry of a record, and write it; a text is the reason why there is no record.

        :returns: whether the entry was added, or would be, and has no problem.
        :raises BrokenFileError: if the file cannot be read; nothing is written.
        """
        if isinstance(found, str):
            return _refuse(found)
        record = self.builder.normalize(found)
        if match := self.builder.find(record):
            return _refuse(here_already(match, self.current_location(match)))
        entry = self.builder.build(
            record,
            choose_terms(self.builder.categories(record, self.wanted.categories), asks=self.asks),
            choose_terms(self.builder.keywords(record, self.wanted.keywords), asks=self.asks),
            self.wanted.code,
        )
        click.echo(format_entry(entry), nl=False)
        problems = self.builder.problems(entry)
        for problem in problems:
            click.echo(f"{problem.kind.slug}: {problem.message}", err=True)
        if self.target and self.asks and not click.confirm("Write it?", default=True, err=True):
            return True  # as the user answers
        return self.write(entry) and not problems

    def write(self, entry: Entry) -> bool:
        """Write an entry to the file, if there is one; return False if the file has the work by now.

        :raises BrokenFileError: if the file cannot be read; nothing is written.
        """
        if self.target:
            added, matches = insert_into(self.target, [entry])
            if matches:
                return _refuse(here_already(matches[0]))
            (entry,) = added
            click.echo(f"{entry.location}: added {entry.key!r}", err=True)
        self.builder.keep(entry)
        return True

    def current_location(self, match: Match) -> Location | None:
        """Return the line of an entry in its file, which entries added above it may have moved."""
        paper = load_catalog(self.project.sources)[0].find(match.entry.key)
        return paper.entry.location if paper else None


def _refuse(message: str) -> bool:
    """Show why a paper is not added; return False."""
    click.ClickException(message).show()
    return False


def find_entries(sources: Iterable[str], catalog: Catalog, web: Web) -> Iterator[Entry | str]:
    """Yield an entry for each paper, or one line with the reason why there is none."""
    house = HouseStyle.of(catalog)
    with Client(web.limits) as client:
        for source in sources:
            if paper := parse(source):
                try:
                    yield ask(paper, client, house, web)
                except ServiceError as error:
                    yield str(error)
            elif source == "-" or Path(source).is_file():
                yield from read_entries(source)
            else:
                name = visible(source)
                yield f"{name}: not an arXiv id, a DOI, the URL of a paper, or a file; write for example 2210.17323"


def ask(paper: Identifier, client: Client, house: HouseStyle, web: Web) -> Entry:
    """Return the record of a paper; a preprint that names its publication gets the record of that.

    :raises ServiceError: if there is no record; a missing record of the publication is only reported.
    """
    entry = fetch(paper, client, house, web.hosts)
    if paper.kind == ARXIV and entry.get("doi"):
        try:
            published = published_version(entry, client, house, web.hosts)
        except ServiceError as error:
            click.echo(f"{entry.location.path}: its publication was not looked up: {error}", err=True)
        else:
            return merge_published(entry, published) if published else entry
    return entry


def read_entries(source: str) -> Iterator[Entry | str]:
    """Yield the works of a file, or of standard input, and each problem in it; a set of entries is none."""
    if source == "-":
        name = "<stdin>"
        text, problems = decode(sys.stdin.buffer.read(), name)
        entries, more = parse_bibliography(text, name)
        problems += more
    else:
        name = shown(Path(source))
        entries, problems = read_bibliography(Path(source), name)
    yield from (visible(str(problem)) for problem in problems)
    works = [entry for entry in entries if entry.is_work]
    yield from map(without_control, works)
    if not works and not problems:
        yield f"{name}: contains no entry of a work"


def without_control(entry: Entry) -> Entry:
    """Return an entry without characters that a terminal would obey instead of show."""
    fields = {name: visible(value).strip() for name, value in entry.fields.items() if FIELD_NAME.fullmatch(name)}
    return replace(entry, fields=MappingProxyType(fields))
