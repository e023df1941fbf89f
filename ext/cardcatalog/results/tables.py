"""Rows of one source as a table in words: what all of them share is said once, above; what is not stated is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from cardcatalog.grouped import grouped
from cardcatalog.messages import ENGLISH, Translator, gettext_noop
from cardcatalog.results.results import NO_BASELINE, Result, Results

if TYPE_CHECKING:
    from cardcatalog.results.scheme import Scheme

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

    rows: tuple[Result, ...] = field(repr=False)  # the cells say all that a page shows
    cells: dict[str, list[str]] = field(repr=False)
    """A text for each row, by the names of the columns, also of those that do not differ."""

    links: list[str] = field(repr=False)
    """The URL of the line of each row."""

    marks: list[str] = field(repr=False)
    """The letters of the notes on each row."""

    notes: tuple[Note, ...]


def make_tables(results: Results, rows: Iterable[Result], messages: Translator = ENGLISH) -> list[ResultTable]:
    """Return rows as tables, one for each file of a source, benchmark and metric, in the order of the first rows."""
    groups = grouped(((row.source, row.path, row.benchmark, row.metric), row) for row in rows)
    headings = {name: messages.gettext(heading) for name, heading in HEADINGS.items()}
    made = (_make_table(results, group, headings, messages) for group in groups.values())
    return sorted(made, key=lambda table: results.scheme.benchmark_places[table.benchmark])


def _make_table(
    results: Results, rows: Sequence[Result], headings: Mapping[str, str], messages: Translator
) -> ResultTable:
    first, scheme, models = rows[0], results.scheme, results.scheme.model_places
    rows = sorted(rows, key=lambda row: (models[row.model], row.line))
    measure, settings = scheme.measure_of(first.benchmark), _settings(scheme, rows, messages)
    notes = _notes(results, rows)
    others = [results.baseline_of(row) for row in rows]
    cells = _cells(scheme, rows, others, settings.own, messages)
    columns = {**headings, "baseline": _reference(others) or headings["baseline"]}
    same = [name for name in ("method", "model", "baseline") if len(set(cells[name])) == 1]
    hidden = {*same, *(name for name in ("setting", "distance") if not any(cells[name]))}
    shared = [cells[name][0] if name != "baseline" else f"{columns[name]}: {cells[name][0]}" for name in same]
    everywhere = [flag for flag in notes if all(flag in row.flags for row in rows)]
    marks = {flag: mark for flag, mark in notes.items() if flag not in everywhere}
    return ResultTable(
        first.source,
        first.path,
        first.benchmark,
        scheme.benchmarks[first.benchmark].name,
        ", ".join(filter(None, [first.metric, measure.unit, messages.gettext(BETTER[measure.better])])),
        (*shared, *settings.shared, *(scheme.flags[flag].text for flag in everywhere)),
        settings.unstated,
        {name: heading for name, heading in columns.items() if name not in hidden},
        tuple(rows),
        cells,
        [results.link(row) for row in rows],
        [_marks(row, marks) for row in rows],
        tuple(Note(mark, scheme.flags[flag].text) for flag, mark in marks.items()),
    )


def _cells(
    scheme: Scheme, rows: Sequence[Result], others: Sequence[Result | None], settings: list[str], messages: Translator
) -> dict[str, list[str]]:
    """Return the columns of a table, by the names in HEADINGS."""
    not_printed, pairs = messages.gettext("not printed"), list(zip(rows, others, strict=True))
    return {
        "method": [row.method for row in rows],
        "model": [scheme.models[row.model].name for row in rows],
        "setting": settings,
        "value": [row.text for row in rows],
        "baseline": [
            other.text if other else not_printed if row.baseline == NO_BASELINE else "" for row, other in pairs
        ],
        "distance": [signed(row, other) if other else "" for row, other in pairs],
    }


def _reference(others: Iterable[Result | None]) -> str:
    """Return the method of the reference rows, with a capital, if they have one in common."""
    names = {other.method for other in others if other}
    return "".join(names).capitalize() if len(names) == 1 else ""


def _notes(results: Results, rows: Iterable[Result]) -> dict[str, str]:
    """Return a letter for each flag of the rows."""
    used = {flag for row in rows for flag in row.flags}
    found = [flag for flag in results.scheme.flags if flag in used] if used else ()
    return {flag: chr(ord("a") + number) for number, flag in enumerate(found)}


def _marks(row: Result, marks: Mapping[str, str]) -> str:
    return "".join([mark for flag, mark in marks.items() if flag in row.flags]) if row.flags else ""


class _Settings(NamedTuple):
    """The settings of rows in words, divided into what all share, what none states, and what differs."""

    shared: tuple[str, ...]
    unstated: tuple[str, ...]
    own: list[str]
    """What each row states that not all do, and which deciding settings it alone does not state."""


def _settings(scheme: Scheme, rows: Sequence[Result], messages: Translator) -> _Settings:
    deciding = scheme.measure_of(rows[0].benchmark).deciding
    different = {id(row.settings): row.settings for row in rows}
    stated = set().union(*different.values())
    used = [name for name in scheme.settings if name in stated]
    same = [name for name in used if len({settings.get(name, "") for settings in different.values()}) == 1]
    differing = [name for name in used if name not in same]
    texts = {
        key: ", ".join(_differences(scheme, settings, differing, deciding, messages))
        for key, settings in different.items()
    }
    return _Settings(
        tuple(scheme.settings[name].text(rows[0].settings[name]) for name in same),
        tuple(scheme.unstated(name) for name in deciding if name not in stated),
        [texts[id(row.settings)] for row in rows],
    )


def _differences(
    scheme: Scheme, settings: Mapping[str, str], names: Iterable[str], deciding: Sequence[str], messages: Translator
) -> Iterator[str]:
    for name in names:
        if name in settings:
            yield scheme.settings[name].text(settings[name])
        elif name in deciding:
            yield messages.gettext("{setting} not stated", setting=scheme.unstated(name))


def signed(row: Result, other: Result) -> str:
    """Return the difference of two values with its sign, and as many digits as the longer of them."""
    digits = max(len(row.text.partition(".")[2]), len(other.text.partition(".")[2]))
    text = f"{row.value - other.value:+.{digits}f}"
    return text.replace("-", MINUS) if float(text) else text.lstrip("+-")


def setting_of(results: Results, row: Result, messages: Translator = ENGLISH) -> str:
    """Return all that a source states of a row, and which deciding settings it does not state."""
    scheme = results.scheme
    stated = [scheme.settings[name].text(value) for name, value in row.settings.items()]
    unstated = [scheme.unstated(name) for name in scheme.measure_of(row.benchmark).deciding if name not in row.settings]
    missing = [messages.gettext("not stated: {settings}", settings=", ".join(unstated))] if unstated else []
    return ", ".join([row.method, scheme.models[row.model].name, *stated, *missing])
