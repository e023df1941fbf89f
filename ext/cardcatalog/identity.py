"""Tell when two entries are of the same work: by DOI, arXiv id, OpenReview forum, or title and authors."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from cardcatalog.papers import ARXIV, DOI, is_on_arxiv
from cardcatalog.text import to_address, to_ascii, to_persons, to_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cardcatalog.bibliography import Entry

TITLE = "title"
"""The kind of a mark that two works may share by chance; it counts only where the authors agree."""

_LINKS = {
    "DOI": re.compile(r"https?://(?:dx\.)?doi\.org/(\S+)", re.IGNORECASE),
    "arXiv": re.compile(r"https?://(?:\w+\.)?arxiv\.org/(?:abs|pdf|html)/(\S+?)(?:\.pdf)?(?:[?#]|$)", re.IGNORECASE),
    "OpenReview": re.compile(r"https?://openreview\.net/(?:forum|pdf)\?(?:\w+=[^&]*&)*id=([\w-]+)", re.IGNORECASE),
}  # fmt: skip
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.", re.IGNORECASE)
"""The DOIs that arXiv registers for its preprints: https://info.arxiv.org/help/doi.html"""


class Mark(NamedTuple):
    """Something that tells a work: its kind (``DOI``, ``arXiv``, ``OpenReview``, ``title``) and its value."""

    kind: str
    value: str


class Match(NamedTuple):
    """An entry of the same work, and the mark by which it was recognised."""

    entry: Entry
    mark: Mark


def plain_title(text: str) -> str:
    """Return a title without what may differ between two prints of it: case, accents, spaces, punctuation."""
    return "".join(re.findall(r"[a-z0-9]+", to_ascii(text))) or "".join(text.casefold().split())


def link_mark(url: str) -> Mark | None:
    """Return the mark in an address of doi.org, arxiv.org or openreview.net."""
    for kind, form in _LINKS.items():
        if match := form.match(url):
            return _mark(kind, match[1])
    return None


def _mark(kind: str, value: str) -> Mark | None:
    if kind == "DOI" and _ARXIV_DOI.match(value):
        kind, value = "arXiv", _ARXIV_DOI.sub("", value)
    form = {"DOI": DOI, "arXiv": ARXIV}.get(kind)
    if form:
        match = form.search(value)
        # an arXiv id without its version, which is the same work
        value = (match[1] if kind == "arXiv" else match[0]).lower() if match else ""
    return Mark(kind, value) if value else None


def marks_of(entry: Entry) -> tuple[Mark, ...]:
    """Return all that tells which work an entry is of, the surest first; former titles count, too."""
    return tuple(dict.fromkeys(mark for mark in _marks(entry) if mark))


def _marks(entry: Entry) -> Iterator[Mark | None]:
    yield _mark("DOI", to_address(entry.get("doi")))
    if is_on_arxiv(entry):
        yield _mark("arXiv", to_address(entry.get("eprint")))
    if entry.get("openreview"):
        yield Mark("OpenReview", entry.get("openreview"))
    yield from map(link_mark, to_address(entry.get("url")).split())
    for title in (entry.get("title"), *entry.get("formertitle").split(" ; ")):
        if plain := plain_title(to_text(title)):
            yield Mark(TITLE, plain)


@cache
def _families(names: str) -> frozenset[str]:
    people, _others, _failed = to_persons(names)
    return frozenset(to_ascii(person.family) or person.family for person in people)


def is_preprint(entry: Entry) -> bool:
    """Tell whether an entry says of itself that it is published nowhere but on a server of preprints."""
    place = entry.get("journal") or entry.get("journaltitle") or entry.get("booktitle")
    marks = (_mark("DOI", entry.get("doi")), *map(link_mark, to_address(entry.get("url")).split()))
    on_server = is_on_arxiv(entry) or any(mark and mark.kind == "arXiv" for mark in marks)
    return bool(_SERVER.search(place)) if place else entry.type in _UNPUBLISHED and on_server


_UNPUBLISHED = frozenset({"misc", "online", "unpublished", "techreport", "report", "article"})
_SERVER = re.compile(r"\b(?:arxiv|corr|biorxiv|medrxiv|preprint|computing research repository)\b", re.IGNORECASE)


def authors_agree(first: Entry, second: Entry) -> bool:
    """Tell whether two entries may be by the same people: they share a family name, or one names nobody."""
    families = _families(first.get("author")), _families(second.get("author"))
    return not all(families) or not families[0].isdisjoint(families[1])


class Works:
    """The works of a bibliography, to be found by what tells them."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        """Take in entries."""
        self._known: dict[Mark, list[Entry]] = defaultdict(list)
        for entry in entries:
            self.add(entry)

    def add(self, entry: Entry) -> None:
        """Take in one more entry."""
        for mark in marks_of(entry):
            self._known[mark].append(entry)

    def find(self, entry: Entry) -> Match | None:
        """Return the first entry of the same work, or nothing; the surest mark decides."""
        for mark in marks_of(entry):
            for known in self._known.get(mark, ()):
                if mark.kind != TITLE or authors_agree(entry, known):
                    return Match(known, mark)
        return None
