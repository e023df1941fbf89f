"""Submissions on OpenReview: asked for by their forums, and made entries of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from cardcatalog.bibtex.entries import Entry, parse_bibliography
from cardcatalog.bibtex.text import to_text
from cardcatalog_tools.services.entries import HouseStyle, authors_of, container_of, make_entry, person_of
from cardcatalog_tools.services.hosts import HOSTS, Hosts
from cardcatalog_tools.services.json_values import as_dict, as_list, read_object, text_in
from cardcatalog_tools.services.titles import tex_of_latex
from cardcatalog_tools.services.web import JSON, Client, ServiceError


def ask_openreview(forum: str, client: Client, hosts: Hosts = HOSTS) -> dict[str, Any]:
    """Return a submission; the old version of the API still has those of older conferences.

    :raises ServiceError: if OpenReview cannot be asked, or has no such submission.
    """
    refusal = ServiceError(f"OpenReview has no forum {forum}; look at the identifier", is_unknown=True)
    for host in (hosts.openreview, hosts.openreview_old):
        try:
            body = client.get(f"{host}/notes?{urlencode({'id': forum})}", JSON)
            notes = read_object(body, f"OpenReview forum {forum}").get("notes")
        except ServiceError as error:
            refusal = refusal if error.is_unknown else error
            continue
        if isinstance(notes, list) and notes and isinstance(notes[0], dict):
            return notes[0]
    raise refusal


_YEAR_OF_VENUE = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_UNDECIDED = re.compile(r"submi|withdrawn|reject|under review|\bcorr\b|arxiv|^$", re.IGNORECASE)


def entry_of_note(note: Mapping[str, Any], forum: str, house: HouseStyle) -> Entry:
    """Return the entry of a submission on OpenReview: published where it was accepted, else a manuscript.

    https://docs.openreview.net/reference/api-v2/entities/note

    :raises ServiceError: if the record lacks its title, authors or year.
    """
    source = f"OpenReview forum {forum}"
    content = {name: _value(value) for name, value in as_dict(note.get("content")).items()}
    stated = _stated_bibtex(text_in(content, "_bibtex"), source)
    spelled, group = text_in(content, "venue") or stated, text_in(content, "venueid")
    is_accepted = not _UNDECIDED.search(spelled) and not _UNDECIDED.search(group or "accepted")
    venue = house.venues.find(spelled, re.sub("^accepted (?:by|at) ", "", spelled, flags=re.IGNORECASE))
    is_journal = is_accepted and venue is not None and venue.kind == "journal"
    kind = ("article" if is_journal else "inproceedings") if is_accepted else "misc"
    dated = _YEAR_OF_VENUE.search(spelled) or _YEAR_OF_VENUE.search(group)
    fields = {
        "title": tex_of_latex(text_in(content, "title")),
        "author": authors_of(map(person_of, _texts_of_people(content.get("authors")))),
        **container_of(kind, venue, spelled),
        "year": dated[0] if dated and is_accepted else _year_of(note),
        "url": f"https://openreview.net/forum?id={forum}",
        "venuekey": venue.name if venue and is_accepted else "",
        "openreview": forum,
    }
    return make_entry(kind, fields, source, house)


def _stated_bibtex(text: str, source: str) -> str:
    """Return the venue and year in the BibTeX entry of a submission: the only source for many of the older ones."""
    entries, _problems = parse_bibliography(text, source)
    stated = [to_text(entries[0].get(name)) for name in ("booktitle", "journal", "year")] if entries else []
    return " ".join(filter(None, stated)) if any(stated[:2]) else ""


def _value(value: object) -> object:
    """Return a value of version 2 of the API, which wraps it, as version 1 gives it."""
    return value["value"] if isinstance(value, dict) and "value" in value else value


def _texts_of_people(authors: object) -> Iterator[str]:
    for author in as_list(authors):
        name = text_in(author, "fullname") or text_in(author, "name") if isinstance(author, dict) else author
        if isinstance(name, str):
            yield name


def _year_of(note: Mapping[str, Any]) -> str:
    """Return the year in which a note was published or made; the note has it in milliseconds."""
    for name in ("pdate", "odate", "cdate", "tcdate"):
        moment = note.get(name)
        if isinstance(moment, int) and 0 < moment < 32_503_680_000_000:  # noqa: PLR2004  (the year 3000)
            return str(datetime.fromtimestamp(moment / 1000, UTC).year)
    return ""
