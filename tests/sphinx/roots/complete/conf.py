"""Everything at once: laid over the library, so that a build has every page, file and index that there can be."""

import os

project = "Library"
version = release = "1.0"
author = copyright = "The Library developers"
extensions = ["myst_parser", "sphinxcontrib.bibtex", "cardcatalog", *os.environ.get("EXTENSIONS", "").split()]
nitpicky = True
exclude_patterns = ["_build", "build"]

cardcatalog_bibliography = ["bib/refs.bib"]
cardcatalog_categories = "bib/categories.toml"
cardcatalog_keywords = "bib/keywords.toml"
cardcatalog_venues = "bib/venues.toml"
cardcatalog_baseurl = "https://library.example.org/"
cardcatalog_license = "CC0-1.0"
bibtex_bibfiles = ["bib/refs.bib"]

# Of other extensions, where they are loaded.
html_baseurl = ogp_site_url = cardcatalog_baseurl
ogp_social_cards = {"enable": False}
redirects = {"paper/hale2023draft": "../guide.html"}
sitemap_url_scheme = "{link}"

html_theme = os.environ.get("THEME", "furo")
html_math_renderer = "mathml"
html_last_updated_fmt = None
html_copy_source = False
epub_show_urls = "no"
latex_engine = "lualatex"
