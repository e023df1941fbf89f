"""The nodes that builders must treat differently, and how HTML writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

from cardcatalog.sphinx.language import messages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


class paper_list(nodes.General, nodes.Element):  # noqa: N801  (nodes are named as their visitors are)
    """A place for papers: ``groups`` of (heading, identifier, keys), a ``style``, and the keys with ``anchors`` here.

    A transform puts the papers in when a page is written. So pages are small in memory and on disk, and the many
    headings of a page are not in the menus, which themes process again for every page.
    """

    @property
    def keys(self) -> list[str]:
        """The citation keys of all groups, in order."""
        return [key for _heading, _identifier, keys in self["groups"] for key in keys]


class paper_link(nodes.reference):  # noqa: N801
    """A reference with a ``label`` for those who hear it out of its context; elsewhere an ordinary reference."""

    def plain(self) -> list[nodes.Node]:
        """Return an ordinary reference."""
        attributes = {name: value for name, value in self.attributes.items() if name not in {"label", "is_download"}}
        return [nodes.reference("", "", *self.children, **attributes)]


class web_element(nodes.General, nodes.Element):  # noqa: N801
    """An element of pages of HTML; elsewhere its content is simply there."""

    def plain(self) -> list[nodes.Node]:
        """Return what other formats have in its place."""
        return list(self.children)


class paper_links(web_element):  # noqa: N801
    """The links of a card: ``links`` of kind, text, address, the ``name`` of the paper, a text to ``copy``, ``coins``.

    One node for the row, since links are half of the nodes of a catalog. The button that copies shows itself by
    JavaScript. Only builders that write HTML have cards.
    """


class Badge(NamedTuple):
    """A badge of a card: its text, its classes, and what it has besides."""

    text: str
    classes: str
    explanation: str = ""
    url: str = ""
    label: str = ""
    """Its name for those who hear it out of its context."""


class paper_badges(web_element):  # noqa: N801
    """The ``badges`` of a card, with their words as its text, by which a search finds them.

    One node for the row, as for the links.
    """

    @classmethod
    def of(cls, badges: Sequence[Badge]) -> paper_badges:
        """Return the node of badges."""
        return cls("", nodes.Text(" ".join(badge.text for badge in badges)), badges=badges)


class fold(web_element):  # noqa: N801
    """Content folded under its ``summary``."""


def without_raw(element: nodes.Element) -> nodes.Element:
    """Return an element in which HTML and LaTeX are seen as they are written: data runs nothing."""
    for raw in list(element.findall(nodes.raw)):
        text = nodes.Text(raw.astext())
        raw.replace_self(text if isinstance(raw.parent, nodes.TextElement) else nodes.paragraph("", "", text))
    return element


def _visit_paper_link(self: HTML5Translator, node: paper_link) -> None:
    # Without starttag: half of a catalog is links, and this takes a quarter of the time.
    classes = " ".join([*node["classes"], "reference", "internal" if node.get("internal") else "external"])
    label = f' aria-label="{_escape(node["label"])}"' if "label" in node else ""
    label += " download" if node.get("is_download") else ""
    self.body.append(f'<a class="{classes}" href="{_escape(node["refuri"])}"{label}>')


def _depart_paper_link(self: HTML5Translator, node: paper_link) -> None:  # noqa: ARG001
    self.body.append("</a>")


def _visit_paper_badges(self: HTML5Translator, node: paper_badges) -> None:
    row = "".join(_badge(self, badge) for badge in node["badges"])
    self.body.append(f'<p class="cc-badges">{row}</p>\n')
    raise nodes.SkipNode


def _badge(self: HTML5Translator, badge: Badge) -> str:
    classes, text = self.attval(badge.classes), self.encode(badge.text)
    if badge.url:
        label = f' aria-label="{_escape(badge.label)}"' if badge.label else ""
        return f'<a class="{classes} reference internal" href="{_escape(badge.url)}"{label}>{text}</a>'
    if badge.explanation:
        return f'<abbr class="{classes}" title="{self.attval(badge.explanation)}">{text}</abbr>'
    return f'<span class="{classes}">{text}</span>'


def _visit_paper_links(self: HTML5Translator, node: paper_links) -> None:
    name = _escape(node["name"])
    row = [
        f'<a class="cc-to-{kind.lower()} reference external" href="{_escape(url)}"'
        f' aria-label="{text}: {name}">{text}</a>'
        for kind, text, url in node["links"]
    ]
    if node["copy"]:
        label = _escape(messages.gettext("Copy BibTeX: {title}", title=node["name"]))
        attributes = f'class="cc-copy" type="button" hidden="hidden" aria-label="{label}"'
        text = _escape(messages.gettext("Copy BibTeX"))
        row.append(f'<button {attributes} data-copy="{_escape(node["copy"])}">{text}</button>')
    self.body.append(f'<p class="cc-links">{"".join(row)}{node["coins"]}</p>\n')
    raise nodes.SkipNode


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace("\n", "&#10;")


def _visit_fold(self: HTML5Translator, node: fold) -> None:
    self.body.append(f"{self.starttag(node, 'details', '')}<summary>{self.encode(node['summary'])}</summary>")


def _depart_fold(self: HTML5Translator, node: fold) -> None:  # noqa: ARG001
    self.body.append("</details>\n")


def setup(app: Sphinx) -> None:
    """Register the nodes of HTML, and what other builders have in their place."""
    app.add_node(paper_list)
    app.add_node(paper_link, html=(_visit_paper_link, _depart_paper_link))
    app.add_node(paper_badges, html=(_visit_paper_badges, None))
    app.add_node(paper_links, html=(_visit_paper_links, None))
    app.add_node(fold, html=(_visit_fold, _depart_fold))
