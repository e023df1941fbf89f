"""The command ``export``: papers in the formats that others read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cardcatalog.catalog import parse_query
from cardcatalog.commands.shared import files_argument, open_catalog, write_output
from cardcatalog.exports import FORMATS
from cardcatalog.problems import did_you_mean
from cardcatalog.text import split_list

if TYPE_CHECKING:
    from cardcatalog.catalog import Catalog
    from cardcatalog.papers import Paper

SUMMARIES = "\n".join(f"      {row.name:9} {row.summary}" for row in FORMATS.values())


@click.command(
    "export",
    help=f"""Write papers in a format that others read, to standard output or a file.

    Values of one option are joined by commas, and any will do; options narrow each other.

    \b
    Formats:
{SUMMARIES}

    \b
    Examples:
      cardcatalog export ris --category survey -o surveys.ris
      cardcatalog export bibtex --keyword kv-cache --year 2024-
      cardcatalog export csl-json --keys frantar2023gptq,lin2024awq
    """,
)
@click.argument("name", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@files_argument
@click.option("--category", default="", metavar="IDS", help="Only papers in these categories or below.")
@click.option("--keyword", default="", metavar="IDS", help="Only papers with these keywords.")
@click.option("--venue", default="", metavar="NAMES", help="Only papers of these venues.")
@click.option("--author", default="", metavar="NAMES", help="Only papers by these people.")
@click.option("--year", default="", metavar="YEARS", help="Only papers of these years: 2023, 2020-2023, 2020-, -2016.")
@click.option("--keys", default="", metavar="KEYS", help="Only these papers, by key or former key.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write, instead of standard output.")
@click.option("--title", default="", help="Title of a markdown list.")
@click.option("--about", default="", help="What stands below the title of a markdown list, in Markdown.")
def export_command(name: str, files: tuple[Path, ...], output: Path | None, **options: str) -> None:
    """Write papers in a format; the help text is above, since it lists the formats."""
    wording = {option: value for option in ("title", "about") if (value := options.pop(option))}
    if wording and name != "markdown":
        message = f"--{next(iter(wording))} is for markdown only"
        raise click.UsageError(message)
    catalog = open_catalog(files)
    write_output(output, FORMATS[name].write(catalog, select(catalog, **options), **wording))


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
