"""The catalog is kept from build to build: it is read again when anything changes that it is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cardcatalog.catalog.loader import load_catalog
from cardcatalog.sphinx import catalog_cache
from cardcatalog.sphinx.domain.domain import domain_of

if TYPE_CHECKING:
    from pathlib import Path

    from cardcatalog.catalog.loader import Sources
    from tests.sphinx.helpers import Project


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Sources]:
    """The sources that builds have read."""
    found: list[Sources] = []

    def note(sources: Sources) -> object:
        found.append(sources)
        return load_catalog(sources)

    monkeypatch.setattr(catalog_cache, "load_catalog", note)
    return found


def kept(library: Project) -> Path:
    """Return the file in which the catalog is kept."""
    return library.root / "_build" / "doctrees" / catalog_cache.FILE


def test_files_without_a_change_are_read_once(library: Project, read: list[Sources]) -> None:
    library.append("bib/refs.bib", "\n@misc{odd, title = {Odd}}\n")
    first, second = library.build(), library.build()
    assert len(read) == 1
    assert [row.message for row in second.warnings] == [row.message for row in first.warnings] != []
    papers, again = ([*domain_of(build.env).catalog.papers.values()] for build in (first, second))
    assert papers == again


@pytest.mark.parametrize("name", ["bib/refs.bib", "bib/categories.toml", "bib/keywords.toml", "bib/venues.toml"])
def test_a_file_that_changes_is_read_again(library: Project, read: list[Sources], name: str) -> None:
    library.build()
    library.append(name, "\n")
    library.build()
    assert len(read) == 2


def test_a_setting_that_changes_what_is_read_is_followed(library: Project, read: list[Sources]) -> None:
    library.build()
    library.append("conf.py", 'cardcatalog_required_fields = ["title", "note"]\n')
    assert any("note" in row.message for row in library.build().warnings)
    assert len(read) == 2


@pytest.mark.parametrize("damage", [b"", b"\n\n", b"x", None])
def test_what_is_not_as_it_was_written_is_not_loaded(
    library: Project, read: list[Sources], damage: bytes | None
) -> None:
    library.build()
    content = kept(library).read_bytes()
    kept(library).write_bytes(content[:-1] if damage is None else damage)
    library.build()
    assert len(read) == 2
    assert kept(library).read_bytes() == content


def test_a_catalog_with_a_file_that_cannot_be_read_is_not_kept(library: Project, read: list[Sources]) -> None:
    library.set(cardcatalog_venues="bib/missing.toml")
    for _ in range(2):
        assert "bib/missing.toml" in {row.path for row in library.build().warnings}
    assert len(read) == 2
    assert not kept(library).exists()


def test_a_file_that_changes_while_it_is_read_is_read_again(
    library: Project, monkeypatch: pytest.MonkeyPatch, read: list[Sources]
) -> None:
    def change(sources: Sources) -> object:
        found = note(sources)
        if len(read) == 1:
            library.append("bib/refs.bib", "\n")
        return found

    note = vars(catalog_cache)["load_catalog"]
    monkeypatch.setattr(catalog_cache, "load_catalog", change)
    library.build()
    assert not kept(library).exists()
    library.build()
    assert len(read) == 2
    assert kept(library).exists()
