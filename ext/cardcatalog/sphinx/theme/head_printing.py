"""Let every theme print the tags of heads: one that drops the variable ``metatags`` prints them in a block.

Sphinx's own layout prints ``metatags``, in which handlers of ``html-page-context`` collect tags. Some themes have a
head of their own without it (seen in Shibuya 2026.7 and sphinx-immaterial 0.13), or lose it (Pallets-Sphinx-Themes
2.5). All of these have the block ``extrahead``: templates between theme and page print the tags there, unless they were
printed before.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.util import logging

from cardcatalog.sphinx.internals import add_template_folder, has_scripts
from cardcatalog.sphinx.page_context import page_context_handler

logger = logging.getLogger(__name__)

LAYOUTS = Path(__file__).parents[2] / "templates" / "layouts"


class HeadTags(str):
    """Tags of a head, which templates print by ``str``."""

    __slots__ = ("were_printed",)

    def __new__(cls, tags: str) -> HeadTags:  # noqa: PYI034  (Self needs a base that is not str)
        """Return tags that are not printed yet."""
        new = super().__new__(cls, tags)
        new.were_printed = False
        return new

    def __str__(self) -> str:
        """Return the tags, and note that they are printed."""
        self.were_printed = True
        return str.__str__(self)

    def rest(self) -> str:
        """Return the tags unless they were printed."""
        return "" if self.were_printed else str(self)


class HeadPrinter:
    """The tags of the last page, and whether an earlier page printed its own; that of OpenSearch never does."""

    def __init__(self) -> None:
        """Begin without a page."""
        self._last: HeadTags | None = None
        self._were_printed = False

    def hand_over(self, _app: Sphinx, _pagename: str, context: dict[str, Any]) -> None:
        """Give a page its tags, when all handlers have added theirs."""
        self._were_printed = self._were_printed or (self._last is not None and self._last.were_printed)
        self._last = context["metatags"] = context["cardcatalog_head"] = HeadTags(context.get("metatags", ""))

    def warn(self, app: Sphinx, exception: Exception | None) -> None:
        """Warn of a theme that prints no tags at all."""
        if not exception and self._last and not (self._were_printed or self._last.were_printed):
            theme = app.config.html_theme
            logger.warning(
                "the theme %r prints neither 'metatags' nor the block 'extrahead', so that search and selection "
                "do not work; use another theme, or add '{{ cardcatalog_head.rest() }}' to the head of its layout",
                theme, type="cardcatalog", subtype="theme",
            )  # fmt: skip


def add_printer(app: Sphinx) -> None:
    """Add the layout when the builder is known."""
    if has_scripts(app.builder):
        printer = HeadPrinter()
        add_template_folder(app.builder, LAYOUTS)
        app.connect("html-page-context", page_context_handler(printer.hand_over), priority=999)
        app.connect("build-finished", printer.warn)


def setup(app: Sphinx) -> None:
    """Begin when the builder is known."""
    app.connect("builder-inited", add_printer)
