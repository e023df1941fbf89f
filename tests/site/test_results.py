"""The measured results of this project: their files are in the canonical form, and every row names its line."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from functools import partial
from pathlib import Path

from cardcatalog.results.reader import files_of, read_results
from cardcatalog.results.results import CORE
from tests.site.conftest import ROOT

SCHEME = Path(ROOT, "bib", "results.toml")


def test_rows_are_in_canonical_order_with_no_empty_column() -> None:
    scheme = read_results(SCHEME, "bib/results.toml")[0].scheme
    wanted = [*CORE[: CORE.index("value")], *scheme.settings, *CORE[CORE.index("value") :]]
    for path in files_of(SCHEME)[1:]:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        columns = list(rows[0])
        assert columns == [name for name in wanted if name in columns], path.name
        assert all(any(row[name] for row in rows) for name in columns if name not in CORE), path.name
        places = [(row["path"], int(row["line"]), *(row[name] for name in ("benchmark", "model", "method", "id")))
                  for row in rows]  # fmt: skip
        assert places == sorted(places), path.name


def test_every_row_leads_to_a_line_at_a_fixed_commit() -> None:
    results, problems = read_results(SCHEME, "bib/results.toml")
    assert problems == []
    assert len(results.rows) > 8000
    for row in results.rows:
        assert re.fullmatch(r"https://github\.com/[\w.-]+/[\w.-]+/blob/[0-9a-f]{40}/\S+#L\d+", results.link(row)), row


def test_the_values_of_a_cell_are_those_that_it_prints() -> None:
    """A cell may print several numbers: each is the value of a row, and no row has another.

    They are divided by strokes, as in ``27.56 / 0.736``, or have names, as in ``NDS: 0.354 mAP: 0.252``.
    """
    cells: dict[tuple[str, str, int, str], list[float]] = defaultdict(list)
    for row in read_results(SCHEME, "bib/results.toml")[0].rows:
        cells[row.source, row.path, row.line, row.printed].append(row.value)
    for cell, values in cells.items():
        numbers = [re.search(r"-?\d+(?:\.\d+)?(?:[eE]\d+)?", part) for part in re.split(r"/| (?=\w+: )", cell[-1])]
        printed = [float(number[0]) for number in numbers if number]
        assert len(printed) == len(numbers), cell
        assert all(any(map(partial(is_printed_as, value), printed)) for value in values), cell
        assert all(any(is_printed_as(value, number) for value in values) for number in printed), cell


def is_printed_as(value: float, number: float) -> bool:
    """Return whether a value is a number, or the hundredfold of one that is printed as a fraction."""
    return any(abs(number * scale - value) < 1e-6 for scale in (1, 100))


PAGES = [*Path(ROOT, "docs", "results").glob("*.md"), Path(ROOT, "docs", "guides", "choosing.md")]


def test_no_page_holds_a_measured_number_by_hand() -> None:
    for page in PAGES:
        prose = re.sub(r"```.*?```|`[^`]*`", "", page.read_text("utf-8"), flags=re.DOTALL)
        assert not re.findall(r"(?<![\w.-])\d+\.\d+", prose), page.name
