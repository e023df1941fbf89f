"""Set the references of papers in running text, and keep them from build to build."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cardcatalog.bibtex.entries import digest
from cardcatalog.formats.references import format_references, typst_version

if TYPE_CHECKING:
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.sphinx.kept_values import KeptValues

References = dict[str, dict[str, str]]
"""Texts by the key of a paper and the name of a style."""


def set_references(catalog: Catalog, kept: KeptValues) -> References:
    """Return the references of all papers; only those of papers that are new or have changed are set."""
    version = typst_version()
    states = {key: digest(version, catalog.fingerprint(paper)) for key, paper in catalog.papers.items()}
    known = {key: row for key, row in kept.get("references").items() if row["state"] == states.get(key)}
    if new := [paper for key, paper in catalog.papers.items() if key not in known]:
        found = format_references(new)
        known |= {paper.key: {"state": states[paper.key], "texts": found.get(paper.key, {})} for paper in new}
    kept.put("references", known)
    return {key: row["texts"] for key, row in known.items()}
