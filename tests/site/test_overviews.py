"""The pages made of the whole catalog: their numbers are those of the bibliography, and no author is missing."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from typing import Any

from bs4 import BeautifulSoup

from cardcatalog.bibtex.names import to_persons
from cardcatalog.bibtex.text import to_text
from cardcatalog.catalog.recency import MANY_A_DAY
from tests.site.conftest import Record, Site
from tests.sphinx.helpers import fold, texts


def soup(site: Site, name: str) -> BeautifulSoup:
    """Return a page, parsed."""
    return BeautifulSoup(site.text(name), "html.parser")


def test_the_timeline_counts_every_paper(html: Site, records: list[Record]) -> None:
    counts = Counter(row.fields["year"] for row in records)
    first = soup(html, "timeline.html").select("details table")[0]
    shown = dict(zip(texts(first, "tbody th"), texts(first, "tbody td"), strict=True))
    assert shown == {year: f"{number:,}" for year, number in counts.items()}


def test_the_timeline_shows_each_category_at_the_top(html: Site, categories: list[dict[str, Any]]) -> None:
    titles = [title.rpartition(", ")[0] for title in texts(soup(html, "timeline.html"), ".cc-panels p")]
    assert titles == [row["title"] for row in categories if not row.get("parent")]


def test_every_venue_has_a_row_with_its_number(html: Site, records: list[Record]) -> None:
    counts = Counter(to_text(row.fields["venuekey"]) for row in records)
    page = soup(html, "venues.html")
    names, numbers = (texts(page, f".cc-venues tbody td:nth-child({column})") for column in (1, 4))
    assert dict(zip(names, numbers, strict=True)) == {name: f"{number:,}" for name, number in counts.items()}


def test_every_paper_is_on_the_page_of_its_venue(html: Site, records: list[Record]) -> None:
    pages = [name for name in html.pages if name.startswith("venues/")]
    links = (link for name in pages for link in html.pages[name].links if "/paper/" in link)
    linked = Counter(re.sub(r".*/paper/|(\.html|/)?(#.*)?$", "", link) for link in links)
    assert {row.key for row in records} <= linked.keys()


def test_every_author_has_one_row(html: Site, records: list[Record]) -> None:
    names = {person.name for row in records for person in to_persons(row.fields["author"])[0]}
    pages = [html.text(name) for name in html.pages if name.startswith("authors/")]
    rows = [row for page in pages for row in re.findall(r"<dt id=[^>]*>(.*?)(?: <span|</dt>)", page)]
    assert sorted(fold(unescape(re.sub("<.*?>", "", row))) for row in rows) == sorted(map(fold, names))


def test_the_newest_papers_come_first(html: Site, records: list[Record]) -> None:
    days = Counter(row.fields["creationdate"] for row in records)
    few = [day for day, number in days.items() if number <= MANY_A_DAY]
    field, start = (
        ("creationdate", max(few)) if few else ("eprint", max(row.fields.get("eprint", "")[:4] for row in records))
    )
    titles = {to_text(row.fields["title"]) for row in records if row.fields.get(field, "").startswith(start)}
    assert texts(soup(html, "recent.html"), ".sd-card-title")[0] in titles


def test_missing_data_has_the_lines_of_entries(html: Site, source: str) -> None:
    lines = source.split("\n")
    places = texts(soup(html, "health.html"), "td code")
    numbers = [int(place.rpartition(":")[2]) for place in places if place.startswith("bib/quantization.bib:")]
    assert len(numbers) > 100
    assert not [number for number in numbers if not lines[number - 1].startswith("@")]


def test_there_are_no_feeds_without_a_base_url(html: Site) -> None:
    assert not (html.outdir / "feed.xml").exists()
