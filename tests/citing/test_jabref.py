"""JabRef with the whole bibliography and its groups."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from cardcatalog.catalog.catalog import Catalog
from tests.citing.programs import Run, need, run


@pytest.fixture(scope="session")
def saved(folder_with: Callable[..., Path]) -> Run:
    """The output of JabRef after reading the file."""
    need("jabref")
    names = ("--import", "quantization.jabref.bib", "--output", "saved.bib")
    return run(folder_with("quantization.jabref.bib"), "jabref", "--nogui", *names)


def groups(text: str) -> list[str]:
    """Return the names of groups, each with its depth before it."""
    (tree,) = re.findall(r"@Comment\{jabref-meta: groupstree:\n(.*?)\n\}", text, re.DOTALL)
    return re.findall(r"^(\d+ \w+:[^;]*?)\\;", tree, re.MULTILINE)


def test_jabref_gives_no_warning(saved: Run) -> None:
    assert not saved.complaints


def test_jabref_reads_every_paper(saved: Run, keys: set[str]) -> None:
    assert set(re.findall(r"^@\w+\{(\w+),", saved.text("saved.bib"), re.MULTILINE)) == keys


def test_jabref_reads_a_group_for_every_category(saved: Run, catalog: Catalog) -> None:
    assert len(groups(saved.text("saved.bib"))) == len(catalog.categories)


def test_jabref_keeps_the_tree_of_groups(saved: Run) -> None:
    assert groups(saved.text("saved.bib")) == groups(saved.text("quantization.jabref.bib"))
