"""The forms in which collections list papers: under which names each has a title, authors, a venue, identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

Names = tuple[str, ...]
"""Names of values in a record, the best first; a dot leads into a value that is itself a record."""


@dataclass(frozen=True, slots=True)
class Form:
    """The form of the records of a collection; what a form does not name, its records do not have.

    :param name: the collection.
    :param marks: names of values by which its records are recognized: each record has them all.
    :param path: a pattern for the end of a file's path, whose groups ``venue`` and ``year`` serve all its records.
    :param separator: what separates authors that are in one text; a comma does where that is not in it.
    :param status: the value that may say that a paper was not accepted.
    """

    name: str
    marks: frozenset[str]
    path: re.Pattern[str] | None = None
    separator: str = ";"
    title: Names = ("title",)
    author: Names = ("authors",)
    venue: Names = ("venue",)
    year: Names = ("year",)
    pages: Names = ("pages",)
    doi: Names = ("doi",)
    eprint: Names = ("arxiv",)
    openreview: Names = ("openreview",)
    url: Names = ("url",)
    code: Names = ("code",)
    abstract: Names = ("abstract",)
    status: Names = ()


_IN_PATH = re.compile(r"(?P<venue>[A-Za-z&-]+)[/-]?(?P<year>(?:19|20)\d\d)\.jsonl?$")

FORMS = (
    Form(
        "mlanthology", frozenset({"bibtex_key", "title", "authors", "venue", "venue_url"}),
        openreview=("openreview_url",), url=("venue_url",), code=("code_url",),
    ),
    Form(
        "topaperlist", frozenset({"author", "bib", "title"}), _IN_PATH,
        author=("author",), doi=("doi", "url"),
    ),
    Form(
        "paperlists", frozenset({"title", "author"}), _IN_PATH,
        author=("author",), url=("site", "openreview", "oa"), code=("github",), status=("status",),
    ),
    Form("facts", frozenset({"title", "authors", "authors_source", "urls"}), url=("urls.paper",), code=("urls.code",)),
    Form("candidates", frozenset({"title", "authors", "kind", "sources"})),
    Form(
        "daily-arXiv-ai-enhanced", frozenset({"id", "title", "authors", "abs", "summary"}),
        eprint=("id",), url=("abs",), abstract=("summary",),
    ),
    Form(
        "Awesome-arXiv-Daily-Reporter", frozenset({"arxiv_id", "title", "authors", "link"}),
        separator=",", eprint=("arxiv_id",), url=("link",),
    ),
)  # fmt: skip
"""The forms that are known, the strictest first: papercopilot/paperlists, freezed-corpse-143/topaperlist,
rbnyng/mlanthology, two daily collections of arXiv, and our own lists of facts. BibTeX needs no form."""

_REFUSED = re.compile(r"reject|withdraw|^active$|under review", re.IGNORECASE)
"""The status of a submission that has not been accepted."""


def form_of(record: Mapping[str, Any]) -> Form | None:
    """Return the form of a record, or nothing if it has none that is known."""
    return next((form for form in FORMS if form.marks <= record.keys()), None)


def is_refused(record: Mapping[str, Any], form: Form) -> bool:
    """Return whether a record is of a submission that was rejected or withdrawn, or is not decided."""
    return bool(_REFUSED.search(text_at(record, form.status)))


def text_at(record: Mapping[str, Any], names: Names) -> str:
    """Return the first text or number under some names, with its white space collapsed, or an empty text."""
    for value in values_at(record, names):
        if isinstance(value, str | int) and not isinstance(value, bool) and (text := _plain(str(value))):
            return text
    return ""


def _plain(text: str) -> str:
    return " ".join(unescape(text).split())


def values_at(record: Mapping[str, Any], names: Names) -> Iterator[Any]:
    """Yield the values under some names."""
    for name in names:
        value: Any = record
        for part in name.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        if value:
            yield value


def people_at(record: Mapping[str, Any], form: Form) -> tuple[str, ...]:
    """Return the authors of a record, each once (some lists repeat them), as ``Given Family`` or ``Family, Given``."""
    listed: Any = next(values_at(record, form.author), [])
    text = unescape(listed) if isinstance(listed, str) else ""
    people = text.split(form.separator if form.separator in text else ",") if text else listed
    names = (_name(person) for person in people) if isinstance(people, list) else ()
    return tuple(dict.fromkeys(filter(None, names)))


def _name(person: object) -> str:
    if isinstance(person, dict):
        family, given = (_plain(str(person.get(part) or "")) for part in ("family", "given"))
        return f"{family}, {given}" if family and given else family or given
    return _plain(person) if isinstance(person, str) else ""
