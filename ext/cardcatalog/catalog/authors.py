"""The index of authors: one row for each name as it is written, divided into pages by the letters of family names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from cardcatalog.bibtex.text import slug, to_ascii
from cardcatalog.catalog.slugs import unique
from cardcatalog.grouped import grouped
from cardcatalog.messages import ENGLISH, Translator

if TYPE_CHECKING:
    from cardcatalog.bibtex.names import Person
    from cardcatalog.catalog.paper import Paper

LINES_PER_PAGE = 1500
"""Lines beyond which a page of names is divided; a line takes about 0.2 KB, of 400 a page."""

LONGEST_BEGINNING = 20
"""Letters that the names of a page may have in common; who has more of them alike reads a longer page."""

SEVERAL = 5
"""Papers of an author from which on pages offer to filter and follow them; one author in twenty has as many."""

OTHER = "other"
"""The page of names that begin with no Latin letter."""


@dataclass(frozen=True, slots=True)
class Author:
    """A name, the papers that carry it, newest first, and its place in the index."""

    person: Person
    papers: tuple[Paper, ...]
    page: str
    anchor: str

    @property
    def has_several(self) -> bool:
        """Whether there are so many papers that pages offer to filter and follow them."""
        return len(self.papers) >= SEVERAL


class _Row(NamedTuple):
    """A name in the index: what it is ordered by, and how many lines it takes."""

    is_other: bool
    key: str
    name: str
    lines: int

    def beginning(self, length: int) -> str:
        """Return the page of names that begin alike."""
        return f"{OTHER}-{self.key[: length - 1]}".rstrip("-") if self.is_other else self.key[:length].rstrip("-")


def index_authors(papers: Collection[Paper]) -> dict[str, Author]:
    """Return the authors of papers by their names, in the order of the index.

    Two people of one name share a row and two spellings of one name do not: that they differ, or do not, is not a fact
    of a bibliography.

    :param papers: newest first.
    """
    persons: dict[str, Person] = {}
    written: dict[str, list[Paper]] = {}
    for paper in papers:
        for person in dict.fromkeys(paper.authors):
            persons.setdefault(person.name, person)
            written.setdefault(person.name, []).append(paper)
    rows = sorted(_row(person, len(written[name])) for name, person in persons.items())
    pages = {row.name: page for page, group in _by_beginning(rows, 1).items()
             for page, names in _divide(page, group, 1).items() for row in names}  # fmt: skip
    anchors = _anchors(papers)
    return {row.name: Author(persons[row.name], tuple(written[row.name]), pages[row.name], anchors[row.name])
            for row in rows}  # fmt: skip


def _row(person: Person, papers: int) -> _Row:
    is_other = not re.match("[a-z]", to_ascii(person.surname))
    return _Row(is_other, slug(f"{person.surname} {person.suffix} {person.given}"), person.name, 1 + papers)


def _by_beginning(rows: Iterable[_Row], length: int) -> dict[str, tuple[_Row, ...]]:
    return grouped((row.beginning(length), row) for row in rows)


def _divide(page: str, rows: Sequence[_Row], length: int) -> dict[str, Sequence[_Row]]:
    """Divide a page that is too long: its longest beginnings, such as ``li`` of ``l``, go to pages of their own."""
    lines = sum(row.lines for row in rows)
    is_divided = length > LONGEST_BEGINNING or all(len(row.key) < length for row in rows)
    if lines <= LINES_PER_PAGE or is_divided:
        return {page: rows}
    groups = _by_beginning(rows, length + 1)
    pages: dict[str, Sequence[_Row]] = {}
    for name in sorted(groups, key=lambda name: (-sum(row.lines for row in groups[name]), name)):
        if lines > LINES_PER_PAGE and name != page:
            group = groups.pop(name)
            lines -= sum(row.lines for row in group)
            pages |= _divide(name, group, length + 1)
    rest = [row for group in groups.values() for row in group]
    return pages | (_divide(page, rest, length + 1) if rest else {})


def _anchors(papers: Iterable[Paper]) -> dict[str, str]:
    """Return an anchor for each name; of names that would share one, that which was added first has it plain.

    So a new paper does not change an anchor.
    """
    taken: set[str] = set()
    anchors: dict[str, str] = {}
    for paper in sorted(papers, key=lambda paper: (paper.added, paper.key)):
        for name in sorted({person.name for person in paper.authors}.difference(anchors)):
            anchors[name] = unique(slug(name), taken)
            taken.add(anchors[name])
    return anchors


def page_label(page: str, messages: Translator = ENGLISH) -> str:
    """Return the title of a page of the index: ``L``, ``Li…``, ``Li, H…``, ``Other``."""
    beginning, *rest = page.split("-")
    names = [messages.gettext("Other") if beginning == OTHER else beginning.title(), *map(str.title, rest)]
    return ", ".join(names) + ("…" if len(beginning) > 1 and page != OTHER else "")


def most_papers(index: dict[str, Author], limit: int) -> list[Author]:
    """Return the authors with the most papers, at most so many, in the order of numbers and then of names."""
    return sorted(index.values(), key=lambda author: -len(author.papers))[:limit]
