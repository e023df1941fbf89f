"""Open the catalog of a bibliography, select papers from it, and insert new entries into its files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cardcatalog.bibtex.entries import Entry, parse_bibliography, read_bibliography
from cardcatalog.bibtex.rewrite import insert
from cardcatalog.bibtex.text import split_list
from cardcatalog.catalog.citekeys import free_key, key_of, taken_keys
from cardcatalog.catalog.duplicates import DuplicateIndex, Match
from cardcatalog.catalog.loader import load_catalog
from cardcatalog.catalog.query import parse_query
from cardcatalog.problems import Location, unknown
from cardcatalog_tools.commands.files import BrokenFileError, edit, open_project, shown
from cardcatalog_tools.linting.project import Project, find_project
from cardcatalog_tools.linting.report import as_text

if TYPE_CHECKING:
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper


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
            message = unknown("key", key, catalog.papers)
            raise click.UsageError(message)
        named.add(paper.key)
    return [paper for paper in catalog.in_file_order() if paper.key in (found & named if keys else found)]


def insert_into(path: Path, entries: Iterable[Entry]) -> tuple[list[Entry], list[Match]]:
    """Insert entries into a file under a lock; one whose key is taken there gets a free one.

    :returns: the entries as they are in the file, and the matches of works that the file has already.
    :raises BrokenFileError: if the file cannot be read, or would be read otherwise after that; nothing is written.
    """
    keys: list[str] = []
    matches: list[Match] = []

    def change(text: str) -> str:
        others, _problems = parse_bibliography(text, shown(path))
        works = DuplicateIndex(others)
        taken = taken_keys(others)
        new = []
        for entry in entries:
            if match := works.find(entry):
                matches.append(match)
                continue
            new.append(replace(entry, key=entry.key if entry.key not in taken else free_key(key_of(entry), taken)))
            taken.add(new[-1].key)
        keys.extend(entry.key for entry in new)
        return _checked(insert(text, *new), [*others, *new], path)

    if problems := edit(path, change).problems:
        click.echo(f"These parts of {shown(path)} were left as they are; fix them:\n{as_text(problems)}", err=True)
    written = {entry.key: entry for entry in read_bibliography(path, shown(path))[0]} if keys else {}
    return [written[key] for key in keys], matches


def _checked(text: str, entries: Iterable[Entry], path: Path) -> str:
    """Return a text in which entries are read; a fault before them might hide them.

    :raises BrokenFileError: if it hides one.
    """
    found, problems = parse_bibliography(text, shown(path))
    if lost := {entry.key for entry in entries} - {entry.key for entry in found}:
        message = f"{shown(path)} is not written, since {min(lost)!r} would not be read in it:\n{as_text(problems)}"
        raise BrokenFileError(message)
    return text


def here_already(match: Match, location: Location | None = None) -> str:
    """Return the line that names the entry of the same work, and its place."""
    return f"{location or match.entry.location}: already here as {match.entry.key!r}, by its {match.by.shared}"
