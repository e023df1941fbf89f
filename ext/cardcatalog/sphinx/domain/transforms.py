"""Put the papers into a page when it is written, since only then it is known where everything stands."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from cardcatalog.sphinx.domain.domain import Object, domain_of
from cardcatalog.sphinx.hooks import card_hook
from cardcatalog.sphinx.render.cards import Drawer, tell_apart
from cardcatalog.sphinx.render.nodes import paper_list

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx


class PutInPapers(SphinxPostTransform):
    """Replace each place for papers by what the builder can show of them."""

    # After almost all others, since cards need none of them, and to walk through cards costs more than to make them.
    # But before linkcheck collects the links of a page, which is at 800.
    default_priority = 790

    def run(self, **kwargs: Any) -> None:  # noqa: ANN401, ARG002  (the signature of docutils)
        """Draw the papers of every list of the page."""
        domain = domain_of(self.env)
        builder = domain.builder
        docname = self.env.current_document.docname

        def link(objtype: str, name: str) -> str:
            return domain.address(docname, Object(objtype, name))

        has_scripts = builder.format == "html" and not getattr(builder, "embedded", False)
        papers = domain.catalog.papers
        listings = list(self.document.findall(paper_list))
        names = tell_apart(papers[key] for listing in listings for key in listing.keys if key in papers)
        drawer = Drawer(
            domain.catalog,
            link,
            builder.format,
            has_scripts=has_scripts,
            has_paper_pages=domain.has_paper_pages,
            names=names,
            extend_card=card_hook(builder.events),
        )
        fix = getattr(builder, "fix_fragment", None)
        for listing in listings:
            anchors = set(listing["anchors"])
            level = _heading_level(listing)
            drawn: list[nodes.Node] = []
            for heading, identifier, keys in listing["groups"]:
                shown = [papers[key] for key in keys if key in papers]
                group = drawer.draw(shown, listing["style"], frozenset(anchors), level + bool(heading))
                # A paper in several groups has its anchor in the first.
                anchors.difference_update(keys)
                if fix:
                    _fix_anchors(group, fix)
                drawn += self._under(heading, identifier, group) if heading else group
            listing.replace_self(drawn)

    def _under(self, heading: str, identifier: str, group: list[nodes.Element]) -> list[nodes.Element]:
        """Put a heading above a group; in LaTeX one that no table of contents lists, since a book has too many."""
        if domain_of(self.env).builder.format == "latex":
            return [nodes.rubric("", heading), *group]
        return [_section(heading, identifier, group)]


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


def _fix_anchors(group: list[nodes.Element], fix: Callable[[str, str], str]) -> None:
    """Spell the anchors of cards as EPUB wants them: it spells links to them so, but does not look for them here."""
    for node in chain.from_iterable(group):
        if isinstance(node, nodes.Element):
            node["ids"] = [fix("", name) for name in node["ids"]]


def _section(heading: str, identifier: str, content: list[nodes.Element]) -> nodes.section:
    return nodes.section("", nodes.title("", heading), *content, ids=[identifier], classes=["cc-group"])


def _heading_level(node: nodes.Node) -> int:
    """Return the level of a heading just below those that the node stands under."""
    level = 1
    while node.parent:
        node = node.parent
        level += isinstance(node, nodes.section)
    return min(level, 6)


def setup(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_post_transform(PutInPapers)
    app.add_post_transform(SpellOutTitles)
