"""Rows of one source as a table in words: what all of them share is said once, above; what is not stated is said."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from cardcatalog.messages import ENGLISH, gettext_noop
from cardcatalog.results.results import NO_BASELINE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cardcatalog.messages import Translator
    from cardcatalog.results.results import Result, Results

BETTER = {"lower": gettext_noop("lower is better"), "higher": gettext_noop("higher is better")}
"""The direction of a measure in words."""

HEADINGS = {
    "method": gettext_noop("Method"),
    "model": gettext_noop("Model"),
    "setting": gettext_noop("Setting"),
    "value": gettext_noop("Value"),
    "baseline": gettext_noop("Reference"),
    "distance": gettext_noop("Difference"),
}
"""The columns of a table. Instead of "Reference", a table says the method of its reference rows."""


MINUS = "\u2212"


class Note(NamedTuple):
    """A remark on some rows of a table: the letter that marks them, and the remark."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table in words, by the names of its columns."""

    row: Result = field(repr=False)  # the words say all that a page shows
    link: str
    cells: dict[str, str]
    marks: str
    """The letters of the notes on it."""


@dataclass(frozen=True, slots=True)
class ResultTable:
    """Numbers of one file of a source, of one benchmark and metric."""

    source: str
    path: str
    benchmark: str
    title: str
    about: str
    """Metric, unit and direction."""

    shared: tuple[str, ...]
    """What is the same in all rows."""

    unstated: tuple[str, ...]
    """The deciding settings that no row states, in words."""

    columns: dict[str, str]
    """The headings of the columns that differ, by their names."""

    lines: tuple[Line, ...]
    notes: tuple[Note, ...]


def make_tables(results: Results, rows: Iterable[Result], messages: Translator = ENGLISH) -> list[ResultTable]:
    """Return rows as tables, one for each file of a source, benchmark and metric, in the order of the first rows."""
    groups: dict[tuple[str, ...], list[Result]] = defaultdict(list)
    for row in rows:
        groups[row.source, row.path, row.benchmark, row.metric].append(row)
    made = (_make_table(results, group, messages) for group in groups.values())
    return sorted(made, key=lambda table: results.scheme.benchmark_places[table.benchmark])


def _make_table(results: Results, rows: Sequence[Result], messages: Translator) -> ResultTable:
    first, scheme = rows[0], results.scheme
    measure, settings = scheme.measure_of(first.benchmark), _Settings(results, rows, messages)
    notes = _notes(results, rows)
    lines = tuple(_line(results, row, settings, notes, messages) for row in _in_order(results, rows))
    columns = {name: messages.gettext(heading) for name, heading in HEADINGS.items()}
    columns |= {"baseline": _reference(results, rows) or columns["baseline"]}
    shared = [
        lines[0].cells[name] if name != "baseline" else f"{columns[name]}: {lines[0].cells[name]}"
        for name in ("method", "model", "baseline")
        if _is_same(lines, name)
    ]
    hidden = {name for name in ("method", "model", "baseline") if _is_same(lines, name)}
    hidden |= {name for name in ("setting", "distance") if not any(line.cells[name] for line in lines)}
    everywhere = {mark for mark in notes.values() if all(mark in line.marks for line in lines)}
    return ResultTable(
        first.source,
        first.path,
        first.benchmark,
        scheme.benchmarks[first.benchmark].name,
        ", ".join(filter(None, [first.metric, measure.unit, messages.gettext(BETTER[measure.better])])),
        (*shared, *settings.shared, *(scheme.flags[flag].text for flag, mark in notes.items() if mark in everywhere)),
        settings.unstated,
        {name: heading for name, heading in columns.items() if name not in hidden},
        tuple(_without(line, everywhere) for line in lines),
        tuple(Note(mark, scheme.flags[flag].text) for flag, mark in notes.items() if mark not in everywhere),
    )


def _without(line: Line, marks: set[str]) -> Line:
    return Line(line.row, line.link, line.cells, "".join(mark for mark in line.marks if mark not in marks))


def _in_order(results: Results, rows: Iterable[Result]) -> list[Result]:
    models = results.scheme.model_places
    return sorted(rows, key=lambda row: (models[row.model], row.path, row.line))


def _is_same(lines: Sequence[Line], name: str) -> bool:
    return len({line.cells[name] for line in lines}) == 1


def _reference(results: Results, rows: Iterable[Result]) -> str:
    """Return the method of the reference rows, with a capital, if they have one in common."""
    names = {other.method for row in rows if (other := results.baseline_of(row))}
    return "".join(names).capitalize() if len(names) == 1 else ""


def _notes(results: Results, rows: Iterable[Result]) -> dict[str, str]:
    """Return a letter for each flag of the rows."""
    used = {flag for row in rows for flag in row.flags}
    return {
        flag: chr(ord("a") + number)
        for number, flag in enumerate(each for each in results.scheme.flags if each in used)
    }


class _Settings:
    """The settings of rows, divided into what all share, what differs, and what none states."""

    def __init__(self, results: Results, rows: Sequence[Result], messages: Translator) -> None:
        self._scheme, self._messages = results.scheme, messages
        deciding = self._scheme.measure_of(rows[0].benchmark).deciding
        stated = {name for row in rows for name in row.settings}
        used = [name for name in self._scheme.settings if name in stated]
        values = {name: {row.settings.get(name, "") for row in rows} for name in used}
        same = [name for name in used if len(values[name]) == 1]
        self._differing = [name for name in used if name not in same]
        self._deciding = set(deciding)
        self.shared = tuple(self._scheme.settings[name].text(rows[0].settings[name]) for name in same)
        self.unstated = tuple(self._scheme.unstated(name) for name in deciding if name not in stated)

    def text(self, row: Result) -> str:
        """Return what a row states that not all do, and which deciding settings it alone does not state."""
        return ", ".join(self._words(row))

    def _words(self, row: Result) -> Iterator[str]:
        for name in self._differing:
            if name in row.settings:
                yield self._scheme.settings[name].text(row.settings[name])
            elif name in self._deciding:
                yield self._messages.gettext("{setting} not stated", setting=self._scheme.unstated(name))


def _line(results: Results, row: Result, settings: _Settings, notes: dict[str, str], messages: Translator) -> Line:
    other = results.baseline_of(row)
    baseline = other.text if other else messages.gettext("not printed") if row.baseline == NO_BASELINE else ""
    cells = {
        "method": row.method,
        "model": results.scheme.models[row.model].name,
        "setting": settings.text(row),
        "value": row.text,
        "baseline": baseline,
        "distance": signed(row, other) if other else "",
    }
    return Line(row, results.link(row), cells, "".join(notes[flag] for flag in notes if flag in row.flags))


def signed(row: Result, other: Result) -> str:
    """Return the difference of two values with its sign, and as many digits as the longer of them."""
    digits = max(len(each.text.partition(".")[2]) for each in (row, other))
    text = f"{row.value - other.value:+.{digits}f}"
    return text.replace("-", MINUS) if float(text) else text.lstrip("+-")


def setting_of(results: Results, row: Result, messages: Translator = ENGLISH) -> str:
    """Return all that a source states of a row, and which deciding settings it does not state."""
    scheme = results.scheme
    stated = [scheme.settings[name].text(value) for name, value in row.settings.items()]
    unstated = [scheme.unstated(name) for name in scheme.measure_of(row.benchmark).deciding if name not in row.settings]
    missing = [messages.gettext("not stated: {settings}", settings=", ".join(unstated))] if unstated else []
    return ", ".join([row.method, scheme.models[row.model].name, *stated, *missing])
