"""Sphinx settings of the site, and nothing but settings: the work is done in ext/cardcatalog."""

import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent
sys.path.insert(0, str(ROOT / "ext"))

project = "Quantization Papers"
version = release = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
author = "The Quantization Papers developers"
copyright = f"{author}. The bibliography is in the public domain (CC0 1.0)"
language = "en"

extensions = ["myst_parser", "sphinx_design", "sphinxcontrib.bibtex", "cardcatalog"]
nitpicky = True
exclude_patterns = ["_static", "_templates"]
templates_path = ["docs/_templates"]

# The bibliography. Paths are relative to this folder.
cardcatalog_bibliography = ["bib/quantization.bib"]
cardcatalog_categories = "bib/categories.toml"
cardcatalog_keywords = "bib/keywords.toml"
cardcatalog_venues = "bib/venues.toml"

# {cite} reads the same file.
bibtex_bibfiles = ["bib/quantization.bib"]
bibtex_default_style = "plain"
bibtex_reference_style = "author_year"
suppress_warnings = ["bibtex.duplicate_label"]  # numbers count within a page, and no citation shows them

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath", "fieldlist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = project
html_static_path = ["docs/_static"]
html_css_files = ["site.css"]
html_extra_path = ["bib/quantization.bib"]  # at the root of the site, where people look for it
html_math_renderer = "mathml"  # the cardcatalog's: a browser needs no script for it
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_last_updated_fmt = None  # a date would make two builds of the same text differ
html_theme_options = {
    "navigation_with_keys": False,
    "top_of_page_buttons": [],
}

epub_title = project
epub_author = author
epub_publisher = author
epub_copyright = "CC0 1.0"
epub_description = "The curated bibliography of neural-network quantization"
epub_show_urls = "no"
epub_exclude_files = ["quantization.bib"]

latex_engine = "lualatex"  # names and titles are Unicode
latex_documents = [
    ("index", "quantization-papers.tex", project, author, "manual"),
]
latex_elements = {
    "papersize": "a4paper",
    "extraclassoptions": "openany,oneside",
}
latex_show_urls = "no"
