"""The command ``add``: a paper by what it is called elsewhere, from what a service knows of it."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import click

from cardcatalog.bibliography import MANAGER_FIELDS, Entry, decode, format_entry, parse_bibliography
from cardcatalog.catalog import Catalog, load_catalog
from cardcatalog.checks import check
from cardcatalog.commands.shared import Web, edit, open_project, pass_web, target_of
from cardcatalog.identity import Works
from cardcatalog.keys import free_key, key_of
from cardcatalog.papers import entry_year
from cardcatalog.problems import did_you_mean
from cardcatalog.records import House
from cardcatalog.services import fetch, recognise
from cardcatalog.source import insert
from cardcatalog.suggest import Suggester
from cardcatalog.tex import to_tex
from cardcatalog.text import split_list, to_text
from cardcatalog.web import Client, ServiceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cardcatalog.identity import Match
    from cardcatalog.suggest import Suggestion


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line says of new entries."""

    categories: tuple[str, ...]
    keywords: tuple[str, ...]
    code: str
    asks: bool
    """Whether a person answers questions."""


@click.command("add")
@click.argument("sources", nargs=-1, required=True, metavar="PAPER...")
@click.option("--category", "categories", default="", metavar="IDS", help="Its categories; the first is its home.")
@click.option("--keyword", "keywords", default="", metavar="IDS", help="Its keywords.")
@click.option("--code", default="", metavar="URL", help="Where its code is.")
@click.option("--into", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="The file to write to.")
@click.option("--dry-run", is_flag=True, help="Only show the entry.")
@click.option("-y", "--yes", is_flag=True, help="Take what is suggested, and ask nothing.")
@pass_web
def add_command(
    web: Web, /, sources: tuple[str, ...], into: Path | None, *, dry_run: bool, yes: bool, **options: str
) -> None:
    """Add papers, each by an arXiv id, a DOI, an address, a .bib file, or - for BibTeX from standard input.

    What a service knows of the paper becomes an entry: its key is made, categories and keywords are suggested with the
    reason, and a paper that is here already is not added again. The entry is shown before it is written.

    \b
    Examples:
      cardcatalog add 2210.17323
      cardcatalog add 10.1109/CVPR.2018.00286 --category mobile --keyword qat,int8 --yes
      cardcatalog add "https://openreview.net/forum?id=DihXH24AdY" --dry-run
      cardcatalog add https://aclanthology.org/2021.acl-long.334/
      cardcatalog add found.bib
    """
    project = open_project([into] if into else ())
    catalog, _problems = load_catalog(project.sources)
    target = target_of(project, into)
    asks = not yes and not dry_run and sys.stdin.isatty()
    if not (asks or yes or dry_run):
        message = "nobody is there to ask; say --yes or --dry-run"
        raise click.UsageError(message)
    wish = Wish(
        known_words("category", options["categories"], catalog.categories if catalog.has_tree else {}),
        known_words("keyword", options["keywords"], catalog.keywords if catalog.has_glossary else {}),
        options["code"],
        asks,
    )
    all_went_well = True
    for found in find_entries(sources, catalog, web):
        if isinstance(found, str):
            click.echo(f"Error: {found}", err=True)
            all_went_well = False
            continue
        entry = complete(found, wish, catalog)
        match = Works(paper.entry for paper in catalog.papers.values()).find(entry)
        if match:
            click.echo(f"Error: {here_already(match)}", err=True)
            all_went_well = False
            continue
        click.echo(format_entry(entry), nl=False)
        all_went_well &= tell_problems(entry, catalog)
        if dry_run or (asks and not click.confirm("Write it?", default=True)):
            continue
        click.echo(write(target, entry, project.sources.shown(str(target))), err=True)
        catalog, _problems = load_catalog(project.sources)
    sys.exit(not all_went_well)


def known_words(option: str, text: str, known: Mapping[str, object]) -> tuple[str, ...]:
    """Return the words of an option, all of which the catalogue knows if it lists any."""
    words = split_list(text)
    for word in words:
        if known and word not in known:
            message = f"unknown {option} {word!r}{did_you_mean(word, known)}"
            raise click.UsageError(message)
    return words


