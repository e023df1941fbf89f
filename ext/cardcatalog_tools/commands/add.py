"""The command ``add``: a paper by what it is called elsewhere, from what a service knows of it."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import click

from cardcatalog.bibtex.entries import MANAGER_FIELDS, Entry, decode, parse_bibliography, read_bibliography
from cardcatalog.bibtex.layout import field_rank, format_entry
from cardcatalog.bibtex.rewrite import insert
from cardcatalog.bibtex.tex import to_tex
from cardcatalog.bibtex.text import split_list, to_text
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.citekeys import free_key, key_of
from cardcatalog.catalog.duplicates import DuplicateIndex
from cardcatalog.catalog.identifiers import ARXIV, parse
from cardcatalog.catalog.loader import load_catalog
from cardcatalog.catalog.paper import entry_year
from cardcatalog.checks.build import check
from cardcatalog.checks.fixes import fix_values
from cardcatalog.checks.style import lint
from cardcatalog.problems import did_you_mean
from cardcatalog_tools.commands.shared import (
    HereAlreadyError,
    Web,
    can_ask,
    edit,
    here_already,
    open_target,
    pass_web,
    shown,
)
from cardcatalog_tools.services.providers import fetch
from cardcatalog_tools.services.publication import merge_published, published_version
from cardcatalog_tools.services.records import HouseStyle
from cardcatalog_tools.services.suggest import SURE_CATEGORY, SURE_KEYWORD, Suggester
from cardcatalog_tools.services.titles import visible
from cardcatalog_tools.services.web import Client, ServiceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cardcatalog.catalog.identifiers import Identifier
    from cardcatalog_tools.linting.project import Project
    from cardcatalog_tools.services.suggest import Suggestion

FIELD_NAME = re.compile(r"[a-z][\w:+.-]*", re.ASCII)
"""A name of a field that an entry from elsewhere may bring."""

NONE = "-"
"""What a person answers to have no words at all."""


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
@click.option("-y", "--yes", is_flag=True, help="Take what is suggested and likely, and ask nothing.")
@pass_web
def add_command(
    web: Web, /, sources: tuple[str, ...], into: Path | None, *, dry_run: bool, yes: bool, **options: str
) -> None:
    """Add papers, each by an arXiv id, a DOI, an address, a .bib file, or - for BibTeX from standard input.

    What a service knows of the paper becomes an entry: its key is made, categories and keywords are suggested with the
    reason, and a paper that is here already is not added again. The entry is shown before it is written. The status is
    1 if a paper could not be added, or if check will find something in it.

    \b
    Examples:
      cardcatalog add 2210.17323
      cardcatalog add 10.1109/CVPR.2018.00286 --category mobile --keyword qat,int8 --yes
      cardcatalog add "https://openreview.net/forum?id=DihXH24AdY" --dry-run
      cardcatalog add https://aclanthology.org/2021.acl-long.334/
      cardcatalog add found.bib
    """
    if options["code"] and len(sources) > 1:
        message = "--code is of one paper; add the others by themselves"
        raise click.UsageError(message)
    asks = can_ask(yes=yes, dry_run=dry_run)
    project, target = open_target(into)
    catalog, _problems = load_catalog(project.sources)
    desk = Desk(project, catalog, wish_of(options, catalog, asks=asks))
    results = [add_one(found, desk, None if dry_run else target) for found in find_entries(sources, catalog, web)]
    sys.exit(not all(results))


def wish_of(options: Mapping[str, str], catalog: Catalog, *, asks: bool) -> Wish:
    """Return what the command line says of new entries.

    :raises click.UsageError: if it names words that the catalogue does not have.
    """
    return Wish(
        known_words("category", options["categories"], catalog.categories if catalog.has_tree else {}),
        known_words("keyword", options["keywords"], catalog.keywords if catalog.has_glossary else {}),
        options["code"],
        asks,
    )


def add_one(found: Entry | str, desk: Desk, target: Path | None) -> bool:
    """Show the entry of a paper, and write it where there is a file to; return whether all is well."""
    entry = found if isinstance(found, str) else desk.take(found)
    if isinstance(entry, str):
        click.ClickException(entry).show()
        return False
    click.echo(format_entry(entry), nl=False)
    is_in_order = desk.tell_problems(entry)
    if target:
        if desk.wish.asks and not click.confirm("Write it?", default=True, err=True):
            return True
        try:
            entry = write(target, entry)
        except HereAlreadyError as error:
            error.show()
            return False
        click.echo(f"{entry.location}: added {entry.key!r}", err=True)
    desk.keep(entry)
    return is_in_order


def known_words(option: str, text: str, known: Mapping[str, object]) -> tuple[str, ...]:
    """Return the words of an option, all of which the catalogue knows if it lists any.

    :raises click.UsageError: if it does not.
    """
    words = tuple(dict.fromkeys(split_list(text)))
    for word in words:
        if known and word not in known:
            message = f"unknown {option} {word!r}{did_you_mean(word, known)}"
            raise click.UsageError(message)
    return words


def find_entries(sources: Iterable[str], catalog: Catalog, web: Web) -> Iterator[Entry | str]:
    """Yield an entry for each paper that is asked for, or what went wrong in one line."""
    house = HouseStyle.of((paper.entry for paper in catalog.papers.values()), catalog.venues.values())
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
                yield f"{name}: no arXiv id, DOI, address of a paper, or file; write for example 2210.17323"


def ask(paper: Identifier, client: Client, house: HouseStyle, web: Web) -> Entry:
    """Return what services know of a paper: of a preprint that names its publication, what is known of that, too.

    :raises ServiceError: if the paper cannot be had; that its publication cannot is only told.
    """
    entry = fetch(paper, client, house, web.hosts)
    if paper.kind == ARXIV and entry.get("doi"):
        try:
            published = published_version(entry, client, house, web.hosts)
        except ServiceError as error:
            click.echo(f"{entry.location.path}: its publication is not looked up: {error}", err=True)
        else:
            return merge_published(entry, published) if published else entry
    return entry


def read_entries(source: str) -> Iterator[Entry | str]:
    """Yield the entries of a file, or of standard input, and each fault in it."""
    if source == "-":
        name = "<stdin>"
        text, problems = decode(sys.stdin.buffer.read(), name)
        entries, more = parse_bibliography(text, name)
        problems += more
    else:
        name = shown(Path(source))
        entries, problems = read_bibliography(Path(source), name)
    yield from (visible(str(problem)) for problem in problems)
    yield from map(without_control, entries)
    if not entries and not problems:
        yield f"{name}: no entry in it"


def without_control(entry: Entry) -> Entry:
    """Return an entry from elsewhere without what would do something to a terminal instead of being read."""
    fields = {name: visible(value).strip() for name, value in entry.fields.items() if FIELD_NAME.fullmatch(name)}
    return replace(entry, fields=MappingProxyType(fields))


class Desk:
    """Where papers become entries, one after the other."""

    def __init__(self, project: Project, catalog: Catalog, wish: Wish) -> None:
        """Learn what is in a catalogue."""
        self.project, self.catalog, self.wish = project, catalog, wish
        self.suggester = Suggester(catalog)
        self.works = DuplicateIndex(paper.entry for paper in catalog.papers.values())
        keys = (key for paper in catalog.papers.values() for key in (paper.key, *paper.former_keys))
        self.taken = {key.casefold() for key in keys}  # to BibTeX, a key in capitals is the same

    def take(self, found: Entry) -> Entry | str:
        """Return the entry of a paper, or the line that says where it is already."""
        entry = replace(found, fields=MappingProxyType(fix_values(found.fields, self.catalog)))
        if match := self.works.find(entry):
            now, _problems = load_catalog(self.project.sources)  # what is above it may have grown meanwhile
            paper = now.find(match.entry.key)
            return here_already(match, paper.entry.location if paper else None)
        place = to_text(entry.get("booktitle") or entry.get("journal") or entry.get("archiveprefix"))
        more = {
            "venue": entry.get("venue") or to_tex(self.catalog.venue_spellings.get(place.casefold(), "")),
            "category": ", ".join(self.categories(entry)),
            "keywords": ", ".join(self.keywords(entry)),
            "code": self.wish.code or entry.get("code"),
            "creationdate": datetime.now(UTC).date().isoformat(),
        }
        rows = sorted((dict(entry.fields) | more).items(), key=lambda row: field_rank(row[0]))
        fields = {name: value for name, value in rows if value and name not in MANAGER_FIELDS}
        return replace(entry, key=free_key(key_of(entry), self.taken), fields=MappingProxyType(fields))

    def keep(self, entry: Entry) -> None:
        """Remember an entry that has been written, or would be."""
        self.works.add(entry)
        self.taken.add(entry.key.casefold())

    def categories(self, entry: Entry) -> tuple[str, ...]:
        """Return the categories of an entry: those that are wished for, its own, or those suggested."""
        known = self.catalog.categories if self.catalog.has_tree else {}
        own = own_words("category", entry.get("category"), {row.casefold(): row for row in known})
        # Without any, the catalogue files papers by something else, which a first category would end.
        are_used = known or any(paper.entry.get("category") for paper in self.catalog.papers.values())
        if self.wish.categories or not are_used:
            return self.wish.categories or own
        suggestions = self.suggester.categories(*about(entry))
        return self.choose("category", known, own, suggestions, sure(suggestions[:1], SURE_CATEGORY))

    def keywords(self, entry: Entry) -> tuple[str, ...]:
        """Return the keywords of an entry, likewise."""
        rows = self.catalog.keywords.values()
        known = self.catalog.keywords if self.catalog.has_glossary else {}
        words = {name.casefold(): row.id for row in rows for name in (*row.aliases, row.name, row.id)}
        own = own_words("keyword", entry.get("keywords"), words if known else {})
        if self.wish.keywords:
            return self.wish.keywords
        suggestions = self.suggester.keywords(*about(entry))
        return self.choose("keyword", known, own, suggestions, sure(suggestions, SURE_KEYWORD))

    def choose(
        self,
        option: str,
        known: Mapping[str, object],
        own: Sequence[str],
        suggestions: Sequence[Suggestion],
        certain: Sequence[str],
    ) -> tuple[str, ...]:
        """Return the words that a person chooses; without one, those that the entry has, or else what is certain."""
        if own and not self.wish.asks:
            return tuple(own)
        for suggestion in suggestions:
            is_open = not self.wish.asks and suggestion.id not in certain
            left = f"; left open, add --{option} {suggestion.id} if it is right" if is_open else ""
            click.echo(f"{option} {suggestion.id}: {suggestion.reason}{left}", err=True)
        if not self.wish.asks:
            return tuple(certain)
        question = f"{option}, joined by commas, or {NONE} for none"

        def read(answer: str) -> tuple[str, ...]:
            return () if answer.strip() == NONE else known_words(option, answer, known)

        most = 1 if option == "category" else len(suggestions)
        best = tuple(own) or tuple(suggestion.id for suggestion in suggestions[:most])
        answer: tuple[str, ...] = click.prompt(question, default=", ".join(best), value_proc=read, err=True)
        return answer

    def tell_problems(self, entry: Entry) -> bool:
        """Say what the checks find in a new entry, and return whether they find nothing."""
        catalog = self.catalog
        rows = (tuple(getattr(catalog, name).values()) if has else () for name, has in (
            ("categories", catalog.has_tree), ("keywords", catalog.has_glossary), ("venues", catalog.has_venues),
        ))  # fmt: skip
        alone = Catalog.from_entries([entry], *rows)
        problems = [*check(alone, self.project.required_fields), *lint(alone, datetime.now(UTC).date())]
        for problem in problems:
            click.echo(f"{problem.kind.slug}: {problem.message}", err=True)
        return not problems


def sure(suggestions: Iterable[Suggestion], likely: float) -> tuple[str, ...]:
    """Return the words that are as likely as that: what may be taken where nobody is there to say no."""
    return tuple(suggestion.id for suggestion in suggestions if suggestion.score >= likely)


def about(entry: Entry) -> tuple[str, int | None]:
    """Return title and year of an entry."""
    year = entry_year(entry)
    return to_text(entry.get("title")), int(year) if year.isdecimal() else None


def own_words(option: str, text: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """Return the words that an entry has, as the catalogue writes them; those that it does not know are told.

    :param known: the words of the catalogue by their spellings in lower case; nothing, if it takes any.
    """
    if not known:
        return split_list(text)
    found = {}
    for word in split_list(to_text(text)):
        if word.casefold() in known:
            found[known[word.casefold()]] = word
        else:
            click.echo(f"{option} {word!r} of the entry is unknown here, and left out", err=True)
    return tuple(found)


def write(path: Path, entry: Entry) -> Entry:
    """Put an entry into a file, and return it as it stands there.

    :raises HereAlreadyError: if the work has come into the file meanwhile.
    """
    name = shown(path)
    key = entry.key

    def change(text: str) -> str:
        nonlocal key
        others, _problems = parse_bibliography(text, name)
        if match := DuplicateIndex(others).find(entry):
            raise HereAlreadyError(here_already(match))
        taken = {key.casefold() for other in others for key in (other.key, *split_list(other.get("ids")))}
        key = entry.key if entry.key not in taken else free_key(key_of(entry), taken)
        return insert(text, replace(entry, key=key))

    edit(path, change)
    entries, _problems = read_bibliography(path, name)
    return next(other for other in entries if other.key == key)
