"""Our file in pybtex's own style ``plain``, which mkdocs-bibtex and sphinxcontrib-bibtex print."""

from __future__ import annotations

import pytest
from pybtex.database import parse_string
from pybtex.plugin import find_plugin

from cardcatalog.catalog.catalog import Catalog
from cardcatalog.formats.formats import FORMATS

STEP = 5
"""One paper of so many is printed, since all take half a minute."""


@pytest.fixture(scope="module")
def printed(catalog: Catalog) -> dict[str, str]:
    """The text of papers, by key."""
    papers = list(catalog.papers.values())[::STEP]
    entries = parse_string(FORMATS["bibtex"].write(catalog, papers), "bibtex").entries
    style, text = find_plugin("pybtex.style.formatting", "plain")(), find_plugin("pybtex.backends", "text")()
    return {row.key: row.text.render(text) for row in style.format_entries(entries.values())}


def test_every_paper_is_printed_with_its_year_and_its_first_author(printed: dict[str, str], catalog: Catalog) -> None:
    assert len(printed) == len(range(0, len(catalog.papers), STEP))
    papers = {key: catalog.papers[key] for key in printed}
    assert not [key for key, paper in papers.items() if f"{paper.year}" not in printed[key]]
    assert not [key for key, paper in papers.items() if paper.authors[0].surname not in printed[key]]


def test_a_preprint_has_its_number(printed: dict[str, str], catalog: Catalog) -> None:
    numbers = {key: catalog.papers[key].arxiv for key in printed if catalog.papers[key].is_preprint}
    assert not [key for key, number in numbers.items() if f"arXiv:{number}" not in printed[key]]
