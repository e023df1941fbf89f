"""The measured results of a catalog: rows, each with its place in a source, and what pages ask of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple, TypeVar
from urllib.parse import quote

from cardcatalog.grouped import grouped
from cardcatalog.problems import Location
from cardcatalog.results.scheme import Scheme


class Cells(NamedTuple):
    """The cells of a row in the columns that every file has, in this order; those of settings come before ``value``."""

    id: str
    paper: str
    method: str
    relation: str
    reporter: str
    model: str
    benchmark: str
    metric: str
    value: str
    printed: str
    baseline: str
    path: str
    line: str
    section: str
    flags: str


CORE: Final = Cells._fields
"""The names of these columns."""

_Made = TypeVar("_Made")

OWN, COMPARISON, THIRD_PARTY, BASELINE = RELATIONS = "own", "comparison", "third-party", "baseline"
"""Who reports a number: the authors of the method, those of another paper, or others; or it is a reference row."""

REPEATED: Final = "printed-twice"
"""The flag of rows that a source prints again with another value, though nothing that it states differs."""

NO_BASELINE: Final = "none"
"""The value of ``baseline`` where the source prints no reference row."""


MIN_ROWS, MIN_SOURCES = 10, 2
"""Numbers, and sources of them, from which a benchmark and a model have a page of their own."""


class Pair(NamedTuple):
    """A benchmark and a model."""

    benchmark: str
    model: str


class Result(NamedTuple):
    """One measured number. There are many: a tuple is made, kept and loaded in half the time of a dataclass."""

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
    """The settings that the source states; rows of a file that state the same share them."""

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
    file: str
    """The path of the file of rows, as messages show it."""

    file_line: int

    @property
    def location(self) -> Location:
        """The place of the row in its file."""
        return Location(self.file, self.file_line)

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
        return grouped((row.paper, row) for row in self.rows if row.paper)

    def of_paper(self, key: str, former: Iterable[str] = ()) -> list[Result]:
        """Return the rows of a paper's method under its key and its former ones, without reference rows."""
        return [row for each in (key, *former) for row in self.by_paper.get(each, ()) if not row.is_baseline]

    @cached_property
    def by_benchmark(self) -> dict[str, tuple[Result, ...]]:
        """The rows of each benchmark."""
        return grouped((row.benchmark, row) for row in self.rows)

    @cached_property
    def by_pair(self) -> dict[tuple[str, str], tuple[Result, ...]]:
        """The rows of each benchmark and model."""
        return grouped(((row.benchmark, row.model), row) for row in self.rows)

    @cached_property
    def dense_pairs(self) -> dict[Pair, tuple[Result, ...]]:
        """The rows of each benchmark and model that many sources measured, in the order of the scheme."""
        found = {
            Pair(*pair): measured
            for pair, rows in self.by_pair.items()
            if self.scheme.measure_of(pair[0]).comparable
            and len(measured := tuple(row for row in rows if not row.is_baseline)) >= MIN_ROWS
            and len({row.source for row in measured}) >= MIN_SOURCES
        }
        benchmarks, models = self.scheme.benchmark_places, self.scheme.model_places
        return dict(sorted(found.items(), key=lambda item: (benchmarks[item[0].benchmark], models[item[0].model])))

    @cached_property
    def settings(self) -> tuple[Mapping[str, str], ...]:
        """The settings of all rows, each once."""
        return tuple({id(row.settings): row.settings for row in self.rows}.values())

    @cached_property
    def stated(self) -> set[str]:
        """The settings that any row states."""
        return {name for settings in self.settings for name in settings}

    def of_settings(self, make: Callable[[Mapping[str, str]], _Made]) -> dict[int, _Made]:
        """Return what is made of the settings of rows, by their identity: a tenth as many as rows."""
        return {id(settings): make(settings) for settings in self.settings}

    def baseline_of(self, row: Result) -> Result | None:
        """Return the reference row of the same table, if the source prints one."""
        return self.by_id.get(row.baseline)

    def link(self, row: Result) -> str:
        """Return the URL of the line of the source."""
        return str(row.line).join(self._links[row.source, row.path])

    @cached_property
    def _links(self) -> dict[tuple[str, str], list[str]]:
        """The URLs of the files of sources, divided at the number of a line."""
        places = {(row.source, row.path) for row in self.rows}
        sources = self.scheme.sources
        return {
            (source, path): sources[source].link.replace("{path}", quote(path)).split("{line}")
            for source, path in places
        }

    def is_doubtful(self, row: Result) -> bool:
        """Return whether a row is probably wrong in the source."""
        return any(self.scheme.flags[flag].doubtful for flag in row.flags)
