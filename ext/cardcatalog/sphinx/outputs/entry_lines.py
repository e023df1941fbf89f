"""The line of each entry in its file, which links look up when they are followed: so no page changes with lines."""

from __future__ import annotations

from sphinx.application import Sphinx

from cardcatalog.bibtex.entries import digest
from cardcatalog.formats.rows import compact_json
from cardcatalog.sphinx.domain.domain import domain_of
from cardcatalog.sphinx.manifest import OUTPUTS, Output, file_of
from cardcatalog.sphinx.pages.corrections import find_corrections
from cardcatalog.sphinx.urls import is_web

FILE = "entry-lines.json"


def lines_output(app: Sphinx) -> Output | None:
    """Return the file of lines, if pages of papers have links that want them."""
    domain = domain_of(app.env)
    if not is_web(app.builder) or not domain.has_paper_pages:
        return None
    if not find_corrections(app.config, app.builder.confdir).fragment:
        return None
    lines = {key: paper.entry.location.line for key, paper in domain.catalog.papers.items()}
    text = compact_json(lines)
    return Output("entry lines", digest(text), lambda: [file_of(FILE, lambda: text)])


def setup(app: Sphinx) -> None:
    """Register the output."""
    app.connect(OUTPUTS, lines_output)
