"""Charts in a browser: in light and dark, on a phone, and their numbers."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import Site

PHONE = {"width": 360, "height": 740}
TIMELINE = "timeline.html"

CHANNELS = "shape => getComputedStyle(shape).fill.match(/\\d+/g).map(Number)"
BOXES = "found => found.map(one => one.getBoundingClientRect()).map(b => [b.left, b.right, b.top, b.bottom])"

CONTRAST = """cells => cells.map(cell => {
  const paint = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const luminance = color => {
    paint.fillStyle = color;
    paint.fillRect(0, 0, 1, 1);
    const linear = [...paint.getImageData(0, 0, 1, 1).data].slice(0, 3).map(
      byte => byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const style = getComputedStyle(cell);
  const [dark, light] = [luminance(style.color), luminance(style.backgroundColor)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
})"""


def overlaps(boxes: list[list[float]]) -> list[tuple[list[float], list[float]]]:
    """Return the pairs of boxes (left, right, top, bottom) that cover each other."""
    return [
        (one, other)
        for one, other in combinations(boxes, 2)
        if one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]
    ]


def test_columns_are_dark_on_light_and_light_on_dark(site: Site) -> None:
    light, dark = (
        sum(site(TIMELINE, color_scheme=scheme).locator(".cc-columns .cc-accent rect").first.evaluate(CHANNELS))
        for scheme in ("light", "dark")
    )
    assert light < 3 * 128 < dark


def test_a_column_leads_to_the_papers_of_its_year_with_the_keyboard(site: Site) -> None:
    page = site(TIMELINE)
    link = page.locator(".cc-columns").get_by_role("link", name="2019: ")
    name = link.get_attribute("aria-label") or ""
    link.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"explore\.html\?year=2019$"))
    expect(page.locator(".cc-summary [role=status]")).to_have_text(name.removeprefix("2019: "))


def test_a_column_is_clicked_above_its_top(site: Site) -> None:
    page = site(TIMELINE)
    page.locator(".cc-columns a").first.click(position={"x": 5, "y": 20})
    expect(page).to_have_url(re.compile(r"explore\.html\?year=\d{4}$"))


@pytest.mark.parametrize(
    ("page", "labels"),
    [
        (TIMELINE, ".cc-columns text"), (TIMELINE, ".cc-panels text"), (TIMELINE, "table.cc-heat td[class] p"),
        ("venues.html", "table.cc-bars p"),
    ],
)  # fmt: skip
def test_labels_are_legible_and_apart_on_a_phone(site: Site, page: str, labels: str) -> None:
    boxes = site(page, viewport=PHONE).locator(labels).evaluate_all(BOXES)
    assert len(boxes) > 10
    assert min(bottom - top for _left, _right, top, bottom in boxes) >= 10
    assert not overlaps(boxes)


@pytest.mark.parametrize("kind", ["columns", "panels"])
def test_labels_of_columns_are_inside_their_picture_on_a_phone(site: Site, kind: str) -> None:
    for picture in site(TIMELINE, viewport=PHONE).locator(f".cc-{kind} svg").all():
        ((left, right, top, bottom),) = picture.locator("xpath=.").evaluate_all(BOXES)
        for label in picture.locator("text").evaluate_all(BOXES):
            assert left - 1 <= label[0] <= label[1] <= right + 1
            assert top - 1 <= label[2] <= label[3] <= bottom + 1


def test_bars_are_in_proportion_to_their_numbers(site: Site) -> None:
    page = site("venues.html", viewport=PHONE)
    numbers = [int(text) for text in page.locator("table.cc-bars td").all_inner_texts()]
    widths = [right - left for left, right, *_ in page.locator("table.cc-bars svg").evaluate_all(BOXES)]
    assert len(numbers) == len(widths)
    for number, width in zip(numbers, widths, strict=True):
        assert width == pytest.approx(widths[0] * number / numbers[0], abs=1)


@pytest.mark.parametrize("width", [1440, 1000])
def test_a_heat_map_is_no_wider_than_the_text(site: Site, width: int) -> None:
    page = site(TIMELINE, viewport={"width": width, "height": 800})
    hidden = page.locator(".cc-chart-heat .cc-scroll").evaluate_all(
        "all => all.map(s => s.scrollWidth - s.clientWidth)"
    )
    assert hidden == [0, 0]


def test_a_heat_map_is_scrolled_with_the_keyboard_on_a_phone(site: Site) -> None:
    page = site(TIMELINE, viewport=PHONE)
    region = page.locator(".cc-chart-heat .cc-scroll").first
    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.cc-chart-heat .cc-scroll').scrollLeft > 0")
    label = region.locator("tbody th").first
    assert label.bounding_box()["x"] == pytest.approx(region.bounding_box()["x"], abs=4)  # type: ignore[index]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_numbers_have_contrast_on_every_shade(site: Site, scheme: str) -> None:
    page = site(TIMELINE, color_scheme=scheme)
    for shade in range(1, 6):
        contrasts = page.locator(f"td.cc-heat-{shade}").evaluate_all(CONTRAST)
        assert min(contrasts) >= 4.5, f"shade {shade}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_numbers(site: Site, scheme: str) -> None:
    page = site(TIMELINE, viewport=PHONE, color_scheme=scheme)
    for summary in page.locator(".cc-numbers summary").all():
        summary.click()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
