"""Rows of measured results proposed from a table, and the questions whose answers it lacks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from cardcatalog_tools.measured.cells import MISSING, Cell, Number, is_numeric, read_numbers
from cardcatalog_tools.measured.labels import HERE, SEVERAL, Reading, Vocabulary
from cardcatalog_tools.measured.rows import NEEDED, Place, RowMaker, merged
from cardcatalog_tools.services.suggest import suggest_bits

if TYPE_CHECKING:
    from cardcatalog_tools.measured.answers import Answers
    from cardcatalog_tools.measured.grids import Grid

OPEN = "?"
"""The mark of labels whose numbers wait for answers: the words asked about, a line each; none if they are left out."""

UNNAMED = "(no heading)"
"""The word by which a column without a heading is asked about, and answered."""

COLUMN = "(column {})"
"""The word by which a column is answered whatever its headings are, by its number from 1."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is not certain about a table."""

    line: int
    word: str
    """The words that nothing known fits; empty where the table itself lacks something."""

    text: str


@dataclass(slots=True)
class Proposal:
    """The rows of a table, what its words were taken for, and what is open."""

    grid: Grid
    rows: list[dict[str, str]] = field(default_factory=list)
    readings: dict[str, Reading] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    waiting: Counter[str] = field(default_factory=Counter)
    """How many numbers are not rows yet, by the word of the question that they wait for."""


def propose(grid: Grid, place: Place, vocabulary: Vocabulary, answers: Answers) -> Proposal:
    """Return the rows of a table; a number of which something is not certain is asked about, and is not a row."""
    reader = _Reader(grid, place, vocabulary, answers)
    section = answers.words.get(grid.section, Reading())
    if not answers.facts.is_left_out and not section.is_left_out:
        reader.read()
    proposal = reader.proposal
    proposal.questions = list(dict.fromkeys(proposal.questions))
    return proposal


