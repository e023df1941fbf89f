"""Files of the texts of papers: they are as from nothing, and only the texts of changed papers are made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest

from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.paper import Paper
from cardcatalog.catalog.taxonomy import Category
from cardcatalog.formats.bibtex import write_bibtex
from cardcatalog.formats.formats import FORMATS
from cardcatalog.formats.frames import Writer
from cardcatalog.sphinx.kept_values import KeptValues
from cardcatalog.sphinx.outputs import kept_texts
from cardcatalog.sphinx.outputs.kept_texts import ENTRIES, KeptTexts
from tests.calls import note_calls
from tests.catalogs import catalog_of

FRAMED = {name: row for name, row in FORMATS.items() if row.frame}

TITLES = {2009: "Nine", 2008: "Eight ∝ ∞", 2007: "Seven", 2006: "Six", 2005: "Five"}
"""Papers by their years, which are their keys, too."""

CHANGES: dict[str, Mapping[int, str]] = {
    "nothing": TITLES,
    "the first": TITLES | {2009: "IX"},
    "the last": TITLES | {2005: "ε"},
    "neighbours": TITLES | {2007: "VII", 2006: "VI"},
    "all": dict.fromkeys(TITLES, "One"),
    "one before all": TITLES | {2010: "Ten"},
    "one after all": TITLES | {2001: "One"},
    "one in the middle and another": TITLES | {2006: "VI", 2011: "Eleven"},
    "without the first": {year: title for year, title in TITLES.items() if year != 2009},
    "without the last": {year: title for year, title in TITLES.items() if year != 2005},
    "every second": {year: title for year, title in TITLES.items() if year % 2},
    "one alone": {2007: "Seven"},
    "none": {},
}


def catalog_with(titles: Mapping[int, str], order: Callable[[int], int] = int) -> Catalog:
    """Return a catalog of papers, each in the year that a function makes of its key."""
    entries = (f"@misc{{k{key}, title={{{title}}}, year={{{order(key)}}}}}" for key, title in titles.items())
    return catalog_of("\n".join(entries), [Category(id="all", title="All")])


def of_each(keys: Iterable[str]) -> dict[str, list[str]]:
    """Return the same keys for each format."""
    return {name: [*keys] for name in FRAMED}


class Site:
    """A site with a file of all papers in each format."""

    def __init__(self, folder: Path) -> None:
        """Begin with an empty folder."""
        self.folder = folder

    def build(self, catalog: Catalog) -> dict[str, list[str]]:
        """Write all files; return the keys of the papers that were made for each."""
        made = of_each(())
        kept = KeptTexts(self.folder, catalog)
        for name, row in FRAMED.items():
            assert row.entry
            assert row.frame
            kept.write(self.folder / name, noted(row.entry, made[name]), row.frame)
        kept.save()
        return made


def noted(entry: Writer, made: list[str]) -> Writer:
    """Return a writer of papers that notes their keys."""

    def note(paper: Paper, catalog: Catalog) -> str:
        made.append(paper.key)
        return entry(paper, catalog)

    return note


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site that has been built once."""
    site = Site(tmp_path)
    site.build(catalog_with(TITLES))
    return site


def assert_whole(site: Site, catalog: Catalog) -> None:
    """Hold that each file is as from nothing."""
    papers = list(catalog.papers.values())
    for name, row in FRAMED.items():
        assert (site.folder / name).read_text("utf-8") == row.write(catalog, papers), name


@pytest.mark.parametrize("change", CHANGES)
def test_files_after_a_change_are_as_from_nothing_and_only_changed_texts_are_made(site: Site, change: str) -> None:
    titles = CHANGES[change]
    catalog = catalog_with(titles)
    changed = [key for key, paper in catalog.papers.items() if TITLES.get(int(key[1:])) != paper.title]
    assert site.build(catalog) == of_each(changed)
    assert_whole(site, catalog)
    assert site.build(catalog) == of_each([])
    assert_whole(site, catalog)


def test_a_file_is_written_from_the_one_before_without_a_second_one_in_memory(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = {name: (site.folder / name).stat().st_size for name in FRAMED}
    made = note_calls(
        monkeypatch,
        kept_texts,
        "write_joined",
        lambda path, pieces: (path.name, sum(len(piece) for piece in pieces if isinstance(piece, bytes))),
    )
    whole = note_calls(monkeypatch, kept_texts, "write", lambda path, _content: path)
    site.build(catalog_with(TITLES))
    assert made == []
    site.build(catalog_with(CHANGES["the first"]))
    assert [name for name, _size in made] == list(FRAMED)
    assert all(size < sizes[name] for name, size in made)
    assert whole == []


def test_papers_in_another_order_are_moved(site: Site) -> None:
    catalog = catalog_with(TITLES, lambda key: {2009: 2004}.get(key, key))
    assert list(catalog.papers) == ["k2008", "k2007", "k2006", "k2005", "k2009"]
    assert site.build(catalog) == of_each(["k2009"])
    assert_whole(site, catalog)


def test_a_file_that_is_not_as_it_was_written_is_made_as_a_whole(site: Site) -> None:
    catalog = catalog_with(CHANGES["the first"])
    path = site.folder / "ris"
    path.write_text(path.read_text("utf-8").replace("Seven", "Sevem"), "utf-8")
    (site.folder / "json").unlink()
    made = site.build(catalog)
    assert {name: len(keys) for name, keys in made.items() if len(keys) > 1} == {"ris": 5, "json": 5}
    assert_whole(site, catalog)


def test_without_the_places_of_texts_all_are_made(site: Site) -> None:
    KeptValues(site.folder).put("texts", {"terms": ""})
    catalog = catalog_with(TITLES)
    assert site.build(catalog) == of_each(catalog.papers)
    assert_whole(site, catalog)


def test_a_file_that_a_build_has_left_out_is_made_as_a_whole(site: Site) -> None:
    catalog = catalog_with(TITLES)
    KeptTexts(site.folder, catalog).save()
    assert site.build(catalog) == of_each(catalog.papers)


def test_files_of_some_papers_are_made_of_the_texts_of_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = note_calls(monkeypatch, kept_texts, "classic_entry", lambda paper, _catalog: paper.key)
    for titles, changed in ((TITLES, len(TITLES)), (CHANGES["one in the middle and another"], 2)):
        made.clear()
        catalog = catalog_with(titles)
        kept, papers = KeptTexts(tmp_path, catalog), list(catalog.papers.values())
        for some in (papers[:1], papers[1:4:2], []):
            places = kept.places(paper.key for paper in reversed(some))
            assert kept.some(kept.entries, places).decode() == write_bibtex(catalog, some)
        kept.save()
        assert len(made) == changed
    assert (tmp_path / ENTRIES).read_text("utf-8").count("@misc") == len(papers)
