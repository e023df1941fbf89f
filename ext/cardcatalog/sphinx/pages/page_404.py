"""The page that a server shows where there is none, ``404.html``: it works at any address, however deep."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urljoin

from sphinx import addnodes

from cardcatalog.bibtex.entries import digest
from cardcatalog.messages import gettext_noop
from cardcatalog.sphinx.domain.domain import EXPLORER, domain_of
from cardcatalog.sphinx.internals import FURO_MENU
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.manifest import write
from cardcatalog.sphinx.pages.generated_pages import frame_of
from cardcatalog.sphinx.pages.paper_context import Item, templates
from cardcatalog.sphinx.urls import base_path, is_web

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

PAGE = "404"
"""The name of the page: servers look for ``404.html`` at the root of a site."""

TITLE, ABOUT = gettext_noop("Page not found"), gettext_noop("Nothing stands at this address")

_ADDRESS = re.compile(r'(?<= )(href|src|action|data-explorer)="(?!#)([^"]*)"')


def is_ours(app: Sphinx) -> bool:
    """Tell whether the page is to be made: not if the project has written one, or has another extension for it."""
    is_made = PAGE in app.env.found_docs or "notfound.extension" in app.extensions
    return is_web(app.builder) and not is_made


def write_notfound(app: Sphinx) -> Iterable[tuple[str, dict[str, Any], str]]:
    """Write the page if it has changed; yield none, since some builders would put it into a folder of its own."""
    if is_ours(app):
        builder = cast("StandaloneHTMLBuilder", app.builder)
        path = Path(app.outdir, f"{PAGE}.html")
        ledger = Path(app.doctreedir, f"cardcatalog-notfound-{builder.name}.txt")
        search, ways = _search(app), tuple(_ways(app))
        state = digest(frame_of(builder), base_path(app.config), search, repr(ways))
        if not path.exists() or not ledger.exists() or ledger.read_bytes() != state.encode():
            body = templates(()).get_template("notfound.html").render(search=search, ways=ways)
            title, about = messages.gettext(TITLE), messages.gettext(ABOUT)
            context = {"title": escape(title), "body": body, "description": about, "is_hidden": True}
            builder.handle_page(PAGE, context, outfilename=path)
            write(ledger, state)
    return ()


def _rooted(app: Sphinx) -> Callable[[str], str]:
    """Return what makes an address relative to the page one from the root of the host."""
    start = base_path(app.config) + app.builder.get_target_uri(PAGE)
    return lambda address: urljoin(start, address)


def _search(app: Sphinx) -> str:
    """Return where a search leads: to the explorer, or where there is none to Sphinx's own."""
    place = domain_of(app.env).places.get(EXPLORER)
    return _rooted(app)(app.builder.get_relative_uri(PAGE, place.docname if place else "search"))


def _ways(app: Sphinx) -> Iterable[Item]:
    """Yield the first page of the site and those that its menu names."""
    env, root, rooted = app.env, app.config.root_doc, _rooted(app)
    trees = env.tocs[root].findall(addnodes.toctree)
    for name in [root, *(name for tree in trees for _title, name in tree["entries"] if name in env.found_docs)]:
        yield Item(env.titles[name].astext(), rooted(app.builder.get_relative_uri(PAGE, name)))


def root_addresses(
    app: Sphinx,
    pagename: str,
    templatename: str,  # noqa: ARG001
    context: dict[str, Any],
    doctree: nodes.document | None,  # noqa: ARG001
) -> None:
    """Let all that themes and extensions put around the page lead from the root of the host."""
    if pagename != PAGE or not is_ours(app):
        return
    rooted = _rooted(app)

    def in_html(html: str) -> str:
        return _ADDRESS.sub(lambda found: f'{found[1]}="{rooted(found[2])}"', html)

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
    """Return a function that changes what another returns."""
    return lambda *args, **options: change(str(make(*args, **options)))


def setup(app: Sphinx) -> None:
    """Let the page be written with those that have no source, and changed when everything else is in its head."""
    app.connect("html-collect-pages", write_notfound)
    app.connect("html-page-context", root_addresses, priority=950)
