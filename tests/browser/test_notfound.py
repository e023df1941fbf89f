"""The page that a server shows for an unknown URL at any depth."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import BUILT
from tests.browser.server import POLICY_WITH_PAGEFIND, serve

DEEP = "paper/frantar2022gptq/v2/no-such-page.html"


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    """Return the URL of a host of the built site."""
    with serve(BUILT, POLICY_WITH_PAGEFIND) as address:
        yield address


@pytest.fixture
def lost(chromium: Browser, host: str) -> Iterator[Page]:
    """Return the page at a deep URL; when the test ends, assert that no resource was missing or forbidden."""
    page = chromium.new_page()
    missing: list[str] = []
    page.on("response", lambda response: missing.append(response.url) if response.status >= 400 else None)
    page.on("console", lambda message: missing.append(message.text) if "Policy" in message.text else None)
    page.goto(host + DEEP)
    page.wait_for_load_state("networkidle")
    yield page
    page.close()
    assert missing == [host + DEEP]


def test_it_looks_like_every_other_page(lost: Page) -> None:
    expect(lost.get_by_role("heading", level=1)).to_have_text("Page not found")
    expect(lost.locator(".sidebar-tree a", has_text="Categories")).to_be_visible()
    expect(lost.locator(".cc-find button")).to_have_css("font-weight", "600")


def test_axe_finds_nothing(lost: Page) -> None:
    results = Axe().run(lost)
    assert results.violations_count == 0, results.generate_report()


def test_its_search_finds_papers(lost: Page) -> None:
    lost.get_by_role("searchbox", name="Search papers").fill("GPTQ")
    lost.keyboard.press("Enter")
    expect(lost).to_have_url(re.compile(r"^http://[\d.:]+/explore\.html\?q=GPTQ$"))


@pytest.mark.parametrize("name", ["Keywords", "Reading paths", "Timeline"])
def test_its_links_work(lost: Page, name: str) -> None:
    lost.locator(".cc-ways").get_by_role("link", name=name).click()
    expect(lost.get_by_role("heading", level=1)).to_contain_text(name)


def test_its_menu_works(lost: Page) -> None:
    lost.locator(".sidebar-tree").get_by_role("link", name="Venues").click()
    expect(lost.get_by_role("heading", level=1)).to_contain_text("Venues")


def test_the_keyboard_skips_to_its_content(lost: Page) -> None:
    lost.keyboard.press("Tab")
    lost.keyboard.press("Enter")
    expect(lost).to_have_url(re.compile(re.escape(f"{DEEP}#furo-main-content") + "$"))
