"""Queries over measured results: which rows a page shows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields

from cardcatalog.bibtex.text import split_list
from cardcatalog.problems import did_you_mean, unknown
from cardcatalog.results.results import RELATIONS, Result, Results


@dataclass(frozen=True, slots=True)
class ResultQuery:
    """Conditions on rows; a row meets each by any of its values. Without conditions, all rows but reference rows."""

    paper: tuple[str, ...] = ()
    method: tuple[str, ...] = ()
    model: tuple[str, ...] = ()
    benchmark: tuple[str, ...] = ()
    metric: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    relation: tuple[str, ...] = ()
    where: tuple[tuple[str, str], ...] = ()
    """Settings with the value that a row states; an empty one for a setting that it does not state."""

    def select(self, results: Results) -> list[Result]:
        """Return the rows that meet the conditions, in the order of sources and lines."""
        wanted = [(name, values) for name in _NAMES if (values := getattr(self, name))]
        return [
            row
            for row in self._candidates(results)
            if (self.relation or not row.is_baseline)
            and all(getattr(row, name) in values for name, values in wanted)
            and all(row.settings.get(name, "") == value for name, value in self.where)
        ]

    def _candidates(self, results: Results) -> tuple[Result, ...]:
        """Return rows that hold all that are wanted: those of the one paper or benchmark, or all."""
        for names, groups in ((self.paper, results.by_paper), (self.benchmark, results.by_benchmark)):
            if len(names) == 1:
                return groups.get(names[0], ())
        return results.rows


_NAMES = tuple(field.name for field in fields(ResultQuery) if field.name != "where")


def parse_result_query(options: Mapping[str, str], results: Results) -> ResultQuery:
    """Return the query of the options of a directive: names divided by commas, and ``where: w=4, a=16``.

    :raises ValueError: if a name is unknown: says which, and what was meant.
    """
    scheme = results.scheme
    known: dict[str, Collection[str]] = {
        "paper": results.by_paper, "method": results.methods, "model": scheme.models,
        "benchmark": scheme.benchmarks, "metric": results.metrics, "source": scheme.sources, "relation": RELATIONS,
    }  # fmt: skip
    values = {name: tuple(split_list(options[name])) for name in _NAMES if name in options}
    for name, words in values.items():
        for word in words:
            if word not in known[name]:
                message = f"no row has the {name} {word!r}{did_you_mean(word, known[name])}"
                raise ValueError(message)
    return ResultQuery(
        **values, where=tuple(_condition(text, results) for text in split_list(options.get("where", "")))
    )


def _condition(text: str, results: Results) -> tuple[str, str]:
    name, sign, value = (part.strip() for part in text.partition("="))
    settings = results.scheme.settings
    if not sign:
        message = f"where: {text!r} is not a condition; write it as w=4"
        raise ValueError(message)
    if name not in settings:
        message = f"where: {unknown('setting', name, settings)}"
        raise ValueError(message)
    return name, value
