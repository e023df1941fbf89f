"""Measured results: reading rows and what they may name, and the rules between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cardcatalog.bibtex.entries import parse_bibliography
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.checks.results import check_results
from cardcatalog.formats.results_data import results_data
from cardcatalog.messages import ENGLISH
from cardcatalog.problems import Kind, Problem
from cardcatalog.results.reader import RowReader, read_results, read_scheme
from cardcatalog.results.results import Results
from tests.catalogs import catalog_of

Write = Callable[..., Path]

SCHEME = """\
[[setting]]
id = "load"
name = "Load"
show = "{} kg"
unstated = "load"

[[measure]]
id = "force"
name = "force"
better = "higher"
unit = "N"
lowest = 0
highest = 50
deciding = ["load"]

[[benchmark]]
id = "pull"
name = "Pull"
measure = "force"
metrics = ["mean"]

[[model]]
id = "arm-1"
name = "Arm 1"

[[source]]
id = "lab/arm"
name = "lab/arm"
link = "https://example.org/{path}#L{line}"
paper = "doe2020arm"

[[flag]]
id = "odd"
text = "Odd."
doubtful = true

[[flag]]
id = "printed-twice"
text = "Printed twice."
"""
HEADER = "id,paper,method,relation,reporter,model,benchmark,metric,load,value,printed,baseline,path,line,section,flags"
BASE = "b1,,plain,baseline,doe2020arm,arm-1,pull,mean,3,40,40.0,,README.md,9,Table,"
OWN = "r1,doe2020arm,Grip,own,doe2020arm,arm-1,pull,mean,3,38.5,38.50,b1,README.md,10,Table,"
PAPERS = "@misc{doe2020arm, title = {Arm}, author = {Doe, Jo}, year = 2020, ids = {doe2019arm}}"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A function that writes a scheme and the rows of its source, and returns the path of the scheme."""

    def write(*rows: str, scheme: str = SCHEME, header: str = HEADER) -> Path:
        folder = tmp_path / "results"
        folder.mkdir()
        (tmp_path / "results.toml").write_text(scheme, "utf-8")
        (folder / "lab--arm.csv").write_text("\n".join([header, *rows, ""]), "utf-8")
        return tmp_path / "results.toml"

    return write


@pytest.fixture
def read(write: Write) -> Callable[..., tuple[Results, list[Problem]]]:
    """A function that reads rows."""
    return lambda *rows, **texts: read_results(write(*rows, **texts), "bib/results.toml")


def problems_of(results: Results) -> list[Problem]:
    """Return what the rules find."""
    catalog = catalog_of(PAPERS)
    return list(check_results(replace(catalog, results=results)))


def test_a_row_is_a_value_with_its_place_setting_and_reference_row(read: Callable[..., tuple[Results, object]]) -> None:
    results, problems = read(BASE, OWN)
    assert problems == []
    row = results.by_id["r1"]
    assert (row.value, row.text, row.settings, row.source) == (38.5, "38.50", {"load": "3"}, "lab/arm")
    assert str(row.location) == "bib/results/lab--arm.csv:3"
    assert results.baseline_of(row) is results.by_id["b1"]
    assert results.link(row) == "https://example.org/README.md#L10"
    assert results.scheme.settings["load"].text("3") == "3 kg"
    assert problems_of(results) == []


def test_a_fraction_and_its_percentage_have_the_same_digits(read: Callable[..., tuple[Results, object]]) -> None:
    texts = {"0.3850": "38.50", "38.5": "38.5", "**38.50**": "38.50", "38.5 ± 0.1": "38.5", "0.385": "38.5"}
    rows = [OWN.replace("r1", f"r{number}").replace("38.50", printed) for number, printed in enumerate(texts)]
    results, _ = read(BASE, *rows)
    assert [row.text for row in results.rows[1:]] == list(texts.values())


FAULTS = {
    "model": (OWN.replace("arm-1", "arm-2"), "unknown model 'arm-2' (did you mean 'arm-1'?)"),
    "benchmark": (OWN.replace(",pull,", ",push,"), "unknown benchmark 'push'"),
    "relation": (OWN.replace(",own,", ",owns,"), "unknown relation 'owns' (did you mean 'own'?)"),
    "flag": (f"{OWN}od", "unknown flag 'od' (did you mean 'odd'?)"),
    "value": (OWN.replace("38.5,", "NaN,"), "the value 'NaN' is not a number; a row without one is left out"),
    "line": (OWN.replace(",10,", ",x,"), "the line 'x' is not a number"),
    "empty": (OWN.replace("r1,", ",", 1), "id: empty; every row has a value there"),
    "cells": (OWN.rpartition(",")[0], "15 cells, but 16 columns; quote cells that hold commas"),
}


