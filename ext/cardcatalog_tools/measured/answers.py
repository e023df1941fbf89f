"""Answers to questions about tables, from a TOML file: for all tables of a file, or for the one in a line."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cardcatalog_tools.measured.labels import Reading, read_conditions

if TYPE_CHECKING:
    from cardcatalog.results.scheme import Scheme


@dataclass(frozen=True, slots=True)
class Answers:
    """What is said about tables: facts of all of their numbers, and what words in them mean."""

    facts: Reading = field(default_factory=Reading)
    words: Mapping[str, Reading] = field(default_factory=dict)
    tables: Mapping[int, Answers] = field(default_factory=dict)
    """Answers about the table that begins in a line; they count before those about all."""

    only: bool = False
    """Whether all tables without answers of their own are left out."""

    def about(self, line: int) -> Answers:
        """Return the answers about one table."""
        own = self.tables.get(line)
        if not own:
            return Answers(Reading(is_left_out=True)) if self.only else Answers(self.facts, self.words)
        facts = Reading({**self.facts.facts, **own.facts.facts}, own.facts.reasons, "", own.facts.is_left_out)
        return Answers(facts, {**self.words, **own.words})


def read_answers(path: Path, name: str, scheme: Scheme) -> Answers:
    """Read a file of answers.

    :param name: its path as messages show it.
    :raises ValueError: if it is not TOML, or an answer does not fit; names the file and the answer.
    """
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"{name}: not valid TOML: {error}; correct it"
        raise ValueError(message) from None
    tables = document.pop("table", [])
    if not isinstance(tables, list) or not all(
        isinstance(each, dict) and type(each.get("line")) is int for each in tables
    ):
        message = f"{name}: every [[table]] has a line = NUMBER, that of its heading"
        raise ValueError(message)
    whole = _answers(document, name, scheme)
    own = {each["line"]: _answers({k: v for k, v in each.items() if k != "line"}, name, scheme) for each in tables}
    return Answers(whole.facts, whole.words, own, whole.only)


def _answers(table: Mapping[str, Any], name: str, scheme: Scheme) -> Answers:
    if unknown := set(table) - {"facts", "words", "only"}:
        message = f"{name}: unknown name {min(unknown)!r}; write facts, words or only"
        raise ValueError(message)
    words = table.get("words", {})
    texts = {"facts": table.get("facts", ""), **words} if isinstance(words, dict) else {"words": words}
    read = {}
    for word, text in texts.items():
        if not isinstance(text, str):
            message = f'{name}: the answer for {word!r} is not a text; write for example "model=NAME"'
            raise ValueError(message)  # noqa: TRY004  (of a file, not of an argument)
        try:
            read[word] = read_conditions(text, scheme)
        except ValueError as error:
            message = f"{name}: {word!r}: {error}"
            raise ValueError(message) from None
    return Answers(read["facts"], {word: read[word] for word in words}, only=bool(table.get("only", False)))
