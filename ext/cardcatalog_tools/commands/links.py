"""The command ``links``: which links of a bibliography are dead."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from cardcatalog_tools.commands.catalogs import open_catalog
from cardcatalog_tools.commands.files import files_argument, open_project
from cardcatalog_tools.commands.network import Web, pass_web
from cardcatalog_tools.services.links import Findings, State, check_links, links_of
from cardcatalog_tools.services.web import Client


@click.command("links")
@files_argument
@click.option("--cache", type=click.Path(path_type=Path), default=Path("build", "links.jsonl"), show_default=True,
              help="Where findings are kept, so that a run that is broken off goes on from there.")  # fmt: skip
@click.option(
    "--days", type=click.IntRange(0), default=30, show_default=True, help="How long a cached result is valid."
)
@pass_web
def links_command(web: Web, /, files: tuple[Path, ...], cache: Path, days: int) -> None:
    """Find dead links, politely: with a pause between requests to one host, and each answer kept.

    DOIs and arXiv ids are looked up at their registries. A host that refuses programs makes a link unsure, not dead.
    The status is 1 if a link is dead.

    \b
    Examples:
      cardcatalog links
      cardcatalog links refs.bib
      cardcatalog links --days 0
    """
    catalog, is_whole = open_catalog(open_project(files))
    places = links_of(catalog.in_file_order())
    findings = Findings(cache, datetime.now(UTC).date(), timedelta(days))
    counts: Counter[State] = Counter()
    with Client(web.limits) as client:
        for finding in check_links(places, client, findings, web.hosts):
            counts[finding.state] += 1
            if finding.state is not State.ALIVE:
                click.echo(f"{places[finding.url]}: {finding.state.value}: {finding.url}: {finding.reason}")
    click.echo(", ".join(f"{counts[state]} {state.value}" for state in State), err=True)
    sys.exit(bool(counts[State.DEAD]) or not is_whole)
