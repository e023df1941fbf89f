"""Papers, made of entries: texts in Unicode, words resolved, links in order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cardcatalog.bibtex.text import Person, split_list, to_address, to_persons, to_text
from cardcatalog.catalog.identifiers import OPENREVIEW, Identifier, find_arxiv, find_doi
from cardcatalog.messages import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cardcatalog.bibtex.entries import Entry
    from cardcatalog.messages import Translator

UNFILED = "other"
"""The category of entries that name none, where no tree is given."""

ENTRY_TYPE = "entrytype"
"""What stands for the type of an entry where fields are named, as in biblatex (manual, section 2.1)."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a paper: what it leads to (``PDF``, ``Code``, ...) and its address."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as readers see it: its texts in Unicode, its categories, keywords and venue resolved."""

    key: str
    entry: Entry
    title: str
    authors: tuple[Person, ...]
    has_more_authors: bool
    year: int | None
    venue: str
    categories: tuple[str, ...]
    keywords: tuple[str, ...]
    links: tuple[Link, ...]
    former_titles: tuple[str, ...]
    former_keys: tuple[str, ...]

    def __hash__(self) -> int:
        """Return the hash of the key: no two papers of a catalogue have the same."""
        return hash(self.key)

    @property
    def short_title(self) -> str:
        """The title up to its colon, if a name stands there: what tells links of two papers apart."""
        head, colon, _ = self.title.partition(":")
        return head if head and colon and len(head) <= 40 else self.title  # noqa: PLR2004  (a line of a phone)

    @property
    def address(self) -> str:
        """Where the title leads: the link that the entry names, else the first there is, else nowhere."""
        addresses = [link.url for link in self.links]
        named = self.entry.get("url")
        return named if named in addresses else "".join(addresses[:1])

    def cite(self, messages: Translator = ENGLISH) -> str:
        """Return the paper as prose names it: ``Frantar et al. (2023)``."""
        names = [person.family for person in self.authors]
        if not names:
            who = self.title
        elif len(names) > 2 or self.has_more_authors:  # noqa: PLR2004  (two authors are both named)
            who = messages.gettext("{name} et al.", name=names[0])
        elif names[1:]:
            who = messages.gettext("{first} and {second}", first=names[0], second=names[1])
        else:
            who = names[0]
        return f"{who} ({self.year})" if self.year else who


@dataclass(frozen=True, slots=True)
class TermResolver:
    """How the words of an entry are to be understood."""

    category_field: str
    category_ids: dict[str, str]
    venue_names: dict[str, str]
    keyword_ids: dict[str, str]


def make_paper(entry: Entry, spellings: TermResolver) -> Paper:
    """Return the paper of an entry; a word that the spellings do not know stays as it is."""
    authors, has_more, _ = to_persons(entry.get("author") or entry.get("editor"))
    ids = spellings.category_ids
    names = categories_of(entry, spellings.category_field)
    if UNFILED in ids.values():
        names = names or (UNFILED,)
    keywords = (spellings.keyword_ids.get(word.casefold(), word) for word in split_list(to_text(entry.get("keywords"))))
    return Paper(
        key=entry.key,
        entry=entry,
        title=to_text(entry.get("title")) or entry.key,
        authors=authors,
        has_more_authors=has_more,
        year=int(year) if re.fullmatch(r"[0-9]{4}", year := entry_year(entry)) else None,
        venue=_venue(entry, spellings.venue_names),
        categories=tuple(dict.fromkeys(ids.get(name, ids.get(name.casefold(), name)) for name in names)),
        keywords=tuple(dict.fromkeys(keywords)),
        links=tuple(_links(entry)),
        former_titles=tuple(map(to_text, filter(None, entry.get("formertitle").split(" ; ")))),
        former_keys=split_list(entry.get("ids")),
    )


def entry_year(entry: Entry) -> str:
    """Return the year as written, from ``year`` or else from the beginning of biblatex's ``date``."""
    return entry.get("year") or entry.get("date")[:4]


def categories_of(entry: Entry, category_field: str) -> tuple[str, ...]:
    """Return the categories that an entry names in a field; without a field, its year.

    Of what is no list, such as the name of a venue, a comma is a part.
    """
    if category_field == "year":
        category_field = ""
    if category_field == ENTRY_TYPE:
        return (entry.type,)
    if category_field == "venue":
        return tuple(filter(None, [_venue(entry, {})]))
    return tuple(map(to_text, split_list(entry.get(category_field) if category_field else entry_year(entry))))


_ISSUERS = ("school", "institution", "organization", "publisher")
"""Who brings out a thesis, a report, software or a book."""


def _venue(entry: Entry, venue_names: dict[str, str]) -> str:
    names = ("venue", "booktitle", "journal", "journaltitle", "archiveprefix", "eprinttype", *_ISSUERS)
    text = next(filter(None, (to_text(entry.get(name)) for name in names)), "")
    return venue_names.get(text.casefold(), text)


def is_on_arxiv(entry: Entry) -> bool:
    """Tell whether an entry says that its ``eprint`` is one of arXiv."""
    return (entry.get("archiveprefix") or entry.get("eprinttype")).lower() == "arxiv"


_SCHEMES = ("https://", "http://", "ftp://")


def _links(entry: Entry) -> Iterable[Link]:
    """Yield the links of an entry, each address once, the most specific name first."""
    seen: set[str] = set()
    for label, url in _candidates(entry):
        if url.lower().startswith(_SCHEMES) and url not in seen:
            seen.add(url)
            yield Link(label, url)


def _candidates(entry: Entry) -> Iterable[tuple[str, str]]:
    url, forum = to_address(entry.get("url")), entry.get("openreview")
    pages = {
        "arXiv": find_arxiv(entry.get("eprint")) if is_on_arxiv(entry) else None,
        "OpenReview": Identifier(OPENREVIEW, forum) if forum else None,
        "DOI": find_doi(entry.get("doi")),
    }
    found = {label: name.url for label, name in pages.items() if name}
    pdfs = [url] if url.lower().endswith(".pdf") else []
    if url and not pdfs and url not in found.values():
        yield "Paper", url
    pdfs += [name.pdf_url for name in (pages["OpenReview"], pages["arXiv"]) if name]
    yield from (("PDF", pdf) for pdf in pdfs[:1])
    yield from found.items()
    for code in to_address(entry.get("code")).split():
        yield "Code", code
    yield "Project", to_address(entry.get("project"))
