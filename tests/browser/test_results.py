"""The explorer of measured results: filters, the address, sorting, links and downloads."""

from __future__ import annotations

import csv
import json
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import BUILT, Site

QUERY = "?model=llama-2-7b&benchmark=wikitext2-ppl&w=4"
SIZES = pytest.mark.parametrize(
    "size", [{"width": 1440, "height": 900}, {"width": 390, "height": 844}], ids=["desktop", "phone"]
)


def ask(site: Site, query: str = "", **options: Any) -> Page:  # noqa: ANN401  (those of Playwright)
    """Return the explorer of results when it shows numbers."""
    page = site(f"results/ask.html{query}", **options)
    expect(page.locator(".cc-ask td.cc-value").first).to_be_visible()
    return page


def total(page: Page) -> int:
    """Return how many numbers were found."""
    return int(re.sub(r"\D", "", (page.locator(".cc-ask [role=status]").text_content() or "").partition(" ")[0]))


def rows() -> list[dict[str, str]]:
    """Return all rows of the download."""
    return list(csv.DictReader(StringIO((BUILT / "results.csv").read_text("utf-8"))))


def test_a_choice_shows_its_numbers_and_is_in_the_address(site: Site) -> None:
    page = ask(site)
    page.get_by_label("Model", exact=True).select_option("llama-2-7b")
    page.get_by_label("Benchmark", exact=True).select_option("wikitext2-ppl")
    page.get_by_label("Weight bits").select_option("4")
    expect(page).to_have_url(re.compile("w=4"))
    assert {"model=llama-2-7b", "benchmark=wikitext2-ppl", "w=4"} == set(page.url.partition("?")[2].split("&"))
    wanted = [
        row for row in rows() if (row["model"], row["benchmark"], row["w"]) == ("llama-2-7b", "wikitext2-ppl", "4")
    ]
    assert total(page) == len([row for row in wanted if row["relation"] != "baseline"]) > 0
    page.go_back()
    expect(page.get_by_label("Weight bits")).to_have_value("")


def test_each_number_links_to_its_line_and_has_its_reference(site: Site) -> None:
    page = ask(site, f"{QUERY}&source=mit-han-lab/omniserve")
    row = page.locator(".cc-ask tbody tr").first
    link = row.locator(".cc-value a").get_attribute("href") or ""
    assert re.fullmatch(r"https://github\.com/mit-han-lab/omniserve/blob/[0-9a-f]{40}/README\.md#L\d+", link)
    value, other = (float(row.locator(name).inner_text()) for name in (".cc-value a", ".cc-baseline"))
    assert float(row.locator(".cc-difference").inner_text().replace("−", "-")) == pytest.approx(value - other)


def test_numbers_are_sorted_within_each_source(site: Site) -> None:
    page = ask(site, QUERY)
    page.get_by_role("button", name="Value").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("sort=value"))
    for table in page.locator(".cc-ask table").all():
        values = [float(text) for text in table.locator("td.cc-value a").all_inner_texts()]
        assert values == sorted(values)


def test_downloads_have_exactly_the_rows_found(site: Site) -> None:
    page = ask(site, QUERY)
    found = total(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download as CSV").click()
    table = list(csv.DictReader(StringIO(Path(waiting.value.path()).read_text("utf-8"))))
    assert len(table) == found
    assert {(row["model"], row["benchmark"], row["w"]) for row in table} == {("llama-2-7b", "wikitext2-ppl", "4")}
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download as JSON").click()
    whole = json.loads(Path(waiting.value.path()).read_text("utf-8"))
    assert {row["id"] for row in whole["results"]} == {row["id"] for row in table}


@SIZES
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault(site: Site, size: dict[str, int], scheme: str) -> None:
    page = ask(site, QUERY, viewport=size, color_scheme=scheme)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_without_javascript_there_are_links_to_benchmarks(site: Site) -> None:
    page = site("results/ask.html", java_script_enabled=False)
    expect(page.locator(".cc-ask a[href*='wikitext2-ppl/']").first).to_be_visible()


def test_on_a_phone_a_shadow_shows_that_a_table_goes_on(site: Site) -> None:
    table = ask(site, QUERY, viewport={"width": 390, "height": 844}).locator(".cc-ask .cc-scroll").first
    assert "linear-gradient" in table.evaluate("table => getComputedStyle(table).backgroundImage")
