"""The differences between our records and Zotero's items that are none of ours, each with its reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from cardcatalog.catalog.kinds import KINDS

NONE = "none"
"""The type of an item that a translator has not made."""


class Difference(NamedTuple):
    """A field in which an item is not its record."""

    route: str
    kind: str
    field: str
    key: str
    ours: Any
    theirs: Any


class Reason(NamedTuple):
    """A difference that is none of ours: where, and why."""

    routes: str
    fields: str
    holds: Callable[[Difference], bool]
    text: str

    def explains(self, row: Difference) -> bool:
        """Return whether this is why the values of a field differ."""
        is_there = row.route == self.routes or row.route in self.routes.split()
        return is_there and row.field in self.fields.split() and self.holds(row)


def _always(_row: Difference) -> bool:
    return True


def _only_theirs(row: Difference) -> bool:
    return not row.ours


def _without(row: Difference) -> bool:
    return not row.theirs


def _has_the_same_words(row: Difference) -> bool:
    ours, theirs = (sorted(re.findall(r"\w+", " ".join(names))) for names in (row.ours, row.theirs))
    return ours == theirs


_OTHERS_OF_CSL = frozenset({"document", "computerProgram", "videoRecording", "podcast"})


def _made_none(row: Difference) -> bool:
    return bool(row.theirs == NONE)


def _has_invalid_role(row: Difference) -> bool:
    """Return whether the names are the same, and a role is one that the type of the item does not have."""
    ours, theirs = ([text.rpartition(" (")[0] for text in names] for names in (row.ours, row.theirs))
    return sorted(ours) == sorted(theirs)


REASONS = (
    Reason("biblatex", "itemType", _made_none, "BibTeX.js leaves out types that it does not have, such as @dataset"),
    Reason("csl-json", "itemType", lambda row: row.kind == "software" and _made_none(row),
           "CSL JSON.js refuses each file with the type software, which Zotero itself writes"),
    Reason("csl-json", "itemType", lambda row: row.theirs in _OTHERS_OF_CSL,
           "types of CSL that Zotero does not have, or takes for others by a volume, a version or a number"),
    Reason("csl-json", "creators", lambda row: any(name.count(",") > 1 for name in row.ours), "suffixes are lost"),
    Reason("csl-json", "publicationTitle place", _always, "the main title of a book in volumes; the land of a patent"),
    Reason("ris csl-json", "series", _without, "series of journals; others are in fields that RIS.js does not read"),
    Reason("ris", "series", _only_theirs, "the main title of a book in volumes"),
    Reason("ris", "ISSN ISBN", _always, "SN is one number, and of some types none"),
    Reason("ris", "edition volume", lambda row: row.kind in {"booklet", "standard"},
           "RIS.js reads the tags of the type of RIS before it learns the type in M2"),
    Reason("bibtex biblatex ris", "issue", lambda row: row.kind == "conference paper", "the number of proceedings"),
    Reason("ris", "issue pages", lambda row: row.kind in {"periodical", "legal case"}, "named issues; first pages"),
    Reason("bibtex biblatex ris csl-json papers", "creators", _has_invalid_role,
           "a role that this type of item does not have, or that the translator does not read"),
    Reason("ris", "creators", lambda row: len(row.ours) > len(row.theirs), "contributors are in a note"),
    Reason("bibtex biblatex", "creators", lambda row: len(row.ours) > len(row.theirs),
           "BibTeX.js reads authors, editors and some translators alone"),
    Reason("bibtex biblatex", "itemType", lambda row: KINDS[row.kind].bibtex in {"misc", "unpublished", "article"}
           or row.kind in {"encyclopedia entry", "periodical"}, "types that no style has are written as others"),
    Reason("bibtex biblatex", "ISSN ISBN edition place publisher series volume language extra",
           lambda row: not (row.ours and row.theirs) or " and " in row.theirs or row.theirs in {"Second", "countryde"},
           "what biblatex's data model has not for the type, or has as a list, a part or a key"),
    Reason("bibtex biblatex", "creators", _has_the_same_words, "particles after given names, and whole names"),
    Reason("biblatex", "creators", lambda row: "family=" in str(row.theirs), "BibTeX.js reads no names with labels"),
    Reason("biblatex", "publisher", lambda row: (row.ours, row.theirs) == ("S", "I"), "one of two issuers"),
    Reason("biblatex", "title publicationTitle", lambda row: str(row.ours).startswith(row.theirs or "?"),
           "BibTeX.js reads no additions, and no subtitles of journals and books"),
    Reason("bibtex biblatex", "pages", _without, "article numbers"),
    Reason("bibtex", "date", lambda row: "BC" in str(row.theirs) or row.ours.startswith(row.theirs or ""),
           "days in the field month; odd years"),
    Reason("ris csl-json", "date", _always, "years before the first one, and of more than four digits"),
    Reason("bibtex biblatex ris papers keywords venues recent explore", "citationKey", _without,
           "neither this route nor that translator keeps keys"),
    Reason("bibtex biblatex", "itemType publisher", lambda row: row.kind == "preprint",
           "BibTeX.js has no preprints: documents, or web pages by biblatex"),
    Reason("bibtex biblatex", "extra", lambda row: row.kind == "preprint", "the number on arXiv"),
    Reason("bibtex biblatex", "title", lambda row: bool(re.search(r"[\^_\\Ø]|2<sup>", str(row.theirs))),
           "formulas stay in TeX, and some commands are taken for other letters"),
    Reason("bibtex biblatex", "url", _without, "an address that only follows from an identifier"),
    Reason("paper page", "abstractNote", _only_theirs, "the description of the page, or our sentence on the paper"),
    Reason("paper page", "language", _only_theirs, "that of the page"),
    Reason("paper page", "url", _only_theirs, "a paper without an address is found on our page"),
    Reason("papers keywords venues recent explore", "title", lambda row: "+" in row.ours,
           "openurl.js takes + for a blank"),
    Reason("papers keywords venues recent explore", "creators", lambda row: row.kind == "chapter",
           "OpenURL has no editors of a book"),
    Reason("papers keywords venues recent explore", "creators",
           lambda row: bool(re.search(r"[A-Z]\.[A-Z]|[a-z]\.", str(row.ours))),
           "cleanAuthor divides initials, and drops the period of other abbreviations (Md.)"),
)  # fmt: skip
