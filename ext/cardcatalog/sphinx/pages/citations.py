"""The texts of a paper to copy, one in each format."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from markupsafe import Markup

from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.paper import Paper
from cardcatalog.formats.formats import FORMATS
from cardcatalog.formats.references import STYLES, references_of, to_markdown


class CitationFormat(NamedTuple):
    """A text to copy: the name of its format for programs and for people, the text, and the ending of its file."""

    name: str
    label: str
    content: Markup
    ending: str
    is_prose: bool = False


def citations_of(paper: Paper, catalog: Catalog) -> Iterator[CitationFormat]:
    """Yield a paper in each format: those of programs with a label, and references in each style after BibTeX."""
    for row in (row for row in FORMATS.values() if row.label):
        yield CitationFormat(row.name, row.label, _as_html(row.write(catalog, [paper])), row.extension)
        if row.name == "bibtex":
            for style, reference in references_of(paper).items():
                text = Markup(f"{reference}\n")  # noqa: S704  (escaped, with no tag but em)
                yield CitationFormat(style, STYLES[style].label, text, f"{style}.txt", is_prose=True)
    yield CitationFormat("markdown", "Markdown", _as_html(to_markdown(paper)), "md", is_prose=True)


def _as_html(text: str) -> Markup:
    """Return a text as the content of an element, in which quotes stay: JSON has hundreds."""
    return Markup(escape(text, quote=False))  # noqa: S704  (escaped)
