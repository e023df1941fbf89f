"""The builders for the web, and the URLs of the site and its pages where a base URL is set."""

from __future__ import annotations

from typing import TypeGuard
from urllib.parse import quote, urlsplit

from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
from sphinx.config import Config
from sphinxcontrib.serializinghtml import SerializingHTMLBuilder

WEB_TAG = "cardcatalog_web"
"""The tag by which a directive ``only`` chooses the builders of :func:`is_web`."""


def is_web(builder: Builder) -> TypeGuard[StandaloneHTMLBuilder]:
    """Return whether a builder makes a web site of many pages: ``html``, ``dirhtml``, or a class derived from theirs.

    Only such a site has pages without a source, and files that are not pages. ``singlehtml`` makes one page, to be
    printed or sent: it shows cards and runs scripts, but has no such pages and files. ``json`` and ``pickle`` make data
    for other programs, ``epub`` and the formats of help systems make books.
    """
    others = SingleFileHTMLBuilder | SerializingHTMLBuilder
    return isinstance(builder, StandaloneHTMLBuilder) and not builder.embedded and not isinstance(builder, others)


def page_suffix(builder: Builder) -> str:
    """Return the ending of the files of pages; an empty text for a builder that does not write one for each page."""
    return "" if isinstance(builder, SingleFileHTMLBuilder) else getattr(builder, "out_suffix", "")


def add_web_tag(app: Sphinx) -> None:
    """Add the tag for web-only content."""
    if is_web(app.builder):
        app.tags.add(WEB_TAG)


def setup(app: Sphinx) -> None:
    """Add the tag when the builder is known."""
    app.connect("builder-inited", add_web_tag)


def base_url(config: Config) -> str:
    """Return the base URL of the site, ending in a slash, or an empty string if none is set."""
    address = str(config.cardcatalog_baseurl or config.html_baseurl)
    return f"{address.rstrip('/')}/" if address else ""


def base_path(config: Config) -> str:
    """Return the way from the root of the host to the site, with a slash at both ends, and ``/`` by default."""
    return urlsplit(base_url(config)).path or "/"


def canonical_url(builder: Builder, name: str) -> str:
    """Return the canonical URL of a page, or an empty string if no base URL is set.

    ``index`` has the URL of the site itself, as every server delivers it there.
    """
    base = base_url(builder.config)
    way = "" if name == "index" else quote(builder.get_target_uri(name), safe="/%")
    return f"{base}{way}" if base else ""
