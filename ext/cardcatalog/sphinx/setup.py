"""The components of the extension, in the order in which they are registered with Sphinx."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from cardcatalog.sphinx import catalog_reader, configuration, garbage, hooks, language, site_build, urls
from cardcatalog.sphinx.books import books
from cardcatalog.sphinx.charts import charts
from cardcatalog.sphinx.domain import registration, transforms
from cardcatalog.sphinx.interop import sharing
from cardcatalog.sphinx.outputs import (
    crawlers,
    downloads,
    entry_lines,
    explorer,
    extract_tool,
    feeds,
    results_explorer,
    site_search,
)
from cardcatalog.sphinx.pages import overviews, page_404, result_directives, web_links
from cardcatalog.sphinx.render import mathml, nodes
from cardcatalog.sphinx.theme import assets, head_printing, head_tags, menu, preview
from cardcatalog.version import __version__

COMPONENTS = (
    garbage,
    site_build,
    configuration,
    hooks,
    language,
    urls,
    catalog_reader,
    sharing,
    assets,
    registration,  # before all that adds directives to the domain
    nodes,
    extract_tool,
    transforms,
    charts,
    web_links,
    overviews,
    result_directives,
    results_explorer,
    feeds,
    mathml,
    menu,
    downloads,
    books,
    explorer,
    entry_lines,
    site_search,
    head_tags,
    head_printing,
    preview,
    page_404,
    crawlers,
)
"""Modules with a function ``setup(app)``. Where handlers of one event must run in an order, they have priorities."""


def register(app: Sphinx) -> ExtensionMetadata:
    """Register every component; see :func:`cardcatalog.setup`."""
    app.setup_extension("sphinx_design")
    for component in COMPONENTS:
        component.setup(app)
    return {"version": __version__, "env_version": 3, "parallel_read_safe": True, "parallel_write_safe": True}
