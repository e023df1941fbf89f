"""Write pages that differ in a few texts only by one rendering of the theme.

A theme takes longer to write the frame of a page than a catalog takes for its content, and around all papers the frame
is the same but for a few texts. So Sphinx writes the first page of each shape: those in one folder for which the same
texts are given. Then it writes that page again with placeholders for the texts; what is between them is the shell.
A shell is used only if it gives the page that Sphinx gave. A handler of ``html-page-context`` that is neither Sphinx's,
nor the theme's, nor ours may do anything to any page; where there is one, Sphinx writes them all.
"""

from __future__ import annotations

import html
import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from jinja2.filters import do_striptags
from markupsafe import escape
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util import logging

from cardcatalog.sphinx.hooks import are_contexts_known

logger = logging.getLogger(__name__)

TEMPLATE = "page.html"

FORMS: Mapping[str, Callable[[str], str]] = {
    form("<i>'"): form
    for form in (
        str,
        lambda text: str(escape(text)),
        lambda text: str(escape(do_striptags(text))),
        html.escape,
        lambda text: html.escape(do_striptags(text)),
    )
}
"""The forms in which themes and our head tags write a text: as it is, escaped, or without tags and escaped. A
placeholder ends in ``<i>'``; each form makes something else of that, by which it is found."""

NAME = "cardcatalogpagename"
"""The placeholder for the last part of a page's name, which is part of a URL."""

PLACEHOLDER = re.compile(f"{NAME}|\ue000([a-z.]+)(.*?)\ue001")


class Shell:
    """The bytes between the placeholders of a page, and with which text of a page, in which form, each is filled."""

    def __init__(self, page: str) -> None:
        """Compile a page with placeholders.

        :raises KeyError: if the theme writes a text in another form than those of :data:`FORMS`.
        """
        self._parts: list[tuple[bytes, str, Callable[[str], str]]] = []
        end = 0
        for match in PLACEHOLDER.finditer(page):
            slot, form = (match[1], FORMS[match[2]]) if match[1] else ("name", str)
            self._parts.append((_encoded(page[end : match.start()]), slot, form))
            end = match.end()
        self._last = _encoded(page[end:])

    def fill(self, texts: Mapping[str, str]) -> bytes:
        """Return a page as Sphinx writes it."""
        filled = [part for between, slot, form in self._parts for part in (between, _encoded(form(texts[slot])))]
        return b"".join([*filled, self._last])


def _encoded(text: str) -> bytes:
    """Return a part of a page as Sphinx writes it; of the most parts, all is ASCII, which takes a tenth of the time."""
    return text.replace("\n", os.linesep).encode("utf-8", "xmlcharrefreplace")


class PageShells:
    """The shells of one build, by the shapes of pages."""

    def __init__(self, builder: StandaloneHTMLBuilder) -> None:
        """Begin with none."""
        self._builder = builder
        self._are_usable = are_contexts_known(builder)
        self._shells: dict[object, Shell | None] = {}

    def write(self, name: str, context: Mapping[str, Any], path: Path) -> None:
        """Write a page.

        :param context: what the page gives to the theme.
        """
        texts = {"name": name.rpartition("/")[2]} | dict(_texts(context))
        shape = (name.rpartition("/")[0], *texts)
        if shell := self._shells.get(shape):
            _write(path, shell.fill(texts))
            return
        self._builder.handle_page(name, dict(context), TEMPLATE, outfilename=path)
        if self._are_usable and "/" in name and shape not in self._shells:
            self._shells[shape] = self._compile(name, context, texts, path)

    def _compile(self, name: str, context: Mapping[str, Any], texts: Mapping[str, str], path: Path) -> Shell | None:
        """Return the shell of a page that is written, or nothing if it does not give that page."""
        folder = name.removesuffix(texts["name"])
        with TemporaryDirectory() as temporary:
            marked = Path(temporary, "shell.html")
            self._builder.handle_page(f"{folder}{NAME}", _with_placeholders(context), TEMPLATE, outfilename=marked)
            page = marked.read_text("utf-8")
        try:
            shell = Shell(page)
        except KeyError:
            shell = None
        if shell and shell.fill(texts) == path.read_bytes():
            return shell
        logger.info("cardcatalog: %s: Sphinx writes each page like this one, which takes longer", name)
        return None


def _write(path: Path, page: bytes) -> None:
    try:
        file = open(path, "wb")  # noqa: PTH123, SIM115  (thousands of times)
    except FileNotFoundError:  # the first page in its folder
        path.parent.mkdir(parents=True)
        file = path.open("wb")
    with file:
        file.write(page)


def _texts(context: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield the texts of a context, those of dictionaries in it by names such as ``prev.link``."""
    for name, value in context.items():
        if isinstance(value, dict):
            yield from _texts(value, f"{prefix}{name}.")
        elif value:
            yield f"{prefix}{name}".replace("_", "."), str(value)


def _with_placeholders(context: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return a context with a placeholder for each text."""
    return {
        name: _with_placeholders(value, f"{prefix}{name}.")
        if isinstance(value, dict)
        else value and f"\ue000{prefix}{name}<i>'\ue001".replace("_", ".")
        for name, value in context.items()
    }
