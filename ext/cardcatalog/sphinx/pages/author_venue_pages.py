"""The index of authors and the papers of each venue, as pages for the web: what they hold, and what leads to them."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from cardcatalog.catalog.authors import page_label
from cardcatalog.sphinx.domain.default_pages import count_of
from cardcatalog.sphinx.domain.domain import Object, domain_of
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.pages.generated_pages import CollectedPage, collect
from cardcatalog.sphinx.render.labels import title_html
from cardcatalog.sphinx.urls import is_web

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sphinx.application import Sphinx

    from cardcatalog.catalog.authors import Author
    from cardcatalog.catalog.paper import Paper
    from cardcatalog.catalog.venues import VenueRow
    from cardcatalog.sphinx.domain.domain import PaperDomain


class web_link(nodes.General, nodes.Inline, nodes.TextElement):  # noqa: N801  (nodes are named as their visitors are)
    """A link to an ``anchor`` of a ``page`` that is on the web alone; elsewhere only its text.

    An element whose links lead nowhere else says ``web_only``, and is left out elsewhere.
    """


def author_page(page: str) -> str:
    """Return the name of a page of the index."""
    return f"authors/{page}"


def venue_page(page: str) -> str:
    """Return the name of the page of a venue."""
    return f"venues/{page}"


def author_place(domain: PaperDomain, name: str) -> tuple[str, str]:
    """Return where an author stands in the index: a page, and an anchor on it; both empty for an unknown name.

    The one way to an author. The page is written if some page of the site holds ``paper:authors``.
    """
    author = domain.catalog.authors.get(name)
    return (author_page(author.page), author.anchor) if author and _is_used(domain, "authors") else ("", "")


class ResolveWebLinks(SphinxPostTransform):
    """Link to pages of the web where the builder writes them."""

    default_priority = 970

    def run(self, **kwargs: Any) -> None:  # noqa: ANN401, ARG002  (the signature of docutils)
        """Put a reference, or the bare text, in the place of each link."""
        builder, docname = domain_of(self.env).builder, self.env.current_document.docname
        is_shown = is_web(builder)
        for part in list(self.document.findall(lambda node: isinstance(node, nodes.Element) and "web_only" in node)):
            if not is_shown:
                part.parent.remove(part)
        for link in list(self.document.findall(web_link)):
            if is_shown:
                anchor = f"#{link['anchor']}" if link["anchor"] else ""
                address = builder.get_relative_uri(docname, link["page"]) + anchor
                link.replace_self(nodes.reference("", "", *link.children, refuri=address, internal=True))
            else:
                link.replace_self(link.children)


def collect_indexes(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the pages of authors and of venues that have changed, if the site has an index of them."""
    domain = domain_of(app.env)
    yield from collect(app, "authors", _author_pages(domain) if _is_used(domain, "authors") else ())
    yield from collect(app, "venues", _venue_pages(domain) if _is_used(domain, "venues") else ())


def _is_used(domain: PaperDomain, kind: str) -> bool:
    return any(kind == name for page in domain.pages.values() for name, _what in page.slices)


def _marks(domain: PaperDomain) -> dict[str, str]:
    """Return what the line of each paper depends on."""
    places, catalog = domain.places, domain.catalog
    return {
        key: f"{catalog.fingerprint(paper)} {places.get(Object('paper', key))}" for key, paper in catalog.papers.items()
    }


def _author_pages(domain: PaperDomain) -> Iterator[CollectedPage]:
    marks = _marks(domain)
    pages: dict[str, list[Author]] = {}
    for author in domain.catalog.authors.values():
        pages.setdefault(author.page, []).append(author)
    letters = " ".join(pages)
    for page, authors in pages.items():
        parts = (
            f"{author.person} {author.anchor} {[marks[paper.key] for paper in author.papers]}" for author in authors
        )
        yield CollectedPage(
            author_page(page),
            _authors_title(page),
            "\n".join([letters, *parts]),
            lambda page=page, authors=authors: _author_body(domain, page, authors, list(pages)),  # type: ignore[misc]
            _about_authors(authors),
        )


