"""Add the tool that extracts the entries of a document in the browser to a page, and its data to the site.

The work is done by ``static/scripts/extract.js``; on the command line and in Python by
:mod:`cardcatalog_tools.extract.extract`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.nodes import Node
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.util.osutil import relative_uri
from sphinx.writers.html5 import HTML5Translator

from cardcatalog.catalog.lookup import Index, data_of
from cardcatalog.formats.rows import compact_json
from cardcatalog.sphinx.domain.catalog_directive import CatalogDirective
from cardcatalog.sphinx.domain.domain import domain_of
from cardcatalog.sphinx.internals import has_scripts
from cardcatalog.sphinx.kept_rows import rows_of_papers
from cardcatalog.sphinx.kept_values import KeptValues
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.manifest import OUTPUTS, Output, file_of
from cardcatalog.sphinx.outputs.digests import site_digest
from cardcatalog.sphinx.page_context import page_context_handler
from cardcatalog.sphinx.render.nodes import web_element
from cardcatalog.sphinx.render.templates import TEMPLATES

DATA = "extract.json"
"""The file, at the root of the site, that the tool loads when it is given a document."""

SCRIPT = "cardcatalog-extract.js"
"""The scripts that only pages with the tool load."""

_MARK = "cardcatalog-extract"
"""The metadata of a page that has the tool."""

_HERE = "\ue000"
"""The placeholder of a command in a text until it is set: a character for private use."""


class extract_tool(web_element):  # noqa: N801  (nodes are named as their visitors are)
    """The tool; it is for browsers alone, and shows itself by JavaScript."""


class ExtractTool(CatalogDirective):
    """A tool that takes a document and gives the entries that it cites; and a word for those who cannot use it."""

    def run(self) -> list[Node]:
        """Return the tool and the word; a page can have it once."""
        metadata = self.env.metadata[self.docname]
        if _MARK in metadata:
            return self.report_problem("this page has the tool already; take one out")
        metadata[_MARK] = True
        word = nodes.paragraph("", classes=["cc-extract-word"])
        text = messages.gettext(
            "This tool needs a browser with JavaScript. On the command line, {command} does the same.",
            command=_HERE,
        )
        before, _, after = text.partition(_HERE)
        word += [nodes.Text(before), nodes.literal("", "cardcatalog extract paper.tex refs.bib"), nodes.Text(after)]
        return [extract_tool(), word]


def _code(name: str) -> Markup:
    return Markup("<code>{}</code>").format(name)


def _visit_tool(self: HTML5Translator, _node: extract_tool) -> None:
    if has_scripts(self.builder):
        page = self.builder.get_target_uri(self.builder.current_docname)
        tool = TEMPLATES.get_template("extract.html").render(data=relative_uri(page, DATA), code=_code)
        self.body.append(f"{tool}\n")
    raise nodes.SkipNode


@page_context_handler
def add_scripts(app: Sphinx, pagename: str, _context: dict[str, Any]) -> None:
    """Load the script and the style sheet on a page that has the tool, and on no other."""
    if _MARK in app.env.metadata.get(pagename, ()) and has_scripts(app.builder):
        app.add_css_file("cardcatalog-extract.css")
        app.add_js_file(SCRIPT, loading_method="defer")


def data_output(app: Sphinx) -> Output | None:
    """Return the data that the tool looks up, if a page has it."""
    has_tool = any(_MARK in metadata for metadata in app.env.metadata.values())
    if not has_tool or not has_scripts(app.builder):
        return None

    def data() -> str:
        catalog = domain_of(app.env).catalog
        rows = rows_of_papers(
            KeptValues(Path(app.doctreedir)), "extract", catalog, lambda paper: [data_of(paper.entry)]
        )
        return compact_json(Index.from_catalog(catalog).data({key: row for key, (row,) in rows.items()}))

    return Output("extract", site_digest(app), lambda: [file_of(DATA, data)])


def setup(app: Sphinx) -> None:
    """Register the directive, its node, and what its page needs; the domain must be there."""
    app.add_directive_to_domain("paper", "extract", ExtractTool)
    app.add_node(extract_tool, html=(_visit_tool, None))
    app.connect("html-page-context", add_scripts)
    app.connect(OUTPUTS, data_output)
