"""Hold the promise that released keys are for ever: each still leads to the work that it was released for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

from cardcatalog.catalog.duplicates import plain_title
from cardcatalog.problems import Kind, Location, Problem
from cardcatalog.text_files import read_cells

if TYPE_CHECKING:
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper

SAME_TITLE = 0.8
"""Ratio of equal letters from which two titles count as one that was corrected."""

HEAD = "# Keys that were released, and the titles of their works. Keys are for ever: add lines, never take one out.\n"


@dataclass(frozen=True, slots=True)
class ReleasedKey:
    """A key that people may have cited, with the title of its work."""

    key: str
    title: str
    location: Location


def read_released(path: Path, name: str) -> tuple[list[ReleasedKey], list[Problem]]:
    """Read a file of released keys: a key, a tab and a title on each line; ``#`` begins a comment.

    :param name: its path as messages show it.
    """
    lines, problems = read_cells(path, name)
    rows = (ReleasedKey(key.strip(), " ".join(rest).strip(), place) for place, (key, *rest) in lines)
    return [row for row in rows if row.key], problems


def add_released(text: str, papers: Iterable[Paper]) -> tuple[str, int]:
    """Return the text of the file with all keys of some papers added to those that it has, and how many are new.

    Lines are in the order of their keys. A comment is kept verbatim: those at the top of the file there, any
    other above the key that it precedes.
    """
    head, rows, end = _blocks(text or HEAD)
    new: dict[str, str] = {}
    for paper in papers:
        for key in (paper.key, *paper.former_keys):
            if key not in rows:
                new.setdefault(key, f"{key}\t{paper.title}\n")
    lines = rows | new
    return head + "".join(lines[key] for key in sorted(lines)) + end, len(new)


def _blocks(text: str) -> tuple[str, dict[str, str], str]:
    """Return the comments at the top, the line of each key with the comments above it, and the comments at the end."""
    head, above = "", ""
    rows: dict[str, str] = {}
    for line in text.splitlines(keepends=True):
        whole = line if line.endswith("\n") else f"{line}\n"
        key = line.partition("\t")[0].strip()
        if not key or line.startswith("#"):
            above += whole
            continue
        if not rows:
            head, above = above, ""
        rows[key] = rows.get(key, "") + above + whole
        above = ""
    return (head, rows, above) if rows else (above, {}, "")


def check_released(catalog: Catalog, rows: Iterable[ReleasedKey]) -> Iterator[Problem]:
    """A released key is the key or a former key of the work that it was released for."""
    for row in rows:
        paper = catalog.find(row.key)
        if paper is None:
            message = f"the released key {row.key!r} is gone; bring its entry back, or name it in 'ids'"
            yield Problem(row.location, message, Kind.RELEASED_KEY, row.key)
        elif row.title and not any(_is_like(row.title, title) for title in (paper.title, *paper.former_titles)):
            message = (
                f"the released key {row.key!r} was for {row.title!r} ({row.location}); give this one another, "
                f"or put its earlier title into 'formertitle'"
            )
            yield Problem(paper.entry.location, message, Kind.RELEASED_KEY, row.key)


def _is_like(first: str, second: str) -> bool:
    plain = plain_title(first), plain_title(second)
    return plain[0] == plain[1] or SequenceMatcher(None, *plain).ratio() >= SAME_TITLE
