"""Pages of papers are those that Sphinx would write, though it writes one of each shape only."""

from __future__ import annotations

import shutil
from typing import Any

import pytest
from sphinx.builders.html import StandaloneHTMLBuilder

from cardcatalog.sphinx.pages import page_shell
from tests.sphinx.helpers import Project

FORMER = "paper/hale2023draft"
"""The page of a former key, which has no theme."""

SHAPES = 4
"""Pages with and without one before, and with and without one after."""

TRICKY = r"""
@article{tricky2024marks,
  title = {{``{\&} <b>$x<y$</b>'' \& cardcatalogpagename it's}},
  author = {O'Neill, A. and {R\&D}},
  year = {2024},
  category = {methods},
}
"""


@pytest.fixture
def tricky(library: Project) -> Project:
    """The library with a title that holds the characters of HTML, and a placeholder."""
    library.append("bib/refs.bib", TRICKY)
    library.page("{paper:ref}`tricky2024marks`")
    return library


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages of papers that Sphinx has written."""
    names: list[str] = []
    handle_page = StandaloneHTMLBuilder.handle_page

    def note(self: StandaloneHTMLBuilder, pagename: str, *arguments: Any, **options: Any) -> None:  # noqa: ANN401
        if pagename.startswith("paper/"):
            names.append(pagename)
        handle_page(self, pagename, *arguments, **options)

    monkeypatch.setattr(StandaloneHTMLBuilder, "handle_page", note)
    return names


def names_of(pages: dict[str, bytes]) -> set[str]:
    """Return the names that Sphinx has for pages of HTML."""
    return {f"paper/{name.removesuffix('.html')}" for name in pages}


def pages(project: Project, builder: str) -> dict[str, bytes]:
    """Return the pages of papers of a build from nothing."""
    shutil.rmtree(project.root / "_build", ignore_errors=True)
    outdir = project.build(builder).outdir / "paper"
    return {path.relative_to(outdir).as_posix(): path.read_bytes() for path in outdir.rglob("*.html")}


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
@pytest.mark.parametrize("theme", ["alabaster", "furo"])
def test_a_page_from_a_shell_equals_the_page_of_sphinx(
    tricky: Project, monkeypatch: pytest.MonkeyPatch, builder: str, theme: str
) -> None:
    tricky.set(html_theme=theme)
    filled = pages(tricky, builder)
    monkeypatch.setattr(page_shell, "are_contexts_known", lambda *_: False)
    assert filled == pages(tricky, builder)


def test_sphinx_writes_one_page_of_each_shape(tricky: Project, asked: list[str]) -> None:
    written = pages(tricky, "html")
    assert len(written) > 2 * SHAPES
    assert len(asked) <= 2 * SHAPES, "each shape is written twice: a page, and one with placeholders"


def test_a_handler_of_another_extension_gets_every_page(
    tricky: Project, monkeypatch: pytest.MonkeyPatch, asked: list[str]
) -> None:
    tricky.write("stranger.py", "def setup(app):\n    app.connect('html-page-context', lambda *_: None)\n")
    tricky.append("conf.py", "extensions.append('stranger')\n")
    monkeypatch.syspath_prepend(str(tricky.root))
    assert names_of(pages(tricky, "html")) - {FORMER} == set(asked)


@pytest.mark.parametrize(
    "block",
    [
        "{% block body %}{{ body|replace('cc-venue', 'their-venue') }}{% endblock %}",
        "{% block body %}{{ body|length }}{{ body }}{% endblock %}",
        "{% block body %}<h2>{{ title|upper }}</h2>{{ body }}{% endblock %}",
    ],
    ids=["a part of it", "a number of it", "another writing"],
)
def test_a_template_that_changes_the_texts_of_a_page_is_rendered_for_each(
    tricky: Project, asked: list[str], block: str
) -> None:
    tricky.write("_templates/page.html", f"{{% extends '!page.html' %}}\n{block}\n")
    tricky.set(templates_path=["_templates"])
    assert names_of(pages(tricky, "html")) - {FORMER} <= set(asked)
