"""The nodes that builders must treat differently, and how HTML writes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from cardcatalog.sphinx.language import messages


class paper_list(nodes.General, nodes.Element):  # noqa: N801  (nodes are named as their visitors are)
    """A place for papers: ``groups`` of (heading, identifier, keys), a ``style``, and the keys with ``anchors`` here.

    Links to its papers lead to it by its ``priority``, without one never.

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


class Badge(NamedTuple):
    """A badge of a card: its text, its classes, and what it has besides."""

    text: str
    classes: str
    explanation: str = ""
    url: str = ""
    label: str = ""
    """Its name for those who hear it out of its context."""


class Card(NamedTuple):
    """A card: its title, the rows below it, and what extensions add."""

    anchor: str
    """The key of the paper, if links are to find it here."""

    title: nodes.rubric | tuple[str, str]
    """Its text and the page it leads to; a node where others may change how it is written: math, and a link out."""

    people: str
    folded: tuple[str, str]
    """Further people, folded under a text; both are empty where a card names all."""

    gist: str
    badges: tuple[Badge, ...]
    links: tuple[tuple[str, str, str], ...]
    """Kind, text and URL of each."""

    name: str
    """The name of the paper for those who hear a link out of its context."""

    copy: str
    """A text to copy; the button for that shows itself by JavaScript."""

    coins: str
    additions: nodes.container | None

    @property
    def text(self) -> str:
        """The words by which a search finds the paper, but for those of nodes."""
        title = self.title[0] if isinstance(self.title, tuple) else ""
        return " ".join([title, self.people, self.folded[1], self.gist, *(badge.text for badge in self.badges)])


class paper_cards(nodes.General, nodes.Element):  # noqa: N801
    """The ``cards`` of some papers, with titles at a ``level`` of heading; their words are its text.

    It is one node, since cards are most of a catalog: every transform would walk through the nodes of each, and these
    would stay until the collector runs. Its children are what others may work on. Only builders of HTML have cards.
    """

    @classmethod
    def of(cls, cards: Sequence[Card], level: int) -> paper_cards:
        """Return the node of cards."""
        titles = (card.title for card in cards if isinstance(card.title, nodes.rubric))
        additions = (card.additions for card in cards if card.additions)
        words = dict.fromkeys(" ".join(card.text for card in cards).split())  # each once, since papers share most
        return cls("", nodes.Text(" ".join(words)), *titles, *additions, cards=cards, level=level)


class fold(web_element):  # noqa: N801
    """Content folded under its ``summary``."""


def without_raw(element: nodes.Element) -> nodes.Element:
    """Return an element in which HTML and LaTeX are seen as they are written: data runs nothing."""
    for raw in list(element.findall(nodes.raw)):
        text = nodes.Text(raw.astext())
        raw.replace_self(text if isinstance(raw.parent, nodes.TextElement) else nodes.paragraph("", "", text))
    return element


def closing(end: str) -> Callable[[HTML5Translator, nodes.Element], None]:
    """Return how HTML writes the end of a node, which is the same for all of a type."""
    return lambda translator, _node: translator.body.append(end)


def _visit_paper_link(self: HTML5Translator, node: paper_link) -> None:
    # Without starttag: half of a catalog is links, and this takes a quarter of the time.
    classes = " ".join([*node["classes"], "reference", "internal" if node.get("internal") else "external"])
    label = f' aria-label="{_escape(node["label"])}"' if "label" in node else ""
    label += " download" if node.get("is_download") else ""
    self.body.append(f'<a class="{classes}" href="{_escape(node["refuri"])}"{label}>')


def _visit_paper_cards(self: HTML5Translator, node: paper_cards) -> None:
    self.body.append('<div class="cc-cards docutils">\n')
    for card in node["cards"]:
        anchor = f' id="{self.attval(card.anchor)}"' if card.anchor else ""
        self.body.append(f'<div class="sd-card sd-sphinx-override sd-shadow-none cc-card docutils"{anchor}>\n')
        self.body.append('<div class="sd-card-body docutils">\n')
        _write_title(self, card.title, node["level"])
        _write_rows(self, card)
        for addition in card.additions or ():
            addition.walkabout(self)
        self.body.append("</div>\n</div>\n")
    self.body.append("</div>\n")
    raise nodes.SkipNode


def _write_title(self: HTML5Translator, title: nodes.rubric | tuple[str, str], level: int) -> None:
    if isinstance(title, nodes.rubric):
        title.walkabout(self)
        return
    text, url = title
    link = f'<a class="reference internal" href="{_escape(url)}">{self.encode(text)}</a>'
    self.body.append(f'<h{level} class="sd-card-title rubric">{link}</h{level}>\n')


def _write_rows(self: HTML5Translator, card: Card) -> None:
    people, (summary, rest) = self.encode(card.people), map(self.encode, card.folded)
    if rest:
        people = f"<span>{people}</span><details><summary>{summary}</summary><span>{rest}</span></details>"
        self.body.append(f'<div class="cc-authors docutils">\n{people}\n</div>\n')
    else:
        self.body.append(f'<p class="cc-authors">{people}</p>\n')
    if card.gist:
        self.body.append(f'<p class="cc-gist">{self.encode(card.gist)}</p>\n')
    badges = "".join(_badge(self, badge) for badge in card.badges)
    self.body.append(f'<p class="cc-badges">{badges}</p>\n<p class="cc-links">{_links(card)}{card.coins}</p>\n')


def _badge(self: HTML5Translator, badge: Badge) -> str:
    classes, text = self.attval(badge.classes), self.encode(badge.text)
    if badge.url:
        label = f' aria-label="{_escape(badge.label)}"' if badge.label else ""
        return f'<a class="{classes} reference internal" href="{_escape(badge.url)}"{label}>{text}</a>'
    if badge.explanation:
        return f'<abbr class="{classes}" title="{self.attval(badge.explanation)}">{text}</abbr>'
    return f'<span class="{classes}">{text}</span>'


def _links(card: Card) -> str:
    name = _escape(card.name)
    links = [
        f'<a class="cc-to-{kind.lower()} reference external" href="{_escape(url)}"'
        f' aria-label="{text}: {name}">{text}</a>'
        for kind, text, url in card.links
    ]
    if card.copy:
        label = _escape(messages.gettext("Copy BibTeX: {title}", title=card.name))
        attributes = f'class="cc-copy" type="button" hidden aria-label="{label}"'
        text = _escape(messages.gettext("Copy BibTeX"))
        links.append(f'<button {attributes} data-copy="{_escape(card.copy)}">{text}</button>')
    return "".join(links)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


def _visit_fold(self: HTML5Translator, node: fold) -> None:
    self.body.append(f"{self.starttag(node, 'details', '')}<summary>{self.encode(node['summary'])}</summary>")


def setup(app: Sphinx) -> None:
    """Register the nodes of HTML, and what other builders have in their place."""
    app.add_node(paper_list)
    app.add_node(paper_link, html=(_visit_paper_link, closing("</a>")))
    app.add_node(paper_cards, html=(_visit_paper_cards, None))
    app.add_node(fold, html=(_visit_fold, closing("</details>\n")))
