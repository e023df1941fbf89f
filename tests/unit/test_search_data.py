"""The data of the explorer: tables, columns that refer to them, and BibTeX in files."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, quote_plus

import pytest
from bs4 import BeautifulSoup

from cardcatalog.bibtex.entries import parse_bibliography
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.taxonomy import Category, Keyword, Venue
from cardcatalog.formats.coins import coins
from cardcatalog.formats.packed_columns import packed
from cardcatalog.formats.search_data import (
    PAPERS_PER_FILE,
    bibtex_file,
    card_data,
    explorer_data,
    explorer_row,
    files_of_papers,
    first_papers,
    newest_first,
    search_data,
)
from cardcatalog.messages import wording_of
from tests.catalogs import catalog_of
from tests.unit.node import unpacked

ENTRIES = r"""
@inproceedings{abel2024one, title = {One: of $2^n$}, author = {Abel, Ada and others}, year = {2024},
  booktitle = {Conference of Cards}, category = {leaf}, keywords = {fast, odd}, ids = {old2024, older2024},
  code = {https://a.example https://b.example}}
@misc{berg2023two, title = {Two}, editor = {Berg, Bo}, year = {in press},
  formertitle = {Zwei}, category = {root}, bits = {AFP8W4 / W2}}
"""
CATEGORIES = (Category(id="root", title="Root"), Category(id="leaf", title="Leaf", parent="root", aliases=("page",)))
KEYWORDS = (
    Keyword(id="fast", name="Fast", group="Pace", aliases=("quick",), definition="Soon done. More on it."),
    Keyword(id="unused", name="Unused"),
)
VENUES = (Venue(name="CC", full="Conference of Cards"),)
HTML = {"abel2024one": "<i>One</i>"}


def address(objtype: str, name: str) -> str:
    """Return the URL of an object."""
    return f"{objtype}/{name}.html"


@pytest.fixture
def catalog() -> Catalog:
    """Return a catalog of two papers."""
    return catalog_of(ENTRIES, CATEGORIES, KEYWORDS, VENUES)


@pytest.fixture
def data(catalog: Catalog) -> dict[str, Any]:
    """Return the loaded data, where papers have pages."""
    return explorer_data(
        catalog, address, lambda paper: explorer_row(paper, HTML.get(paper.key, "")), has_paper_pages=True
    )


def test_papers_come_newest_first_and_those_without_a_year_last(data: dict[str, Any]) -> None:
    assert data["papers"]["key"] == ["abel2024one", "berg2023two"]
    assert data["papers"]["year"] == [2024, 0]


def test_within_a_year_the_month_on_arxiv_decides_then_the_day_of_addition() -> None:
    rows = ("2401.00001", "2026-01-01"), ("", "2026-02-01"), ("2403.00001", "2025-01-01"), ("", "2026-03-01")
    form = "@misc{{k{n}, title = {{A{n}}}, year = 2024, archiveprefix = {{arXiv}}, eprint = {{{0}}}, added = {{{1}}}}}"
    text = "\n".join(form.format(*row, n=n) for n, row in enumerate(rows)).replace("added", "creationdate")
    catalog = catalog_of(text)
    assert [paper.key for paper in newest_first(catalog)] == ["k2", "k0", "k3", "k1"]


def test_a_category_names_the_row_of_its_parent(data: dict[str, Any]) -> None:
    assert data["categories"] == [
        ["root", "Root", -1, "category/root.html", (), ()],
        ["leaf", "Leaf", 0, "category/leaf.html", ("page",), ()],
    ]
    assert data["papers"]["categories"] == [[1], [0]]


def test_used_keywords_are_listed_before_unknown_ones(data: dict[str, Any]) -> None:
    assert data["keywords"] == (
        ["fast", "Fast", "Pace", "keyword/fast.html", ("quick",), "Soon done."],
        ["odd", "odd", "", "", [], ""],
    )
    assert data["papers"]["keywords"] == [[0, 1], []]


def test_a_venue_has_its_full_name_and_a_paper_may_have_none(data: dict[str, Any]) -> None:
    assert data["venues"] == [["CC", "Conference of Cards"]]
    assert data["papers"]["venue"] == [0, -1]


def test_settings_of_bits_refer_to_the_widths_of_each_facet(data: dict[str, Any]) -> None:
    assert data["widths"] == {"weights": ["2", "4"], "activations": ["FP8"], "cache": []}
    assert data["bits"] == [["W2", 0, -1, -1, ("W2A16", "2-bit")], ["W4AFP8", 1, 0, -1, ("W4", "AFP8", "4-bit", "FP8")]]
    assert data["papers"]["bits"] == {"1": [1, 0]}


def test_links_are_pairs_of_kind_and_url(data: dict[str, Any]) -> None:
    code = data["kinds"].index("Code")
    assert data["papers"]["links"] == [[code, "https://a.example", code, "https://b.example"], []]


def test_rare_fields_are_stored_by_paper_number(data: dict[str, Any]) -> None:
    assert data["papers"]["html"] == {"0": "<i>One</i>"}
    assert data["papers"]["former"] == {"1": "Zwei"}
    assert data["papers"]["ids"] == {"0": "old2024,older2024"}
    assert data["papers"]["others"] == [0]
    assert data["papers"]["editors"] == [1]
    assert data["papers"]["dates"] == {"1": "in press"}


def test_titles_link_to_pages_or_else_to_the_papers(catalog: Catalog) -> None:
    with_pages, without = (explorer_data(catalog, address, explorer_row, has_paper_pages=has) for has in (True, False))
    assert (with_pages["page"], with_pages["papers"]["address"]) == (("paper/", ".html"), {})
    assert without["papers"]["address"] == {"0": "https://a.example"}


def test_a_page_name_other_than_the_key_is_stored(catalog: Catalog) -> None:
    def other(objtype: str, name: str) -> str:
        return address(objtype, name).replace("berg2023two", "berg-2")

    assert explorer_data(catalog, other, explorer_row, has_paper_pages=True)["papers"]["address"] == {
        "1": "paper/berg-2.html"
    }


def test_what_a_search_needs_and_what_completes_cards_are_all_there_is(catalog: Catalog) -> None:
    data = explorer_data(catalog, address, explorer_row, has_paper_pages=True)
    search, cards = search_data(data)["papers"], card_data(data)
    assert (search | cards, search.keys() & cards.keys()) == (data["papers"], set())
    assert (search["code"], "links" in search) == ([0], False)


def test_the_number_of_a_paper_gives_its_file() -> None:
    text = "".join(f"@misc{{key{n:03}, title = {{T{n:03}}}}}\n" for n in range(2 * PAPERS_PER_FILE + 1))
    catalog = catalog_of(text)
    files = [bibtex_file(catalog, papers) for papers in files_of_papers(newest_first(catalog))]
    assert [key for file in files for key in file] == list(catalog.papers)
    assert [len(file) for file in files] == [PAPERS_PER_FILE, PAPERS_PER_FILE, 1]
    assert [paper.key for paper in first_papers(catalog)] == [*files[0]]


def test_the_bibtex_equals_the_copied_entry_of_cards(catalog: Catalog) -> None:
    (file,) = (bibtex_file(catalog, papers) for papers in files_of_papers(newest_first(catalog)))
    assert file["berg2023two"] == (
        "@misc{berg2023two,\n  title         = {Two},\n  editor        = {Berg, Bo},\n"
        "  year          = {in press},\n}\n"
    )


def test_years_before_the_first_are_in_the_language_of_the_site() -> None:
    entries, _problems = parse_bibliography("@misc{old, title = {Old}, year = {-43}}", "refs.bib")
    data = explorer_data(
        Catalog.from_entries(entries), address, explorer_row, has_paper_pages=True, messages=wording_of("de")
    )
    assert data["papers"]["dates"] == {"0": "44 v. Chr."}


def test_the_columns_make_the_context_object_of_each_paper(catalog: Catalog) -> None:
    columns = explorer_data(catalog, address, explorer_row, has_paper_pages=True)["papers"]
    for number, (key, title, names) in enumerate(
        zip(columns["key"], columns["title"], columns["authors"], strict=True)
    ):
        row, rest, link = columns["coins"][number]
        start, role = columns["starts"][str(row)]
        inverted = [
            columns["inverted"].get(str(number), {}).get(str(at), ", ".join(reversed(name.rsplit(" ", 1))))
            for at, name in enumerate(names)
        ]
        people = (f"{role}={quote_plus(name)}" for name in inverted)
        address_of_paper = f"rft_id={quote_plus(columns['links'][number][2 * link + 1])}" if link >= 0 else ""
        query = "&".join(filter(None, [start + quote_plus(title), *people, rest, address_of_paper]))
        (span,) = BeautifulSoup(coins(catalog.papers[key], catalog), "html.parser").select("span")
        assert parse_qsl(query) == parse_qsl(str(span["title"]))


def as_loaded(data: dict[str, Any]) -> dict[str, Any]:
    """Return data as a browser has them once it has loaded JSON."""
    loaded: dict[str, Any] = json.loads(json.dumps(data))
    return loaded


UNUSUAL = """
@misc{abel2024two, title = {One two}, author = {Abel, Ada and Berg, Bo}, year = {2024}, code = {https://a.example}}
@misc{abel2024onetwo, title = {One: Two/Three}, author = {Abel, Ada and Cole, C. and Berg, Bo}, year = {2024}}
@misc{own, title = {A\u2028b}, author = {{Group; of, many}}, year = {2023}, code = {https://b.example}}
@misc{sorensen2023fruhe, title = {Fr\u00fche Netze}, author = {S\u00f8rensen, S. and S\u00f8rensen, S.}, year = {2023}}
@misc{muller2023fruhe, title = {Fr\u00fche Netze, again}, author = {M\u00fcller, M.}, year = {2023}}
@misc{0, title = {0}}
@misc{abel2024oneb, title = {One: two}, author = {Abel, Ada}, year = {2024}}
@misc{abel2024twoc, title = {A one two: two}, author = {Abel, Ada}, year = {2024}}
@misc{abel2024, title = {One}, author = {Abel, Ada}, year = {2024}}
"""


@pytest.mark.parametrize("text", ["", ENTRIES, UNUSUAL], ids=["none", "entries", "unusual"])
def test_a_browser_unpacks_the_columns_that_were_packed(text: str) -> None:
    catalog = catalog_of(text, CATEGORIES, KEYWORDS, VENUES)
    steps = {"abel2024two": ("", "guide.html#step-abel2024two"), "own": ("", "guide.html")}
    data = explorer_data(catalog, address, explorer_row, said=steps, named={"own", "gone"}, has_paper_pages=True)
    assert unpacked(json.dumps(packed(data))) == as_loaded(data)


def test_a_word_of_titles_is_packed_once() -> None:
    columns = packed(explorer_data(catalog_of(UNUSUAL), address, explorer_row, has_paper_pages=True))["papers"]
    words = columns["words"].split(" ")
    assert words.count("two") == 1
    assert len(words) == len({*words})


def test_of_a_key_that_follows_the_rule_but_for_its_end_the_end_is_packed() -> None:
    columns = explorer_data(catalog_of(UNUSUAL), address, explorer_row, has_paper_pages=True)["papers"]
    rows = dict(zip(columns["key"], packed({"papers": columns})["papers"]["key"].split(" "), strict=True))
    assert rows == {
        "abel2024onetwo": "0,two",
        "abel2024two": "1,",
        "abel2024oneb": "0,b",
        "abel2024twoc": "2,c",
        "abel2024": "abel2024",
        "own": "own",
        "sorensen2023fruhe": "sorensen2023fruhe",
        "muller2023fruhe": "",
        "0": "0",
    }
