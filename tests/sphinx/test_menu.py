"""The menu of a theme, which is made once for all pages instead of once for each."""

from __future__ import annotations

import re
from posixpath import join, normpath
from typing import TYPE_CHECKING

import pytest

from tests.sphinx.helpers import Project, texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BY_THE_THEME = """
def setup(app):
    from cardcatalog.sphinx.theme.menu import Menus

    listeners = app.events.listeners["html-page-context"]
    listeners[:] = [row for row in listeners if not isinstance(getattr(row.handler, "__self__", None), Menus)]
"""


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_every_page_has_the_menu_of_its_theme(copy_root: Callable[[str], Project], builder: str) -> None:
    ours, theirs = copy_root("library"), copy_root("library")
    for project in (ours, theirs):
        project.set(html_theme="furo")
    theirs.append("conf.py", BY_THE_THEME)
    assert pages(ours, builder) == pages(theirs, builder)


def pages(project: Project, builder: str) -> dict[Path, str]:
    """Return all pages of a build, with URLs relative to the root: there are two ways to spell one."""
    outdir = project.build(builder).outdir
    paths = [path.relative_to(outdir) for path in outdir.rglob("*.html")]
    return {path: with_plain_addresses((outdir / path).read_text(encoding="utf-8"), path) for path in paths}


def with_plain_addresses(text: str, path: Path) -> str:
    """Return the text of a page with its links spelled as at the root of the site."""
    here = path.parent.as_posix()
    return re.sub(r'href="(?![a-z]+:|#)([^"]*)', lambda link: f'href="{normpath(join(here, link[1]))}', text)


def test_the_menu_marks_the_page_and_its_ancestors(library: Project) -> None:
    library.set(html_theme="furo")
    page = library.build().soup("papers/weights.html")
    assert texts(page, ".sidebar-tree li.current > a") == ["Papers", "Methods", "Weights"]
