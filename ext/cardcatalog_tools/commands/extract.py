"""The command ``extract``: just the entries that a document cites."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cardcatalog.catalog.loader import load_catalog
from cardcatalog.catalog.lookup import Index
from cardcatalog_tools.commands.files import open_project, write_output
from cardcatalog_tools.extract.extract import extract, read_documents, report, to_bib
from cardcatalog_tools.linting.report import as_text

_OTHERS = frozenset({".typ", ".md", ".markdown", ".qmd", ".rmd", ".rst", ".ipynb", ".docx", ".odt", ".pdf", ".html"})
"""Documents in which only LaTeX's own commands are found, which few have."""


@click.command("extract")
@click.argument(
    "documents",
    nargs=-1,
    required=True,
    metavar="DOCUMENT...",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
)
@click.option("--bib", "files", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
              help="Take entries from this file instead of the project's; repeatable.")  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write, instead of standard output.")
def extract_command(documents: tuple[Path, ...], files: tuple[Path, ...], output: Path | None) -> None:
    """Write just the entries that a document cites, under the keys that it cites.

    DOCUMENTs are .tex, .aux or .bcf files, and the author's own .bib: what it has on arXiv is replaced by the published
    version, and what only it has is passed on. An unmatched citation is reported, and the status is 1 then.

    \b
    Examples:
      cardcatalog extract paper.tex -o paper.bib
      cardcatalog extract paper.aux mine.bib -o paper.bib
      cardcatalog extract paper.tex --bib quantization.bib
    """
    project = open_project(files)
    if output and output.resolve() in {path.resolve() for path in (*project.files, *documents)}:
        message = f"{output} is what the entries are taken from; name another file"
        raise click.UsageError(message)
    catalog, problems = load_catalog(project.sources)
    found, more = read_documents(documents)
    extraction = extract(found, Index.from_catalog(catalog))
    entries = to_bib(extraction)
    if (
        not entries
        and not extraction.missing
        and (others := [path for path in documents if path.suffix.lower() in _OTHERS])
    ):
        message = f"{others[0]}: not LaTeX; extract reads .tex, .aux and .bcf files, other programs read the whole .bib"
        raise click.UsageError(message)
    write_output(output, entries)
    if problems + more:
        click.echo(as_text(problems + more), err=True)
    click.echo(report(extraction), err=True, nl=False)
    sys.exit(bool(extraction.missing or problems or more))
