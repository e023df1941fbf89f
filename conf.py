"""Sphinx settings of the site, and nothing but settings: the work is done in ext/cardcatalog."""

import os
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent
sys.path.insert(0, str(ROOT / "ext"))

project = "Quantization Papers"
version = release = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
subject = "The curated bibliography of neural-network quantization"
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
cardcatalog_results = "bib/results.toml"
cardcatalog_released_keys = "bib/released-keys.tsv"
cardcatalog_house_rules = True
cardcatalog_guides = [  # the primer, and the reading paths
    *("guides/primer", "guides/number-formats", "guides/llm-weights", "guides/activations", "guides/kv-cache"),
    *("guides/binary", "guides/vision-transformers", "guides/diffusion", "guides/training", "guides/hardware"),
]
cardcatalog_unquoted = ["develop/*"]
cardcatalog_license = "CC0-1.0"
cardcatalog_contact = os.environ.get("SITE_CONTACT", "contribute#report-a-mistake")  # if there is no repository

# {cite} reads the same file.
bibtex_bibfiles = ["bib/quantization.bib"]
bibtex_default_style = "plain"
bibtex_reference_style = "label"  # as the list of references has it

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath", "fieldlist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = project
html_baseurl = os.environ.get("SITE_ADDRESS", "")  # who publishes the site knows where; feeds and sitemap need it
html_context = {  # what the footer links to
    "cardcatalog_source": "/".join(filter(None, map(os.environ.get, ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY")))),
    "cardcatalog_feed": bool(html_baseurl),
}
html_static_path = ["docs/_static"]
html_favicon = "docs/_static/favicon.svg"
html_css_files = ["site.css"]  # made of the colours below, and of docs/_templates/styles
html_math_renderer = "mathml"  # the cardcatalog's: a browser needs no script for it
html_use_index = False  # the glossary is one, with what its words mean
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_last_updated_fmt = None  # a date would make two builds of the same text differ
html_theme_options = {
    "navigation_with_keys": False,
    "top_of_page_buttons": [],
    # One accent hue, green; every pair of text and ground has a contrast of at least 4.5 (WCAG AA).
    "light_css_variables": {
        "color-code-background": "#f2f2f2",
        "color-code-foreground": "#1e1e1e",
        "color-foreground-primary": "#1c2320",
        "color-foreground-secondary": "#4a5550",
        "color-foreground-muted": "#5f6a65",
        "color-foreground-border": "#7c8782",
        "color-background-primary": "#ffffff",
        "color-background-secondary": "#f6f8f7",
        "color-background-hover": "#ecf0ee",
        "color-background-border": "#dde3e0",
        "color-brand-primary": "#17684e",
        "color-brand-content": "#17684e",
        "color-brand-visited": "#4d675c",
        "color-highlight-on-target": "#dff0e7",
        "color-highlighted-background": "#dff0e7",
        "color-card-border": "#dde3e0",
        "color-sidebar-link-text--top-level": "var(--color-foreground-primary)",
    },
    "dark_css_variables": {
        "color-code-background": "#202020",
        "color-code-foreground": "#d0d0d0",
        "color-foreground-primary": "#dbe0dd",
        "color-foreground-secondary": "#aab4af",
        "color-foreground-muted": "#98a39e",
        "color-foreground-border": "#727d78",
        "color-background-primary": "#131615",
        "color-background-secondary": "#191d1b",
        "color-background-hover": "#222826",
        "color-background-border": "#2e3532",
        "color-brand-primary": "#7fcdb0",
        "color-brand-content": "#7fcdb0",
        "color-brand-visited": "#a3bab0",
        "color-highlight-on-target": "#1d3a2f",
        "color-highlighted-background": "#1d3a2f",
        "color-card-border": "#2e3532",
        "color-card-background": "transparent",
    },
}

epub_title = project
epub_author = author
epub_publisher = author
epub_copyright = "CC0 1.0"
epub_description = subject
epub_show_urls = "no"
epub_tocscope = "includehidden"  # the toctrees of the landing page are the menu, and hidden on the page itself
epub_tocdepth = 4  # as deep as categories are
epub_uid = epub_identifier = "quantization-papers"  # EPUBCheck wants the same for both, in the form of a name
epub_exclude_files = [".buildinfo.bak"]  # Sphinx leaves it when a setting has changed, and then warns of it

latex_engine = "lualatex"  # names and titles are Unicode
latex_documents = [
    ("index", "quantization-papers.tex", project, author, "manual", True),  # without the landing page
]
latex_additional_files = ["docs/_latex/catalog.sty"]
latex_use_xindy = False  # makeindex comes with every TeX; names bring a key to be sorted by
latex_elements = {
    "papersize": "a4paper",
    "extraclassoptions": "openany,oneside",
    "fncychap": "",
    "fontpkg": "",  # catalog.sty has them
    "preamble": rf"\usepackage{{catalog}}\newcommand{{\catalogsubject}}{{{subject}}}",
    "sphinxsetup": (
        "hmargin={25mm,25mm}, vmargin={25mm,25mm}, verbatimwithframe=false, "
        "TitleColor={HTML}{17684E}, InnerLinkColor={HTML}{17684E}, OuterLinkColor={HTML}{2B6A8F}"
    ),
    "printindex": r"\catalogindex",
}
latex_show_urls = "no"
