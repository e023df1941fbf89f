"""Actions on a card: copy it, unfold it, show it as a line, show the definition of a keyword."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import SHIFTS, Site, stop_clock

BIB = Path(__file__).parents[2] / "bib"
CATEGORY = "papers/image-classification-data-free.html"
OTHER_CATEGORY = "papers/survey.html"
LONG_CATEGORY = "papers/llm-weight-only.html"
YEARS = "papers/image-classification-binary.html"
CARDS = "papers/multimodal.html"
KEY = "guo2022squant"
NOT_COPIED = ("bits", "category", "code", "creationdate", "formertitle", "openreview", "venuekey")

NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', { value: undefined })"
DEFINITION = """
badge => {
  const style = getComputedStyle(badge, "::after");
  return style.visibility === "visible" && style.content !== "none" ? style.content : "";
}
"""

FITS = """
badge => {
  const style = getComputedStyle(badge, "::after");
  const sides = ["paddingLeft", "paddingRight", "borderLeftWidth", "borderRightWidth"];
  const beyond = style.boxSizing === "border-box" ? [] : sides;
  const width = ["width", ...beyond].reduce((sum, name) => sum + parseFloat(style[name]), 0);
  return width <= badge.parentElement.clientWidth;
}
"""


@pytest.fixture
def entry() -> str:
    """Return the entry of the file without its private fields, with our sentence in the field of classic BibTeX."""
    text = (BIB / "quantization.bib").read_text("utf-8")
    found = re.search(rf"^@\w+{{{KEY},\n.*?^}}\n", text, re.DOTALL | re.MULTILINE)
    assert found
    kept = re.sub(rf"^  (?:{'|'.join(NOT_COPIED)}) +=.*\n", "", found[0], flags=re.MULTILINE)
    return re.sub(r"(?s)^(  keywords .*)^  annotation   (.*\n)(?=})", r"  annote       \2\1", kept, flags=re.MULTILINE)


def button_of(page: Page, key: str = KEY) -> Locator:
    """Return the button of a card that copies."""
    return page.locator(f"#{key} .cc-copy")


def clipboard(page: Page) -> object:
    """Return the copied text."""
    return page.evaluate("navigator.clipboard.readText()")


def test_a_click_copies_exactly_the_entry(site: Site, entry: str) -> None:
    page = site(CATEGORY)
    stop_clock(page)
    button_of(page).click()
    expect(button_of(page)).to_have_text("Copied")
    assert clipboard(page) == entry


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_keyboard_copies_exactly_the_entry(site: Site, entry: str, key: str) -> None:
    page = site(CATEGORY)
    page.locator(f"#{KEY} .cc-links a").last.focus()
    page.keyboard.press("Tab")
    expect(button_of(page)).to_be_focused()
    stop_clock(page)
    page.keyboard.press(key)
    expect(button_of(page)).to_have_text("Copied")
    assert clipboard(page) == entry


def test_without_a_clipboard_the_entry_is_copied_by_selection(site: Site, entry: str) -> None:
    page = site("index.html")
    page.context.add_init_script(NO_CLIPBOARD)
    page.goto(page.url.replace("index.html", CATEGORY))
    stop_clock(page)
    button_of(page).click()
    expect(button_of(page)).to_have_text("Copied")
    expect(button_of(page)).to_be_focused()
    page.evaluate("document.addEventListener('paste', event => { window.got = event.clipboardData.getData('text') })")
    page.keyboard.press("Control+V")
    assert page.evaluate("window.got") == entry


def test_a_copy_is_announced_and_the_button_is_reset(site: Site) -> None:
    page = site(CATEGORY)
    button = button_of(page)
    stop_clock(page)
    expect(button).to_have_accessible_name("Copy BibTeX: SQuant")
    button.click()
    expect(button).to_have_accessible_name("Copied: SQuant")
    page.clock.run_for(100)
    expect(page.get_by_role("status")).to_have_text("Copied")
    page.clock.run_for(2000)
    expect(button).to_have_text("Copy BibTeX")
    expect(button).to_have_accessible_name("Copy BibTeX: SQuant")


def test_the_compact_switch_leaves_one_line_a_paper(site: Site) -> None:
    page = site(CATEGORY)
    switch = page.get_by_role("switch", name="Compact")
    expect(switch).not_to_be_checked()
    switch.click()
    expect(switch).to_be_checked()
    card = page.locator(f"#{KEY}")
    for shown in (".sd-card-title", ".cc-venue", ".cc-to-code", ".cc-copy"):
        expect(card.locator(shown)).to_be_visible()
    for hidden in (".cc-authors", ".cc-keyword", ".cc-bits"):
        expect(card.locator(hidden).first).to_be_hidden()
    box = card.bounding_box()
    assert box
    assert box["height"] < 60


@pytest.mark.parametrize("width", [390, 1440])
def test_a_long_name_of_a_venue_takes_two_lines_of_a_compact_list(site: Site, width: int) -> None:
    venue = site("papers/llm-weight-only.html", viewport={"width": width, "height": 900}).locator(".cc-venue").first
    venue.evaluate("venue => { venue.textContent = 'Proceedings of the International Conference on '.repeat(9); }")
    assert 20 < venue.evaluate("venue => venue.getBoundingClientRect().height") <= 41


def test_the_compact_switch_is_kept_on_other_pages(site: Site) -> None:
    page = site(CATEGORY)
    page.get_by_role("switch", name="Compact").focus()
    page.keyboard.press("Space")
    page.goto(page.url.replace(CATEGORY, OTHER_CATEGORY))
    expect(page.get_by_role("switch", name="Compact")).to_be_checked()
    expect(page.locator(".cc-authors").first).to_be_hidden()
    page.get_by_role("switch", name="Compact").click()
    page.reload()
    expect(page.get_by_role("switch", name="Compact")).not_to_be_checked()
    expect(page.locator(".cc-authors").first).to_be_visible()


def test_a_page_without_cards_has_no_switch(site: Site) -> None:
    expect(site("cite.html").get_by_role("switch", name="Compact")).to_have_count(0)


def badge_of(page: Page) -> Locator:
    """Return the badge of a keyword."""
    return page.locator(f"#{KEY} .cc-kw-hessian")


def expect_definition(page: Page, badge: Locator, word: str) -> None:
    """Expect that the definition of a keyword shows, or none if it is empty."""
    rows = tomllib.loads((BIB / "keywords.toml").read_text("utf-8"))["keyword"]
    gists = {row["id"]: row["definition"].strip().split("\n")[0] for row in rows}
    wanted = f'"{gists[word]}"' if word else ""
    shown = f"([badge, wanted]) => ({DEFINITION})(badge) === wanted"
    page.wait_for_function(shown, arg=[badge.element_handle(), wanted])


def test_a_definition_shows_on_hover_and_hides_with_escape(site: Site) -> None:
    page = site(CATEGORY)
    badge = badge_of(page)
    expect_definition(page, badge, "")
    badge.hover()
    expect_definition(page, badge, "hessian")
    box = badge.bounding_box()
    assert box
    page.mouse.move(box["x"] + 10, box["y"] + box["height"] + 12, steps=6)
    expect_definition(page, badge, "hessian")
    page.keyboard.press("Escape")
    expect_definition(page, badge, "")
    page.mouse.move(0, 0)
    badge.hover()
    expect_definition(page, badge, "hessian")


def test_a_definition_shows_on_focus_and_hides_with_escape(site: Site) -> None:
    page = site(CATEGORY)
    badge = badge_of(page)
    page.locator(f"#{KEY} .cc-kw-rounding").focus()
    page.keyboard.press("Tab")
    expect(badge).to_be_focused()
    expect_definition(page, badge, "hessian")
    page.keyboard.press("Escape")
    expect_definition(page, badge, "")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect_definition(page, badge, "hessian")


@pytest.mark.parametrize("width", [360, 1280])
def test_no_definition_is_wider_than_its_card(site: Site, width: int) -> None:
    page = site(CARDS, viewport={"width": width, "height": 800})
    for badge in page.locator(".cc-card .cc-keyword").all()[:40]:
        badge.hover()
        assert badge.evaluate(FITS)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_mark_of_a_badge_is_not_read_aloud(site: Site) -> None:
    page = site(CATEGORY)
    assert badge_of(page).evaluate("badge => getComputedStyle(badge, '::before').content") == '"■" / ""'
    expect(badge_of(page)).to_have_accessible_name("Second-order")


def test_a_badge_links_to_its_keyword(site: Site) -> None:
    page = site(CATEGORY)
    badge_of(page).click()
    expect(page).to_have_url(re.compile(r"/keywords\.html#hessian$"))
    expect(page.locator("dt#hessian")).to_be_in_viewport()


def test_a_long_list_of_authors_unfolds(site: Site) -> None:
    page = site(CARDS)
    fold = page.locator(".cc-authors details").first
    names = fold.locator("span")
    expect(names).to_be_hidden()
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(names).to_be_visible()
    fold.locator("summary").click()
    expect(names).to_be_hidden()


@pytest.mark.parametrize(("width", "columns"), [(360, 1), (1100, 1), (1101, 2), (1920, 2)])
def test_cards_are_in_two_columns_beyond_1100_pixels(site: Site, width: int, columns: int) -> None:
    page = site(CARDS, viewport={"width": width, "height": 800})
    style = page.locator(".cc-cards").first.evaluate("cards => getComputedStyle(cards).gridTemplateColumns")
    assert len(style.split()) == columns


@pytest.mark.parametrize("width", [360, 1280])
def test_the_sticky_year_is_below_the_sticky_header(site: Site, width: int) -> None:
    page = site(LONG_CATEGORY, viewport={"width": width, "height": 700}, reduced_motion="reduce")
    heading = page.locator(".cc-group h2").first
    page.locator(".cc-card").nth(8).evaluate("card => card.scrollIntoView()")
    header = page.locator(".mobile-header").bounding_box()
    box = heading.bounding_box()
    assert box
    assert box["y"] == (header["height"] if header else 0)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(("path", "key"), [(LONG_CATEGORY, "wang2026unisvq"), (YEARS, "zhou2018explicit")])
def test_a_link_to_a_card_shows_it_below_the_sticky_headings(site: Site, path: str, key: str, width: int) -> None:
    page = site(f"{path}#{key}", viewport={"width": width, "height": 700}, reduced_motion="reduce")
    card = page.locator(f"#{key}")
    expect(card.locator(".sd-card-title")).to_be_in_viewport(ratio=1)
    above = page.locator(".mobile-header").or_(page.locator(".cc-group:has(:target) h2"))
    boxes = [box for box in (element.bounding_box() for element in above.all()) if box]
    top = card.bounding_box()
    assert top
    assert top["y"] >= max((box["y"] + box["height"] for box in boxes), default=0)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_link_to_a_year_shows_it_right_below_the_sticky_header(site: Site, width: int) -> None:
    page = site(YEARS, viewport={"width": width, "height": 700}, reduced_motion="reduce")
    year = page.locator("section.cc-group").nth(1).get_attribute("id")
    page.goto(f"{page.url}#{year}")
    header, box = page.locator(".mobile-header").bounding_box(), page.locator(f"#{year} h2").bounding_box()
    assert box
    assert abs(box["y"] - (header["height"] if header else 0)) <= 1


def test_the_focused_element_is_not_hidden_by_the_sticky_year(site: Site) -> None:
    page = site(LONG_CATEGORY, viewport={"width": 1280, "height": 500}, reduced_motion="reduce")
    page.locator(".cc-card").nth(12).locator("a").first.focus()
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        link, heading = page.locator(":focus").bounding_box(), page.locator(".cc-group h2").first.bounding_box()
        assert link
        assert heading
        assert link["y"] >= heading["y"] + heading["height"]


def test_a_list_of_more_than_60_papers_is_compact_until_a_reader_chooses(site: Site) -> None:
    page = site(LONG_CATEGORY)
    compact = page.get_by_role("switch", name="Compact")
    expect(compact).to_be_checked()
    expect(page.locator(".cc-card .cc-authors").first).to_be_hidden()
    compact.click()
    page.reload()
    expect(compact).not_to_be_checked()
    expect(page.locator(".cc-card .cc-authors").first).to_be_visible()


def test_a_list_of_60_papers_or_fewer_begins_with_cards(site: Site) -> None:
    expect(site(CARDS).get_by_role("switch", name="Compact")).not_to_be_checked()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_box_that_selects_is_at_the_corner_of_its_card(site: Site, width: int) -> None:
    page = site(CARDS, viewport={"width": width, "height": 800})
    for card in page.locator(".cc-card").all()[:6]:
        card.scroll_into_view_if_needed()
        outer, inner = card.bounding_box(), card.locator(".cc-select").bounding_box()
        assert outer
        assert inner
        assert 0 <= outer["x"] + outer["width"] - inner["x"] - inner["width"] <= 16
        assert 0 <= inner["y"] - outer["y"] <= 16


@pytest.mark.parametrize("width", [390, 1280])
def test_a_card_has_its_box_when_it_comes_near_the_window_and_nothing_moves(site: Site, width: int) -> None:
    page = site(LONG_CATEGORY, viewport={"width": width, "height": 800}, reduced_motion="reduce")
    last = page.locator(".cc-card").last
    expect(page.locator(".cc-card").first.locator(".cc-select")).to_have_count(1)
    expect(last.locator(".cc-select")).to_have_count(0)
    last.locator(".cc-links a").first.focus()
    before = last.bounding_box()
    expect(last.locator(".cc-select")).to_have_count(1)
    assert last.bounding_box() == before
    assert page.evaluate(SHIFTS) == 0


def test_the_keyboard_finds_a_box_on_each_card(site: Site) -> None:
    page = site(CARDS, viewport={"width": 390, "height": 500}, reduced_motion="reduce")
    cards = page.locator(".cc-card")
    page.locator(".cc-card a").first.focus()
    for number in range(20):
        box = cards.nth(number).locator(".cc-select input")
        for _ in range(30):
            page.keyboard.press("Tab")
            if box.evaluate("box => box === document.activeElement"):
                break
        expect(box).to_be_focused()


def test_a_box_is_as_wide_as_the_place_that_is_kept_for_it(site: Site) -> None:
    page = site(LONG_CATEGORY)
    box = page.locator(".cc-select").first
    place = page.locator(".cc-links").last.evaluate("row => parseFloat(getComputedStyle(row, '::after').width)")
    assert abs(box.evaluate("label => label.getBoundingClientRect().width") - place) < 0.1
    box.evaluate("label => { label.lastChild.data = 'S'; }")  # as in a typeface that is narrower
    assert abs(box.evaluate("label => label.getBoundingClientRect().width") - place) < 0.1
