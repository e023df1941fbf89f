"""Themes without custom properties for their colours, and without `color-scheme`: what we add is readable in them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sphinx.testing.util import SphinxTestApp

from tests.browser.server import serve

ROOT = Path(__file__).parents[1] / "sphinx" / "roots" / "library"
DARK, LIGHT = "rgb(20, 24, 30)", "rgb(250, 250, 250)"
STYLE = f"""
body {{ background: {LIGHT}; color: {DARK}; }}
body a {{ color: rgb(0, 80, 160); }}
body.night {{ background: {DARK}; color: {LIGHT}; }}
body.night a {{ color: rgb(140, 200, 255); }}
"""


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the URL of a site in a theme that has two rules, one for a class that a button might set."""
    root = shutil.copytree(ROOT, tmp_path_factory.mktemp("plain") / "plain")
    theme = root / "themes" / "plain"
    (theme / "static").mkdir(parents=True)
    (theme / "theme.toml").write_text('[theme]\ninherit = "basic"\nstylesheets = ["plain.css"]\n', encoding="utf-8")
    (theme / "static" / "plain.css").write_text(STYLE, encoding="utf-8")
    with (root / "conf.py").open("a", encoding="utf-8") as settings:
        settings.write('html_theme, html_theme_path = "plain", ["themes"]\n')
    app = SphinxTestApp("html", root)
    try:
        app.build()
    finally:
        app.cleanup()
    with serve(Path(app.outdir)) as address:
        yield address


@pytest.fixture
def page(chromium: Browser, plain: str) -> Iterator[Page]:
    """Return the page of a category."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(f"{plain}papers/weights.html")
    yield page
    context.close()


def test_a_sticky_heading_has_the_ground_of_the_page(page: Page) -> None:
    expect(page.locator("section.cc-group > h2").first).to_have_css("background-color", LIGHT)


def test_a_change_of_the_theme_is_followed(page: Page) -> None:
    page.evaluate("document.body.classList.add('night')")
    heading = page.locator("section.cc-group > h2").first
    expect(heading).to_have_css("background-color", DARK)
    expect(heading).to_have_css("color", LIGHT)
    page.evaluate("document.body.classList.remove('night')")
    expect(heading).to_have_css("background-color", LIGHT)
