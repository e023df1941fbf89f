"""A site about software, in another theme, with colours and a field of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from cardcatalog.catalog.paper import Paper

project = "Software in use"
author = copyright = "The Quantization Papers developers"

extensions = ["myst_parser", "cardcatalog"]
nitpicky = True
exclude_patterns = ["_build"]

cardcatalog_bibliography = ["software.bib"]
cardcatalog_categories = "categories.toml"  # neither glossary nor venues: keywords are free words
cardcatalog_results = "sizes.toml"
cardcatalog_required_fields = ["title"]  # packages name no year, and some no author

html_theme = "alabaster"
html_static_path = ["static"]
html_css_files = ["software.css"]
html_theme_options = {"description": "Packages, as their own metadata tell of them", "page_width": "1100px"}
html_sidebars = {"**": ["about.html", "searchfield.html", "navigation.html"]}
html_last_updated_fmt = None
html_show_sphinx = False
html_copy_source = False


def show_licence(app: Sphinx, paper: Paper, card: nodes.Element) -> None:  # noqa: ARG001  (what the event gives)
    """Show the field `license` on each card; see docs/develop/extending.md."""
    if licence := paper.entry.get("license"):
        card += nodes.paragraph("", f"Licence: {licence}", classes=["licence"])


def setup(app: Sphinx) -> None:
    """Listen to the event."""
    app.connect("cardcatalog-card", show_licence)
