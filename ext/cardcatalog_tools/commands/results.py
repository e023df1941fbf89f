"""The command ``results add``: measured numbers from the tables of a source, and questions about the others."""

from __future__ import annotations

import csv
import re
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cardcatalog.catalog.dates import day_of
from cardcatalog.catalog.loader import load_catalog
from cardcatalog.checks.results import check_results
from cardcatalog.files import locked, write_whole
from cardcatalog.problems import unknown
from cardcatalog.results.reader import file_of
from cardcatalog.results.scheme import Source
from cardcatalog.text_files import decode
from cardcatalog_tools.commands.catalogs import open_catalog
from cardcatalog_tools.commands.files import open_project, shown
from cardcatalog_tools.commands.network import Web, pass_web
from cardcatalog_tools.commands.prompts import can_ask
from cardcatalog_tools.linting.report import as_text
from cardcatalog_tools.measured.answers import Answers, read_answers
from cardcatalog_tools.measured.files import format_file, insert_source, merge, read_rows
from cardcatalog_tools.measured.grids import Grid, read_grids
from cardcatalog_tools.measured.labels import LEFT_OUT, Reading, Vocabulary, read_conditions
from cardcatalog_tools.measured.proposals import Proposal, Question, propose
from cardcatalog_tools.measured.rows import Place
from cardcatalog_tools.services.titles import visible
from cardcatalog_tools.services.web import TEXT, Client, ServiceError

if TYPE_CHECKING:
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog_tools.linting.project import Project


