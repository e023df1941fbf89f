"""The rule of scope, in general and for this bibliography, and bits that a title states."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cardcatalog.bibtex.entries import read_bibliography
from cardcatalog.bibtex.text import to_text
from cardcatalog.tables import read_rows
from cardcatalog_tools.collections.scope import ScopeRow, judge
from cardcatalog_tools.services.suggest import suggest_bits

BIB = Path(__file__).parents[2] / "bib"
ROWS = (
    ScopeRow("clocks", ("clock*", "# hand*"), 2, needed=True),
    ScopeRow("time", ("hour glass",), 1),
    ScopeRow("toys", ("toy",), -3),
)


@pytest.mark.parametrize(
    ("title", "score"),
    [
        ("Clockwork and Clocks", 2),
        ("A 12-Handed Machine", 2),
        ("Clocks and an Hour-Glass", 3),
        ("A Toy Clock", -1),
        ("Toys of Clocks", 2),
        ("Un Öclock", 0),
        ("An Hour Glass", 0),
        ("", 0),
    ],
)
def test_a_title_has_the_score_of_the_rows_that_it_matches(title: str, score: int) -> None:
    assert judge(title, ROWS).score == score


def test_a_verdict_names_rows_scores_and_words() -> None:
    assert str(judge("A Toy Clock", ROWS)) == "-1: clocks +2 (clock), toys -3 (toy)"
    assert str(judge("An Hour Glass", ROWS)) == "0: no word of the subject"


def test_without_a_table_every_title_is_in_scope() -> None:
    assert judge("Anything", ()).is_in_scope


def test_a_table_with_a_mistake_is_reported(tmp_path: Path) -> None:
    (tmp_path / "scope.toml").write_text('[[row]]\nscore = "2"\nreason = "x"\n', encoding="utf-8")
    (problem,) = read_rows(tmp_path / "scope.toml", "scope.toml", ScopeRow)[1]
    assert str(problem.location) == "scope.toml:2"


@pytest.mark.parametrize(
    ("title", "bits"),
    [
        ("W4A8KV4 Serving", ("W4A8KV4",)),
        ("Training in W1A1 and 4-bit", ("W1A1",)),
        ("A 2-bit KV Cache", ("KV2",)),
        ("2bit Quantization for KV Cache", ("KV2",)),
        ("1.58-Bit LLMs in NVFP4", ("1.58", "NVFP4")),
        ("One-Bit Networks", ("1",)),
        ("INT8 and FP16", ("8",)),
        ("Sub-4-bit Models on Atlas A2, FP32", ()),
        ("16-bit Training", ()),
        ("WA4 KV", ()),
    ],
)
def test_bits_that_a_title_states_are_suggested(title: str, bits: tuple[str, ...]) -> None:
    assert suggest_bits(title) == bits


# The figures of bib/README.md

FIRST_DAY = "2026-11-23"
"""The day of the first entries, which were not judged as candidates."""


def judged() -> Iterator[tuple[int, bool, bool]]:
    """Yield year, whether it is in the bibliography, and the verdict of the rule for each title that was judged."""
    rows, problems = read_rows(BIB / "scope.toml", "scope.toml", ScopeRow)
    assert not problems
    entries, _problems = read_bibliography(BIB / "quantization.bib", "quantization.bib")
    for entry in entries:
        if entry.get("creationdate") != FIRST_DAY:
            yield int(entry.get("year")), True, judge(to_text(entry.get("title")), rows).is_in_scope
    for line in (BIB / "left-out.tsv").read_text("utf-8").splitlines()[1:]:
        _name, title, _reason, year = line.split("\t")
        yield int(year), False, judge(title, rows).is_in_scope


def test_the_figures_of_the_scope_rule_are_those_of_the_readme() -> None:
    lines = {}
    cases = list(judged())
    for label, years in (("until 2024", range(1, 2025)), ("2025", [2025]), ("2026", [2026]), ("all", range(3000))):
        some = [(here, taken) for year, here, taken in cases if year in years]
        hits = sum(here and taken for here, taken in some)
        here, taken = sum(here for here, _taken in some), sum(taken for _here, taken in some)
        lines[label] = f"| {label} | {len(some):,} | {here:,} | {hits / taken:.0%} | {hits / here:.0%} |"
    readme = (BIB / "README.md").read_text("utf-8")
    assert not [line for line in lines.values() if line not in readme], "\n".join(lines.values())
