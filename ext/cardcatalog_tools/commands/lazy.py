"""A group of commands that imports a command only when it is used, and turns errors into one line each."""

from __future__ import annotations

import errno
import io
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

EXTRA = "tools"
"""The extra of the distribution that holds the libraries which only some commands need."""

EXTRA_MODULES = frozenset({"defusedxml", "httpx", "markdown_it"})
"""The packages of the extra, as Python imports them."""


class LazyGroup(click.Group):
    """A group whose commands are modules of this package: ``check`` is ``check_command`` in ``check.py``."""

    def __init__(self, *arguments: Any, summaries: Mapping[str, str], **options: Any) -> None:  # noqa: ANN401  (click's)
        """Keep the names of the commands and their summaries."""
        super().__init__(*arguments, **options)
        self.summaries = summaries

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        """Return the names of all commands."""
        return sorted(self.summaries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  (click's signature)
        """Import a command; one whose libraries are not installed becomes a command that names the extra to install.

        :raises ModuleNotFoundError: if another module is missing than those of the extra.
        """
        if cmd_name not in self.summaries:
            return None
        module = "importing" if cmd_name == "import" else cmd_name  # which is a keyword of Python
        try:
            loaded = import_module(f"cardcatalog_tools.commands.{module}")
        except ModuleNotFoundError as error:
            if error.name not in EXTRA_MODULES:
                raise
            return _unavailable(cmd_name, str(error.name))
        command: click.Command = getattr(loaded, f"{cmd_name}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        names = self.list_commands(ctx)
        width = formatter.width - 6 - max(map(len, names))
        with formatter.section("Commands"):
            formatter.write_dl([(name, _shortened(self.summaries[name], width)) for name in names])

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  (click's signature)
        """Run a command; what the system refuses becomes a message and the status 1.

        :raises click.ClickException: if the system refuses an operation on a file, which it names.
        """
        if isinstance(sys.stdout, io.TextIOWrapper):
            # A message with a name that the terminal cannot write is better than a traceback.
            sys.stdout.reconfigure(errors="backslashreplace")
        try:
            return super().invoke(ctx)
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise  # the reader has had enough, as head has: click ends in silence
            name = f"{error.filename}: " if error.filename else ""
            message = f"{name}{error.strerror or error}"
            raise click.ClickException(message) from None


def _shortened(text: str, width: int) -> str:
    """Return a summary on one line, cut at a word as click does."""
    if len(text) <= width:
        return text
    return f"{text[: width - 3].rsplit(' ', 1)[0].rstrip(' ,:;')}..."


def _unavailable(name: str, library: str) -> click.Command:
    """Return a command that names the extra it needs, for any arguments."""

    def refuse() -> None:
        message = (
            f"{name} needs {library}, which is not installed; "
            f"install the extra {EXTRA!r}: pip install 'sphinx-cardcatalog[{EXTRA}]'"
        )
        raise click.ClickException(message)

    lenient = {"ignore_unknown_options": True, "allow_extra_args": True}
    return click.Command(name, callback=refuse, add_help_option=False, context_settings=lenient)
