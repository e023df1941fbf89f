"""The menu made once for all pages, against the one that Sphinx makes for each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

import pytest
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment.adapters.toctree import global_toctree_for_doc
from sphinx.testing.util import SphinxTestApp

from cardcatalog.sphinx.theme.menu import Menu, relative_url, seen_along, unmark

PAGES = {
    "index": "Root\n====\n\n.. toctree::\n   :caption: One & two\n   :hidden:\n\n   self\n   alpha\n   sub/beta\n\n"
             ".. toctree::\n\n   Web <https://example.org/a?b=1&c=2#d>\n   Named <gamma>\n   sub/index\n",
    "alpha": 'Alpha & "so"\n============\n\nOne\n---\n\nDeep\n~~~~\n\nTwo\n---\n',
    "sub/beta": "Beta\n====\n\n.. toctree::\n\n   delta\n   ../alpha\n",
    "sub/delta": "Delta\n=====\n\nOne\n---\n",
    "sub/index": "Sub\n===\n\n.. toctree::\n\n   epsilon\n",
    "sub/epsilon": "Epsilon\n=======\n",
    "gamma": "Gamma\n=====\n\n.. toctree::\n   :caption: Nothing\n",
    "lone": ":orphan:\n\nLone\n====\n",
}  # fmt: skip

OPTIONS: list[dict[str, Any]] = [
    {"includehidden": True, "titles_only": True, "maxdepth": -1},
    {"includehidden": True},
    {"includehidden": True, "maxdepth": 2},
    {"includehidden": False},
]


@pytest.fixture(scope="module", params=["html", "dirhtml"])
def builder(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[StandaloneHTMLBuilder]:
    """The builder of a small site, which has been built: no page hides in a folder, a fold or a second list."""
    root = tmp_path_factory.mktemp("menu")
    (root / "conf.py").write_text("html_theme = 'basic'\n", "utf-8")
    for name, text in PAGES.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / f"{name}.rst").write_text(text, "utf-8")
    app = SphinxTestApp(request.param, srcdir=root)
    app.build()
    yield app.builder  # type: ignore[misc]
    app.cleanup()


def menu_of_sphinx(builder: StandaloneHTMLBuilder, docname: str, options: dict[str, Any]) -> str:
    """Return the menu of a page as Sphinx makes it."""
    tree = global_toctree_for_doc(builder.env, docname, builder, tags=builder.tags, collapse=False, **options)
    return str(builder.render_partial(tree)["fragment"])


def with_whole_addresses(menu: str, page: str) -> str:
    """Return a menu whose URLs can be compared: a relative URL can be written in several ways."""
    return re.sub(r'(?<=href=")[^#"][^"]*', lambda href: urljoin(f"https://example.org/{page}", href[0]), menu)


def seen_from(html: str, root: str, page: str) -> str:
    """Return the menu that a page sees, from the one that was made for the root."""
    return Menu(seen_along(relative_url(page), unmark(html, root))).mark(relative_url(page))


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@pytest.mark.parametrize("docname", PAGES)
def test_each_page_has_the_menu_of_sphinx(
    builder: StandaloneHTMLBuilder, docname: str, options: dict[str, Any]
) -> None:
    root, page = builder.get_target_uri("index"), builder.get_target_uri(docname)
    menu = seen_from(menu_of_sphinx(builder, "index", options), root, page)
    expected = menu_of_sphinx(builder, docname, options)
    assert with_whole_addresses(menu, page) == with_whole_addresses(expected, page)


LIST = """\
<ul>
<li class="toctree-l1"><a class="reference internal" href="a.html">A</a><ul>
<li class="toctree-l2"><a class="reference internal" href="b/c.html">C</a></li>
</ul>
</li>
<li class="toctree-l1"><a class="reference external" href="https://example.org/">W</a></li>
</ul>
"""


def test_a_page_below_another_marks_both_of_them() -> None:
    assert (
        seen_from(LIST, "index.html", "b/c.html")
        == """\
<ul class="current">
<li class="toctree-l1 current"><a class="reference internal" href="../a.html">A</a><ul class="current">
<li class="toctree-l2 current"><a class="current reference internal" href="#">C</a></li>
</ul>
</li>
<li class="toctree-l1"><a class="reference external" href="https://example.org/">W</a></li>
</ul>
"""
    )


def test_a_list_or_an_item_may_have_a_class_or_none() -> None:
    menu = '<ul class="simple"><li><a class="reference" href="a.html">A</a></li></ul><ul class="simple"></ul>'
    assert seen_from(menu, "index.html", "a.html") == (
        '<ul class="simple current"><li class="current"><a class="current reference" href="#">A</a></li></ul>'
        '<ul class="simple"></ul>'
    )


def test_marks_of_the_original_page_are_removed() -> None:
    menu = (
        '<ul class="current simple"><li class="toctree-l1 current"><a class="current reference" href="#">R</a></li>'
        '<li class="toctree-l1"><a class="reference" href="current.html">The current "x" class="current"</a></li></ul>'
    )
    assert seen_from(menu, "index.html", "z.html") == (
        '<ul class="simple"><li class="toctree-l1"><a class="reference" href="index.html">R</a></li>'
        '<li class="toctree-l1"><a class="reference" href="current.html">The current "x" class="current"</a></li></ul>'
    )


def test_a_page_outside_of_the_menu_marks_nothing() -> None:
    assert seen_from(LIST, "index.html", "z.html") == LIST


def test_an_empty_menu_is_empty() -> None:
    assert seen_from("", "index.html", "a/b.html") == ""
