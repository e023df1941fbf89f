"""A bibliography as a catalogue: a Sphinx extension, and a command line that does without Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension with Sphinx."""
    from cardcatalog.site.extension import register  # noqa: PLC0415  (the command line is to start without Sphinx)

    return register(app)
