"""Tell which work an entry is of, in the TeX of anybody's ``.bib`` file: by identifiers, or by title and authors.

Identifiers are found wherever they stand: other people have their arXiv id in ``journal`` or ``volume``. The browser
compares entries as well: ``static/scripts/duplicates.js`` does the same. So nothing here needs a TeX parser.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from cardcatalog.catalog.paper import ARXIV, DOI

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cardcatalog.bibtex.entries import Entry

TITLE = "title"
"""The kind of a mark that two works may share by chance; it counts only where the authors agree."""


class Mark(NamedTuple):
    """Something that tells a work: its kind (``DOI``, ``arXiv``, ``OpenReview``, ``title``) and its value."""

    kind: str
    value: str


class Match(NamedTuple):
    """An entry of the same work, and the mark by which it was recognised."""

    entry: Entry
    mark: Mark


_COMMAND = re.compile(r"\\(?:([a-z]+)[ \t\n]*|[\s\S])")
_LETTERS = {
    **{name: name for name in "ae i j l o oe ss th".split()},
    "aa": "a", "dh": "d", "dj": "d", "ell": "l",
}  # fmt: skip
"""The commands that are letters. All others only set what they hold, or are no letters of ASCII, as ``α`` is none."""

_SPELLED = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})

_READ = 2000
"""How many characters of a field are searched for identifiers: so no form can take long."""

_PREPRINT_TYPES = frozenset("misc article online unpublished techreport report electronic preprint".split())
_ARXIV_JOURNAL = re.compile(r"(?:arxiv|corr(?![a-z]))|$")
_ARXIV_ID = r"([0-9]{4}\.[0-9]{4,5}|[a-z-]{2,10}(?:\.[a-z]{2})?/[0-9]{7})(?:v[0-9]+)?(?![0-9])"
_FORMS = {
    "DOI": re.compile(r"(?<![a-z0-9.])(10\.[0-9]{4,9}(?:\.[0-9]{1,9})*/[^ ,;{}\"?#]*[^ ,;{}\"?#.])"),
    "eprint": re.compile(r"^(?:arxiv:)?" + _ARXIV_ID + "$"),
    "arXiv": re.compile(r"(?:arxiv(?:\.org)?(?:[:./ ]|abs|pdf|html)*|(?<![a-z])abs/)" + _ARXIV_ID),
    "OpenReview": re.compile(r"openreview\.net/[a-z]+\?(?:[^ &#]*&)*id=([A-Za-z0-9_-]+)"),
}
"""DOI Handbook, section 2.2; https://info.arxiv.org/help/arxiv_identifier.html; addresses of openreview.net."""

_DOI_FIELDS = ("doi", "url", "ee", "howpublished")
_ARXIV_FIELDS = ("journal", "journaltitle", "volume", "number", "doi", "url", "howpublished", "note")
_OPENREVIEW_FIELDS = ("url", "howpublished", "note")


def plain_title(tex: str) -> str:
    """Return what is left of a title or name, TeX or not, without case, accents, commands and punctuation."""
    spelled = _COMMAND.sub(lambda match: _LETTERS.get(match[1] or "", ""), tex.lower()).translate(_SPELLED)
    plain = unicodedata.normalize("NFKD", spelled)
    return re.sub(r"[^a-z0-9]", "", plain) or "".join(char for char in plain if char.isalnum())


def surnames(names: str) -> frozenset[str]:
    """Return the last words of the family names in a field of names."""
    families = (name.split(",")[0].strip(" ").split(" ")[-1] for name in names.split(" and "))
    return frozenset(filter(None, map(plain_title, families))) - {"others"}


def identifiers(entry: Entry) -> Iterator[Mark]:
    """Yield the identifiers of an entry, the surest first; of each kind only the first, since notes name others."""
    doi = _first("DOI", entry, _DOI_FIELDS)
    if doi and not doi.startswith("10.48550/arxiv."):  # https://info.arxiv.org/help/doi.html
        yield Mark("DOI", doi)
    prefix = (entry.get("archiveprefix") or entry.get("eprinttype")).lower()
    arxiv = _first("eprint", entry, ("eprint",)) if prefix in {"", "arxiv"} else ""
    if arxiv := arxiv or _first("arXiv", entry, _ARXIV_FIELDS):
        yield Mark("arXiv", arxiv)
    if forum := entry.get("openreview") or _first("OpenReview", entry, _OPENREVIEW_FIELDS):
        yield Mark("OpenReview", forum)


def marks_of(entry: Entry) -> tuple[Mark, ...]:
    """Return all that tells which work an entry is of, the surest first; former titles count, too."""
    title, subtitle = entry.get("title"), entry.get("subtitle")
    titles = [f"{title} {subtitle}", title, *entry.get("formertitle").split(" ; ")]
    found = [*identifiers(entry), *(Mark(TITLE, plain) for plain in map(plain_title, titles) if plain)]
    return tuple(dict.fromkeys(found))


def is_preprint(entry: Entry) -> bool:
    """Tell whether an entry names no place of publication but arXiv."""
    journal = (entry.get("journal") or entry.get("journaltitle")).lower()
    return (
        entry.type in _PREPRINT_TYPES
        and not entry.get("booktitle")
        and _ARXIV_JOURNAL.match(journal) is not None
        and any(mark.kind == "arXiv" for mark in identifiers(entry))
    )


def _first(kind: str, entry: Entry, names: tuple[str, ...]) -> str:
    """Return the first identifier of a form in some fields, or nothing."""
    for name in names:
        text = re.sub(r"\\url|[\\{}]", "", entry.get(name)[:_READ])
        match = _FORMS[kind].search(text if kind == "OpenReview" else text.lower())
        if match:
            return match[1]
    return ""


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


_LINKS = {
    "DOI": re.compile(r"https?://(?:dx\.)?doi\.org/(\S+)", re.IGNORECASE),
    "arXiv": re.compile(r"https?://(?:\w+\.)?arxiv\.org/(?:abs|pdf|html)/(\S+?)(?:\.pdf)?(?:[?#]|$)", re.IGNORECASE),
    "OpenReview": re.compile(r"https?://openreview\.net/(?:forum|pdf)\?(?:\w+=[^&]*&)*id=([\w-]+)", re.IGNORECASE),
}  # fmt: skip
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.", re.IGNORECASE)
"""The DOIs that arXiv registers for its preprints: https://info.arxiv.org/help/doi.html"""


def authors_agree(first: Entry, second: Entry) -> bool:
    """Tell whether two entries may be by the same people: they share a family name, or one names nobody."""
    families = surnames(first.get("author")), surnames(second.get("author"))
    return not all(families) or not families[0].isdisjoint(families[1])


class DuplicateIndex:
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
