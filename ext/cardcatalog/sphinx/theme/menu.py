"""Give themes a menu of the whole site that is made once; by themselves they make it again for every page.

In Furo a page without a source, which is in no menu, has the first level only: thousands of such pages would be mostly
menu. A script that all of them load fills in the rest; without JavaScript every page of the first level has it.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import chain
from typing import Any

from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

from cardcatalog.bibtex.entries import digest
from cardcatalog.sphinx.domain.domain import domain_of
from cardcatalog.sphinx.internals import FURO_MENU, furo_menu, site_menu
from cardcatalog.sphinx.manifest import OUTPUTS, Output, file_of
from cardcatalog.sphinx.page_context import page_context_handler
from cardcatalog.sphinx.theme.bundles import STATIC, join_modules
from cardcatalog.sphinx.urls import is_web

SCRIPT = "_static/cardcatalog-menu.js"
"""The file with the whole menu, for pages that have its first level."""

_TOKEN = re.compile(
    r'<(?:ul|li)(?P<attribute>)(?: class="[^"]*?(?P<class>)(?: has-children)?(?P<end>)")?'
    r"|</(?:ul|li)>"
    r'|<a class="(?P<link>)[^"]*" href="(?P<page>[^"#]*)(?P<section>#?)'
    r'|<input aria-label="[^"]*"(?P<box>)',
)
_HREF = re.compile(r'href="(?![a-z]+:|#)')
_CURRENT = re.compile(r'(<(?:ul|li|a)) class="([^"]*\bcurrent\b[^"]*)"')

Change = tuple[int, int, str]
"""The replacement of a piece of the menu."""


class Menu:
    """A menu in which no page is the current one, and what of its text a page has to change to be that."""

    def __init__(self, html: str) -> None:
        """Find, for every page, the links to it, and the items, lists and boxes around them."""
        self._html = html
        self._changes: dict[str, list[list[Change]]] = defaultdict(list)
        self._ends: dict[str, int] = {}
        around: list[list[Change]] = []
        ends: list[int] = []
        for token in _TOKEN.finditer(html):
            if token["box"] is not None:
                around[-1].append((*token.span("box"), ' checked=""'))
            elif token["section"]:
                self._changes[token["page"]].append([(*token.span("page"), "")])
            elif token["page"] is not None:
                link = [(*token.span("link"), "current "), (*token.span("page"), "#")]
                self._changes[token["page"]] += [*around, link]
                self._ends[token["page"]] = ends[-1]
            elif token[0].startswith("</"):
                around.pop()
                ends.pop()
            else:
                has_class = token["class"] is not None
                mark = (
                    (*token.span("class"), " current") if has_class else (*token.span("attribute"), ' class="current"')
                )
                around.append([mark])
                ends.append(token.end("end"))

    def mark(self, address: str, item: str = "") -> str:
        """Return the menu with a page marked as the current one.

        :param address: the address of the page as the menu has it.
        :param item: a class for the last item of the page.
        """
        changes = set(chain.from_iterable(self._changes.get(address, ())))
        if item and address in self._ends:
            changes.add((self._ends[address], self._ends[address], f" {item}"))
        pieces, place = [], 0
        for start, end, text in sorted(changes):
            pieces += [self._html[place:start], text]
            place = end
        return "".join([*pieces, self._html[place:]])


class Menus:
    """The menus of one build: one for each set of arguments from a theme, and each depth of pages."""

    def __init__(self) -> None:
        """Begin with none."""
        self._made: dict[str, str] = {}
        self._menus: dict[str, Menu] = {}

    def _menu(self, html: str) -> Menu:
        if html not in self._menus:
            self._menus[html] = Menu(html)
        return self._menus[html]

    def share(self, app: Sphinx, pagename: str, context: dict[str, Any]) -> None:
        """Replace the function ``toctree`` of the templates, unless a theme folds the menu to the page's own branch."""
        builder, own = app.builder, context.get("toctree")
        if not own or not is_web(builder):
            return

        def toctree(**options: Any) -> str:  # noqa: ANN401
            if options.get("collapse", True):
                return str(own(**options))
            if is_short(app, pagename):
                options["maxdepth"] = 1
            key = repr(sorted(options.items()))
            if key not in self._made:
                self._made[key] = _unmarked_menu(builder, options)
            way = relative_url(builder.get_target_uri(pagename))
            html = seen_along(way, self._made[key])
            # Furo takes the menu apart, but each only once; so it gets one that is the same for many pages.
            return html if app.config.html_theme == "furo" else self._menu(html).mark(way)

        context["toctree"] = toctree

    def mark_in_furo(self, app: Sphinx, pagename: str, context: dict[str, Any]) -> None:
        """Mark the current page in what Furo made of the menu, and load what it lacks."""
        if app.config.html_theme == "furo" and is_web(app.builder) and context.get(FURO_MENU):
            way = relative_url(app.builder.get_target_uri(pagename))
            context[FURO_MENU] = self._menu(context[FURO_MENU]).mark(way, item="current-page")
        if is_short(app, pagename):
            script = f'<script defer src="{context["pathto"](SCRIPT, resource=True)}"></script>'
            context["metatags"] = f"{context.get('metatags', '')}{script}"