class _Reader:
    """Reads one table, column by column, then row by row."""

    def __init__(self, grid: Grid, place: Place, vocabulary: Vocabulary, answers: Answers) -> None:
        self._grid, self._vocabulary, self._answers = grid, vocabulary, answers
        self._scheme = vocabulary.scheme
        self.proposal = Proposal(grid)
        self._rows = RowMaker(grid.section, place, vocabulary.scheme)
        section = answers.words.get(grid.section) or vocabulary.read(grid.section)
        self._section = {} if section.rest else section.facts
        is_setting = suggest_bits(grid.section) or not self._scheme.settings.keys().isdisjoint(section.facts)
        self._open_section = section.rest if is_setting else ""
        if self._section:
            self.proposal.readings[grid.section] = section

    def read(self) -> None:
        columns = {column: self._heads(column) for column in self._grid.columns}
        labels = [column for column in columns if self._is_label(column, columns[column])]
        values = [column for column in columns if column not in labels and self._has_numbers(column)]
        open_words = self._open_settings(values, columns)
        if UNNAMED in open_words.get(OPEN, "").splitlines():
            values = [column for column in values if self._grid.head(column)]
        group: dict[str, str] = {}
        above: dict[int, str] = {}
        for row in self._grid.body:
            texts = {cell.text for cell in row if cell.text.strip("- ")}
            if len(texts) == 1 and not is_numeric(min(texts)):
                group, above = self._facts([min(texts)], group), {}
                continue
            for column in labels:
                if HERE in self._answers.words.get(row[column].text, Reading()).facts.values():
                    continue  # an answer such as "model=*" for a dash: as in the row above
                is_answered = row[column].text in self._answers.words
                if MISSING.fullmatch(row[column].text) and row[column].text and not is_answered:
                    above.pop(column, None)
                elif row[column].text.strip('"\u3003 '):
                    above[column] = row[column].text
            stated = self._labels(above, columns)
            for column in values:
                self._read_cell(row[column], column, columns[column], [group, stated, open_words])

    def _open_settings(self, values: Sequence[int], columns: Mapping[int, list[Reading]]) -> dict[str, str]:
        """Return the mark of headings that mean nothing known: the numbers below may be settings of all rows."""
        unclear = [column for column in values if any(_may_be_setting(head) for head in columns[column])]
        words = [word for column in unclear for word in self._unknown(self._grid.head(column))]
        bare = [column for column in values if not self._grid.head(column)]
        if 0 < len(bare) < len(values) and UNNAMED not in self._answers.words:
            self._ask(UNNAMED, f"{UNNAMED!r}: a column of numbers has no heading, those to its side have one")
            words.append(UNNAMED)
        return {OPEN: "\n".join(words)} if words else {}

    def _unknown(self, words: Iterable[str]) -> list[str]:
        """Return the words of a table that are asked about: the last of them if only all together mean nothing."""
        others = [word for word in words if word not in self._answers.words]
        if not self._vocabulary.read(" ".join(others)).rest:
            return []
        return [word for word in others if self._vocabulary.read(word).rest] or others[-1:]

    def _heads(self, column: int) -> list[Reading]:
        """Return what the words above a column are taken for: a heading for the cells below, or a part of each fact."""
        if column_answer := self._answers.words.get(COLUMN.format(column + 1)):
            return [column_answer]
        words = self._grid.head(column) or [UNNAMED]
        if any(word in self._answers.words and self._answers.words[word].is_left_out for word in words):
            return [Reading(is_left_out=True)]
        for word in reversed(words):
            answer = self._answers.words.get(word)
            dimension = self._vocabulary.dimension(word) if not answer else None
            if answer and HERE in answer.facts.values():
                dimension = answer
            if dimension:
                self.proposal.readings.setdefault(word, dimension)
                return [dimension]
        if words == [UNNAMED] or not self._has_numbers(column) or not self._is_mostly_numeric(column):
            return []
        return [self._read(words)]

    def _is_label(self, column: int, heads: list[Reading]) -> bool:
        if any(head.is_left_out for head in heads):
            return False
        return any(HERE in head.facts.values() for head in heads) or not self._is_mostly_numeric(column)

    def _cells(self, column: int) -> Iterator[Cell]:
        return (row[column] for row in self._grid.body if not MISSING.fullmatch(row[column].text))

    def _has_numbers(self, column: int) -> bool:
        return any(read_or_none(cell.text) for cell in self._cells(column))

    def _is_mostly_numeric(self, column: int) -> bool:
        cells = [is_numeric(cell.text) for cell in self._cells(column)]
        return bool(cells) and sum(cells) * 2 >= len(cells)

    def _labels(self, above: Mapping[int, str], columns: Mapping[int, list[Reading]]) -> dict[str, str]:
        """Return the facts of the labels of a row."""
        facts: dict[str, str] = {}
        free = []
        for column, text in above.items():
            names = [name for head in columns[column] for name, value in head.facts.items() if value == HERE]
            answer = self._answers.words.get(text)
            if names and not answer and (direct := self._direct(names, text)):
                facts |= direct
            else:
                free.append(text)
        return self._facts(free, {}) | facts

    def _facts(self, words: list[str], before: Mapping[str, str]) -> dict[str, str]:
        """Return facts with those of labels, which replace others of the same name; with a mark if one is unknown."""
        reading = self._read(words) if words else Reading()
        facts = {name: value for name, value in before.items() if name != OPEN} | dict(reading.facts)
        if reading.is_left_out:
            return facts | {OPEN: ""}
        # A label that is not known may be a setting, which those below it do not replace.
        unknown = [*before.get(OPEN, "").splitlines(), *self._unknown(words)]
        return facts | ({OPEN: "\n".join(unknown)} if unknown else {})

    def _direct(self, names: list[str], text: str) -> dict[str, str]:
        """Return the facts of a cell below a heading of settings: its numbers in their order, or its word."""
        if not all(name in self._scheme.settings for name in names):
            return {}
        parts = [part for part in re.split("[-/,]", text) if part.strip()] if len(names) > 1 else [text]
        is_word_of_bits = any(self._scheme.settings[name].bits for name in names) and not all(map(is_numeric, parts))
        if len(parts) != len(names) or (is_word_of_bits and self._vocabulary.read(text).facts):
            return {}
        return {name: part.strip() for name, part in zip(names, parts, strict=True)}

    def _read(self, words: list[str]) -> Reading:
        """Return what words are taken for together; those that mean nothing known become questions."""
        answered = [self._answers.words[word] for word in words if word in self._answers.words]
        if any(each.is_left_out for each in answered):
            return Reading(is_left_out=True)
        others = [word for word in words if word not in self._answers.words]
        joined = self._vocabulary.read(" ".join(others))
        if joined.rest:
            for word in others:
                self.proposal.readings.setdefault(word, self._vocabulary.read(word))
            for word in self._unknown(words):
                one = self._vocabulary.read(word)
                known = f"; the other words: {one.text()}" if one.facts and one.rest else ""
                fault = f"{one.rest!r} means nothing known" if one.rest else f"does not fit {' '.join(others)!r}"
                self._ask(word, f"{word!r}: {fault}{known}")
        elif others:
            self.proposal.readings.setdefault(" ".join(others), joined)
        facts = dict(joined.facts)
        for each in answered:
            facts |= each.facts
        return Reading(facts, joined.reasons, joined.rest)

    def _ask(self, word: str, text: str) -> None:
        self.proposal.questions.append(Question(self._grid.line, word, text))

    def _read_cell(self, cell: Cell, column: int, heads: list[Reading], labels: list[dict[str, str]]) -> None:
        marks = [label[OPEN] for label in labels if OPEN in label]
        stated = [self._answers.facts.facts, *labels, *(head.facts for head in heads)]
        if self._open_section and is_numeric(cell.text) and self._scheme.settings.keys().isdisjoint(chain(*stated)):
            section = self._grid.section
            self._ask(section, f"{section!r} may name a setting, and {self._open_section!r} means nothing known")
            marks.append(section)
        if any(head.is_left_out for head in heads) or not all(marks):
            return
        if marks:
            if not any(_may_be_setting(head) for head in heads):
                words = dict.fromkeys(word for mark in marks for word in mark.splitlines())
                self.proposal.waiting.update(dict.fromkeys(words, len(read_or_none(cell.text))))
            return
        try:
            numbers = read_numbers(cell.text)
            parts = self._parts(column, len(numbers), labels) if numbers else []
        except ValueError as error:
            self._ask(cell.text, f"line {cell.line}: {error}")
            return
        if len(numbers) != len(parts):
            self._ask("", f"line {cell.line}: {cell.text!r} has {len(numbers)} numbers, its heading {len(parts)} names")
            return
        for number, part in zip(numbers, parts, strict=True):
            remark = self._read([number.remark]) if number.remark else Reading()
            if not any(each.is_left_out or each.rest for each in (part, remark)):
                self._add(cell, column, number, [*map(_of_all, labels), part.facts, remark.facts])

    def _add(self, cell: Cell, column: int, number: Number, parts: list[Mapping[str, str]]) -> None:
        """Add the row of a number with the facts of its labels, heading and remark, or ask why it is none."""
        try:
            facts = {**self._section, **merged(self._answers.facts.facts, parts, cell.line)}
            self.proposal.rows.append(self._rows.make(cell, column, number, facts))
        except ValueError as error:
            self._ask("", str(error))

    def _parts(self, column: int, count: int, labels: Iterable[Mapping[str, str]]) -> list[Reading]:
        """Return a reading for each of several numbers of a cell: ``PPL / Acc`` above or left of ``6.14 / 71.2``."""
        words = self._grid.head(column)
        heads = self._heads(column) or [Reading()]
        lists = {name: value for label in labels for name, value in label.items() if _is_list(name, value)}
        facts = {**heads[0].facts, **lists}
        if any(SEVERAL in value for value in facts.values()):
            return [Reading(each) for each in _divided(facts)]
        if count < 2 or not words:  # noqa: PLR2004
            return heads
        last = [part.strip() for part in words[-1].strip("()").split("/")]
        return [self._read([*words[:-1], part]) for part in last]


