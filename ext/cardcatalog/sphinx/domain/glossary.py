"""The directives of the glossary: what each keyword means, and when a paper carries it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from cardcatalog.bibtex.text import slug
from cardcatalog.catalog.query import Query
from cardcatalog.grouped import grouped
from cardcatalog.sphinx.domain.catalog_directive import CatalogDirective
from cardcatalog.sphinx.domain.dependencies import GLOSSARY, Dependency
from cardcatalog.sphinx.domain.targets import Object
from cardcatalog.sphinx.internals import glossary_term
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.render.nodes import without_raw

if TYPE_CHECKING:
    from docutils.nodes import Node

    from cardcatalog.catalog.taxonomy import Keyword


class Keywords(CatalogDirective):
    """The glossary: every keyword by group, with its definition, other spellings, related terms and papers."""

    def run(self) -> list[Node]:
        """Return a section for each group; one glossary without headings if no keyword names its group."""
        self.depend_on(GLOSSARY)
        groups = grouped((keyword.group, keyword) for keyword in self.catalog.keywords.values())
        result: list[Node] = []
        for number, (group, keywords) in enumerate(groups.items(), 1):
            glossary = addnodes.glossary("", self._terms(keywords, number), sorted=False)
            result.append(self.section(group, [glossary]) if group else glossary)
        return result or [nodes.paragraph("", messages.gettext("No paper has a keyword."), classes=["cc-empty"])]

    def _terms(self, keywords: Iterable[Keyword], group: int) -> nodes.definition_list:
        terms = [self._term(keyword) for keyword in keywords]
        # Words with nothing but papers need little room each.
        is_index = all(len(term.children[1].children) == 1 for term in terms) and self.catalog.has_glossary
        classes = ["glossary", f"cc-group-{group}", *(["cc-index"] if is_index else [])]
        return nodes.definition_list("", *terms, classes=classes)

    def _term(self, keyword: Keyword) -> nodes.definition_list_item:
        self.domain.page(self.docname).note_place(Object("keyword", keyword.id), keyword.id)
        term = self._register(keyword.name, keyword.id)
        content: list[Node] = []
        if keyword.definition:
            content += self.parse_text_to_nodes(keyword.definition)
        if keyword.aliases:
            content.append(self._aliases(keyword))
        content += self._related(keyword)
        content.append(self._papers(keyword))
        return nodes.definition_list_item("", term, without_raw(nodes.definition("", *content)))

    def _register(self, text: str, identifier: str) -> nodes.term:
        """Return a term that ``{term}`` finds."""
        return glossary_term(self.env, text, identifier, self.get_source_info(), self.state.document)

    def _aliases(self, keyword: Keyword) -> nodes.paragraph:
        aliases = nodes.paragraph("", messages.gettext("Also: "), classes=["cc-aliases"])
        for number, alias in enumerate(keyword.aliases):
            if number:
                aliases += nodes.Text(", ")
            identifier = self.identifier(f"{keyword.id}-{slug(alias)}")
            self._register(alias, identifier)
            # Not inline: that has no place to link to in LaTeX.
            aliases += nodes.target("", alias, ids=[identifier])
        return aliases

    def _related(self, keyword: Keyword) -> list[Node]:
        kinds = {
            messages.gettext("Broader: "): keyword.broader,
            messages.gettext("Narrower: "): self.catalog.narrower(keyword.id),
            messages.gettext("See also: "): keyword.see,
        }
        line = nodes.paragraph("", classes=["cc-related"])
        for label, words in kinds.items():
            known = [self.catalog.keywords[word] for word in words if word in self.catalog.keywords]
            if known:
                line += nodes.Text("  " if len(line) else "")
                line += nodes.inline("", label, classes=["cc-label"])
            for number, row in enumerate(known):
                line += nodes.Text(", " if number else "")
                line += self.reference("keyword", row.id, row.name)
        return [line] if len(line) else []

    def _papers(self, keyword: Keyword) -> nodes.Element:
        """Return a link to the list of papers; without such pages, the papers."""
        papers = self.catalog.with_keyword(keyword.id)
        count = messages.papers(len(papers))
        if not papers:
            return nodes.paragraph("", count)
        if not self.catalog.has_glossary:
            self.depend_on(Dependency("papers", Query(keyword=(keyword.id,))))
            return self.listing([("", papers)], style="compact")
        return nodes.paragraph("", "", self.reference("list", keyword.id, count), classes=["cc-papers"])


class KeywordRules(CatalogDirective):
    """When a paper carries a keyword: the rule of each that has one."""

    def run(self) -> list[Node]:
        """Return the keywords with their rules; nothing if none has one."""
        self.depend_on(GLOSSARY)
        rules = [self._rule(keyword) for keyword in self.catalog.keywords.values() if keyword.rule]
        return [nodes.definition_list("", *rules)] if rules else []

    def _rule(self, keyword: Keyword) -> nodes.definition_list_item:
        term = nodes.term("", "", self.reference("keyword", keyword.id, keyword.name))
        return nodes.definition_list_item("", term, nodes.definition("", nodes.paragraph("", keyword.rule)))
