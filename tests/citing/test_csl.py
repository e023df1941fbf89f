"""Processors of CSL styles, Pandoc and citeproc-py, with the whole bibliography."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from concurrent.futures import Future
from functools import cache
from pathlib import Path

import pytest

from tests.citing.programs import Run, need, run

SOURCES = ("quantization.bib", "quantization.csl.json")


@pytest.fixture(scope="session")
def pandoc(folder_with: Callable[..., Path]) -> Callable[[str], Run]:
    """A function that cites every paper of a file by Pandoc, once."""

    @cache
    def pandoc(source: str) -> Run:
        need("pandoc")
        folder = folder_with(source)
        (folder / "all.md").write_text(f"---\nbibliography: {source}\nnocite: '@*'\n---\n", encoding="utf-8")
        return run(folder, "pandoc", "--citeproc", "all.md", "-o", "all.html")

    return pandoc


@pytest.mark.parametrize("source", SOURCES)
def test_pandoc_gives_no_warning(pandoc: Callable[[str], Run], source: str) -> None:
    assert not pandoc(source).output


@pytest.mark.parametrize("source", SOURCES)
def test_pandoc_prints_every_paper(pandoc: Callable[[str], Run], keys: set[str], source: str) -> None:
    entries = re.findall(r'<div id="ref-(\w+)"\s+class="csl-entry"', pandoc(source).text("all.html"))
    assert sorted(entries) == sorted(keys)


@pytest.mark.parametrize("style", ["apa", "ieee"])
def test_citeproc_prints_every_paper_without_a_warning(
    started: dict[str, Future[Run]], keys: set[str], style: str
) -> None:
    """In the program that runs it, a warning is an error."""
    entries = json.loads(started[style].result().output)
    assert len(entries) == len(keys)
    assert not [entry for entry in entries if not re.search(r"\b(?:19|20)\d\d\b", entry)]
