"""The measured results of this project: their files are in the canonical form, and every row names its line."""

from __future__ import annotations

import csv
import re
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


def test_every_printed_value_is_in_its_row() -> None:
    for row in read_results(SCHEME, "bib/results.toml")[0].rows:
        number = re.search(r"-?\d+(?:\.\d+)?(?:e\d+)?", row.printed)
        assert number, row
        assert any(abs(float(number[0]) * scale - row.value) < 1e-6 for scale in (1, 100)), row


PAGES = [*Path(ROOT, "docs", "results").glob("*.md"), Path(ROOT, "docs", "guides", "choosing.md")]


def test_no_page_holds_a_measured_number_by_hand() -> None:
    for page in PAGES:
        prose = re.sub(r"```.*?```|`[^`]*`", "", page.read_text("utf-8"), flags=re.DOTALL)
        assert not re.findall(r"(?<![\w.-])\d+\.\d+", prose), page.name
