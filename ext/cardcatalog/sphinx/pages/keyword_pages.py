"""The page of each keyword: what it means, when a paper carries it, and its papers by year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cardcatalog.sphinx.domain.default_pages import download, keyword_page
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.pages.generated_pages import PageContent
from cardcatalog.sphinx.pages.links import Link
from cardcatalog.sphinx.pages.venue_pages import list_page

if TYPE_CHECKING:
    from cardcatalog.catalog.taxonomy import Keyword
    from cardcatalog.sphinx.domain.domain import PaperDomain
    from cardcatalog.sphinx.pages.generated_pages import GeneratedPage
    from cardcatalog.sphinx.pages.links import PageLinks

TEMPLATE = "cardcatalog/keyword.html"


def keyword_pages(domain: PaperDomain, links: PageLinks) -> Iterator[GeneratedPage]:
    """Yield the pages of the keywords that have papers, if the site has a glossary."""
    catalog = domain.catalog
    for row in catalog.keywords.values() if catalog.has_glossary else ():
        papers, name = catalog.with_keyword(row.id), keyword_page(row.id)
        if papers:
            title, count = messages.gettext("Papers on {keyword}", keyword=row.name), messages.papers(len(papers))
            context = {
                "title": title,
                "keyword": Link(row.name, links.url("keyword", row.id), row.gist, row.id),
                "rule": row.rule,
                "count": count,
                "download": domain.addresses.file(name, download(name)),
                "offers": links.offers(name, keyword=row.id),
            }
            content = PageContent(title, _description(count, row), context)
            yield list_page(name, TEMPLATE, content, papers, links)


def _description(papers: str, keyword: Keyword) -> str:
    if not keyword.gist:
        return messages.gettext("{papers} on {keyword}", papers=papers, keyword=keyword.name)
    return messages.gettext("{papers} on {keyword}: {gist}", papers=papers, keyword=keyword.name, gist=keyword.gist)
