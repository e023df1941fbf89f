"""What the commands share: their files, their errors, and how they load and change a bibliography."""

from __future__ import annotations

import errno
import io
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cardcatalog.bibtex.entries import decode, parse_bibliography
from cardcatalog.bibtex.scan import NAME
from cardcatalog.bibtex.text import split_list
from cardcatalog.catalog.catalog import Catalog, parse_query
from cardcatalog.catalog.loader import Sources, load_catalog
from cardcatalog.files import locked, write_whole
from cardcatalog.problems import Kind, did_you_mean
from cardcatalog_tools.linting.project import Project, ProjectError, find_project, project_for
from cardcatalog_tools.linting.report import as_text
from cardcatalog_tools.services.providers import HOSTS, Hosts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cardcatalog.catalog.duplicates import Match
    from cardcatalog.catalog.paper import Paper
    from cardcatalog.problems import Location, Problem
    from cardcatalog_tools.services.web import Limits

BROKEN = frozenset({Kind.FILE, Kind.SYNTAX})
"""Kinds of problems with which a file is not rewritten: something in it is not understood."""

_STRING = re.compile(rf"[=#]\s*({NAME.pattern})")
"""What may be the use of a string."""

files_argument = click.argument("files", nargs=-1, type=click.Path(path_type=Path))
"""The files that a command works on; none means those of the project."""


@dataclass(frozen=True, slots=True)
class Web:
    """The services that commands ask, and how patiently."""

    hosts: Hosts = HOSTS
    limits: Limits | None = None


pass_web = click.make_pass_decorator(Web, ensure=True)
"""Hands a command the services; a test hands over its own as the object of click's context."""


class BrokenFileError(click.ClickException):
    """A file is not rewritten, since a part of it is not understood."""


class HereAlreadyError(click.ClickException):
    """A paper is not added, since it has come in meanwhile."""


class Group(click.Group):
    """Commands whose errors are one line each, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  (click's signature)
        """Run a command; what the machine refuses becomes a message and the status 1, what makes no sense 2."""
        if isinstance(sys.stdout, io.TextIOWrapper):
            # A message with a name that the terminal cannot write is better than a traceback.
            sys.stdout.reconfigure(errors="backslashreplace")
        try:
            return super().invoke(ctx)
        except ProjectError as error:
            raise click.UsageError(str(error)) from None
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise  # the reader has had enough, as head has: click ends in silence
            name = f"{error.filename}: " if error.filename else ""
            message = f"{name}{error.strerror or error}"
            raise click.ClickException(message) from None


def open_project(files: Sequence[Path]) -> Project:
    """Return what to work on, all of which exists."""
    for path in files:
        if not path.is_file():
            message = f"{path}: {'is a folder; name a .bib file' if path.is_dir() else 'no such file'}"
            raise click.UsageError(message)
    return project_for(files, Path.cwd())


def open_target(into: Path | None) -> tuple[Project, Path]:
    """Return what new entries join, and the file that they go to: of a project all files, whichever is written to."""
    around = find_project(Path.cwd())
    if into and not (around and into.resolve() in {path.resolve() for path in around.files}):
        return open_project([into]), into
    if not around:
        message = "no conf.py here or above sets cardcatalog_bibliography; say with --into which file to write to"
        raise click.UsageError(message)
    files = [into] if into else around.files
    if len(files) != 1:
        message = f"the bibliography has {len(files)} files; say with --into which one"
        raise click.UsageError(message)
    return around, files[0]


def open_catalog(project: Project) -> tuple[Catalog, bool]:
    """Return a catalogue without what cannot be understood, which is told; and whether that is nothing."""
    catalog, problems = load_catalog(project.sources)
    if problems:
        click.echo(as_text(problems), err=True)
    return catalog, not problems


def can_ask(*, yes: bool, dry_run: bool) -> bool:
    """Tell whether a person is there who answers questions.

    :raises click.UsageError: if nobody is, and the options do not answer them either.
    """
    is_there = sys.stdin.isatty()
    if not (is_there or yes or dry_run):
        message = "nobody is there to ask; say --yes or --dry-run"
        raise click.UsageError(message)
    return is_there and not yes and not dry_run


def select(catalog: Catalog, keys: str = "", **query: str) -> list[Paper]:
    """Return the papers that options ask for, in the order of the file.

    :raises click.UsageError: if an option names what the catalogue does not have.
    """
    try:
        found = {paper.key for paper in catalog.select(parse_query({k: v for k, v in query.items() if v}, catalog))}
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    named = set()
    for key in split_list(keys):
        paper = catalog.find(key)
        if not paper:
            message = f"unknown key {key!r}{did_you_mean(key, catalog.papers)}"
            raise click.UsageError(message)
        named.add(paper.key)
    return [paper for paper in catalog.in_file_order() if paper.key in (found & named if keys else found)]


def shown(path: Path) -> str:
    """Return a path as messages show it: from here, if it stands here."""
    return Sources(Path.cwd(), ()).shown(str(path))


def read_text(data: bytes, name: str) -> tuple[str, list[Problem]]:
    """Return the text of a file with plain line ends, and what stands in the way of rewriting it."""
    text, problems = decode(data, name)
    # Another file may define the strings that this one uses; who rewrites it leaves them as they are.
    strings = {word.lower(): word for word in _STRING.findall(text)}
    problems += parse_bibliography(text, name, strings)[1]
    return text, [problem for problem in problems if problem.kind in BROKEN]


def write_output(path: Path | None, text: str) -> None:
    """Write a text to a file, as a whole or not at all, or to standard output, in UTF-8 either way."""
    if path is None or path == Path("-"):
        rest = memoryview(text.encode())
        while rest:  # an unbuffered stream may take a part only
            rest = rest[sys.stdout.buffer.write(rest) :]
        sys.stdout.buffer.flush()
    elif path.exists() and not path.is_file():
        path.write_text(text, encoding="utf-8", newline="\n")  # a device or a pipe, which must not be replaced
    else:
        with locked(path):
            write_whole(path, text)


def edit(path: Path, change: Callable[[str], str]) -> bool:
    """Change the text of a file under a lock, as a whole or not at all.

    :returns: whether it differs now.
    :raises BrokenFileError: if a part of the file is not understood; nothing is written.
    """
    with locked(path):
        text, problems = read_text(path.read_bytes(), shown(path))
        if problems:
            message = f"{shown(path)} is not written, since parts of it are not understood:\n{as_text(problems)}"
            raise BrokenFileError(message)
        new = change(text)
        if new.encode() == path.read_bytes():
            return False
        write_whole(path, new)
        return True


def here_already(match: Match, where: Location | None = None) -> str:
    """Return the line that names the entry of the same work, and where it stands."""
    what = "title and authors" if match.by.kind == "title" else f"{match.by.kind} {match.by.value}"
    return f"{where or match.entry.location}: here already as {match.entry.key!r}, by its {what}"
