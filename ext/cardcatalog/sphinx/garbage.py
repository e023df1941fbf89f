"""Let Python's garbage collector run seldom during a build.

By default the collector walks through all that is alive again and again while pages are written, and finds next to
nothing: cards, which are most of a page, hold no cycles.
"""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager

from sphinx.application import Sphinx

DEFAULT = gc.get_threshold()
SELDOM = (100_000, 10, 10)


@contextmanager
def at_rest() -> Iterator[None]:
    """Collect nothing while what lives as long as the build is made."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
    gc.freeze()


def restore(app: Sphinx, exception: Exception | None) -> None:  # noqa: ARG001
    """Collect as before."""
    gc.freeze()  # so that what was made meanwhile counts as old, and is not walked through at once
    gc.set_threshold(*DEFAULT)
    gc.unfreeze()


def setup(app: Sphinx) -> None:
    """Relax the collector until the build has ended."""
    gc.set_threshold(*SELDOM)
    atexit.register(gc.freeze)  # what is left goes with the process; Python would walk through it once more
    app.connect("build-finished", restore, priority=1000)  # when all is written