def _may_be_setting(head: Reading) -> bool:
    """Return whether a heading is not known, and names nothing that the numbers below it would be results of."""
    return bool(head.rest) and head.facts.keys().isdisjoint(NEEDED)


def _is_list(name: str, value: str) -> bool:
    """Return whether a fact has a value for each of several numbers of a cell."""
    return name != OPEN and SEVERAL in value


def _of_all(facts: Mapping[str, str]) -> dict[str, str]:
    """Return the facts that all numbers of a cell share."""
    return {name: value for name, value in facts.items() if not _is_list(name, value)}


def _divided(facts: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the facts of each of several numbers in a cell: those of one value are those of all.

    :raises ValueError: if two lists of values differ in length.
    """
    parts = {name: value.split(SEVERAL) for name, value in facts.items()}
    count = max(map(len, parts.values()))
    if any(len(part) not in {1, count} for part in parts.values()):
        lists = ", ".join(f"{name}={value}" for name, value in facts.items() if SEVERAL in value)
        message = f"the lists of its heading differ in length: {lists}; write a value for each number, or one for all"
        raise ValueError(message)
    return [{name: (part * count)[place] for name, part in parts.items()} for place in range(count)]


def read_or_none(text: str) -> list[Number]:
    """Return the numbers of a cell, none if it has words."""
    try:
        return read_numbers(text)
    except ValueError:
        return []
