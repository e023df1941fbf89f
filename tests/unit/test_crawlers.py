"""Sitemaps and robots.txt."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from cardcatalog.sphinx.outputs import crawlers
from cardcatalog.sphinx.outputs.crawlers import SCHEMA, robots, sitemaps

BASE = "https://x.example.org/"
NAMESPACE = SCHEMA.split('"')[1]


def locations(text: str) -> list[str | None]:
    """Return the URLs in a sitemap or an index of sitemaps."""
    return [node.text for node in ET.fromstring(text).iter(f"{{{NAMESPACE}}}loc")]  # noqa: S314  (we wrote it)


def test_few_urls_are_one_sitemap() -> None:
    files = sitemaps([f"{BASE}a.html", f"{BASE}b.html"], BASE)
    assert {name: locations(text) for name, text in files.items()} == {
        "sitemap.xml": [f"{BASE}a.html", f"{BASE}b.html"]
    }


def test_a_url_is_escaped() -> None:
    assert locations(sitemaps([f"{BASE}?a=1&b=<2>"], BASE)["sitemap.xml"]) == [f"{BASE}?a=1&b=<2>"]


def test_many_urls_are_several_sitemaps_and_an_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crawlers, "MAX_URLS", 2)
    files = sitemaps([f"{BASE}{letter}" for letter in "abcde"], BASE)
    assert {name: locations(text) for name, text in files.items()} == {
        "sitemap.xml": [f"{BASE}sitemap-1.xml", f"{BASE}sitemap-2.xml", f"{BASE}sitemap-3.xml"],
        "sitemap-1.xml": [f"{BASE}a", f"{BASE}b"],
        "sitemap-2.xml": [f"{BASE}c", f"{BASE}d"],
        "sitemap-3.xml": [f"{BASE}e"],
    }


@pytest.mark.parametrize(("number", "tag"), [(2, "urlset"), (3, "sitemapindex")])
def test_a_sitemap_follows_the_protocol(monkeypatch: pytest.MonkeyPatch, number: int, tag: str) -> None:
    monkeypatch.setattr(crawlers, "MAX_URLS", 2)
    root = ET.fromstring(sitemaps([BASE] * number, BASE)["sitemap.xml"])  # noqa: S314  (we wrote it)
    assert root.tag == f"{{http://www.sitemaps.org/schemas/sitemap/0.9}}{tag}"


def test_crawlers_may_read_all_and_find_the_sitemap() -> None:
    assert robots(f"{BASE}sitemap.xml").splitlines() == ["User-agent: *", "Allow: /", "", f"Sitemap: {BASE}sitemap.xml"]
