"""A server may forbid inline scripts and styles; the site works without them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.server import POLICY

NOTE = """
addEventListener("securitypolicyviolation", (event) => {
  (window.violations ??= []).push(`${event.violatedDirective} ${event.blockedURI}`);
});
"""


def strict(site: Site, path: str, **options: object) -> Page:
    """Open a page that is sent with the policy."""
    page = site("index.html", policy=POLICY, **options)
    page.add_init_script(NOTE)
    page.goto(page.url.replace("index.html", path))
    page.wait_for_load_state("networkidle")
    return page


def test_no_page_breaks_the_policy(site: Site, path: str) -> None:
    page = strict(site, path)
    assert page.evaluate("window.violations ?? []") == []


@pytest.mark.parametrize(("scheme", "ground"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(19, 22, 21)")])
def test_the_colours_follow_the_system(site: Site, scheme: str, ground: str) -> None:
    page = strict(site, "papers/survey.html", color_scheme=scheme)
    expect(page.locator("body")).to_have_css("background-color", ground)


def test_a_chosen_theme_shows_on_the_next_page_at_once(site: Site) -> None:
    page = strict(site, "index.html", color_scheme="light")
    for _ in range(3):  # Furo goes round: auto, then the other, then the same
        if page.evaluate("document.body.dataset.theme") == "dark":
            break
        page.locator("button.theme-toggle:visible").first.click()
    page.goto(page.url.replace("index.html", "keywords.html"))
    expect(page.locator("body")).to_have_css("background-color", "rgb(19, 22, 21)")
