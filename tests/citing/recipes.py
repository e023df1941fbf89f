"""The recipes of ``docs/cite.md``, verbatim."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from markdown_it import MarkdownIt

from tests.citing.programs import ROOT

_OPTIONS = re.compile(r"(?:^:[\w-]+:.*\n)+\n?", re.MULTILINE)


@dataclass(frozen=True)
class Recipe:
    """Files that a reader writes, and the commands to type."""

    name: str
    """The heading above it, and the first of its files."""

    command: str
    files: dict[str, str] = field(default_factory=dict)

    @property
    def programs(self) -> list[str]:
        """The programs that it runs, in order."""
        return [part.split()[0] for part in re.split(r"&&|\n", self.command.strip())]


@dataclass
class Page:
    """The pattern of the fences of the page."""

    recipes: dict[str, Recipe] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    """Files that await their command."""

    others: list[str] = field(default_factory=list)
    """The languages of all other fences."""


def read_page() -> Page:
    """Read the page: a fence with a caption is a file of that name, and one of the shell makes a recipe of those."""
    page, heading = Page(), ""
    tokens = MarkdownIt().parse((ROOT / "docs" / "cite.md").read_text(encoding="utf-8"))
    for before, token in pairwise(tokens):
        if before.type == "heading_open":
            heading = token.content
        if token.type != "fence":
            continue
        options = _OPTIONS.match(token.content)
        caption = re.search(r"^:caption: (.+)$", options[0], re.MULTILINE) if options else None
        if options and caption:
            page.files[caption[1]] = token.content[options.end() :]
        elif token.info == "shell":
            name = ", ".join((heading, *list(page.files)[:1]))
            page.recipes[name] = Recipe(name, token.content, page.files)
            page.files = {}
        elif not token.info.startswith("{tabularcolumns}"):  # the widths of a table in the book
            page.others.append(token.info)
    return page
