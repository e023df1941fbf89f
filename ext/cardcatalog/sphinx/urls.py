"""What is built for the web, and where the site and its pages stand there if anybody has said so."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.config import Config


WEB_BUILDERS = frozenset({"html", "dirhtml"})
"""The builders whose site may have pages without a source, and files beside the pages."""


def is_web(builder: Builder) -> bool:
    """Tell whether a builder makes such a site."""
    return builder.name in WEB_BUILDERS


def base_url(config: Config) -> str:
    """Return where the site stands on the web, ending in a slash, or an empty string if nobody has said so."""
    address = str(config.cardcatalog_baseurl or config.html_baseurl)
    return f"{address.rstrip('/')}/" if address else ""


def base_path(config: Config) -> str:
    """Return the way from the root of the host to the site, with a slash at both ends, and ``/`` if nothing is said."""
    return urlsplit(base_url(config)).path or "/"


def canonical_url(builder: Builder, name: str) -> str:
    """Return where a page stands on the web, or an empty string if nobody has said where the site does.

    The first page stands at the address of the site itself, as every server gives it there.
    """
    base = base_url(builder.config)
    way = "" if name == builder.config.root_doc else quote(builder.get_target_uri(name), safe="/%")
    return f"{base}{way}" if base else ""
