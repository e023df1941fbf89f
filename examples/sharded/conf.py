"""The settings of every part; `build.py` adds the name and the bibliography of each."""

import os
from pathlib import Path

author = copyright = "The Quantization Papers developers"

extensions = ["myst_parser", "sphinx.ext.intersphinx", "cardcatalog"]
nitpicky = True

cardcatalog_category_field = "category"  # a part has the categories that its papers name, and words for keywords
cardcatalog_venues = "../../bib/venues.toml"

# The parts that are built already, next to this one. On hosts of their own: ("https://graph.example.org/", None).
SITE = Path(os.environ["PARTS"])
intersphinx_mapping = {
    path.parent.name: (f"../{path.parent.name}/", str(path)) for path in sorted(SITE.glob("*/objects.inv"))
}
intersphinx_disabled_reftypes = ["*"]  # only what says `external` leads elsewhere

html_theme = "alabaster"
html_last_updated_fmt = None
html_copy_source = False
