"""Ask a person at the terminal, or decide without one; messages go to standard error."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from cardcatalog.bibtex.text import split_list
from cardcatalog.problems import unknown

if TYPE_CHECKING:
    from cardcatalog_tools.commands.entry_builder import TermChoice

NONE = "-"
"""The answer for no term at all."""


def can_ask(*, yes: bool, dry_run: bool) -> bool:
    """Return whether a person answers questions.

    :raises click.UsageError: if there is no terminal, and the options do not answer the questions either.
    """
    is_terminal = sys.stdin.isatty()
    if not (is_terminal or yes or dry_run):
        message = "cannot prompt without a terminal; use --yes or --dry-run"
        raise click.UsageError(message)
    return is_terminal and not yes and not dry_run


def known_terms(option: str, text: str, known: Mapping[str, object]) -> tuple[str, ...]:
    """Return the terms of an option, separated by commas.

    :param known: the terms of the catalog by id; empty if it takes any.
    :raises click.UsageError: if the catalog does not have one of them.
    """
    terms = tuple(dict.fromkeys(split_list(text)))
    for term in terms:
        if known and term not in known:
            message = unknown(option, term, known)
            raise click.UsageError(message)
    return terms


def choose_terms(choice: TermChoice, *, asks: bool) -> tuple[str, ...]:
    """Return the terms that a person chooses; without a person, those of the entry, or else those that are certain."""
    for term in choice.unknown:
        click.echo(f"{choice.option} {term!r} of the entry is unknown here, and left out", err=True)
    if not choice.is_open or (choice.terms and not asks):
        return choice.terms
    for suggestion in choice.suggestions:
        is_skipped = not asks and suggestion.id not in choice.certain
        hint = f"; not taken, add --{choice.option} {suggestion.id} if it is right" if is_skipped else ""
        click.echo(f"{choice.option} {suggestion.id}: {suggestion.reason}{hint}", err=True)
    if not asks:
        return choice.default

    def read(answer: str) -> tuple[str, ...]:
        return () if answer.strip() == NONE else known_terms(choice.option, answer, choice.allowed)

    question = f"{choice.option}, separated by commas, or {NONE} for none"
    answer: tuple[str, ...] = click.prompt(question, default=", ".join(choice.proposal), value_proc=read, err=True)
    return answer
