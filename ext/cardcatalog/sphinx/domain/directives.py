"""The directives of the domain for papers: lists by category or query, and cards by citation key."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes

from cardcatalog.catalog.list_pages import span_label, year_label
from cardcatalog.catalog.query import ORDERS, RECENT, Query, parse_query
from cardcatalog.problems import unknown
from cardcatalog.sphinx.domain.catalog_directive import NO_GROUP, SEPARATOR, CatalogDirective
from cardcatalog.sphinx.domain.default_pages import (
    TREE_PAGE,
    category_page,
    download,
    list_page,
)
from cardcatalog.sphinx.domain.dependencies import Dependency
from cardcatalog.sphinx.domain.glossary import KeywordRules, Keywords
from cardcatalog.sphinx.domain.targets import Object, TargetPriority
from cardcatalog.sphinx.language import format_moment, messages
from cardcatalog.sphinx.urls import WEB_TAG

if TYPE_CHECKING:
    from docutils.nodes import Node

    from cardcatalog.catalog.list_pages import ListPage
    from cardcatalog.catalog.paper import Paper
    from cardcatalog.catalog.recency import Moment
    from cardcatalog.catalog.taxonomy import Category

OFFERED = "cc-downloads"
"""The class of the links above a list."""


def _choice(*values: str) -> Callable[[str], str]:
    return lambda argument: directives.choice(argument, values)


class PaperList(CatalogDirective):
    """Papers of a category, or those that match a query; on a category's own page also its children."""

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "category": directives.unchanged_required,
        "keyword": directives.unchanged_required,
        "venue": directives.unchanged_required,
        "author": directives.unchanged_required,
        "year": directives.unchanged_required,
        "sort": _choice(*ORDERS),
        "skip": directives.unchanged_required,
        "limit": directives.unchanged_required,
        "group-by": _choice("year", "venue", "category", "keyword", RECENT, "none"),
        "style": _choice("cards", "compact", "table", "tree"),
    }

    def run(self) -> list[Node]:
        """Return the list, or nothing but a warning if an option does not fit."""
        category = self.options.get("category", "")
        if self.options.get("style") == "tree":
            return self._tree(category)
        if self.docname == category_page(category) and category in self.catalog.categories:
            self.domain.page(self.docname).note_place(Object("category", category), "")
            if self.options.keys() == {"category"}:
                return self._category(self.catalog.categories[category])
        shape = {"style", "group-by"}
        try:
            query = parse_query({k: v for k, v in self.options.items() if k not in shape}, self.catalog)
        except ValueError as error:
            self.domain.note_terms(self.docname, self.options)
            return self.report_problem(str(error))
        self.depend_on(Dependency("papers", query))
        papers = self.catalog.select(query)
        if not papers:
            return [nodes.paragraph("", messages.gettext("No matching papers."), classes=["cc-empty"])]
        priority = TargetPriority.OTHER_CATEGORY if query.category else TargetPriority.OTHER_LIST
        usual = RECENT if query.sort == RECENT else "none" if query.limit or query.year else "year"
        group_by = self.options.get("group-by", usual)
        # Elsewhere a list of the category is only a list.
        further = {list_page(category, page) for page in self.catalog.pages_in(category)[1:]}
        is_home = self.docname in {category_page(category), *further}
        attributes = {"category": category} if is_home else {}
        style = self.options.get("style", "cards")
        head: list[Node] = [self._way_back(category, papers)] if self.docname in further else []
        if query == Query(sort=RECENT, limit=query.limit):
            feed = nodes.inline("", "", self.offer("feed", "feed.xml", messages.gettext("Feed"), ""), classes=[OFFERED])
            head = [addnodes.only("", nodes.paragraph("", "", feed, classes=["cc-summary"]), expr=WEB_TAG)]
        return [*head, *self._groups(papers, group_by, priority=priority, style=style, **attributes)]

    def _way_back(self, category: str, papers: Sequence[Paper]) -> nodes.paragraph:
        """Return a link from a further page of a category to the first, and how much the page holds."""
        self.depend_on(Dependency("category", category))
        link = self.reference("category", category, self.catalog.categories[category].title)
        line = nodes.inline("", "", link, nodes.Text(f" · {messages.papers(len(papers))}"))
        return nodes.paragraph("", "", line, classes=["cc-summary"])

    def _tree(self, parent: str) -> list[Node]:
        if parent and parent not in self.catalog.categories:
            self.domain.note_terms(self.docname, self.options)
            return self.report_problem(unknown("category", parent, self.catalog.categories))
        self.depend_on(Dependency("category tree", parent))
        pages = [category_page(row.id) for row in self.catalog.children("")] if self.docname == TREE_PAGE else []
        return [self.category_tree(parent), *self.toctree(pages)]

    def _category(self, category: Category) -> list[Node]:
        """Return all of a category's own page: its children, its number of papers, and its papers by year."""
        self.depend_on(Dependency("category papers", category.id))
        self.depend_on(Dependency("category tree", category.id))
        papers = self.catalog.papers_in(category.id)
        pages = self.catalog.pages_in(category.id)
        below = [category_page(row.id) for row in self.catalog.children(category.id)]
        further = [list_page(category.id, page) for page in pages[1:]]
        result: list[Node] = []
        if below:
            result.append(self.category_tree(category.id))
        if self.catalog.count_in(category.id):
            result.append(self._summary(category, papers))
        elif not below:
            result.append(nodes.paragraph("", messages.gettext("No papers yet."), classes=["cc-empty"]))
        if pages:
            here = [(year_label(year, messages), papers) for year, papers in pages[0].groups]
            result.append(self.listing(here, category=category.id, priority=TargetPriority.OTHER_CATEGORY))
        if further:
            result.append(self._further(category, pages[1:]))
        # Books need the further pages in their order, but a menu of categories would be lost among them.
        books = [addnodes.only("", *self.toctree(further), expr=f"not {WEB_TAG}")] if further else []
        return [*result, *self.toctree(below), *books]

    def _summary(self, category: Category, papers: Sequence[Paper]) -> nodes.paragraph:
        """Return how much a category holds, and a link to the BibTeX of all papers in it and below it."""
        self.depend_on(Dependency("count", Query(category=(category.id,))))
        total = self.catalog.count_in(category.id)
        years = span_label({paper.year for paper in papers if paper.year is not None}, messages)
        is_all = total == len(papers)
        parts = [
            messages.papers(len(papers))
            if papers
            else messages.ngettext("{number} paper below", "{number} papers below", total)
        ]
        if years:
            parts.append(years)
        summary = nodes.paragraph("", " · ".join(parts), classes=["cc-summary"], translatable=False)
        with_code = sum(any(link.label == "Code" for link in paper.links) for paper in papers)
        code = messages.ngettext("{number} with code", "{number} with code", with_code) if with_code else ""
        if code and not is_all:  # the explorer counts those below, too
            summary += nodes.Text(f" · {code}")
        # Only the web has files and an explorer.
        links = self._offers(category, code if is_all else "", 0 if is_all or not papers else total)
        row = nodes.inline("", "", *links, classes=[OFFERED])
        summary += addnodes.only("", row, expr=WEB_TAG)
        return summary

    def _offers(self, category: Category, code: str, total: int) -> Iterator[Node]:
        """Yield the links above a category: to those with code, to filters, to its BibTeX and its feed."""
        page, query = category_page(category.id), urlencode({"category": category.id})
        if code:
            yield self.offer("explorer", f"{query}&code=yes", code, is_kept=True)
        yield self.offer("explorer", query, messages.gettext("Filter and sort"))
        if download(page) in self.domain.web_files:
            own = messages.gettext("Download .bib")
            text = messages.gettext("Download .bib of all {number}", number=total) if total else own
            yield nodes.inline("", SEPARATOR, self.reference("download", download(page), text))
        yield self.offer("feed", f"{page}.xml", messages.gettext("Feed"))

    def _further(self, category: Category, pages: Sequence[ListPage]) -> nodes.section:
        """Return links to the pages on which a long list goes on."""
        links = nodes.bullet_list(bullet="*", classes=["cc-years"])
        for page in pages:
            line = nodes.paragraph(
                "", "", _link_to_page(list_page(category.id, page), page.label(messages), self.docname)
            )
            line += [nodes.Text(" "), nodes.inline("", messages.number(len(page.papers)), classes=["cc-count"])]
            links += nodes.list_item("", line)
        return self.section("further papers", [links], messages.gettext("Further papers"))

    def _groups(self, papers: Sequence[Paper], group_by: str, **attributes: Any) -> list[Node]:  # noqa: ANN401
        if group_by == "none":
            return [self.listing([("", papers)], **attributes)]
        groups: dict[str, list[Paper]] = defaultdict(list)
        for paper in papers:
            for name in self._group_names(paper, group_by):
                groups[name].append(paper)
            for category in paper.categories if group_by == "category" else ():
                self.depend_on(Dependency("category", category))
        listing = self.listing(list(groups.items()), **attributes)
        if group_by == RECENT:  # the last group may be shown in part
            totals = Counter(self.heading(_moment_group(moment)) for moment in self.catalog.moments.values())
            listing["groups"] = [
                (f"{row[0]} ({messages.number(totals[row[0]])})", *row[1:]) for row in listing["groups"]
            ]
        return [listing]

    def _group_names(self, paper: Paper, group_by: str) -> list[str]:
        categories, keywords = self.catalog.categories, self.catalog.keywords
        names = {
            "year": [year_label(paper.year, messages)] if paper.year is not None else [],
            "venue": [paper.venue],
            "category": [categories[word].title for word in paper.categories if word in categories],
            "keyword": [keywords[word].name for word in paper.keywords if word in keywords],
            RECENT: [_moment_group(self.catalog.moments[paper.key])] if group_by == RECENT else [],
        }
        return list(filter(None, names[group_by])) or [NO_GROUP[group_by]]


def _moment_group(moment: Moment) -> str:
    """Return the name of the group of papers that were news at one time."""
    year = moment[0]
    return year_label(year, messages) if year < 0 else format_moment(moment) or NO_GROUP[RECENT]


class PaperCard(CatalogDirective):
    """Cards of the papers whose citation keys are given, in that order."""

    required_arguments = 1
    optional_arguments = 1000

    def run(self) -> list[Node]:
        """Return the cards; an unknown key is reported and left out."""
        papers = []
        for key in self.arguments:
            self.depend_on(Dependency("paper", key))
            if paper := self.catalog.find(key):
                papers.append(paper)
            else:
                self.report_problem(unknown("paper", key, self.catalog.papers))
        return [self.listing([("", papers)], priority=TargetPriority.CARD)] if papers else []


def _link_to_page(target: str, text: str, docname: str) -> addnodes.pending_xref:
    return addnodes.pending_xref(
        "", nodes.inline("", text), refdomain="std", reftype="doc", reftarget=f"/{target}",
        refdoc=docname, refexplicit=True, refwarn=True,
    )  # fmt: skip


DIRECTIVES = {
    "list": PaperList,
    "card": PaperCard,
    "keywords": Keywords,
    "keyword-rules": KeywordRules,
}
