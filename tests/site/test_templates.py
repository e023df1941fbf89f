"""The site's templates change pieces of docutils' HTML, and replace Furo's frame; what they rely on is there."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import furo
import pytest

from tests.site.conftest import ROOT, Site

TEMPLATE = "".join((ROOT / f"docs/_templates/{name}.html").read_text("utf-8") for name in ("page", "frame"))
REPLACEMENTS = re.findall(r"\| replace\('(.*?)',\s*'(.*?)'\)", TEMPLATE)
"""Each piece of HTML, and its replacement."""

PAGES = ("index.html", "explore.html", "cite.html", "papers/number-formats.html", "develop/settings.html")


def test_every_template_replacement_is_tested() -> None:
    assert len(REPLACEMENTS) == TEMPLATE.count("| replace(")


@pytest.mark.parametrize(("old", "new"), REPLACEMENTS)
def test_each_piece_is_on_some_page_and_nowhere_unreplaced(build: Callable[[str], Site], old: str, new: str) -> None:
    texts = [build("html").text(name) for name in PAGES]
    assert any(new in text for text in texts), f"Furo or docutils no longer writes {old!r}"
    assert old in new or not any(old in text for text in texts)


def test_furo_has_the_classes_and_identifiers_of_the_frame() -> None:
    theme = Path(furo.__file__).parent / "theme" / "furo"
    names = re.findall(r'(?:class|id)="([\w -]+)"', TEMPLATE)
    written = (theme / "page.html").read_text("utf-8") + "".join(
        path.read_text("utf-8") for path in (theme / "sidebar").glob("*.html")
    )
    ours = {name for row in names for name in row.split() if not name.startswith("site-")}
    assert {name for name in ours if not re.search(rf"\b{name}\b", written)} == set()


def test_the_style_sheet_within_pages_is_left_out_and_the_script_is_a_file(build: Callable[[str], Site]) -> None:
    text = build("html").text("index.html")
    assert "<style" not in text
    assert re.search(r'<body>\s*<script src="_static/theme\.js[^"]*"></script>', text)


WITH_RULES = {"sd-card", "sd-card-body", "sd-card-title", "sd-sphinx-override", "sd-shadow-none", "sd-badge"}
"""The classes of sphinx-design on cards, for which our style sheets have the rules."""


def test_pages_with_more_of_sphinx_design_than_cards_load_its_style_sheet_and_no_others(html: Site) -> None:
    texts = {name: html.text(name) for name in html.pages}
    names = {name: {*" ".join(re.findall(r'class="([^"]*)"', text)).split()} for name, text in texts.items()}
    more = {name for name, some in names.items() if {one for one in some if one.startswith("sd-")} - WITH_RULES}
    assert more == {name for name, text in texts.items() if "/sphinx-design.min.css" in text}
    assert "index.html" in more
