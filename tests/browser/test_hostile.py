"""Scripts in entries and lists stay text: on every page, in the explorer, in dropped and saved files."""

from __future__ import annotations

import re
import shutil
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from playwright.sync_api import expect
from sphinx.testing.util import SphinxTestApp

from tests.browser.conftest import _Handler
from tests.browser.test_policy import POLICY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Route

ROOT = Path(__file__).parents[1] / "sphinx" / "roots" / "hostile"

WORTH_A_VISIT = re.compile(r"(?!_static|paper/)|paper/(attack|jsonld|link|tex1|export1|~2|~3)")
"""Pages that hold something of every kind; that no other page holds a script, test the builders."""

# What the policy itself forbids here is not looked at: the theme as it comes has a script and styles of its own.
TRAP = """
window.pwned = (...what) => (window.caught ??= []).push(String(what));
"""
FOREIGN = """
() => [...document.querySelectorAll("*")].flatMap((element) => [...element.attributes]
  .filter(({ name, value }) => name.startsWith("on") || /^[\\x00-\\x20]*(javascript|vbscript|data|file):/i.test(value))
  .map(({ name, value }) => `${element.localName} ${name}=${value.slice(0, 80)}`))
"""


class Visitor:
    """A page that is given every page of the site in turn, and what happened on the way."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        """Open an empty page."""
        self.address = address
        self.page: Page = context.new_page()
        self.faults: list[str] = []
        self.page.add_init_script(TRAP)
        self.page.on("dialog", self.dismiss)
        self.page.on("pageerror", lambda error: self.faults.append(f"error {error}"))
        self.page.on("request", lambda request: self.note(request.url))

    def dismiss(self, dialog: Dialog) -> None:
        """Note a dialog, and close it."""
        self.faults.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def note(self, url: str) -> None:
        """Note a request to another host."""
        if not url.startswith((self.address, "data:image/", f"blob:{self.address}")):
            self.faults.append(f"request {url}")

    def visit(self, name: str) -> Page:
        """Go to a page."""
        self.page.goto(self.address + name)
        return self.page

    def look(self) -> list[str]:
        """Return what has gone wrong, on the page that shows now and before."""
        caught = [f"ran {what}" for what in self.page.evaluate("window.caught ?? []")]
        return [*self.faults, *caught, *self.page.evaluate(FOREIGN)]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the built site."""
    root = shutil.copytree(ROOT, tmp_path_factory.mktemp("hostile") / "hostile")
    app = SphinxTestApp("html", root)
    try:
        app.build()
    finally:
        app.cleanup()
    return Path(app.outdir)


@pytest.fixture(scope="module")
def hostile(built: Path) -> Iterator[str]:
    """Return the address of the site."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(built)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(params=[False, True], ids=["without a policy", "with the policy"])
def visitor(request: pytest.FixtureRequest, chromium: Browser, hostile: str) -> Iterator[Visitor]:
    """Return a visitor of the site, which is sent with or without the policy."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=hostile)

    def forbid(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, headers={**response.headers, "content-security-policy": POLICY})

    if request.param:
        context.route(lambda url: url.startswith(hostile) and ".html" in url, forbid)
    yield Visitor(context, hostile)
    context.close()


def test_nothing_runs_on_any_page(visitor: Visitor, built: Path) -> None:
    pages = sorted(
        path.relative_to(built).as_posix()
        for path in built.rglob("*.html")
        if WORTH_A_VISIT.match(path.relative_to(built).as_posix())
        and 'http-equiv="refresh"' not in path.read_text("utf-8")
    )
    assert len(pages) > 50
    seen = {}
    for name in pages:
        visitor.visit(quote(name))
        seen[name] = visitor.look()
    assert {name: faults for name, faults in seen.items() if faults} == {}


def test_nothing_runs_in_the_explorer_and_the_selection(visitor: Visitor) -> None:
    page = visitor.visit("explore.html?q=script")
    expect(page.locator(".cc-results .cc-card").first).to_be_visible()
    for folded in page.locator("details.cc-facets, details.cc-facets details").all():
        folded.evaluate("(element) => { element.open = true; }")
    page.get_by_role("searchbox", name="Search titles").fill('"><img src=x onerror=pwned(1)> venue:<script>')
    expect(page.locator(".cc-none")).to_be_visible()
    assert visitor.look() == []
    page.get_by_role("searchbox", name="Search titles").fill("")
    for _ in range(12):
        page.mouse.wheel(0, 20_000)
        page.wait_for_timeout(50)
    assert visitor.look() == []


@pytest.mark.parametrize("name", ["refs.bib", "<img src=x onerror=pwned(1)>.bib"])
def test_nothing_runs_when_a_file_is_dropped(visitor: Visitor, name: str) -> None:
    page = visitor.visit("extract.html")
    files: list[Any] = [
        {"name": name, "mimeType": "text/plain", "buffer": (ROOT / "bib" / "refs.bib").read_bytes()},
        {
            "name": "<svg onload=pwned(2)>.tex",
            "mimeType": "text/plain",
            "buffer": rb"\cite{<script>pwned(3)</script>,con,../escape} \input{<img src=x onerror=pwned(4)>}",
        },
    ]
    page.get_by_label("Drop your .tex").set_input_files(files)
    expect(page.locator(".cc-extract")).to_contain_text("found")
    assert visitor.look() == []
