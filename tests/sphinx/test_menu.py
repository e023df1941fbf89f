"""The menu of a theme, which is made once for all pages instead of once for each."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest
from bs4 import BeautifulSoup

from tests.sphinx.helpers import Project, texts

BY_THE_THEME = """
def setup(app):
    listeners = app.events.listeners["html-page-context"]
    listeners[:] = [row for row in listeners if row.handler.__module__ != "cardcatalog.sphinx.theme.menu"]
"""


MENU_SCRIPT = "_static/cardcatalog-menu.js"
"""The script that pages without a source load."""


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_every_page_with_a_source_has_the_menu_of_its_theme(copy_root: Callable[[str], Project], builder: str) -> None:
    ours, theirs = copy_root("library"), copy_root("library")
    for project in (ours, theirs):
        project.set(html_theme="furo")
    theirs.append("conf.py", BY_THE_THEME)
    written = pages(ours, builder)
    known = pages(theirs, builder)
    assert len(written) > 5
    assert written == {path: known[path] for path in written}


def pages(project: Project, builder: str) -> dict[Path, str]:
    """Return all pages of a build, with URLs relative to the root: there are two ways to spell one."""
    outdir = project.build(builder).outdir
    paths = [path.relative_to(outdir) for path in outdir.rglob("*.html")]
    texts = {path: (outdir / path).read_text(encoding="utf-8") for path in paths}
    return {path: with_plain_addresses(text, path) for path, text in texts.items() if MENU_SCRIPT not in text}


def with_plain_addresses(text: str, path: Path) -> str:
    """Return the text of a page with its links spelled as at the root of the site."""
    here = path.parent.as_posix()
    return re.sub(r'href="(?![a-z]+:|#)([^"]*)', lambda link: f'href="{normpath(join(here, link[1]))}', text)


def test_the_menu_marks_the_page_and_its_ancestors(library: Project) -> None:
    library.set(html_theme="furo")
    page = library.build().soup("papers/weights.html")
    assert texts(page, ".sidebar-tree li.current > a") == ["Papers", "Methods", "Weights"]


def test_a_page_without_a_source_has_the_first_level_and_a_script_with_the_rest(library: Project) -> None:
    library.set(html_theme="furo")
    site = library.build()
    whole = [link["href"] for link in site.soup("index.html").select(".sidebar-tree a")]
    first = [link["href"] for link in site.soup("index.html").select(".sidebar-tree > ul > li > a")]
    menu = site.text(MENU_SCRIPT).partition("= ")[2].partition(";\n")[0]
    assert [link["href"] for link in BeautifulSoup(json.loads(menu), "html.parser").select("a")] == whole
    for name in ("paper/abel2021rounding.html", "keywords/ptq.html", "search.html"):
        page = site.soup(name)
        here = [normpath(join(dirname(name), str(link["href"]))) for link in page.select(".sidebar-tree a")]
        assert here == first != whole, name
        assert page.select(f'script[src$="{MENU_SCRIPT}"]'), name


def test_a_menu_that_changes_is_written_again(library: Project) -> None:
    library.set(html_theme="furo")
    library.build()
    index = library.root / "index.md"
    index.write_text(index.read_text("utf-8").replace("guide", "The renamed guide <guide>", 1), "utf-8")
    site = library.build()
    assert "The renamed guide" in site.text(MENU_SCRIPT)
    assert "The renamed guide" in site.text("paper/abel2021rounding.html")


def test_other_themes_keep_their_menus_on_all_pages(library: Project) -> None:
    library.set(html_theme="alabaster")
    site = library.build()
    assert not (site.outdir / MENU_SCRIPT).exists()
    assert texts(site.soup("paper/abel2021rounding.html"), ".sphinxsidebar li.toctree-l1 > a") == texts(
        site.soup("index.html"), ".sphinxsidebar li.toctree-l1 > a"
    )
