"""The command ``init``: a site for BibTeX files."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from cardcatalog.catalog.grouping import GROUPINGS
from cardcatalog_tools.commands.files import shown, write_new
from cardcatalog_tools.linting.report import as_text, counted
from cardcatalog_tools.scaffold.plan import LOST, Bibliographies, SiteFiles, SiteOptions, plan_site, read_all


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--bib",
    "bibs",
    multiple=True,
    required=True,
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False, readable=True),
    help="A BibTeX file; it is copied. Repeatable.",
)
@click.option("--title", default="", help="Title of the site; else the name of the file.")
@click.option("--author", default="", help="Author of the site.")
@click.option("--language", default="en", show_default=True, help="Language of the pages, such as de, ja or zh_CN.")
@click.option(
    "--by",
    "grouping",
    type=click.Choice(list(GROUPINGS)),
    help="How to group papers into categories; else the first way that fits.",
)
def init_command(  # noqa: PLR0913, PLR0917  (click hands over each option)
    folder: Path, bibs: tuple[Path, ...], title: str, author: str, language: str, grouping: str | None
) -> None:
    """Make a site for BibTeX files of any field, with pages for the categories that the files have.

    Categories come from the field category, from groups of JabRef or Mendeley, or from keywords, if most entries have
    them and they are few enough to choose from; else from venues, types of works, or years. The files are copied and
    not changed. No existing file is overwritten.

    \b
    Examples:
      cardcatalog init site --bib library.bib
      cardcatalog init site --bib physics.bib --bib maths.bib --title "Our papers" --by keywords
    """
    read = read_files(bibs)
    name = bibs[0].stem.replace("_", " ").replace("-", " ").strip() or "Papers"
    title = title.strip() or name[0].upper() + name[1:]
    plan = plan_site(read, SiteOptions(title, author.strip(), language, grouping or ""))
    write_new({folder / name: data for name, data in plan.files.items()}, "name another folder")
    tell(folder, plan, len(read.entries))


def read_files(bibs: Sequence[Path]) -> Bibliographies:
    """Return the contents of some files.

    :raises click.UsageError: if two files have the same name, or none has an entry.
    """
    names = Counter(path.name.casefold() for path in bibs)
    twice = [path for path in bibs if names[path.name.casefold()] > 1]
    if twice:
        message = f"{twice[0]} and {twice[1]} have the same name; rename one of them"
        raise click.UsageError(message)
    data = {f"{path.stem}.bib": path.read_bytes() for path in bibs}
    read = read_all(data, {f"{path.stem}.bib": shown(path) for path in bibs})
    if not read.entries:
        if read.problems:
            click.echo(as_text(read.problems), err=True)
        message = f"{', '.join(map(shown, bibs))}: no entry could be parsed; a site needs at least one"
        raise click.UsageError(message)
    return read


def tell(folder: Path, plan: SiteFiles, entries: int) -> None:
    """Print the content of the site, the problems of the entries, and the next steps."""
    size = f"{counted(entries, 'entry')} in {counted(len(plan.grouping.categories), 'category')}"
    click.echo(
        f"{shown(folder)}: {size}, from the field {plan.grouping.field!r}\n\n"
        f"  cd {folder}\n  sphinx-build -c . docs build/html",
    )
    rest = Counter(row.kind.slug for row in plan.problems if row.kind not in LOST)
    if rest:
        kinds = ", ".join(f"{slug} {number:,}" for slug, number in sorted(rest.items()))
        click.echo(f"\nProblems of the entries: {kinds}. Run cardcatalog check to see their lines.", err=True)
    lost = [row for row in plan.problems if row.kind in LOST]
    if lost:
        click.echo(
            f"\nThese parts could not be read as they are meant; fix them, or look at their papers:\n{as_text(lost)}",
            err=True,
        )
        sys.exit(1)
