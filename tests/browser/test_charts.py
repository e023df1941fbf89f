"""What a reader sees of a chart: in light and dark, on a phone, and in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from tests.browser.conftest import Site

PHONE = {"width": 360, "height": 740}
TIMELINE = "timeline.html"

CHANNELS = "shape => getComputedStyle(shape).fill.match(/\\d+/g).map(Number)"


def test_columns_are_dark_on_light_and_light_on_dark(site: Site) -> None:
    light, dark = (
        sum(site(TIMELINE, color_scheme=scheme).locator(".cc-columns path.cc-accent").first.evaluate(CHANNELS))
        for scheme in ("light", "dark")
    )
    assert light < 3 * 128 < dark


@pytest.mark.parametrize("kind", ["columns", "bars"])
def test_labels_can_be_read_on_a_phone(site: Site, kind: str) -> None:
    page = site(TIMELINE if kind == "columns" else "venues.html", viewport=PHONE)
    heights = "texts => texts.map(text => text.getBoundingClientRect().height)"
    assert min(page.locator(f".cc-{kind} text").evaluate_all(heights)) >= 10


def test_no_label_of_a_column_lies_on_another_on_a_phone(site: Site) -> None:
    page = site(TIMELINE, viewport=PHONE)
    boxes = "texts => texts.map(text => text.getBoundingClientRect()).map(b => [b.left, b.right, b.top, b.bottom])"
    found = page.locator(".cc-columns text").evaluate_all(boxes)
    overlapping = [
        (one, other)
        for place, one in enumerate(found)
        for other in found[place + 1 :]
        if one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]
    ]
    assert not overlapping


def test_a_wide_map_is_scrolled_with_the_keyboard_on_a_phone(site: Site) -> None:
    page = site(TIMELINE, viewport=PHONE)
    heat = page.locator(".cc-heat").first
    heat.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.cc-heat').scrollLeft > 0")
    assert heat.evaluate("map => map.scrollWidth > map.clientWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_numbers(site: Site, scheme: str) -> None:
    page = site(TIMELINE, viewport=PHONE, color_scheme=scheme)
    for summary in page.locator(".cc-numbers summary").all():
        summary.click()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
