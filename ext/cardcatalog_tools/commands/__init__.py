"""The command line: begin, check, format, grow and export a bibliography."""

from __future__ import annotations

import click

from cardcatalog.version import __version__
from cardcatalog_tools.commands.add import add_command
from cardcatalog_tools.commands.check import check_command
from cardcatalog_tools.commands.diff import diff_command
from cardcatalog_tools.commands.export import export_command
from cardcatalog_tools.commands.extract import extract_command
from cardcatalog_tools.commands.format import format_command
from cardcatalog_tools.commands.importing import import_command
from cardcatalog_tools.commands.init import init_command
from cardcatalog_tools.commands.links import links_command
from cardcatalog_tools.commands.release import release_command
from cardcatalog_tools.commands.shared import Group
from cardcatalog_tools.commands.upgrade import upgrade_command


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Check, format, grow and export a bibliography.

    Without files, a command works on those that the conf.py here or above names as cardcatalog_bibliography.

    \b
    Exit status: 0 if all is well, 1 if there are problems, 2 if the command is used wrongly.

    \b
    Examples:
      cardcatalog init site --bib library.bib
      cardcatalog check
      cardcatalog check refs.bib --fix
      cardcatalog diff main
      cardcatalog add 2210.17323
      cardcatalog extract paper.tex -o paper.bib
    """


for command in (
    add_command,
    check_command,
    diff_command,
    export_command,
    extract_command,
    format_command,
    import_command,
    init_command,
    links_command,
    release_command,
    upgrade_command,
):
    main.add_command(command)
