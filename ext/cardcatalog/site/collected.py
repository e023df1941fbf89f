"""Pages for the web alone: they have no source, stand in no menu, book or search index, and are written if changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx.builders.html import StandaloneHTMLBuilder

from cardcatalog.bibtex.bibliography import digest
from cardcatalog.site.language import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.builders import Builder


class CollectedPage(NamedTuple):
    """A page: its name, its title, what its content depends on, and what makes its content."""

    name: str
    title: str
    fingerprint: str
    body: Callable[[], str]


def shows_collected(builder: Builder) -> bool:
    """Tell whether a builder writes such pages, so that one may link to them."""
    return builder.name in {"html", "dirhtml"}


def collect(
    app: Sphinx, kind: str, pages: Iterable[CollectedPage], template: str = "page.html"
) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the pages of a kind that have changed since they were last written, for ``html-collect-pages``.

    A page that is no longer among them is taken away.
    """
    builder = app.builder
    if not isinstance(builder, StandaloneHTMLBuilder) or not shows_collected(builder):
        return
    known = Path(app.doctreedir) / f"cardcatalog-{kind}-{builder.name}.json"
    before = json.loads(known.read_text("utf-8")) if known.exists() else {}
    frame = _frame(builder)
    after: dict[str, str] = {}
    for page in pages:
        after[page.name] = digest(frame, page.title, page.fingerprint)
        if before.get(page.name) != after[page.name] or not Path(builder.get_output_path(page.name)).exists():
            yield page.name, {"title": page.title, "body": page.body()}, template
    for name in before.keys() - after.keys():
        Path(builder.get_output_path(name)).unlink(missing_ok=True)
    if after or before:
        known.write_text(json.dumps(after, indent=1), "utf-8")


def _frame(builder: StandaloneHTMLBuilder) -> str:
    """Return what every page has around its content: settings, templates, and the menu."""
    menu = {name: [builder.env.titles[page].astext() for page in pages if page in builder.env.titles]
            for name, pages in sorted(builder.env.toctree_includes.items())}  # fmt: skip
    language = f"{wording.language} {builder.config.language}"
    return f"{language} {builder.build_info.config_hash} {builder.templates.newest_template_mtime()} {menu}"
