project = "Nasty"
version = release = "1.0"
author = copyright = "The Nasty developers"
extensions = ["cardcatalog"]
exclude_patterns = ["_build"]

cardcatalog_bibliography = ["refs.bib"]

suppress_warnings = ["cardcatalog.unknown-command"]  # it holds two on purpose

html_theme = "basic"
html_math_renderer = "mathml"
html_copy_source = False
epub_show_urls = "no"
latex_engine = "lualatex"
