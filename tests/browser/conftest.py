"""The built site on a local server, and pages of a browser that looks at it."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, expect, sync_playwright

from tests.browser.server import serve

BUILT = Path(__file__).parents[2] / "build" / "html"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Options against requests of the browser itself, and for containers.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
expect.set_options(timeout=30_000)  # as actions have; the five seconds of Playwright pass on a machine that is busy

KINDS_OF_PAGE = {
    "landing": "index.html",
    "tree": "papers/index.html",
    "category": "papers/llm-weight-only.html",
    "category-with-children": "papers/language-transformers.html",
    "short-category": "papers/survey.html",
    "long-category": "papers/image-classification-binary.html",
    "glossary": "keywords.html",
    "keyword": "keywords/ptq.html",
    "paper": "paper/frantar2023gptq.html",
    "guide": "guides/primer.html",
    "path": "guides/llm-weights.html",
    "comparison": "guides/llm-methods.html",
    "choosing": "guides/choosing.html",
    "results": "results/index.html",
    "benchmark": "results/wikitext2-ppl/llama-3-8b.html",
    "disagreements": "results/disagreements.html",
    "numbers": "results/ask.html",
    "timeline": "timeline.html",
    "venues": "venues.html",
    "venue": "venues/icml.html",
    "authors": "authors.html",
    "authors-letter": "authors/l.html",
    "recent": "recent.html",
    "missing": "health.html",
    "cite": "cite.html",
    "extract": "extract.html",
    "contribute": "contribute.html",
    "resources": "resources.html",
    "develop": "develop/design.html",
    "search": "search.html?q=rotation",
    "not-found": "404.html",
    "explore": "explore.html?q=rotation",
    "explore-empty": "explore.html?q=rotation+gptq&venue=ICASSP",
}

LOADED = """async () => {
  const limit = Date.now() + 30_000;
  while (!window.cardcatalogExplorer) {
    if (Date.now() > limit) throw new Error("The explorer has not loaded");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}"""
"""Waits for all data of the explorer: the first results show before the links of cards, and before the facets."""


SHIFTS = """() => new Promise((resolve) => {
  new PerformanceObserver((list) => resolve(list.getEntries().reduce((sum, { value }) => sum + value, 0)))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(0), 500);
})"""
"""Sums how far the parts of a page have moved by themselves, as CLS does."""


class Site(Protocol):
    """A function that opens a page of the site in a new window."""

    def __call__(self, path: str, *, policy: str = "", **options: object) -> Page:
        """Return the page, loaded; it is sent with the policy. The options are those of a browser context."""


@pytest.fixture(scope="session")
def address_under() -> Iterator[Callable[[str], str]]:
    """Return the URL of the built site where each page is sent with a policy."""
    if not (BUILT / "index.html").is_file():
        pytest.fail("build/html holds no site; run nox -s docs")
    with ExitStack() as servers:
        yield cache(lambda policy: servers.enter_context(serve(BUILT, policy)))


@pytest.fixture(scope="session")
def address(address_under: Callable[[str], str]) -> str:
    """Return the URL of the built site."""
    return address_under("")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return the browser."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if not path:
        pytest.fail("no Chromium: neither CHROMIUM nor PATH names one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def site(address_under: Callable[[str], str], chromium: Browser) -> Iterator[Site]:
    """Open pages; when the test ends, assert that none was missing and no request went to another host."""
    contexts: list[BrowserContext] = []
    strangers: list[str] = []

    def visit(path: str, *, policy: str = "", **options: object) -> Page:
        address = address_under(policy)

        def note(request: Request) -> None:
            if not request.url.startswith((address, "data:")):
                strangers.append(request.url)

        context = chromium.new_context(**({"viewport": {"width": 1280, "height": 800}} | options))  # type: ignore[arg-type]
        contexts.append(context)
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
        context.on("request", note)
        page = context.new_page()
        response = page.goto(address + path)
        assert response is not None
        assert response.ok, f"{path}: {response.status}"
        return page

    yield visit
    for context in contexts:
        context.close()
    assert not strangers


@pytest.fixture(params=KINDS_OF_PAGE.values(), ids=list(KINDS_OF_PAGE))
def path(request: pytest.FixtureRequest) -> str:
    """Return one page of each kind in turn."""
    return str(request.param)


def hold(page: Page, pattern: str) -> Callable[[], None]:
    """Hold back what a page requests; return a function that waits for such a request, and lets all go on."""
    held: list[Route] = []
    page.route(pattern, lambda route: held.append(route))  # noqa: PLW0108  (a list has no attributes)

    def release() -> None:
        limit = time.monotonic() + 30
        while not held:
            assert time.monotonic() < limit, f"nothing requests {pattern}"
            page.wait_for_timeout(20)  # a request comes some time after the script that sends it
        for route in held:
            route.continue_()

    return release


def stop_clock(page: Page) -> None:
    """Stop the timers of a page, so that a message stays until the test runs the clock on."""
    page.clock.install(time=0)
    page.clock.pause_at(1000)
