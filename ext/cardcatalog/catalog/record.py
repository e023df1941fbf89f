"""The parts of a work by the data model of biblatex: the fields that hold each part, and how its value is read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from cardcatalog.bibtex.braces import with_depths
from cardcatalog.bibtex.commands import GENRES, WORDS
from cardcatalog.bibtex.text import to_text
from cardcatalog.catalog.kinds import ARTICLES, KIND_OF_TYPE
from cardcatalog.catalog.languages import tag_of

if TYPE_CHECKING:
    from cardcatalog.bibtex.entries import Entry


def plain(text: str) -> str:
    """Return a text on one line, without control characters, which line-based formats cannot hold."""
    return text if text.isprintable() else " ".join(_CONTROL.sub(" ", text.translate(_OF_WINDOWS)).split())


_OF_WINDOWS = {code: char for code in range(0x80, 0xA0) if (char := bytes([code]).decode("cp1252", "ignore"))}
del _OF_WINDOWS[0x85]  # a line break to Unicode
"""The letters that Windows has in the place of control characters, as ACM's library writes some names."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def to_plain(tex: str) -> str:
    """Return the TeX of a field as plain text; a command that means a journal becomes its name."""
    if not tex:
        return ""
    if tex[0] in "{\\" and (command := _COMMAND.fullmatch(tex)):
        return journals().get(command[1]) or plain(to_text(tex)) or command[1]
    return plain(to_text(tex))


_COMMAND = re.compile(r"\{?\\([A-Za-z]+)\s*(?:\{\})?\}?")


def is_journal(tex: str) -> bool:
    """Return whether the TeX of a field is a command that means a journal."""
    command = _COMMAND.fullmatch(tex)
    return command is not None and command[1] in journals()


@cache
def journals() -> Mapping[str, str]:
    """Return the names of journals by the commands that NASA's Astrophysics Data System writes for them."""
    return tomllib.loads(Path(__file__).with_name("journals.toml").read_text("utf-8"))


# Titles, each of a title, a subtitle and an addition

_JOURNALS = ("journaltitle", "fjournal", "journal")
CONTAINERS = ("booktitle", *_JOURNALS, "maintitle", "reporter")
"""Fields that name what holds a work, the nearest first; the last is the series of law reports in OSCOLA."""

TITLES = {
    "title": ("subtitle", "titleaddon"),
    "booktitle": ("booksubtitle", "booktitleaddon"),
    "maintitle": ("mainsubtitle", "maintitleaddon"),
    "journal": ("journalsubtitle", "journaltitleaddon"),
    "journaltitle": ("journalsubtitle", "journaltitleaddon"),
    "issuetitle": ("issuesubtitle", "issuetitleaddon"),
    "eventtitle": ("", "eventtitleaddon"),
}
"""The fields of a title that go on with it."""


_VOLUMES = frozenset({"book", "periodical", "proceedings"})


def title_of(entry: Entry) -> str:
    """Return the title of a work in TeX."""
    return title_tex(entry.get, _title_field(entry))


def _title_field(entry: Entry) -> str:
    """Return the field that holds the title; a volume may have its own as that of a book or an issue."""
    of_volumes = ("booktitle", "maintitle", "issuetitle") if KIND_OF_TYPE.get(entry.type) in _VOLUMES else ()
    return next(filter(entry.fields.get, ("title", *of_volumes, "subtitle", "titleaddon")), "title")


def containers(entry: Entry) -> Iterator[str]:
    """Yield in TeX the titles of what holds a work, the nearest first.

    An article is in its journal, whatever conference it comes from. A volume is not in the book that is itself.
    """
    kind = KIND_OF_TYPE.get(entry.type)
    names = (*CONTAINERS[1:], *CONTAINERS[:1]) if kind in ARTICLES else CONTAINERS
    is_itself = kind in _VOLUMES and len({to_plain(entry.get(name)).lower() for name in ("booktitle", "title")}) == 1
    own = {_title_field(entry), *(("booktitle",) if is_itself else ())}
    return (title_tex(entry.get, name) for name in names if entry.get(name) and name not in own)


def title_tex(get: Callable[..., str | None], name: str) -> str:
    """Return a title in TeX, ``Title: Subtitle. Addition``; after a mark there is no colon.

    :param get: returns the value of a field, or nothing.
    """
    title = get(name) or ""
    for joint, rest in zip(_JOINTS, TITLES.get(name, ()) if title else (), strict=False):
        if more := get(rest):
            title += (("{} " if title[-1].isalpha() else " ") if _ENDED.search(title) else joint) + more
    return title


_JOINTS = (": ", ". ")


