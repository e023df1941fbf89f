"""The measured results of a catalog: rows, each with its place in a source, and what pages ask of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import quote

from cardcatalog.results.scheme import Scheme

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cardcatalog.problems import Location

CORE: Final = (
    "id", "paper", "method", "relation", "reporter", "model", "benchmark", "metric",
    "value", "printed", "baseline", "path", "line", "section", "flags",
)  # fmt: skip
"""The columns that every file has, in this order; those of settings come before ``value``."""

_Key = TypeVar("_Key")

OWN, COMPARISON, THIRD_PARTY, BASELINE = RELATIONS = "own", "comparison", "third-party", "baseline"
"""Who reports a number: the authors of the method, those of another paper, or others; or it is a reference row."""

REPEATED: Final = "printed-twice"
"""The flag of rows that a source prints again with another value, though nothing that it states differs."""

NO_BASELINE: Final = "none"
"""The value of ``baseline`` where the source prints no reference row."""


@dataclass(frozen=True, slots=True)
class Result:
    """One measured number."""

    id: str
    paper: str
    """The key of the paper of the method; empty for reference rows and for methods without a paper."""

    method: str
    relation: str
    reporter: str
    """The key of the paper whose authors report it; empty if they have none in the bibliography."""

    model: str
    benchmark: str
    metric: str
    settings: Mapping[str, str]
    """The settings that the source states."""

    value: float
    """In the unit of the measure."""

    text: str
    """The value with the digits of the source."""

    printed: str
    """The cell as the source prints it."""

    baseline: str
    """The id of the reference row of the same table, or ``none``."""

    path: str
    line: int
    section: str
    flags: tuple[str, ...]
    source: str
    location: Location

    @property
    def is_baseline(self) -> bool:
        """Whether it is a reference row: the model as it was before."""
        return self.relation == BASELINE


@dataclass(frozen=True)
class Results:
    """All rows, in the order of sources and lines."""

    scheme: Scheme = field(default_factory=Scheme)
    rows: tuple[Result, ...] = ()
    digest: str = ""
    """The digest of all files that it was read from."""

    @cached_property
    def by_id(self) -> dict[str, Result]:
        """The rows by id."""
        return {row.id: row for row in self.rows}

    @cached_property
    def methods(self) -> set[str]:
        """The names of all methods."""
        return {row.method for row in self.rows}

    @cached_property
    def metrics(self) -> set[str]:
        """The names of all metrics."""
        return {row.metric for row in self.rows}

    @cached_property
    def by_paper(self) -> dict[str, tuple[Result, ...]]:
        """The rows of each paper's method, whoever reports them."""
        return _grouped((row.paper, row) for row in self.rows if row.paper)

    def of_paper(self, key: str, former: Iterable[str] = ()) -> list[Result]:
        """Return the rows of a paper's method under its key and its former ones, without reference rows."""
        return [row for each in (key, *former) for row in self.by_paper.get(each, ()) if not row.is_baseline]

    @cached_property
    def by_benchmark(self) -> dict[str, tuple[Result, ...]]:
        """The rows of each benchmark."""
        return _grouped((row.benchmark, row) for row in self.rows)

    @cached_property
    def by_pair(self) -> dict[tuple[str, str], tuple[Result, ...]]:
        """The rows of each benchmark and model."""
        return _grouped(((row.benchmark, row.model), row) for row in self.rows)

    def baseline_of(self, row: Result) -> Result | None:
        """Return the reference row of the same table, if the source prints one."""
        return self.by_id.get(row.baseline)

    def link(self, row: Result) -> str:
        """Return the URL of the line of the source."""
        return self._links[row.source, row.path].replace("{line}", str(row.line))

    @cached_property
    def _links(self) -> dict[tuple[str, str], str]:
        """The URLs of the files of sources, for any line."""
        places = {(row.source, row.path) for row in self.rows}
        sources = self.scheme.sources
        return {(source, path): sources[source].link.replace("{path}", quote(path)) for source, path in places}

    def is_doubtful(self, row: Result) -> bool:
        """Return whether a row is probably wrong in the source."""
        return any(self.scheme.flags[flag].doubtful for flag in row.flags)


def _grouped(pairs: Iterable[tuple[_Key, Result]]) -> dict[_Key, tuple[Result, ...]]:
    found: dict[_Key, list[Result]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return {key: tuple(values) for key, values in found.items()}
