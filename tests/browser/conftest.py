"""The built site on a local server, and pages of a browser that looks at it."""

from __future__ import annotations

import os
import shutil
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Protocol

import pytest
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page, Request

BUILT = Path(__file__).parents[2] / "build" / "html"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# What a browser would do by itself on the net, and what it needs in a container.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

KINDS_OF_PAGE = {
    "landing": "index.html",
    "tree": "papers/index.html",
    "category": "papers/llm-weight-only.html",
    "category-with-children": "papers/language-transformers.html",
    "category-with-references": "papers/survey.html",
    "year": "papers/image-classification-binary-2018.html",
    "glossary": "keywords.html",
    "keyword": "keywords/ptq.html",
    "paper": "paper/frantar2023gptq.html",
    "guide": "guides/primer.html",
    "path": "guides/llm-weights.html",
    "comparison": "guides/llm-methods.html",
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


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Log no request."""


class Site(Protocol):
    """A function that opens a page of the site in a new window."""

    def __call__(self, path: str, **options: object) -> Page:
        """Return the page, loaded; the options are those of a browser context."""


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Return the address of the built site."""
    if not (BUILT / "index.html").is_file():
        pytest.fail("build/html holds no site; run nox -s docs")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(BUILT)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


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
def site(address: str, chromium: Browser) -> Iterator[Site]:
    """Open pages; when the test ends, hold that none was missing and that nothing asked another host."""
    contexts: list[BrowserContext] = []
    strangers: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith((address, "data:")):
            strangers.append(request.url)

    def visit(path: str, **options: object) -> Page:
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