_ENDED = re.compile(r"(?:[?!:.;]|\\(?:adddot|addcolon|addsemicolon|ldots|dots))(?:[{}\s”]|'')*$")
"""The end of a title that has a mark, or a command for one, within a quotation as well."""


# Values that are neither text nor titles


def _list(tex: str) -> str:
    """Return a list that ``and`` joins, as in ``publisher`` and ``location``, with semicolons."""
    return "; ".join(map(in_words, items_of(tex)))


def items_of(tex: str) -> Iterator[str]:
    """Yield the items of a list, which ``and`` outside of braces joins."""
    start = 0
    for mark, depth in with_depths(_JOINT, tex):
        if not depth and mark[0].strip() == "and":
            yield tex[start : mark.start()]
            start = mark.end()
    yield tex[start:]


_JOINT = re.compile(r"\\.|[{}]|\s+and\s+")

TYPES_OF_WORKS = {
    "phdthesis": "phdthesis", "mastersthesis": "mathesis", "masterthesis": "mathesis", "diplomathesis": "mathesis",
    "bachelorsthesis": "bathesis", "bachelorthesis": "bathesis", "techreport": "techreport",
}  # fmt: skip
"""The ``type`` that an entry type implies (biblatex manual, section 2.1.2)."""


def genre_of(kind: str) -> str:
    """Return the kind of a thesis or a report that the type of its entry implies, in words."""
    return GENRES.get(TYPES_OF_WORKS.get(kind, ""), "")


def in_words(value: str) -> str:
    """Return a value that may be a key of biblatex in English words."""
    return WORDS.get(value) or to_plain(value)