def is_short(app: Sphinx, pagename: str) -> bool:
    """Return whether a page has only the first level of the menu."""
    return app.config.html_theme == "furo" and is_web(app.builder) and pagename not in app.env.found_docs


def menu_digest(env: BuildEnvironment) -> str:
    """Return the digest of all that the menu is made of: tables of contents, and the titles of pages."""
    trees = {name: list(env.tocs[name].findall(addnodes.toctree)) for name in sorted(env.toctree_includes)}
    titles = {name: title.astext() for name, title in sorted(env.titles.items())}
    return digest(repr(titles), *(repr((name, *(tree.attributes for tree in row))) for name, row in trees.items()))


def find_pages_with_menu(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """Return all pages if the menu has changed: each holds it, and links to the pages before and after.

    Sphinx writes only those again whose own source has changed.
    """
    site, now = domain_of(env).site, menu_digest(env)
    before, site.menu = site.menu, now
    return env.found_docs if before not in {"", now} and is_web(app.builder) else ()


def script_output(app: Sphinx) -> Output | None:
    """Return the script with the whole menu, if pages of the theme need it."""
    if app.config.html_theme != "furo" or not is_web(app.builder):
        return None

    code = join_modules(STATIC / "scripts", "menu")

    def script() -> str:
        menu = furo_menu(lambda **options: _unmarked_menu(app.builder, options))  # type: ignore[arg-type]  # of HTML
        return f"globalThis.cardcatalogMenu = {json.dumps(menu, ensure_ascii=False)};\n{code}"

    return Output("menu", digest(code, menu_digest(app.env)), lambda: [file_of(SCRIPT, script)])


def _unmarked_menu(builder: StandaloneHTMLBuilder, options: dict[str, Any]) -> str:
    """Return the menu with all addresses relative to the root of the site, and no page marked."""
    options = {"includehidden": False} | options
    return unmark(site_menu(builder, **options), builder.get_target_uri(builder.config.root_doc))


def unmark(html: str, address: str) -> str:
    """Return a menu without the marks of the current page, whose address it gets back."""
    return _CURRENT.sub(_without_mark, html).replace('href="#"', f'href="{address}"')


def relative_url(address: str) -> str:
    """Return the address of a page as seen from itself through the root of the site."""
    return "../" * address.count("/") + address


def seen_along(way: str, html: str) -> str:
    """Return a menu that was made for the root of the site as the page sees it to which a way leads."""
    return _HREF.sub(f'href="{"../" * way.count("../")}', html)


def _without_mark(tag: re.Match[str]) -> str:
    classes = " ".join(name for name in tag[2].split() if name != "current")
    return f'{tag[1]} class="{classes}"' if classes else tag[1]


def setup(app: Sphinx) -> None:
    """Connect before the themes, which request the menu while they make the context of a page, and after Furo."""
    menus = Menus()
    app.connect("html-page-context", page_context_handler(menus.share), priority=100)
    app.connect("html-page-context", page_context_handler(menus.mark_in_furo), priority=900)
    app.connect("env-updated", find_pages_with_menu)
    app.connect(OUTPUTS, script_output)
