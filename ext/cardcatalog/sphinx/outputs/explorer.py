"""The explorer: search, facets and sorting over all papers in the browser, on the page that has its directive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.nodes import Node
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.osutil import relative_uri

from cardcatalog.bibtex.entries import digest
from cardcatalog.bibtex.text import has_math
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.paper import Paper
from cardcatalog.formats.packed_columns import packed
from cardcatalog.formats.rows import compact_json
from cardcatalog.formats.search_data import (
    ExplorerRow,
    bibtex_file,
    card_data,
    explorer_data,
    explorer_row,
    files_of_papers,
    first_papers,
    search_data,
)
from cardcatalog.sphinx.domain.catalog_directive import CatalogDirective
from cardcatalog.sphinx.domain.dependencies import FIRST_PAPERS, GLOSSARY, Dependency, code_digest, papers_digest
from cardcatalog.sphinx.domain.domain import PaperDomain, domain_of
from cardcatalog.sphinx.domain.targets import EXPLORER, Object
from cardcatalog.sphinx.hooks import card_additions
from cardcatalog.sphinx.kept_rows import rows_of_papers
from cardcatalog.sphinx.kept_values import KeptValues
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.manifest import OUTPUTS, Output, OutputFile, file_of
from cardcatalog.sphinx.outputs.digests import site_digest
from cardcatalog.sphinx.outputs.site_search import is_possible
from cardcatalog.sphinx.page_context import page_context_handler
from cardcatalog.sphinx.render.labels import title_html
from cardcatalog.sphinx.render.templates import TEMPLATES
from cardcatalog.sphinx.urls import WEB_TAG, base_url, is_web

_HERE = "\ue000"
"""The placeholder of what a text holds until it is made: a character for private use."""

RECENT = 2
"""Years before the newest paper in an example of a search."""

FOLDER = "explorer"
"""The folder of the explorer's files, next to the pages."""

PAPERS, CARDS = "papers.json", "cards.json"
"""The files of what a search needs, and of the rest of cards."""

SELECTION = ("cardcatalog-selection.css", "cardcatalog-selection.js")
"""The scripts that every page loads where there is an explorer."""

PRELOAD = "_static/cardcatalog-preload.js"
"""The script that hides the first papers from a search by a link, and requests early what it waits for."""

PAGE = ("cardcatalog-explorer.css", "cardcatalog-explorer.js")
"""The scripts that only the page of the explorer loads."""


class Explorer(CatalogDirective):
    """Search, facets, sorting and selection, which begin with the newest papers; without JavaScript also categories.

    Its content is shown to a reader who seeks a paper that is not here, by its identifier.
    """

    has_content = True

    def run(self) -> list[Node]:
        """Return the first papers, which the script takes over, for the web, and a sentence for everything else."""
        self.domain.page(self.docname).note_place(EXPLORER, "")
        self.depend_on(Dependency("category tree"))
        absent = nodes.container("", *self.parse_content_to_nodes(), classes=["cc-explorer-absent"])
        content = [*self._static(), *self._first(), *([absent] if self.content else [])]
        place = nodes.container("", *content, classes=["cc-explorer"])
        return [
            addnodes.only("", place, expr=WEB_TAG),
            addnodes.only("", self._elsewhere(), expr=f"not {WEB_TAG}"),
        ]

    def _static(self) -> list[Node]:
        """Return the content until the script runs, or without JavaScript."""
        if self.catalog.has_glossary:
            text = messages.gettext(
                "Searching needs JavaScript. Without it, find each paper under its category, and the papers of each "
                "keyword in the glossary:"
            )
        else:
            text = messages.gettext("Searching needs JavaScript. Without it, find each paper under its category:")
        line = nodes.paragraph("", text)
        content = nodes.container("", line, self.category_tree(""), classes=["cc-explorer-static"])
        self.set_source_info(content)
        return [content]

    def _first(self) -> list[Node]:
        """Return the field, the place of the facets, and the papers that show before the first search."""
        self.depend_on(FIRST_PAPERS)
        self.depend_on(GLOSSARY)
        total = messages.papers(len(self.catalog.papers))
        page = TEMPLATES.get_template("explorer.html")
        before, after = page.render(total=total, examples=self._examples(), cards=_HERE).split(_HERE)
        cards = self.listing([("", first_papers(self.catalog))], priority=None)
        return [nodes.raw("", before, format="html"), cards, nodes.raw("", after, format="html")]

    def _examples(self) -> str:
        """Return what may be typed: a keyword and a span of years of this catalog."""
        catalog = self.catalog
        keywords = (row.name for row in catalog.keywords.values() if catalog.with_keyword(row.id))
        newest = max((paper.year or 0 for paper in catalog.papers.values()), default=0)
        since = messages.gettext("since {year}", year=str(newest - RECENT)) if newest > RECENT else ""
        return ", ".join(filter(None, (next(keywords, ""), since)))

    def _elsewhere(self) -> nodes.paragraph:
        self.depend_on(Dependency("total", "papers"))
        total = len(self.catalog.papers)
        address = base_url(self.config)
        link = nodes.reference("", address, refuri=address, internal=False)
        if not address:
            text = messages.gettext("On the web, you can search all {number} papers.", number=total)
            return nodes.paragraph("", text)
        text = messages.gettext(
            "On the web, you can search all {number} papers: {address}.", number=total, address=_HERE
        )
        before, _, after = text.partition(_HERE)
        return nodes.paragraph("", "", nodes.Text(before), link, nodes.Text(after))