def test_a_row_that_cannot_be_understood_is_left_out_and_located(tmp_path: Path, write: Write) -> None:
    scheme, _ = read_scheme(write(BASE), "bib/results.toml")
    for name, (row, message) in FAULTS.items():
        reader = RowReader(scheme, "lab/arm", "x.csv")
        rows = list(reader.read(f"{HEADER}\n{BASE}\n{row}\n"))
        assert [each.id for each in rows] == ["b1"], name
        assert [str(problem) for problem in reader.problems] == [f"x.csv:3: {message} [cardcatalog.result]"], name
    assert tmp_path.is_dir()


HEADERS = {
    HEADER.replace("load", "laod"): "unknown column 'laod' (did you mean 'load'?); declare it as a [[setting]]",
    HEADER.replace(",flags", ""): "there is no column 'flags'; add it",
    f"{HEADER},load": "a column is there twice; take one out",
    '"': "not valid CSV: unexpected end of data; correct this line",
}


def test_a_file_with_a_wrong_header_has_no_rows(write: Write) -> None:
    scheme, _ = read_scheme(write(BASE), "bib/results.toml")
    for header, message in HEADERS.items():
        reader = RowReader(scheme, "lab/arm", "x.csv")
        assert not list(reader.read(f"{header}\n{BASE}\n" if header != '"' else header)), header
        assert [problem.message for problem in reader.problems] == [message], header


BROKEN_RULES = {
    "paper": (
        OWN.replace("doe2020arm,Grip", "doe2020ram,Grip"), "unknown paper 'doe2020ram' (did you mean 'doe2020arm'?)",
    ),
    "reporter": (OWN.replace("own,doe2020arm", "own,roe2020"), "unknown paper 'roe2020' (did you mean 'doe2020arm'?)"),
    "impossible": (OWN.replace("38.5,38.50", "51,51"), "51 is impossible as force: it is from 0 to 50"),
    "metric": (OWN.replace(",mean,", ",median,"), "'pull': unknown metric 'median' (did you mean 'mean'?)"),
    "no reference row": (
        OWN.replace("b1", ""), "no reference row; write its id in the column baseline, or 'none' where there is none",
    ),
    "unknown reference row": (OWN.replace("b1", "b2"), "no row has the id 'b2' of the reference row"),
    "wrong reference row": (
        OWN.replace("b1", "r1"),
        "the reference row at bib/results/lab--arm.csv:3 is of another kind, source, model, benchmark or metric",
    ),
    "id": (OWN.replace("r1", "b1"), "the id 'b1' is that of bib/results/lab--arm.csv:2"),
}  # fmt: skip


def test_rules_name_the_line_at_fault(write: Write) -> None:
    path = write(BASE)
    for name, (row, message) in BROKEN_RULES.items():
        (path.with_suffix("") / "lab--arm.csv").write_text(f"{HEADER}\n{BASE}\n{row}\n", "utf-8")
        results, problems = read_results(path, "bib/results.toml")
        found = [(str(each.location), each.message) for each in problems_of(results)]
        assert problems == [], name
        assert ("bib/results/lab--arm.csv:3", message) in found, name


def test_a_former_key_is_a_paper(read: Callable[..., tuple[Results, object]]) -> None:
    assert problems_of(read(BASE, OWN.replace("doe2020arm", "doe2019arm"))[0]) == []


def test_a_cell_is_there_once(read: Callable[..., tuple[Results, object]]) -> None:
    (problem,) = problems_of(read(BASE, OWN, OWN.replace("r1", "r2"))[0])
    assert str(problem) == (
        "bib/results/lab--arm.csv:4: the same cell is at bib/results/lab--arm.csv:3; take one of them out "
        "[cardcatalog.result]"
    )