@click.group("results")
def results_command() -> None:
    """Add measured results: the numbers of tables, each with what was measured and the line that prints it.

    \b
    Examples:
      cardcatalog results add owner/name README.md --commit 0123456789abcdef0123456789abcdef01234567
    """


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line says about the rows to add."""

    repository: str
    file: str
    commit: str
    folder: Path | None
    reporter: str
    date: str


@results_command.command("add")
@click.argument("repository", metavar="REPO")
@click.argument("file")
@click.option("--commit", required=True, metavar="HASH", help="The commit whose lines the rows name: 40 digits.")
@click.option(
    "--from",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder with the files of the repository, to read FILE there.",
)
@click.option("--reporter", default="", metavar="KEY", help="The paper whose authors report the numbers.")
@click.option("--date", default="", metavar="DATE", help="The day of the commit, such as 2026-01-31.")
@click.option(
    "--answers",
    "answers_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A TOML file that says what words of the tables mean.",
)
@click.option("--dry-run", is_flag=True, help="Only show the rows.")
@click.option("-y", "--yes", is_flag=True, help="Add the numbers that are certain, and ask nothing.")
@pass_web
def add_results(
    web: Web, /, answers_file: Path | None, folder: Path | None, *, dry_run: bool, yes: bool, **asked: str
) -> None:
    """Add the numbers of all tables in FILE of REPO, a repository of GitHub, at a commit.

    Tables are those of Markdown and HTML, CSV, lists of reStructuredText, and those drawn with lines. For each of
    their words the command prints what it takes it for, and why; it asks about the others. An answer is for example
    "model=llama-2-7b, w=4", "w=*" for a heading whose cells hold it, or "-" to leave the numbers out. Numbers wait
    while a word that may be a setting of them is open. The status is 1 if numbers were left out because something is
    open.

    \b
    Examples:
      cardcatalog results add owner/name README.md --commit 0123456789abcdef0123456789abcdef01234567 --yes
      cardcatalog results add owner/name docs/a.md --commit 0123456789abcdef0123456789abcdef01234567 --answers a.toml
    """
    wanted = Asked(folder=folder, **asked)
    asks = can_ask(yes=yes, dry_run=dry_run)
    project = open_project()
    if not project.sources.results:
        message = "the project has no measured results; name their TOML file as cardcatalog_results in conf.py"
        raise click.UsageError(message)
    catalog, _whole = open_catalog(project)
    source = find_source(catalog, wanted)
    text = read_source(wanted, web)
    answers = load_answers(answers_file, catalog)
    vocabulary = Vocabulary(catalog)
    place = Place(source.id, wanted.file, source.paper)
    try:
        grids = read_grids(text, wanted.file)
    except csv.Error as error:
        message = f"{wanted.file} is not a table of CSV: {error}; look for a quotation mark without its pair"
        raise click.ClickException(message) from None
    if not grids:
        click.echo(f"{wanted.file}: there is no table in it", err=True)
    proposals = [decide(grid, place, vocabulary, answers, asks=asks) for grid in grids]
    rows = [row for proposal in proposals for row in proposal.rows]
    status = any(proposal.questions for proposal in proposals) or not grids
    if rows and not dry_run and (not asks or click.confirm(f"Add {len(rows)} numbers?", default=True, err=True)):
        status = not write(project, source, rows) or status
    elif dry_run:
        click.echo(format_file(rows, catalog.results.scheme), nl=False)
    sys.exit(status)


def find_source(catalog: Catalog, wanted: Asked) -> Source:
    """Return the source of a repository, one that the project has or a new one.

    :raises click.UsageError: if the repository, commit, day or paper is none, or its rows are of another commit.
    """
    if not re.fullmatch(r"[\w.-]+/[\w.-]+", wanted.repository):
        message = f"{visible(wanted.repository)!r} is not a repository; write OWNER/NAME"
        raise click.UsageError(message)
    if not re.fullmatch(r"[0-9a-f]{40}", wanted.commit):
        message = f"{visible(wanted.commit)!r} is not a commit; write all 40 digits, so that lines stay where they are"
        raise click.UsageError(message)
    if day_of(wanted.date) != wanted.date:
        message = f"{visible(wanted.date)!r} is not a day; write it as 2026-01-31"
        raise click.UsageError(message)
    if wanted.reporter and not catalog.find(wanted.reporter):
        message = unknown("paper", wanted.reporter, catalog.papers)
        raise click.UsageError(message)
    known = catalog.results.scheme.sources.get(wanted.repository)
    if known and wanted.commit not in known.link:
        message = f"the rows of {wanted.repository} are of another commit: {known.link}; name that one"
        raise click.UsageError(message)
    url = f"https://github.com/{wanted.repository}"
    link = f"{url}/blob/{wanted.commit}/{{path}}#L{{line}}"
    name = wanted.repository
    return known or Source(id=name, name=name, link=link, url=url, date=wanted.date, paper=wanted.reporter)


def read_source(wanted: Asked, web: Web) -> str:
    """Return the text of the file, from a folder or from the repository.

    :raises click.ClickException: if there is no such file, or it is not text in UTF-8.
    """
    if wanted.folder:
        path = wanted.folder / wanted.file
        if not path.is_file() or not path.resolve().is_relative_to(wanted.folder.resolve()):
            message = f"{shown(path)}: no such file; FILE is the path within the repository"
            raise click.UsageError(message)
        data = path.read_bytes()
    else:
        url = f"{web.hosts.files}/{wanted.repository}/{wanted.commit}/{wanted.file}"
        try:
            with Client(web.limits) as client:
                data = client.get(url, TEXT)
        except ServiceError as error:
            message = f"there is no file {visible(wanted.file)} at this commit" if error.is_unknown else str(error)
            raise click.ClickException(message) from None
    text, problems = decode(data, wanted.file)
    if problems:
        raise click.ClickException(as_text(problems))
    return text


def load_answers(path: Path | None, catalog: Catalog) -> Answers:
    """Return the answers of a file, if there is one.

    :raises click.UsageError: if an answer does not fit.
    """
    try:
        return read_answers(path, shown(path), catalog.results.scheme) if path else Answers()
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def decide(grid: Grid, place: Place, vocabulary: Vocabulary, answers: Answers, *, asks: bool) -> Proposal:
    """Return the rows of a table, after the questions that a person answers; show what its words were taken for."""
    own = answers.about(grid.line)
    proposal = propose(grid, place, vocabulary, own)
    while asks and proposal.questions:
        own = ask(proposal.questions[0], own, vocabulary)
        proposal = propose(grid, place, vocabulary, own)
    if own.facts.is_left_out:
        return proposal
    click.echo(f"{place.path}:{grid.line}: {visible(grid.section)!r}: {len(proposal.rows)} numbers", err=True)
    for word, reading in proposal.readings.items():
        click.echo(f"  {visible(word)!r}: {visible(reading.text())}", err=True)
    for row in proposal.rows:
        if row["relation"] == "baseline":
            click.echo(
                f"  line {row['line']}: {row['model']}, {row['benchmark']} {row['printed']}: reference", err=True
            )
    for question in proposal.questions:
        count = proposal.waiting[question.word] if question.word else 0
        waiting = f"; numbers that wait for the answer: {count}" if count else ""
        click.echo(f"  left out: {visible(question.text)}{waiting}", err=True)
    return proposal


def ask(question: Question, answers: Answers, vocabulary: Vocabulary) -> Answers:
    """Return the answers with one more, by a person."""
    click.echo(f"line {question.line}: {visible(question.text)}", err=True)
    reading: Reading = click.prompt(
        f"field=value, or {LEFT_OUT} to leave out",
        default=LEFT_OUT,
        value_proc=lambda text: _conditions(text, vocabulary),
        err=True,
    )
    if question.word:
        return replace(answers, words={**answers.words, question.word: reading})
    facts = {**answers.facts.facts, **reading.facts}
    return replace(answers, facts=replace(reading, facts=facts))


def _conditions(text: str, vocabulary: Vocabulary) -> Reading:
    try:
        return read_conditions(text, vocabulary.scheme)
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def write(project: Project, source: Source, rows: list[dict[str, str]]) -> bool:
    """Write rows into the file of their source, and the source into the list; return whether check finds no fault.

    :raises OSError: if a file cannot be written.
    """
    scheme_path = project.sources.base / project.sources.results
    path = scheme_path.with_suffix("") / file_of(source.id)
    with locked(scheme_path):
        text = scheme_path.read_text("utf-8")
        catalog, _problems = load_catalog(project.sources)
        scheme = catalog.results.scheme
        if source.id not in scheme.sources:
            write_whole(scheme_path, insert_source(text, source))
        path.parent.mkdir(exist_ok=True)
        old = read_rows(path.read_text("utf-8")) if path.is_file() else []
        merged, repeated = merge(old, rows)
        write_whole(path, format_file(merged, scheme))
    click.echo(f"{shown(path)}: {len(merged) - len(old)} numbers added, {repeated} were there", err=True)
    catalog, problems = load_catalog(project.sources)
    faults = [each for each in [*problems, *check_results(catalog)] if each.location.path.endswith(path.name)]
    if faults:
        click.echo(as_text(faults), err=True)
    return not faults
