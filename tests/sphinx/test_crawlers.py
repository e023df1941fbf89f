"""The sitemap, robots.txt and llms.txt: the pages that they name, when they are written, and their links."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from xml.etree import ElementTree as ET

import pytest

from tests.sphinx.helpers import Build, Project

SITE = "https://library.example.org/field/"
NAMES = ["llms.txt", "robots.txt", "sitemap.xml"]


@pytest.fixture(scope="module")
def project(copy_root: Callable[[str], Project]) -> Project:
    """The library with a base URL, indexes, and a page that is not to be indexed."""
    project = copy_root("library")
    project.set(html_baseurl=SITE)
    project.page("```{paper:authors}\n```\n\n```{paper:venues}\n```", "people.md")
    project.write("hidden.md", "---\norphan: true\nnosearch: true\n---\n\n# Hidden\n\nNot to be found.\n")
    return project


@pytest.fixture(scope="module")
def hosted(project: Project) -> Callable[[str], Build]:
    """Builds of that library."""
    return cache(project.build)


def locations(build: Build) -> list[str]:
    """Return the URLs of the sitemap, without that of the site."""
    root = ET.fromstring(build.text("sitemap.xml"))  # noqa: S314  (we wrote it)
    return [str(node.text).removeprefix(SITE) for node in root.findall(".//{*}loc")]


def pages(build: Build) -> set[str]:
    """Return the URLs of all pages that were written, but redirects."""
    names = {
        path.relative_to(build.outdir).as_posix()
        for path in build.outdir.rglob("*.html")
        if 'http-equiv="refresh"' not in path.read_text("utf-8")
    }
    return names if "guide.html" in names else {name.removesuffix("index.html") for name in names}


@pytest.mark.parametrize(
    ("builder", "hidden"),
    [
        ("html", {"index.html", "search.html", "genindex.html", "hidden.html", "404.html"}),
        ("dirhtml", {"search/", "genindex/", "hidden/", "404.html"}),
    ],
)
def test_the_sitemap_has_every_indexable_page(hosted: Callable[[str], Build], builder: str, hidden: set[str]) -> None:
    root = {""} if builder == "html" else set()
    assert set(locations(hosted(builder))) == (pages(hosted(builder)) - hidden) | root


def test_the_pages_of_the_sitemap_are_unique(hosted: Callable[[str], Build]) -> None:
    found = locations(hosted("html"))
    assert len(found) == len(set(found))


def test_the_sitemap_has_pages_that_were_not_written_again(library: Project) -> None:
    library.set(html_baseurl=SITE)
    before = locations(library.build())
    assert locations(library.build()) == before


def test_the_sitemap_follows_the_papers(library: Project) -> None:
    library.set(html_baseurl=SITE)
    library.build()
    library.append("bib/refs.bib", "\n@misc{new2024, title={New}, author={A, B}, year={2024}, category={survey}}\n")
    assert "paper/new2024.html" in locations(library.build())


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_html_builders_write_sitemap_robots_and_guide(hosted: Callable[[str], Build], builder: str) -> None:
    assert [name for name in NAMES if (hosted(builder).outdir / name).exists()] == NAMES


@pytest.mark.parametrize("builder", ["singlehtml", "epub", "latex", "text"])
def test_other_builders_write_none_of_them(hosted: Callable[[str], Build], builder: str) -> None:
    assert not [name for name in NAMES if (hosted(builder).outdir / name).exists()]


def test_robots_txt_names_the_sitemap(hosted: Callable[[str], Build]) -> None:
    assert f"Sitemap: {SITE}sitemap.xml" in hosted("html").text("robots.txt")


def test_without_a_base_url_only_llms_txt_is_written(html: Build) -> None:
    assert [name for name in NAMES if (html.outdir / name).exists()] == ["llms.txt"]


def test_the_files_are_removed_with_the_base_url(library: Project) -> None:
    library.set(html_baseurl=SITE)
    library.build()
    library.replace("conf.py", f"html_baseurl = '{SITE}'\n", "")
    assert not (library.build().outdir / "sitemap.xml").exists()


def test_files_of_the_project_are_kept(library: Project) -> None:
    library.set(html_baseurl=SITE, html_extra_path=["extra"])
    library.write("extra/robots.txt", "User-agent: *\nDisallow: /\n")
    assert library.build().text("robots.txt") == "User-agent: *\nDisallow: /\n"


def test_unchanged_files_are_not_written(library: Project) -> None:
    library.set(html_baseurl=SITE)
    paths = [library.build().outdir / name for name in NAMES]
    before = [path.stat().st_mtime_ns for path in paths]
    library.build()
    assert [path.stat().st_mtime_ns for path in paths] == before


def links(text: str) -> list[str]:
    """Return the URLs in a text of Markdown."""
    return re.findall(r"\]\((.+?)\)", text)


def test_the_guide_begins_with_a_name_and_a_summary(html: Build) -> None:
    lines = html.text("llms.txt").splitlines()
    assert lines[0] == "# Library"
    assert lines[2] == "> 9 papers in 5 categories, with 4 keywords. Browse the methods or Activations & Caches."


def test_the_guide_has_only_lines_of_its_form(hosted: Callable[[str], Build]) -> None:
    _head, *sections = hosted("html").text("llms.txt").split("\n## ")
    assert len(sections) == 2
    form = re.compile(r"- \[[^\]]+\]\([^)]+\)(: .+)?")
    lines = [line for section in sections for line in section.splitlines()[1:] if line]
    assert not [line for line in lines if not form.fullmatch(line)]


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_every_link_of_the_guide_is_a_file(hosted: Callable[[str], Build], builder: str) -> None:
    found = links(hosted(builder).text("llms.txt"))
    assert len(found) > 10
    assert all(address.startswith(SITE) for address in found)
    ways = (hosted(builder).outdir / address.removeprefix(SITE) for address in found)
    assert not [way for way in ways if not (way / "index.html" if way.is_dir() else way).is_file()]


@pytest.mark.parametrize(("builder", "address"), {"html": "<citation key>.html", "dirhtml": "<citation key>/"}.items())
def test_the_guide_names_pages_by_their_addresses(hosted: Callable[[str], Build], builder: str, address: str) -> None:
    assert f"`paper/{address}`" in hosted(builder).text("llms.txt")


def test_without_a_base_url_the_links_of_the_guide_are_relative(html: Build) -> None:
    assert not [address for address in links(html.text("llms.txt")) if not (html.outdir / address).is_file()]


def test_the_guide_omits_missing_outputs(copy_root: Callable[[str], Project]) -> None:
    project = copy_root("nasty")
    project.set(cardcatalog_paper_pages=False)
    text = project.build().text("llms.txt")
    assert "papers/<category>.html" in text
    assert not [word for word in ("paper/<citation key>", "keywords/<keyword>") if word in text]
