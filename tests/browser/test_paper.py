"""Actions on the page of a paper: choose a format, copy it, save it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.server import POLICY

PAPER = "paper/frantar2023gptq.html"
CATEGORY = "papers/llm-weight-only.html"


def shown(page: Page) -> str:
    """Return the citation that shows."""
    return page.locator(".cc-text:visible").text_content() or ""


def test_the_first_format_is_bibtex(site: Site) -> None:
    assert shown(site(PAPER)).startswith("@inproceedings{frantar2023gptq,")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("script", [True, False])
def test_a_format_is_chosen_with_a_click(site: Site, width: int, *, script: bool) -> None:
    page = site(PAPER, viewport={"width": width, "height": 740}, java_script_enabled=script)
    page.locator("label", has_text="RIS").click()
    expect(page.locator("#cc-text-ris")).to_be_visible()
    expect(page.locator("#cc-text-bibtex")).to_be_hidden()


def test_a_format_is_chosen_with_the_keyboard(site: Site) -> None:
    page = site(PAPER)
    page.get_by_role("radio", name="BibTeX").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.checked")
    assert not shown(page).startswith("@")


def test_the_chosen_format_is_copied(site: Site) -> None:
    page = site(PAPER)
    page.locator("label", has_text="CSL-JSON").click()
    page.get_by_role("button", name="Copy CSL-JSON").click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == shown(page)


def test_the_chosen_format_is_saved(site: Site) -> None:
    page = site(PAPER)
    page.locator("label", has_text="RIS").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download RIS").click()
    assert download.value.suggested_filename == "frantar2023gptq.ris"
    assert Path(download.value.path()).read_text("utf-8") == shown(page)


def test_the_page_works_without_inline_scripts(site: Site) -> None:
    page = site(PAPER, policy=POLICY)
    page.get_by_role("button", name="Copy BibTeX").click()
    expect(page.get_by_role("status")).to_have_text("Copied")


def test_the_title_of_a_card_links_to_the_page(site: Site) -> None:
    page = site(CATEGORY)
    page.locator("#frantar2023gptq .sd-card-title a").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("GPTQ")


def test_a_focused_tab_of_a_format_has_an_outline(site: Site) -> None:
    page = site(PAPER)
    page.keyboard.press("Tab")  # from now on the focus comes from the keyboard
    page.get_by_role("radio", name="BibTeX").focus()
    label = page.locator("label", has_text="BibTeX")
    assert label.evaluate("label => parseFloat(getComputedStyle(label).outlineWidth)") >= 2


def test_the_key_is_copied(site: Site) -> None:
    page = site(PAPER)
    page.get_by_role("button", name="Copy the citation key").click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "frantar2023gptq"


def test_bibtex_wraps_on_the_screen_and_is_copied_as_it_is(site: Site) -> None:
    page = site(PAPER, viewport={"width": 360, "height": 740})
    assert page.locator("#cc-text-bibtex").evaluate("box => box.scrollWidth <= box.clientWidth")
    page.get_by_role("button", name="Copy BibTeX").click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    lines = page.evaluate("navigator.clipboard.readText()").split("\n")
    assert max(map(len, lines)) > 80
    assert lines[1].startswith("  title  ")
    assert lines[1].endswith("},")
