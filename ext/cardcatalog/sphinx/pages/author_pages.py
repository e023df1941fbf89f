"""The pages of the index of authors: each holds the names of a letter, or of a part of one, with their papers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from cardcatalog.catalog.authors import Author, page_label
from cardcatalog.sphinx.domain.default_pages import author_feed, author_page, download
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.pages.generated_pages import GeneratedPage, PageContent, content_digest
from cardcatalog.sphinx.pages.links import Link, PageLinks

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


def author_pages(links: PageLinks) -> Iterator[GeneratedPage]:
    """Yield the pages of the index, if a page of the site shows the way to it."""
    pages: dict[str, list[Author]] = {}
    for author in links.authors.values():
        pages.setdefault(author.page, []).append(author)
    urls = {page: links.page(author_page(page)) for page in pages}
    for page, authors in pages.items():
        title = messages.gettext("Authors: {letter}", letter=page_label(page, messages))
        context = {"title": title, "letters": [_letter(name, page, urls) for name in pages]}
        content = PageContent(title, _description(authors), context)
        yield _page(author_page(page), content, authors, links)


def _page(name: str, content: PageContent, authors: Sequence[Author], links: PageLinks) -> GeneratedPage:
    """Return a page of the index; its rows are made only if it is written.

    :param content: the page without the rows.
    """

    def whole() -> PageContent:
        return content._replace(context={**content.context, "authors": [_row(author, links) for author in authors]})

    names = [
        (author.person.name, author.anchor, len(author.papers), _file(author, links), _offers(author, links))
        for author in authors
    ]
    papers = chain.from_iterable(author.papers for author in authors)
    return GeneratedPage(name, TEMPLATE, content_digest((content, names), links.papers_digest(papers)), whole)


def _letter(name: str, current: str, urls: Mapping[str, str]) -> Link:
    """Return the link from a page of the index to another, or to itself."""
    is_current = name == current
    return Link(page_label(name, messages), "#" if is_current else urls[name], "page" if is_current else "")


def _row(author: Author, links: PageLinks) -> AuthorRow:
    parts, number = author.person.name.rpartition(author.person.surname), len(author.papers)
    lines = tuple(links.line(paper.key) for paper in author.papers)
    shown = messages.number(number) if number > 1 else ""
    return AuthorRow(*parts, author.anchor, shown, _file(author, links), _offers(author, links), lines)


def _file(author: Author, links: PageLinks) -> str:
    return links.file(download(author_feed(author)))


def _offers(author: Author, links: PageLinks) -> tuple[Link, ...]:
    if not author.has_several:
        return ()
    return links.offers(author_feed(author), q=f'author:"{author.person.name}"')


def _description(authors: Sequence[Author]) -> str:
    return messages.ngettext(
        "{number} author with their papers, from {first} to {last}",
        "{number} authors with their papers, from {first} to {last}",
        len(authors),
        first=authors[0].person.name,
        last=authors[-1].person.name,
    )
