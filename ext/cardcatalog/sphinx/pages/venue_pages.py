"""The page of each venue: its papers by year."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from cardcatalog.formats.metadata import coins
from cardcatalog.sphinx.domain.default_pages import count_of
from cardcatalog.sphinx.domain.dependencies import VenueIndex
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.pages.generated_pages import PageContent, page_of
from cardcatalog.sphinx.pages.links import Link, venue_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper
    from cardcatalog.catalog.venues import VenueRow
    from cardcatalog.sphinx.pages.generated_pages import GeneratedPage
    from cardcatalog.sphinx.pages.links import PageLinks

TEMPLATE = "cardcatalog/venue.html"


class YearGroup(NamedTuple):
    """Papers of a year as a list shows them: anchor, heading, and for each a line, and what reference managers read."""

    anchor: str
    heading: str
    papers: tuple[Link, ...]
    metadata: tuple[Markup, ...]


def year_groups(papers: Iterable[Paper], links: PageLinks) -> list[YearGroup]:
    """Return papers, newest first, by year."""
    return [
        YearGroup(
            f"group-{year or 'no-year'}",
            str(year or messages.gettext("No year")),
            tuple(links.line(paper.key) for paper in group),
            tuple(Markup(coins(paper)) for paper in group),  # noqa: S704  (it is escaped)
        )
        for year, papers_of_year in groupby(papers, key=lambda paper: paper.year)
        for group in [tuple(papers_of_year)]
    ]


def venue_pages(catalog: Catalog, links: PageLinks) -> Iterator[GeneratedPage]:
    """Yield the pages of venues, if a page of the site lists venues."""
    for row in catalog.venue_rows if VenueIndex() in links.dependencies else ():
        title = messages.gettext("Papers at {venue}", venue=row.name)
        about = ", ".join(filter(None, (row.full, row.kind)))
        offers = links.offers("", venue=row.name)
        context = {
            "title": title,
            "about": about,
            "count": count_of(row.papers, messages),
            "offers": offers,
            "years": year_groups(row.papers, links),
        }
        yield page_of(venue_page(row.page), TEMPLATE, PageContent(title, _description(row), context))


def _description(row: VenueRow) -> str:
    years = sorted({paper.year for paper in row.papers if paper.year})
    values = {
        "papers": count_of(row.papers, messages),
        "venue": f"{row.full} ({row.name})" if row.full and row.full != row.name else row.name,
        "titles": "; ".join(paper.title for paper in row.papers[:2]),
    }
    if not years:
        return messages.gettext("{papers} at {venue}: {titles}", **values)
    first, last = str(years[0]), str(years[-1])
    if first == last:
        return messages.gettext("{papers} at {venue}, {year}: {titles}", year=first, **values)
    return messages.gettext("{papers} at {venue}, {first} to {last}: {titles}", first=first, last=last, **values)
