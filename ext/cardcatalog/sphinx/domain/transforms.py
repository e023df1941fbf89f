"""Render the lists and tables of a page when it is written: only then it is known where everything is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from cardcatalog.catalog.paper import Paper
from cardcatalog.sphinx.domain.domain import domain_of
from cardcatalog.sphinx.domain.targets import Object
from cardcatalog.sphinx.hooks import card_hook
from cardcatalog.sphinx.internals import fix_fragment, has_scripts
from cardcatalog.sphinx.render.cards import CardRenderer, distinct_names
from cardcatalog.sphinx.render.nodes import paper_link, paper_list, web_element
from cardcatalog.sphinx.render.tables import spell_out_tables


@dataclass(frozen=True, slots=True)
class ListContext:
    """The state that the rendering of all lists of a page shares."""

    renderer: CardRenderer
    papers: Mapping[str, Paper]
    section: Callable[[str, str, Sequence[nodes.Element]], list[nodes.Element]]
    """Puts a heading above the papers of a group, given the heading and an identifier."""


def render_list(listing: paper_list, context: ListContext) -> list[nodes.Element]:
    """Return the papers of a list as the builder shows them; a paper in several groups has its anchor in the first."""
    anchors = set(listing["anchors"])
    level = _heading_level(listing)
    rendered: list[nodes.Element] = []
    for heading, identifier, keys in listing["groups"]:
        papers = [context.papers[key] for key in keys if key in context.papers]
        group = context.renderer.render(papers, listing["style"], frozenset(anchors), level + bool(heading))
        anchors.difference_update(keys)
        rendered += context.section(heading, identifier, group) if heading else group
    return rendered


class RenderLists(SphinxPostTransform):
    """Replace each list of papers by what the builder can show of them."""

    # After almost all others, since cards need none of them, and walking through cards takes longer than making them.
    # But before linkcheck collects the links of a page, which is at 800.
    default_priority = 790

    def run(self, **kwargs: Any) -> None:  # noqa: ANN401, ARG002  (the signature of docutils)
        """Render every list of the page."""
        listings = list(self.document.findall(paper_list))
        context = self._context(listings)
        for listing in listings:
            listing.replace_self(render_list(listing, context))

    def _context(self, listings: Sequence[paper_list]) -> ListContext:
        domain, docname = domain_of(self.env), self.env.current_document.docname
        builder, papers = domain.builder, domain.catalog.papers
        renderer = CardRenderer(
            domain.catalog,
            lambda objtype, name: domain.addresses.object(docname, Object(objtype, name)),
            builder.format,
            has_scripts=has_scripts(builder),
            has_paper_pages=domain.has_paper_pages,
            gist=domain.quotes.gist,
            path=lambda paper: domain.addresses.object(docname, Object("path", paper.key)),
            names=distinct_names(papers[key] for listing in listings for key in listing.keys if key in papers),
            fix_anchor=fix_fragment(builder) or str,
            extend_card=card_hook(builder.events),
        )
        # A book in LaTeX has too many groups for its table of contents.
        section = _rubric if builder.format == "latex" else _section
        return ListContext(renderer, papers, section)


class SpellOutTables(SphinxPostTransform):
    """Make the rows of our tables, which few transforms need."""

    default_priority = 390  # before Sphinx's of LaTeX look into tables, from 400 on

    def run(self, **kwargs: Any) -> None:  # noqa: ANN401, ARG002  (the signature of docutils)
        """Make those of every table."""
        spell_out_tables(self.document)


class UsePlainNodes(SphinxPostTransform):
    """Use docutils' own nodes in formats other than HTML, since builders that we do not know have no others."""

    default_priority = 795  # when lists of papers are rendered, and before linkcheck collects links

    def run(self, **kwargs: Any) -> None:  # noqa: ANN401, ARG002  (the signature of docutils)
        """Replace our nodes, and for builders that are not Sphinx's the targets of papers in lists."""
        output = domain_of(self.env).builder.format
        if output == "html":
            return
        ours: list[paper_link | web_element] = [*self.document.findall(paper_link), *self.document.findall(web_element)]
        for node in ours:
            node.replace_self(node.plain())
        for target in list(self.document.findall(nodes.target)) if output not in _OF_SPHINX else ():
            if target["ids"] and isinstance(target.parent, nodes.paragraph):
                target.parent["ids"] += target["ids"]
                target.replace_self(nodes.target("", "", refid=target["ids"][0]))


_OF_SPHINX = frozenset({"latex", "man", "texinfo", "text"})


class SpellOutTitles(SphinxPostTransform):
    """Write titles in prose without TeX where the builder sets no math."""

    default_priority = 980
    formats = ("text",)

    def run(self, **kwargs: Any) -> None:  # noqa: ANN401, ARG002  (the signature of docutils)
        """Put Unicode in the place of every title that a role gave."""
        papers = domain_of(self.env).catalog.papers
        for title in list(self.document.findall(nodes.inline)):
            if title.get("paper") in papers:
                title.replace_self(nodes.Text(papers[title["paper"]].title))


def _section(heading: str, identifier: str, content: Sequence[nodes.Element]) -> list[nodes.Element]:
    return [nodes.section("", nodes.title("", heading), *content, ids=[identifier], classes=["cc-group"])]


def _rubric(heading: str, _identifier: str, content: Sequence[nodes.Element]) -> list[nodes.Element]:
    return [nodes.rubric("", heading), *content]


def _heading_level(node: nodes.Node) -> int:
    """Return the level of a heading just below the headings of the node."""
    level = 1
    while node.parent:
        node = node.parent
        level += isinstance(node, nodes.section)
    return min(level, 6)


def setup(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_post_transform(RenderLists)
    app.add_post_transform(SpellOutTables)
    app.add_post_transform(UsePlainNodes)
    app.add_post_transform(SpellOutTitles)
