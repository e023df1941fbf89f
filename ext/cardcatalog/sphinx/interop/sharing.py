"""Let sphinxcontrib-bibtex, where a project uses it, cite from the catalog."""

from __future__ import annotations

from sphinx.application import Sphinx


def share_entries(app: Sphinx) -> None:
    """Share the entries if the extension is loaded."""
    if "sphinxcontrib.bibtex" in app.extensions:
        from cardcatalog.sphinx.interop import citations  # noqa: PLC0415  (it needs pybtex, which not every project has)

        citations.share(app)


def setup(app: Sphinx) -> None:
    """Share the entries when the catalog is read, before sphinxcontrib-bibtex would read the files."""
    app.connect("builder-inited", share_entries, priority=450)
