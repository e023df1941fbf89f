"""The directives of tables without papers of the catalog: works that it wants, and kinds of problems."""

from __future__ import annotations

import os
from pathlib import Path

from docutils import nodes
from docutils.nodes import Element, Node

from cardcatalog.catalog.taxonomy import Wanted
from cardcatalog.messages import gettext_noop
from cardcatalog.problems import Kind, Severity
from cardcatalog.sphinx.domain.catalog_directive import CatalogDirective
from cardcatalog.sphinx.domain.domain import warn
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.render.tables import Cell, table
from cardcatalog.tables import read_rows

SEVERITIES = {Severity.ERROR: gettext_noop("error"), Severity.WARNING: gettext_noop("warning")}
"""The names of severities on pages."""


class WantedPapers(CatalogDirective):
    """Papers that the catalog wants, read from a TOML file named relative to the page."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[Node]:
        """Return a table of the papers."""
        _relative, path = self.env.relfn2path(self.arguments[0])
        self.env.note_dependency(path)
        shown = os.path.relpath(path, self.domain.builder.confdir)
        rows, problems = read_rows(Path(path), Path(shown).as_posix(), Wanted)
        for problem in problems:
            warn(problem.message, str(problem.location), problem.kind)
        headings = [messages.gettext("Year"), messages.gettext("Title"), messages.gettext("Venue")]
        cells: list[list[Cell]] = [[str(row.year or ""), _link_out(row.title, row.link), row.venue] for row in rows]
        return [table(headings, cells, [10, 70, 20])] if cells else []


class Problems(CatalogDirective):
    """The kinds of problems that are looked for, from the same source as the messages."""

    def run(self) -> list[Node]:
        """Return a table with a row for each kind."""
        rows: list[list[Cell]] = [
            [
                [nodes.target("", "", ids=[self.identifier(kind.slug)]), nodes.literal("", kind.slug)],
                messages.gettext(SEVERITIES[kind.severity]),
                self.parse_inline(messages.gettext(kind.sentence))[0],
                messages.gettext("yes") if kind.is_fixable else "",
            ]
            for kind in Kind
        ]
        headings = [
            messages.gettext("Kind"), messages.gettext("Severity"), messages.gettext("What it means"),
            messages.gettext("Fixable"),
        ]  # fmt: skip
        return [table(headings, rows, [20, 12, 58, 10])]


def _link_out(text: str, url: str) -> Element:
    return nodes.reference("", text, refuri=url, internal=False) if url else nodes.inline("", text)


TABLES = {"wanted": WantedPapers, "problems": Problems}
