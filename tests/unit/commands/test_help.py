"""The help of the commands: its examples are command lines."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable

import click
import pytest
from click.testing import Result

from cardcatalog_tools.commands import SUMMARIES, main

COMMANDS: list[tuple[str, ...]] = [(), *((name,) for name in SUMMARIES)]
"""The words of each command."""


def command(name: str) -> click.Command:
    """Return a command by its name."""
    found = main.get_command(click.Context(main), name)
    assert found
    return found


def parse(line: str) -> click.Context:
    """Parse a command line as a shell and click do, without running it; a redirection is the shell's."""
    program, name, *words = shlex.split(re.split(r" [<>|#] ?", line)[0])
    assert program == "cardcatalog"
    return command(name).make_context(name, words)


@pytest.fixture
def help_of(run: Callable[..., Result]) -> Callable[..., str]:
    """A function that returns the help text of a command."""
    return lambda *words: run(*words, "--help").output


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_has_examples(help_of: Callable[..., str], words: tuple[str, ...]) -> None:
    assert re.search(r"^  Examples?:\n    cardcatalog ", help_of(*words), re.MULTILINE)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_example_is_a_command_line(
    help_of: Callable[..., str], words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    # click looks whether files are there, which those of an example are not
    monkeypatch.setattr(click.Path, "convert", lambda _type, value, _param, _context: value)
    for line in re.findall(r"^    (cardcatalog .*)$", help_of(*words), re.MULTILINE):
        parse(line)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_option_is_explained(words: tuple[str, ...]) -> None:
    options = (command(*words) if words else main).params
    assert not [option.name for option in options if isinstance(option, click.Option) and not option.help]


def test_no_line_of_a_help_text_is_too_long_for_a_terminal(help_of: Callable[..., str]) -> None:
    lines = [line for words in COMMANDS for line in help_of(*words).split("\n")]
    assert not [line for line in lines if len(line) > 100]


@pytest.mark.parametrize("name", SUMMARIES)
def test_the_list_of_commands_shows_the_first_sentence_of_each_help(name: str) -> None:
    text = " ".join(str(command(name).help).split("\n\n")[0].split())
    assert f"{text} ".startswith(f"{SUMMARIES[name]}. ")


def test_an_unknown_command_is_refused(run: Callable[..., Result]) -> None:
    result = run("chekc")
    assert (result.exit_code, "No such command 'chekc'" in result.output) == (2, True)
