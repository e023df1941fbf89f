"""Write many pages of one kind with the frame that the theme puts around them, which it is asked for once.

A theme takes longer to write a page around the content than a catalogue takes to make that. Around all papers it is the
same, but for the title and a few addresses; a page is written with marks in their place, and then filled in.
"""

from __future__ import annotations

import html
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from urllib.parse import quote

from jinja2.filters import do_striptags
from markupsafe import escape
from sphinx.util import logging

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

logger = logging.getLogger(__name__)

TEMPLATE = "page.html"

_SAME_FOR_ALL = frozenset(
    {"sphinx", "furo", "alabaster", "myst_parser", "sphinx_design", "sphinxcontrib", "cardcatalog"}
)
"""Packages that, when a page is written, do nothing that depends on which page it is, where it has no source."""

_PROBE = "<b>&amp;'\""
"""What tells by its look what a theme does to a text."""

_TREATMENTS: tuple[Callable[[str], str], ...] = (
    str,
    lambda text: str(escape(text)),
    lambda text: str(escape(do_striptags(text))),
    html.escape,
    lambda text: html.escape(do_striptags(text)),
)
"""What themes and heads do to a text: nothing, ``|e``, or ``|striptags|e``, as Jinja or as Python writes entities."""

_NAME = "ccframename"
_MARK = re.compile(r"ccframe(name)|ccframeopen(\w+?)z(.*?)ccframeshut", re.DOTALL)


class PageJob(NamedTuple):
    """A page to be: the digest of what it shows, and what makes its context for the template if it is to be written."""

    state: str
    context: Callable[[], dict[str, Any]] | None


def write_framed(app: Sphinx, names: Sequence[str], draft: Callable[[str], PageJob]) -> dict[str, str]:
    """Write pages without a source as Sphinx would; return their states by name.

    Sphinx writes the first of each shape, since that shows whether the frame gives what the theme gives; and all pages
    where it does not, or where an extension takes part of which nothing is known.

    :param names: the names of the pages.
    :param draft: returns what a page is to be.
    """
    builder = cast("StandaloneHTMLBuilder", app.builder)  # no other collects pages
    is_framed = is_same_for_all(app)
    frames: dict[object, Shell | None] = {}
    states: dict[str, str] = {}
    for name in names:
        states[name], make = draft(name)
        if not make:
            continue
        context = make()
        values = dict(_flatten(context))
        shape = (name.rpartition("/")[0], *values)
        can_be_framed = is_framed and quote(name) == name
        frame = frames.get(shape) if can_be_framed else None
        if frame:
            frame.write(builder, name, values)
            continue
        builder.handle_page(name, context, TEMPLATE)
        if can_be_framed and shape not in frames:
            frames[shape] = Shell.around(builder, name, context)
            if not frames[shape]:
                logger.info(
                    "cardcatalog: %s: the theme is asked for each page that is like it, which takes longer", name
                )
    return states


def is_same_for_all(app: Sphinx) -> bool:
    """Tell whether all that takes part in writing a page is known to treat papers alike."""
    listeners = app.events.listeners.get("html-page-context", ())
    return all((getattr(row.handler, "__module__", None) or "").split(".")[0] in _SAME_FOR_ALL for row in listeners)


def _flatten(context: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield the texts of a context, those within others too, by names of their own."""
    for name, value in context.items():
        if isinstance(value, dict):
            yield from _flatten(value, f"{prefix}{name}0")
        elif value is not None:
            yield f"{prefix}{name}", str(value)


def _marked(context: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return a context with a mark in the place of each text."""
    return {
        name: _marked(value, f"{prefix}{name}0")
        if isinstance(value, dict)
        else value and f"ccframeopen{prefix}{name}z{_PROBE}ccframeshut"
        for name, value in context.items()
    }


class Shell:
    """What a theme puts around pages of one shape: in one folder, with the same names in their contexts."""

    def __init__(self, page: str) -> None:
        """Take a page with marks.

        :raises LookupError: a theme does to a text what cannot be done here.
        """
        shown = {treat(_PROBE): treat for treat in _TREATMENTS}
        self._texts: list[str] = []
        self._marks: list[tuple[str, Callable[[str], str]]] = []
        end = 0
        for mark in _MARK.finditer(page):
            self._texts.append(page[end : mark.start()])
            self._marks.append((mark[1] or mark[2], str if mark[1] else shown[mark[3]]))
            end = mark.end()
        self._texts.append(page[end:])

    @classmethod
    def around(cls, builder: StandaloneHTMLBuilder, name: str, context: Mapping[str, Any]) -> Shell | None:
        """Return the frame of a page that is written, or nothing if it would not give that page."""
        with TemporaryDirectory() as folder:
            path = Path(folder, "frame.html")
            marked = name.removesuffix(name.rpartition("/")[2]) + _NAME
            builder.handle_page(marked, _marked(context), TEMPLATE, outfilename=path)
            page = path.read_text("utf-8")
        written = Path(builder.get_output_path(name)).read_text("utf-8")
        try:
            frame = cls(page)
        except LookupError:
            return None
        return frame if frame.fill(name, dict(_flatten(context))) == written else None

    def fill(self, name: str, values: Mapping[str, str]) -> str:
        """Return a page of this shape."""
        known = {**values, "name": name.rpartition("/")[2]}
        filled = (treat(known[key]) for key, treat in self._marks)
        return "".join(part for pair in zip(self._texts, [*filled, ""], strict=True) for part in pair)

    def write(self, builder: StandaloneHTMLBuilder, name: str, values: Mapping[str, str]) -> None:
        """Write a page of this shape."""
        path = Path(builder.get_output_path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.fill(name, values), "utf-8", errors="xmlcharrefreplace")
