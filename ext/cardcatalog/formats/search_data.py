"""The data of the explorer: columns that a browser loads once and searches at every key press."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from cardcatalog.catalog.bits import Bits, width_rank
from cardcatalog.catalog.links import FIND
from cardcatalog.formats.bibtex import entry_of
from cardcatalog.formats.coins import coins_parts, name_with_comma
from cardcatalog.messages import ENGLISH, Translator

if TYPE_CHECKING:
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper

T = TypeVar("T")

PAPERS_PER_FILE = 20
"""Papers whose BibTeX is in one file, which is loaded only when a reader copies or selects one of them."""


WIDTHS = ("weights", "activations", "cache")
"""The widths of a setting of bits that have a facet each."""


UrlResolver = Callable[[str, str], str]
"""A function from the type and the name of an object of the catalog to its URL, or nothing if it has no place."""


class ExplorerRow(NamedTuple):
    """What the explorer has of a paper whatever else the site holds, as far as that is much work to find."""

    html: str
    """The title as HTML, if it needs more than text."""

    gist: str
    """The sentence that its entry has on it."""

    start: str
    role: str
    rest: str
    """See :class:`cardcatalog.formats.coins.CoinsParts`."""

    link: int
    """The number of the link that is the paper's address, or -1."""

    inverted: Mapping[str, str]
    """The names of people, by their number, that do not end with the family name alone."""


def explorer_row(paper: Paper, html: str = "") -> ExplorerRow:
    """Return the row of a paper.

    :param html: the title, if it needs more than text.
    """
    url = paper.url
    link = next((number for number, link in enumerate(paper.links) if link.url == url), -1)
    return ExplorerRow(html, paper["gist"], *coins_parts(paper), link, dict(_unlike(paper)))


def _unlike(paper: Paper) -> Iterator[tuple[str, str]]:
    for number, person in enumerate(paper.authors):
        if (name := name_with_comma(person)) != ", ".join(reversed(person.name.rsplit(" ", 1))):
            yield str(number), name


def explorer_data(  # noqa: PLR0913  (the parts of the data that the site makes)
    catalog: Catalog,
    address: UrlResolver,
    row_of: Callable[[Paper], ExplorerRow],
    added: Mapping[str, str] = MappingProxyType({}),
    said: Mapping[str, tuple[str, str]] = MappingProxyType({}),
    *,
    named: Collection[str] = (),
    has_paper_pages: bool,
    messages: Translator = ENGLISH,
) -> dict[str, Any]:
    """Return all that the explorer shows, searches and counts, as JSON can hold it.

    Tables of categories, keywords and venues come first; the columns of papers, newest first, refer to their rows by
    number. What few papers have (``html``, ``former``, ``added``) is kept by the number of the paper. So is where its
    title leads (``address``), unless that is its key between the two parts of ``page``.

    :param row_of: returns the row of a paper, as :func:`explorer_row` makes it.
    :param added: what the project adds to cards, as HTML, by citation key.
    :param said: a sentence of prose on a paper, and the URL of its place in a reading path, each perhaps empty, by
        citation key; a sentence of the entry wins.
    :param named: the citation keys of papers that the prose of the site names.
    :param has_paper_pages: whether titles lead to pages of this site; else they lead to the papers themselves.
    :param messages: the language of years before the first.
    """
    papers = tuple(newest_first(catalog))
    rows = [row_of(paper) for paper in papers]
    prose = [said.get(paper.key, ("", "")) for paper in papers]
    page = _around_key(papers, address) if has_paper_pages else ("", "")
    tables = _tables(catalog, papers, address)
    columns = {
        **_texts(papers, messages),
        "html": _sparse(row.html for row in rows),
        "added": _sparse(added.get(paper.key, "") for paper in papers),
        "gist": _sparse(row.gist or sentence for row, (sentence, _path) in zip(rows, prose, strict=True)),
        "path": _sparse(path for _sentence, path in prose),
        "named": [number for number, paper in enumerate(papers) if paper.key in named],
        "address": _sparse(_way(paper, address, page, has_paper_pages=has_paper_pages) for paper in papers),
        **_coins_columns(rows),
        **_words(papers, tables),
    }
    head = {"hasPages": has_paper_pages, "page": page, "perFile": PAPERS_PER_FILE, "find": FIND}
    return head | tables | {"papers": columns}


def _tables(catalog: Catalog, papers: Sequence[Paper], address: UrlResolver) -> dict[str, Any]:
    """Return the tables to whose rows the columns of papers refer."""
    settings = sorted({row for paper in papers for row in paper.bits}, key=str)
    widths = {name: sorted({getattr(row, name) for row in settings} - {""}, key=width_rank) for name in WIDTHS}
    venues = sorted({paper.venue for paper in papers} - {""}, key=str.casefold)
    return {
        "categories": list(_category_rows(catalog, address)),
        "keywords": tuple(_keyword_rows(catalog, address)),
        "venues": [[name, getattr(catalog.venues.get(name), "full", "")] for name in venues],
        "widths": widths,
        "bits": [_bits_row(row, widths) for row in settings],
        "kinds": sorted({link.label for paper in papers for link in paper.links}),
    }


def _around_key(papers: Sequence[Paper], address: UrlResolver) -> tuple[str, str]:
    """Return the text before and after the key in the URL of the page of a paper."""
    start, _key, end = address("paper", papers[0].key).partition(papers[0].key) if papers else ("", "", "")
    return start, end


CARDS_ALONE = ("links", "html", "added", "gist", "coins", "starts", "inverted")
"""The columns that cards show and a search does without."""


