"""Events by which a project or another extension adds checks, content of pages, and files.

Handlers are connected as to any event of Sphinx. Without a handler, an event costs one look-up in a dictionary.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import ExtensionError
from sphinx.events import EventManager

from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.paper import Paper
from cardcatalog.problems import Problem
from cardcatalog.sphinx.internals import handlers, render_fragment

CHECK, CARD, PAPER, EXPORT = "cardcatalog-check", "cardcatalog-card", "cardcatalog-paper", "cardcatalog-export"

EVENTS = {
    CHECK: "catalog",
    CARD: "paper, node",
    PAPER: "paper, values",
    EXPORT: "catalog",
}
"""The events, with the arguments of a handler after the application."""


def has_listeners(events: EventManager, name: str) -> bool:
    """Return whether an event has a handler."""
    return bool(handlers(events, name))


def are_contexts_known(builder: Builder) -> bool:
    """Return whether nothing takes part in the contexts of pages but Sphinx, the theme and this package."""
    known = {"sphinx", "alabaster", "cardcatalog", builder.config.html_theme}
    rows = handlers(builder.events, "html-page-context")
    return {(getattr(row, "__module__", None) or "").partition(".")[0] for row in rows} <= known


def emit_check(events: EventManager, catalog: Catalog) -> Iterator[Problem]:
    """Yield the problems of the project's own rules; a handler returns or yields problems, or returns nothing."""
    for found in events.emit(CHECK, catalog):
        yield from found or ()


def card_hook(events: EventManager) -> Callable[[Paper, nodes.Element], object] | None:
    """Return the function by which handlers add to a card or a plain entry; nothing if there are no handlers."""
    if not has_listeners(events, CARD):
        return None
    return lambda paper, node: events.emit(CARD, paper, node)


def card_additions(builder: StandaloneHTMLBuilder, papers: Iterable[Paper]) -> dict[str, str]:
    """Return the HTML that handlers add to each card, by citation key, for cards that a script makes."""
    extend = card_hook(builder.events)
    if not extend:
        return {}
    added: dict[str, str] = {}
    for paper in papers:
        body = nodes.container()
        extend(paper, body)
        if body.children:
            added[paper.key] = "".join(render_fragment(builder, child) for child in body.children)
    return added


def emit_paper(events: EventManager, paper: Paper) -> dict[str, Any]:
    """Return the values of handlers for the template of a paper's page, as ``values``."""
    values: dict[str, Any] = {}
    if has_listeners(events, PAPER):
        events.emit(PAPER, paper, values)
    return values


def emit_export(events: EventManager, catalog: Catalog) -> dict[str, Callable[[], bytes]]:
    """Return the writers of the files that handlers register, by their paths within the site.

    A handler returns a mapping of paths to functions that take nothing and return the content, as bytes or as text.

    :raises ExtensionError: if a path leads out of the site.
    """
    files: dict[str, Callable[[], bytes]] = {}
    for found in events.emit(EXPORT, catalog):
        for name, make in (found or {}).items():
            if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
                message = f"{EXPORT}: {name!r} leads out of the site; name a path below its root"
                raise ExtensionError(message)
            files[name] = lambda make=make: _encoded(make())  # type: ignore[misc]
    return files


def _encoded(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.encode()


def setup(app: Sphinx) -> None:
    """Register the events."""
    for name in EVENTS:
        app.add_event(name)
