"""The front page: it has no papers, and refers to those of the parts by their inventories."""

import os
from pathlib import Path

project = "Two catalogs"
author = copyright = "The Quantization Papers developers"

extensions = ["myst_parser", "sphinx.ext.intersphinx", "cardcatalog.sphinx.interop.referring"]
nitpicky = True

SITE = Path(os.environ["PARTS"])
intersphinx_mapping = {
    path.parent.name: (f"{path.parent.name}/", str(path)) for path in sorted(SITE.glob("*/objects.inv"))
}
intersphinx_disabled_reftypes = ["*"]

html_theme = "alabaster"
html_last_updated_fmt = None
html_copy_source = False