def _about_authors(authors: Sequence[Author]) -> str:
    """Return what a page of the index holds, in a line."""
    return messages.ngettext(
        "{number} author with their papers, from {first} to {last}",
        "{number} authors with their papers, from {first} to {last}",
        len(authors),
        first=authors[0].person.name,
        last=authors[-1].person.name,
    )


def _authors_title(page: str) -> str:
    return messages.gettext("Authors: {letter}", letter=page_label(page, messages))


def _author_body(domain: PaperDomain, page: str, authors: Iterable[Author], pages: list[str]) -> str:
    name = author_page(page)
    rows = []
    for author in authors:
        given, family = escape(author.person.given), escape(author.person.family)
        number = (
            f' <span class="cc-count">{messages.number(len(author.papers))}</span>' if len(author.papers) > 1 else ""
        )
        rows.append(f'<dt id="{author.anchor}">{given} <b>{family}</b>{number}</dt>')
        rows += [f"<dd>{_line(domain, name, paper)}</dd>" for paper in author.papers]
    return (
        f'<section id="authors"><h1>{escape(_authors_title(page))}</h1>\n{_letters(domain, page, pages)}\n'
        f'<dl class="cc-authors-index">\n{chr(10).join(rows)}\n</dl></section>'
    )


def _letters(domain: PaperDomain, current: str, pages: list[str]) -> str:
    """Return links to all pages of the index."""
    links = []
    for page in pages:
        address = domain.builder.get_relative_uri(author_page(current), author_page(page))
        mark = ' aria-current="page"' if page == current else ""
        links.append(f'<a class="reference internal" href="{address or "#"}"{mark}>{page_label(page, messages)}</a>')
    label = escape(messages.gettext("Authors by letter"))
    return f'<nav class="cc-letters" aria-label="{label}"><p>{" ".join(links)}</p></nav>'


def _line(domain: PaperDomain, page: str, paper: Paper) -> str:
    """Return a paper as one line of a page, linked to where it stands; by hand, since an index has thousands."""
    address = domain.address(page, Object("paper", paper.key)) or paper.url
    title = title_html(paper)
    linked = f'<a class="reference internal" href="{escape(address)}">{title}</a>' if address else title
    when = escape(paper.venue_and_year)
    return f'{linked} <span class="cc-venue">{when}</span>'


def _venue_pages(domain: PaperDomain) -> Iterator[CollectedPage]:
    marks = _marks(domain)
    for row in domain.catalog.venue_rows:
        yield CollectedPage(
            venue_page(row.page),
            messages.gettext("Papers at {venue}", venue=row.name),
            f"{row.full} {row.kind} {[marks[paper.key] for paper in row.papers]}",
            lambda row=row: _venue_body(domain, row),  # type: ignore[misc]
            _about_venue(row),
        )


def _about_venue(row: VenueRow) -> str:
    """Return what the page of a venue holds, in a line."""
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


def _venue_body(domain: PaperDomain, row: VenueRow) -> str:
    name = venue_page(row.page)
    about, none = ", ".join(filter(None, (row.full, row.kind))), escape(messages.gettext("No year"))
    years = [
        f'<section id="group-{year or "no-year"}" class="cc-group"><h2>{year or none}</h2>\n'
        '<ul class="cc-list simple">\n'
        + "\n".join(f"<li><p>{_line(domain, name, paper)}</p></li>" for paper in papers)
        + "\n</ul></section>"
        for year, papers in groupby(row.papers, key=lambda paper: paper.year)
    ]
    title = messages.gettext("Papers at {venue}", venue=row.name)
    about_line = f"<p>{escape(about)}</p>\n" if about else ""
    return f'<section id="papers"><h1>{escape(title)}</h1>\n{about_line}{"".join(years)}</section>'


def setup(app: Sphinx) -> None:
    """Let the pages be collected when all others are written, and links lead to them."""
    app.add_node(web_link)
    app.add_post_transform(ResolveWebLinks)
    app.connect("html-collect-pages", collect_indexes)
