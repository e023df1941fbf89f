# Every value of an entry or a vocabulary is written by an attacker.
project = "Hostile"
version = release = "1.0"
author = copyright = "The Hostile developers"
extensions = ["myst_parser", "cardcatalog"]
exclude_patterns = ["_build"]

cardcatalog_bibliography = ["bib/refs.bib"]
cardcatalog_categories = "bib/categories.toml"
cardcatalog_keywords = "bib/keywords.toml"
cardcatalog_venues = "bib/venues.toml"
cardcatalog_baseurl = "https://hostile.example/"
cardcatalog_edit_url = "https://code.example/edit/{path}#L{line}"
cardcatalog_report_url = "https://code.example/new?title={title}&body={body}"

html_theme = "furo"
html_math_renderer = "mathml"
html_copy_source = False
epub_show_urls = "no"
latex_engine = "lualatex"
