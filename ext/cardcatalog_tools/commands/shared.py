"""Open, load and change the files of a bibliography, as all commands do."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cardcatalog.bibtex.entries import decode, parse_bibliography, read_bibliography
from cardcatalog.bibtex.rewrite import insert
from cardcatalog.bibtex.scan import NAME
from cardcatalog.bibtex.text import split_list
from cardcatalog.catalog.catalog import Catalog, parse_query
from cardcatalog.catalog.citekeys import free_key, key_of
from cardcatalog.catalog.duplicates import DuplicateIndex
from cardcatalog.catalog.loader import Sources, load_catalog
from cardcatalog.files import locked, write_whole
from cardcatalog.problems import Kind, did_you_mean
from cardcatalog_tools.linting.project import Project, find_project, project_for
from cardcatalog_tools.linting.report import as_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from cardcatalog.bibtex.entries import Entry
    from cardcatalog.catalog.duplicates import Match
    from cardcatalog.catalog.paper import Paper
    from cardcatalog.problems import Location, Problem

BROKEN = frozenset({Kind.FILE, Kind.SYNTAX})
"""Kinds of problems with which a file is not rewritten: a part of it cannot be parsed."""

_STRING = re.compile(rf"[=#]\s*({NAME.pattern})")
"""What may be a reference to a string."""

files_argument = click.argument("files", nargs=-1, type=click.Path(path_type=Path))
"""The files that a command works on; without any, those of the project."""


class BrokenFileError(click.ClickException):
    """A file is not rewritten, since a part of it cannot be parsed."""


def open_project(files: Sequence[Path]) -> Project:
    """Return the project to work on.

    :raises click.UsageError: if a file does not exist.
    """
    for path in files:
        if not path.is_file():
            message = f"{path}: {'is a folder; name a .bib file' if path.is_dir() else 'no such file'}"
            raise click.UsageError(message)
    return project_for(files, Path.cwd())


def open_target(into: Path | None) -> tuple[Project, Path]:
    """Return the project that new entries join, and the file to write them to.

    :raises click.UsageError: if there is no such file, or there are several.
    """
    around = find_project(Path.cwd())
    if into and not (around and into.resolve() in {path.resolve() for path in around.files}):
        return open_project([into]), into
    if not around:
        message = "no conf.py here or above sets cardcatalog_bibliography; name the file to write to with --into"
        raise click.UsageError(message)
    files = [into] if into else around.files
    if len(files) != 1:
        message = f"the bibliography has {len(files)} files; name the one to write to with --into"
        raise click.UsageError(message)
    return around, files[0]


def open_catalog(project: Project) -> tuple[Catalog, bool]:
    """Return a catalog and whether all of it could be read; the problems are printed."""
    catalog, problems = load_catalog(project.sources)
    if problems:
        click.echo(as_text(problems), err=True)
    return catalog, not problems


def select(catalog: Catalog, keys: str = "", **query: str) -> list[Paper]:
    """Return the papers that options ask for, in the order of the file.

    :raises click.UsageError: if an option names a term or a key that the catalog does not have.
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
    """Return a path as messages show it: relative to the current folder if it is in there."""
    return Sources(Path.cwd(), ()).shown(str(path))


def read_text(data: bytes, name: str) -> tuple[str, list[Problem]]:
    """Return the text of a file with line ends ``\\n``, and the problems that prevent rewriting it."""
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
    :raises BrokenFileError: if a part of the file cannot be parsed; nothing is written.
    """
    with locked(path):
        text, problems = read_text(path.read_bytes(), shown(path))
        if problems:
            message = f"{shown(path)} is not written, since parts of it cannot be parsed:\n{as_text(problems)}"
            raise BrokenFileError(message)
        new = change(text)
        if new.encode() == path.read_bytes():
            return False
        write_whole(path, new)
        return True


def insert_into(path: Path, entries: Iterable[Entry]) -> tuple[list[Entry], list[Match]]:
    """Insert entries into a file under a lock; one whose key is taken there gets a free one.

    :returns: the entries as they are in the file, and the matches of works that the file has already.
    :raises BrokenFileError: if a part of the file cannot be parsed; nothing is written.
    """
    keys: list[str] = []
    matches: list[Match] = []

    def change(text: str) -> str:
        others, _problems = parse_bibliography(text, shown(path))
        works = DuplicateIndex(others)
        taken = {key.casefold() for other in others for key in (other.key, *split_list(other.get("ids")))}
        new = []
        for entry in entries:
            if match := works.find(entry):
                matches.append(match)
                continue
            new.append(replace(entry, key=entry.key if entry.key not in taken else free_key(key_of(entry), taken)))
            taken.add(new[-1].key)
        keys.extend(entry.key for entry in new)
        return insert(text, *new)

    edit(path, change)
    written = {entry.key: entry for entry in read_bibliography(path, shown(path))[0]} if keys else {}
    return [written[key] for key in keys], matches


def here_already(match: Match, location: Location | None = None) -> str:
    """Return the line that names the entry of the same work, and its place."""
    reason = "title and authors" if match.mark.kind == "title" else f"{match.mark.kind} {match.mark.value}"
    return f"{location or match.entry.location}: already here as {match.entry.key!r}, by its {reason}"