def search_data(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return of all data what a search needs; which papers have code takes the place of links."""
    return {**data, "papers": {name: column for name, column in data["papers"].items() if name not in CARDS_ALONE}}


def card_data(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns that complete the cards."""
    return {name: column for name, column in data["papers"].items() if name in CARDS_ALONE}


def newest_first(catalog: Catalog) -> Iterator[Paper]:
    """Yield the papers by year, within a year by the month on arXiv, then by the day on which they were added."""
    for _year, papers in groupby(catalog.papers.values(), attrgetter("year")):  # by year as they come
        yield from sorted(papers, key=lambda paper: (paper.month_on_arxiv or (0, 0), paper.added), reverse=True)


def first_papers(catalog: Catalog) -> tuple[Paper, ...]:
    """Return the papers that the explorer shows before the first search, as many as it draws at a time."""
    return tuple(islice(newest_first(catalog), PAPERS_PER_FILE))


def _way(paper: Paper, address: UrlResolver, page: tuple[str, str], *, has_paper_pages: bool) -> str:
    """Return where the title of a paper leads, if that does not follow from its key."""
    if not has_paper_pages:
        return paper.url
    way = address("paper", paper.key)
    return "" if way == paper.key.join(page) else way


def _texts(papers: Sequence[Paper], messages: Translator) -> dict[str, Any]:
    """Return the columns that hold texts; of dates those that are not just the year."""
    dates = [paper.date.label(messages) for paper in papers]
    return {
        "key": [paper.key for paper in papers],
        "title": [paper.title for paper in papers],
        "authors": [[person.name for person in paper.authors] for paper in papers],
        "others": [number for number, paper in enumerate(papers) if paper.has_more_authors],
        "editors": [number for number, paper in enumerate(papers) if paper.role == "editor"],
        "dates": _sparse("" if date == str(paper.year) else date for date, paper in zip(dates, papers, strict=True)),
        "former": _sparse("; ".join(paper.former_titles) for paper in papers),
        "code": [number for number, paper in enumerate(papers) if any(link.label == "Code" for link in paper.links)],
        "ids": _sparse(",".join(paper.former_keys) for paper in papers),
    }


def _words(papers: Sequence[Paper], tables: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns that refer to the tables; unknown words are left out, 0 means no year and -1 no venue."""
    names = ("categories", "keywords", "venues", "bits")
    category, keyword, venue, bits = (_numbered(row[0] for row in tables[name]) for name in names)
    kind = _numbered(tables["kinds"])
    return {
        "year": [paper.year or 0 for paper in papers],
        "venue": [venue.get(paper.venue, -1) for paper in papers],
        "categories": [[category[word] for word in paper.categories if word in category] for paper in papers],
        "keywords": [[keyword[word] for word in paper.keywords if word in keyword] for paper in papers],
        "bits": _sparse([bits[row.label] for row in paper.bits] for paper in papers),
        "links": [[part for link in paper.links for part in (kind[link.label], link.url)] for paper in papers],
    }


def _bits_row(row: Bits, widths: Mapping[str, list[str]]) -> list[Any]:
    """Return the row of a setting: label, the numbers of its widths or -1, other names."""
    numbers = [widths[name].index(width) if (width := getattr(row, name)) else -1 for name in WIDTHS]
    return [row.label, *numbers, row.names]


def _coins_columns(rows: Sequence[ExplorerRow]) -> dict[str, Any]:
    """Return what reference managers read of a card beyond its title and its people.

    ``coins`` has the number of a row of ``starts``, the rest, and the number of the link that is the paper's address.
    """
    starts = _numbered(dict.fromkeys((row.start, row.role) for row in rows))
    return {
        "coins": [[starts[row.start, row.role], row.rest, row.link] for row in rows],
        "starts": {str(number): start for start, number in starts.items()},
        "inverted": _sparse(row.inverted for row in rows),
    }


def _numbered(names: Iterable[T]) -> dict[T, int]:
    return {name: number for number, name in enumerate(names)}


def _sparse(values: Iterable[T]) -> dict[str, T]:
    """Return the values of a column that are not empty, by number."""
    return {str(number): value for number, value in enumerate(values) if value}


def _category_rows(catalog: Catalog, address: UrlResolver) -> Iterator[list[Any]]:
    """Yield a row for each category: id, title, its parent's row or -1, address, other names, former ids."""
    numbers = _numbered(catalog.categories)
    for row in catalog.categories.values():
        path = catalog.path(row.id)
        parent = numbers[path[-2].id] if len(path) > 1 else -1
        yield [row.id, row.title, parent, address("category", row.id), row.aliases, row.ids]


def _keyword_rows(catalog: Catalog, address: UrlResolver) -> Iterator[list[Any]]:
    """Yield a row for each keyword that papers have: id, name, group, address, other spellings, gist."""
    for row in catalog.keywords.values():
        if catalog.with_keyword(row.id):
            yield [row.id, row.name, row.group, address("keyword", row.id), row.aliases, row.gist]
    words = dict.fromkeys(word for paper in catalog.papers.values() for word in paper.keywords)
    yield from ([word, word, "", "", [], ""] for word in words if word not in catalog.keywords)


def files_of_papers(papers: Iterable[Paper]) -> Iterator[list[Paper]]:
    """Yield the papers of each file of BibTeX, which are in the order of the columns."""
    rest = iter(papers)
    while some := list(islice(rest, PAPERS_PER_FILE)):
        yield some


def bibtex_file(catalog: Catalog, papers: Iterable[Paper]) -> dict[str, str]:
    """Return the content of a file of BibTeX: the entries of some papers by their keys, as copied from cards."""
    return {paper.key: entry_of(paper, catalog) for paper in papers}
