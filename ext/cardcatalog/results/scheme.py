"""What a field measures: settings, measures, benchmarks, models, sources and flags, as a project declares them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar, TypeVar

from cardcatalog.tables import TableRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified(TableRow):
    """A row that others name by its id."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Identified):
    """A condition of a measurement: a column of the files of rows."""

    table: ClassVar = "setting"
    name: str
    show: str = "{}"
    """A number of this setting in words, in place of the braces."""

    words: str = ""
    """Any other value in words; without it, the value as it is."""

    unstated: str = ""
    """The words for it where it is not stated; without them, its name."""

    essential: bool = False
    """Whether rows compare only where both state the same, or neither states it."""

    bits: str = ""
    """The part of the field ``bits`` of an entry that says the same: ``weights``, ``activations`` or ``cache``."""

    remark: bool = False
    """Whether it says where a row is from, not how it was measured, so that rows that differ in it compare."""

    ask: bool = False
    """Whether the explorer of results has a list of its values."""

    printed: tuple[str, ...] = ()
    """How tables print a number of it, besides ``show``; the number in place of the braces."""

    def text(self, value: str) -> str:
        """Return a value in words."""
        is_number = value.replace(".", "", 1).isdigit()
        return (self.show if is_number else self.words or "{}").replace("{}", value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Identified):
    """A kind of number: its direction, unit and bounds, and the settings that decide what it compares with."""

    table: ClassVar = "measure"
    name: str
    better: str
    """``lower`` or ``higher``."""

    unit: str = ""
    lowest: float = float("-inf")
    highest: float = float("inf")
    deciding: tuple[str, ...] = ()
    comparable: bool = True
    """Whether numbers of several sources may mean the same at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark(Identified):
    """A test, and the metrics by which sources report it."""

    table: ClassVar = "benchmark"
    name: str
    measure: str
    metrics: tuple[str, ...] = ()
    printed: tuple[str, ...] = ()
    """Other names of it in tables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model(Identified):
    """What was measured on: its name, its family and size, and the names that sources print."""

    table: ClassVar = "model"
    name: str
    family: str = ""
    size: str = ""
    printed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Identified):
    """Where rows were read: its name, its date, and the paper whose authors report them."""

    table: ClassVar = "source"
    name: str
    link: str
    """The URL of a row, with the placeholders ``{path}`` and ``{line}``."""

    url: str = ""
    """The URL of the source as a whole."""

    date: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag(Identified):
    """A remark on rows; a doubtful row is shown and never compared."""

    table: ClassVar = "flag"
    text: str
    doubtful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Method(TableRow):
    """A method that rows name without a paper: the paper that the bibliography has of it, or why there is none."""

    table: ClassVar = "method"
    name: str
    paper: str = ""
    note: str = ""
    reference: bool = False
    """Whether its rows are those that others are compared with."""

    printed: tuple[str, ...] = ()
    """Other names of it in tables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart(TableRow):
    """What the pictures of numbers show across: the first of these settings that a row states as a number."""

    table: ClassVar = "chart"
    name: str
    settings: tuple[str, ...] = ()


_Identity = TypeVar("_Identity", bound=Identified)

TABLES = (Setting, Measure, Benchmark, Model, Source, Flag, Method, Chart)
"""The tables of the file, in their order."""


@dataclass(frozen=True)
class Scheme:
    """All that rows may name, by id."""

    settings: Mapping[str, Setting] = field(default_factory=dict)
    measures: Mapping[str, Measure] = field(default_factory=dict)
    benchmarks: Mapping[str, Benchmark] = field(default_factory=dict)
    models: Mapping[str, Model] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    flags: Mapping[str, Flag] = field(default_factory=dict)
    methods: Mapping[str, Method] = field(default_factory=dict)
    charts: tuple[Chart, ...] = ()

    def measure_of(self, benchmark: str) -> Measure:
        """Return the measure of a benchmark."""
        return self.measures[self.benchmarks[benchmark].measure]

    @cached_property
    def benchmark_places(self) -> dict[str, int]:
        """The place of each benchmark in the order of the file."""
        return {name: place for place, name in enumerate(self.benchmarks)}

    @cached_property
    def model_places(self) -> dict[str, int]:
        """The place of each model in the order of the file."""
        return {name: place for place, name in enumerate(self.models)}

    def unstated(self, setting: str) -> str:
        """Return the words for a setting that is not stated."""
        row = self.settings[setting]
        return row.unstated or row.name

    @cached_property
    def across(self) -> Chart | None:
        """What pictures show across, if the file says so."""
        return next(iter(self.charts), None)


def by_id(rows: Iterable[_Identity]) -> dict[str, _Identity]:
    """Return rows by their ids, the first of each."""
    found: dict[str, _Identity] = {}
    for row in rows:
        found.setdefault(row.id, row)
    return found
