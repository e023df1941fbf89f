"""Let Python's garbage collector run seldom during a build.

By default the collector walks through all that is alive again and again while pages are written, and finds next to
nothing. Only doctrees of many cards are worth it: they are cycles, of few objects but of much text.
"""

from __future__ import annotations

import atexit
import gc

from docutils import nodes
from sphinx.application import Sphinx

from cardcatalog.sphinx.domain.domain import domain_of

DEFAULT = gc.get_threshold()
SELDOM = (100_000, 10, 10)
CARDS = 1000
"""The cards that are written between two collections: about 10 MB."""


class Cards:
    """Counts the cards that are written, and collects the pages that held them."""

    def __init__(self) -> None:
        """Begin with none."""
        self._written = 0

    def note(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:  # noqa: ARG002
        """Collect the pages before this one if they held many cards."""
        page = domain_of(app.env).pages.get(docname)
        self._written += len(page.cards) if page else 0
        if self._written >= CARDS:
            gc.collect()
            self._written = 0


def restore(app: Sphinx, exception: Exception | None) -> None:  # noqa: ARG001
    """Collect as before."""
    gc.freeze()  # so that what was made meanwhile counts as old, and is not walked through at once
    gc.set_threshold(*DEFAULT)
    gc.unfreeze()


def setup(app: Sphinx) -> None:
    """Relax the collector until the build has ended."""
    gc.set_threshold(*SELDOM)
    atexit.register(gc.freeze)  # what is left goes with the process; Python would walk through it once more
    app.connect("doctree-resolved", Cards().note)
    app.connect("build-finished", restore, priority=1000)  # when all is written
