"""The data of the explorer of measured results: columns of numbers, each a row of a table of values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cardcatalog.results.results import BASELINE, COMPARISON, OWN, THIRD_PARTY
from cardcatalog.results.tables import BETTER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from cardcatalog.messages import Translator
    from cardcatalog.results.results import Result, Results


class _Column:
    """A column: the values that there are, in the order of first use, and the number of the value of each row."""

    def __init__(self, *known: str) -> None:
        self._numbers = {value: number for number, value in enumerate(known)}
        self.rows: list[int] = []

    def add(self, value: str) -> None:
        self.rows.append(self._numbers.setdefault(value, len(self._numbers)))

    @property
    def values(self) -> list[str]:
        return list(self._numbers)


def results_data(results: Results, messages: Translator) -> dict[str, Any]:
    """Return what the explorer shows: facets, and the columns that each number has besides."""
    rows, scheme = results.rows, results.scheme
    numbers = {row.id: number for number, row in enumerate(rows)}
    relations = {
        OWN: messages.gettext("its own authors"),
        COMPARISON: messages.gettext("the authors of another paper"),
        THIRD_PARTY: messages.gettext("others"),
        BASELINE: messages.gettext("reference row"),
    }
    names: dict[str, Mapping[str, str]] = {
        "benchmark": {row.id: row.name for row in scheme.benchmarks.values()},
        "model": {row.id: row.name for row in scheme.models.values()},
        "source": {row.id: row.name for row in scheme.sources.values()},
        "relation": relations,
    }
    facets = [
        _facet("benchmark", messages.gettext("Benchmark"), rows, lambda row: row.benchmark, names),
        _facet("model", messages.gettext("Model"), rows, lambda row: row.model, names),
        _facet("method", messages.gettext("Method"), rows, lambda row: row.method, names),
    ]
    used = {name for row in rows for name in row.settings}
    facets += [_setting(row.id, row.name, rows) for row in scheme.settings.values() if row.ask and row.id in used]
    facets += [
        _facet("source", messages.gettext("Source"), rows, lambda row: row.source, names),
        _facet("relation", messages.gettext("Reported by"), rows, lambda row: row.relation, names),
    ]
    measures = {key: scheme.measure_of(key) for key in scheme.benchmarks}
    about = {
        key: ", ".join(filter(None, (each.unit, messages.gettext(BETTER[each.better]))))
        for key, each in measures.items()
    }
    flags = {flag: row.text for flag, row in scheme.flags.items()}
    return {
        "facets": facets,
        "about": {key: about[key] for key in dict.fromkeys(row.benchmark for row in rows)},
        "links": {key: [row.link, row.url] for key, row in scheme.sources.items()},
        "metric": _texts(row.metric for row in rows),
        "setting": _texts(_words(results, row) for row in rows),
        "note": _texts(" ".join(flags[flag] for flag in row.flags) for row in rows),
        "path": _texts(row.path for row in rows),
        "line": [row.line for row in rows],
        "value": [row.text for row in rows],
        "baseline": [numbers.get(row.baseline, -1) for row in rows],
        "id": [row.id for row in rows],
    }


def _words(results: Results, row: Result) -> str:
    return ", ".join(results.scheme.settings[name].text(value) for name, value in row.settings.items())


def _texts(texts: Iterable[str]) -> dict[str, Any]:
    column = _Column()
    for text in texts:
        column.add(text)
    return {"values": column.values, "rows": column.rows}


def _facet(
    name: str, title: str, rows: Iterable[Result], get: Callable[[Result], str], names: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    column = _Column()
    for row in rows:
        column.add(get(row))
    shown = names.get(name, {})
    return {
        "id": name,
        "name": title,
        "values": [[key, shown.get(key, key)] for key in column.values],
        "rows": column.rows,
    }


def _setting(name: str, title: str, rows: Iterable[Result]) -> dict[str, Any]:
    """Return the facet of a setting; its first value is that of rows that do not state it."""
    column = _Column("")
    for row in rows:
        column.add(row.settings.get(name, ""))
    return {"id": name, "name": title, "values": [[key, key] for key in column.values], "rows": column.rows}
