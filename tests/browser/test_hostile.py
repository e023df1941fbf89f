"""Scripts in entries and lists stay text: on every page, in the explorer, in dropped and saved files."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect
from sphinx.testing.util import SphinxTestApp

from tests.browser.server import POLICY_WITH_PAGEFIND, serve

ROOT = Path(__file__).parents[1] / "sphinx" / "roots" / "hostile"

WORTH_A_VISIT = re.compile(r"(?!_static|paper/)|paper/(attack|jsonld|link|tex1|export1|~2|~3)")
"""Pages that hold something of every kind; that no other page holds a script, test the builders."""

# Ignore violations of the policy itself: the unchanged theme has inline scripts and styles.
TRAP = """
window.pwned = (...what) => (window.caught ??= []).push(String(what));
"""
FOREIGN = """
() => [...document.querySelectorAll("*")].flatMap((element) => [...element.attributes]
  .filter(({ name, value }) => name.startsWith("on") || /^[\\x00-\\x20]*(javascript|vbscript|data|file):/i.test(value))
  .map(({ name, value }) => `${element.localName} ${name}=${value.slice(0, 80)}`))
"""


class Visitor:
    """A page that opens every page of the site in turn, and its events."""

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
        """Return the faults of the current page and of those before."""
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


@pytest.fixture(scope="module", params=["", POLICY_WITH_PAGEFIND], ids=["without a policy", "with the policy"])
def hostile(request: pytest.FixtureRequest, built: Path) -> Iterator[str]:
    """Return the URL of the site, whose pages are sent with or without the policy."""
    with serve(built, request.param) as address:
        yield address


@pytest.fixture
def visitor(chromium: Browser, hostile: str) -> Iterator[Visitor]:
    """Return a visitor of the site."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=hostile)
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
    for folded in page.locator(".cc-facets details").all():
        folded.evaluate("(element) => { element.open = true; }")
    page.get_by_role("searchbox", name="Search titles").fill('"><img src=x onerror=pwned(1)> venue:<script>')
    expect(page.locator(".cc-understanding")).to_contain_text("><img src=x onerror=pwned(1)>")
    assert visitor.look() == []
    for text in ("https://x.example/<img src=x onerror=pwned(1)>", "scirpt<img/src=x/onerror=pwned(2)>"):
        page.get_by_role("searchbox", name="Search titles").fill(text)
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
