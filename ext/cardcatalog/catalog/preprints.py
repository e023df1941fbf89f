"""The kind of an entry: that of its type, unless an archive of preprints alone has the work."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cardcatalog.catalog.identifiers import ARXIV, archive_prefix, find_arxiv_in_text
from cardcatalog.catalog.kinds import DOCUMENT, KIND_OF_TYPE, PREPRINT, SPECIAL_KINDS
from cardcatalog.catalog.record import CONTAINERS, to_plain

if TYPE_CHECKING:
    from cardcatalog.bibtex.entries import Entry

PREPRINT_SERVER = "preprint server"
"""The kind of a listed venue at which preprints are."""

_MAY_BE_PREPRINTS = frozenset({"article", "document", "manuscript", "report", "review", "web page"})


def kind_of(entry: Entry, venue_kind: str = "") -> str:
    """Return the kind of an entry: ``preprint``, or the kind of its type.

    :param venue_kind: the kind of its venue, if that is listed.
    """
    kind = KIND_OF_TYPE.get(entry.type, DOCUMENT)
    if kind in _MAY_BE_PREPRINTS and _has_only_an_archive(entry, venue_kind):
        return PREPRINT
    if kind == "manuscript" and any(map(entry.get, ("eventtitle", "eventdate", "venue"))):
        return "talk"
    return next((SPECIAL_KINDS.get((entry.type, name, entry.get(name)), kind) for name in ("entrysubtype", "type")
                 if entry.get(name)), kind)  # fmt: skip


def is_preprint(entry: Entry) -> bool:
    """Return whether an entry with an unlisted venue is a preprint."""
    return kind_of(entry) == PREPRINT


def _has_only_an_archive(entry: Entry, venue_kind: str) -> bool:
    """Return whether an archive has a paper and no other place of publication is named; a listed venue decides."""
    if venue_kind:
        return venue_kind == PREPRINT_SERVER
    places = filter(None, map(entry.get, (*CONTAINERS, "school", "institution")))
    return all(map(_ARCHIVE.match, places)) and bool(archive_of(entry))


_ARCHIVE = re.compile(
    r"(?:available at )?(?P<name>(?:\w*rxiv|ssrn)\b|corr\b(?!\.)|cryptology \{?eprint\}? archive\b)", re.IGNORECASE
)
"""The beginning of a journal's name that is an archive of preprints: arXiv, bioRxiv, CoRR, SSRN, that of the IACR."""

STORES = {
    "ark": "",
    "ctan": "https://ctan.org/pkg/{}",
    "doi": "https://doi.org/{}",
    "googlebooks": "https://books.google.com/books?id={}",
    "handle": "https://hdl.handle.net/{}",
    "hdl": "https://hdl.handle.net/{}",
    "jstor": "https://www.jstor.org/stable/{}",
    "pubmed": "https://www.ncbi.nlm.nih.gov/pubmed/{}",
    "urn": "",
}
"""The URLs of what ``eprint`` names where ``eprinttype`` is not an archive of preprints; empty if no one host has all.

Manuals of biblatex, section 3.14.7, and of hep-bibliography.
"""


def archive_of(entry: Entry) -> str:
    """Return the archive of preprints that an entry names, such as ``arXiv``, or an empty string."""
    if entry.get("eprint") and (named := named_archive(entry)):
        return named
    for name in (*CONTAINERS, "howpublished", "publisher"):
        if match := _ARCHIVE.match(entry.get(name)):
            return to_plain(match["name"]) if match["name"].lower() != "corr" else ARXIV  # which took over the CoRR
    return ARXIV if find_arxiv_in_text(entry) else ""


def named_archive(entry: Entry) -> str:
    """Return the archive that the prefix of an entry names, whether the number there is given or not."""
    named = to_plain(entry.get("archiveprefix") or entry.get("eprinttype"))
    if named.lower() in STORES:
        return ""
    return ARXIV if is_on_arxiv(entry) else named


def is_on_arxiv(entry: Entry) -> bool:
    """Return whether the ``eprint`` of an entry is marked as one of arXiv."""
    return archive_prefix(entry) == "arxiv"
