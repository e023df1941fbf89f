"""Give themes the menu of the whole site made once: by themselves they have it made anew for every page."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Any

from sphinx.environment.adapters.toctree import global_toctree_for_doc

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

_TOKEN = re.compile(
    r'<(?:ul|li)(?P<attribute>)(?: class="[^"]*(?P<class>))?'
    r"|</(?:ul|li)>"
    r'|<a class="(?P<link>)[^"]*" href="(?P<page>[^"#]*)(?P<section>#?)',
)
_HREF = re.compile(r'href="(?![a-z]+:|#)')
_CURRENT = re.compile(r'(<(?:ul|li|a)) class="([^"]*\bcurrent\b[^"]*)"')


class Menu:
    """The menu as the root of the site shows it, and what of its text a page has to change to be the current one."""

    def __init__(self, html: str, root: str) -> None:
        """Find, for every page, the links to it, and the items and lists they stand in.

        :param html: the menu, its addresses relative to the root of the site.
        :param root: the address of the page that the menu was made for.
        """
        self._html = _CURRENT.sub(_without_mark, html).replace('href="#"', f'href="{root}"')
        self._changes: dict[str, set[tuple[int, int, str]]] = defaultdict(set)
        around: list[tuple[int, int, str]] = []
        for token in _TOKEN.finditer(self._html):
            if token["section"]:
                self._changes[token["page"]].add((*token.span("page"), ""))
            elif token["page"] is not None:
                marks = ((*token.span("link"), "current "), (*token.span("page"), "#"))
                self._changes[token["page"]].update(around, marks)
            elif token[0].startswith("</"):
                around.pop()
            elif token["class"] is not None:
                around.append((*token.span("class"), " current"))
            else:
                around.append((*token.span("attribute"), ' class="current"'))

    def seen_from(self, address: str) -> str:
        """Return the menu for the page at an address, relative to the root of the site."""
        pieces, place = [], 0
        for start, end, text in sorted(self._changes.get(address, ())):
            pieces += [self._html[place:start], text]
            place = end
        pieces.append(self._html[place:])
        return _HREF.sub(f'href="{"../" * address.count("/")}', "".join(pieces))


def _without_mark(tag: re.Match[str]) -> str:
    classes = " ".join(name for name in tag[2].split() if name != "current")
    return f'{tag[1]} class="{classes}"' if classes else tag[1]


def share_menu(  # noqa: PLR0913, PLR0917  (the arguments of the event, and the menus)
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
            root = builder.get_target_uri(builder.config.root_doc)
            menus[key] = Menu(_menu_of_root(builder, options), root)  # type: ignore[arg-type]
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
