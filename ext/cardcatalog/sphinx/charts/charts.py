"""The directive ``paper:chart``: pictures of numbers for builders that show some, and a table of them for every one."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from html import escape
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from cardcatalog.bibtex.entries import digest
from cardcatalog.catalog.statistics import Plot, caption, describe, parse_question, pictures_of, tabulate, tally
from cardcatalog.sphinx.charts.svg import extend_card
from cardcatalog.sphinx.domain.dependencies import Chart
from cardcatalog.sphinx.domain.directives import CatalogDirective
from cardcatalog.sphinx.domain.domain import domain_of
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.manifest import write
from cardcatalog.sphinx.render.nodes import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)


class chart(nodes.General, nodes.Element):  # noqa: N801  (nodes are named as their visitors are)
    """A place for ``pictures``, with a ``label`` for those who do not see them.

    A transform draws them when a page is written, since each builder takes pictures of its own kind. Where it takes
    none, nothing is left: the table beside it holds the same numbers.
    """


class scroll(nodes.General, nodes.Element):  # noqa: N801
    """Content that may be wider than the window, under a ``label``; on a page one can scroll it with the keyboard."""


def _visit_scroll(self: HTML5Translator, node: scroll) -> None:
    attributes = {"tabindex": "0", "role": "group", "aria-label": node["label"]}
    self.body.append(self.starttag(node, "div", "", CLASS="cc-scroll", **attributes))


def _depart_scroll(self: HTML5Translator, node: scroll) -> None:  # noqa: ARG001
    self.body.append("</div>\n")


def _pass(self: Any, node: nodes.Element) -> None:  # noqa: ANN401  (translators share no type)
    """Write only what the node contains."""


class PaperChart(CatalogDirective):
    """How many papers there are by year, venue, keyword or category, or by one of them over another."""

    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = dict.fromkeys(
        ("by", "over", "style", "limit", "category", "keyword", "venue", "author", "year"),
        directives.unchanged_required,
    )

    def run(self) -> list[Node]:
        """Return the picture with its caption, and the table; or nothing but a warning if an option does not fit."""
        try:
            question = parse_question(self.options, self.catalog)
        except ValueError as error:
            self.domain.note_terms(self.docname, self.options)
            return self.report_problem(str(error))
        self.depend_on(Chart(question))
        counted = tally(self.catalog, question)
        if not counted.rows:
            return [nodes.paragraph("", describe(counted, messages), classes=["cc-empty"])]
        name, words = self.arguments[0] if self.arguments else caption(question, messages), describe(counted, messages)
        figure = nodes.figure(
            "", chart("", pictures=pictures_of(counted, messages), label=f"{name}. {words}"), classes=["cc-chart"]
        )
        figure += nodes.caption("", name)
        figure += nodes.legend("", nodes.paragraph("", words))
        self.set_source_info(figure)
        numbers = scroll(
            "", number_table(*tabulate(counted, messages)), label=messages.gettext("Numbers: {name}", name=name)
        )
        return [figure, fold("", numbers, summary=messages.gettext("The numbers as a table"), classes=["cc-numbers"])]


def number_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> nodes.table:
    """Return a table in which the first column names the rows."""
    width = max(len(row[0]) for row in rows)
    group = nodes.tgroup(cols=len(headings), stub=1)
    for place, heading in enumerate(headings):
        column = nodes.colspec(colwidth=width if not place else max(len(heading), 4))
        group += column
        if not place:
            column["stub"] = 1
    group += nodes.thead("", _row(headings))
    group += nodes.tbody("", *map(_row, rows))
    return nodes.table("", group, classes=["cc-table", "cc-numbers-table"])


def _row(cells: Sequence[str]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", cell)) for cell in cells))


class DrawCharts(SphinxPostTransform):
    """Draw what each chart shows, as the builder at hand takes it."""

    default_priority = 970

    def run(self, **kwargs: Any) -> None:  # noqa: ANN401, ARG002  (the signature of docutils)
        """Put pictures in the place of every chart."""
        for node in list(self.document.findall(chart)):
            node.replace_self(self._draw(node))

    def _draw(self, node: chart) -> list[Node]:
        builder = domain_of(self.env).builder
        is_book = getattr(builder, "embedded", False)  # an EPUB must name pages that hold SVG; Sphinx names none
        forms = {"application/pdf": "pdf", "image/svg+xml": "svg"}
        form = next((forms[kind] for kind in builder.supported_image_types if kind in forms), "")
        if not form or not has_matplotlib():
            return []
        if builder.format == "html" and not is_book:
            return [nodes.raw("", self._markup(node), format="html")]
        paragraph = nodes.paragraph()
        for picture in node["pictures"]:
            paragraph += [self._image(picture, form, node["label"]), nodes.Text(" ")]  # where lines may break
        return [paragraph]

    def _markup(self, node: chart) -> str:
        """Return the pictures for a page: several beside each other under titles; one too wide for a phone scrolls."""
        pictures: tuple[Plot, ...] = node["pictures"]
        label = escape(node["label"])
        drawn = [
            extend_card(self._file(replace(picture, title=""), "svg").read_bytes(), picture.title or node["label"])
            for picture in pictures
        ]
        if pictures[0].kind == "small":
            panels = (f"<div><p>{escape(picture.title)}</p>{svg}</div>"
                      for picture, svg in zip(pictures, drawn, strict=True))  # fmt: skip
            return f'<div class="cc-panels">{"".join(panels)}</div>'
        scrolls = f' tabindex="0" role="group" aria-label="{label}"' if pictures[0].kind == "heat" else ""
        return f'<div class="cc-{pictures[0].kind}"{scrolls}>{"".join(drawn)}</div>'

    def _image(self, picture: Plot, form: str, label: str) -> nodes.image:
        path = str(self._file(picture, form))
        self.env.images.add_file(self.env.current_document.docname, path)
        width = {"width": "48%"} if picture.kind == "small" else {}
        return nodes.image("", uri=path, candidates={"*": path}, alt=picture.title or label, **width)

    def _file(self, picture: Plot, form: str) -> Path:
        """Return the file of a picture, which is drawn only if no build before has done so."""
        folder = Path(self.env.doctreedir, "cardcatalog-charts")
        path = folder / f"chart-{digest(_version(), messages.language, repr(picture))}.{form}"
        if not path.exists():
            from cardcatalog.sphinx.charts.drawing import draw  # noqa: PLC0415  (Matplotlib takes half a second to load)

            write(path, draw(picture, form, messages))
        return path


@cache
def has_matplotlib() -> bool:
    """Tell whether charts can be drawn, and say so once if not."""
    if find_spec("matplotlib"):
        return True
    logger.info("cardcatalog: charts are tables alone; to draw them, install sphinx-cardcatalog[charts]")
    return False


@cache
def _version() -> str:
    """Return what stands for all that pictures of the same numbers depend on."""
    return version("matplotlib") + Path(__file__).with_name("drawing.py").read_text("utf-8")


def add_style(app: Sphinx) -> None:
    """Let pages of HTML have the style sheet of charts and overviews."""
    if app.builder.format == "html":
        app.add_css_file("cardcatalog-overviews.css")


def setup(app: Sphinx) -> None:
    """Register the directive, its node, and what draws it."""
    app.add_directive_to_domain("paper", "chart", PaperChart)
    app.add_node(chart)
    elsewhere = dict.fromkeys(("latex", "text", "man", "texinfo"), (_pass, _pass))
    app.add_node(scroll, html=(_visit_scroll, _depart_scroll), **elsewhere)  # type: ignore[arg-type]
    app.add_post_transform(DrawCharts)
    app.connect("builder-inited", add_style)
