"""The data of the explorer of measured results: columns of numbers, each a row of a table of values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from operator import methodcaller
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from cardcatalog.results.results import BASELINE, COMPARISON, OWN, THIRD_PARTY, Results
from cardcatalog.results.tables import BETTER

if TYPE_CHECKING:
    from cardcatalog.messages import Translator

    Column = dict[str, list[Any]]
    """The ``values`` of a column, and the number of the value in each of its ``rows``."""


def results_data(results: Results, messages: Translator) -> dict[str, Any]:
    """Return what the explorer shows: facets, and the columns that each number has besides."""
    rows, scheme, words = results.rows, results.scheme, results.of_settings(partial(_words, results))
    numbers = {row.id: number for number, row in enumerate(rows)}
    measures = {key: scheme.measure_of(key) for key in dict.fromkeys(row.benchmark for row in rows)}
    directions = {key: messages.gettext(BETTER[each.better]) for key, each in measures.items()}
    return {
        "facets": list(_facets(results, messages)),
        "about": {key: ", ".join(filter(None, (each.unit, directions[key]))) for key, each in measures.items()},
        "links": {key: [row.link, row.url] for key, row in scheme.sources.items()},
        "metric": _column(row.metric for row in rows),
        "setting": _column(words[id(row.settings)] for row in rows),
        "note": _column(" ".join(scheme.flags[flag].text for flag in row.flags) for row in rows),
        "path": _column(row.path for row in rows),
        "line": [row.line for row in rows],
        "value": [row.text for row in rows],
        "baseline": [numbers.get(row.baseline, -1) for row in rows],
        "id": [row.id for row in rows],
    }


def _facets(results: Results, messages: Translator) -> Iterator[dict[str, Any]]:
    """Yield what one can choose by; the first value of a setting is that of rows that do not state it."""
    rows, scheme = results.rows, results.scheme
    relations = {
        OWN: messages.gettext("its own authors"),
        COMPARISON: messages.gettext("the authors of another paper"),
        THIRD_PARTY: messages.gettext("others"),
        BASELINE: messages.gettext("reference row"),
    }
    benchmark, model, source = (
        {row.id: row.name for row in known.values()} for known in (scheme.benchmarks, scheme.models, scheme.sources)
    )
    yield _facet("benchmark", messages.gettext("Benchmark"), _column(row.benchmark for row in rows), benchmark)
    yield _facet("model", messages.gettext("Model"), _column(row.model for row in rows), model)
    yield _facet("method", messages.gettext("Method"), _column(row.method for row in rows))
    for each in scheme.settings.values():
        if each.ask and each.id in results.stated:
            stated = results.of_settings(methodcaller("get", each.id, ""))
            yield _facet(each.id, each.name, _column((stated[id(row.settings)] for row in rows), ""))
    yield _facet("source", messages.gettext("Source"), _column(row.source for row in rows), source)
    yield _facet("relation", messages.gettext("Reported by"), _column(row.relation for row in rows), relations)


def _facet(name: str, title: str, column: Column, shown: Mapping[str, str] = MappingProxyType({})) -> dict[str, Any]:
    values = [[key, shown.get(key, key)] for key in column["values"]]
    return {"id": name, "name": title, "values": values, "rows": column["rows"]}


def _column(texts: Iterable[str], *known: str) -> Column:
    """Return the different texts in the order of first use, and the number of the text of each row.

    :param known: texts that come first, used or not.
    """
    column = list(texts)
    numbers = {value: number for number, value in enumerate(dict.fromkeys((*known, *column)))}
    return {"values": list(numbers), "rows": list(map(numbers.__getitem__, column))}


def _words(results: Results, settings: Mapping[str, str]) -> str:
    return ", ".join(results.scheme.settings[name].text(value) for name, value in settings.items())
