"""Handlers of ``html-page-context``, which get the application, the name of a page and its context, and no more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx


def page_context_handler(
    change: Callable[[Sphinx, str, dict[str, Any]], None],
) -> Callable[[Sphinx, str, str, dict[str, Any], nodes.document | None], None]:
    """Return a function with the signature of the event; most handlers need neither the template nor the doctree."""

    def handle(
        app: Sphinx,
        pagename: str,
        _templatename: str,
        context: dict[str, Any],
        _doctree: nodes.document | None,
    ) -> None:
        change(app, pagename, context)

    handle.__module__ = change.__module__
    return handle
