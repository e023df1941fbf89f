"""Measure in Chromium how long the explorer takes from a key press to results and to facets, at several sizes.

The papers are those of benchmarks/generate.py. A key press counts until the browser has laid out the first cards, and
until the numbers of the facets are in place; both are forced to be laid out, as for the next picture on the screen.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from shutil import which
from statistics import median, quantiles
from typing import Any

from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from benchmarks.measure import Project  # noqa: E402  (the path comes first)
from benchmarks.serving import served  # noqa: E402  (the path comes first)

RESULTS, FACETS = 200, 100
"""The goals, in milliseconds from a key press."""

TYPED = (
    "quantization neural networks",
    "rotation",
    '"post-training quantization"',
    "zhang 2024",
    "2-bit llm with code",
)
"""What is typed, letter by letter."""

MEASURE = """
text => {
  const explorer = window.cardcatalogExplorer, input = document.querySelector("#cc-search");
  const show = explorer.facets.show, layout = () => document.body.getBoundingClientRect();
  let facets = 0;
  explorer.facets.show = function (...answer) {
    show.apply(this, answer);
    layout();
    facets = performance.now() - begin;
  };
  input.value = text;
  const begin = performance.now();
  input.dispatchEvent(new InputEvent("input", { bubbles: true }));
  layout();
  const results = performance.now() - begin;
  delete explorer.facets.show;
  return [results, facets];
}
"""


def main() -> None:
    """Measure every size, and print a table and whether the goals hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1955, 10000], help="numbers of entries (%(default)s)")
    parser.add_argument("--runs", type=int, default=3, help="times that everything is typed (%(default)s)")
    options = parser.parse_args()
    print(f"cores {os.cpu_count()}, runs {options.runs}; milliseconds from a key press")
    print(f"{'entries':>8}{'loaded':>11}{'results: median, 95 %, worst':>32}{'facets: the same':>31}")
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            site = build(Path(folder), size)
            loaded, presses = measure(site, options.runs)
        results, facets = ([row[column] for row in presses] for column in (0, 1))
        print(f"{size:>8,}{loaded:>8.0f} ms{spread(results):>32}{spread(facets):>31}", flush=True)
        verdict = "hold" if nearly_all(results) <= RESULTS and nearly_all(facets) <= FACETS else "are missed"
        print(f"for 95 of 100 key presses the goals of {RESULTS} for results and {FACETS} for facets {verdict}")


def spread(times: list[float]) -> str:
    """Return what is usual, what nearly all stay below, and the worst, which on a busy machine says little."""
    return f"{median(times):.0f}{nearly_all(times):>7.0f}{max(times):>7.0f}"


def nearly_all(times: list[float]) -> float:
    """Return the time that 95 of 100 do not exceed."""
    return quantiles(times, n=20)[-1]


def build(folder: Path, size: int) -> Path:
    """Build a site of generated entries with an explorer, and return where it is."""
    subprocess.run([sys.executable, HERE / "generate.py", folder, "--size", str(size)], check=True)
    project = Project(folder / "cardcatalog")
    project.build()
    return project.folder / "build" / "html"


def measure(site: Path, runs: int) -> tuple[float, list[list[float]]]:
    """Return how long the page takes to be ready, and for each key press the milliseconds until results and facets."""
    with served(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{address}/explore.html")
        page.wait_for_function("window.cardcatalogExplorer")
        loaded = float(page.evaluate("performance.now()"))
        presses = [page.evaluate(MEASURE, text) for _ in range(runs) for text in typed()]
        browser.close()
    return loaded, presses


def chromium_path() -> str | None:
    """Return where Chromium is."""
    return os.environ.get("CHROMIUM") or which("chromium") or which("google-chrome")


def typed() -> Iterator[Any]:
    """Yield the text of the field after each key press, in another order each time."""
    for text in random.sample(TYPED, len(TYPED)):
        yield from (text[:end] for end in range(1, len(text) + 1))


if __name__ == "__main__":
    main()
