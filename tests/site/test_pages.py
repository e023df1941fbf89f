"""The built site: every page is there, small and whole, and its links have targets."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from html import escape, unescape
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from sphinx.util.inventory import InventoryFile

from cardcatalog.bibtex.text import to_text
from tests.site.conftest import PRESENT_NAMES, Record, Site
from tests.sphinx.helpers import Page, dead_links, debris, fold, hrefs, read_pages, repeated_anchors, texts, the
from tests.unit.node import unpacked

HERE = Path(__file__).parent
DOCS = HERE.parents[1] / "docs"

SEEDS = json.loads((HERE / "seed.json").read_text(encoding="utf-8"))

BUILDERS = ["html", "dirhtml", "epub", "latex", "text"]


def soup(site: Site, name: str) -> BeautifulSoup:
    """Return a page, parsed."""
    return BeautifulSoup(site.text(name), "html.parser")


# Every format


@pytest.mark.parametrize("builder", BUILDERS)
def test_the_site_builds_without_warning(build: Callable[[str], Site], builder: str) -> None:
    site = build(builder)
    assert (site.warnings, site.code) == ("", 0)


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_the_build_logs_its_size_and_nothing_unusual(
    build: Callable[[str], Site], records: list[Record], builder: str
) -> None:
    """The log would show, for example, that templates of the site prevent shared parts of pages of papers."""
    lines = re.findall(r"^cardcatalog: (?!no feeds).*", build(builder).output, re.MULTILINE)
    assert [line.partition(" papers")[0] for line in lines] == [f"cardcatalog: {len(records):,}"]


@pytest.mark.parametrize("builder", ["html", "dirhtml", "epub"])
def test_every_paper_has_a_card(build: Callable[[str], Site], records: list[Record], builder: str) -> None:
    anchors = {anchor for page in build(builder).files.values() for anchor in page.ids}
    assert not {row.key for row in records} - anchors


def test_every_paper_has_a_label_in_the_book(build: Callable[[str], Site], records: list[Record]) -> None:
    labels = re.findall(r"\\label{\\detokenize{[\w/-]+:(\w+)}}", build("latex").text("quantization-papers.tex"))
    assert not {row.key for row in records} - set(labels)


def test_every_reference_of_the_book_has_its_label(build: Callable[[str], Site]) -> None:
    tex = build("latex").text("quantization-papers.tex")
    wanted = set(re.findall(r"\\hyperref\[\\detokenize{(.+?)}\]", tex))
    assert not wanted - set(re.findall(r"\\label{\\detokenize{(.+?)}}", tex))


def lists_of_text(build: Callable[[str], Site]) -> str:
    """Return all lists of papers of the plain text, without white space: lines break within words, too."""
    folder = build("text").outdir / "papers"
    return "".join("".join(path.read_text(encoding="utf-8").split()) for path in folder.glob("*.txt"))


def test_every_title_is_in_the_text(build: Callable[[str], Site], records: list[Record]) -> None:
    text = lists_of_text(build)
    titles = [to_text(row.fields["title"]) for row in records]
    assert not [title for title in titles if f"**{''.join(title.split())}**" not in text]


def test_every_author_is_in_the_text(build: Callable[[str], Site], records: list[Record]) -> None:
    text = lists_of_text(build)
    families = {to_text(name.split(",")[0]) for row in records for name in row.fields["author"].split(" and ")}
    assert not [family for family in families - {"others"} if "".join(family.split()) not in text]


@pytest.mark.parametrize("builder", ["html", "dirhtml", "epub"])
def test_no_link_is_dead(build: Callable[[str], Site], builder: str) -> None:
    """Links include resources of a page, its forms, and the redirects of former keys."""
    assert not list(dead_links(build(builder).files))


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_no_url_of_the_explorer_is_dead(build: Callable[[str], Site], builder: str) -> None:
    site = build(builder)
    data = unpacked(site.text("explorer/papers.json"))
    words = [row[3] for row in data["categories"] + data["keywords"]]
    ways = data["papers"]["address"]
    papers = [ways.get(str(number), key.join(data["page"])) for number, key in enumerate(data["papers"]["key"])]
    links = "".join(f'<a href="{escape(address)}"></a>' for address in [*papers, *words])
    assert not list(dead_links(site.files, {site.outdir.resolve() / "explore.html": Page(links)}))


def test_no_reference_within_an_svg_is_dead(html: Site) -> None:
    drawings = read_pages(html.outdir, ".svg")
    assert drawings
    assert not list(dead_links(drawings))


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_every_file_of_a_style_sheet_exists(build: Callable[[str], Site], builder: str) -> None:
    missing = [
        (sheet.name, name)
        for sheet in build(builder).outdir.rglob("*.css")
        for name in re.findall(r"""url\(["']?(?!data:|#|https?:)([^)"'?#]+)""", sheet.read_text(encoding="utf-8"))
        if not (sheet.parent / name).is_file()
    ]
    assert not missing


def test_dirhtml_has_the_markup_of_html(build: Callable[[str], Site]) -> None:
    """So they are as valid: only URLs differ."""
    html, folders = build("html"), build("dirhtml")
    alike = {"index.html", "404.html"}
    names = {name: name if Path(name).name in alike else f"{name[:-5]}/index.html" for name in html.pages}
    assert set(names.values()) == set(folders.pages)
    assert not [name for name, other in names.items() if markup(html.text(name)) != markup(folders.text(other))]


def markup(page: str) -> str:
    """Return a page without URLs, and without the form for the explorer, which only the landing page has."""
    page = re.sub(r'(?<=</div>\n)<form class="site-search".*?</form>(?=<section)', "", page, flags=re.DOTALL)
    return re.sub(r' (href|src|action|formaction|content|data-[\w-]+)="[^"]*"', r" \1", page)


@pytest.mark.parametrize("builder", ["html", "dirhtml", "epub"])
def test_anchors_are_unique_on_a_page(build: Callable[[str], Site], builder: str) -> None:
    assert not list(repeated_anchors(build(builder).files))


def without_sets(text: str) -> str:
    """Return a text without the sets that two titles name."""
    return re.sub(r"\{-1, ?\+1\}|\{±1, ?±i\}", "", text)


@pytest.mark.parametrize("builder", ["html", "dirhtml", "epub"])
def test_no_page_shows_tex(build: Callable[[str], Site], builder: str) -> None:
    files = build(builder).files
    assert not {path: pieces for path, page in files.items() if (pieces := debris(without_sets(page.prose)))}


def test_no_text_shows_tex(build: Callable[[str], Site]) -> None:
    assert not debris(without_sets(lists_of_text(build)))


@pytest.mark.parametrize("builder", ["html", "dirhtml", "epub"])
def test_no_page_loads_from_another_host(build: Callable[[str], Site], builder: str) -> None:
    loads = {address for page in build(builder).files.values() for address in page.loads}
    assert not {address for address in loads if re.match(r"(\w+:)?//", address)}


def test_no_style_sheet_loads_from_another_host(html: Site) -> None:
    sheets = [path.read_text(encoding="utf-8") for path in html.outdir.rglob("*.css")]
    assert not [found for sheet in sheets for found in re.findall(r"(?:url\(|@import)\s*[\"']?(?:\w+:)?//[^)]*", sheet)]


# Pages


def test_no_page_is_heavier_than_400_kilobytes_or_3_2_a_card_of_up_to_250(html: Site) -> None:
    sizes = {name: (html.outdir / name).stat().st_size for name in html.pages}
    cards = {name: len(soup(html, name).select(".cc-card")) for name, size in sizes.items() if size > 400_000}
    assert not {name: number for name, number in cards.items() if number > 250 or sizes[name] > 3_200 * number}


def test_no_page_is_heavier_than_100_kilobytes_compressed(html: Site) -> None:
    sizes = {name: len(gzip.compress((html.outdir / name).read_bytes())) for name in html.pages}
    assert not {name: size for name, size in sizes.items() if size > 100_000}


def test_links_of_one_name_have_one_target(html: Site) -> None:
    clashes: dict[tuple[str, str], set[str]] = {}
    for name in html.pages:
        targets = defaultdict(set)
        for attribute in re.findall(r'<(?:a|button)\b([^>]* aria-label="[^"]*"[^>]*)>', html.text(name)):
            label = re.search(r'aria-label="([^"]*)"', attribute)
            target = re.search(r'(?:href|data-copy)="([^"]*)"', attribute)
            if label and target:
                targets[unescape(label[1])].add(target[1])
        clashes |= {(name, label): rivals for label, rivals in targets.items() if len(rivals) > 1}
    assert not clashes


def test_the_inventory_has_every_object(
    html: Site, records: list[Record], categories: list[dict[str, Any]], keywords: list[dict[str, Any]]
) -> None:
    data = InventoryFile.loads((html.outdir / "objects.inv").read_bytes(), uri="").data
    held = [set(data[f"paper:{objtype}"]) for objtype in ("paper", "category", "keyword")]
    names = (name for row in categories for name in (row["id"], *row.get("ids", ())))
    assert held == [{row.key for row in records}, {*names}, {row["id"] for row in keywords}]


def test_the_bibliography_can_be_downloaded(html: Site, source: str) -> None:
    assert html.text("quantization.bib") == source


@pytest.fixture(scope="session")
def cards(html: Site) -> dict[str, list[Tag]]:
    """The cards on the pages of the first list's sections, and on those where they go on, by section."""
    found: dict[str, list[Tag]] = {}
    for section in {seed["page"] for seed in SEEDS}:
        names = [name for name in html.pages if re.fullmatch(rf"{section}(-\w+)?\.html", name)]
        found[section] = [card for name in names for card in soup(html, name).select(".cc-card")]
    return found


def seed_card(cards: dict[str, list[Tag]], seed: dict[str, Any]) -> Tag:
    """Return the only card of a paper of the first list on the pages of its section."""
    (card,) = [card for card in cards[seed["page"]] if texts(card, ".sd-card-title") == [fold(seed["title"])]]
    return card


def test_every_paper_of_the_first_list_is_in_its_section_with_its_links(cards: dict[str, list[Tag]]) -> None:
    for seed in SEEDS:
        card = seed_card(cards, seed)
        assert str(seed["year"]) in texts(card, ".cc-venue")[0]
        assert set(seed["links"]) <= set(hrefs(card))
        assert {PRESENT_NAMES.get(name, name) for name in seed["keywords"]} <= set(texts(card, ".cc-keyword"))


def test_the_first_list_is_27_papers() -> None:
    assert len(SEEDS) == 27


def test_every_category_has_an_introduction_with_references(categories: list[dict[str, Any]]) -> None:
    for row in categories:
        page = (DOCS / "papers" / f"{row['id']}.md").read_text(encoding="utf-8")
        introduction = page.partition("```{paper:list}")[0]
        assert len(introduction) > 200, row["id"]
        assert "{paper:" in introduction, row["id"]


def test_only_pages_of_years_are_generated_among_the_papers(html: Site) -> None:
    assert html.pages
    names = {path.stem for path in (DOCS / "papers").glob("*.rst")}
    assert not [name for name in names if not re.fullmatch(r"[a-z-]+-\d{4}(-\d{4})?(-undated)?(-\d)?", name)]


def test_the_page_of_a_former_year_leads_to_the_page_that_has_it(html: Site) -> None:
    """The pages of long categories were once by year; their URLs are cited."""
    for name in ("image-classification-binary-2018", "llm-weight-only-2023"):
        page = soup(html, f"papers/{name}.html")
        url = str(the(page, "meta[http-equiv=refresh]")["content"]).partition("url=")[2]
        target, _, anchor = url.partition("#")
        assert the(soup(html, f"papers/{target}"), f"#{anchor}").select_one(".cc-card")


def test_the_tree_of_categories_has_the_order_of_its_file(html: Site, categories: list[dict[str, Any]]) -> None:
    assert texts(soup(html, "papers/index.html"), ".cc-tree a") == [row["title"] for row in in_depth(categories, "")]


def in_depth(categories: list[dict[str, Any]], parent: str) -> list[dict[str, Any]]:
    """Return categories as a tree shows them: each followed by those below it."""
    rows: list[dict[str, Any]] = []
    for row in categories:
        if row.get("parent", "") == parent:
            rows += [row, *in_depth(categories, row["id"])]
    return rows


def test_numbers_of_a_category_include_its_children(
    html: Site, records: list[Record], categories: list[dict[str, Any]]
) -> None:
    held = {
        row["title"]: sum(
            not {row["id"], *(below["id"] for below in in_depth(categories, row["id"]))}.isdisjoint(
                record.fields["category"].split(", ")
            )
            for record in records
        )
        for row in categories
    }
    shown = texts(soup(html, "papers/index.html"), ".cc-tree p")
    assert shown == [f"{row['title']} {held[row['title']]:,}" for row in in_depth(categories, "")]


def test_every_keyword_is_linked_from_a_card(html: Site, keywords: list[dict[str, Any]]) -> None:
    linked = {
        link.partition("#")[2]
        for name, page in html.pages.items()
        if name.startswith("papers/")
        for link in page.links
        if link.startswith("../keywords.html#")
    }
    assert not {row["id"] for row in keywords} - linked


def test_every_keyword_is_defined(html: Site, keywords: list[dict[str, Any]]) -> None:
    page = soup(html, "keywords.html")
    definitions = {row["id"]: texts(page, f"dt[id='{row['id']}'] + dd > p:first-child") for row in keywords}
    assert not [word for word, definition in definitions.items() if len("".join(definition)) < 100]


def test_every_keyword_links_to_its_papers(html: Site, records: list[Record], keywords: list[dict[str, Any]]) -> None:
    counts = Counter(word for record in records for word in record.keywords)
    page = soup(html, "keywords.html")
    shown = {row["id"]: texts(page, f"dt[id='{row['id']}'] + dd .cc-papers a") for row in keywords}
    assert shown == {word: [f"{counts[word]:,} papers"] for word in shown}


def test_wanted_papers_are_on_the_page_for_contributors(html: Site, wanted: list[dict[str, Any]]) -> None:
    titles = texts(soup(html, "contribute.html"), ".cc-table tbody td:nth-child(2)")
    assert titles == [fold(row["title"]) for row in wanted]


def test_the_landing_page_has_the_number_of_papers(html: Site, records: list[Record]) -> None:
    assert f"{len(records):,} papers" in html.pages["index.html"].prose


def test_a_citation_has_the_label_of_its_reference(html: Site) -> None:
    page = soup(html, "cite.html")
    (citation,) = page.select('article p a[href^="#id"]:not(.headerlink)')
    assert citation.text in the(page, f"[id='{citation['href'][1:]}'] .label").text


def test_the_resources_of_the_first_list_are_there(html: Site) -> None:
    links = " | ".join(texts(soup(html, "resources.html"), "article a")).lower().replace("-", " ")
    for name in ("MQBench", "Awesome Model Quantization", "Awesome Transformer Attention"):
        assert name.lower() in links
