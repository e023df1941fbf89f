"""Links of documents to generated pages, which are on the web alone."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from cardcatalog.sphinx.domain.domain import domain_of
from cardcatalog.sphinx.urls import is_web


class web_link(nodes.General, nodes.Inline, nodes.TextElement):  # noqa: N801  (nodes are named as their visitors are)
    """A link to an ``anchor`` of a generated ``page``; elsewhere than on the web only its text.

    An element whose links lead nowhere else has the attribute ``web_only``, and is left out elsewhere.
    """


class ResolveWebLinks(SphinxPostTransform):
    """Link to generated pages where the builder writes them."""

    default_priority = 780  # before the cards are rendered, which hold none

    def run(self, **kwargs: Any) -> None:  # noqa: ANN401, ARG002  (the signature of docutils)
        """Replace each link by a reference, or by its text."""
        builder, docname = domain_of(self.env).builder, self.env.current_document.docname
        is_shown = is_web(builder)
        for part in list(self.document.findall(lambda node: isinstance(node, nodes.Element) and "web_only" in node)):
            if not is_shown:
                part.parent.remove(part)
        for link in list(self.document.findall(web_link)):
            if is_shown:
                anchor = f"#{link['anchor']}" if link["anchor"] else ""
                url = builder.get_relative_uri(docname, link["page"]) + anchor
                link.replace_self(nodes.reference("", "", *link.children, refuri=url, internal=True))
            else:
                link.replace_self(link.children)


def setup(app: Sphinx) -> None:
    """Register the node, and the transform that resolves it."""
    app.add_node(web_link)
    app.add_post_transform(ResolveWebLinks)
