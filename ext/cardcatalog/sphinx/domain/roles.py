"""The roles of the domain: links to papers, categories and keywords in prose, downloads, and live numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import ReferenceRole, SphinxRole

from cardcatalog.catalog.query import parse_query
from cardcatalog.problems import did_you_mean
from cardcatalog.sphinx.domain.dependencies import CategoryTitle, Count, KeywordName, OnePaper, Total
from cardcatalog.sphinx.domain.domain import domain_of, warn
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.render.labels import title_nodes

if TYPE_CHECKING:
    from docutils.nodes import Element, Node, system_message

    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.sphinx.domain.dependencies import Dependency


TOTALS: dict[str, Total] = {
    total.of: total
    for total in (Total("papers"), Total("categories"), Total("keywords"), Total("results"), Total("sources"))
}
"""The objects that can be counted without a query."""


class PaperRole(ReferenceRole):
    """A link to a paper, by authors and year where no text is given."""

    def dependency(self) -> Dependency:
        """Return the part of the catalog that the page depends on by the link."""
        return OnePaper(self.target)

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Return a reference that is resolved, or found wanting, when its page is written."""
        domain = domain_of(self.env)
        domain.add_dependency(self.env.current_document.docname, self.dependency())
        written = [nodes.Text(self.title)]
        messages = written if self.has_explicit_title else self.messages(domain.catalog) or written
        return [_reference(self, nodes.inline("", "", *messages))], []

    def messages(self, catalog: Catalog) -> list[Node]:
        """Return the title of the object, or nothing if the catalog has none of that name."""
        paper = catalog.find(self.target)
        return [nodes.Text(paper.author_year(messages))] if paper else []


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


class TitleRole(PaperRole):
    """A link to a paper by its title."""

    def messages(self, catalog: Catalog) -> list[Node]:
        """Return the title with its math, marked for builders that set none."""
        paper = catalog.find(self.target)
        return [nodes.inline("", "", *title_nodes(paper, "html"), paper=paper.key)] if paper else []


class CategoryRole(PaperRole):
    """A link to the page of a category by its title."""

    def dependency(self) -> Dependency:
        """Return the title of the category."""
        return CategoryTitle(self.target)

    def messages(self, catalog: Catalog) -> list[Node]:
        """Return the title of the category."""
        row = catalog.category(self.target)
        return [nodes.Text(row.title)] if row else []


class KeywordRole(PaperRole):
    """A link to a keyword of the glossary by its name."""

    def dependency(self) -> Dependency:
        """Return the name of the keyword."""
        return KeywordName(self.target)

    def messages(self, catalog: Catalog) -> list[Node]:
        """Return the name of the keyword."""
        row = catalog.keywords.get(self.target)
        return [nodes.Text(row.name)] if row else []


class BitsRole(SphinxRole):
    """The settings of bits of a paper, so that no table repeats them by hand."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Return the settings, or a dash for none; an unknown key is reported and shown as written."""
        domain = domain_of(self.env)
        domain.add_dependency(self.env.current_document.docname, OnePaper(self.text))
        paper = domain.catalog.find(self.text)
        if not paper:
            hint = did_you_mean(self.text, domain.catalog.papers)
            warn(f"paper:bits: unknown paper {self.text!r}{hint}", self.get_location())
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
            count = TOTALS.get(self.text) or Count(parse_query(options, domain.catalog))
        except ValueError as error:
            domain.note_terms(docname, options)
            warn(f"paper:count: {error}", self.get_location())
            return [nodes.literal("", self.text)], []
        domain.add_dependency(docname, count)
        return [nodes.Text(messages.number(count.number(domain.catalog)))], []


def _options(text: str) -> dict[str, str]:
    return {name: value for name, _, value in (word.partition(":") for word in text.split())}


ROLES = {
    "ref": PaperRole(),
    "title": TitleRole(),
    "category": CategoryRole(),
    "keyword": KeywordRole(),
    "download": DownloadRole(),
    "count": CountRole(),
    "bits": BitsRole(),
}
