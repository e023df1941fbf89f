"""The picture that stands for the site where somebody shares a link to it: its name, and what it holds."""

from __future__ import annotations

from collections import Counter
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING

from cardcatalog.bibtex.entries import digest
from cardcatalog.formats.metadata import Preview
from cardcatalog.messages import ngettext_noop
from cardcatalog.sphinx.domain.domain import domain_of
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.manifest import OUTPUTS, Output, file_of
from cardcatalog.sphinx.urls import base_url, is_web

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from cardcatalog.catalog.catalog import Catalog

FILE = "preview.png"

YEARS_SHOWN = 24


def preview_of(app: Sphinx) -> Preview | None:
    """Return the picture and what it shows, if there is one.

    There is none without Matplotlib, nor where nobody has said where the site stands: its address must be a whole one
    (https://ogp.me).
    """
    base = base_url(app.config)
    if not base or not is_web(app.builder) or not find_spec("matplotlib"):
        return None
    # Without the numbers: a page that shows none of them would be another with every paper.
    words = messages.gettext("Papers by {what}", what=messages.gettext("year"))
    return Preview(base + FILE, f"{app.config.project}: {words}")


def contents(catalog: Catalog) -> str:
    """Return in numbers what a catalogue holds."""
    numbers = {
        ngettext_noop("{number} paper", "{number} papers"): len(catalog.papers),
        ngettext_noop("{number} category", "{number} categories"): len(catalog.categories),
        ngettext_noop("{number} keyword", "{number} keywords"): len(catalog.keywords),
    }
    return " · ".join(messages.ngettext(*texts, number) for texts, number in numbers.items() if number)


def papers_by_year(catalog: Catalog) -> list[int]:
    """Return how many papers there are of each of the last years, zeros among them."""
    years = Counter(paper.year for paper in catalog.papers.values() if paper.year)
    last = max(years, default=0)
    first = max(min(years, default=0), last - YEARS_SHOWN + 1)
    return [years[year] for year in range(first, last + 1)] if years else []


def preview_output(app: Sphinx) -> Output | None:
    """Return the picture as an output, if there is one."""
    if not preview_of(app):
        return None
    catalog = domain_of(app.env).catalog
    shown = (app.config.project, contents(catalog), papers_by_year(catalog), messages.language)

    def draw() -> bytes:
        from cardcatalog.sphinx.charts.drawing import draw_preview  # noqa: PLC0415  (Matplotlib takes half a second)

        return draw_preview(*shown)

    return Output("preview", digest(version("matplotlib"), repr(shown)), lambda: [file_of(FILE, draw)])


def setup(app: Sphinx) -> None:
    """Let the picture be drawn when all pages are written."""
    app.connect(OUTPUTS, preview_output)
