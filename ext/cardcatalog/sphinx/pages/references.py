"""Set the references of papers, and remember them from build to build."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cardcatalog.bibtex.entries import digest
from cardcatalog.formats.references import format_references, typst_version
from cardcatalog.sphinx.manifest import load_json, write

if TYPE_CHECKING:
    from pathlib import Path

    from cardcatalog.catalog.catalog import Catalog

References = dict[str, dict[str, str]]
"""Texts by the key of a paper and the name of a style."""


def set_references(catalog: Catalog, path: Path) -> References:
    """Return the references of all papers; only those of papers that are new or have changed are set.

    :param path: the file in which they are kept for the next build.
    """
    version = typst_version()
    states = {key: digest(version, catalog.fingerprint(paper)) for key, paper in catalog.papers.items()}
    rows = {key: row for key, row in load_json(path).items() if row["state"] == states.get(key)}
    if new := [paper for key, paper in catalog.papers.items() if key not in rows]:
        found = format_references(new)
        rows |= {paper.key: {"state": states[paper.key], "texts": found.get(paper.key, {})} for paper in new}
        write(path, json.dumps(rows))
    return {key: row["texts"] for key, row in rows.items()}
