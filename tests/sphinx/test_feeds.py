"""Atom feeds: their content, their validity, and the links to them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from functools import cache
from xml.etree import ElementTree as ET

import pytest

from cardcatalog.sphinx.outputs import feeds
from tests.sphinx.helpers import Build, Project, dead_links, hrefs, read_pages, the

ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "https://library.example.org/field"


@pytest.fixture(scope="module")
def build(copy_root: Callable[[str], Project]) -> Callable[[str], Build]:
    """Builds of the library with a base URL."""
    project = copy_root("library")
    project.set(cardcatalog_baseurl=BASE)
    return cache(project.build)


def feed(build: Build, name: str = "feed.xml") -> ET.Element:
    """Return a feed, parsed."""
    return ET.fromstring(build.text(name))  # noqa: S314  (we wrote it)


def entry(build: Build, title: str) -> ET.Element:
    """Return the entry of a paper in the feed of the site."""
    (found,) = [node for node in feed(build).iter(f"{ATOM}entry") if node.findtext(f"{ATOM}title") == title]
    return found


def titles(build: Build, name: str) -> list[str | None]:
    """Return the titles of a feed, in its order."""
    return [node.findtext(f"{ATOM}title") for node in feed(build, name).iter(f"{ATOM}entry")]


def all_feeds(build: Build) -> list[str]:
    """Return the names of all feeds."""
    names = (path.relative_to(build.outdir).as_posix() for path in build.outdir.rglob("*.xml"))
    return sorted(name for name in names if name != "sitemap.xml")


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_site_categories_and_keywords_have_feeds(build: Callable[[str], Build], builder: str) -> None:
    categories = [f"papers/{name}.xml" for name in ("caches", "methods", "survey", "training", "weights")]
    keywords = [f"keywords/{name}.xml" for name in ("ptq", "rounding", "stochastic")]
    assert all_feeds(build(builder)) == ["feed.xml", *keywords, *categories]


@pytest.mark.parametrize("builder", ["epub", "latex", "text", "singlehtml"])
def test_no_other_builder_has_feeds(build: Callable[[str], Build], builder: str) -> None:
    assert "feed.xml" not in [path.name for path in build(builder).outdir.rglob("*.xml")]


@pytest.mark.parametrize("builder", ["epub", "latex", "text", "singlehtml"])
def test_a_link_to_a_feed_is_plain_text_in_other_builders(copy_root: Callable[[str], Project], builder: str) -> None:
    project = copy_root("library")
    project.set(cardcatalog_baseurl=BASE)
    project.append("guide.md", "\nFollow {paper:download}`the news <feed.xml>`.\n")
    output = project.build(builder)
    assert not output.warnings
    written = "".join(path.read_text("utf-8", "replace") for path in output.outdir.rglob("*.*") if path.is_file())
    assert "the news" in written
    assert "feed.xml" not in written


def test_feeds_cause_no_warnings(build: Callable[[str], Build]) -> None:
    assert not build("html").output


def test_a_feed_has_the_elements_that_rfc_4287_requires(build: Callable[[str], Build]) -> None:
    for name in all_feeds(build("html")):
        root = feed(build("html"), name)
        assert root.tag == f"{ATOM}feed"
        for node in (root, *root.iter(f"{ATOM}entry")):
            once = [len(node.findall(f"{ATOM}{tag}")) for tag in ("id", "title", "updated")]
            assert once == [1, 1, 1]
            assert datetime.fromisoformat(node.findtext(f"{ATOM}updated") or "").tzinfo
            assert node.findall(f"{ATOM}link[@href]")
        assert root.findtext(f"{ATOM}author/{ATOM}name")


def test_all_urls_of_a_feed_are_absolute(build: Callable[[str], Build]) -> None:
    links = [
        node.attrib["href"]
        for name in all_feeds(build("html"))
        for node in feed(build("html"), name).iter(f"{ATOM}link")
    ]
    assert links
    assert all(link.startswith(f"{BASE}/") for link in links)


def test_a_feed_links_to_itself(build: Callable[[str], Build]) -> None:
    links = {
        node.attrib["rel"]: node.attrib["href"]
        for node in feed(build("html"), "papers/survey.xml").findall(f"{ATOM}link")
    }
    assert links == {"self": f"{BASE}/papers/survey.xml", "alternate": f"{BASE}/papers/survey.html"}


@pytest.mark.parametrize(
    ("builder", "address"),
    [("html", "paper/gray2018survey.html"), ("dirhtml", "paper/gray2018survey/")],
)
def test_an_entry_links_to_its_paper(build: Callable[[str], Build], builder: str, address: str) -> None:
    link = entry(build(builder), "A Survey of Everything").find(f"{ATOM}link")
    assert link is not None
    assert link.attrib["href"] == f"{BASE}/{address}"


def test_entries_come_in_the_order_in_which_papers_were_added(build: Callable[[str], Build]) -> None:
    assert titles(build("html"), "keywords/rounding.xml") == [
        "Grids that Learn", "Rounder: Rounding Well without Data", "S³: Bounds on the ℓ₂ Norm in O(n²) Steps",
    ]  # fmt: skip


def test_a_paper_is_dated_by_the_day_it_was_added(build: Callable[[str], Build]) -> None:
    assert entry(build("html"), "Grids that Learn").findtext(f"{ATOM}updated") == "2026-01-08T00:00:00+00:00"


def test_a_feed_is_dated_by_its_newest_paper(build: Callable[[str], Build]) -> None:
    assert feed(build("html"), "keywords/ptq.xml").findtext(f"{ATOM}updated") == "2026-01-05T00:00:00+00:00"


def test_an_entry_names_authors_a_sentence_venue_and_keywords(build: Callable[[str], Build]) -> None:
    node = entry(build("html"), "Rounder: Rounding Well without Data")
    authors = [name.text for name in node.iterfind(f"{ATOM}author/{ATOM}name")]
    labels = [label.attrib["label"] for label in node.iterfind(f"{ATOM}category")]
    assert (authors, node.findtext(f"{ATOM}summary"), labels) == (
        ["Ada Abel", "Bo Berg"],
        "ICEX 2021. An introduction by hand, which begins with Abel and Berg (2021).",
        ["PTQ", "Rounding"],
    )


def test_an_entry_is_published_in_the_month_in_which_its_paper_appeared(library: Project) -> None:
    library.set(cardcatalog_baseurl=BASE)
    library.replace("bib/refs.bib", "eprint        = {2401.00001},", "eprint        = {2305.00001},")
    dates = [node.findtext(f"{ATOM}published") for node in feed(library.build()).iter(f"{ATOM}entry")]
    assert "2023-05-01T00:00:00+00:00" in dates


def test_the_feed_of_the_site_leads_to_its_canonical_address(build: Callable[[str], Build]) -> None:
    links = {node.attrib["rel"]: node.attrib["href"] for node in feed(build("html")).findall(f"{ATOM}link")}
    canonical = the(build("html").soup("index.html"), "link[rel=canonical]")["href"]
    assert links["alternate"] == canonical == f"{BASE}/"


def test_authors_of_several_papers_have_feeds_if_the_site_has_their_pages(library: Project) -> None:
    library.set(cardcatalog_baseurl=BASE)
    assert not [name for name in all_feeds(library.build()) if name.startswith("authors/")]
    fields = "author = {Abel, Ada}, year = 2020, category = {weights}, url = {https://example.org/x}"
    more = "".join(f"@misc{{x{n}, title = {{X{n}}}, {fields}, creationdate = {{2026-02-0{n}}}}}\n" for n in range(1, 6))
    library.append("bib/refs.bib", f"\n{more}")
    library.page("```{paper:authors}\n```", "authors.md")
    built = library.build()
    assert [name for name in all_feeds(built) if name.startswith("authors/")] == ["authors/ada-abel.xml"]
    root = feed(built, "authors/ada-abel.xml")
    links = {node.attrib["rel"]: node.attrib["href"] for node in root.findall(f"{ATOM}link")}
    assert links["alternate"] == f"{BASE}/authors/a.html#ada-abel"
    assert "../authors/ada-abel.xml" in hrefs(built.soup("authors/a.html"), "dt a")


def test_a_change_of_the_base_url_keeps_the_ids(build: Callable[[str], Build], library: Project) -> None:
    library.set(cardcatalog_baseurl="https://elsewhere.example.org/")
    ids = [[node.text for node in feed(at).iter(f"{ATOM}id")] for at in (build("html"), library.build())]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 10


def test_html_baseurl_is_used_as_base_url(library: Project) -> None:
    library.set(html_baseurl="https://pages.example.org")
    assert "https://pages.example.org/feed.xml" in library.build().text("feed.xml")


def test_without_a_base_url_there_are_no_feeds(library: Project) -> None:
    build = library.build()
    assert all_feeds(build) == []
    assert "application/atom+xml" not in build.text("index.html")


def test_without_feedgen_there_are_no_feeds(library: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "find_spec", lambda _name: None)
    library.set(cardcatalog_baseurl=BASE)
    build = library.build()
    assert (all_feeds(build), build.output) == ([], "")


def test_a_paper_without_a_date_of_addition_is_in_no_feed(library: Project) -> None:
    library.set(cardcatalog_baseurl=BASE)
    library.replace("bib/refs.bib", "  creationdate  = {2026-01-09},\n", "")
    assert titles(library.build(), "papers/survey.xml") == ["A Survey of Everything"]


def named_feeds(build: Build, page: str) -> list[str]:
    """Return the URLs of the feeds in the head of a page."""
    return re.findall(r'<link rel="alternate" type="application/atom\+xml"[^>]* href="([^"]*)"', build.text(page))


NAMED = {
    "index.html": ["feed.xml"],
    "papers/survey.html": ["../feed.xml", "survey.xml"],
    "keywords/ptq.html": ["../feed.xml", "ptq.xml"],
    "keywords.html": ["feed.xml"],
}


@pytest.mark.parametrize("page", NAMED)
def test_a_page_names_its_feeds(build: Callable[[str], Build], page: str) -> None:
    assert named_feeds(build("html"), page) == NAMED[page]


def test_an_unchanged_build_writes_no_feed(library: Project) -> None:
    library.set(cardcatalog_baseurl=BASE)
    path = library.build().outdir / "feed.xml"
    before = path.stat().st_mtime_ns
    library.build()
    assert path.stat().st_mtime_ns == before


def test_a_new_paper_is_added_to_the_feed(library: Project) -> None:
    library.set(cardcatalog_baseurl=BASE)
    library.build()
    new = "@misc{x, title={News}, author={Berg, Bo}, year={2025}, category={training}, creationdate={2026-02-01}}"
    library.append("bib/refs.bib", f"\n{new}\n")
    assert titles(library.build(), "feed.xml")[0] == "News"


def test_links_of_pages_are_unchanged(build: Callable[[str], Build]) -> None:
    assert not list(dead_links(read_pages(build("html").outdir), base="/field/"))
