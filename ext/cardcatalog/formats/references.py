"""The registry of styles of references in running text, and papers as a line of Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from cardcatalog.formats.apa import write_apa
from cardcatalog.formats.ieee import write_ieee
from cardcatalog.formats.reference_parts import Work, html_of, join, stopped

if TYPE_CHECKING:
    from cardcatalog.catalog.paper import Paper


class Style(NamedTuple):
    """A style of references."""

    label: str
    """Its name for readers."""

    write: Callable[[Work], str]
    """Returns a paper as text, in which italics are marked."""


STYLES: Mapping[str, Style] = MappingProxyType({
    # It sets titles in the case of a sentence, for which one must know every proper noun; ours stay as published.
    "apa": Style("APA-like", write_apa),
    "ieee": Style("IEEE", write_ieee),
})  # fmt: skip
"""Styles by their names in the Citation Style Language, whose processors take ten times as long."""


def references_of(paper: Paper) -> dict[str, str]:
    """Return the references of a paper by style, as HTML with no tag but ``em``.

    There are none if its entry does not name all of its authors, since no style defines how to omit some.
    """
    if paper.open_roles:
        return {}
    work = Work(paper)
    return {name: html_of(style.write(work)) for name, style in STYLES.items()}


def to_markdown(paper: Paper) -> str:
    """Return a paper as a line of Markdown: authors, the title as a link, where it came out, and when."""
    names = [person.name for person in paper.authors] + (["et al."] if paper.has_more_authors else [])
    title = _escape(paper.title)
    linked = f"[{title}](<{paper.url}>)" if paper.url else title
    where = ", ".join(filter(None, [f"*{_escape(paper.container)}*" if paper.container else _escape(paper.publisher),
                                    paper.date.shown]))  # fmt: skip
    stop = stopped(paper.title)[len(paper.title) :]
    who = _escape(", ".join(names))
    return join(" ", who and stopped(who), f"{linked}{stop}", where and stopped(where)) + "\n"


def _escape(text: str) -> str:
    """Return text that Markdown takes for nothing but text (CommonMark 0.31, section 2.4)."""
    return _SIGN.sub(r"\\\g<0>", text)


_SIGN = re.compile(r"[\\`*_\[\]<>&$]")
