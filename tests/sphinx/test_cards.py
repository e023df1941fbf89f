"""Cards: their content, its order and names, and the copied entry."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, quote_plus

import bibtexparser
import pytest
from bs4 import Tag

from cardcatalog.bibtex.entries import PRIVATE_FIELDS
from tests.sphinx.helpers import Build, Project, hrefs, texts, the

WEIGHTS, CACHES, TRAINING = "papers/weights.html", "papers/caches.html", "papers/training.html"

ABEL = {
    "Paper": "https://papers.example.org/rounder?id=7&v=2",
    "PDF": "https://arxiv.org/pdf/2101.00007",
    "arXiv": "https://arxiv.org/abs/2101.00007",
    "DOI": "https://doi.org/10.1234/icex.2021.7",
    "Code": "https://code.example.org/rounder",
    "Project": "https://rounder.example.org",
}

NAMESAKES = """
@misc{duo2022first, title={Duo: The First}, author={A, B}, year={2022}, category={survey},
  url={https://one.example.org}, code={https://code.example.org/one}}
@misc{duo2022second, title={Duo: The Second}, author={A, B}, year={2022}, category={survey},
  url={https://two.example.org}, code={https://code.example.org/two}}
"""


def fields(text: str) -> tuple[str, str, dict[str, str]]:
    """Return type, key and fields of the only entry of a text."""
    (entry,) = bibtexparser.parse_string(text).entries
    return entry.entry_type, entry.key, {field.key: field.value for field in entry.fields}


def test_a_card_is_read_from_title_to_links(html: Build) -> None:
    parts = html.card(WEIGHTS, "abel2021rounding").select(".sd-card-body > *")
    assert [part["class"][0] for part in parts] == ["sd-card-title", "cc-authors", "cc-gist", "cc-badges", "cc-links"]


def test_a_card_has_the_key_of_its_paper_as_anchor(html: Build) -> None:
    assert html.card(WEIGHTS, "abel2021rounding")


def test_a_title_is_a_heading(html: Build) -> None:
    assert the(html.card(WEIGHTS, "abel2021rounding"), "h3").get_text() == "Rounder: Rounding Well without Data"


def test_a_title_links_to_the_page_of_its_paper(html: Build) -> None:
    assert hrefs(html.card(WEIGHTS, "abel2021rounding"), "h3 a") == ["../paper/abel2021rounding.html"]


@pytest.fixture(scope="module")
def without_pages(copy_root: Callable[[str], Project]) -> Build:
    """The library without a page for each paper."""
    project = copy_root("library")
    project.set(cardcatalog_paper_pages=False)
    return project.build()


def test_without_pages_of_papers_a_title_links_to_the_paper(without_pages: Build) -> None:
    assert hrefs(without_pages.card(WEIGHTS, "abel2021rounding"), "h3 a") == [ABEL["Paper"]]


def test_without_pages_of_papers_a_title_without_any_link_is_plain(without_pages: Build) -> None:
    card = without_pages.card(WEIGHTS, "gray2018survey")
    assert card.select(".sd-card-title")
    assert not card.select(".sd-card-title a")


def test_a_card_without_any_link_offers_a_search_by_title(html: Build) -> None:
    card = html.card(WEIGHTS, "gray2018survey")
    assert texts(card, ".cc-links a") == ["Find it"]
    title = the(card, ".sd-card-title").get_text()
    assert hrefs(card, ".cc-links a") == [f"https://scholar.google.com/scholar?q={quote_plus(title)}"]
    assert "Find it" not in texts(html.card(WEIGHTS, "abel2021rounding"), "a")


def test_a_card_has_a_context_object_for_reference_managers(html: Build) -> None:
    (span,) = html.card(WEIGHTS, "abel2021rounding").select("span.Z3988")
    told = parse_qs(str(span["title"]))
    assert (told["rft.atitle"], told["rft.au"], told["rft.date"], told["rft_id"]) == (
        ["Rounder: Rounding Well without Data"], ["Abel, Ada", "Berg, Bo"], ["2021"],
        ["info:doi/10.1234/icex.2021.7", ABEL["Paper"]],
    )  # fmt: skip


def test_authors_are_in_reading_order(html: Build) -> None:
    names = texts(html.card(TRAINING, "mueller2019strasse"), ".cc-authors")
    assert names == ["Jörg Müller, Željko Hołub, Bo van der Berg"]


def test_a_long_list_of_authors_is_folded(html: Build) -> None:
    assert texts(html.card(CACHES, "cole2023crowd"), ".cc-authors summary") == ["and 4 more"]


def test_a_folded_list_has_all_authors(html: Build) -> None:
    authors = the(html.card(CACHES, "cole2023crowd"), ".cc-authors")
    the(authors, "summary").decompose()
    names = "Ann Ben Cy Dee Eve Flo Gus Hal Ivy Jo Kim Lou Max Ned".split()
    assert texts(authors, "span")[0] + " " + texts(authors, "details")[0] == ", ".join(f"{name} Cole" for name in names)


def test_omitted_authors_are_others(html: Build) -> None:
    assert texts(html.card(WEIGHTS, "dorn2023others"), ".cc-authors") == ["Dan Dorn, Eve Evans, and others"]


EDITED = """
@proceedings{edited2020one, title = {One}, editor = {Abel, Ada}, year = {2020}, category = {survey}}
@book{edited2020two, title = {Two}, editor = {Abel, Ada and others}, year = {2020}, category = {survey}}
@book{edited2020both, title = {Both}, author = {Berg, Bo}, editor = {Abel, Ada}, year = {2020}, category = {survey}}
"""


def test_editors_are_marked_on_cards_and_pages_unless_there_are_authors(library: Project) -> None:
    library.append("bib/refs.bib", EDITED)
    build = library.build()
    names = {"one": "Ada Abel (ed.)", "two": "Ada Abel, and others (eds.)", "both": "Bo Berg"}
    for key, line in names.items():
        for page in (build.card("papers/survey.html", f"edited2020{key}"), build.soup(f"paper/edited2020{key}.html")):
            assert texts(page, ".cc-authors") == [line], key
    assert texts(build.soup("paper/edited2020both.html"), ".cc-contributors") == ["Edited by Ada Abel"]


def test_a_corporation_is_one_author(html: Build) -> None:
    assert texts(html.card("papers/survey.html", "example2017page"), ".cc-authors") == ["The Example Corporation"]


def test_a_badge_names_venue_and_year(html: Build) -> None:
    assert texts(html.card(WEIGHTS, "abel2021rounding"), ".cc-venue") == ["ICEX 2021"]


def test_the_badge_of_a_venue_explains_it(html: Build) -> None:
    badge = the(html.card(WEIGHTS, "abel2021rounding"), "abbr.cc-venue")
    assert badge["title"] == "International Conference on Examples"


def test_a_venue_is_found_by_another_of_its_names(html: Build) -> None:
    assert texts(html.card(TRAINING, "elmer2020norms"), ".cc-venue") == ["ICEX 2020"]


def test_badges_of_keywords_link_to_the_glossary(html: Build) -> None:
    badges = hrefs(html.card(WEIGHTS, "abel2021rounding"), ".cc-keyword")
    assert badges == ["../keywords.html#ptq", "../keywords.html#rounding"]


def test_a_keyword_is_found_by_its_name(html: Build) -> None:
    assert texts(html.card(TRAINING, "mueller2019strasse"), ".cc-keyword") == ["Stochastic rounding"]


def test_a_keyword_is_found_by_an_alias(html: Build) -> None:
    assert texts(html.card(WEIGHTS, "hale2024grid"), ".cc-keyword") == ["Rounding"]


def test_the_badges_of_a_keyword_have_its_gist(html: Build) -> None:
    gist = '.cc-kw-ptq{--cc-gist:"Quantizing a network that has been trained already."}'
    assert gist in html.text("_static/cardcatalog.css").split("\n")


def test_a_gist_cannot_inject_css(library: Project) -> None:
    library.replace("bib/keywords.toml", "has been trained already.", 'is "done"; } * {color: red.')
    sheet = library.build().text("_static/cardcatalog.css")
    (rule,) = [line for line in sheet.split("\n") if line.startswith(".cc-kw-ptq{--cc-gist")]
    assert re.fullmatch(r"\.cc-kw-ptq{--cc-gist:\"[^\"{}]*\"}", rule)


def test_keywords_of_a_group_share_a_mark(html: Build) -> None:
    rule = ".cc-group-2,.cc-kw-rounding,.cc-kw-stochastic,.cc-kw-unused{--cc-mark:"
    assert rule in html.text("_static/cardcatalog.css")


@pytest.mark.parametrize("label", ABEL)
def test_a_paper_has_a_link_of_each_kind(html: Build, label: str) -> None:
    links = html.card(WEIGHTS, "abel2021rounding").select(".cc-links a")
    assert [link["href"] for link in links if link.get_text() == label] == [ABEL[label]]


def test_links_have_one_order(html: Build) -> None:
    assert texts(html.card(WEIGHTS, "abel2021rounding"), ".cc-links a") == list(ABEL)


def test_a_url_of_a_pdf_is_labelled_pdf(html: Build) -> None:
    assert texts(html.card(WEIGHTS, "berg2022shared"), ".cc-links a") == ["PDF"]


def test_the_url_of_the_arxiv_page_is_linked_once(html: Build) -> None:
    addresses = hrefs(html.card(WEIGHTS, "hale2024grid"), ".cc-links a")
    assert addresses.count("https://arxiv.org/abs/2401.00001") == 1


def test_a_forum_gives_two_links(html: Build) -> None:
    links = hrefs(html.card(CACHES, "cole2023crowd"), ".cc-links a")[1:]
    assert links == ["https://openreview.net/pdf?id=cRowD00", "https://openreview.net/forum?id=cRowD00"]


def test_every_repository_has_its_link(html: Build) -> None:
    links = hrefs(html.card(WEIGHTS, "hale2024grid"), ".cc-to-code")
    assert links == ["https://code.example.org/grid", "https://code.example.org/grid-two"]


def accessible_names(cards: Tag) -> Iterator[tuple[str, str]]:
    """Yield the accessible name and the target of each link and button of some cards."""
    for control in cards.select(".cc-card a, .cc-card button"):
        name = control.get("aria-label") or control.get_text()
        yield str(name), str(control.get("href") or control["data-copy"])


@pytest.mark.parametrize("page", [WEIGHTS, CACHES, TRAINING, "papers/survey.html"])
def test_links_with_different_targets_have_different_names(html: Build, page: str) -> None:
    names = set(accessible_names(html.soup(page)))
    assert len({name for name, _target in names}) == len(names)


def test_links_of_papers_with_equal_titles_have_different_names(library: Project) -> None:
    library.append("bib/refs.bib", NAMESAKES)
    names = set(accessible_names(library.build().soup("papers/survey.html")))
    assert len({name for name, _target in names}) == len(names)


def test_the_accessible_name_of_a_link_begins_with_its_text(html: Build) -> None:
    links = html.card(WEIGHTS, "abel2021rounding").select(".cc-links > :is(a, button)")
    assert all(str(link["aria-label"]).startswith(link.get_text()) for link in links)


def test_every_card_has_a_button_that_copies(html: Build) -> None:
    page = html.soup(WEIGHTS)
    assert len(page.select("button.cc-copy")) == len(page.select(".cc-card"))


def test_the_button_shows_only_when_a_script_makes_it_work(html: Build) -> None:
    assert the(html.card(WEIGHTS, "abel2021rounding"), "button").has_attr("hidden")


def test_the_button_works_with_the_keyboard(html: Build) -> None:
    button = the(html.card(WEIGHTS, "abel2021rounding"), "button")
    assert (button["type"], button.get("tabindex")) == ("button", None)


@pytest.mark.parametrize(
    ("page", "key"),
    [
        (WEIGHTS, "abel2021rounding"),
        (WEIGHTS, "hale2024grid"),
        (CACHES, "cole2023crowd"),
        (TRAINING, "elmer2020norms"),
        (TRAINING, "mueller2019strasse"),
    ],
)
def test_the_copied_entry_has_no_private_fields(html: Build, library: Project, page: str, key: str) -> None:
    copied = fields(str(the(html.card(page, key), "button")["data-copy"]))
    source = bibtexparser.parse_string(library.read("bib/refs.bib")).entries_dict[key]
    public = {field.key: field.value for field in source.fields if field.key not in PRIVATE_FIELDS}
    assert copied == (source.entry_type, key, public)


def test_the_copied_entry_keeps_the_order_of_fields(html: Build) -> None:
    _type, _key, copied = fields(str(the(html.card(WEIGHTS, "abel2021rounding"), "button")["data-copy"]))
    assert list(copied) == "title author booktitle year pages doi url eprint archiveprefix keywords".split()


def test_the_copied_entry_has_line_breaks(html: Build) -> None:
    text = str(the(html.card(WEIGHTS, "gray2018survey"), "button")["data-copy"])
    assert text.split("\n") == [
        "@article{gray2018survey,",
        "  title         = {A Survey of Everything},",
        "  author        = {Gray, Gil},",
        "  journal       = {Journal of Examples},",
        "  year          = {2018},",
        "}",
        "",
    ]


def test_cards_are_those_of_sphinx_design(html: Build) -> None:
    assert {"sd-card", "sd-sphinx-override"} <= set(html.card(WEIGHTS, "abel2021rounding")["class"])


def test_titles_have_their_math_as_mathml(html: Build) -> None:
    assert len(html.card(TRAINING, "elmer2020norms").select("h3 math")) == 3


def test_titles_have_accents_dashes_and_quotes(html: Build) -> None:
    title = texts(html.card(TRAINING, "mueller2019strasse"), "h3")
    assert title == ["Straße & Weg: 100% “Quantized” Naïve Cafés – INT4"]


def test_a_card_leaves_former_titles_to_the_page(html: Build) -> None:
    assert "Learning Lines" not in html.card(WEIGHTS, "hale2024grid").get_text()


def test_the_copied_entry_has_no_former_title(html: Build) -> None:
    assert "Learning Lines" not in str(the(html.card(WEIGHTS, "hale2024grid"), "button")["data-copy"])


@pytest.mark.parametrize("stem", ["line", "squar"])
def test_a_former_title_is_found_by_the_search(html: Build, stem: str) -> None:
    assert re.search(rf"\b{stem}\b", html.text("searchindex.js"))


def test_card_page_explorer_and_file_give_one_bibtex(library: Project) -> None:
    library.append("bib/refs.bib", ONLINE)
    library.page("# Explore\n\n```{paper:explorer}\n```\n", "explore.md")
    build = library.build()
    files = [json.loads(path.read_text("utf-8")) for path in sorted(build.outdir.glob("explorer/bibtex-*.json"))]
    (entry,) = (entries["doe2022online"] for entries in files if "doe2022online" in entries)
    assert entry.startswith("@misc{doe2022online,\n")
    assert str(the(build.card("papers/survey.html", "doe2022online"), "button")["data-copy"]) == entry
    page = build.soup("paper/doe2022online.html")
    assert the(page, "#cc-text-bibtex").get_text() == entry
    assert entry in build.text("papers/survey.bib")


ONLINE = """
@online{doe2022online, title={Online}, author={Doe, Jane}, date={2022-03-01}, journaltitle={Journal of Tests},
  category={survey}, url={https://online.example.org}}
"""
