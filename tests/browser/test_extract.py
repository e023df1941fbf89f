"""Just the entries that a document cites, in the browser, by mouse, keyboard and drop."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from cardcatalog.bibtex.entries import Entry, read_bibliography
from cardcatalog.catalog.lookup import Index
from cardcatalog_tools.extract.documents import Document
from cardcatalog_tools.extract.extract import extract, report, to_bib
from tests.browser.conftest import Site, stop_clock

ROOT = Path(__file__).parents[2]
PAGE = "extract.html"
PAPER = r"""\cite{frantar2023gptq,frantar2022gptq}
\citep[see][]{mygptq, own2020}
"""
REFS = """@article{mygptq, title = {GPTQ: Accurate}, author = {Frantar, E}, journal = {arXiv preprint arXiv:2210.17323}}
@misc{own2020, title = {Only Mine}, author = {Me}}
"""

DROP = """
([zone, files]) => {
  const data = new DataTransfer();
  files.forEach(([name, text]) => data.items.add(new File([text], name)));
  zone.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
}
"""


def files_of(**files: str | bytes) -> list[Any]:
    """Return files as a file chooser gives them; an underscore replaces the dot."""
    return [
        {
            "name": name.replace("_", "."),
            "mimeType": "text/plain",
            "buffer": text if isinstance(text, bytes) else text.encode(),
        }
        for name, text in files.items()
    ]


def choose(page: Page, **files: str | bytes) -> None:
    """Choose files."""
    page.get_by_label("Drop your .tex").set_input_files(files_of(**files))


def in_python(entries: Iterable[Entry], given: Sequence[Sequence[Document]]) -> list[list[str]]:
    """Return report and entries of some documents, made by Python."""
    index = Index(entries)
    return [[report(found), to_bib(found)] for found in (extract(documents, index) for documents in given)]


def ours() -> list[Entry]:
    """Return the real entries."""
    return read_bibliography(ROOT / "bib" / "quantization.bib", "quantization.bib")[0]


def test_chosen_files_give_the_entries_and_the_list(site: Site) -> None:
    page = site(PAGE)
    choose(page, paper_tex=PAPER, refs_bib=REFS)
    expect(page.get_by_role("status").filter(has_text="found")).to_have_text("2 found, 1 kept, 1 not found.")
    documents = [Document("paper.tex", PAPER), Document("refs.bib", REFS)]
    ((_lines, bib),) = in_python(ours(), [documents])
    expect(page.get_by_label("The entries that your document cites")).to_have_value(bib)
    rows = page.locator(".cc-extract-open li")
    expect(rows).to_have_count(2)
    expect(rows.first).to_have_text(
        re.compile(r"frantar2022gptq not found \(did you mean 'frantar2023gptq'\?\) paper.tex:1")
    )
    page.get_by_text("All the others (2)").click()
    expect(page.locator(".cc-extract-rest li").first).to_be_visible()


def test_download_and_copy_equal_the_shown_text(site: Site) -> None:
    page = site(PAGE)
    choose(page, paper_tex=PAPER)
    area = page.get_by_label("The entries that your document cites")
    expect(area).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download references.bib").click()
    assert download.value.suggested_filename == "references.bib"
    assert Path(download.value.path()).read_text("utf-8") == area.input_value()
    stop_clock(page)
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == area.input_value()


def test_dropped_files_are_taken_and_an_edited_one_replaces_its_older_self(site: Site) -> None:
    page = site(PAGE)
    zone = page.locator(".cc-extract-drop").element_handle()
    page.evaluate(DROP, [zone, [["paper.tex", r"\cite{nobody}"]]])
    expect(page.locator(".cc-extract-state")).to_have_text("1 not found.")
    page.evaluate(DROP, [zone, [["paper.tex", r"\cite{frantar2023gptq}"]]])
    expect(page.locator(".cc-extract-state")).to_have_text("1 found.")
    expect(page.locator(".cc-extract-files span")).to_have_text("paper.tex")


def test_pasted_text_is_looked_up_by_keyboard_alone(site: Site) -> None:
    page = site(PAGE)
    page.get_by_label("Drop your .tex").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("@misc{x, eprint = {2210.17323}}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".cc-extract-state")).to_have_text("1 found.")
    expect(page.get_by_label("The entries that your document cites")).to_have_value(re.compile("@inproceedings{x,"))


def test_start_over_clears_the_input(site: Site) -> None:
    page = site(PAGE)
    choose(page, paper_tex=PAPER)
    page.get_by_role("button", name="Start over").click()
    expect(page.locator(".cc-extract-result")).to_be_hidden()
    expect(page.get_by_label("Drop your .tex")).to_be_focused()
    choose(page, refs_bib=REFS)
    expect(page.locator(".cc-extract-files span")).to_have_text("refs.bib")


def test_invalid_bytes_are_reported_with_their_line(site: Site) -> None:
    page = site(PAGE)
    choose(page, paper_tex=b"\\cite{frantar2023gptq}\n\xe9 \\cite{lin2024awq}\0")
    expect(page.locator(".cc-extract-state")).to_have_text("2 found.")
    expect(page.locator(".cc-extract-open li")).to_have_text(["is not UTF-8; save the file as UTF-8 paper.tex:2"])


def test_markup_in_a_document_stays_text(site: Site) -> None:
    page = site(PAGE)
    choose(page, paper_tex="\\cite{<img src=x onerror=window.hit=1>}")
    expect(page.locator(".cc-extract-open li code")).to_have_text("<img src=x onerror=window.hit=1>")
    assert page.evaluate("window.hit") is None


def test_nothing_is_loaded_before_a_file_is_given_and_nothing_is_sent(site: Site) -> None:
    page = site("index.html")
    requests: list[tuple[str, str]] = []
    page.on("request", lambda request: requests.append((request.method, request.url.rpartition("/")[2])))
    page.goto(page.url.replace("index.html", PAGE))
    assert "extract.json" not in {name for _method, name in requests}
    requests.clear()
    choose(page, paper_tex=PAPER)
    expect(page.locator(".cc-extract-state")).to_contain_text("found")
    choose(page, more_tex=PAPER)
    expect(page.locator(".cc-extract-files span")).to_have_text("paper.tex, more.tex")
    # A browser can request the icon at any time.
    assert [row for row in requests if not row[1].startswith(("data:", "favicon"))] == [("GET", "extract.json")]


def test_the_page_works_under_a_strict_content_security_policy(site: Site) -> None:
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src data:"
    )
    page = site(PAGE, policy=policy)
    choose(page, paper_tex=PAPER)
    expect(page.locator(".cc-extract-state")).to_have_text("1 found, 3 not found.")


def test_a_failed_load_is_reported_and_retried(site: Site) -> None:
    page = site(PAGE)
    page.route("**/extract.json", lambda route: route.fulfill(status=503))
    choose(page, paper_tex=PAPER)
    expect(page.locator(".cc-extract-state")).to_contain_text("could not be loaded (the site returned HTTP 503)")
    page.unroute("**/extract.json")
    choose(page, paper_tex=PAPER)
    expect(page.locator(".cc-extract-state")).to_contain_text("1 found")


def test_from_a_file_url_the_page_explains_why_it_does_not_work(chromium: Browser) -> None:
    with chromium.new_page() as page:
        page.goto((ROOT / "build" / "html" / PAGE).as_uri())
        choose(page, paper_tex=PAPER)
        expect(page.locator(".cc-extract-state")).to_contain_text(
            "Browsers do not let a page that is opened as a file load its data."
        )


def test_without_javascript_the_page_names_the_command(site: Site) -> None:
    page = site(PAGE, java_script_enabled=False)
    expect(page.get_by_text("cardcatalog extract paper.tex refs.bib does the same.")).to_be_visible()
    expect(page.locator(".cc-extract")).to_be_hidden()


def test_with_javascript_the_message_for_noscript_is_hidden(site: Site) -> None:
    expect(site(PAGE).locator(".cc-extract-word")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_before_and_after_and_nothing_is_too_wide(site: Site, width: int, scheme: str) -> None:
    page = site(PAGE, viewport={"width": width, "height": 800}, color_scheme=scheme)
    before = Axe().run(page)
    assert before.violations_count == 0, before.generate_report()
    choose(page, paper_tex=PAPER + "\\cite{" + "long" * 60 + "}", refs_bib=REFS)
    expect(page.locator(".cc-extract-result")).to_be_visible()
    page.get_by_text("All the others").click()
    after = Axe().run(page)
    assert after.violations_count == 0, after.generate_report()
    beyond = "elements => elements.filter(e => e.getBoundingClientRect().right > innerWidth).map(e => e.outerHTML)"
    assert page.locator(".cc-extract *").evaluate_all(beyond) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_data_of_the_site_are_those_of_the_bibliography() -> None:
    data = json.loads((ROOT / "build" / "html" / "extract.json").read_text("utf-8"))
    assert data == Index(ours()).data()
