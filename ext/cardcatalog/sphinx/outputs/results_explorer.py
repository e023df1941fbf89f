"""The explorer of measured results: the numbers that meet a choice of model, benchmark, setting and reporter."""

from __future__ import annotations

from typing import Any, ClassVar

from docutils import nodes
from docutils.nodes import Node
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from cardcatalog.bibtex.entries import digest
from cardcatalog.formats.results_data import results_data
from cardcatalog.formats.rows import compact_json
from cardcatalog.sphinx.domain.dependencies import RESULTS, code_digest
from cardcatalog.sphinx.domain.domain import domain_of
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.manifest import OUTPUTS, Output, file_of
from cardcatalog.sphinx.page_context import page_context_handler
from cardcatalog.sphinx.pages.result_directives import MeasuredResults, nothing
from cardcatalog.sphinx.render.nodes import closing
from cardcatalog.sphinx.urls import WEB_TAG, is_web

DATA = "explorer/results.json"
"""The file of all numbers, which the page loads."""

_MARK = "cardcatalog-results-explorer"
"""The metadata of a page that has the explorer."""


class ask(nodes.General, nodes.Element):  # noqa: N801  (nodes are named as their visitors are)
    """The place that the script fills; until then, and without JavaScript, its content shows."""


class ResultsExplorer(MeasuredResults):
    """Filters, sorting and downloads of measured numbers; the list of benchmarks and models without JavaScript."""

    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[Node]:
        """Return the place for the script, with the list of benchmarks and models; a page can have it once."""
        metadata = self.env.metadata[self.docname]
        if _MARK in metadata:
            return self.report_problem("this page has the explorer of results already; take one out")
        self.depend_on(RESULTS)
        if not self.results.rows:
            return [nothing()]
        metadata[_MARK] = True
        with_pairs = messages.gettext(
            "Filters need JavaScript. Without it, each model that several sources measured on a benchmark has a page:"
        )
        with_sources = messages.gettext("Filters need JavaScript. Without it, read the numbers in their sources:")
        text = with_pairs if self.results.dense_pairs else with_sources
        about = nodes.paragraph("", text, classes=["cc-about"])
        return [
            addnodes.only("", ask("", about, *self._elsewhere()), expr=WEB_TAG),
            addnodes.only("", *self._elsewhere(), expr=f"not {WEB_TAG}"),
        ]

    def _elsewhere(self) -> list[Node]:
        return self.pairs() or self.sources()


def _visit(self: HTML5Translator, _node: ask) -> None:
    has_files = "results.csv" in domain_of(self.builder.env).web_files
    self.body.append(f'<div class="cc-ask"{" data-files=yes" if has_files else ""}>\n')


@page_context_handler
def add_script(app: Sphinx, pagename: str, _context: dict[str, Any]) -> None:
    """Load the script on the page of the explorer, and on no other."""
    if _MARK in app.env.metadata.get(pagename, ()) and is_web(app.builder):
        app.add_js_file("cardcatalog-ask.js", loading_method="defer")


def data_output(app: Sphinx) -> Output | None:
    """Return the data of the explorer, if a page has it."""
    if not is_web(app.builder) or not any(_MARK in metadata for metadata in app.env.metadata.values()):
        return None

    results = domain_of(app.env).catalog.results
    files = [file_of(DATA, lambda: compact_json(results_data(results, messages)))]
    return Output("results-explorer", digest(code_digest(), results.digest, messages.language), lambda: files)


def setup(app: Sphinx) -> None:
    """Register the directive and what its page needs."""
    app.add_directive_to_domain("paper", "results-explorer", ResultsExplorer)
    app.add_node(ask, html=(_visit, closing("</div>\n")))
    app.connect("html-page-context", add_script)
    app.connect(OUTPUTS, data_output)
