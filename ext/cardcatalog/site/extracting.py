"""Give a page the tool that finds just the entries that a document cites, in the browser, and the site what it needs.

The work is done by ``static/cardcatalog-extract.js``; on the command line and in Python by
:mod:`cardcatalog.citing.extract`.
"""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.osutil import relative_uri

from cardcatalog.citing.lookup import Index
from cardcatalog.site.directives import CatalogDirective
from cardcatalog.site.domain import domain_of
from cardcatalog.site.ledger import write

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata
    from sphinx.writers.html5 import HTML5Translator

DATA = "extract.json"
"""The file, at the root of the site, that the tool loads when it is given a document."""

SCRIPTS = ("cardcatalog-extract-read.js", "cardcatalog-extract.js", "cardcatalog-extract-page.js")
"""What only pages with the tool load, in this order."""

_MARK = "cardcatalog-extract"
"""The metadata of a page that has the tool."""

_TOOL = """\
<div class="cc-extract" data-entries="{data}" hidden>
<div class="cc-extract-drop">
<label for="cc-extract-files">Drop your <code>.tex</code>, <code>.aux</code> and <code>.bib</code> files here,
or choose them</label>
<input id="cc-extract-files" type="file" multiple accept=".tex,.ltx,.aux,.bcf,.bib,.txt"
 aria-describedby="cc-extract-promise">
<p id="cc-extract-promise">They are read here, in your browser. Nothing is sent.</p>
</div>
<details class="cc-extract-paste">
<summary>Or paste text</summary>
<label for="cc-extract-text">LaTeX, an <code>.aux</code> file, or BibTeX</label>
<textarea id="cc-extract-text" rows="8" spellcheck="false" autocapitalize="off" autocomplete="off"></textarea>
<button type="button" class="cc-extract-look">Find the entries</button>
</details>
<p class="cc-extract-state" role="status"></p>
<div class="cc-extract-result" hidden>
<p class="cc-extract-files"><span></span> <button type="button" class="cc-extract-anew">Start over</button></p>
<div class="cc-extract-open"><h2>Worth a look</h2><ul class="cc-extract-rows"></ul></div>
<div class="cc-extract-bib">
<h2>Your entries</h2>
<div class="cc-extract-tools"><a class="cc-extract-save" href="#" download="references.bib">Download references.bib</a>
<button type="button" class="cc-copy" aria-label="Copy: the entries">Copy</button></div>
<textarea readonly rows="16" spellcheck="false" aria-label="The entries that your document cites"></textarea>
</div>
<details class="cc-extract-rest"><summary></summary><ul class="cc-extract-rows"></ul></details>
</div>
</div>
"""


class extract_tool(nodes.General, nodes.Element):  # noqa: N801  (nodes are named as their visitors are)
    """The tool; it is for browsers alone, and shows itself by JavaScript."""


class ExtractTool(CatalogDirective):
    """A tool that takes a document and gives the entries that it cites; and a word for those who cannot use it."""

    def run(self) -> list[Node]:
        """Return the tool and the word; a page can have it once."""
        metadata = self.env.metadata[self.docname]
        if _MARK in metadata:
            return self.complain("this page has the tool already; take one out")
        metadata[_MARK] = True
        word = nodes.paragraph("", classes=["cc-extract-word"])
        word += nodes.Text("The tool that stands here needs a browser with JavaScript. On the command line, ")
        word += nodes.literal("", "cardcatalog extract paper.tex refs.bib")
        word += nodes.Text(" does the same.")
        return [extract_tool(), word]


def _visit_tool(self: HTML5Translator, node: extract_tool) -> None:  # noqa: ARG001
    if _is_web(self.builder):
        page = self.builder.get_target_uri(self.builder.current_docname)
        self.body.append(_TOOL.format(data=escape(relative_uri(page, DATA))))
    raise nodes.SkipNode


def _skip(self: Any, node: extract_tool) -> None:  # noqa: ANN401, ARG001  (translators share no type)
    raise nodes.SkipNode


def _is_web(builder: Any) -> bool:  # noqa: ANN401  (not every builder knows whether it is embedded)
    """Tell whether a builder makes pages for the web, as that of EPUB does not."""
    return builder.format == "html" and not getattr(builder, "embedded", False)


def add_scripts(
    app: Sphinx,
    pagename: str,  # noqa: ARG001
    templatename: str,  # noqa: ARG001
    context: dict[str, Any],  # noqa: ARG001
    doctree: nodes.document | None,
) -> None:
    """Load the scripts and the style sheet on a page that has the tool, and on no other."""
    if doctree and _is_web(app.builder) and any(doctree.findall(extract_tool)):
        app.add_css_file("cardcatalog-extract.css")
        for name in SCRIPTS:
            app.add_js_file(name, loading_method="defer")


def write_data(app: Sphinx, exception: Exception | None) -> None:
    """Write what the tool looks up, if a page has it; only if the text differs."""
    has_tool = any(_MARK in metadata for metadata in app.env.metadata.values())
    if exception or not has_tool or not _is_web(app.builder):
        return
    entries = [paper.entry for paper in domain_of(app.env).catalog.papers.values()]
    text = json.dumps(Index.from_entries(entries).data(), ensure_ascii=False, separators=(",", ":"))
    write(Path(app.outdir) / DATA, text)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive, its node, and what its page needs; the domain must be there."""
    app.add_directive_to_domain("paper", "extract", ExtractTool)
    app.add_node(
        extract_tool,
        html=(_visit_tool, None),
        **dict.fromkeys(("latex", "text", "man", "texinfo"), (_skip, None)),  # type: ignore[arg-type]
    )
    app.connect("html-page-context", add_scripts)
    app.connect("build-finished", write_data)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
