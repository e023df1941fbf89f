"""Measured results in words and side by side: tables, notes, queries, pairs and disagreements."""

from __future__ import annotations

import json
from collections.abc import Mapping
from unittest.mock import Mock

import jsonschema  # type: ignore[import-untyped]  # it has no annotations
import pytest

from cardcatalog.formats.measured import SCHEMA, ResultsCsv, results_json
from cardcatalog.results import compare
from cardcatalog.results.compare import contradicts, disagreements, only_one_states, relative
from cardcatalog.results.query import ResultQuery, parse_result_query
from cardcatalog.results.results import Pair, Result, Results
from cardcatalog.results.scheme import Benchmark, Chart, Flag, Measure, Model, Scheme, Setting, Source, by_id
from cardcatalog.results.tables import make_tables, setting_of

SCHEME = Scheme(
    settings=by_id([
        Setting(id="load", name="Load", show="{} kg", unstated="load", essential=True),
        Setting(id="grip", name="Grip", words="{} grip", unstated="grip"),
        Setting(id="by", name="By", remark=True),
    ]),
    measures=by_id([
        Measure(id="force", name="force", better="higher", unit="N", deciding=("load", "grip")),
        Measure(id="mean", name="mean", better="higher", comparable=False),
    ]),
    benchmarks=by_id([
        Benchmark(id="pull", name="Pull", measure="force"), Benchmark(id="all", name="All", measure="mean"),
    ]),
    models=by_id([Model(id="arm-1", name="Arm 1"), Model(id="arm-2", name="Arm 2")]),
    sources=by_id([Source(id="lab", name="lab", link="l"), Source(id="lib", name="lib", link="l")]),
    flags=by_id([Flag(id="odd", text="Odd.", doubtful=True), Flag(id="new", text="New.")]),
    charts=(Chart(name="Load", settings=("load",)),),
)  # fmt: skip


def result(name: str, value: float = 10, settings: Mapping[str, str] | None = None, **more: object) -> Result:
    """Return a row, with the values that a test is about."""
    values: dict[str, object] = {
        "paper": "doe2020arm", "method": "Grip", "relation": "own", "reporter": "", "model": "arm-1",
        "benchmark": "pull", "metric": "mean", "settings": settings or {}, "value": value, "text": f"{value:g}",
        "printed": f"{value:g}", "baseline": "none", "path": "a.md", "line": 1, "section": "", "flags": (),
        "source": "lab", "file": "lab.csv", "file_line": 2,
    }  # fmt: skip
    return Result(id=name, **(values | more))  # type: ignore[arg-type]


BASE = result("base", 12, {"load": "3"}, relation="baseline", method="plain", baseline="", paper="")


def test_what_all_rows_share_is_above_the_table_and_what_differs_in_it() -> None:
    rows = (
        result("a", 10, {"load": "3", "grip": "firm", "by": "Jo"}, baseline="base"),
        result("b", 9.5, {"load": "3", "by": "Jo"}, baseline="base", line=2),
    )
    (table,) = make_tables(Results(SCHEME, (BASE, *rows)), rows)
    assert table.about == "mean, N, higher is better"
    assert table.shared == ("Grip", "Arm 1", "Plain: 12", "3 kg", "Jo")
    assert table.unstated == ()
    assert table.columns == {"setting": "Setting", "value": "Value", "distance": "Difference"}
    assert table.cells["setting"] == ["firm grip", "grip not stated"]
    assert table.cells["distance"] == ["\u22122", "\u22122.5"]


def test_what_no_row_states_is_said_once() -> None:
    rows = (result("a", settings={"load": "3"}), result("b", settings={"load": "4"}, line=2))
    (table,) = make_tables(Results(SCHEME, rows), rows)
    assert table.unstated == ("grip",)
    assert table.cells["setting"] == ["3 kg", "4 kg"]
    assert "Reference: not printed" in table.shared


def test_numbers_of_two_sources_benchmarks_or_metrics_never_share_a_table() -> None:
    rows = (result("a"), result("b", source="lib"), result("c", benchmark="all"), result("d", metric="median"))
    assert [len(table.rows) for table in make_tables(Results(SCHEME, rows), rows)] == [1, 1, 1, 1]


def test_a_remark_on_all_rows_is_above_the_table_and_one_on_some_below() -> None:
    rows = (result("a", flags=("new", "odd")), result("b", flags=("new",), line=2))
    (table,) = make_tables(Results(SCHEME, rows), rows)
    assert table.shared[-1] == "New."
    assert table.marks == ["a", ""]
    assert [(note.mark, note.text) for note in table.notes] == [("a", "Odd.")]


def test_a_setting_in_words_says_what_is_not_stated() -> None:
    assert setting_of(Results(SCHEME), result("a", settings={"load": "3"})) == "Grip, Arm 1, 3 kg, not stated: grip"


COMPARED = [
    ({"load": "3"}, {"load": "3"}, False, []),
    ({"load": "3"}, {"load": "4"}, True, []),
    ({"load": "3"}, {}, True, ["load"]),
    ({"load": "3", "grip": "firm"}, {"load": "3"}, False, ["grip"]),
    ({"load": "3", "grip": "firm"}, {"load": "3", "grip": "loose"}, True, []),
    ({"load": "3", "by": "Jo"}, {"load": "3", "by": "Al"}, False, []),
]


