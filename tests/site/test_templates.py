"""The site's templates change pieces of Furo's HTML; each piece is there to be changed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.site.conftest import ROOT, Site

if TYPE_CHECKING:
    from collections.abc import Callable

TEMPLATE = (ROOT / "docs/_templates/page.html").read_text("utf-8")
REPLACEMENTS = [
    (old, new.replace("\\n", "\n"), end == " ")
    for old, new, end in re.findall(r"\| replace\('(.*?)',\s*'(.*?)'([ )])", TEMPLATE, re.DOTALL)
]
"""Each piece of HTML, its replacement, and whether more follows that depends on the page."""

PAGES = ("index.html", "explore.html", "cite.html", "papers/number-formats.html", "develop/settings.html")


def test_every_template_replacement_is_tested() -> None:
    assert len(REPLACEMENTS) == TEMPLATE.count("| replace(")


@pytest.mark.parametrize(("old", "new", "is_open"), REPLACEMENTS)
def test_each_piece_is_on_some_page_and_nowhere_unreplaced(
    build: Callable[[str], Site], old: str, new: str, *, is_open: bool
) -> None:
    texts = [build("html").text(name) for name in PAGES]
    assert any(new in text for text in texts), f"Furo or docutils no longer writes {old!r}"
    assert is_open or old in new or not any(old in text for text in texts)


def test_the_style_sheet_within_pages_is_left_out_and_the_script_is_a_file(build: Callable[[str], Site]) -> None:
    text = build("html").text("index.html")
    assert "<style" not in text
    assert re.search(r'<body>\s*<script src="_static/theme\.js[^"]*"></script>', text)
