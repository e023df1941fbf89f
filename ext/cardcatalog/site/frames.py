"""Write many pages of one kind with the frame that the theme puts around them, which it is asked for once.

A theme takes longer to write a page around the content than a catalogue takes to make that. Around all papers it is the
same, but for the title and a few addresses; a page is written with marks in their place, and then filled in.
"""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2.filters import do_striptags
from markupsafe import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

Page = tuple[str, dict[str, Any], str]
"""A page as ``html-collect-pages`` has it: its name, its context, and the name of its template."""

_SAME_FOR_ALL = frozenset({"sphinx", "furo", "alabaster", "myst_parser", "sphinx_design", "sphinxcontrib", "cardcatalog"})
"""Packages that, when a page is written, do nothing that depends on which page it is, where it has no source."""

_PROBE = "<b>&amp;'\""
"""What tells by its look what a theme does to a text."""

_TREATMENTS: tuple[Callable[[str], str], ...] = (
    str,
    lambda text: str(escape(text)),
    lambda text: str(escape(do_striptags(text))),
)
"""What themes do to a text: nothing, ``|e``, or ``|striptags|e``."""

_NAME = "ccframename"
_MARK = re.compile(r"ccframe(name)|ccframeopen(\w+?)z(.*?)ccframeshut", re.DOTALL)


def write_framed(app: Sphinx, pages: Iterable[Page]) -> Iterator[Page]:
    """Write pages into their frames; yield those that Sphinx must write itself.

    These are the first of each shape, since they show that the frame gives what the theme gives, and all where it
    does not, or where an extension takes part of which nothing is known.
    """
    builder: StandaloneHTMLBuilder = app.builder  # type: ignore[assignment]  (nothing else collects pages)
    frames: dict[object, Frame | None] = {}
    is_known = _is_same_for_all(app)
    for page in pages:
        name, context, template = page
        if not is_known or quote(name) != name:
            yield page
            continue
        values = dict(_flatten(context))
        shape = (name.rpartition("/")[0], template, *values)
        if shape not in frames:
            yield page
            frames[shape] = Frame.around(builder, page)
        elif frame := frames[shape]:
            frame.write(builder, name, values)
        else:
            yield page


def _is_same_for_all(app: Sphinx) -> bool:
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


def remove_page(path: Path) -> None:
    """Remove the file of a page."""
    path.unlink(missing_ok=True)
    with suppress(OSError):  # in dirhtml the page has a folder of its own, elsewhere one that others need
        path.parent.rmdir()


class Frame:
    """What a theme puts around pages of one shape: in one folder, with the same names in their contexts."""

    def __init__(self, html: str) -> None:
        """Take a page with marks.

        :raises LookupError: a theme does to a text what cannot be done here.
        """
        shown = {treat(_PROBE): treat for treat in _TREATMENTS}
        self._texts: list[str] = []
        self._marks: list[tuple[str, Callable[[str], str]]] = []
        end = 0
        for mark in _MARK.finditer(html):
            self._texts.append(html[end : mark.start()])
            self._marks.append((mark[1] or mark[2], str if mark[1] else shown[mark[3]]))
            end = mark.end()
        self._texts.append(html[end:])

    @classmethod
    def around(cls, builder: StandaloneHTMLBuilder, page: Page) -> Frame | None:
        """Return the frame of a page that is written, or nothing if it would not give that page."""
        name, context, template = page
        folder = name.rpartition("/")[0]
        marked = Path(builder.get_output_path(f"{folder}/{_NAME}" if folder else _NAME))
        try:
            builder.handle_page(f"{folder}/{_NAME}" if folder else _NAME, _marked(context), template)
            frame = cls(marked.read_text("utf-8"))
        except LookupError:
            return None
        finally:
            remove_page(marked)
        written = Path(builder.get_output_path(name)).read_text("utf-8")
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
