"""The command ``audit``: what collections of papers state otherwise than a bibliography."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from cardcatalog.bibtex.text import split_list
from cardcatalog.problems import Problem, unknown
from cardcatalog_tools.collections.audit import FIELDS, Audit, Difference
from cardcatalog_tools.collections.contested import HEAD, check_settled, read_settled, unsettled
from cardcatalog_tools.collections.reader import files_in, read_collection
from cardcatalog_tools.commands.catalogs import open_catalog
from cardcatalog_tools.commands.files import named_file, open_project, shown
from cardcatalog_tools.linting.report import counted
from cardcatalog_tools.services.venues import Venues


def parse_fields(_context: click.Context, _option: click.Parameter, text: str) -> frozenset[str]:
    """Return the names of facts that an option lists, separated by commas; all of them without any.

    :raises click.BadParameter: if one of them is unknown.
    """
    words = split_list(text)
    for word in words:
        if word not in FIELDS:
            message = unknown("field", word, FIELDS, f"choose from {', '.join(FIELDS)}")
            raise click.BadParameter(message)
    return frozenset(words or FIELDS)


@click.command("audit")
@click.argument("collections", nargs=-1, required=True, metavar="COLLECTION...",
                type=click.Path(path_type=Path, exists=True))  # fmt: skip
@click.option(
    "--bib",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A file to compare, if not those of the project.",
)
@click.option("--contested", type=click.Path(path_type=Path, dir_okay=False), default=Path("bib", "contested.tsv"),
              show_default=True, callback=named_file, help="The table of differences that are settled.")  # fmt: skip
@click.option("--fields", default="", callback=parse_fields, metavar="NAMES", help="Only these facts.")
@click.option("--format", "style", type=click.Choice(["text", "json", "tsv"]), default="text", help="Output format.")
def audit_command(
    collections: tuple[Path, ...], files: tuple[Path, ...], contested: Path, fields: frozenset[str], style: str
) -> None:
    """Compare a bibliography with local copies of collections, by identifier, then by title and authors.

    A COLLECTION is a file or a folder: JSON or JSON lines of papercopilot/paperlists, freezed-corpse-143/topaperlist,
    rbnyng/mlanthology or a daily list of arXiv; BibTeX of DBLP or the ACL Anthology; each also with gzip. Compared are
    title, authors, venue, year, DOI, arXiv and OpenReview id, a link to code that is missing here, and whether a
    preprint is published there. Differences in the table of settled ones are left out; tsv writes lines for that
    table. The status is 1 if another difference is found, or a file or a line of the table is wrong.

    \b
    Examples:
      cardcatalog audit paperlists/ mlanthology/data/papers/
      cardcatalog audit dblp/*.bib --fields title,author
      cardcatalog audit topaperlist/ --format json
    """
    catalog, is_whole = open_catalog(open_project(files))
    audit = Audit(catalog.entries, Venues(catalog.venues.values()))
    rows, problems = read_settled(contested, shown(contested), FIELDS)
    names = []
    for path in files_in(collections):
        reading = read_collection(path, shown(path))
        audit.add(reading.entries)
        problems += reading.problems
        names.append(shown(path))
    found = [each for each in audit.differences if each.field in fields]
    problems += check_settled((row for row in rows if row.field in fields), found, catalog.papers, names)
    left = unsettled(found, rows)
    click.echo(WRITERS[style](left, problems, audit))
    sys.exit(bool(left or problems) or not is_whole)


def as_text(differences: Sequence[Difference], problems: Sequence[Problem], audit: Audit) -> str:
    """Return a line for each difference and each problem, and how many entries were compared."""
    lines = [f"{problem.location}: {problem.kind.slug}: {problem.message}" for problem in problems]
    compared = f"{counted(len(audit.matched), 'entry')} compared with {counted(sum(audit.matched.values()), 'record')}"
    return "\n".join([*lines, *map(str, differences), f"{compared}, {counted(len(differences), 'difference')}"])


def as_json(differences: Sequence[Difference], problems: Sequence[Problem], audit: Audit) -> str:
    """Return an object with the differences, the problems, and the number of entries compared."""
    document = {
        "differences": [_row(each) for each in differences],
        "problems": [
            {"file": problem.location.path, "line": problem.location.line, "message": problem.message}
            for problem in problems
        ],
        "compared": {"entries": len(audit.matched), "records": sum(audit.matched.values())},
    }
    return json.dumps(document, indent=2)


def _row(each: Difference) -> dict[str, Any]:
    return {
        "file": each.location.path, "line": each.location.line, "key": each.key, "field": each.field,
        "ours": each.ours, "theirs": each.theirs, "sources": [str(source) for source in each.sources],
    }  # fmt: skip


def as_table(differences: Sequence[Difference], _problems: Sequence[Problem], _audit: Audit) -> str:
    """Return lines for the table of settled differences, each with the reason left open."""
    lines = [f"{each.key}\t{each.field}\t{each.ours}\t{each.theirs}\t\t{each.sources[0].path}" for each in differences]
    return "\n".join([HEAD.rstrip("\n"), *lines])


WRITERS = {"text": as_text, "json": as_json, "tsv": as_table}
"""The formats of the output, by name."""
