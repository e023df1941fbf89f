"""Why a paper is related to another, in words."""

from __future__ import annotations

from cardcatalog.catalog.related import Reason
from cardcatalog.sphinx.language import messages

REASONS_SHOWN = 3
"""Names of a kind that a reason for a relation lists at most."""


def reason_of(reason: Reason, keywords: list[str], pages: list[str]) -> str:
    """Return in words why a paper is related to another."""
    if reason.is_named:
        return messages.gettext("Named in the entry")
    authors, words = list(reason.authors), keywords
    reasons = [
        *([messages.gettext("Named together in {pages}", pages=_some(pages))] if pages else []),
        *([messages.ngettext("Same author: {names}", "Same authors: {names}", len(authors), names=_some(authors))]
          if authors else []),
        *([messages.ngettext("Same keyword: {names}", "Same keywords: {names}", len(words), names=_some(words))]
          if words else []),
    ]  # fmt: skip
    # What is left is a word or two, which the titles show.
    return " · ".join([*reasons, *([messages.gettext("Similar title")] if reason.is_alike or not reasons else [])])


def _some(names: list[str]) -> str:
    """Return the first names of a list, and how many more there are."""
    shown = ", ".join(names[:REASONS_SHOWN])
    more = len(names) - REASONS_SHOWN
    return messages.gettext("{names} and {number} more", names=shown, number=more) if more > 0 else shown
