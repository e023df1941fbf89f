"""What the page of a paper quotes of the site's own prose: passages as HTML with their sources, and steps of paths."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from markupsafe import Markup

from cardcatalog.catalog.paper import Paper
from cardcatalog.sphinx.domain.domain import PaperDomain
from cardcatalog.sphinx.domain.parts import Part
from cardcatalog.sphinx.domain.quotes import Step
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.pages.links import Link, PageLinks
from cardcatalog.sphinx.render.mathml import to_mathml

QUOTED = 3
"""Passages that a page quotes at most; the others are on the pages that it names under *Mentioned in*."""


class Quotation(NamedTuple):
    """A passage as HTML, and the page that it is from."""

    html: Markup
    source: Link


class StepView(NamedTuple):
    """The place of a paper in a reading path, in words, with the path and the papers around it."""

    place: str
    path: Link
    before: Link | None
    after: Link | None


class Quoted(NamedTuple):
    """What a page quotes: one sentence as plain text, the annotation of the entry, passages, steps."""

    gist: str
    annotation: str
    passages: tuple[Quotation, ...]
    steps: tuple[StepView, ...]


class QuoteRenderer:
    """Renders what pages of papers quote."""

    def __init__(self, domain: PaperDomain, links: PageLinks) -> None:
        """Find nothing yet."""
        self._domain, self._links = domain, links

    def of(self, paper: Paper) -> Quoted:
        """Return what the page of a paper quotes."""
        quotes = self._domain.quotes
        passages = (
            Quotation(self._html(quote.parts, paper.key), self._page(quote.docname, quote.anchor))
            for quote in quotes.of(paper.key)[:QUOTED]
        )
        steps = tuple(map(self._step, quotes.steps(paper.key)))
        return Quoted(quotes.gist(paper), paper["gist"], tuple(passages), steps)

    def _page(self, docname: str, anchor: str) -> Link:
        title = self._domain.env.titles[docname].astext()
        return Link(title, self._links.page(docname) + (anchor and f"#{anchor}"))

    def _step(self, step: Step) -> StepView:
        place = messages.gettext("Step {number} of {total}", number=step.number, total=step.total)
        around = (self._paper(key) for key in (step.before, step.after))
        return StepView(place, self._page(step.docname, step.anchor), *around)

    def _paper(self, key: str) -> Link | None:
        paper = self._domain.catalog.papers.get(key)
        return Link(name_of(paper), self._links.url("paper", key), paper.title) if paper else None

    def _html(self, parts: Sequence[Part], own: str) -> Markup:
        """Return a passage as HTML; its own paper is not a link."""
        return Markup("".join(self._part(part, own) for part in parts))  # noqa: S704  (escaped, and made by docutils)

    def _part(self, part: Part, own: str) -> str:
        text = _math(part) if part.element == "math" else escape(part.text)
        if part.element and part.element != "math":
            text = f"<{part.element}>{text}</{part.element}>"
        url = self._links.url(*part.target) if part.target[0] and part.target != ("paper", own) else ""
        return f'<a class="reference internal" href="{escape(url)}">{text}</a>' if url else text


def _math(part: Part) -> str:
    try:
        return str(to_mathml(part.text))
    except ValueError:
        return escape(part.plain)


def name_of(paper: Paper) -> str:
    """Return a name of a paper that is short: the beginning of its title, or authors and year."""
    return paper.short_title if paper.short_title != paper.title else paper.author_year(messages)
