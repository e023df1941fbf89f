"""The page that a server shows where there is none."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from urllib.parse import urlsplit

import pytest

from tests.sphinx.helpers import Build, Project, hrefs, texts, the

PATH = "/field/"


@pytest.fixture(scope="module")
def hosted(copy_root: Callable[[str], Project]) -> Callable[[str, str], Build]:
    """Builds of the library with a base URL that has a path, by theme and builder."""

    @cache
    def build(theme: str, builder: str) -> Build:
        project = copy_root("library")
        project.set(html_baseurl=f"https://library.example.org{PATH}", html_theme=theme)
        return project.build(builder)

    return build


def addresses(build: Build) -> list[str]:
    """Return all URLs on this host that the page links to or loads."""
    page = build.soup("404.html")
    found = [tag[name] for name in ("href", "src", "action") for tag in page.select(f"[{name}]")]
    return [str(address) for address in found if not urlsplit(str(address)).netloc]


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
@pytest.mark.parametrize("theme", ["basic", "furo", "alabaster"])
def test_the_page_finds_its_files_from_any_depth(hosted: Callable[[str, str], Build], theme: str, builder: str) -> None:
    built = hosted(theme, builder)
    found = [urlsplit(address).path for address in addresses(built) if address and address[0] != "#"]
    assert len(found) > 10
    assert not [address for address in found if not address.startswith(PATH)]
    files = (built.outdir / address.removeprefix(PATH) for address in found)
    assert not [file for file in files if not (file / "index.html" if file.is_dir() else file).is_file()]


@pytest.mark.parametrize("theme", ["basic", "furo"])
def test_scripts_find_the_root(hosted: Callable[[str, str], Build], theme: str) -> None:
    assert the(hosted(theme, "html").soup("404.html"), "html")["data-content_root"] == PATH


def test_without_a_base_url_the_site_is_at_the_root(html: Build) -> None:
    assert {address[:1] for address in addresses(html)} <= {"/", "#", ""}


def test_the_page_has_links_to_continue(html: Build) -> None:
    assert texts(html.soup("404.html"), ".cc-ways a")[:3] == ["Library", "Papers", "Keywords"]


def test_the_search_uses_sphinx(html: Build) -> None:
    assert the(html.soup("404.html"), ".cc-find")["action"] == "/search.html"


def test_the_search_uses_the_explorer_where_there_is_one(library: Project) -> None:
    library.page("```{paper:explorer}\n```", "explore.md")
    assert the(library.build().soup("404.html"), ".cc-find")["action"] == "/explore.html"


@pytest.mark.parametrize("builder", ["singlehtml", "epub", "latex", "text"])
def test_the_page_is_for_the_web_alone(hosted: Callable[[str, str], Build], builder: str) -> None:
    assert not list(hosted("basic", builder).outdir.rglob("404.*"))


@pytest.mark.parametrize("name", ["searchindex.js", "sitemap.xml", "llms.txt"])
def test_nothing_links_to_the_page(hosted: Callable[[str, str], Build], name: str) -> None:
    assert "404" not in hosted("basic", "html").text(name).replace("papers.example.org/404", "")


def test_a_page_of_the_project_is_kept(library: Project) -> None:
    library.page("Gone for a walk.", "404.md")
    page = library.build().soup("404.html")
    assert "Gone for a walk." in page.get_text()
    assert hrefs(page, "link[rel=search]") == ["search.html"]


def test_the_page_is_written_only_when_it_changes(library: Project) -> None:
    path = library.build().outdir / "404.html"
    before = path.stat().st_mtime_ns
    library.append("guide.md", "\nMore.\n")
    library.build()
    assert path.stat().st_mtime_ns == before


def test_the_page_follows_the_menu(library: Project) -> None:
    library.build()
    library.replace("guide.md", "# Guide", "# A guide to the library")
    assert "A guide to the library" in texts(library.build().soup("404.html"), ".cc-ways a")


def test_the_page_has_no_inline_style_or_script(html: Build) -> None:
    assert not html.soup("404.html").select("style, .cc-notfound [style], .cc-notfound script")
