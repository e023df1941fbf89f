"""The pages of the index of authors: each holds the names of a letter, or of a part of one, with their papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cardcatalog.catalog.authors import SEVERAL, page_label
from cardcatalog.sphinx.domain.default_pages import download
from cardcatalog.sphinx.domain.dependencies import AuthorIndex
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.pages.generated_pages import PageContent, page_of
from cardcatalog.sphinx.pages.links import Link, author_feed, author_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cardcatalog.catalog.authors import Author
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.sphinx.pages.generated_pages import GeneratedPage
    from cardcatalog.sphinx.pages.links import PageLinks

TEMPLATE = "cardcatalog/author.html"


class AuthorRow(NamedTuple):
    """An author as a page shows them: name, anchor, number of papers if several, file, links, a line for each paper."""

    before: str
    surname: str
    after: str
    anchor: str
    number: str
    download: str
    offers: tuple[Link, ...]
    papers: tuple[Link, ...]


def author_pages(catalog: Catalog, links: PageLinks) -> Iterator[GeneratedPage]:
    """Yield the pages of the index, if a page of the site shows the way to it."""
    pages: dict[str, list[Author]] = {}
    for author in catalog.authors.values() if AuthorIndex() in links.dependencies else ():
        pages.setdefault(author.page, []).append(author)
    urls = {page: links.page(author_page(page)) for page in pages}
    for page, authors in pages.items():
        title = messages.gettext("Authors: {letter}", letter=page_label(page, messages))
        context = {
            "title": title,
            "letters": [_letter(name, page, urls) for name in pages],
            "authors": [_row(author, links) for author in authors],
        }
        yield page_of(author_page(page), TEMPLATE, PageContent(title, _description(authors), context))


def _letter(name: str, current: str, urls: Mapping[str, str]) -> Link:
    """Return the link from a page of the index to another, or to itself."""
    is_current = name == current
    return Link(page_label(name, messages), "#" if is_current else urls[name], "page" if is_current else "")


def _row(author: Author, links: PageLinks) -> AuthorRow:
    parts, number = author.person.name.rpartition(author.person.surname), len(author.papers)
    lines = tuple(links.line(paper.key) for paper in author.papers)
    name = f'author:"{author.person.name}"'
    offers = links.offers(author_feed(author), q=name) if number >= SEVERAL else ()
    file = links.file(download(author_feed(author)))
    return AuthorRow(*parts, author.anchor, messages.number(number) if number > 1 else "", file, offers, lines)


def _description(authors: Sequence[Author]) -> str:
    return messages.ngettext(
        "{number} author with their papers, from {first} to {last}",
        "{number} authors with their papers, from {first} to {last}",
        len(authors),
        first=authors[0].person.name,
        last=authors[-1].person.name,
    )
