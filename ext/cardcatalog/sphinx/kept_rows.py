"""A row of values for each paper, which for a paper that has not changed is that of the build before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from cardcatalog.bibtex.entries import digest
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.paper import Paper
from cardcatalog.sphinx.domain.dependencies import code_digest, terms_digest
from cardcatalog.sphinx.kept_values import KeptValues

MOST_NEW = 1 / 16
"""The share of new rows up to which those of an earlier build stay: to make a few takes less than to write all."""


def rows_of_papers(
    kept: KeptValues, name: str, catalog: Catalog, make: Callable[[Paper], Iterable[Any]]
) -> dict[str, tuple[Any, ...]]:
    """Return the row of each paper, by citation key.

    :param name: that of the kept value.
    :param make: makes a row of plain values, of a paper and the terms of its catalog alone.
    """
    terms = digest(code_digest(), terms_digest(catalog))
    known = kept.get(name)
    before = known["rows"] if known.get("terms") == terms else {}
    papers = catalog.papers
    new = {
        key: (state, tuple(make(papers[key])))  # a named one is a class, which other code may not have
        for key, state in zip(papers, catalog.fingerprints(papers), strict=True)
        if state != before.get(key, ("",))[0]
    }
    rows = {key: new.get(key) or before[key] for key in papers}
    if len(new) > MOST_NEW * len(papers):
        kept.put(name, {"terms": terms, "rows": rows})
    return {key: row for key, (_state, row) in rows.items()}