def test_a_setting_has_one_value_unless_the_rows_are_flagged(write: Write) -> None:
    other = OWN.replace("r1", "r2").replace("38.5,38.50", "38,38").replace(",10,", ",11,")
    path = write(BASE, OWN, other)
    (problem,) = problems_of(read_results(path, "bib/results.toml")[0])
    assert problem.kind is Kind.RESULT_CONFLICT
    assert problem.message.startswith("38, but 38.50 at bib/results/lab--arm.csv:3 for the same setting; ")
    (path.with_suffix("") / "lab--arm.csv").write_text(
        f"{HEADER}\n{BASE}\n{OWN}printed-twice\n{other}printed-twice\n", "utf-8"
    )
    assert problems_of(read_results(path, "bib/results.toml")[0]) == []


def test_bits_of_own_rows_are_among_those_of_the_entry(write: Write) -> None:
    path = write(BASE, OWN, scheme=SCHEME.replace('name = "Load"', 'name = "Load"\nbits = "weights"'))
    results = read_results(path, "bib/results.toml")[0]
    for bits, message in {
        "W3": "", "A8": "", "W2 / W3": "",
        "W4": "3 kg, but the entry of 'doe2020arm' names only 4 kg; correct one of them",
    }.items():  # fmt: skip
        entries = parse_bibliography(PAPERS.replace("year = 2020", f"year = 2020, bits = {{{bits}}}"), "refs.bib")[0]
        found = list(check_results(replace(Catalog.from_entries(entries), results=results)))
        assert [problem.message for problem in found] == list(filter(None, [message])), bits


def test_a_file_without_a_source_is_reported(write: Write) -> None:
    path = write(BASE)
    (path.with_suffix("") / "lab--amr.csv").write_text(f"{HEADER}\n{BASE}\n", "utf-8")
    results, problems = read_results(path, "bib/results.toml")
    assert len(results.rows) == 1
    (problem,) = problems
    assert str(problem) == (
        "bib/results/lab--amr.csv:1: no source has this file (did you mean 'lab--arm.csv'?); "
        "add a [[source]] to bib/results.toml [cardcatalog.result]"
    )


SCHEME_FAULTS = {
    'measure = "force"': ('measure = "farce"', "unknown measure 'farce' (did you mean 'force'?)"),
    'deciding = ["load"]': ('deciding = ["laod"]', "unknown setting 'laod' (did you mean 'load'?)"),
    'better = "higher"': ('better = "more"', "better = 'more'; write 'lower' or 'higher'"),
    'id = "arm-1"': (
        'id = "../arm"', "'../arm' is not an identifier; write lower-case letters and digits, joined by - or .",
    ),
    'id = "load"': ('id = "value"', "'value' is a column of every file; choose another id"),
    'id = "odd"': ('id = "printed-twice"', "'printed-twice' is the id of another flag; choose another"),
}  # fmt: skip


def test_what_rows_may_name_is_checked(write: Write) -> None:
    path = write()
    for given, (wrong, message) in SCHEME_FAULTS.items():
        path.write_text(SCHEME.replace(given, wrong), "utf-8")
        problems = read_results(path, "bib/results.toml")[1]
        found = [problem.message for problem in problems if problem.location.path == "bib/results.toml"]
        assert message in found, given


def test_a_control_character_is_reported_and_shown_as_unreadable(
    read: Callable[..., tuple[Results, list[Problem]]],
) -> None:
    results, problems = read(BASE, OWN.replace("Grip", "Gr\0ip"))
    assert [row.method for row in results.rows] == ["plain", "Gr\ufffdip"]
    assert [(problem.location.line, problem.kind) for problem in problems] == [(3, Kind.FILE)]


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    results, problems = read_results(tmp_path / "none.toml", "none.toml")
    assert results.rows == ()
    assert [problem.kind for problem in problems] == [Kind.FILE]


def test_the_explorer_names_benchmarks_in_the_order_of_rows(read: Callable[..., tuple[Results, object]]) -> None:
    names = [f"pull-{number}" for number in range(9, 0, -1)]
    rows = [BASE.replace("b1", f"b-{name}").replace(",pull,", f",{name},") for name in names]
    more = "".join(
        f'\n[[benchmark]]\nid = "{name}"\nname = "{name}"\nmeasure = "force"\nmetrics = ["mean"]\n' for name in names
    )
    results, _ = read(*rows, scheme=SCHEME + more)
    assert list(results_data(results, ENGLISH)["about"]) == names
