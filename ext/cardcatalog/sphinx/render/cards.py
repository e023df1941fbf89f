"""Render a paper on a page: a card, a line, a row of a table, or a plain entry of a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from docutils import nodes

from cardcatalog.bibtex.text import has_math
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.links import Link
from cardcatalog.catalog.paper import Paper
from cardcatalog.formats.bibtex import entry_of
from cardcatalog.formats.coins import coins
from cardcatalog.formats.search_data import UrlResolver
from cardcatalog.sphinx.books.books import index_entries
from cardcatalog.sphinx.language import link_label, messages
from cardcatalog.sphinx.render.labels import numbered_links, people, title_nodes
from cardcatalog.sphinx.render.nodes import Badge, Card, paper_cards, paper_link
from cardcatalog.sphinx.render.tables import Cell, spell_out_tables, table

AUTHORS_SHOWN = 10
"""Authors that a card names before it folds the others: more than 19 of 20 papers have no more."""

SETTINGS_SHOWN = 3
"""Settings of bits that a card names."""


@dataclass
class CardRenderer:
    """Renders papers for one page of one builder."""

    catalog: Catalog
    link: UrlResolver
    """Returns URLs seen from the page being written."""

    markup: str
    """The output format of the builder: ``html``, ``latex``, ``text``, ..."""

    has_scripts: bool
    """Whether the page may have what needs JavaScript."""

    has_paper_pages: bool
    """Whether each paper has a page of its own, where its title leads then."""

    names: Mapping[str, str]
    """The names of each paper in the accessible names of its links; see :func:`distinct_names`."""

    gist: Callable[[Paper], str] = lambda _paper: ""
    """Returns one sentence on a paper, or an empty string."""

    path: Callable[[Paper], str] = lambda _paper: ""
    """Returns the URL of the place of a paper in a reading path, or an empty string."""

    fix_anchor: Callable[[str], str] = str
    """Rewrites an anchor as the builder rewrites links to it."""

    extend_card: Callable[[Paper, nodes.Element], object] | None = None
    """The function that adds to a card, if any; see :func:`cardcatalog.sphinx.hooks.card_hook`."""

    _keyword_badges: dict[str, Badge] = field(default_factory=dict)

    def render(self, papers: Iterable[Paper], style: str, anchors: frozenset[str], level: int) -> list[nodes.Element]:
        """Return papers in a style.

        :param style: ``cards``, ``compact`` or ``table``; a builder without cards gets a list instead of them.
        :param anchors: keys of the papers that links are to find here.
        :param level: level of heading for the title of a card.
        """
        if style == "table":
            return [self._table(papers, anchors)]
        if style == "cards" and self.markup == "html":
            return [paper_cards.of([self._card(paper, anchors, level) for paper in papers], level)]
        item = self._line if style == "compact" else self._plain_item
        listing = nodes.bullet_list(bullet="*", classes=["cc-list"])
        listing.extend(item(paper, anchors) for paper in papers)
        if self.markup == "latex":  # which supports classes of containers, not of lists
            return [nodes.container("", listing, classes=["cc-list", f"cc-list-{style}"])]
        return [listing]

    def _card(self, paper: Paper, anchors: frozenset[str], level: int) -> Card:
        names = [person.name for person in paper.authors]
        first, rest = (names, []) if len(names) <= AUTHORS_SHOWN + 1 else (names[:AUTHORS_SHOWN], names[AUTHORS_SHOWN:])
        more = messages.gettext("and {number} more", number=len(rest)) if rest else ""
        return Card(
            self.fix_anchor(paper.key) if paper.key in anchors else "",
            self._title(paper, level),
            f"{', '.join(first)}, " if rest else people(paper, first),
            (more, people(paper, rest) if rest else ""),
            self.gist(paper),
            tuple(self._badges(paper)),
            tuple(numbered_links(paper)),
            name=self.names[paper.key],
            copy=entry_of(paper, self.catalog) if self.has_scripts else "",
            coins=self._coins(paper),
            additions=self._additions(paper),
        )

    def _title(self, paper: Paper, level: int) -> nodes.rubric | tuple[str, str]:
        address = self.link("paper", paper.key) if self.has_paper_pages else paper.url
        if self.has_paper_pages and not has_math(paper.title_tex):
            return paper.title, address
        runs = title_nodes(paper, self.markup)
        link = [paper_link("", "", *runs, refuri=address, internal=self.has_paper_pages)] if address else runs
        title = nodes.rubric("", "", *link, classes=["sd-card-title"])
        title["heading-level"] = level
        _place(title, paper)
        return title

    def _additions(self, paper: Paper) -> nodes.container | None:
        if not self.extend_card:
            return None
        body = nodes.container()
        self.extend_card(paper, body)
        return body

    def _coins(self, paper: Paper) -> str:
        """Return what reference managers read, on the web alone."""
        return self.catalog.text(paper, coins) if self.has_scripts else ""

    def _badges(self, paper: Paper) -> Iterator[Badge]:
        venue = self.catalog.venues.get(paper.venue)
        if when := paper.venue_and_year(messages):
            full = venue.full if venue and venue.full != paper.venue else ""
            yield Badge(when, "sd-badge cc-venue", explanation=full)
        if paper.bits:
            yield Badge(short_bits(paper), "sd-badge cc-bits")
        yield from map(self._keyword, paper.keywords)
        if url := self.path(paper):
            label = messages.gettext("Reading path: {title}", title=self.names[paper.key])
            yield Badge(messages.gettext("Reading path"), "sd-badge cc-path", url=url, label=label)

    def _keyword(self, word: str) -> Badge:
        if word not in self._keyword_badges:
            keyword = self.catalog.keywords.get(word)
            name, url = keyword.name if keyword else word, self.link("keyword", word)
            self._keyword_badges[word] = Badge(name, f"sd-badge cc-keyword cc-kw-{word}", url=url)
        return self._keyword_badges[word]

    def _line(self, paper: Paper, anchors: frozenset[str]) -> nodes.list_item:
        line = nodes.paragraph("", "", *_target(paper, anchors))
        line += self._inward_title(paper, anchors)
        line += nodes.inline("", f" {paper.venue_and_year(messages)}".rstrip(), classes=["cc-venue"])
        if coins := self._coins(paper):
            line += nodes.raw("", coins, format="html")
        return nodes.list_item("", line)

    def _inward_title(self, paper: Paper, anchors: frozenset[str]) -> nodes.Node:
        """Link the title to the place of the paper on this site, or, on that place, to the paper itself."""
        runs = title_nodes(paper, self.markup)
        is_here = paper.key in anchors and not self.has_paper_pages
        address = "" if is_here else self.link("paper", paper.key)
        if address or paper.url:
            return paper_link("", "", *runs, refuri=address or paper.url, internal=bool(address))
        return nodes.inline("", "", *runs)

    def _plain_item(self, paper: Paper, anchors: frozenset[str]) -> nodes.list_item:
        title = nodes.strong("", "", *title_nodes(paper, self.markup))
        first = nodes.paragraph("", "", *_target(paper, anchors), title)
        names = people(paper, (person.name for person in paper.authors))
        when = f"{paper.venue}, {paper.date.label(messages)}".strip(", ")
        about = ". ".join(part for part in (names, when) if part)
        words = ", ".join(self.catalog.keyword_names(paper.keywords))
        second = nodes.paragraph("", f"{about}." + (f" {words}." if words else "") + " ")
        for number, link in enumerate(paper.links):
            if number:
                second += nodes.Text(", ")
            second.extend(self._spelled_link(link))
        if self.markup == "latex" and paper.key in anchors:
            first += index_entries(paper)
        item = nodes.list_item("", first, second)
        if self.extend_card:
            self.extend_card(paper, item)
        _place(item, paper)
        return item

    def _spelled_link(self, link: Link) -> list[nodes.Node]:
        if self.markup == "text":
            return [nodes.Text(f"{link_label(link.label)} <{link.url}>")]
        return [nodes.reference("", link_label(link.label), refuri=link.url, internal=False)]

    def _table(self, papers: Iterable[Paper], anchors: frozenset[str]) -> nodes.table:
        headings = [messages.gettext("Year"), messages.gettext("Title"), messages.gettext("Venue")]
        rows: list[list[Cell]] = [
            [
                paper.date.label(messages),
                [*_target(paper, anchors), self._inward_title(paper, anchors)],
                paper.venue,
                ", ".join(self.catalog.keyword_names(paper.keywords)),
            ]
            for paper in papers
        ]
        made = table([*headings, messages.gettext("Keywords")], rows, [8, 52, 16, 24])
        spell_out_tables(made)
        return made


def distinct_names(papers: Iterable[Paper]) -> dict[str, str]:
    """Return the name of each paper of a page, by its key: its title in short where no other has the same."""
    known = {paper.key: paper for paper in papers}
    names = {key: paper.short_title for key, paper in known.items()}
    for longer in ("{0.title}", "{0.title} ({0.key})"):
        counts = Counter(names.values())
        names = {key: name if counts[name] == 1 else longer.format(known[key]) for key, name in names.items()}
    return names


def short_bits(paper: Paper) -> str:
    """Return the first settings of a paper, as on its card."""
    more = [] if len(paper.bits) <= SETTINGS_SHOWN else ["…"]
    return " ".join([*(row.label for row in paper.bits[:SETTINGS_SHOWN]), *more])


def _target(paper: Paper, anchors: frozenset[str]) -> list[nodes.Node]:
    return [nodes.target("", "", ids=[paper.key])] if paper.key in anchors else []


def _place(node: nodes.Element, paper: Paper) -> None:
    """Let messages about the node name the entry."""
    node.source, node.line = paper.entry.location.path, paper.entry.location.line
