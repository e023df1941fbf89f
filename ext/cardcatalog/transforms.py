"""Put the papers into a page when it is written, since only then it is known where everything stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from cardcatalog.cards import Drawer
from cardcatalog.domain import Object, domain_of
from cardcatalog.nodes import paper_list

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class PutInPapers(SphinxPostTransform):
    """Replace each place for papers by what the builder can show of them."""

    # After all others: what comes in needs none of them, and to walk through it costs more than to make it.
    default_priority = 990

    def run(self, **kwargs: Any) -> None:  # noqa: ANN401, ARG002  (the signature of docutils)
        """Draw the papers of every list of the page."""
        domain = domain_of(self.env)
        builder = domain.builder
        docname = self.env.current_document.docname

        def link(objtype: str, name: str) -> str:
            return domain.address(docname, Object(objtype, name))

        has_scripts = builder.format == "html" and not getattr(builder, "embedded", False)
        drawer = Drawer(domain.catalog, link, builder.format, has_scripts=has_scripts)
        for listing in list(self.document.findall(paper_list)):
            anchors = frozenset(listing["anchors"])
            level = _heading_level(listing)
            drawn: list[nodes.Node] = []
            for heading, identifier, keys in listing["groups"]:
                papers = [domain.catalog.papers[key] for key in keys if key in domain.catalog.papers]
                group = drawer.draw(papers, listing["style"], anchors, level + bool(heading))
                drawn += [_section(heading, identifier, group)] if heading else group
            listing.replace_self(drawn)


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
    """Register the transform."""
    app.add_post_transform(PutInPapers)
