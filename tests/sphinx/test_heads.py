"""The head of each kind of page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache

import pytest
from bs4 import BeautifulSoup

from cardcatalog.sphinx.theme.head_tags import shorten
from tests.sphinx.helpers import Build, Project, hrefs, the

SITE = "https://library.example.org/field"
PAPER = "paper/abel2021rounding.html"


@pytest.fixture(scope="module")
def hosted(copy_root: Callable[[str], Project]) -> Callable[[str], Build]:
    """Builds of the library with a base URL, and with pages of each kind."""
    project = copy_root("library")
    project.set(html_baseurl=SITE)
    project.page("```{paper:authors}\n```\n\n```{paper:venues}\n```", "people.md")
    project.page("Words with `code`, *stress*, {math}`x^2` and {cite}`abel2021rounding`.", "words.md")
    project.write("own.md", "---\norphan: true\ndescription: What it says itself.\n---\n\n# Own\n\nSomething else.\n")
    project.write("meta.md", '---\norphan: true\nmyst:\n  html_meta:\n    description: "Its own tag."\n---\n\n# Meta\n')
    project.write("hidden.md", "---\norphan: true\nnosearch: true\n---\n\n# Hidden\n\nNot to be found.\n")
    project.page("```{paper:list}\n:year: 2021\n```", "listed.md")
    project.page("", "empty.md")
    project.page("```{paper:explorer}\n```", "explore.md")
    project.page("word " * 100, "long.md")
    return cache(project.build)


@pytest.fixture(scope="module")
def site(hosted: Callable[[str], Build]) -> Build:
    """The HTML of that library."""
    return hosted("html")


def description(page: BeautifulSoup) -> str:
    """Return the only description of a page."""
    return str(the(page, "meta[name=description]")["content"])


def graph(page: BeautifulSoup) -> dict[str, str]:
    """Return the properties that show where a page is shared."""
    return {str(tag["property"]): str(tag["content"]) for tag in page.select("meta[property]")}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("index.html", "9 papers in 5 categories, with 4 keywords. Browse the methods or Activations & Caches."),
        (
            PAPER,
            (
                "An introduction by hand, which begins with Abel and Berg (2021). Ada Abel, Bo Berg. "
                "International Conference on Examples (ICEX), 2021"
            ),
        ),
        ("keywords/ptq.html", "2 papers on PTQ: Quantizing a network that has been trained already."),
        ("words.html", "Words with code, stress, x² and (Abel and Berg, 2021)."),
        ("own.html", "What it says itself."),
        ("meta.html", "Its own tag."),
        ("empty.html", "Page – Library"),
        ("explore.html", "Page – Library"),
        ("search.html", "Search – Library"),
        ("404.html", "There is no page at this address"),
    ],
)
def test_a_page_has_a_description(site: Build, name: str, text: str) -> None:
    assert description(site.soup(name)).replace("Library 1.0 documentation", "Library") == text


def test_the_page_of_a_list_has_a_description(site: Build) -> None:
    assert description(site.soup("listed.html")).endswith("Rounder: Rounding Well without Data")


def test_a_long_text_ends_with_a_word(site: Build) -> None:
    text = description(site.soup("long.html"))
    assert text.endswith("word …")
    assert len(text) <= 200


def test_a_long_text_in_chinese_ends_with_a_sentence() -> None:
    assert shorten("这是一个句子。" * 40) == "这是一个句子。" * 28


def test_a_long_sentence_without_spaces_is_cut() -> None:
    assert shorten("字" * 300) == "字" * 199 + "…"


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_every_page_has_one_description(hosted: Callable[[str], Build], builder: str) -> None:
    outdir = hosted(builder).outdir
    texts = [path.read_text("utf-8") for path in outdir.rglob("*.html")]
    pages = [text for text in texts if 'http-equiv="refresh"' not in text]
    assert len(pages) > 20
    assert {len(re.findall('<meta [^>]*name="description"', text)) for text in pages} == {1}


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("index.html", f"{SITE}/"),
        ("papers/index.html", f"{SITE}/papers/index.html"),
        (PAPER, f"{SITE}/{PAPER}"),
        ("keywords/ptq.html", f"{SITE}/keywords/ptq.html"),
        ("venues/icex.html", f"{SITE}/venues/icex.html"),
    ],
)
def test_a_page_has_its_canonical_url(site: Build, name: str, address: str) -> None:
    page = site.soup(name)
    assert [*hrefs(page, "link[rel=canonical]"), graph(page)["og:url"]] == [address, address]


def test_cardcatalog_base_url_comes_before_html_baseurl(library: Project) -> None:
    library.set(html_baseurl="https://a.example.org", cardcatalog_baseurl="https://b.example.org")
    assert hrefs(library.build().soup("guide.html"), "link[rel=canonical]") == ["https://b.example.org/guide.html"]


@pytest.mark.parametrize("name", ["search.html", "404.html", "hidden.html"])
def test_search_404_and_hidden_pages_are_noindex(site: Build, name: str) -> None:
    page = site.soup(name)
    assert the(page, "meta[name=robots]")["content"] == "noindex"
    assert not page.select("link[rel=canonical]")


def test_other_pages_have_no_robots_tag(site: Build) -> None:
    assert not site.soup("guide.html").select("meta[name=robots]")


@pytest.mark.parametrize(("name", "kind"), [("guide.html", "website"), (PAPER, "article")])
def test_a_shared_page_has_its_kind(site: Build, name: str, kind: str) -> None:
    assert graph(site.soup(name))["og:type"] == kind


@pytest.mark.parametrize("name", ["index.html", PAPER, "keywords/ptq.html"])
def test_a_shared_page_shows_the_picture(site: Build, name: str) -> None:
    assert graph(site.soup(name))["og:image"] == f"{SITE}/preview.png"


def test_the_picture_has_an_alternative_text(site: Build) -> None:
    assert graph(site.soup(PAPER))["og:image:alt"] == "Library: Papers by year"


def test_the_picture_exists(site: Build) -> None:
    assert (site.outdir / "preview.png").read_bytes().startswith(b"\x89PNG")


def test_a_picture_of_the_same_numbers_is_not_drawn_again(library: Project) -> None:
    library.set(html_baseurl=SITE)
    path = library.build().outdir / "preview.png"
    before = path.stat().st_mtime_ns
    library.append("guide.md", "\nMore.\n")
    library.build()
    assert path.stat().st_mtime_ns == before


def test_without_a_base_url_there_is_no_picture(html: Build) -> None:
    assert not (html.outdir / "preview.png").exists()
    assert "og:image" not in graph(html.soup(PAPER))


@pytest.mark.parametrize("name", ["paper/markup2019.html"])
def test_a_title_stays_text(copy_root: Callable[[str], Project], name: str) -> None:
    page = copy_root("nasty").build().soup(name)
    assert graph(page)["og:title"] == the(page, "meta[name=citation_title]")["content"]


def test_the_metadata_of_a_paper_agree(site: Build) -> None:
    pages = [site.soup(f"paper/{path.name}") for path in sorted((site.outdir / "paper").glob("*.html"))]
    papers = [page for page in pages if not page.select("meta[http-equiv=refresh]")]
    assert len(papers) == 9
    for page in papers:
        title = str(the(page, "meta[name=citation_title]")["content"])
        address = str(the(page, "link[rel=canonical]")["href"])
        data = json.loads(the(page, "script[type='application/ld+json']").get_text())
        assert (data["headline"], data["name"], data["url"], data["@id"]) == (title, title, address, address)
        shared = graph(page)
        assert (shared["og:title"], shared["og:type"], shared["og:url"]) == (title, "article", address)
        assert shared["og:description"] == description(page)
