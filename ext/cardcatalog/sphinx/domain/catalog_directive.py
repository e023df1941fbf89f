"""The base of all directives: the catalog, the page that is read, and the nodes that lists and links are made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from docutils import nodes
from docutils.nodes import Node
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from cardcatalog.bibtex.text import slug
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.paper import Paper
from cardcatalog.catalog.query import RECENT
from cardcatalog.messages import gettext_noop
from cardcatalog.sphinx.domain.dependencies import Dependency
from cardcatalog.sphinx.domain.domain import PaperDomain, domain_of, warn
from cardcatalog.sphinx.domain.targets import TargetPriority
from cardcatalog.sphinx.internals import hidden_toctree, reserve_identifier
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.render.nodes import paper_list

NO_GROUP = {
    "year": gettext_noop("No year"), RECENT: gettext_noop("No year"), "venue": gettext_noop("No venue"),
    "category": gettext_noop("No category"), "keyword": gettext_noop("No keyword"),
}  # fmt: skip
"""The heading of papers without a value."""

SEPARATOR = " · "
"""The text between offers."""


def reference(docname: str, objtype: str, name: str, text: str) -> addnodes.pending_xref:
    """Return a link from a page to an object of the domain, which is resolved when the page is written."""
    return addnodes.pending_xref(
        "", nodes.inline("", text), refdomain="paper", reftype=objtype, reftarget=name,
        refdoc=docname, refexplicit=True, refwarn=True,
    )  # fmt: skip


class CatalogDirective(SphinxDirective):
    """The base of the directives: the catalog, the page, and nodes for parts of it."""

    @property
    def domain(self) -> PaperDomain:
        """The domain of the environment."""
        return domain_of(self.env)

    @property
    def catalog(self) -> Catalog:
        """The catalog of this build."""
        return self.domain.catalog

    @property
    def docname(self) -> str:
        """The page being read."""
        return self.env.current_document.docname

    def depend_on(self, part: Dependency) -> None:
        """Let the page be read again when a part of the catalog changes."""
        self.domain.add_dependency(self.docname, part)

    def report_problem(self, message: str) -> list[Node]:
        """Report what is wrong with the directive, and show nothing for it."""
        warn(f"{self.name}: {message}", self.get_location())
        return []

    def listing(self, groups: Sequence[tuple[str, Sequence[Paper]]], **attributes: Any) -> paper_list:  # noqa: ANN401
        """Return a place for groups of papers; a group without a name gets no heading."""
        rows = [(self.heading(name), self.identifier(f"group-{slug(name)}") if name else "",
                 [paper.key for paper in papers]) for name, papers in groups]  # fmt: skip
        defaults = {"style": "cards", "priority": TargetPriority.OTHER_LIST}
        node = paper_list("", groups=rows, **(defaults | attributes))
        self.set_source_info(node)
        return node

    def heading(self, name: str) -> str:
        """Return the heading of a group: its name, or a translated text for papers without a value."""
        return messages.gettext(name) if name in NO_GROUP.values() else name

    def identifier(self, wish: str) -> str:
        """Return an identifier that nothing else on the page has."""
        return reserve_identifier(self.state.document, wish)

    def section(self, name: str, children: Sequence[Node], title: str = "") -> nodes.section:
        """Return a section of the page.

        :param name: what its identifier is made of; its title, too, where none is given.
        """
        identifier = self.identifier(f"group-{slug(name)}")
        section = nodes.section("", nodes.title("", title or name), *children, ids=[identifier], names=[identifier])
        self.set_source_info(section)
        return section

    def reference(self, objtype: str, name: str, text: str) -> addnodes.pending_xref:
        """Return a link from the page to a category or a keyword."""
        return reference(self.docname, objtype, name, text)

    def offer(
        self,
        what: Literal["feed", "explorer"],
        target: str,
        text: str,
        before: str = SEPARATOR,
        *,
        is_kept: bool = False,
    ) -> addnodes.pending_xref:
        """Return a link to a feed by its file, or to the explorer by its query; nothing where the site has none.

        :param before: what sets it apart from others.
        :param is_kept: whether the text stays without a link.
        """
        return addnodes.pending_xref(
            "", nodes.inline("", text), refdomain="paper", reftype=what, reftarget=target,
            refdoc=self.docname, refexplicit=True, refwarn=False, before=before, is_kept=is_kept,
        )  # fmt: skip

    def toctree(self, docnames: Sequence[str]) -> list[Node]:
        """Return a hidden table of contents of generated pages, so that they take their place in menus and books."""
        if not docnames:
            return []
        tree = hidden_toctree(self.docname, docnames)
        self.set_source_info(tree)
        return [nodes.compound("", tree, classes=["toctree-wrapper"])]

    def category_tree(self, parent: str) -> nodes.bullet_list:
        """Return the categories below one as nested lists, each with the number of papers below it."""
        tree = nodes.bullet_list(bullet="*", classes=["cc-tree"])
        for row in self.catalog.children(parent):
            line = nodes.paragraph("", "", self.reference("category", row.id, row.title), nodes.Text(" "))
            line += nodes.inline("", messages.number(self.catalog.count_in(row.id)), classes=["cc-count"])
            item = nodes.list_item("", line)
            if self.catalog.children(row.id):
                item += self.category_tree(row.id)
            tree += item
        return tree
