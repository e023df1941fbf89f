"""Actions in the explorer and on a selection of papers, by mouse, by keyboard and by the back button."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import BUILT, LOADED, SHIFTS, Site, hold, stop_clock
from tests.unit.node import unpacked

ROOT = Path(__file__).parents[2]
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1440, "height": 900}
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])
POLICY = "default-src 'self'; script-src 'self'{more}; style-src 'self' 'unsafe-inline'; img-src 'self' data:"
QUESTION = "2-bit weight-only LLM methods with code since 2024"
KEY = "frantar2023gptq"
CATEGORY = "papers/image-classification-data-free.html"
NOTHING = "explore.html?q=gptq&venue=ICLR&year=2024-2025"


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    """Return the data of the explorer."""
    found = unpacked((BUILT / "explorer" / "papers.json").read_text("utf-8"))
    found["papers"] |= json.loads((BUILT / "explorer" / "cards.json").read_text("utf-8"))
    return found


def explore(site: Site, query: str = "", **options: Any) -> Page:  # noqa: ANN401  (those of Playwright)
    """Return the explorer when it shows an answer, and has loaded all that it needs."""
    page = site(f"explore.html{query}", **options)
    page.evaluate(LOADED)
    expect(page.locator(".cc-results .cc-card, .cc-none button").first).to_be_visible()
    return page


def field(page: Page) -> Locator:
    """Return the field to type in."""
    return page.get_by_role("searchbox", name="Search titles")


def total(page: Page) -> int:
    """Return how many papers were found."""
    text = page.locator(".cc-results .cc-summary [role=status]").text_content() or ""
    return int(re.sub(r"\D", "", text) or 0)


def titles(page: Page) -> list[str]:
    """Return the titles that show."""
    return page.locator(".cc-results .sd-card-title").all_text_contents()


def open_filters(page: Page) -> Locator:
    """Return the facets, opened all; on a phone they are in a sheet."""
    opener = page.locator(".cc-open-filters")
    if opener.is_visible():
        opener.click()
    panel = page.locator(".cc-facet-list")
    folded = panel.locator("details:not([open], [hidden]) > summary")
    while folded.count():
        folded.first.click()
    return panel


def test_at_first_all_papers_show_newest_first(site: Site, data: dict[str, Any]) -> None:
    page = explore(site)
    assert total(page) == len(data["papers"]["key"])
    assert titles(page)[:3] == data["papers"]["title"][:3]
    expect(page.get_by_label("Sort")).to_have_value("year")


def test_the_empty_field_shows_a_keyword_and_a_year_of_the_site(site: Site, data: dict[str, Any]) -> None:
    newest = max(data["papers"]["year"])
    expected = f"{data['keywords'][0][1]}, since {newest - 2}"
    assert field(explore(site)).get_attribute("placeholder") == expected


@SIZES
def test_typing_finds_papers_at_once(site: Site, size: dict[str, int]) -> None:
    page = explore(site, viewport=size)
    field(page).press_sequentially("gptq accurate")
    expect(page.locator(".cc-results .cc-card").first).to_have_attribute("id", KEY)
    expect(page).to_have_url(re.compile(r"\?q=gptq\+accurate$"))


def test_a_phrase_is_found_literally(site: Site) -> None:
    words = explore(site, "?q=language+quantization+large")
    assert total(words) > 0
    assert total(explore(site, '?q="language+quantization+large"')) == 0
    phrase = explore(site, '?q="large+language+models"')
    assert total(phrase) > 0
    assert all("large language models" in title.lower() for title in titles(phrase))


def test_accents_and_case_do_not_matter(site: Site) -> None:
    assert total(explore(site, "?q=PUSCHEL")) == total(explore(site, "?q=Püschel")) > 0


def test_the_reader_undoes_that_code_is_required(site: Site) -> None:
    page = explore(site)
    field(page).fill("ViT PTQ code since 2023")
    expect(page.locator(".cc-read")).to_contain_text("Interpreted as: with code, since 2023")
    before = total(page)
    page.get_by_role("button", name="Without requiring code").click()
    expect(page.locator(".cc-read")).to_be_hidden()
    expect(field(page)).to_have_value("ViT PTQ")
    expect(page).to_have_url(re.compile(r"year=2023-"))
    assert total(page) > before


def test_a_former_category_is_ticked_and_can_be_removed(site: Site) -> None:
    page = explore(site, "?category=transformers")
    box = page.locator("input[name=category]:checked")
    expect(box).to_have_count(1)
    expect(box).to_have_value("language-transformers")
    some = total(page)
    box.uncheck()
    expect(page.locator(".cc-filters")).to_be_hidden()
    assert total(page) > some


def test_a_query_in_words_finds_papers(site: Site, data: dict[str, Any]) -> None:
    page = explore(site)
    field(page).fill(QUESTION)
    expect(page.locator(".cc-read")).to_contain_text("Interpreted as: with code, since 2024")
    assert total(page) > 5
    papers = data["papers"]
    for title in titles(page):
        number = papers["title"].index(title)
        assert papers["year"][number] >= 2024
        assert data["kinds"].index("Code") in papers["links"][number][::2]


def test_who_asks_for_people_whose_papers_are_one_click_away(site: Site) -> None:
    page = explore(site, "?q=who+works+with+Song+Han")
    people = page.locator(".cc-people").get_by_role("button")
    names = people.all_text_contents()
    assert len(names) > 3
    assert "Song Han" not in names
    people.first.click()
    expect(field(page)).to_have_value(f'author:"{names[0]}"')
    expect(people).to_have_count(0)
    authors = page.locator(".cc-results .cc-card .cc-authors")
    expect(authors).not_to_have_count(0)
    for line in authors.all():
        expect(line).to_contain_text(names[0])


@SIZES
def test_the_definition_of_a_keyword_is_shown(site: Site, size: dict[str, int]) -> None:
    page = explore(site, viewport=size)
    field(page).fill("what is smoothing?")
    topic = page.locator(".cc-topic")
    expect(topic).to_contain_text("Rescaling channels")
    expect(topic).to_be_in_viewport(ratio=1)
    link = topic.get_by_role("link", name="Smoothing")
    expect(link).to_have_attribute("href", re.compile(r"/keywords\.html#smoothing$"))
    topic.get_by_role("button").click()
    expect(page).to_have_url(re.compile(r"\?keyword=smoothing$"))


def test_pages_of_prose_are_found(site: Site) -> None:
    page = explore(site)
    field(page).press_sequentially("calibration")
    link = page.locator(".cc-guides a").first
    expect(link).to_be_visible()
    link.click()
    expect(page.locator("article")).to_contain_text(re.compile("calibrat", re.IGNORECASE))


# The queries of which a browser answers a few, as Node answers all in tests/unit/test_queries.py
SOME = tomllib.loads((ROOT / "tests" / "unit" / "data" / "queries.toml").read_text("utf-8"))["query"][::9]


def test_some_queries_find_first_what_they_must(site: Site) -> None:
    page = explore(site)
    for case in SOME:
        if case["q"].startswith("?") or case.get("none"):
            continue
        field(page).fill(case["q"])
        found = titles(page)[:10]
        first, among = case.get("only", case.get("first", [])), case.get("among", [])
        assert all(map(str.startswith, found, first)), case["q"]
        assert all(any(title.startswith(start) for title in found) for start in among), case["q"]


def test_a_misspelled_word_is_corrected_by_a_button(site: Site) -> None:
    page = explore(site, "?q=smothquant")
    note = page.locator(".cc-understanding")
    expect(note).to_have_text("No paper has “smothquant”. Did you mean SmoothQuant?")
    note.get_by_role("button").click()
    expect(page).to_have_url(re.compile(r"\?q=SmoothQuant$"))
    expect(note).to_be_hidden()
    expect(field(page)).to_be_focused()


def test_a_paper_that_is_not_here_can_be_added(site: Site) -> None:
    page = site("explore.html?q=https://arxiv.org/abs/2401.99999")
    expect(page.locator(".cc-understanding")).to_contain_text("https://arxiv.org/abs/2401.99999 is not here yet.")
    expect(page.locator(".cc-none")).to_be_hidden()
    page.get_by_role("link", name="Add it").click()
    expect(page).to_have_url(re.compile(r"/contribute\.html$"))


def test_the_box_of_every_page_leads_to_the_explorer(site: Site) -> None:
    page = site("index.html", viewport=DESKTOP)
    page.keyboard.press("Control+k")
    page.keyboard.type("arXiv:2210.17323")
    page.keyboard.press("Enter")
    expect(page.locator(".cc-results .cc-card")).to_have_count(1)
    expect(page.locator(".cc-results .cc-card")).to_have_attribute("id", KEY)
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(field(page)).to_be_focused()
    page.keyboard.press("/")
    expect(field(page)).to_have_value("/")


def test_without_a_box_that_shows_the_shortcut_leads_to_the_explorer(site: Site) -> None:
    page = site("cite.html", viewport=PHONE)
    page.keyboard.press("/")
    expect(page).to_have_url(re.compile(r"/explore\.html$"))


def test_the_full_text_of_the_site_is_one_link_away(site: Site) -> None:
    page = explore(site, "?q=calibration+data")
    page.get_by_role("link", name="Search the full text").click()
    expect(page).to_have_url(re.compile(r"/search\.html\?q=calibration%20data$"))
    expect(page.locator("#search-results li").first).to_be_visible()


def test_on_a_phone_filters_are_a_sheet_that_shows_how_many_papers_are_left(site: Site) -> None:
    page = explore(site, "?q=rotation", viewport=PHONE)
    expect(page.locator(".cc-facet-list")).to_be_hidden()
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("dialog").get_by_role("checkbox", name="With code").check()
    done = page.get_by_role("button", name=re.compile(r"^Show \d+ papers$"))
    expect(done).to_have_text(f"Show {total(page)} papers")
    done.click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name="Filters")).to_have_text("Filters1")


def test_choices_without_a_paper_are_hidden(site: Site) -> None:
    page = explore(site, "?q=COMET")
    panel = open_filters(page)
    assert 0 < panel.locator("li:visible").count() < 30
    assert "0" not in panel.locator("li:visible > .cc-choice .cc-count").all_text_contents()
    page.get_by_label("Search titles").fill("")
    assert panel.locator("li:visible").count() > 50


def test_a_bar_of_a_year_chooses_it_and_gives_it_up(site: Site, data: dict[str, Any]) -> None:
    page = explore(site)
    bar = page.get_by_role("button", name=re.compile(r"^2023: "))
    bar.click()
    expect(page).to_have_url(re.compile(r"\?year=2023$"))
    assert total(page) == data["papers"]["year"].count(2023)
    bar.click()
    expect(page).to_have_url(re.compile(r"explore\.html$"))


def test_papers_are_filtered_by_bits(site: Site) -> None:
    page = explore(site)
    panel = open_filters(page)
    panel.get_by_role("group", name="Bits of the KV cache").get_by_role("checkbox", name=re.compile(r"^4 \d+")).check()
    expect(page).to_have_url(re.compile(r"\?cache=4$"))
    expect(page.get_by_role("button", name="Remove filter: Bits of the KV cache: 4")).to_be_visible()
    badges = page.locator(".cc-results .cc-card .cc-bits").all_text_contents()
    assert len(badges) == total(page)
    assert all("KV4" in text or "…" in text for text in badges)


@SIZES
def test_a_filter_gives_as_many_papers_as_its_count(site: Site, size: dict[str, int]) -> None:
    page = explore(site, "?q=rotation", viewport=size)
    panel = open_filters(page)
    choice = panel.get_by_role("checkbox", name=re.compile(r"^PTQ \d+"))
    number = panel.locator("label", has=page.locator("[value=ptq]")).locator(".cc-count").text_content() or ""
    promised = int(re.sub(r"\D", "", number))
    choice.check()
    expect(page).to_have_url(re.compile(r"\?q=rotation&keyword=ptq$"))
    assert total(page) == promised


TABLES = {"category": "categories", "keyword": "keywords", "venue": "venues"}


def test_every_count_of_a_filter_is_true(site: Site, data: dict[str, Any]) -> None:
    page = explore(site, "?q=llm&year=2025-&venue=ICLR")
    open_filters(page)
    counts = page.evaluate(
        "[...document.querySelectorAll('.cc-choice')].map(label => [label.querySelector('input').name,"
        " label.querySelector('input').value, Number(label.querySelector('.cc-count').textContent.replace(/,/g, ''))])"
    )
    before = total(page)
    ask = """
    query => {
      const explorer = window.cardcatalogExplorer;
      const { chosen, ...rest } = explorer.query();
      return explorer.index.search({ ...rest, ...query, chosen: { ...chosen, ...query.chosen } }).numbers.length;
    }
    """
    tables = {kind: [row[0] for row in data[name]] for kind, name in TABLES.items()} | data["widths"]
    assert len(counts) > 100
    for kind, value, number in counts:
        chosen = {"venue": [tables["venue"].index("ICLR")]} | {
            kind: [tables[kind].index(value)] if kind in tables else []
        }
        query = {"hasCode": True} if kind == "code" else {"chosen": chosen}
        assert page.evaluate(ask, query) == number, (kind, value)
    assert before > 0


def test_venues_widen_and_keywords_narrow(site: Site) -> None:
    one, other = total(explore(site, "?venue=ICLR")), total(explore(site, "?venue=ICML"))
    assert total(explore(site, "?venue=ICLR&venue=ICML")) == one + other
    both = total(explore(site, "?keyword=ptq&keyword=hessian"))
    assert 0 < both < total(explore(site, "?keyword=hessian"))


def test_a_category_includes_its_children(site: Site) -> None:
    page = explore(site)
    panel = open_filters(page)
    panel.get_by_role("button", name="Below Systems").click()
    panel.get_by_role("checkbox", name=re.compile(r"^Systems \d+")).check()
    whole = total(page)
    panel.get_by_role("checkbox", name=re.compile(r"^Systems \d+")).uncheck()
    panel.get_by_role("checkbox", name=re.compile(r"^Accelerators \d+")).check()
    assert 0 < total(page) < whole
    expect(page).to_have_url(re.compile(r"\?category=accelerators$"))


@SIZES
def test_years_are_chosen_as_a_span(site: Site, data: dict[str, Any], size: dict[str, int]) -> None:
    page = explore(site, viewport=size)
    open_filters(page)
    page.get_by_label("From year").select_option("2020")
    expect(page).to_have_url(re.compile(r"\?year=2020-$"))
    page.get_by_label("To year").select_option("2021")
    expect(page).to_have_url(re.compile(r"\?year=2020-2021$"))
    assert total(page) == sum(2020 <= year <= 2021 for year in data["papers"]["year"])


@pytest.mark.parametrize("form", ["2020", "2020-2021", "2020-", "-2020"])
def test_years_in_the_url_have_the_syntax_of_lists_of_papers(site: Site, data: dict[str, Any], form: str) -> None:
    first, _dash, last = form.partition("-")
    span = range(int(first or 1), int(last or (9999 if "-" in form else first)) + 1)
    assert total(explore(site, f"?year={form}")) == sum(year in span for year in data["papers"]["year"])


def test_papers_can_be_filtered_by_code(site: Site, data: dict[str, Any]) -> None:
    page = explore(site)
    page.get_by_role("checkbox", name="With code").check()
    expect(page).to_have_url(re.compile(r"\?code=yes$"))
    for card in page.locator(".cc-results .cc-card").all():
        expect(card.locator(".cc-to-code").first).to_be_visible()
    code = data["kinds"].index("Code")
    assert total(page) == sum(code in links[::2] for links in data["papers"]["links"])


@pytest.mark.parametrize("order", ["year", "oldest", "venue", "title"])
def test_results_are_sorted(site: Site, data: dict[str, Any], order: str) -> None:
    page = explore(site, "?q=rotation")
    page.get_by_label("Sort").select_option(order)
    expect(page).to_have_url(re.compile(rf"\?q=rotation&sort={order}$"))
    papers = data["papers"]
    numbers = page.evaluate("window.cardcatalogExplorer.results.numbers")
    sort: dict[str, Any] = {
        "year": lambda number: -papers["year"][number],
        "oldest": lambda number: papers["year"][number],
        "venue": lambda number: papers["venue"][number] % len(data["venues"]),
        "title": lambda number: page.evaluate(
            "number => window.cardcatalogExplorer.index.ranking.titles.plain[number]", number
        ),
    }
    assert [sort[order](number) for number in numbers] == sorted(map(sort[order], numbers))


def test_results_of_a_text_are_sorted_by_relevance(site: Site) -> None:
    page = explore(site, "?q=gptq")
    expect(page.get_by_label("Sort")).to_have_value("relevance")
    assert "GPTQ" in titles(page)[0]


def test_a_url_restores_the_state(site: Site) -> None:
    query = "?q=llm&category=llm-weight-only&keyword=ptq&venue=ICML&year=2024-&code=yes&sort=title"
    page = explore(site, query)
    expect(field(page)).to_have_value("llm")
    filters = page.get_by_role("list", name="Filters").get_by_role("button")
    names = ["LLM: Weights Only", "PTQ", "ICML", "since 2024", "with code", "Clear filters"]
    assert filters.all_text_contents() == names
    expect(page.get_by_label("Sort")).to_have_value("title")
    expect(page.get_by_label("From year")).to_have_value("2024")
    page.evaluate("window.cardcatalogExplorer.change({})")
    assert page.url.endswith(f"explore.html{query}")


def test_unknown_values_in_the_url_are_named(site: Site) -> None:
    page = explore(site, "?keyword=nonsense")
    expect(page.get_by_role("button", name="Remove filter: nonsense")).to_be_visible()
    page.get_by_role("button", name="Without the keyword nonsense").click()
    assert total(page) > 0


def test_the_back_button_undoes_each_filter_and_a_whole_text(site: Site) -> None:
    page = explore(site)
    everything = total(page)
    field(page).press_sequentially("rotation")
    expect(page).to_have_url(re.compile(r"\?q=rotation$"))
    found = total(page)
    page.get_by_role("checkbox", name="With code").check()
    page.go_back()
    expect(page).to_have_url(re.compile(r"\?q=rotation$"))
    expect(page.get_by_role("checkbox", name="With code")).not_to_be_checked()
    assert total(page) == found
    page.go_back()
    expect(field(page)).to_have_value("")
    assert total(page) == everything
    page.go_forward()
    expect(field(page)).to_have_value("rotation")


def test_returning_from_a_paper_restores_the_position(site: Site) -> None:
    page = explore(site, reduced_motion="reduce")
    page.get_by_role("button", name=re.compile("^Show .* more")).scroll_into_view_if_needed()
    card = page.locator(".cc-results .cc-card").nth(25)
    name = card.get_attribute("id")
    card.locator(".sd-card-title a").click()
    expect(page.locator(".cc-paper")).to_be_visible()
    page.go_back()
    expect(page.locator(f".cc-results [id='{name}'] .sd-card-title")).to_be_in_viewport()


def test_more_results_load_on_scroll_and_then_by_a_button(site: Site) -> None:
    page = explore(site)
    cards, more = page.locator(".cc-results .cc-card"), page.get_by_role("button", name=re.compile("^Show .* more"))
    while (before := cards.count()) < 100:
        more.scroll_into_view_if_needed()
        page.wait_for_function(f"document.querySelectorAll('.cc-results .cc-card').length > {before}")
    expect(cards).to_have_count(100)
    more.focus()
    page.keyboard.press("Enter")
    expect(cards).to_have_count(120)
    expect(cards.nth(100).locator("a").first).to_be_focused()


def test_the_button_for_more_is_hidden_when_all_is_shown(site: Site) -> None:
    page = explore(site, f"?keys={KEY}")
    expect(page.locator(".cc-results .cc-card")).to_have_count(1)
    expect(page.locator(".cc-more")).to_be_hidden()


@SIZES
def test_an_empty_result_offers_relaxations_with_counts(site: Site, size: dict[str, int]) -> None:
    page = site(NOTHING, viewport=size)
    ways, start = page.locator(".cc-none li"), page.url
    expect(ways.first).to_be_visible()
    for text in ways.all_text_contents():
        page.goto(start)
        way = page.locator(".cc-none li", has_text=text)
        way.get_by_role("button").click()
        assert total(page) == int(re.findall(r"\d+", text)[-1])


def test_without_a_relaxation_that_helps_there_is_a_reset(site: Site, data: dict[str, Any]) -> None:
    page = explore(site, "?q=nonsense+gibberish")
    expect(page.locator(".cc-none")).to_contain_text("even without any one part")
    page.get_by_role("button", name="Start over").click()
    assert total(page) == len(data["papers"]["key"])


@SIZES
def test_a_filter_is_removed_by_its_chip(site: Site, size: dict[str, int]) -> None:
    page = explore(site, "?keyword=ptq&year=2024-", viewport=size)
    page.get_by_role("button", name="Remove filter: PTQ").click()
    expect(page).to_have_url(re.compile(r"\?year=2024-$"))
    expect(page.get_by_role("button", name="Remove filter: since 2024")).to_be_focused()


def test_all_of_it_is_done_from_the_keyboard(site: Site) -> None:
    page = explore(site)
    field(page).focus()
    page.keyboard.type("rotation")
    page.keyboard.press("Tab")
    while not page.evaluate("document.activeElement.name === 'code'"):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile(r"\?q=rotation&code=yes$"))
    expect(page.get_by_role("checkbox", name="With code")).to_be_focused()
    field(page).focus()
    page.keyboard.press("ArrowDown")
    first = page.locator(".cc-results .sd-card-title a").first
    expect(first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".cc-results .sd-card-title a").nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(field(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".cc-paper")).to_be_visible()


def test_the_compact_switch_applies_to_the_explorer(site: Site) -> None:
    page = explore(site)
    page.get_by_role("switch", name="Compact").click()
    expect(page.locator(".cc-results .cc-authors").first).to_be_hidden()
    page.reload()
    expect(page.locator(".cc-results .cc-card").first).to_be_visible()
    expect(page.locator(".cc-results .cc-authors").first).to_be_hidden()
    expect(page.get_by_role("switch", name="Compact")).to_be_checked()


CARD = """
card => {
  for (const part of card.querySelectorAll(".cc-select")) part.remove();
  for (const part of card.querySelectorAll(".Z3988")) part.title = [...new URLSearchParams(part.title)].join(" ");
  for (const link of card.querySelectorAll("a")) link.setAttribute("href", link.href);
  for (const part of [card, ...card.querySelectorAll("*")]) {
    for (const name of ["data-copy", "data-number", "hidden"]) part.removeAttribute(name);
  }
  return card.outerHTML.replace(/<(\\/?)h[2-6]/g, "<$1h").replace(/\\n/g, "");
}
"""


@pytest.mark.parametrize(
    ("path", "number"), [(CATEGORY, 0), ("papers/llm-weight-only.html", 0), ("papers/llm-weight-only.html", 4)]
)
def test_a_card_is_the_same_as_elsewhere(site: Site, path: str, number: int) -> None:
    elsewhere = site(path).locator(".cc-card").nth(number)
    key = elsewhere.get_attribute("id")
    page = explore(site, f"?keys={key}")
    port = re.compile(r"127\.0\.0\.1:\d+")
    assert port.sub("", page.locator(".cc-results .cc-card").evaluate(CARD)) == port.sub("", elsewhere.evaluate(CARD))


def test_the_entry_of_a_card_is_copied(site: Site) -> None:
    elsewhere = site("papers/llm-weight-only.html").locator(f"#{KEY} .cc-copy").get_attribute("data-copy")
    page = explore(site, f"?keys={KEY}")
    page.get_by_role("button", name="Copy BibTeX").click()
    expect(page.get_by_text("Copied", exact=True).first).to_be_attached()
    assert page.evaluate("navigator.clipboard.readText()") == elsewhere


# A selection


def select(page: Page, number: int = 0) -> None:
    """Select one of the papers that show."""
    page.locator(".cc-card .cc-select input").nth(number).check()


def test_the_focus_stays_on_a_card_when_all_data_arrive(site: Site) -> None:
    page = site("index.html")
    release = hold(page, "**/explorer/papers.json")
    page.goto(page.url.replace("index.html", "explore.html"))
    box = page.locator(".cc-card .cc-select input").nth(1)
    box.focus()
    release()
    page.evaluate(LOADED)
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    expect(page.locator(".cc-selection")).to_contain_text("1 selected")


@SIZES
@pytest.mark.parametrize("path", ["explore.html", CATEGORY, f"paper/{KEY}.html"])
def test_a_selection_is_kept_across_pages(site: Site, path: str, size: dict[str, int]) -> None:
    page = site(path, viewport=size)
    box = page.locator(".cc-select input").first
    expect(page.locator(".cc-selection")).to_be_hidden()
    box.focus()
    page.keyboard.press("Space")
    expect(page.locator(".cc-selection")).to_contain_text("1 selected")
    page.goto(page.url.removesuffix(path) + "cite.html")
    expect(page.locator(".cc-selection")).to_contain_text("1 selected")


def test_the_bibtex_of_a_selection_is_downloaded(site: Site) -> None:
    page = explore(site)
    keys = [page.locator(".cc-results .cc-card").nth(number).get_attribute("id") for number in (0, 2)]
    select(page, 0)
    select(page, 2)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the BibTeX").click()
    assert download.value.suggested_filename == "selection.bib"
    text = Path(download.value.path()).read_text("utf-8")
    assert re.findall(r"^@\w+\{(.+),$", text, re.MULTILINE) == keys


def test_a_selection_is_cited(site: Site) -> None:
    page = site(CATEGORY)
    keys = [page.locator(".cc-card").nth(number).get_attribute("id") for number in (0, 1)]
    select(page, 0)
    select(page, 1)
    stop_clock(page)
    page.get_by_role("button", name=r"Copy \cite").click()
    expect(page.locator(".cc-selection [role=status]")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == rf"\cite{{{keys[0]},{keys[1]}}}"


def test_a_selection_is_shared_as_a_link(site: Site) -> None:
    page = site(CATEGORY)
    key = page.locator(".cc-card").first.get_attribute("id")
    select(page)
    stop_clock(page)
    page.get_by_role("button", name="Copy a link").click()
    expect(page.locator(".cc-selection [role=status]")).to_have_text("Copied")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.endswith(f"/explore.html?keys={key}")
    other = explore(site, link.partition("explore.html")[2])
    expect(other.locator(".cc-selection")).to_be_hidden()
    other.get_by_role("button", name="Add these to my selection").click()
    with other.expect_download() as download:
        other.get_by_role("button", name="Download the BibTeX").click()
    assert f"{{{key}," in Path(download.value.path()).read_text("utf-8")


def test_a_selection_can_be_shown(site: Site) -> None:
    page = site(CATEGORY)
    key = page.locator(".cc-card").first.get_attribute("id")
    select(page)
    page.get_by_role("link", name="1 selected").click()
    expect(page.locator(".cc-results .cc-card")).to_have_count(1)
    expect(page.locator(".cc-results .cc-card")).to_have_attribute("id", str(key))


def test_clearing_a_selection_can_be_undone(site: Site) -> None:
    page = site(CATEGORY)
    select(page)
    page.get_by_role("button", name="Clear the selection").click()
    expect(page.locator(".cc-selection [role=status]")).to_have_text("Selection cleared")
    expect(page.locator(".cc-card .cc-select input").first).not_to_be_checked()
    page.keyboard.press("Enter")
    expect(page.locator(".cc-selection")).to_contain_text("1 selected")
    expect(page.locator(".cc-card .cc-select input").first).to_be_checked()


@SIZES
def test_the_bar_of_a_selection_does_not_hide_the_last_card(site: Site, size: dict[str, int]) -> None:
    page = explore(site, f"?keys={KEY}", viewport=size, reduced_motion="reduce")
    select(page)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    foot, bar = page.locator("footer").last.bounding_box(), page.locator(".cc-selection").bounding_box()
    assert foot
    assert bar
    assert foot["y"] + foot["height"] <= bar["y"] + 1


@SIZES
def test_the_bar_of_a_selection_takes_one_line(site: Site, size: dict[str, int]) -> None:
    page = site(CATEGORY, viewport=size)
    select(page)
    bar = page.locator(".cc-selection").bounding_box()
    assert bar
    assert bar["height"] < 60
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


# All kinds of browsers


@SCHEMES
@SIZES
def test_axe_finds_nothing_with_all_open_and_papers_selected(site: Site, size: dict[str, int], scheme: str) -> None:
    page = explore(site, "?q=what+is+rotation&keyword=ptq&year=2024-", viewport=size, color_scheme=scheme)
    open_filters(page)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    page.keyboard.press("Escape")
    select(page)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@SIZES
def test_nothing_is_wider_than_the_window_with_all_open(site: Site, size: dict[str, int]) -> None:
    page = explore(site, "?q=rotation&venue=ICLR", viewport=size)
    open_filters(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("width", [390, 768, 1440])
@pytest.mark.parametrize("query", ["rotation", "ViT PTQ code"])
def test_results_stay_where_they_are_when_pages_of_prose_come(site: Site, query: str, width: int) -> None:
    page = explore(site, f"?q={query}", viewport={"width": width, "height": 844})
    expect(page.locator(".cc-guides a").first).to_be_visible()
    shifted = page.evaluate(SHIFTS)
    assert shifted < 0.01


@pytest.mark.parametrize("width", [390, 1280])
def test_the_titles_of_pages_of_prose_stay_within_the_results(site: Site, width: int) -> None:
    page = explore(site, "?q=rotation", viewport={"width": width, "height": 720})
    pages, results = page.locator(".cc-guides"), page.locator(".cc-results")
    expect(pages.locator("a").first).to_be_visible()
    inner, outer = pages.bounding_box(), results.bounding_box()
    assert inner
    assert outer
    assert inner["width"] <= outer["width"]


def test_without_javascript_there_are_links_to_pages(site: Site) -> None:
    page = site("explore.html", java_script_enabled=False)
    expect(page.locator(".cc-explorer")).to_contain_text("Searching needs JavaScript")
    page.get_by_role("link", name="LLM: Weights Only").click()
    expect(page.locator(".cc-card").first).to_be_visible()


def test_without_javascript_the_newest_papers_show(site: Site, data: dict[str, Any]) -> None:
    page = site("explore.html", java_script_enabled=False)
    expect(page.locator(".cc-explorer .cc-card").first).to_contain_text(data["papers"]["title"][0])
    expect(page.locator(".cc-search")).to_be_hidden()
    expect(page.get_by_label("Sort")).to_be_hidden()


@SIZES
def test_the_first_papers_stay_where_they_are_when_the_data_come(site: Site, size: dict[str, int]) -> None:
    page = site("index.html", viewport=size)
    release = hold(page, "**/explorer/papers.json")
    page.goto(page.url.replace("index.html", "explore.html"))
    card = page.locator(".cc-card").first.element_handle()
    field(page).fill("GPTQ")
    field(page).fill("")
    release()
    page.evaluate(LOADED)
    assert card.evaluate("card => card.isConnected && card === document.querySelector('.cc-card')")
    assert page.evaluate(SHIFTS) < 0.01


def test_a_text_typed_before_the_data_come_is_searched(site: Site) -> None:
    page = site("index.html")
    release = hold(page, "**/explorer/papers.json")
    page.goto(page.url.replace("index.html", "explore.html"))
    field(page).fill("gptq accurate")
    release()
    expect(page.locator(".cc-results .cc-card").first).to_have_attribute("id", KEY)


def test_without_a_search_the_data_wait_for_the_first_paint(site: Site) -> None:
    page = site("index.html")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.add_init_script("window.paints = []; window.requestAnimationFrame = (paint) => window.paints.push(paint)")
    page.goto(page.url.replace("index.html", "explore.html"))
    assert "cardcatalog-explorer.js" in asked
    assert "papers.json" not in asked
    page.evaluate("() => { for (const paint of window.paints) paint(0); }")
    page.evaluate(LOADED)
    assert "papers.json" in asked


def test_a_search_by_a_link_shows_its_text_and_none_of_the_first_papers(site: Site) -> None:
    page = site("index.html")
    release = hold(page, "**/explorer/papers.json")
    page.goto(page.url.replace("index.html", "explore.html?q=gptq+accurate"))
    expect(field(page)).to_have_value("gptq accurate")
    expect(page.locator(".cc-results .cc-card").first).to_be_hidden()
    release()
    expect(page.locator(f".cc-results #{KEY}")).to_be_visible()


def test_from_a_file_url_the_page_explains_how_to_serve_the_site(chromium: Browser) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto((BUILT / "explore.html").as_uri())
    expect(page.get_by_role("alert")).to_contain_text("python3 -m http.server")
    expect(page.get_by_role("link", name="LLM: Weights Only")).to_be_visible()
    context.close()


def test_a_search_shows_results_before_what_completes_their_cards(site: Site) -> None:
    page = site("index.html")
    release = hold(page, "**/explorer/cards.json")
    page.goto(page.url.replace("index.html", "explore.html?q=QuaRot"))
    card = page.locator(".cc-results .cc-card").first
    expect(card).to_contain_text("QuaRot")
    expect(card.locator(".cc-links a")).to_have_count(0)
    release()
    expect(card.get_by_role("link", name="arXiv: QuaRot")).to_be_visible()


@pytest.mark.parametrize("address", ["explore.html", "explore.html?q=QuaRot"])
def test_missing_data_are_reported_with_links_to_pages(site: Site, address: str) -> None:
    page = site("index.html")
    page.route("**/explorer/papers.json", lambda route: route.fulfill(status=404))
    page.goto(page.url.replace("index.html", address))
    expect(page.get_by_role("alert")).to_contain_text("could not be loaded")
    expect(page.locator(".cc-explorer").get_by_role("link", name="Survey")).to_be_visible()
    expect(page.locator(".cc-results .cc-card").first).to_be_visible()


@pytest.mark.parametrize("address", ["explore.html", "explore.html?q=QuaRot"])
@pytest.mark.parametrize("answer", [{"status": 404}, {"body": "this is no script"}, {"body": "noSuchName();"}])
def test_without_its_script_the_page_is_as_without_javascript(site: Site, address: str, answer: dict[str, Any]) -> None:
    page = site("index.html")
    page.route("**/cardcatalog-explorer.js", lambda route: route.fulfill(**answer))
    page.goto(page.url.replace("index.html", address))
    expect(page.get_by_text("Searching needs JavaScript")).to_be_visible()
    expect(page.locator(".cc-results .cc-card").first).to_be_visible()
    expect(page.locator(".cc-search")).to_be_hidden()


@pytest.mark.parametrize("more", ["", " 'wasm-unsafe-eval'"])
def test_it_works_without_inline_scripts(site: Site, more: str) -> None:
    page = site("explore.html", policy=POLICY.format(more=more))
    field(page).press_sequentially("calibration")
    expect(page.locator(".cc-results .cc-card").first).to_be_visible()
    guides = page.locator(".cc-guides")
    if more:
        expect(guides.get_by_role("link").first).to_be_visible()
    else:
        expect(guides).to_be_hidden()
