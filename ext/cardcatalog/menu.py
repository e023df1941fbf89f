"""Give themes the menu of the whole site made once: by themselves they have it made anew for every page."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from sphinx.environment.adapters.toctree import global_toctree_for_doc

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

_TOKEN = re.compile(r'<ul>|</ul>|<li class="[^"]*|</li>|<a class="(?P<a>)[^"]*" href="(?P<href>[^"]*)')
_HREF = re.compile(r'href="(?![a-z]+:|#)')


class Menu:
    """The menu as the root of the site shows it, and where in its text a page is to be marked as the current one."""

    def __init__(self, html: str) -> None:
        """Find, for every address, the items and lists that the link to it stands in."""
        self._html = html
        self._marks: dict[str, list[int]] = {}
        open_tags: list[int] = []
        for token in _TOKEN.finditer(html):
            if token["href"] is not None:
                self._marks.setdefault(token["href"], [*open_tags, token.start("a")])
            elif token[0].startswith("</"):
                open_tags.pop()
            else:
                open_tags.append(token.end())

    def seen_from(self, address: str) -> str:
        """Return the menu for the page at an address, both relative to the root of the site."""
        pieces, start = [], 0
        marks = self._marks.get(address, [])
        for mark in marks:
            text = self._html[start:mark]
            # An item has a class already, a list none, and a link has its own classes behind this one.
            pieces.append(f'{text[:-1]} class="current">' if text.endswith("<ul>") else f"{text} current")
            start = mark
        pieces.append(self._html[start:])
        if marks:
            pieces[-2] = pieces[-2].removesuffix(" current")
            pieces[-1] = "current " + pieces[-1].replace(f'href="{address}"', 'href="#"', 1)
        return _HREF.sub(f'href="{"../" * address.count("/")}', "".join(pieces))


def share_menu(
    menus: dict[str, Menu],
    app: Sphinx,
    pagename: str,
    templatename: str,  # noqa: ARG001
    context: dict[str, Any],
    doctree: nodes.document | None,  # noqa: ARG001
) -> None:
    """Replace the function ``toctree`` of the templates, unless a theme folds the menu to the page's own branch."""
    builder, own = app.builder, context.get("toctree")
    if not own or builder.name not in {"html", "dirhtml"}:
        return
    def toctree(**options: Any) -> str:  # noqa: ANN401
        if options.get("collapse", True):
            return str(own(**options))
        key = repr(sorted(options.items()))
        if key not in menus:
            menus[key] = Menu(_menu_of_root(builder, options))  # type: ignore[arg-type]
        return menus[key].seen_from(builder.get_target_uri(pagename))

    context["toctree"] = toctree


def _menu_of_root(builder: StandaloneHTMLBuilder, options: dict[str, Any]) -> str:
    options = {"includehidden": False} | options
    root = builder.config.root_doc
    tree = global_toctree_for_doc(builder.env, root, builder, tags=builder.tags, **options)
    return str(builder.render_partial(tree)["fragment"])


def setup(app: Sphinx) -> None:
    """Come before the themes, which ask for the menu while they make the context of a page."""
    app.connect("html-page-context", partial(share_menu, {}), priority=100)
