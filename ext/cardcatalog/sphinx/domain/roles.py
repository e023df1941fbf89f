"""The roles of the domain: links to papers, categories and keywords in prose, downloads, and live numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from docutils import nodes
from docutils.nodes import Element, Node, system_message
from sphinx import addnodes
from sphinx.util.docutils import ReferenceRole, SphinxRole

from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.query import parse_query
from cardcatalog.problems import unknown
from cardcatalog.sphinx.domain.dependencies import TOTALS, Dependency
from cardcatalog.sphinx.domain.domain import domain_of, warn
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.render.labels import title_nodes


class ObjectRole(ReferenceRole):
    """A link to an object of the catalog, by a text that the catalog has for it where none is given."""

    def __init__(self, kind: str, show: Callable[[Catalog, str], Sequence[Node]]) -> None:
        """Make a role.

        :param kind: the part of the catalog that the page depends on by the link; see :class:`Dependency`.
        :param show: returns the text of the object of a name as nodes, none if there is no such object.
        """
        super().__init__()
        self._kind, self._show = kind, show

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Return a reference that is resolved, or found wanting, when its page is written."""
        domain = domain_of(self.env)
        domain.add_dependency(self.env.current_document.docname, Dependency(self._kind, self.target))
        shown = [] if self.has_explicit_title else self._show(domain.catalog, self.target)
        return [_reference(self, nodes.inline("", "", *(shown or [nodes.Text(self.title)])))], []


def _author_and_year(catalog: Catalog, key: str) -> list[Node]:
    paper = catalog.find(key)
    return [nodes.Text(paper.author_year(messages))] if paper else []


def _title(catalog: Catalog, key: str) -> list[Node]:
    """Return the title of a paper with its math, marked for builders that set none."""
    paper = catalog.find(key)
    return [nodes.inline("", "", *title_nodes(paper, "html"), paper=paper.key)] if paper else []


def _category(catalog: Catalog, name: str) -> list[Node]:
    row = catalog.category(name)
    return [nodes.Text(row.title)] if row else []


def _keyword(catalog: Catalog, name: str) -> list[Node]:
    return [nodes.Text(catalog.keywords[name].name)] if name in catalog.keywords else []


def _reference(role: ReferenceRole, content: Element) -> addnodes.pending_xref:
    xref = addnodes.pending_xref(
        role.rawtext,
        content,
        refdomain="paper",
        reftype=role.name.rpartition(":")[2],
        reftarget=role.target,
        refdoc=role.env.current_document.docname,
        refexplicit=role.has_explicit_title,
        refwarn=True,
    )
    role.set_source_info(xref)
    return xref


class BitsRole(SphinxRole):
    """The settings of bits of a paper, so that no table repeats them by hand."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Return the settings, or a dash for none; an unknown key is reported and shown as written."""
        domain = domain_of(self.env)
        domain.add_dependency(self.env.current_document.docname, Dependency("paper", self.text))
        paper = domain.catalog.find(self.text)
        if not paper:
            warn(f"paper:bits: {unknown('paper', self.text, domain.catalog.papers)}", self.get_location())
            return [nodes.literal("", self.text)], []
        return [nodes.Text(", ".join(row.label for row in paper.bits) or "—")], []


class DownloadRole(ReferenceRole):
    """A link to a file next to the pages, by its path within the site; without such a file, its name without a link."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Return a reference that is resolved, or found wanting, when its page is written."""
        text = nodes.inline("", self.title) if self.has_explicit_title else nodes.literal("", self.title)
        return [_reference(self, text)], []


class CountRole(SphinxRole):
    """A live number: of ``papers``, ``categories`` or ``keywords``, or of the papers that answer a query."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Return the number, its thousands set apart by commas; a wrong query is reported and shown as written."""
        domain, docname = domain_of(self.env), self.env.current_document.docname
        options = _options(self.text)
        try:
            is_total = self.text in TOTALS
            of = self.text if is_total else parse_query(options, domain.catalog)
        except ValueError as error:
            domain.note_terms(docname, options)
            warn(f"paper:count: {error}", self.get_location())
            return [nodes.literal("", self.text)], []
        count = Dependency("total" if is_total else "count", of)
        domain.add_dependency(docname, count)
        return [nodes.Text(messages.number(int(count.digest(domain.catalog))))], []


def _options(text: str) -> dict[str, str]:
    return {name: value for name, _, value in (word.partition(":") for word in text.split())}


ROLES = {
    "ref": ObjectRole("paper", _author_and_year),
    "title": ObjectRole("paper", _title),
    "category": ObjectRole("category", _category),
    "keyword": ObjectRole("keyword", _keyword),
    "download": DownloadRole(),
    "count": CountRole(),
    "bits": BitsRole(),
}
