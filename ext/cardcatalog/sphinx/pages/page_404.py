"""The page that a server shows where there is none, ``404.html``: it works at any URL, however deep."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urljoin

from sphinx import addnodes
from sphinx.application import Sphinx

from cardcatalog.messages import gettext_noop
from cardcatalog.sphinx.domain.domain import domain_of
from cardcatalog.sphinx.domain.targets import EXPLORER
from cardcatalog.sphinx.internals import FURO_MENU
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.page_context import page_context_handler
from cardcatalog.sphinx.pages.generated_pages import GeneratedPage, PageContent, content_digest
from cardcatalog.sphinx.pages.links import Link
from cardcatalog.sphinx.urls import base_path, is_web

PAGE = "404"
"""The name of the page: servers look for ``404.html`` at the root of a site."""

TEMPLATE = "cardcatalog/404.html"

TITLE, DESCRIPTION = gettext_noop("Page not found"), gettext_noop("There is no page at this address")

_URL = re.compile(r'(?<= )(href|src|action|data-explorer)="(?!#)([^"]*)"')


def is_ours(app: Sphinx) -> bool:
    """Return whether we make the page: not if the project has written one, or has another extension for it."""
    is_made = PAGE in app.env.found_docs or "notfound.extension" in app.extensions
    return is_web(app.builder) and not is_made


def not_found_pages(app: Sphinx) -> Iterator[GeneratedPage]:
    """Yield the page if it is ours; it is at the root, though some builders give every page a folder of its own."""
    if is_ours(app):
        context = {"search": _search_url(app), "pages": tuple(_main_pages(app)), "root": base_path(app.config)}
        content = PageContent(messages.gettext(TITLE), messages.gettext(DESCRIPTION), context, {"is_hidden": True})
        yield GeneratedPage(PAGE, TEMPLATE, content_digest(content), lambda: content, f"{PAGE}.html")


def _rooted(app: Sphinx) -> Callable[[str], str]:
    """Return a function that makes a URL relative to the page one from the root of the host."""
    start = base_path(app.config) + app.builder.get_target_uri(PAGE)
    return lambda url: urljoin(start, url)


def _search_url(app: Sphinx) -> str:
    """Return where a search leads: to the explorer, or where there is none to Sphinx's own."""
    place = domain_of(app.env).places.get(EXPLORER)
    return _rooted(app)(app.builder.get_relative_uri(PAGE, place.docname if place else "search"))


def _main_pages(app: Sphinx) -> Iterator[Link]:
    """Yield the first page of the site and those that its menu names."""
    env, root, rooted = app.env, app.config.root_doc, _rooted(app)
    trees = env.tocs[root].findall(addnodes.toctree)
    for name in [root, *(name for tree in trees for _title, name in tree["entries"] if name in env.found_docs)]:
        yield Link(env.titles[name].astext(), rooted(app.builder.get_relative_uri(PAGE, name)))


@page_context_handler
def root_urls(app: Sphinx, pagename: str, context: dict[str, Any]) -> None:
    """Begin every URL that themes and extensions put around the page at the root of the host."""
    if pagename != PAGE or not is_ours(app):
        return
    rooted = _rooted(app)

    def in_html(html: str) -> str:
        return _URL.sub(lambda found: f'{found[1]}="{rooted(found[2])}"', html)

    for name, value in context.items():
        if name in {"metatags", FURO_MENU}:
            context[name] = in_html(value)
        elif name in {"content_root", "logo_url", "favicon_url"} and value:
            context[name] = rooted(value)
        elif name == "pathto":
            context[name] = _after(value, rooted)
        elif name in {"css_tag", "js_tag", "toctree"}:
            context[name] = _after(value, in_html)


def _after(make: Callable[..., Any], change: Callable[[str], str]) -> Callable[..., str]:
    """Return a function that changes the result of another."""
    return lambda *args, **options: change(str(make(*args, **options)))


def setup(app: Sphinx) -> None:
    """Change the URLs when all that the head of the page holds is there."""
    app.connect("html-page-context", root_urls, priority=950)