def find_entries(sources: Iterable[str], catalog: Catalog, web: Web) -> Iterator[Entry | str]:
    """Yield an entry for each paper that is asked for, or what went wrong in one line."""
    house = House.of((paper.entry for paper in catalog.papers.values()), catalog.venues.values())
    with Client(web.limits) as client:
        for source in sources:
            if request := recognise(source):
                try:
                    yield fetch(request, client, house, web.hosts)
                except ServiceError as error:
                    yield str(error)
            elif source == "-" or Path(source).is_file():
                yield from read_entries(source)
            else:
                yield f"{source}: no arXiv id, DOI, address of a paper, or file; write for example 2210.17323"


def read_entries(source: str) -> Iterator[Entry | str]:
    """Yield the entries of a file, or of standard input, and each fault in it."""
    name = "<stdin>" if source == "-" else source
    data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    text, problems = decode(data, name)
    entries, more = parse_bibliography(text, name)
    yield from map(str, problems + more)
    yield from entries
    if not entries:
        yield f"{name}: no entry in it"


def complete(entry: Entry, wish: Wish, catalog: Catalog) -> Entry:
    """Return an entry with its key, the day, and the words that are wished for, chosen or suggested."""
    title, year = to_text(entry.get("title")), entry_year(entry)
    suggester = Suggester(catalog)
    about = (title, int(year) if year.isdecimal() else None)
    categories = wish.categories or choose("category", suggester.categories(*about), wish, most=1)
    keywords = wish.keywords or choose("keyword", suggester.keywords(*about), wish, most=6)
    place = to_text(entry.get("booktitle") or entry.get("journal") or entry.get("archiveprefix"))
    more = {
        "venue": entry.get("venue") or to_tex(catalog.venue_spellings.get(place.casefold(), "")),
        "category": ", ".join(categories) or entry.get("category"),
        "keywords": ", ".join(keywords) or entry.get("keywords"),
        "code": wish.code or entry.get("code"),
        "creationdate": datetime.now(UTC).date().isoformat(),
    }
    fields = {
        name: value for name, value in (dict(entry.fields) | more).items() if value and name not in MANAGER_FIELDS
    }
    taken = {key for paper in catalog.papers.values() for key in (paper.key, *paper.former_keys)}
    return replace(entry, key=free_key(key_of(entry), taken), fields=MappingProxyType(fields))


def choose(option: str, suggestions: list[Suggestion], wish: Wish, *, most: int) -> tuple[str, ...]:
    """Return the words that are chosen of those suggested; without a person, the best."""
    for suggestion in suggestions:
        click.echo(f"{option} {suggestion.id}: {suggestion.reason}", err=True)
    best = ", ".join(suggestion.id for suggestion in suggestions[:most])
    return split_list(click.prompt(f"{option}, joined by commas", default=best, err=True) if wish.asks else best)


def tell_problems(entry: Entry, catalog: Catalog) -> bool:
    """Say what the checks find in a new entry, and return whether they find nothing."""
    rows = (tuple(getattr(catalog, name).values()) if has else () for name, has in (
        ("categories", catalog.has_tree), ("keywords", catalog.has_glossary), ("venues", catalog.has_venues),
    ))  # fmt: skip
    problems = list(check(Catalog.from_entries([entry], *rows)))
    for problem in problems:
        click.echo(f"{problem.kind.slug}: {problem.message}", err=True)
    return not problems


def here_already(match: Match) -> str:
    """Return the line that names the entry of the same work."""
    what = "title and authors" if match.mark.kind == "title" else f"{match.mark.kind} {match.mark.value}"
    return f"{match.entry.location}: here already as {match.entry.key!r}, by its {what}"


def write(path: Path, entry: Entry, shown: str) -> str:
    """Put an entry into a file, and return where it stands now.

    :raises click.ClickException: if the work has come into the file meanwhile.
    """
    written = entry

    def change(text: str) -> str:
        nonlocal written
        others, _problems = parse_bibliography(text, shown)
        if match := Works(others).find(entry):
            raise click.ClickException(here_already(match))
        taken = {key for other in others for key in (other.key, *split_list(other.get("ids")))}
        written = replace(entry, key=entry.key if entry.key not in taken else free_key(key_of(entry), taken))
        return insert(text, written)

    edit(path, change)
    entries, _problems = parse_bibliography(path.read_text("utf-8"), shown)
    place = next(other.location for other in entries if other.key == written.key)
    return f"{place}: added {written.key!r}"
