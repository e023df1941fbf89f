"""Pages for the web alone: they have no source, stand in no menu, book or search index, and are written if changed."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx.builders.html import StandaloneHTMLBuilder

from cardcatalog.bibtex.entries import digest
from cardcatalog.sphinx.domain.domain import domain_of
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.manifest import Manifest
from cardcatalog.sphinx.urls import is_web

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sphinx.application import Sphinx


class CollectedPage(NamedTuple):
    """A page: its name, its title, what its content depends on, what makes its content, and a line on what it is."""

    name: str
    title: str
    fingerprint: str
    body: Callable[[], str]
    description: str


def collect(
    app: Sphinx, kind: str, pages: Iterable[CollectedPage], template: str = "page.html"
) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the pages of a kind that have changed since they were last written, for ``html-collect-pages``.

    A page that is no longer among them is taken away.
    """
    builder = app.builder
    if not isinstance(builder, StandaloneHTMLBuilder) or not is_web(builder):
        return
    ledger = Manifest(Path(app.doctreedir) / f"cardcatalog-{kind}-{builder.name}.json")
    frame = frame_of(builder)
    rows = {page.name: page for page in pages}
    domain_of(app.env).collected[kind] = tuple(rows)
    after = {name: digest(frame, page.title, page.description, page.fingerprint) for name, page in rows.items()}
    for name in ledger.open(after, lambda name: Path(builder.get_output_path(name)).exists()):
        page = rows[name]
        yield name, {"title": escape(page.title), "body": page.body(), "description": page.description}, template
    ledger.close(after, lambda name: Path(builder.get_output_path(name)).unlink(missing_ok=True))


def frame_of(builder: StandaloneHTMLBuilder) -> str:
    """Return what every page has around its content: settings, templates, and the menu."""
    menu = {name: [builder.env.titles[page].astext() for page in pages if page in builder.env.titles]
            for name, pages in sorted(builder.env.toctree_includes.items())}  # fmt: skip
    language = f"{messages.language} {builder.config.language}"
    return f"{language} {builder.build_info.config_hash} {builder.templates.newest_template_mtime()} {menu}"
