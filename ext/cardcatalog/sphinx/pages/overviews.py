"""The directives of pages about the whole catalog: its venues, its authors, and its missing data."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from docutils import nodes
from docutils.nodes import Element, Node
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

from cardcatalog.bibtex.entries import digest
from cardcatalog.catalog.authors import most_papers, page_label
from cardcatalog.catalog.completeness import GAPS, unguided
from cardcatalog.catalog.list_pages import span_label
from cardcatalog.catalog.paper import Paper
from cardcatalog.catalog.taxonomy import Category
from cardcatalog.catalog.venues import VenueRow
from cardcatalog.problems import Location, unknown
from cardcatalog.sphinx.domain.catalog_directive import CatalogDirective, reference
from cardcatalog.sphinx.domain.default_pages import author_page
from cardcatalog.sphinx.domain.dependencies import AUTHORS, VENUES, Dependency
from cardcatalog.sphinx.domain.domain import PaperDomain, domain_of
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.pages.corrections import fill, find_corrections
from cardcatalog.sphinx.pages.links import venue_page
from cardcatalog.sphinx.pages.web_links import web_link
from cardcatalog.sphinx.render.tables import Cell, table

NO_GUIDE = "no-guide"
"""The data that categories may lack: a link from a guide."""


class Venues(CatalogDirective):
    """Every venue that has papers: its names, its kind, how many there are, and from which years."""

    def run(self) -> list[Node]:
        """Return a table, the venues with the most papers first."""
        self.depend_on(VENUES)
        rows = self.catalog.venue_rows
        if not rows:
            return [nodes.paragraph("", messages.gettext("No paper has a venue."), classes=["cc-empty"])]
        columns: list[tuple[str, int, list[Cell]]] = [
            (messages.gettext("Venue"), 18, [_venue_link(row) for row in rows]),
            (messages.gettext("Full name"), 46, [row.full for row in rows]),
            (messages.gettext("Kind"), 14, [row.kind for row in rows]),
            (messages.gettext("Papers"), 8, [messages.number(len(row.papers)) for row in rows]),
            (messages.gettext("Years"), 14, [span_label(row.years, messages) for row in rows]),
        ]
        # Without a list of venues there are no full names and no kinds.
        headings, widths, cells = zip(*(column for column in columns if any(column[2])), strict=True)
        found = table(headings, zip(*cells, strict=True), widths, "cc-venues")
        found["support_smartquotes"] = False  # names are shown as they are written, here as on cards
        return [found]


def _venue_link(row: VenueRow) -> web_link:
    return web_link("", row.name, page=venue_page(row.page), anchor="")


class Authors(CatalogDirective):
    """The way into the index of authors: its letters, and the names on the most papers."""

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {"limit": directives.positive_int}

    def run(self) -> list[Node]:
        """Return links to the pages of the index, and a list of names, at most as many as ``:limit:`` says."""
        self.depend_on(AUTHORS)
        index = self.catalog.authors
        if not index:
            return [nodes.paragraph("", messages.gettext("No paper has an author."), classes=["cc-empty"])]
        letters = nodes.paragraph("", classes=["cc-letters"], web_only=True)
        for page in dict.fromkeys(author.page for author in index.values()):
            letters += [web_link("", page_label(page, messages), page=author_page(page), anchor=""), nodes.Text(" ")]
        most = nodes.bullet_list(bullet="*", classes=["cc-most"], support_smartquotes=False)
        for author in most_papers(index, self.options.get("limit", 50)):
            name = web_link("", author.person.name, page=author_page(author.page), anchor=author.anchor)
            number = nodes.inline("", messages.number(len(author.papers)), classes=["cc-count"])
            most += nodes.list_item("", nodes.paragraph("", "", name, nodes.Text(" "), number))
        names = messages.ngettext("{number} name", "{number} names", len(index))
        return [
            nodes.paragraph("", names, classes=["cc-summary"], translatable=False),
            letters,
            self.section("most papers", [most], messages.gettext("Most papers")),
        ]


class Health(CatalogDirective):
    """The data that the catalog lacks: all counts, or the papers or categories that lack one thing."""

    optional_arguments = 1
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "limit": directives.positive_int,
        "guides": directives.unchanged_required,
    }

    def run(self) -> list[Node]:
        """Return a table, its rows limited to the newest as ``:limit:`` says."""
        names = [*GAPS, NO_GUIDE]
        if not self.arguments:
            return [self._counts()]
        name = self.arguments[0]
        if name not in names:
            return self.report_problem(unknown("list", name, names, f"choose from {', '.join(names)}"))
        limit = self.options.get("limit", 50)
        if name == NO_GUIDE:
            folder = self.options.get("guides", "guides")
            self.depend_on(Dependency("guides", folder))
            return [guide_gaps("", folder=folder)]
        self.depend_on(Dependency("gap", name))
        papers = GAPS[name].find(self.catalog)
        if not papers:
            return [nodes.paragraph("", messages.gettext("None."), classes=["cc-empty"])]
        shown = nodes.paragraph("", _shown(len(papers), limit), classes=["cc-summary"], translatable=False)
        return [shown, self._papers(papers[:limit])]

    def _counts(self) -> nodes.table:
        for name in GAPS:
            self.depend_on(Dependency("gap", name))
        rows = [[messages.gettext(gap.label), messages.number(len(gap.find(self.catalog)))] for gap in GAPS.values()]
        return table([messages.gettext("What"), messages.gettext("Number")], rows, [80, 20], "cc-numbers-table")

    def _papers(self, papers: Iterable[Paper]) -> nodes.table:
        headings = [messages.gettext("Paper"), messages.gettext("Venue"), messages.gettext("Entry")]
        rows: list[list[Cell]] = [
            [
                self.reference("ref", paper.key, paper.title),
                paper.venue_and_year(messages),
                entry_source(self.domain, paper.entry.location),
            ]
            for paper in papers
        ]
        return table(headings, rows, [54, 18, 28], "cc-health")


def _shown(number: int, limit: int) -> str:
    if number <= limit:
        return messages.number(number)
    return messages.gettext("The newest {shown} of {number}", shown=limit, number=number)


def entry_source(domain: PaperDomain, location: Location) -> Element:
    """Return a node with the path and line of a place in a file, linked if the site has a URL for it."""
    name = nodes.literal("", str(location))
    builder = domain.builder
    address = fill(find_corrections(builder.config, builder.confdir).edit, location)
    return nodes.reference("", "", name, refuri=address, internal=False) if address else name


class guide_gaps(nodes.General, nodes.Element):  # noqa: N801  (nodes are named as their visitors are)
    """A place for the categories that no page of a ``folder`` leads to, known when all pages are read."""


class FillGuideGaps(SphinxPostTransform):
    """Put the categories without a guide into their place."""

    default_priority = 5  # before references are resolved

    def run(self, **kwargs: Any) -> None:  # noqa: ANN401, ARG002  (the signature of docutils)
        """List the categories of every place."""
        domain, docname = domain_of(self.env), self.env.current_document.docname
        for node in list(self.document.findall(guide_gaps)):
            headings = [messages.gettext("Category"), messages.gettext("Papers"), messages.gettext("Row")]
            rows = [_category_row(domain, docname, row) for row in _gaps(domain, node["folder"])]
            none = nodes.paragraph("", messages.gettext("None."), classes=["cc-empty"])
            node.replace_self(table(headings, rows, [54, 18, 28], "cc-health") if rows else none)


def _category_row(domain: PaperDomain, docname: str, row: Category) -> list[Cell]:
    source = entry_source(domain, row.location) if row.location else ""
    number = messages.number(domain.catalog.count_in(row.id))
    return [reference(docname, "category", row.id, row.title), number, source]


def _gaps(domain: PaperDomain, folder: str) -> list[Category]:
    """Return the categories that no page of a folder leads to."""
    pages = [page for name, page in domain.pages.items() if name.startswith(f"{folder.strip('/')}/")]
    links = {link for page in pages for link in page.links}
    cited = {str(part.of) for page in pages for part in page.dependencies if part.kind == "paper"}
    return unguided(
        domain.catalog,
        categories={link.name for link in links if link.objtype == "category"},
        papers=cited | {link.name for link in links if link.objtype == "paper"},
    )


def find_changed_gaps(_app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages to write again since guides lead elsewhere now than in the build before."""
    domain = domain_of(env)
    now = {docname: digest(*(row.id for row in _gaps(domain, folder))) for docname, folder in _folders(domain).items()}
    before, domain.site.gaps = domain.site.gaps, now
    return [docname for docname, gaps in now.items() if before.get(docname, gaps) != gaps]


def _folders(domain: PaperDomain) -> dict[str, str]:
    """Return the pages that list categories without a guide, with the folders of the guides."""
    return {
        docname: str(part.of)
        for docname, page in domain.pages.items()
        for part in page.dependencies
        if part.kind == "guides"
    }


def setup(app: Sphinx) -> None:
    """Register the directives, and what fills their places."""
    for name, directive in {"venues": Venues, "authors": Authors, "health": Health}.items():
        app.add_directive_to_domain("paper", name, directive)
    app.add_node(guide_gaps)
    app.add_post_transform(FillGuideGaps)
    app.connect("env-updated", find_changed_gaps)
