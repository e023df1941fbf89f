"""Rules for every kind of page, in any window, colour scheme and browser."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.conftest import LOADED, SHIFTS, Site

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1440, "height": 900}
CATEGORY = "papers/image-classification-data-free.html"
KEY = "guo2022squant"
FINGERS = {"rules": {"target-size": {"enabled": True}}}
"""The option of axe that also asks for targets that a finger can hit, as WCAG 2.2 does at level AA.

On wide pages it cannot tell that the fields below the explorer's bars of years do the same, which WCAG accepts.
"""

# The contrast of each text of an element with its background; see WCAG 2.2, "relative luminance".
CONTRASTS = """
root => {
  const parts = color => color.match(/[\\d.]+/g).map(Number);
  const light = color => {
    const [r, g, b] = parts(color).map(c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const isClear = color => parts(color)[3] === 0;
  const ground = node => {
    while (node.parentElement && isClear(getComputedStyle(node).backgroundColor)) node = node.parentElement;
    return getComputedStyle(node).backgroundColor;
  };
  const hasText = node => [...node.childNodes].some(child => child.nodeType === 3 && child.data.trim());
  return [...root.querySelectorAll("*")].filter(hasText).map(node => {
    const [a, b] = [light(getComputedStyle(node).color), light(ground(node))].sort((x, y) => y - x);
    return [node.textContent, (a + 0.05) / (b + 0.05)];
  });
}
"""


def resolve_targets(page: Page) -> None:
    """Wait until a page of results has all of them; every other page is complete when it has loaded."""
    if "search.html" in page.url:
        expect(page.locator("#search-results")).to_contain_text("Search finished")
    if "ask.html" in page.url:
        expect(page.locator(".cc-ask td.cc-value").first).to_be_visible()
    if "explore.html" in page.url:
        page.evaluate(LOADED)
        expect(page.locator(".cc-results .cc-card, .cc-none button").first).to_be_visible()
        expect(page.locator(".cc-guides a").first).to_be_visible()


def test_nothing_is_wider_than_a_phone(site: Site, path: str) -> None:
    page = site(path, viewport=PHONE)
    resolve_targets(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert page.evaluate("document.querySelector('.content').scrollWidth <= innerWidth")
    wide = "[...document.querySelectorAll('.cc-card *')].filter(e => e.getBoundingClientRect().right > innerWidth)"
    assert page.evaluate(f"{wide}.map(e => e.outerHTML)") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing(site: Site, path: str, scheme: str, size: dict[str, int]) -> None:
    page = site(path, viewport=size, color_scheme=scheme)
    resolve_targets(page)
    results = Axe().run(page, options=FINGERS if size == PHONE else {})
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_compact_list(site: Site, scheme: str) -> None:
    page = site(CATEGORY, color_scheme=scheme)
    page.get_by_role("switch", name="Compact").click()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_of_a_card_has_enough_contrast(site: Site, scheme: str) -> None:
    page = site(CATEGORY, color_scheme=scheme)
    contrasts = page.locator(f"#{KEY}").evaluate(CONTRASTS)
    assert len(contrasts) > 8
    assert [text for text, contrast in contrasts if contrast < 4.5] == []


def test_the_dark_scheme_is_dark(site: Site) -> None:
    page = site(CATEGORY, color_scheme="dark")
    color = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    assert sum(map(int, color.removeprefix("rgb(").removesuffix(")").split(","))) < 100


def test_without_javascript_no_dead_button_shows(site: Site, path: str) -> None:
    page = site(path, java_script_enabled=False)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for button in page.locator("button:visible").all():
        expect(button).to_have_attribute("type", "submit")


@pytest.mark.parametrize("path", ["index.html", CATEGORY, "search.html"])
def test_without_javascript_no_form_leads_to_the_search_that_needs_it(site: Site, path: str) -> None:
    forms = "form[role=search]:not([action$='explore.html'])"
    expect(site(path, java_script_enabled=False).locator(forms).locator("visible=true")).to_have_count(0)
    assert site(path, java_script_enabled=False).locator(forms).count() > 0


def test_without_javascript_the_page_of_the_search_leads_to_lists(site: Site) -> None:
    page = site("search.html", java_script_enabled=False)
    page.locator("noscript p a", has_text="category").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Categories")


def test_without_javascript_papers_links_and_glossary_are_there(site: Site) -> None:
    page = site(CATEGORY, java_script_enabled=False)
    card = page.locator(f"#{KEY}")
    expect(card.get_by_role("heading")).to_contain_text("SQuant")
    expect(card).to_contain_text("Cong Guo")
    expect(card.get_by_role("link", name="Code: SQuant")).to_have_attribute(
        "href", "https://github.com/clevercool/SQuant"
    )
    card.get_by_role("link", name="Second-order").click()
    expect(page.locator("dt#hessian")).to_be_in_viewport()
    expect(page.locator("dt#hessian + dd")).to_contain_text("second")


def test_without_javascript_a_long_list_of_authors_unfolds(site: Site) -> None:
    page = site("papers/multimodal.html", java_script_enabled=False)
    fold = page.locator(".cc-authors details").first
    fold.locator("summary").click()
    expect(fold.locator("span")).to_be_visible()


def test_the_search_field_of_the_landing_page_finds_papers(site: Site) -> None:
    page = site("index.html")
    page.get_by_role("searchbox", name="Search papers").fill("GPTQ")
    page.keyboard.press("Enter")
    result = page.locator(".cc-results").get_by_role("link", name="GPTQ: Accurate Post-Training Quantization")
    expect(result).to_be_visible()


def test_the_page_of_search_results_finds_papers_too(site: Site) -> None:
    page = site("search.html?q=GPTQ")
    result = page.locator("#search-results").get_by_role("link", name="GPTQ: Accurate Post-Training Quantization").first
    expect(result).to_be_visible()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_results_of_a_search_stay_where_they_are_when_their_words_come(site: Site, size: dict[str, int]) -> None:
    page = site("search.html?q=rotation", viewport=size)
    expect(page.locator(".search > li:not(.kind-object) .context").nth(9)).to_be_attached()
    expect(page.locator(".search > li:not(.kind-object, :has(> .context))")).to_have_count(0)
    assert page.evaluate(SHIFTS) < 0.01


def test_a_search_continues_in_the_explorer(site: Site) -> None:
    page = site("search.html?q=GPTQ")
    page.get_by_role("button", name="Search papers").click()
    expect(page).to_have_url(re.compile(r"/explore\.html\?q=GPTQ$"))


def test_print_shows_urls_and_no_buttons(site: Site) -> None:
    page = site(CATEGORY)
    page.emulate_media(media="print")
    expect(page.locator(".cc-copy:visible, .cc-switch:visible, .sidebar-drawer:visible")).to_have_count(0)
    shown = page.locator(f"#{KEY} .cc-to-arxiv").evaluate("link => getComputedStyle(link, '::after').content")
    assert "https://arxiv.org/abs/2202.07471" in shown


def test_print_of_a_search_shows_what_was_asked_and_no_controls(site: Site) -> None:
    page = site("explore.html?q=rotation")
    page.evaluate(LOADED)
    page.emulate_media(media="print")
    expect(page.locator("#cc-search")).to_be_visible()
    controls = page.locator(".cc-open-filters, .cc-facets, .cc-full-text, .cc-order, .cc-switch")
    assert not controls.filter(visible=True).count()


def test_print_shows_all_of_a_long_list_of_authors(site: Site) -> None:
    page = site("papers/multimodal.html")
    page.emulate_media(media="print")
    expect(page.locator(".cc-authors details").first.locator("span")).to_be_visible()


def test_print_shows_one_whole_citation_of_a_paper(site: Site) -> None:
    page = site(f"paper/{KEY}.html")
    page.emulate_media(media="print")
    expect(page.locator(".cc-cite label:visible")).to_have_text(["BibTeX"])
    expect(page.locator("button:visible, .cc-colophon a:visible, footer:visible")).to_have_count(0)
    text = page.locator("#cc-text-bibtex")
    assert text.evaluate("text => text.scrollWidth <= text.clientWidth")


def test_print_shows_the_numbers_that_are_unfolded_alone(site: Site) -> None:
    page = site("paper/frantar2023gptq.html")
    page.emulate_media(media="print")
    assert page.locator(".cc-measured details").count() > page.locator(".cc-measured details:visible").count() > 0
    expect(page.locator(".cc-measured details:visible:not([open])")).to_have_count(0)


def test_print_shows_of_the_numbers_of_others_their_sources_alone(site: Site) -> None:
    page = site("paper/frantar2023gptq.html")
    pages = len(PdfReader(BytesIO(page.pdf(format="A4"))).pages)
    page.emulate_media(media="print")
    expect(page.locator("#measured > details:visible").first).to_be_visible()
    expect(page.locator(".cc-by-others details:visible")).to_have_count(0)
    expect(page.locator(".cc-by-others h4").first).to_be_visible()
    assert pages <= 4


def test_print_fits_the_table_of_methods_on_the_paper(site: Site) -> None:
    page = site("guides/llm-methods.html", viewport={"width": 720, "height": 1000})
    page.emulate_media(media="print")
    widths = page.locator(".table-wrapper").evaluate_all(
        "all => all.map((table) => table.scrollWidth - table.clientWidth)"
    )
    assert widths
    assert max(widths) <= 0


def test_the_table_of_methods_is_no_wider_than_a_page_of_a_book(site: Site) -> None:
    page = site("guides/llm-methods.html", viewport={"width": 600, "height": 800})
    page.evaluate(
        """() => {
            const table = document.querySelector("table.site-compare");
            document.body.innerHTML = `<div class="document">${table.outerHTML}</div>`;
        }"""
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 600


def test_print_does_not_split_cards(site: Site) -> None:
    page = site(CATEGORY)
    page.emulate_media(media="print")
    cards = page.locator(".cc-card")
    assert set(cards.evaluate_all("all => all.map(card => getComputedStyle(card).breakInside)")) == {"avoid"}


def test_print_shows_the_urls_of_links_in_prose(site: Site) -> None:
    page = site("resources.html")
    page.emulate_media(media="print")
    link = page.locator("article p a.external").first
    assert link.get_attribute("href") in link.evaluate("link => getComputedStyle(link, '::after').content")


def test_reduced_motion_disables_animation(site: Site) -> None:
    page = site(CATEGORY, reduced_motion="reduce")
    page.locator(f"#{KEY} .cc-kw-hessian").hover()
    moving = """
    [...document.querySelectorAll("*")].flatMap(element => [null, "::before", "::after"].filter(part => {
      const style = getComputedStyle(element, part);
      const moves = style.transitionDuration.split(", ").some(time => parseFloat(time) > 0);
      return moves || style.animationName !== "none" || style.scrollBehavior === "smooth";
    }).map(part => element.className + (part ?? "")))
    """
    assert page.evaluate(moving) == []


def test_the_switch_of_the_theme_shows_another_icon_for_each_choice(site: Site) -> None:
    page = site("index.html")
    switch = page.locator("button.theme-toggle:visible")
    icons = set()
    for _ in range(3):
        switch.click()
        icons.add(switch.evaluate("button => getComputedStyle(button, '::before').maskImage"))
    assert len(icons) == 3
    assert all(icon.startswith("url(") for icon in icons)


def test_in_forced_colours_icons_and_the_switch_are_seen(site: Site) -> None:
    page = site(CATEGORY, forced_colors="active")
    ground = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    icon = page.locator(f"#{KEY} .cc-to-code").evaluate("link => getComputedStyle(link, '::before').backgroundColor")
    edge = page.locator(".cc-switch").evaluate("button => getComputedStyle(button, '::before').borderTopColor")
    assert ground not in {icon, edge}


def test_in_forced_colours_the_knob_of_the_switch_and_the_bars_of_years_are_seen(site: Site) -> None:
    page = site("explore.html", forced_colors="active")
    page.evaluate(LOADED)
    ground = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    knob = page.locator(".cc-switch").evaluate("button => getComputedStyle(button, '::before').backgroundImage")
    bar = page.locator(".cc-years-bars button").last
    assert knob.startswith("radial-gradient")
    assert bar.evaluate("button => getComputedStyle(button, '::before').backgroundColor") != ground


@pytest.mark.parametrize("path", ["venues/icml.html", CATEGORY])
def test_the_data_for_reference_managers_take_no_room(site: Site, path: str) -> None:
    data = site(path).locator(".Z3988").first
    assert data.evaluate("data => getComputedStyle(data).position") == "absolute"
    if path != CATEGORY:
        edges = "data => [data.previousElementSibling, data.parentElement].map(e => e.getBoundingClientRect().right)"
        venue, line = data.evaluate(edges)
        assert line - venue < 1


@pytest.mark.parametrize(
    "selector", [".cc-copy", ".cc-keyword", ".cc-to-code", ".sd-card-title a", ".cc-switch", ".cc-download"]
)
def test_the_focused_element_has_an_outline(site: Site, selector: str) -> None:
    page = site(CATEGORY)
    page.keyboard.press("Tab")  # from now on the focus comes from the keyboard
    target = page.locator(f".cc-card {selector}, .cc-summary {selector}").first
    target.focus()
    assert target.evaluate("target => getComputedStyle(target).outlineStyle") == "solid"
    assert target.evaluate("target => parseFloat(getComputedStyle(target).outlineWidth)") >= 2


def test_on_a_phone_the_menu_opens_from_the_keyboard(site: Site) -> None:
    page = site(CATEGORY, viewport=PHONE, reduced_motion="reduce")
    link = page.locator(".sidebar-tree a", has_text="Survey")
    expect(link).to_be_hidden()
    page.keyboard.press("Tab")
    expect(page.get_by_role("checkbox", name="Toggle site navigation sidebar")).to_be_focused()
    page.keyboard.press("Space")
    expect(link).to_be_in_viewport()
    page.keyboard.press("Space")
    expect(link).to_be_hidden()


def test_on_a_phone_the_contents_of_a_page_open_from_the_keyboard(site: Site) -> None:
    page = site("keywords.html", viewport=PHONE, reduced_motion="reduce")
    link = page.locator(".toc-tree a", has_text="Stage")
    expect(link).to_be_hidden()
    page.get_by_role("checkbox", name="Toggle table of contents sidebar").focus()
    page.keyboard.press("Space")
    expect(link).to_be_in_viewport()
