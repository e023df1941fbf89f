"""Read what services announce (Atom and RSS of arXiv, notes of OpenReview, collections) into entries of the house."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from cardcatalog.bibtex.tex import to_tex
from cardcatalog.bibtex.text import to_text
from cardcatalog.catalog.identifiers import find_arxiv
from cardcatalog.problems import Kind, Location, Problem
from cardcatalog_tools.collections.reader import FOLDER, read_document
from cardcatalog_tools.services.arxiv import entry_of_atom, on_arxiv, read_atom
from cardcatalog_tools.services.entries import HouseStyle, authors_of, make_entry, person_of
from cardcatalog_tools.services.json_values import text_in
from cardcatalog_tools.services.openreview import entry_of_note
from cardcatalog_tools.services.titles import tex_of_latex, visible
from cardcatalog_tools.services.web import ServiceError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from cardcatalog.bibtex.entries import Entry

_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_ROOTS = frozenset({"rss", "{http://www.w3.org/2005/Atom}feed"})
_PREPRINTS = re.compile(r"\b(?:\w+rxiv|arxiv\w*|corr|preprints?)\b", re.IGNORECASE)
"""Words of a venue that is a preprint server; CoRR is arXiv in DBLP."""
_ANNOUNCED = "{http://arxiv.org/schemas/atom}announce_type"


def read_feed(body: bytes, source: str, house: HouseStyle) -> Iterator[Entry | str]:
    """Yield the papers of a document, each an entry in the style of the house, or one line why it is none.

    :param source: the path or URL of the document.
    """
    start = body.lstrip()[:1]
    notes = _notes(body) if start == b"{" else None
    if start == b"<":
        yield from _of_xml(body, source, house)
    elif notes is not None:
        yield from _each(notes, lambda note: entry_of_note(note, text_in(note, "forum") or text_in(note, "id"), house))
    else:
        reading = read_document(body, source)
        yield from (str(problem) for problem in reading.problems)
        yield from _each(reading.entries, lambda record: entry_of_listing(record, house))


def _each(records: Iterable[Any], make: Callable[[Any], Entry]) -> Iterator[Entry | str]:
    for record in records:
        try:
            yield make(record)
        except ServiceError as error:
            yield str(error)


def _notes(body: bytes) -> list[dict[str, Any]] | None:
    """Return the notes of an answer of OpenReview, or None if a document is another one."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return None
    notes = document.get("notes") if isinstance(document, dict) else None
    return [note for note in notes if isinstance(note, dict)] if isinstance(notes, list) else None


def _of_xml(body: bytes, source: str, house: HouseStyle) -> Iterator[Entry | str]:
    """Yield the papers of an Atom feed of arXiv's API, or of one of its RSS feeds.

    https://info.arxiv.org/help/api/user-manual.html, https://info.arxiv.org/help/rss.html
    """
    try:
        root = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, LookupError, ValueError):
        root = None
    if root is None or root.tag not in _ROOTS:
        yield str(Problem(Location(source, 1), "is neither an Atom nor an RSS feed", Kind.FILE))
        return
    channel = root.find("channel")
    if channel is not None:
        # Replacements are in the file already, or were left out.
        new = (item for item in channel.findall("item") if not item.findtext(_ANNOUNCED, "").startswith("replace"))
        yield from _each(new, lambda item: _entry_of_item(item, source, house))
        return
    try:
        papers = read_atom(body, source)
    except ServiceError as error:
        yield str(error)
        return
    yield from _each(papers.items(), lambda paper: entry_of_atom(paper[1], paper[0], house))


def _entry_of_item(item: Element, source: str, house: HouseStyle) -> Entry:
    """Return the entry of an item of an RSS feed of arXiv.

    :raises ServiceError: if it lacks its number, title or authors.
    """
    found = find_arxiv(item.findtext("link", ""))
    title = re.sub(r"\s*\(arXiv:\S+.*\)$", "", " ".join(item.findtext("title", "").split()))
    names = re.split(r",\s*", " ".join(item.findtext(_CREATOR, "").split()))
    return _preprint(found.value if found else "", title, names, source, house)


def entry_of_listing(record: Entry, house: HouseStyle) -> Entry:
    """Return the entry of a record of a collection: published where its venue is known, else a preprint.

    Without a list of venues the venue is that which the record prints, preprint servers aside.

    :raises ServiceError: if it lacks title, authors or year, or has neither a known venue nor a number on arXiv.
    """
    source, names = str(record.location), record.get("author").split(" and ")
    printed = to_text(record.get("booktitle") or record.get("journal")) or record.get(FOLDER)
    venue = house.venues.find(printed)
    if venue is None and (house.venues or not printed or _PREPRINTS.search(printed)):
        return _preprint(record.get("eprint"), record.get("title"), names, source, house)
    is_journal = venue.kind == "journal" if venue else not record.get("booktitle") and bool(record.get("journal"))
    kind, container = ("article", "journal") if is_journal else ("inproceedings", "booktitle")
    kept = {name: record.get(name) for name in ("pages", "doi", "url", "eprint", "openreview", "code")}
    fields = {
        "title": tex_of_latex(record.get("title")),
        "author": authors_of(map(person_of, names)),
        container: to_tex((venue.full or venue.name) if venue else visible(printed)),
        "year": record.get("year"),
        "archiveprefix": "arXiv" if record.get("eprint") else "",
        "venuekey": to_tex(venue.name) if venue else "",
    }
    return make_entry(kind, fields | kept, source, house)


def _preprint(number: str, title: str, names: Iterable[str], source: str, house: HouseStyle) -> Entry:
    """Return the entry of a preprint on arXiv.

    :raises ServiceError: if it lacks its number, title or authors.
    """
    if not number:
        message = f"{source}: {title!r} has no known venue and no number on arXiv; look it up"
        raise ServiceError(message)
    fields = {
        "title": tex_of_latex(title),
        "author": authors_of(map(person_of, names)),
        "year": f"20{number[:2]}" if number[:2].isdigit() else "",
    }
    return make_entry("misc", fields | on_arxiv(number), f"arXiv:{number}", house)
