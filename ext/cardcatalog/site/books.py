"""Pack an EPUB so that the same sources give the same bytes: Sphinx packs the date and the rights of each file, too."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from cardcatalog.site.ledger import WriteError, explain

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FIRST = 315_532_800
"""The beginning of 1980, before which no file in a ZIP archive can be."""


def pack_anew(app: Sphinx, exception: Exception | None) -> None:
    """Give all files of the book one date, that of ``SOURCE_DATE_EPOCH``, if that is set.

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
                # What the book is must stand in it as it is (EPUB 3.3, section 4.2.3).
                info.compress_type = ZIP_STORED if row.filename == "mimetype" else ZIP_DEFLATED
                packed.writestr(info, old.read(row))
        new.replace(book)
    except OSError as error:
        raise WriteError(explain(error, book)) from error


def setup(app: Sphinx) -> None:
    """Pack when the book is written."""
    app.connect("build-finished", pack_anew)