def test_rows_compare_where_nothing_that_both_state_differs() -> None:
    results = Results(SCHEME)
    for one, other, is_contradiction, missing in COMPARED:
        pair = result("a", settings=one), result("b", settings=other)
        assert contradicts(results, *pair) is is_contradiction, pair
        assert only_one_states(results, *pair) == missing, pair


def disagree(*rows: Result) -> list[tuple[str, str]]:
    """Return the ids of the rows on which sources disagree."""
    return [(row.one.id, row.other.id) for row in disagreements(Results(SCHEME, rows))]


def test_sources_disagree_above_the_tolerance() -> None:
    one = result("a", 100)
    assert disagree(one, result("b", 101.1, source="lib")) == [("a", "b")]
    assert disagree(one, result("b", 100.9, source="lib")) == []
    assert disagree(one, result("b", 200)) == []  # the same source


def test_the_nearest_number_counts_and_doubtful_ones_do_not() -> None:
    one, near, far = result("a", 100), result("b", 103, source="lib"), result("c", 300, source="lib", line=2)
    assert disagree(one, far, near) == [("a", "b")]
    assert disagree(one, result("b", 300, source="lib", flags=("odd",))) == []
    assert disagree(result("a", 1, benchmark="all"), result("b", 2, benchmark="all", source="lib")) == []
    assert relative(0, 0) == 0.0 < relative(0, 1)


def test_each_number_is_paired_with_the_farthest_of_another_source() -> None:
    one, near, far = (
        result(source, value, source=source) for source, value in (("lab", 100), ("lib", 110), ("log", 130))
    )
    assert disagree(one, near, far) == [("lab", "log"), ("lib", "log")]
    assert disagree(one, near, far, result("m", 90, line=2)) == [("lab", "log"), ("lib", "log")]  # 90 to 100 is lab's


def comparisons(size: int, patch: pytest.MonkeyPatch) -> int:
    """Return how many pairs are looked at to compare so many sources, each with two settings."""
    rows = [
        result(f"{number}{grip}", 100 + 5 * number, {"load": "3", "grip": grip}, source=f"s{number}")
        for number in range(size)
        for grip in ("firm", "loose")
    ]
    relations, contradictions = Mock(wraps=relative), Mock(wraps=contradicts)
    patch.setattr(compare, "relative", relations)
    patch.setattr(compare, "contradicts", contradictions)
    assert len(disagreements(Results(SCHEME, tuple(rows)))) == 2 * (size - 1)
    return relations.call_count + contradictions.call_count


def test_twice_the_sources_take_at_most_twice_the_comparisons(monkeypatch: pytest.MonkeyPatch) -> None:
    assert comparisons(40, monkeypatch) <= 2 * comparisons(20, monkeypatch)


def test_a_pair_has_a_page_from_ten_numbers_of_two_sources() -> None:
    rows = [result(f"r{number}", line=number) for number in range(1, 10)]
    assert not Results(SCHEME, (*rows, result("x"))).dense_pairs
    dense = Results(SCHEME, (*rows, result("x", source="lib"), BASE)).dense_pairs
    assert {pair: len(found) for pair, found in dense.items()} == {Pair("pull", "arm-1"): 10}


def test_a_query_chooses_rows_by_any_of_its_values() -> None:
    rows = (result("a", settings={"load": "3"}), result("b", model="arm-2"), result("c", relation="comparison"), BASE)
    results = Results(SCHEME, rows)
    asked: list[tuple[dict[str, str], list[str]]] = [
        ({}, ["a", "b", "c"]),
        ({"model": "arm-1, arm-2", "relation": "own"}, ["a", "b"]),
        ({"where": "load=3"}, ["a"]),
        ({"where": "load="}, ["b", "c"]),
        ({"relation": "baseline"}, ["base"]),
    ]
    for options, wanted in asked:
        assert [row.id for row in parse_result_query(options, results).select(results)] == wanted, options


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"model": "arm-3"}, "no row has the model 'arm-3' (did you mean 'arm-2'?)"),
        ({"where": "load"}, "where: 'load' is not a condition; write it as w=4"),
        ({"where": "laod=3"}, "where: unknown setting 'laod' (did you mean 'load'?)"),
    ],
)
def test_a_wrong_query_says_what_is_meant(options: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011  (its message is compared)
        parse_result_query(options, Results(SCHEME, (result("a", model="arm-2"),)))
    assert str(error.value) == message


def test_an_empty_query_has_no_conditions() -> None:
    assert ResultQuery().select(Results(SCHEME, (result("a"), BASE))) == [result("a")]


def test_downloads_hold_every_row() -> None:
    results = Results(SCHEME, (BASE, result("a", 9.5, {"load": "3"}, baseline="base", flags=("odd",))), "0" * 24)
    data = json.loads(results_json(results, license="CC0-1.0"))
    jsonschema.validate(data, json.loads(SCHEME_TEXT), jsonschema.Draft202012Validator)
    assert data["results"][1]["settings"] == {"load": "3"}
    assert data["results"][1]["baseline"] == "base"
    header, _base, row = ResultsCsv(results).whole().splitlines()
    cells = dict(zip(header.split(","), row.split(","), strict=True))
    assert (cells["source"], cells["load"], cells["value"], cells["flags"], cells["url"]) == (
        "lab",
        "3",
        "9.5",
        "odd",
        "l",
    )


SCHEME_TEXT = SCHEMA.read_text("utf-8")


def test_the_schema_is_valid() -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(SCHEME_TEXT))
