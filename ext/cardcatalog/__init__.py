"""A bibliography as a catalog: a library, and a Sphinx extension that turns it into a site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cardcatalog.version import __version__ as __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension with Sphinx."""
    from cardcatalog.sphinx.setup import register  # noqa: PLC0415  (the library is to load without Sphinx)

    return register(app)
