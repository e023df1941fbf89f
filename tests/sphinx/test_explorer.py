"""The explorer's page, its resources, the index of prose, and the content for other builders and pages."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from cardcatalog.formats import search_data
from cardcatalog.sphinx.domain.domain import domain_of
from cardcatalog.sphinx.outputs import explorer as outputs_explorer
from cardcatalog.sphinx.outputs import site_search
from cardcatalog.sphinx.outputs.explorer import PAGE, SELECTION
from tests.calls import note_calls
from tests.sphinx.helpers import Build, Project, hrefs, the
from tests.unit.node import unpacked

EXPLORER = "```{paper:explorer}\n```"
INDEX = "explorer/papers.json"


@pytest.fixture
def explorer(library: Project) -> Project:
    """Return the library with an explorer."""
    library.page(EXPLORER, "explore.md")
    return library


def loaded(build: Build, page: str) -> list[str]:
    """Return the names of the explorer's files that a page loads."""
    tags = build.soup(page).select("script[src], link[rel=stylesheet]")
    names = [str(tag.get("src") or tag.get("href")).split("?")[0].rpartition("/")[2] for tag in tags]
    return [name for name in names if name in {*SELECTION, *PAGE}]


def times(folder: Path) -> dict[str, int]:
    """Return when each file of a folder was written."""
    return {path.name: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_only_the_page_of_the_explorer_loads_its_scripts(explorer: Project) -> None:
    build = explorer.build()
    assert not build.output
    assert loaded(build, "explore.html") == [*SELECTION, *PAGE]
    assert loaded(build, "papers/weights.html") == [*SELECTION]


def test_a_site_without_an_explorer_loads_and_holds_nothing_of_it(html: Build) -> None:
    assert loaded(html, "papers/weights.html") == []
    assert not (html.outdir / "explorer").exists()
    assert not (html.outdir / "pagefind").exists()


def test_lists_lead_to_the_explorer_with_their_state_to_a_file_and_to_a_feed(explorer: Project) -> None:
    explorer.set(cardcatalog_baseurl="https://library.example.org/")
    build = explorer.build()
    links = {
        page: hrefs(build.soup(page), ".cc-summary a") for page in ("papers/weights.html", "keywords/rounding.html")
    }
    assert links == {
        "papers/weights.html": [
            "../explore.html?category=weights&code=yes", "../explore.html?category=weights",
            "weights.bib", "weights.xml",
        ],
        "keywords/rounding.html": ["rounding.bib", "../explore.html?keyword=rounding", "../keywords/rounding.xml"],
    }  # fmt: skip
    assert [link.get("download") for link in build.soup("papers/weights.html").select(".cc-summary a")][2] == ""


def test_a_venue_leads_to_the_explorer(explorer: Project) -> None:
    explorer.page("```{paper:venues}\n```", "venues.md")
    page = explorer.build().soup("venues/icex.html")
    assert hrefs(page, ".cc-summary a") == ["../venues/icex.bib", "../explore.html?venue=ICEX"]


@pytest.mark.parametrize(
    ("builder", "page", "address"),
    [("html", "papers/weights.html", "../explore.html"), ("dirhtml", "papers/weights/index.html", "../../explore/")],
)
def test_every_page_has_the_url_of_the_explorer(explorer: Project, builder: str, page: str, address: str) -> None:
    build = explorer.build(builder)
    assert the(build.soup(page), "script[data-explorer]")["data-explorer"] == address


def test_every_url_is_a_file(explorer: Project) -> None:
    build = explorer.build()
    data = unpacked(build.text(INDEX))
    ways = data["papers"]["address"]
    papers = [ways.get(str(number), key.join(data["page"])) for number, key in enumerate(data["papers"]["key"])]
    addresses = [*papers, *(row[3] for row in [*data["categories"], *data["keywords"]])]
    assert len(addresses) > 10
    assert [name for name in filter(None, addresses) if not (build.outdir / name.split("#")[0]).is_file()] == []


def test_a_title_with_a_formula_is_mathml(explorer: Project) -> None:
    explorer.append("bib/refs.bib", "\n@misc{math, title = {Of $2^n$ things}, category = {weights}, year = {2020}}\n")
    build = explorer.build()
    number = unpacked(build.text(INDEX))["papers"]["key"].index("math")
    assert "<math" in json.loads(build.text("explorer/cards.json"))["html"][str(number)]


def test_without_javascript_there_is_the_tree(explorer: Project) -> None:
    page = explorer.build().soup("explore.html")
    static = the(page, ".cc-explorer > .cc-explorer-static")
    assert "needs JavaScript" in static.get_text()
    assert "papers/weights.html" in hrefs(static)


def shown(build: Build) -> list[str]:
    """Return the keys of the papers with which the explorer begins."""
    return [str(card["id"]) for card in build.soup("explore.html").select(".cc-results .cc-card")]


def test_the_newest_papers_are_on_the_page_before_any_script_runs(explorer: Project) -> None:
    build = explorer.build()
    keys = unpacked(build.text(INDEX))["papers"]["key"]
    assert shown(build) == keys
    page = build.soup("explore.html")
    assert the(page, ".cc-results [role=status]").get_text() == f"{len(keys)} papers"
    assert the(page, "#cc-search")["placeholder"] == "PTQ, since 2022"


def test_a_new_paper_comes_first_and_of_many_the_first_show(explorer: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    first = shown(explorer.build())
    monkeypatch.setattr(search_data, "PAPERS_PER_FILE", 3)
    explorer.append("bib/refs.bib", "\n@misc{fresh, title = {Fresh}, category = {weights}, year = {2030}}\n")
    assert shown(explorer.build()) == ["fresh", *first[:2]]


def test_links_to_a_paper_never_lead_to_the_explorer(explorer: Project) -> None:
    explorer.set(cardcatalog_paper_pages=False)
    explorer.append("bib/refs.bib", "\n@misc{fresh, title = {Fresh}, year = {2030}}\n")
    build = explorer.build()
    assert shown(build)[0] == "fresh"
    places = domain_of(build.env).places
    assert "explore" not in {place.docname for target, place in places.items() if target.objtype == "paper"}


@pytest.mark.parametrize("builder", ["text", "latex", "epub", "singlehtml"])
def test_other_builders_link_to_the_explorer_online(explorer: Project, builder: str) -> None:
    explorer.replace("explore.md", "---\norphan: true\n---\n\n", "")
    explorer.append("index.md", "\n```{toctree}\nexplore\n```\n")
    explorer.set(cardcatalog_baseurl="https://papers.example")
    build = explorer.build(builder)
    name = {"text": "explore.txt", "latex": "library.tex", "epub": "explore.xhtml", "singlehtml": "index.html"}[builder]
    assert "On the web, you can search all" in " ".join(build.text(name).split())
    assert "https://papers.example" in build.text(name)
    assert "needs JavaScript" not in build.text(name)


def test_a_bibliography_alone_has_an_explorer(explorer: Project) -> None:
    for name in ("categories", "keywords", "venues"):
        explorer.set(**{f"cardcatalog_{name}": ""})
    explorer.write("bib/refs.bib", "@misc{one, title = {One}, year = {2020}}\n")
    explorer.write("guide.md", "---\norphan: true\n---\n\n# Guide\n")
    data = unpacked(explorer.build().text(INDEX))
    assert data["papers"]["key"] == ["one"]
    assert (data["keywords"], data["venues"]) == ([], [])


def test_an_unchanged_build_writes_no_file_of_the_explorer(explorer: Project) -> None:
    build = explorer.build()
    before = times(build.outdir / "explorer") | times(build.outdir / "pagefind")
    explorer.build()
    assert times(build.outdir / "explorer") | times(build.outdir / "pagefind") == before


def test_a_changed_entry_is_found(explorer: Project) -> None:
    first = unpacked(explorer.build().text(INDEX))["papers"]["key"]
    explorer.append("bib/refs.bib", "\n@misc{fresh, title = {Fresh}, category = {weights}, year = {2020}}\n")
    assert {*unpacked(explorer.build().text(INDEX))["papers"]["key"]} == {*first, "fresh"}


def test_the_row_of_a_paper_is_made_again_only_if_the_paper_or_a_term_has_changed(
    explorer: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = domain_of(explorer.build().env).catalog.papers
    made = note_calls(monkeypatch, outputs_explorer, "explorer_row", lambda paper, _html: paper.key)
    explorer.replace("bib/refs.bib", "A Paper by {Dorn} and More", "A Paper by {Dorn} and $n$ More")
    cards = json.loads(explorer.build().text("explorer/cards.json"))
    assert made == ["dorn2023others"]
    assert any("<mi>n</mi>" in html for html in cards["html"].values())
    explorer.append("bib/keywords.toml", '\n[[keyword]]\nid = "fresh"\nname = "Fresh"\n')
    explorer.build()
    assert made[1:] == [*papers]


def test_unreferenced_files_are_removed(explorer: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as smaller:
        smaller.setattr(search_data, "PAPERS_PER_FILE", 2)
        folder = explorer.build().outdir / "explorer"
    assert (folder / "bibtex-1.json").exists()
    explorer.append("bib/refs.bib", "\n@misc{fresh, title = {Fresh}, category = {weights}, year = {2020}}\n")
    explorer.build()
    assert {path.name for path in folder.iterdir()} == {"papers.json", "cards.json", "bibtex-0.json"}


def test_without_an_explorer_its_files_go(explorer: Project) -> None:
    explorer.build()
    (explorer.root / "explore.md").unlink()
    assert not (explorer.build().outdir / "explorer").exists()


def test_pages_with_cards_follow_an_explorer_that_moves(explorer: Project) -> None:
    explorer.build()
    (explorer.root / "explore.md").unlink()
    explorer.page(EXPLORER, "search-it.md")
    build = explorer.build()
    for page in ("papers/weights.html", "paper/abel2021rounding.html"):
        assert the(build.soup(page), "script[data-explorer]")["data-explorer"] == "../search-it.html"


def test_two_builds_give_the_same_bytes(explorer: Project) -> None:
    build = explorer.build()
    folders = [build.outdir / name for name in ("explorer", "pagefind")]
    before = {path: path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()}
    for path in (explorer.root / "_build").rglob("*.html"):
        os.utime(path)  # as if every page were written again
    for path in before:
        path.unlink()
    explorer.build()
    assert {path: path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()} == before


# The index of prose


def test_the_user_interface_of_pagefind_is_omitted(explorer: Project) -> None:
    names = times(explorer.build().outdir / "pagefind")
    assert "pagefind.js" in names
    assert not [name for name in names if "ui" in name or "highlight" in name]


def test_the_index_of_prose_is_made_again_only_if_prose_has_changed(
    explorer: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = note_calls(monkeypatch, site_search, "_index", lambda pages, _workdir: len(pages))
    explorer.build()
    assert len(made) == 1
    explorer.replace("bib/refs.bib", "A Paper by {Dorn} and More", "A Paper by {Dorn} and Much More")
    assert "papers/weights" in explorer.build().written
    assert len(made) == 1
    explorer.append("guide.md", "\nOne more sentence.\n")
    before = (explorer.root / "_build" / "html" / "pagefind" / "pagefind-entry.json").read_bytes()
    after = explorer.build().outdir / "pagefind" / "pagefind-entry.json"
    assert len(made) == 2
    assert after.read_bytes() != before


def test_cards_are_cut_out_of_a_page_whatever_is_within_them() -> None:
    page = '<p>a<div class="x cc-cards y"><div><p>b</div><div></div></div><div>c</div><div class="cc-cards"></div>d'
    assert site_search.without_cards(page) == "<p>a<div>c</div>d"
    assert site_search.without_cards(page.replace("cc-cards", "cc-cardset")) == page.replace("cc-cards", "cc-cardset")


def test_without_pagefind_the_explorer_finds_papers_alone(explorer: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site_search, "is_possible", lambda: False)
    monkeypatch.setattr("cardcatalog.sphinx.outputs.explorer.is_possible", lambda: False)
    build = explorer.build()
    assert not build.output
    assert not unpacked(build.text(INDEX))["hasProse"]
    assert not (build.outdir / "pagefind").exists()


def test_a_failure_of_pagefind_is_reported_with_its_reason(explorer: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site_search, "MAIN", "[")
    build = explorer.build()
    assert "Pagefind made no index" in build.output
    assert not (build.outdir / "pagefind").exists()


def test_an_explorer_is_not_in_the_inventory(explorer: Project) -> None:
    build = explorer.build()
    assert "explorer" not in {row[2] for row in build.env.get_domain("paper").get_objects()}
