"""A project that refers to the papers and keywords of another one, by its inventory."""

import os
from pathlib import Path

project = "Notes of a reader"
author = copyright = "A reader"

extensions = [
    "myst_parser",
    "sphinx.ext.intersphinx",
    "cardcatalog.sphinx.interop.referring",
]  # the last one names the roles
nitpicky = True
exclude_patterns = ["_build"]

# On the web: {"papers": ("https://example.org/quantization-papers/", None)}. Here the site is the one built next to it.
SITE = Path(os.environ.get("PAPERS", Path(__file__).parents[2] / "build" / "html")).resolve()
intersphinx_mapping = {"papers": (f"{SITE.as_uri()}/", str(SITE / "objects.inv"))}
intersphinx_disabled_reftypes = ["*"]  # only what says `external` leads elsewhere

html_theme = "basic"
html_last_updated_fmt = None
html_copy_source = False
