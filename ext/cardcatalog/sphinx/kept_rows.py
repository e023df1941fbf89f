"""A row of values for each paper, which for a paper that has not changed is that of the build before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from cardcatalog.bibtex.entries import digest
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.paper import Paper
from cardcatalog.sphinx.domain.dependencies import code_digest, terms_digest
from cardcatalog.sphinx.kept_values import KeptValues


def rows_of_papers(
    kept: KeptValues, name: str, catalog: Catalog, make: Callable[[Paper], Sequence[Any]]
) -> dict[str, Sequence[Any]]:
    """Return the row of each paper, by citation key.

    :param name: that of the kept value.
    :param make: makes a row, which JSON can hold, of a paper and the terms of its catalog alone.
    """
    terms = digest(code_digest(), terms_digest(catalog))
    known = kept.get(name)
    before = known["rows"] if known.get("terms") == terms else {}
    after: dict[str, tuple[str, Sequence[Any]]] = {}
    for paper in catalog.papers.values():
        state, (known_state, row) = catalog.fingerprint(paper), before.get(paper.key, ("", ()))
        after[paper.key] = state, row if state == known_state else make(paper)
    kept.put(name, {"terms": terms, "rows": after})
    return {key: row for key, (_state, row) in after.items()}