_ORDINALS = {word: str(number) for number, word in enumerate(
    "first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)}  # fmt: skip


def _edition(tex: str) -> str:
    """Return the number of an edition, written as ``2``, ``Second`` or ``3rd ed.``; else its text."""
    text = to_plain(tex)
    bare = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b\.?|\s*\bed(?:ition|n)?\b\.*", "", text, flags=re.IGNORECASE).strip()
    return _ORDINALS.get(bare.lower(), bare if bare.isdecimal() else text)


def _without_address(tex: str) -> str:
    """Return a text without its URL, the words that lead to that, and the day of a visit."""
    text = _ADDRESS.sub(", ", to_plain(tex)).strip(" ,;:")
    return "" if _VISITED.fullmatch(text) else text


_ADDRESS = re.compile(
    r"[\s,;:.]*[(\[<]*(?:\b(?:available|online|at|from|url|see|retrieved|from)\b[\]\s.,:]*)*(?:https?|ftp)://[^\s>]+?[)\]>.]*(?=[,;]?(?:\s|$))[,;\s]*",
    re.IGNORECASE,
)
_VISITED = re.compile(r"\W*(?:(?:last )?(?:accessed|visited|retrieved|checked|read)\b.*)?", re.IGNORECASE)


IS_ADDRESS = re.compile(
    r"(?:available\s*)?(?:online|at|from|url|see|retrieved from)?\s*:?\s*(?:\\url\s*|\\href\s*)?\{?https?://[^\s{}]+\}?(?:\s*\{[^{}]*\})?"
    r"[.,;]?\s*\(?(?:(?:last )?(?:accessed|visited|retrieved)\b.*)?",
    re.IGNORECASE,
)
"""A text that holds nothing but a URL, as classic BibTeX has it in ``note``."""


_PUBMED_IN_NOTE = re.compile("PMID: ?([0-9]+)")
"""The number in PubMed, as Taylor & Francis and SAGE have it in ``note``."""


def _remark(tex: str) -> str:
    return "" if IS_ADDRESS.fullmatch(tex) or _PUBMED_IN_NOTE.fullmatch(tex) else to_plain(without_counts(tex))


def without_counts(tex: str) -> str:
    """Return a note without what services write of themselves: counts of citations, terms of access, days of search."""
    return _COUNTED.sub("", tex)


_COUNTED = re.compile(
    r"^(?:cited by:? ?(?:\(since [0-9]{4}\) ?)?[0-9]+(?:; [^;]*\bopen access\b[^;]*)*(?:; |$)"
    r"|[0-9]+ cites: \S+$|query date: [0-9: -]+$)",
    re.IGNORECASE,
)
"""What Scopus, and Publish or Perish, begin a note with."""


_AFTER_VOLUME = re.compile(
    r"^(\d+) (?:CCIS|LN[A-Z]{2,4}|(?P<issue>\d+(?:-\d+)?))$|^abs/\S+$|^vol(?:ume)?\.? (\d+)(?: - \d{4})?$",
    re.IGNORECASE,
)
"""What is not the number of a volume: the short name of its series in Scopus, the issue in Semantic Scholar, the
number on arXiv that both DBLP and Semantic Scholar have there, and the words of Frontiers: ``Volume 14 - 2023``.
"""


def _issue_in_volume(tex: str) -> str:
    match = _AFTER_VOLUME.search(to_plain(tex))
    return (match["issue"] or "") if match else ""


_DOCUMENTS = (
    "(?:journal |magazine |newspaper )?article|(?:edited )?book|(?:book )?(?:chapter|section)|new results|review"
    "|conference (?:paper|proceedings|review)|proceedings paper|short survey|generic|web page"
)
_DOCUMENT_TYPE = re.compile(rf"(?:{_DOCUMENTS})(?:; (?:{_DOCUMENTS}|early access))*", re.IGNORECASE)
"""How Scopus, the Web of Science, EndNote and bioRxiv sort works: no genre of a work, which its type of entry tells."""


def _genre(tex: str) -> str:
    text = in_words(tex)
    return "" if _DOCUMENT_TYPE.fullmatch(text) else text


def _collaboration(tex: str) -> str:
    """Return the name of a group, which INSPIRE writes without the word, as in ``ATLAS``."""
    name = to_plain(tex)
    is_whole = re.search("(?:collaboration|consortium|group|team|project)s?$", name, re.IGNORECASE)
    return name if is_whole else f"{name} Collaboration"


# The table

Read = tuple[tuple[str, ...], "Callable[[str], str]"]

PARTS: Mapping[str, Read] = MappingProxyType({
    "place": (("address", "location", "place"), _list),
    "publisher": (("publisher",), _list),
    "school": (("school", "institution"), _list),
    "collaboration": (("collaboration",), _collaboration),
    "organization": (("organization",), _list),
    "holder": (("holder",), _list),
    "series": (("series",), in_words),
    "edition": (("edition",), _edition),
    "pagetotal": (("pagetotal", "numpages", "page_count", "totalpages"), to_plain),
    "volume": (("volume",), lambda tex: _AFTER_VOLUME.sub(r"\1\3", to_plain(tex))),
    "issue in volume": (("volume",), _issue_in_volume),
    "issn": (("issn", "eissn", "pissn"), to_plain),
    "eid": (("eid", "articleno", "article-number", "article_number", "art_number"), to_plain),
    "status": (("pubstate",), in_words),
    "pubmed": (("pmid", "pubmedid", "pubmed_id", "pubmed"), to_plain),
    "pubmed in note": (("note",), lambda tex: found[1] if (found := _PUBMED_IN_NOTE.fullmatch(tex)) else ""),
    "pmcid": (("pmcid", "pmc"), to_plain),
    "shortjournal": (("shortjournal", "journal-iso", "journal_iso", "abbrev_source_title"), to_plain),
    "report number": (("number", "reportnumber"), to_plain),
    "note": (("note",), _remark),
    "addendum": (("addendum",), _remark),
    "annotation": (("annotation", "annote"), to_plain),
    "language": (("language", "langid", "hyphenation"), lambda tex: tag_of(to_plain(next(items_of(tex))))),
    "original title": (("origtitle",), to_plain),
    "original publisher": (("origpublisher",), _list),
    "original place": (("origlocation",), _list),
    "how published": (("howpublished",), _without_address),
    "type": (("type",), _genre),
})  # fmt: skip
"""Parts of the record that are a text: the fields that may hold it, the first with a value winning, and its reader.

Any other part is the text of the field of its name.
"""

ROLES = (
    "author", "editor", "editora", "editorb", "editorc", "translator", "bookauthor", "annotator", "commentator",
    "introduction", "foreword", "afterword", "director", "collaborator",
)  # fmt: skip
"""Fields that hold people (biblatex manual, section 2.2.2), and those of Zotero's and Pandoc's dialects."""


def text_of(entry: Entry, part: str) -> str:
    """Return a part of the record of an entry, or an empty string."""
    fields = entry.fields
    names, read = PARTS.get(part) or ((part,), to_plain)
    for name in names:  # a loop, since this is called 200 times for a paper, and most parts are empty
        if (tex := fields.get(name)) and (text := (to_plain if read is _list and is_classic(entry) else read)(tex)):
            return "" if NOTHING.fullmatch(text) else text
    return ""


NOTHING = re.compile(r"(?:n/a|null|[-\u2013\u2014])+", re.IGNORECASE)
"""What services write where they have no value."""


def is_classic(entry: Entry) -> bool:
    """Return whether an entry is in the dialect of BibTeX, to which ``Chapman and Hall`` is one publisher.

    The library of ACM has a ``location`` besides the ``address``: the place of the event.
    """
    return "address" in entry.fields or entry.fields.keys().isdisjoint(_OF_BIBLATEX)


_OF_BIBLATEX = frozenset({"date", "location", "journaltitle"})
