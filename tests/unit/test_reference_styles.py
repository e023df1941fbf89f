"""References of every type of entry, compared with those that Pandoc makes by the official styles.

``data/references/pandoc.json`` holds what Pandoc made of our CSL-JSON of ``references.bib``, by this command for each
style, whose revision it names: ``pandoc --citeproc --wrap=none --csl apa.csl --bibliography references.json``
with ``nocite: '@*'`` and ``lang: en-US``; tags other than ``em`` and ``strong`` are taken out.
"""

from __future__ import annotations

import json
import re
import tomllib
from html import unescape
from pathlib import Path

import pytest

from cardcatalog.bibtex.entries import read_bibliography
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.kinds import KINDS, STANDARD_TYPES
from cardcatalog.formats.references import STYLES, references_of

DATA = Path(__file__).parent / "data" / "references"
PAPERS = Catalog.from_entries(read_bibliography(DATA / "references.bib", "references.bib")[0]).papers
THEIRS: dict[str, dict[str, str]] = json.loads((DATA / "pandoc.json").read_text("utf-8"))["references"]
DIFFERENCES = tomllib.loads((DATA / "differences.toml").read_text("utf-8"))["difference"]
EXPECTED = {
    style: {key: text for row in DIFFERENCES if row["style"] == style for key, text in row["ours"].items()}
    for style in STYLES
}
"""Our references that differ, by style and key."""


def comparable(html: str) -> str:
    """Return a reference without bold text, which we do not set, and with straight apostrophes, which titles keep."""
    return unescape(re.sub("</?strong>", "", html)).replace("’", "'").strip()


@pytest.mark.parametrize("style", STYLES)
def test_references_are_those_of_pandoc_but_for_the_differences_of_a_table(style: str) -> None:
    differing = {
        key for key, paper in PAPERS.items()
        if comparable(references_of(paper)[style]) != comparable(THEIRS[key][style])
    }  # fmt: skip
    assert differing == EXPECTED[style].keys()


@pytest.mark.parametrize("style", STYLES)
def test_references_that_differ_are_as_the_table_has_them(style: str) -> None:
    assert {key: references_of(PAPERS[key])[style] for key in EXPECTED[style]} == EXPECTED[style]


def test_each_difference_has_a_reason_and_a_row_of_its_own() -> None:
    rows = [(row["style"], key) for row in DIFFERENCES for key in row["ours"]]
    assert len(set(rows)) == len(rows)
    assert all(row["reason"].endswith(".") for row in DIFFERENCES)


def test_the_entries_are_of_every_type_and_kind() -> None:
    assert {paper.entry.type for paper in PAPERS.values()} >= STANDARD_TYPES
    assert {paper.kind for paper in PAPERS.values()} == KINDS.keys()
