"""Measure pages in Chromium, of this commit and an earlier one: what a list of cards costs, what a search loads.

Both build the same entries. The list is the category with as many cards in both, nearest to 138. A processor at a
fourth of its speed takes the part of a telephone.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, Response, sync_playwright

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from benchmarks.explorer import chromium_path  # noqa: E402  (the path comes first)
from benchmarks.measure import OUTPUT, Project  # noqa: E402  (the path comes first)
from benchmarks.run import BEFORE, EARLIER, OURS, generate  # noqa: E402  (the path comes first)
from benchmarks.serving import served  # noqa: E402  (the path comes first)

CARDS, SLOWER = 138, 4
SEARCH = "explore.html?q=quantization"
IS_ANSWERED = r"""() => !document.documentElement.classList.contains("cc-asked")
    && /\d/.test(document.querySelector(".cc-results [role=status], .cc-summary")?.textContent ?? "")"""
"""Whether the results show: our page holds its first papers, which it hides, with their number, until then."""

GOALS = {"style and layout": 0.6, "bytes of a search": 0.5}


def main() -> None:
    """Build both sites, load the pages in turn, and print medians, ratios and goals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=3000, help="number of entries (%(default)s)")
    parser.add_argument("--runs", type=int, default=7, help="loads of each page (%(default)s)")
    parser.add_argument("--against", default=BEFORE, metavar="COMMIT", help="the earlier commit (%(default)s)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        projects = {OURS: Project(Path(folder, OURS))} | generate(Path(folder), options.size, 1, options.against)
        sites = {name: project.folder / OUTPUT for name, project in projects.items()}
        for project in projects.values():
            project.build()
        name, cards = nearest(*(sizes(site) for site in sites.values()))
        found = measure(sites, name, options.runs)
    print(f"{options.size:,} entries, {options.runs} loads of each page in turn; {name} has {cards} cards")
    for what, rows in found.items():
        ours, earlier = median(rows[OURS]), median(rows[EARLIER])
        print(f"{what:<20}{earlier:>12,.0f}{ours:>12,.0f}{ours / earlier:>8.2f}{GOALS[what]:>8}")


def sizes(site: Path) -> dict[str, int]:
    """Return the number of cards on each page of a category."""
    pages = site.glob("papers/*.html")
    return {page.name: len(re.findall(r'class="[^"]*\bcc-card\b', page.read_text("utf-8"))) for page in pages}


def nearest(ours: dict[str, int], earlier: dict[str, int]) -> tuple[str, int]:
    """Return the page with as many cards on both sites that is nearest to the one of the goal."""
    name = min((name for name in ours if ours[name] == earlier.get(name)), key=lambda name: abs(ours[name] - CARDS))
    return f"papers/{name}", ours[name]


def measure(sites: dict[str, Path], page: str, runs: int) -> dict[str, dict[str, list[float]]]:
    """Return milliseconds of style and layout of a page and bytes of a search, by contender, one of each load."""
    found: dict[str, dict[str, list[float]]] = {what: {name: [] for name in sites} for what in GOALS}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox", "--disable-gpu"])
        for _run in range(runs):
            for name, site in sites.items():
                with served(site) as address:
                    found["style and layout"][name].append(layout(browser, f"{address}/{page}"))
                    found["bytes of a search"][name].append(loaded(browser, f"{address}/{SEARCH}"))
        browser.close()
    return found


def layout(browser: Browser, address: str) -> float:
    """Return the milliseconds that a page takes to be styled and laid out."""
    page = new_page(browser)
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    session.send("Performance.enable")
    page.goto(address)
    page.evaluate("() => new Promise(resolve => requestIdleCallback(resolve))")
    seconds: dict[str, float] = {row["name"]: row["value"] for row in session.send("Performance.getMetrics")["metrics"]}
    page.close()
    return 1000 * (seconds["RecalcStyleDuration"] + seconds["LayoutDuration"])


def loaded(browser: Browser, address: str) -> float:
    """Return the bytes, not compressed, that a page loads before its first results."""
    page, responses = new_page(browser), list[Response]()
    page.on("response", lambda response: responses.append(response))  # noqa: PLW0108  (a method cannot be a handler)
    page.goto(address, wait_until="commit")
    page.wait_for_function(IS_ANSWERED)
    before = list(responses)
    page.wait_for_load_state()  # else the server reports a broken connection
    page.close()
    return sum(int(row.headers.get("content-length", 0)) for row in before)


def new_page(browser: Browser) -> Page:
    """Return a page of a desktop, with nothing kept from others."""
    return browser.new_page(viewport={"width": 1440, "height": 900})


if __name__ == "__main__":
    main()
