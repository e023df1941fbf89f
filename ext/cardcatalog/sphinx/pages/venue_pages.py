"""The page of each venue: its papers by year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.list_pages import CARDS_PER_PAGE
from cardcatalog.catalog.paper import Paper
from cardcatalog.catalog.venues import VenueRow
from cardcatalog.sphinx.domain.default_pages import download
from cardcatalog.sphinx.domain.dependencies import VENUES
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.pages.generated_pages import GeneratedPage, PageContent, content_digest
from cardcatalog.sphinx.pages.links import Link, PageLinks, venue_page

TEMPLATE = "cardcatalog/venue.html"


class YearGroup(NamedTuple):
    """Papers of a year as a list shows them: anchor, heading, and the line and the key of each."""

    anchor: str
    heading: str
    papers: tuple[Link, ...]
    keys: tuple[str, ...]


def year_groups(papers: Iterable[Paper], links: PageLinks) -> list[YearGroup]:
    """Return papers, newest first, by year."""
    return [
        YearGroup(
            f"group-{year or 'no-year'}",
            str(year or messages.gettext("No year")),
            tuple(links.line(paper.key) for paper in group),
            tuple(paper.key for paper in group),
        )
        for year, papers_of_year in groupby(papers, key=lambda paper: paper.year)
        for group in [tuple(papers_of_year)]
    ]


def list_page(
    name: str, template: str, content: PageContent, papers: Sequence[Paper], links: PageLinks
) -> GeneratedPage:
    """Return a page that lists papers by year; its lines are made only if the page is written.

    A list longer than any of cards has no metadata for reference managers: it would outweigh the papers, and the
    ``.bib`` serves better than a choice among so many.

    :param content: the page without the list.
    """

    def whole() -> PageContent:
        metadata = links.metadata if len(papers) <= CARDS_PER_PAGE else lambda _key: ""
        return content._replace(context={**content.context, "years": year_groups(papers, links), "metadata": metadata})

    return GeneratedPage(name, template, content_digest(content, links.papers_digest(papers)), whole)


def venue_pages(catalog: Catalog, links: PageLinks) -> Iterator[GeneratedPage]:
    """Yield the pages of venues, if a page of the site lists venues."""
    for row in catalog.venue_rows if VENUES in links.dependencies else ():
        title = messages.gettext("Papers at {venue}", venue=row.name)
        about = ", ".join(filter(None, (row.full, row.kind)))
        offers = links.offers("", venue=row.name)
        context = {
            "title": title,
            "about": about,
            "count": messages.papers(len(row.papers)),
            "offers": offers,
            "download": links.file(download(venue_page(row.page))),
        }
        content = PageContent(title, _description(row), context)
        yield list_page(venue_page(row.page), TEMPLATE, content, row.papers, links)


def _description(row: VenueRow) -> str:
    years = sorted({paper.year for paper in row.papers if paper.year})
    values = {
        "papers": messages.papers(len(row.papers)),
        "venue": f"{row.full} ({row.name})" if row.full and row.full != row.name else row.name,
        "titles": "; ".join(paper.title for paper in row.papers[:2]),
    }
    if not years:
        return messages.gettext("{papers} at {venue}: {titles}", **values)
    first, last = str(years[0]), str(years[-1])
    if first == last:
        return messages.gettext("{papers} at {venue}, {year}: {titles}", year=first, **values)
    return messages.gettext("{papers} at {venue}, {first} to {last}: {titles}", first=first, last=last, **values)
