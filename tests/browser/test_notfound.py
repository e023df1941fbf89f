"""The page that a server shows for an unknown URL at any depth."""

from __future__ import annotations

import re
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import BUILT
from tests.browser.test_policy import POLICY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

DEEP = "paper/frantar2022gptq/v2/no-such-page.html"


class _Host(SimpleHTTPRequestHandler):
    """A server like a host of static sites: it sends 404.html for missing files, and here a strict policy."""

    def end_headers(self) -> None:
        """Forbid inline scripts and styles."""
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Send the page with status 404."""
        if code != 404:
            super().send_error(code, message, explain)
            return
        content = Path(self.directory, "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_args: object) -> None:
        """Log no request."""


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    """Return the address of a host of the built site."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Host, directory=str(BUILT)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def lost(chromium: Browser, host: str) -> Iterator[Page]:
    """Return the page at a deep address; when the test ends, hold that nothing it loads was missing or forbidden."""
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
    expect(lost.locator(".sidebar-tree a", has_text="Papers by topic")).to_be_visible()
    expect(lost.locator(".cc-find button")).to_have_css("font-weight", "600")


def test_axe_finds_nothing(lost: Page) -> None:
    results = Axe().run(lost)
    assert results.violations_count == 0, results.generate_report()


def test_its_search_finds_papers(lost: Page) -> None:
    lost.get_by_role("searchbox", name="Search papers").fill("GPTQ")
    lost.keyboard.press("Enter")
    expect(lost).to_have_url(re.compile(r"^http://[\d.:]+/explore\.html\?q=GPTQ$"))


@pytest.mark.parametrize("name", ["Keywords", "Guides", "Timeline"])
def test_its_links_work(lost: Page, name: str) -> None:
    lost.locator(".cc-ways").get_by_role("link", name=name).click()
    expect(lost.get_by_role("heading", level=1)).to_contain_text(name)


def test_its_menu_works(lost: Page) -> None:
    lost.locator(".sidebar-tree").get_by_role("link", name="Venues").click()
    expect(lost.get_by_role("heading", level=1)).to_contain_text("Venues")


def test_the_keyboard_skips_to_its_content(lost: Page) -> None:
    lost.keyboard.press("Tab")
    lost.keyboard.press("Enter")
    assert lost.url.endswith(f"{DEEP}#furo-main-content")
