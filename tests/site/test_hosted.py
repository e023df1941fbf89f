"""The site with its base URL: sitemap, canonical URLs, descriptions, and previews of shared links."""

from __future__ import annotations

import re
import struct
from collections import defaultdict
from functools import cache
from html import unescape
from xml.etree import ElementTree as ET

from tests.site.conftest import ADDRESS, Site
from tests.sphinx.helpers import dead_links

HIDDEN = {"404.html", "search.html"}


@cache
def heads(site: Site) -> dict[str, str]:
    """Return the heads of all pages but redirects, by their paths within the site."""
    texts = {name: site.text(name).partition("</head>")[0] for name in site.pages}
    return {name: text for name, text in texts.items() if 'http-equiv="refresh"' not in text}


def meta(head: str, attribute: str, name: str) -> list[str]:
    """Return the contents of the tags of a name; one tag may have a name for search engines and one for previews."""
    tags = (tag for tag in re.findall("<meta [^>]*>", head) if f' {attribute}="{name}"' in tag)
    return [unescape(text) for tag in tags for text in re.findall(' content="([^"]*)"', tag)]


def url_of(name: str) -> str:
    """Return the URL of a page."""
    return ADDRESS if name == "index.html" else ADDRESS + name


def test_a_site_with_a_base_url_builds_without_warning(hosted: Site) -> None:
    assert (hosted.warnings, hosted.code) == ("", 0)


def test_the_sitemap_has_every_page_to_be_found(hosted: Site) -> None:
    root = ET.fromstring(hosted.text("sitemap.xml"))  # noqa: S314  (we wrote it)
    found = [node.text for node in root.findall(".//{*}loc")]
    assert sorted(map(str, found)) == sorted(url_of(name) for name in heads(hosted).keys() - HIDDEN)


def test_robots_txt_names_the_sitemap(hosted: Site) -> None:
    assert f"\nSitemap: {ADDRESS}sitemap.xml\n" in hosted.text("robots.txt")


def test_every_link_of_llms_txt_is_a_file(hosted: Site) -> None:
    links = re.findall(r"\]\((.+?)\)", hosted.text("llms.txt"))
    assert len(links) > 20
    assert not [link for link in links if not (hosted.outdir / link.removeprefix(ADDRESS)).is_file()]


def test_every_page_has_one_description(hosted: Site) -> None:
    found = {name: meta(head, "name", "description") for name, head in heads(hosted).items()}
    assert not {name: texts for name, texts in found.items() if len(texts) != 1 or not 15 < len(texts[0]) <= 201}


def test_descriptions_are_unique(hosted: Site) -> None:
    """Two papers may have the same authors, venue, year and keywords; their titles differ."""
    said = defaultdict(list)
    for name, head in heads(hosted).items():
        said[tuple(meta(head, "name", "description") + meta(head, "name", "citation_title"))].append(name)
    assert not {text: names for text, names in said.items() if len(names) > 1}


def test_no_description_shows_tex_or_markup(hosted: Site) -> None:
    texts = [text for head in heads(hosted).values() for text in meta(head, "name", "description")]
    assert not [text for text in texts if re.search(r"[{}\\$`]|</|\]\(", text)]


def test_every_page_to_be_found_has_its_canonical_url(hosted: Site) -> None:
    found = {name: re.findall(r'<link rel="canonical" href="([^"]*)"', head) for name, head in heads(hosted).items()}
    assert found == {name: [] if name in HIDDEN else [url_of(name)] for name in found}


def test_every_page_to_be_found_can_be_shared(hosted: Site) -> None:
    pages = heads(hosted).keys() - HIDDEN
    for name in ("title", "type", "url", "image", "description", "site_name", "image:alt"):
        assert not [page for page in pages if len(meta(heads(hosted)[page], "property", f"og:{name}")) != 1], name


def test_the_preview_picture_has_the_stated_size(hosted: Site) -> None:
    (address,) = meta(heads(hosted)["index.html"], "property", "og:image")
    size = struct.unpack(">II", (hosted.outdir / address.removeprefix(ADDRESS)).read_bytes()[16:24])
    said = [meta(heads(hosted)["index.html"], "property", f"og:image:{side}")[0] for side in ("width", "height")]
    assert list(map(str, size)) == said == ["1200", "630"]


def test_no_link_is_dead_below_the_base_url(hosted: Site) -> None:
    assert not list(dead_links(hosted.files, base="/field/"))


def test_links_of_the_404_page_work_from_any_folder(hosted: Site) -> None:
    links = [link for link in hosted.pages["404.html"].links if not link.startswith(("https:", "#"))]
    assert len(links) > 20
    assert not [link for link in links if not link.startswith("/field/")]
