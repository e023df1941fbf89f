"""The parts of books that are not pages: an index of authors and methods in LaTeX; properties and a date in EPUB."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from cardcatalog.bibtex.text import to_ascii
from cardcatalog.catalog.paper import Paper
from cardcatalog.sphinx.internals import EpubBuilder, escape_latex
from cardcatalog.sphinx.manifest import WriteError, explain
from cardcatalog.sphinx.page_context import page_context_handler


def index_entries(paper: Paper) -> nodes.raw:
    """Return the index entries of a paper in a book: under its authors, and under its name if its title has one."""
    return nodes.raw("", "".join(rf"\index{{{entry}}}" for entry in _entries(paper)), format="latex")


def _entries(paper: Paper) -> Iterator[str]:
    for person in paper.authors:
        yield _entry(person.inverted)
    if paper.short_title != paper.title:
        yield _entry(paper.short_title)


def _entry(text: str) -> str:
    """Return an entry by the rules of makeindex, with an ASCII key to sort it by, since makeindex sorts bytes."""
    key = re.sub(r"[^a-z0-9 ,-]", "", to_ascii(text)) or "0"
    quoted = re.sub(r'([!@|"])', r'"\1', escape_latex(text))
    # LaTeX reads an entry without minding the backslash, so that braces must come in pairs; Sphinx has names for them.
    named = quoted.replace(r"\{", r"\sphinxleftcurlybrace{}").replace(r"\}", r"\sphinxrightcurlybrace{}")
    return f"{key}@{named}"


class FrameTables(SphinxPostTransform):
    """Let LaTeX make the columns of our tables as wide as we say, in a frame that a style sheet may set smaller."""

    default_priority = 995  # when the papers are drawn, some of them as tables
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:  # noqa: ANN401, ARG002  (the signature of docutils)
        """Put each table into its frame."""
        for table in list(self.document.findall(nodes.table)):
            if "cc-table" in table["classes"]:
                table["classes"].append("colwidths-given")
                frame = nodes.container("", classes=["cc-tables"])
                table.replace_self(frame)
                frame += table


PROPERTIES = {"mathml": re.compile(r"<math[\s>]"), "svg": re.compile(r"<svg[\s>]")}
"""The content of a page, by the name of its property: https://www.w3.org/TR/epub-33/#sec-item-resource-properties."""

_ITEM = re.compile(r'(<item id="[^"]+" href="(?P<page>[^"]+)" media-type="application/xhtml\+xml")( ?/>)')
"""An item that Sphinx writes for a page; it states no properties but for the page of contents."""


class CatalogEpubBuilder(EpubBuilder):
    """Sphinx's builder of EPUB, with a manifest that states properties."""

    def complete_manifest(self, path: Path) -> None:
        """Add to each page its properties."""
        path.write_text(_ITEM.sub(self._state_properties, path.read_text("utf-8")), "utf-8")

    def _state_properties(self, item: re.Match[str]) -> str:
        text = Path(self.outdir, item["page"]).read_text("utf-8")
        names = " ".join(name for name, mark in PROPERTIES.items() if mark.search(text))
        return f'{item[1]} properties="{names}"{item[3]}' if names else item[0]


@page_context_handler
def renew_roles(app: Sphinx, _pagename: str, context: dict[str, Any]) -> None:
    """Let citations be items of their list: docutils gives them a role that DPUB-ARIA 1.1 has taken back.

    See https://www.w3.org/TR/dpub-aria-1.1/#doc-biblioentry.
    """
    if app.builder.name == "epub" and "body" in context:
        context["body"] = context["body"].replace('role="doc-biblioentry"', 'role="listitem"')


FIRST = 315_532_800
"""The beginning of 1980, before which no file in a ZIP archive can be."""


def pack_anew(app: Sphinx, exception: Exception | None) -> None:
    """Give all files of an EPUB one date, that of ``SOURCE_DATE_EPOCH``, if that is set, so that builds are alike.

    See https://reproducible-builds.org/specs/source-date-epoch/.

    :raises WriteError: if the book cannot be written.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if exception or app.builder.name != "epub" or not epoch.isdecimal():
        return
    book = Path(app.outdir, f"{app.config.epub_basename}.epub")
    date = time.gmtime(max(int(epoch), FIRST))[:6]
    new = book.with_suffix(".epub.cardcatalog-new")
    try:
        with ZipFile(book) as old, ZipFile(new, "w") as packed:
            for row in old.infolist():
                info = ZipInfo(row.filename, date)
                info.external_attr = 0o644 << 16
                # The media type must be in the book without changes (EPUB 3.3, section 4.2.3).
                info.compress_type = ZIP_STORED if row.filename == "mimetype" else ZIP_DEFLATED
                packed.writestr(info, old.read(row))
        new.replace(book)
    except OSError as error:
        raise WriteError(explain(error, book)) from error


def setup(app: Sphinx) -> None:
    """Register the builder in the place of Sphinx's, the frames, and what packs the book when it is written."""
    app.add_post_transform(FrameTables)
    app.setup_extension("sphinx.builders.epub3")
    app.add_builder(CatalogEpubBuilder, override=True)
    app.connect("html-page-context", renew_roles)
    app.connect("build-finished", pack_anew)
