"""Set the references of papers in a process beside the build, and remember them from build to build."""

from __future__ import annotations

import json
import multiprocessing
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from sphinx.util.parallel import parallel_available

from cardcatalog.bibtex.bibliography import digest
from cardcatalog.exports.references import format_references, typst_version
from cardcatalog.site.ledger import recall, write

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.connection import Connection
    from pathlib import Path

    from cardcatalog.model.catalog import Catalog
    from cardcatalog.model.papers import Paper

References = dict[str, dict[str, str]]
"""Texts by the key of a paper and the name of a style."""


class Typesetting:
    """The references of the papers of one build; only those of papers that are new or have changed are set."""

    def __init__(self, catalog: Catalog, path: Path) -> None:
        """Begin with nothing set.

        :param path: the file in which what is set is kept for the next build.
        """
        self._catalog, self._path = catalog, path
        self._answer: Connection | None = None

    def begin(self) -> None:
        """Begin while Sphinx reads and writes pages, where processes can be forked."""
        if self._new and parallel_available:
            context = multiprocessing.get_context("fork")  # it has the catalogue without being handed it
            self._answer, question = context.Pipe(duplex=False)
            context.Process(target=_answer, args=(question, self._new), daemon=True).start()
            question.close()

    def references(self) -> References:
        """Return the references of all papers, when they are set."""
        rows = dict(self._known)
        if self._new:
            found = self._found()
            rows |= {
                paper.key: {"state": self._states[paper.key], "texts": found.get(paper.key, {})} for paper in self._new
            }
            write(self._path, json.dumps(rows))
        return {key: row["texts"] for key, row in rows.items()}

    def _found(self) -> References:
        if self._answer:
            try:
                return cast("References", self._answer.recv())
            except EOFError:
                pass  # that process was ended, so that this one does its work
        return format_references(self._new)

    @cached_property
    def _states(self) -> dict[str, str]:
        version = typst_version()
        return {key: digest(version, self._catalog.fingerprint(paper)) for key, paper in self._catalog.papers.items()}

    @cached_property
    def _known(self) -> dict[str, dict[str, Any]]:
        return {key: row for key, row in recall(self._path).items() if row["state"] == self._states.get(key)}

    @cached_property
    def _new(self) -> list[Paper]:
        return [paper for key, paper in self._catalog.papers.items() if key not in self._known]


def _answer(question: Connection, papers: Sequence[Paper]) -> None:
    question.send(format_references(papers))
