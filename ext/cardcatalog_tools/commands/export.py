"""The command ``export``: papers in the formats that others read."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cardcatalog.bibtex.text import split_list
from cardcatalog.formats.formats import FORMATS
from cardcatalog_tools.commands.catalogs import open_catalog, select
from cardcatalog_tools.commands.files import files_argument, open_project, write_output

SUMMARIES = "\n".join(f"      {row.name:9} {row.summary}" for row in FORMATS.values())


@click.command(
    "export",
    help=f"""Write papers in a format that other programs read, to standard output or a file.

    Separate the values of one option by commas: a paper needs one of them; with several options, it needs all. Fields
    that cannot be parsed are reported and left out, and the status is 1.

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
@click.option(
    "--category",
    default="",
    metavar="IDS",
    help="Only papers, and sections of a markdown list, in these categories or below.",
)
@click.option("--keyword", default="", metavar="IDS", help="Only papers with these keywords.")
@click.option("--venue", default="", metavar="NAMES", help="Only papers of these venues.")
@click.option("--author", default="", metavar="NAMES", help="Only papers by these people.")
@click.option("--year", default="", metavar="YEARS", help="Only papers of these years: 2023, 2020-2023, 2020-, -2016.")
@click.option("--keys", default="", metavar="KEYS", help="Only these papers, by key or former key.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
              help="The file to write, instead of standard output.")  # fmt: skip
@click.option("--title", default="", help="Title of a markdown list.")
@click.option("--about", default="", help="The text below the title of a markdown list, in Markdown.")
def export_command(name: str, files: tuple[Path, ...], output: Path | None, **options: str) -> None:
    """Write papers in a format; the help text is above, since it lists the formats."""
    form: dict[str, object] = {option: value for option in ("title", "about") if (value := options.pop(option))}
    if form and name != "markdown":
        message = f"--{next(iter(form))} is for markdown only"
        raise click.UsageError(message)
    project = open_project(files)
    if output and output.resolve() in {path.resolve() for path in project.files}:
        message = f"{output} is the bibliography itself, and an export has only a part of it; name another file"
        raise click.UsageError(message)
    catalog, is_whole = open_catalog(project)
    papers = select(catalog, **options)
    if name == "markdown":  # the others have no sections
        form["within"] = split_list(options["category"])
    write_output(output, FORMATS[name].write(catalog, papers, **form))
    sys.exit(not is_whole)