@page_context_handler
def add_scripts(app: Sphinx, pagename: str, context: dict[str, Any]) -> None:
    """Give each page the URL of the explorer, and load the scripts on the explorer's own page."""
    place = domain_of(app.env).places.get(EXPLORER)
    if not place or not is_web(app.builder):
        return
    address = relative_uri(app.builder.get_target_uri(pagename), app.builder.get_target_uri(place.docname))
    more = {"cardcatalog-selection.js": f' data-explorer="{address or "."}"'}
    is_here = pagename == place.docname
    names = [*SELECTION, *(PAGE if is_here else ())]
    tags = [_tag(context["pathto"](f"_static/{name}", resource=True), more.get(name, "")) for name in names]
    if is_here:
        tags.insert(0, f'<script src="{context["pathto"](PRELOAD, resource=True)}"></script>')
    context["metatags"] = "".join([context.get("metatags", ""), *tags])


def _tag(path: str, more: str) -> str:
    if path.endswith(".css"):
        return f'<link rel="stylesheet" href="{path}">'
    return f'<script defer src="{path}"{more}></script>'


def explorer_output(app: Sphinx) -> Output | None:
    """Return the data of the explorer, if a page has one."""
    domain = domain_of(app.env)
    if not is_web(app.builder) or EXPLORER not in domain.places:
        return None

    # What the project adds to cards may depend on anything.
    added = card_additions(app.builder, domain.catalog.papers.values())

    papers = cache(partial(_papers, app, domain, added))

    def files() -> Iterator[OutputFile]:
        yield file_of(f"{FOLDER}/{PAPERS}", lambda: compact_json(packed(search_data(papers()))))
        yield file_of(f"{FOLDER}/{CARDS}", lambda: compact_json(card_data(papers())))
        in_order = map(domain.catalog.papers.__getitem__, papers()["papers"]["key"])
        for number, some in enumerate(files_of_papers(in_order)):
            file = file_of(f"{FOLDER}/bibtex-{number}.json", partial(_bibtex, domain.catalog, some))
            yield file._replace(digest=digest(code_digest(), papers_digest(domain.catalog, some)))

    return Output("explorer", site_digest(app, is_possible(), added), files)


def _bibtex(catalog: Catalog, papers: Iterable[Paper]) -> str:
    return compact_json(bibtex_file(catalog, papers))


def _papers(app: Sphinx, domain: PaperDomain, added: Mapping[str, str]) -> dict[str, Any]:
    def address(objtype: str, name: str) -> str:
        return domain.addresses.from_root(Object(objtype, name))

    rows = rows_of_papers(KeptValues(Path(app.doctreedir)), "explorer", domain.catalog, _row)
    prose = domain.quotes.on_cards()
    said = {key: (sentence, address("path", key)) for key, (sentence, _page) in prose.items()}
    named = set(filter(domain.quotes.of, prose))
    has_pages = domain.has_paper_pages
    known = explorer_data(
        domain.catalog,
        address,
        lambda paper: ExplorerRow(*rows[paper.key]),
        added,
        said,
        named=named,
        has_paper_pages=has_pages,
        messages=messages,
    )
    search = app.builder.get_target_uri("search") if getattr(app.builder, "search", False) else ""
    return {"hasProse": is_possible(), "search": search, **known}


def _row(paper: Paper) -> ExplorerRow:
    return explorer_row(paper, str(title_html(paper)) if has_math(paper.title_tex) else "")


def setup(app: Sphinx) -> None:
    """Register the directive and what its page needs."""
    app.add_directive_to_domain("paper", "explorer", Explorer)
    app.connect("html-page-context", add_scripts, priority=910)  # after the early script
    app.connect(OUTPUTS, explorer_output)
