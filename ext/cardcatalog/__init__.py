"""A bibliography as a catalog: a library, and a Sphinx extension that turns it into a site.

The library does not need Sphinx:

>>> from cardcatalog import FORMATS, Query, check, load
>>> catalog, problems = load("refs.bib")
>>> problems += check(catalog)
>>> [paper.title for paper in catalog.select(Query(year=(range(2020, 2024),)))]
['A Paper']
>>> print(FORMATS["bibtex"].write(catalog, list(catalog.papers.values())))
@misc{doe2020paper,
  title         = {A Paper},
  author        = {Doe, Jane},
  year          = {2020},
}
<BLANKLINE>
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from cardcatalog.version import __version__ as __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.loader import load
    from cardcatalog.catalog.paper import Paper
    from cardcatalog.catalog.query import Query
    from cardcatalog.checks.build import check
    from cardcatalog.formats.formats import FORMATS
    from cardcatalog.problems import Problem

__all__ = ["FORMATS", "Catalog", "Paper", "Problem", "Query", "check", "load"]

_HOMES = {
    "FORMATS": "cardcatalog.formats.formats",
    "Catalog": "cardcatalog.catalog.catalog",
    "Paper": "cardcatalog.catalog.paper",
    "Problem": "cardcatalog.problems",
    "Query": "cardcatalog.catalog.query",
    "check": "cardcatalog.checks.build",
    "load": "cardcatalog.catalog.loader",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used: a command line that needs one module does not load all."""
    if name not in _HOMES:
        message = f"module 'cardcatalog' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_HOMES[name]), name)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension with Sphinx."""
    from cardcatalog.sphinx.setup import register  # noqa: PLC0415  (the library loads without Sphinx)

    return register(app)
